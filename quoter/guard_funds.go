package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/orders"
)

// mostResult is the most that one contract is believed to have earned or lost.
const mostResult market.Money = 1 << 50

// A result is what something earned today, in fen.
type result struct {
	earned market.Money // after fees
	profit market.Money // of futures, before fees (平仓盈亏 and 持仓盈亏)
	fees   market.Money // of everything
	lacks  int64        // contracts whose result is not known; 1 or 0 of a contract
}

// add takes r in, or with sign -1 out.
func (s *result) add(r *result, sign market.Money) {
	s.earned += sign * r.earned
	s.profit += sign * r.profit
	s.fees += sign * r.fees
	s.lacks += int64(sign) * r.lacks
}

// money reports whether anybody asks what was earned.
func (l *Loop) money() bool {
	return l.r.Breaker != nil || l.r.Account != nil || l.r.Risk.InForce.Has(risk.RuleLoss)
}

// value reckons anew what the contract has earned today and tells of a change.
func (l *Loop) value(c market.Contract) {
	if !l.money() {
		return
	}
	k := &l.contracts[c]
	r := l.resultOf(c)
	if r == k.result {
		return
	}
	for _, s := range [...]*result{&l.earned[l.product[c]], &l.groups[l.group(c)], &l.total} {
		s.add(&k.result, -1)
		s.add(&r, 1)
	}
	k.result = r
	l.tellResult(c)
	l.st.fundless = 1
}

// resultOf is the contract's result. A position that nothing prices has none.
func (l *Loop) resultOf(c market.Contract) (r result) {
	mark, ok := l.contracts[c].markPrice()
	pos := l.r.Ledger
	r.earned, r.fees = pos.PnL(c, mark, ok), pos.Fees(c)
	if !ok && pos.Long(c)+pos.Short(c) != 0 || max(r.earned, -r.earned, r.fees) > mostResult {
		return result{lacks: 1}
	}
	if !l.r.Instruments[c].Option() {
		r.profit = r.earned + r.fees
	}
	return r
}

// tellResult tells gate and protection what the contract's product and the account
// have earned.
func (l *Loop) tellResult(c market.Contract) {
	product, group := &l.earned[l.product[c]], &l.groups[l.group(c)]
	l.r.Gate.Loss(c, product.earned, product.lacks == 0)
	l.r.Gate.Loss(market.NoContract, l.total.earned, l.total.lacks == 0)
	if b := l.r.Breaker; b != nil {
		b.PnL(breaker.Group, l.group(c), group.earned, group.lacks == 0, l.now)
		b.PnL(breaker.Account, 0, l.total.earned, l.total.lacks == 0, l.now)
	}
}

// sumResults adds up the contracts' results anew, after a Load.
func (l *Loop) sumResults() {
	clear(l.earned)
	clear(l.groups)
	l.total = result{}
	for c := range l.contracts {
		for _, s := range [...]*result{&l.earned[l.product[c]], &l.groups[l.group(market.Contract(c))], &l.total} {
			s.add(&l.contracts[c].result, 1)
		}
	}
}

// tellFunds tells the gate what is free when it has changed.
func (l *Loop) tellFunds() {
	if l.r.Account == nil || l.st.fundless == 0 {
		return
	}
	l.st.fundless = 0
	l.r.Account.Fund(margin.Day{Balance: l.st.balance, Moved: l.st.moved, Profit: l.total.profit, Fees: l.total.fees},
		l.st.funded != 0 && l.total.lacks == 0)
	l.r.Gate.Funds(l.r.Account.Free())
}

// premium books what an option's execution paid or brought in.
func (l *Loop) premium(ch *orders.Change) {
	if l.r.Account != nil {
		l.r.Account.Premium(ch.Contract, ch.Side, ch.Price, ch.Qty)
	}
}

// fund takes over the account's money.
func (l *Loop) fund(c *port.Command) {
	l.st.balance, l.st.moved, l.st.funded = market.Money(c.First), market.Money(c.Count), uint8(c.Value&1)
	l.st.fundless = 1
	l.tellFunds()
}

// carryFunds makes the equity of the day that ends the balance of the next, until
// the broker's is told. Call it before anything of the day is gone.
func (l *Loop) carryFunds() {
	if l.r.Account == nil {
		return
	}
	l.st.fundless = 1
	l.tellFunds()
	equity, ok := l.r.Account.Equity()
	l.st.balance, l.st.moved, l.st.funded = equity, 0, 0
	if ok {
		l.st.funded = 1
	}
}

// settlement takes over the price at which the trading day before settled (结算价).
func (l *Loop) settlement(c market.Contract, price market.Price) {
	k := &l.contracts[c]
	k.settledOn = l.st.date
	l.settled(c, margin.Settlement{Date: l.dayBefore(c), Price: price, Interest: max(0, int64(k.book.OpenInterest))})
}

// unsettled takes the middle of a future's price limits for the settlement that
// nobody told: the exchange sets them the same way up and down from it.
func (l *Loop) unsettled(c market.Contract) {
	k := &l.contracts[c]
	if l.r.Account == nil || k.settledOn == l.st.date || l.r.Instruments[c].Option() || k.book.Upper <= 0 || k.book.Lower <= 0 {
		return
	}
	if l.fresh(c) {
		k.settledOn = l.st.date
		return
	}
	l.settlement(c, (k.book.Upper+k.book.Lower+1)/2)
}

// settled takes a contract's settlement over, if it can be.
func (l *Loop) settled(c market.Contract, x margin.Settlement) bool {
	if l.r.Account == nil || !l.r.Account.Settled(c, x) {
		return false
	}
	l.contracts[c].lotPrice, l.st.fundless = 0, 1
	l.tellLot(c)
	l.tellFunds()
	return true
}

// tellLot tells the gate what a lot that opens freezes, at a price that the collar
// does not reach until the market has moved by as much.
func (l *Loop) tellLot(c market.Contract) {
	k := &l.contracts[c]
	if l.r.Account == nil || int(c) >= len(l.r.Risk.Limits) {
		return
	}
	mark, ok := k.markPrice()
	if !ok {
		return
	}
	collar := l.r.Risk.Limits[c].CollarTicks
	reach := max(mark, k.book.Ask) + collar
	if k.lotPrice != 0 && reach <= k.lotPrice && k.lotPrice <= reach+2*collar {
		return
	}
	k.lotPrice = reach + collar
	price := k.lotPrice
	if k.book.Upper > 0 {
		price = min(price, k.book.Upper)
	}
	long, ok1 := l.r.Account.LotMargin(c, market.Bid, price)
	short, ok2 := l.r.Account.LotMargin(c, market.Ask, price)
	if !ok1 || !ok2 {
		long, short = 0, 0
	}
	k.lotMargin = [2]market.Money{long, short}
	l.r.Gate.LotMargin(c, long, short)
}

// fundDay begins a trading day for funds and results.
func (l *Loop) fundDay(date market.Date) {
	if l.r.Account != nil {
		l.r.Account.Roll(date)
	}
	for i := range l.contracts {
		c := market.Contract(i)
		l.contracts[c].lotPrice, l.contracts[c].marked = 0, 0
		l.tellLot(c)
		l.moved(c)
		if l.money() {
			l.tellResult(c)
		}
	}
	l.st.fundless = 1
	l.tellFunds()
}
