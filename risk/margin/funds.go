package margin

import (
	"quotient/market"
	"quotient/risk/position"
)

// A Day is what is told of an account's money, in fen.
type Day struct {
	Balance market.Money // yesterday's, after settlement, with the margin in it (上日结存)
	Moved   market.Money // deposits less withdrawals since (出入金)
	Profit  market.Money // today's on futures, closed and open, before fees (平仓盈亏, 持仓盈亏)
	Fees    market.Money // today's, of everything (手续费)
}

// Fund says what the account has. known false means that nobody can say: nothing
// is then available.
func (a *Account) Fund(d Day, known bool) {
	a.h.day, a.h.known = d, 0
	if known {
		a.h.known = 1
	}
}

// Premium books an execution of an option: the buyer pays the premium, the seller
// receives it (权利金). Futures pass unbooked. false means figures that cannot be;
// from then on the day's funds are not known.
func (a *Account) Premium(c market.Contract, s market.Side, price market.Price, qty market.Qty) bool {
	if int(c) < len(a.rows) && !a.p.Instruments[c].Option() {
		return true
	}
	var k calc
	if int(c) >= len(a.rows) || s != market.Bid && s != market.Ask || !priced(price) || qty <= 0 || qty > position.MaxQty {
		a.h.broken = 1
		return false
	}
	paid := k.mul(k.mul(int64(price), int64(a.p.Instruments[c].TickValue)), int64(qty))
	if s == market.Bid {
		paid = -paid
	}
	if paid = k.add(int64(a.h.premium), paid); k.wrong {
		a.h.broken = 1
		return false
	}
	a.h.premium = market.Money(paid)
	return true
}

// Equity is balance, moved money, profit and premium, less fees. What bought
// options are worth is not in it: it cannot be spent.
func (a *Account) Equity() (m market.Money, ok bool) { return a.equity(million) }

// equity counts share ppm of a profit, and all of a loss.
func (a *Account) equity(share int64) (m market.Money, ok bool) {
	var k calc
	d := &a.h.day
	v := k.add(int64(d.Balance), int64(d.Moved))
	v = k.add(v, -int64(d.Fees))
	v = k.add(v, int64(a.h.premium))
	v = k.add(v, min(int64(d.Profit), 0))
	v = k.add(v, k.floor(max(int64(d.Profit), 0), share, million))
	return market.Money(v), a.h.known != 0 && a.h.broken == 0 && !k.wrong
}

// Available is what the exchange or the broker still lets us use (可用资金): equity
// with Params.Profit of the day's profit, less margin, less what live orders
// freeze.
func (a *Account) Available() (m market.Money, ok bool) {
	usable, ok := a.equity(a.p.Profit)
	held, known := a.Held()
	return usable - held - a.frozen.known, ok && known && a.frozen.unknown == 0
}

// Free is what may still be tied up by what opens: Params.MaxUsage of the usable
// funds, less margin. What live orders freeze is not taken off: it is for the
// gate, which counts all that may still open itself.
func (a *Account) Free() (m market.Money, ok bool) {
	var k calc // cannot go wrong: MaxUsage is at most the whole
	usable, ok := a.equity(a.p.Profit)
	held, known := a.Held()
	share := min(max(0, a.p.MaxUsage), million)
	return market.Money(k.floor(int64(usable), share, million)) - held, ok && known && share == a.p.MaxUsage
}

// Usage is the share of equity that margin ties up (风险度, 资金使用率), in ppm, rounded
// up. Without equity there is none.
func (a *Account) Usage() (ppm int64, ok bool) {
	var k calc
	equity, ok := a.Equity()
	held, known := a.Held()
	ppm = k.ceil(int64(held), million, max(1, int64(equity)))
	return ppm, ok && known && equity > 0 && !k.wrong
}

// Working says how many lots n of a side may still open by what is live, in flight
// or unknown, and the highest price they may do it at. They freeze LotMargin each
// (冻结资金). No lots set all free. After Settled it is told anew.
func (a *Account) Working(c market.Contract, s market.Side, n market.Qty, price market.Price) bool {
	if int(c) >= len(a.rows) || s != market.Bid && s != market.Ask {
		return false
	}
	var k calc
	m := market.Money(0)
	if n != 0 {
		lot, ok := a.LotMargin(c, s, price)
		k.wrong = !ok || !lots(n, 0)
		m = k.believe(k.mul(int64(lot), int64(n)))
	}
	slot := &a.rows[c].frozen[s-market.Bid]
	a.frozen.take(*slot, -1)
	*slot = m
	a.frozen.take(m, 1)
	return m != unknown
}

// Frozen returns what all that may still open freezes.
func (a *Account) Frozen() (m market.Money, ok bool) { return a.frozen.known, a.frozen.unknown == 0 }

// LotMargin is what one lot that opens at price at most freezes: on futures the
// margin on the previous settlement, for the buyer of an option the premium, for
// its seller the margin, and the fee. Nothing is netted with what is held.
func (a *Account) LotMargin(c market.Contract, s market.Side, price market.Price) (m market.Money, ok bool) {
	if int(c) >= len(a.rows) || s != market.Bid && s != market.Ask {
		return 0, false
	}
	var k calc
	v := a.now.side(&k, &a.p, c, int(s-market.Bid), 1)
	if a.p.Instruments[c].Option() && s == market.Bid {
		v = k.mul(int64(price), int64(a.p.Instruments[c].TickValue))
	}
	fee, ok := a.Fee(c, market.Open, price, 1)
	v = k.add(v, int64(fee.Due))
	m = k.believe(v)
	return max(m, 0), ok && m != unknown
}
