package margin

import (
	"quotient/market"
	"quotient/risk/position"
)

// A Charge is the fee of an execution.
type Charge struct {
	Full   market.Money // by the contract's terms, rounded up
	Due    market.Money // charged at once
	Relief market.Money // of Due, what comes back after a month that was met, rounded down
}

// Fee returns what an execution costs (手续费), and what of it a relief (减免) gives
// back.
func (a *Account) Fee(c market.Contract, offset market.Offset, price market.Price, qty market.Qty) (f Charge, ok bool) {
	if int(c) >= len(a.rows) || !priced(price) || qty <= 0 || qty > position.MaxQty {
		return f, false
	}
	perLot, rate, ok := terms(&a.p.Terms[c].Fee, offset)
	var k calc
	value := k.mul(k.mul(int64(price), int64(a.p.Instruments[c].TickValue)), int64(qty))
	full := k.add(k.mul(int64(perLot), int64(qty)), k.ceil(value, rate, feePer))
	once, later := a.p.relief(a.p.Instruments[c].Product, a.h.today)
	due := k.add(full, -k.floor(full, once, million))
	f = Charge{market.Money(full), market.Money(due), market.Money(k.floor(due, later, million))}
	return f, ok && !k.wrong
}

// terms returns what a fee is by what the execution does.
func terms(f *position.Fee, offset market.Offset) (perLot market.Money, rate int64, ok bool) {
	switch offset {
	case market.Open:
		return f.OpenPerLot, f.OpenRate, true
	case market.Close:
		return f.ClosePerLot, f.CloseRate, true
	case market.CloseToday:
		return f.CloseTodayPerLot, f.CloseTodayRate, true
	}
	return 0, 0, false
}

// relief is the highest relief of each kind in force for a product, in ppm.
func (p *Params) relief(product market.Code, d market.Date) (once, later int64) {
	for i := range p.Reliefs {
		r := &p.Reliefs[i]
		switch {
		case r.Product != product || !r.Span.holds(d):
		case r.AtOnce:
			once = max(once, r.Rate)
		default:
			later = max(later, r.Rate)
		}
	}
	return once, later
}
