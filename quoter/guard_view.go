package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// readingsPerPage bounds how many counters one snapshot reads anew: with many
// contracts and rules it takes several to see them all.
const readingsPerPage = 2048

// viewGuards fills in what is in force, what it has counted and what it stops.
func (l *Loop) viewGuards(s *port.Snapshot) {
	s.Rules, s.Guards, s.Seat, s.Halt = uint64(l.r.Risk.InForce), l.inForce(), l.r.Gate.Seat(), 0
	l.viewFunds(&s.Funds)
	l.viewOutlook(&s.Outlook)
	s.Trips, s.Budgets = 0, 0
	if l.r.Breaker != nil {
		l.viewTrips(s)
	}
	if w := l.r.Conduct; w != nil {
		s.Halt = uint8(w.Halted())
		l.readBudgets()
		s.Budgets = uint32(copy(s.Budget[:], l.budgets))
	}
}

// inForce says which guards the desk has.
func (l *Loop) inForce() (set uint8) {
	if l.r.Breaker != nil {
		set |= port.GuardProtection
	}
	if l.r.Conduct != nil {
		set |= port.GuardConduct
	}
	if l.r.Limits != nil {
		set |= port.GuardLimits
	}
	if l.r.Account != nil {
		set |= port.GuardFunds
	}
	return set
}

// viewFunds fills in the account's funds.
func (l *Loop) viewFunds(f *port.Funds) {
	*f = port.Funds{Frozen: l.r.Orders.Account().Margin, PnL: l.total.earned}
	know := func(bit uint8, ok bool) {
		if ok {
			f.Known |= bit
		}
	}
	know(port.FundsPnL, l.money() && l.total.lacks == 0)
	a := l.r.Account
	if a == nil {
		return
	}
	var ok bool
	f.Equity, ok = a.Equity()
	know(port.FundsEquity, ok)
	f.Held, ok = a.Held()
	know(port.FundsHeld, ok)
	f.Available, ok = a.Available()
	f.Available -= f.Frozen
	know(port.FundsAvailable, ok)
	f.Free, ok = a.Free()
	know(port.FundsFree, ok)
	f.Usage, ok = a.Usage()
	know(port.FundsUsage, ok)
}

// viewTrips fills in what is tripped: the account's, the groups', the contracts'.
func (l *Loop) viewTrips(s *port.Snapshot) {
	for k := breaker.KindNone + 1; k < breaker.KindCount; k++ {
		l.viewTripped(s, breaker.Account, 0, k)
		for g := range l.groups {
			l.viewTripped(s, breaker.Group, g, k)
		}
	}
	for c := range l.contracts {
		if l.contracts[c].standing.trip == breaker.KindNone {
			continue
		}
		for k := breaker.KindNone + 1; k < breaker.KindCount; k++ {
			l.viewTripped(s, breaker.Contract, c, k)
		}
	}
}

func (l *Loop) viewTripped(s *port.Snapshot, scope breaker.Scope, i int, k breaker.Kind) {
	if t, on := l.r.Breaker.InForce(scope, i, k); on && s.Trips < port.MaxTrips {
		l.viewTrip(&t, &s.Trip[s.Trips])
		s.Trips++
	}
}

// readBudgets reads the counters of the next few rules: of each product that which
// is nearest to the threshold.
func (l *Loop) readBudgets() {
	for n := 0; n < readingsPerPage && l.drawn < l.r.Conduct.Rules(); l.drawn++ {
		n += l.readRule(l.drawn)
	}
	if l.drawn == l.r.Conduct.Rules() {
		l.budgets, l.drawing, l.drawn = l.drawing, l.budgets[:0], 0
	}
}

// readRule adds a rule's counters to those being drawn, and says how many it read.
func (l *Loop) readRule(rule int) (n int) {
	from := len(l.drawing)
	for c := range l.contracts {
		r, ok := l.r.Conduct.Reading(rule, market.Contract(c))
		if n++; !ok || !r.InForce {
			continue
		}
		l.nearest(from, rule, &r)
		if r.Scope == surveillance.Account {
			break
		}
	}
	return n
}

// nearest takes a reading in unless its product has one that is nearer.
func (l *Loop) nearest(from, rule int, r *surveillance.Reading) {
	i := from
	for i < len(l.drawing) && l.drawing[i].Product != r.Product {
		i++
	}
	switch {
	case i == port.MaxBudgets:
		return
	case i == len(l.drawing):
		l.drawing = append(l.drawing, port.Budget{})
	case uint8(r.Level) < l.drawing[i].Level || uint8(r.Level) == l.drawing[i].Level && r.Value <= l.drawing[i].Value:
		return
	}
	b := &l.drawing[i]
	*b = port.Budget{Kind: uint8(r.Kind), Level: uint8(r.Level), Scope: uint8(r.Scope), Rule: uint16(rule), Contract: r.Contract,
		Product: r.Product, Value: r.Value, Warn: r.Warn, Throttle: r.Throttle, Stop: r.Stop, Limit: r.Limit,
		Ratio: r.Ratio, Bound: r.Bound, Source: r.Source, Exempt: r.Exempt}
	if r.Assessed {
		b.Assessed = 1
	}
}

// viewGuard fills in what holds a contract back, and its position against limits.
func (l *Loop) viewGuard(c market.Contract, v *port.GuardView) {
	k, pos := &l.contracts[c], l.r.Ledger
	net := pos.Net(c)
	*v = port.GuardView{Held: uint8(l.held(c)), Trip: uint8(k.standing.trip), Restraint: uint8(k.standing.restraint),
		Level: uint8(k.standing.level), Strikes: uint8(l.r.Gate.Strikes(c, l.now)), OpensLeft: -1, Margin: -1, LotMargin: k.lotMargin,
		Worst: [2]market.Qty{net + l.r.Orders.Possible(c, market.Bid), l.r.Orders.Possible(c, market.Ask) - net}}
	if int(c) < len(l.r.Risk.Limits) {
		v.Stop = [2]market.Qty{l.r.Risk.Limits[c].MaxLong, l.r.Risk.Limits[c].MaxShort}
	}
	if l.r.Account != nil {
		if m, ok := l.r.Account.HeldOn(c); ok {
			v.Margin = m
		}
		l.viewDelivery(c, v)
	}
	if l.r.Limits != nil {
		l.viewLimit(c, v)
	}
}

// viewLimit fills in what the exchange's limits say of the contract.
func (l *Loop) viewLimit(c market.Contract, v *port.GuardView) {
	limits := l.r.Limits
	for i, s := range [...]market.Side{market.Bid, market.Ask} {
		v.Counted[i], v.Spread[i] = limits.Held(c, s)
		lots, until, _ := limits.Over(c, s)
		v.Over[i], v.Until = lots, earliest(v.Until, until)
	}
	if limit, ok := limits.InForce(c); ok {
		v.Known, v.Limit, v.All, v.Source = 1, limit.Speculative, limit.Speculative*market.Qty(limit.Times), limit.Source
	}
	if lots, ok := limits.OpensLeft(c); ok && lots < position.MaxQty {
		v.OpensLeft = lots
	}
}
