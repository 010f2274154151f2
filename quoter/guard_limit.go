package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/position"
)

// restraint is why the position limits let a contract only be closed.
type restraint = position.Restraint

// worked tells the limits what working orders of the contract may still open.
func (l *Loop) worked(c market.Contract) {
	if l.r.Limits == nil || int(c) >= len(l.contracts) {
		return
	}
	l.r.Limits.Working(c, l.r.Orders.Opening(c, market.Bid), l.r.Orders.Opening(c, market.Ask))
	l.touch(c)
}

// moved tells limits and funds that the ledger of the contract has changed.
func (l *Loop) moved(c market.Contract) {
	if l.r.Limits != nil {
		l.r.Limits.Update(c, l.r.Ledger)
		l.st.limitAt = l.r.Limits.Next(l.now)
		l.touch(c)
	}
	if l.r.Account != nil {
		l.r.Account.Position(c, l.r.Ledger.Long(c), l.r.Ledger.Short(c))
		l.st.fundless = 1
		l.touch(c)
	}
	l.unpaired(c)
	l.value(c)
}

// recounted tells the guards everything anew: what works and what is held.
func (l *Loop) recounted() {
	for i := range l.contracts {
		c := market.Contract(i)
		l.worked(c)
		l.moved(c)
		l.unacked(c)
	}
	for i := range l.pairs {
		l.paired(i)
	}
	l.tellFunds()
}

// limitsDue has every contract looked at when a countdown ends or what another
// account holds is no longer known. It reports how much it did.
func (l *Loop) limitsDue() (work int) {
	if l.st.limitAt == 0 || l.now < l.st.limitAt {
		return 0
	}
	l.st.limitAt, l.st.regard = l.r.Limits.Next(l.now), 1
	return 1
}

// limitDay begins a trading day for the position limits.
func (l *Loop) limitDay(date market.Date, end market.Time) {
	if l.r.Limits == nil {
		return
	}
	l.r.Limits.NewDay(date, l.cure(end), l.r.Ledger)
	l.st.limitAt = l.r.Limits.Next(l.now)
	l.tellExchanges()
}

// tellExchanges tells the gate what the exchange's limits leave to this account.
func (l *Loop) tellExchanges() {
	for i := range l.contracts {
		l.tellExchange(market.Contract(i))
	}
}

// tellExchange is tellExchanges for one contract: what is in spread positions goes
// beside the limit on speculation.
func (l *Loop) tellExchange(c market.Contract) {
	long, short := market.Qty(0), market.Qty(0)
	if limit, ok := l.r.Limits.InForce(c); ok {
		all := limit.Speculative * market.Qty(limit.Times)
		_, pairedLong := l.r.Limits.Held(c, market.Bid)
		_, pairedShort := l.r.Limits.Held(c, market.Ask)
		long = l.leftToUs(c, market.Bid, min(all, limit.Speculative+pairedLong))
		short = l.leftToUs(c, market.Ask, min(all, limit.Speculative+pairedShort))
	}
	l.r.Gate.SetExchange(c, long, short)
}

// leftToUs is what a limit leaves to this account beside others under common
// control.
func (l *Loop) leftToUs(c market.Contract, s market.Side, most market.Qty) market.Qty {
	all, _ := l.r.Limits.Held(c, s)
	own := l.r.Ledger.Long(c)
	if s == market.Ask {
		own = l.r.Ledger.Short(c)
	}
	return max(0, most-max(0, all-own))
}

// cure is the end of the first section (第一节) of the trading day that follows
// end, its night included: by then what is over a limit has to be gone. 0 = the
// calendar does not say.
func (l *Loop) cure(end market.Time) market.Time {
	date, ok := l.r.Calendar.TradingDay(l.r.Hours[0], end)
	if !ok {
		return 0
	}
	l.spans = l.r.Calendar.Stretches(l.r.Hours[0], date, l.spans[:0])
	for i := range l.spans {
		if l.spans[i].Phase == market.PhaseContinuous {
			return l.spans[i].To
		}
	}
	return 0
}

// other takes over what an account under common control holds.
func (l *Loop) other(c *port.Command) {
	if l.r.Limits == nil {
		return
	}
	if c.Contract == market.NoContract {
		l.r.Limits.Told(int(c.Value), l.now)
	} else if l.r.Limits.Import(int(c.Value), c.Contract, position.Other{Long: market.Qty(c.First), Short: market.Qty(c.Count),
		OpeningLong: market.Qty(c.From), OpeningShort: market.Qty(c.To), Opened: market.Qty(c.Epoch)}) {
		l.tellExchanges()
		l.markAll()
	}
	l.st.limitAt, l.st.regard = l.r.Limits.Next(l.now), 1
}
