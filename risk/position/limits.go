package position

import "quotient/market"

// Limits count what we and accounts under common control hold against the
// exchange's position limits, and say which contracts may only be closed. A
// Limits follows one Ledger: Update after each change there, NewDay after Roll.
type Limits struct {
	p      LimitParams
	scope  []uint16 // by contract
	group  []uint16 // by contract: product and class
	member []market.Contract
	put    []bool // by contract

	rows    []tally
	scopes  []scope
	opened  []market.Qty // by group: ours and others' of the day
	opening []market.Qty // by group: what working orders may open yet
	pairs   []Pair
	others  []Other // by account, then contract
	told    []market.Time
	st      dayState

	// In force on st.date, made anew by enter.
	limits, opens, groupOpens []bound
	qualified                 []bool // by group
}

// NewLimits makes the limits of p.Instruments with nothing held. Nothing may be
// opened before NewDay.
func NewLimits(p LimitParams) *Limits {
	n := len(p.Instruments)
	l := &Limits{p: p, scope: make([]uint16, n), group: make([]uint16, n), put: make([]bool, n),
		rows: make([]tally, n), pairs: make([]Pair, max(0, p.MaxPairs)),
		others: make([]Other, n*len(p.Accounts)), told: make([]market.Time, len(p.Accounts))}
	groups := 0
	for c := range n {
		l.put[c] = p.Instruments[c].Kind == market.Put
		l.scope[c], l.group[c] = l.find(c, len(l.member), groups)
		if int(l.scope[c]) == len(l.member) {
			l.member = append(l.member, market.Contract(c))
		}
		groups = max(groups, int(l.group[c])+1)
	}
	l.scopes = make([]scope, len(l.member))
	l.opened, l.qualified, l.groupOpens = make([]market.Qty, groups), make([]bool, groups), make([]bound, groups)
	l.opening = make([]market.Qty, groups)
	l.limits, l.opens = make([]bound, len(l.member)), make([]bound, n)
	return l
}

// find returns the scope and group of contract c, the numbers given when they are
// new.
func (l *Limits) find(c, newScope, newGroup int) (uint16, uint16) {
	in, sc, gr := &l.p.Instruments[c], newScope, newGroup
	for o := range c {
		other := &l.p.Instruments[o]
		if other.Product != in.Product || ClassOf(other) != ClassOf(in) {
			continue
		}
		gr = int(l.group[o])
		if l.month(o) == l.month(c) {
			sc = int(l.scope[o])
		}
	}
	return uint16(sc), uint16(gr)
}

func (l *Limits) month(c int) market.Month {
	if c < len(l.p.Months) {
		return l.p.Months[c]
	}
	return 0
}

// NewDay begins a trading day, after the ledger's Roll. cure is the end of the
// first section (第一节) of the trading day after it: by then whoever goes over a
// limit today has to be back (art. 9); 0 = not known. What is over already keeps
// the end it has, and a day told again what others opened in it.
func (l *Limits) NewDay(day market.Date, cure market.Time, ledger *Ledger) {
	if day != l.st.date {
		for i := range l.others {
			l.opened[l.group[i%len(l.rows)]] -= l.others[i].Opened
			l.others[i].Opened = 0
		}
	}
	l.st.date, l.st.cure = day, cure
	l.enter()
	for c := range l.rows {
		l.Update(market.Contract(c), ledger)
	}
}

// enter looks up what is in force on st.date.
func (l *Limits) enter() {
	day := l.st.date
	for i, c := range l.member {
		limit, ok := l.p.LimitOn(c, day)
		l.limits[i] = bound{most: limit.Speculative, all: limit.Speculative * market.Qty(limit.Times), known: ok}
	}
	for i := range l.rows {
		c, g := market.Contract(i), l.group[i]
		l.opens[i] = boundOf(l.p.openLimit(c, day, 2))
		l.groupOpens[g] = boundOf(l.p.openLimit(c, day, 1))
		l.qualified[g] = l.p.Qualified(c, day)
	}
}

func boundOf(r *OpenLimit) bound {
	if r == nil {
		return bound{}
	}
	return bound{most: r.Lots, known: true, free: r.Free}
}

// Update takes over what the ledger holds of c now. Call it after each fill and
// each position taken over: lots gone since the last call count as closed.
func (l *Limits) Update(c market.Contract, ledger *Ledger) {
	if int(c) >= len(l.rows) {
		return
	}
	r, sc := &l.rows[c], &l.scopes[l.scope[c]]
	for i, s := range [2]market.Side{market.Bid, market.Ask} {
		now := ledger.rows[c].side[i].total
		gone := r.held[i] - now
		sc.held[l.at(c, s)] -= gone
		r.held[i] = now
		if l.p.KeepPairs {
			gone = r.paired[i] - now
		}
		l.breakUp(Leg{Contract: c, Side: s}, gone)
	}
	opened := ledger.Opened(c, market.Bid) + ledger.Opened(c, market.Ask)
	l.opened[l.group[c]] += opened - r.opened
	r.opened = opened
	l.judge(int(l.scope[c]))
}

// Working takes over how many lots our orders in c may still open by buying and by
// selling: everything that may fill, unanswered and both ends of a replacement
// included. Call it when orders of c change.
func (l *Limits) Working(c market.Contract, bid, ask market.Qty) {
	if int(c) >= len(l.rows) {
		return
	}
	r := &l.rows[c]
	for i, lots := range [2]market.Qty{most(bid), most(ask)} {
		l.openMore(c, market.Bid+market.Side(i), lots-r.working[i])
		r.working[i] = lots
	}
}

// openMore counts lots more that working orders may open.
func (l *Limits) openMore(c market.Contract, s market.Side, lots market.Qty) {
	l.scopes[l.scope[c]].opening[l.at(c, s)] += lots
	l.opening[l.group[c]] += lots
}

// at returns the index in c's scope of lots held on side s.
func (l *Limits) at(c market.Contract, s market.Side) int {
	if l.put[c] {
		s = s.Opposite()
	}
	return int(s - market.Bid)
}

// judge starts the countdown of a scope that went over, and ends it when back. A
// limit that is no longer known ends none.
func (l *Limits) judge(i int) {
	sc := &l.scopes[i]
	if !l.limits[i].known {
		return
	}
	for side := range 2 {
		switch over := sc.excess(side, &l.limits[i]) > 0; {
		case !over:
			sc.over[side], sc.until[side] = 0, 0
		case sc.over[side] == 0:
			sc.over[side], sc.until[side] = 1, l.st.cure
		}
	}
}

// excess returns the lots over a limit; without one, none can be told.
func (sc *scope) excess(side int, b *bound) market.Qty {
	if !b.known {
		return 0
	}
	all := sc.held[side] + sc.others[side]
	return max(0, all-sc.paired[side]-b.most, all-b.all)
}
