package position

import (
	"quotient/internal/flat"
	"quotient/market"
)

// A scope is what one Limit counts: a future, or all options of a month. Index 0
// is the long side, 1 the short side; of an option, the side that gains when the
// underlying rises, and the other.
type scope struct {
	held    [2]market.Qty // ours, as the ledger says
	paired  [2]market.Qty // of them in spread positions
	others  [2]market.Qty // of accounts under common control
	opening [2]market.Qty // what working orders, ours and theirs, may open
	until   [2]market.Time
	over    [2]uint8
	_       [6]byte
}

// A tally is one contract's part of its scope, as last seen in the ledger.
type tally struct {
	held, paired, working [2]market.Qty // long, short
	opened                market.Qty    // today, bought and sold
}

// A bound is a limit in force.
type bound struct {
	most, all market.Qty // lots of speculation; with spread positions
	known     bool
	free      bool // the exchange sets none
}

// dayState is what is not by contract.
type dayState struct {
	cure  market.Time
	pairs int64
	date  market.Date
	_     [4]byte
}

// Save appends the state to dst.
func (l *Limits) Save(dst []byte) []byte {
	n := uint64(len(l.rows))
	dst = flat.Append(flat.Append(dst, &n), &l.st)
	dst = flat.AppendSlice(flat.AppendSlice(dst, l.rows), l.scopes)
	dst = flat.AppendSlice(flat.AppendSlice(dst, l.pairs), l.others)
	return flat.AppendSlice(dst, l.told)
}

// Load takes over what Save wrote, by Limits of the same parameters. When ok is
// false src is not that, and the Limits must not be used.
func (l *Limits) Load(src []byte) (rest []byte, ok bool) {
	var n uint64
	if src, _ = flat.Load(&n, src); n != uint64(len(l.rows)) {
		return src, false
	}
	if src, ok = flat.Load(&l.st, src); !ok || l.st.pairs < 0 || l.st.pairs > int64(len(l.pairs)) {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.rows, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.scopes, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.pairs, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.others, src); !ok || !l.gather() {
		return src, false
	}
	l.enter()
	return flat.LoadSlice(l.told, src)
}

// gather makes every sum from its parts again. false when a part cannot be.
func (l *Limits) gather() bool {
	clear(l.opened)
	clear(l.opening)
	for i := range l.scopes {
		sc := &l.scopes[i]
		sc.held, sc.paired, sc.others, sc.opening = [2]market.Qty{}, [2]market.Qty{}, [2]market.Qty{}, [2]market.Qty{}
	}
	for c := range l.rows {
		if !l.gatherRow(market.Contract(c)) {
			return false
		}
	}
	for i := range l.others {
		o := l.others[i]
		l.others[i] = Other{}
		l.enterOther(i, market.Contract(i%len(l.rows)), o)
		if !o.sound() {
			return false
		}
	}
	return l.gatherPairs()
}

func (l *Limits) gatherRow(c market.Contract) bool {
	r, sc := &l.rows[c], &l.scopes[l.scope[c]]
	r.paired = [2]market.Qty{}
	l.opened[l.group[c]] += r.opened
	for i, s := range [2]market.Side{market.Bid, market.Ask} {
		if r.held[i] != most(r.held[i]) || r.working[i] != most(r.working[i]) {
			return false
		}
		sc.held[l.at(c, s)] += r.held[i]
		l.openMore(c, s, r.working[i])
	}
	return r.opened == most(r.opened)
}

// gatherPairs counts the pairs again; more than a leg holds cannot be.
func (l *Limits) gatherPairs() bool {
	for i := range l.pairs[:l.st.pairs] {
		p := &l.pairs[i]
		if p.Lots <= 0 || p.A.Contract == p.B.Contract || p.Lots > l.Speculation(p.A) || p.Lots > l.Speculation(p.B) {
			return false
		}
		for _, g := range [2]Leg{p.A, p.B} {
			l.rows[g.Contract].paired[g.Side-market.Bid] += p.Lots
			l.scopes[l.scope[g.Contract]].paired[l.at(g.Contract, g.Side)] += p.Lots
		}
	}
	return true
}
