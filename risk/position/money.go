package position

import (
	"math/bits"

	"quotient/market"
)

// ratePer is what a Fee's rates are parts of.
const ratePer = 10_000_000

// worst stands for an amount that does not fit: nobody trades on it.
const worst market.Money = -1 << 62

// pay adds lots × price to cash.
func (h *holding) pay(lots, price int64) {
	m, ok := market.MulMoney(lots, price)
	sum := h.cash + int64(m)
	if !ok || (sum > h.cash) != (m > 0) {
		h.broken = 1 // and cash means nothing
	}
	h.cash = sum
}

// charge adds the fees of a fill.
func (l *Ledger) charge(c market.Contract, price market.Price, p parts) {
	if int(c) >= len(l.p.Fees) {
		return
	}
	f, h := &l.p.Fees[c], &l.rows[c]
	tick := int64(l.p.Instruments[c].TickValue)
	h.levy(p.opened, f.OpenPerLot, f.OpenRate, price, tick)
	h.levy(p.closed, f.ClosePerLot, f.CloseRate, price, tick)
	h.levy(p.closedToday, f.CloseTodayPerLot, f.CloseTodayRate, price, tick)
}

// levy adds the fee of qty lots: so much a lot, and a rate of the value, rounded
// up to the next fen.
func (h *holding) levy(qty market.Qty, perLot market.Money, rate int64, price market.Price, tick int64) {
	if qty == 0 {
		return
	}
	flat, ok1 := market.MulMoney(int64(qty), int64(perLot))
	value, ok2 := market.MulMoney(int64(max(price, -price)), tick)
	value, ok3 := market.MulMoney(int64(value), int64(qty))
	part, ok4 := share(value, rate)
	sum := h.fees + flat + part
	if !ok1 || !ok2 || !ok3 || !ok4 || flat < 0 || sum < h.fees {
		h.broken = 1
		return
	}
	h.fees = sum
}

// share returns value × rate / ratePer, rounded up.
func share(value market.Money, rate int64) (m market.Money, ok bool) {
	if value < 0 || rate < 0 {
		return 0, false
	}
	high, low := bits.Mul64(uint64(value), uint64(rate))
	low, carry := bits.Add64(low, ratePer-1, 0)
	if high += carry; high >= ratePer {
		return 0, false
	}
	q, _ := bits.Div64(high, low, ratePer)
	return market.Money(q), q < 1<<61
}

// Fees returns what today's fills cost.
func (l *Ledger) Fees(c market.Contract) market.Money { return l.rows[c].fees }

// PnL returns the trading day's profit and loss after fees, the position valued
// at mark, or, when ok is false, at the last price noted. Lots that were taken
// over before any price was known earn nothing until one is. An amount that does
// not fit comes out as an absurd loss.
func (l *Ledger) PnL(c market.Contract, mark market.Price, ok bool) market.Money {
	h := &l.rows[c]
	if !ok {
		mark = h.mark
	}
	row := *h
	row.pay(int64(l.Net(c)-h.unpriced), int64(mark))
	m, fits := market.MulMoney(row.cash, int64(l.p.Instruments[c].TickValue))
	if row.broken != 0 || !fits || m > -worst || h.fees > -worst {
		return worst
	}
	return max(max(m, worst)-h.fees, worst)
}

// Mark notes the price at which the position is valued from now on: the
// settlement price or the last one traded.
func (l *Ledger) Mark(c market.Contract, price market.Price) {
	if int(c) < len(l.rows) && price <= MaxPrice && price >= -MaxPrice {
		l.rows[c].note(price)
	}
}
