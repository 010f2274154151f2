package sim

import (
	"math/big"
	"slices"
	"sort"

	"quotient/market"
)

// A witness keeps what left the exchange, and afterwards judges each piece of the
// day between two changes by the rule's text: slow, and written without a look at
// the recount.
type witness struct {
	p         *Params
	from, to  market.Time
	phases    [][]stamped[market.Phase]
	books     [][]stamped[market.Event]
	settles   [][]stamped[market.Price]
	quotes    [][]*spell // by contract
	byID      map[uint64]*spell
	requested []market.Event
	grants    []Grant
}

// A spell is a quote's time in the market.
type spell struct {
	in       market.Instruction
	from, to market.Time // to never = stands
	left     []stamped[[2]market.Qty]
}

func newWitness(p *Params) *witness {
	n := len(p.Instruments)
	w := &witness{p: p, phases: make([][]stamped[market.Phase], n), books: make([][]stamped[market.Event], n),
		settles: make([][]stamped[market.Price], n), quotes: make([][]*spell, n), byID: map[uint64]*spell{}, grants: slices.Clone(p.Grants)}
	for _, a := range p.Script {
		if a.Kind == ActGrant || a.Kind == ActStress {
			g := Grant{Contract: a.Contract, From: a.At, To: a.At + a.For}
			if a.Kind == ActStress {
				g.Relax = a.Relax
			}
			w.grants = append(w.grants, g)
		}
	}
	return w
}

// latest returns the last value stamped at or before t; ok is false before the first.
func latest[T any](s []stamped[T], t market.Time) (v T, ok bool) {
	i := sort.Search(len(s), func(i int) bool { return s[i].at > t })
	if i == 0 {
		return v, false
	}
	return s[i-1].v, true
}

func (w *witness) hear(o *Out) {
	e := &o.Event
	switch e.Kind {
	case market.EventDepth:
		note(&w.books[e.Contract], e.Time, *e)
	case market.EventPhase:
		note(&w.phases[e.Contract], e.Time, e.Phase)
	case market.EventSettlement:
		note(&w.settles[e.Contract], e.Time, e.Price)
	case market.EventRequest:
		w.requested = append(w.requested, *e)
	case market.EventQuoteLive:
		s := w.byID[e.ID]
		s.from, s.to = e.Time, never
		note(&s.left, e.Time, [2]market.Qty{s.in.BidQty, s.in.AskQty})
		w.quotes[e.Contract] = append(w.quotes[e.Contract], s)
	case market.EventQuoteEnded:
		w.byID[e.ID].to = e.Time
	case market.EventFill:
		if s := w.byID[e.ID]; e.Flags&market.FlagOrder == 0 {
			left := s.left[len(s.left)-1].v
			left[e.Side-market.Bid] = e.Leaves
			note(&s.left, e.Time, left)
		}
	}
}

// day is when the trading day that t belongs to began: its first phase.
func (w *witness) day(t market.Time) (at market.Time) {
	date := market.Date(0)
	for _, l := range w.p.Phases {
		if l.At > t {
			break
		}
		if l.Date != date {
			date, at = l.Date, l.At
		}
	}
	return at
}

// book returns the contract's snapshot of the trading day at t.
func (w *witness) book(c market.Contract, t market.Time) (e market.Event, ok bool) {
	i := sort.Search(len(w.books[c]), func(i int) bool { return w.books[c][i].at > t })
	if i == 0 || w.books[c][i-1].at < w.day(t) {
		return e, false
	}
	return w.books[c][i-1].v, true
}

// settled returns the settlement price of the day before, 0 = none was told.
func (w *witness) settled(c market.Contract, t market.Time) market.Price {
	day := w.day(t)
	before := w.day(day - 1)
	p := market.Price(0)
	for _, s := range w.settles[c] {
		if s.at <= t && s.at < day && (before == 0 || s.at > before) {
			p = s.v
		}
	}
	return p
}

func (w *witness) limited(rule LimitRule, c market.Contract, t market.Time) bool {
	e, ok := w.book(c, t)
	if !ok {
		return false
	}
	switch rule {
	case LimitOneSided:
		return e.AskQty == 0 && e.BidQty > 0 && e.Bid == e.Upper || e.BidQty == 0 && e.AskQty > 0 && e.Ask == e.Lower
	case LimitLast:
		return e.Last == e.Upper || e.Last == e.Lower
	}
	return e.Last == e.Upper || e.Last == e.Lower || e.BidQty > 0 && (e.Bid == e.Upper || e.Bid == e.Lower) ||
		e.AskQty > 0 && (e.Ask == e.Upper || e.Ask == e.Lower)
}

// exempt names the reason at t, "" = none.
func (w *witness) exempt(t *MakerTerms, at market.Time) string {
	ph, _ := latest(w.phases[t.Contract], at)
	u, known := w.book(t.Underlying, at)
	d, seen := w.book(t.Contract, at)
	out := known && u.Last > 0 && (t.Call && u.Last < t.Strike || !t.Call && u.Last > t.Strike)
	cheap := false
	switch t.FloorBy {
	case FloorBid:
		cheap = seen && (d.BidQty == 0 || d.Bid < t.Floor)
	case FloorLast:
		cheap = seen && d.Last > 0 && d.Last < t.Floor
	case FloorSettlement:
		p := w.settled(t.Contract, at)
		cheap = p > 0 && p < t.Floor
	}
	switch {
	case ph == market.PhaseAuction || ph == market.PhaseMatch:
		return "auction"
	case w.limited(t.Limit, t.Contract, at):
		return "own_limit"
	case w.limited(t.Limit, t.Underlying, at):
		return "underlying_limit"
	case t.Floor > 0 && out && cheap:
		return "floor"
	}
	for _, g := range w.grants {
		if g.Relax == 0 && g.From <= at && at < g.To && (g.Contract == market.NoContract || g.Contract == t.Contract) {
			return "manual"
		}
	}
	return ""
}

// relax is the greatest factor at t in ppm.
func (w *witness) relax(c market.Contract, at market.Time) int64 {
	f := int64(1_000_000)
	for _, g := range w.grants {
		if g.From <= at && at < g.To && (g.Contract == market.NoContract || g.Contract == c) {
			f = max(f, g.Relax)
		}
	}
	return f
}

// good says whether a quote with so much left is good enough.
func good(tiers *Tiers, size market.Qty, imbalance, relax int64, in *market.Instruction, left [2]market.Qty, declared bool) bool {
	if left[0] == 0 || left[1] == 0 {
		return false
	}
	if declared {
		left = [2]market.Qty{in.BidQty, in.AskQty}
	}
	key, wide := in.Bid, market.Price(0)
	if tiers.ByMid {
		key = (in.Bid + in.Ask) / 2
	}
	for _, r := range tiers.Rows {
		if key >= r.From {
			wide = max(r.Ticks, key*market.Price(r.PPM)/1_000_000)
		}
	}
	one := big.NewRat(relax, 1_000_000)
	width := big.NewRat(int64(in.Ask-in.Bid), 1)
	if width.Cmp(new(big.Rat).Mul(big.NewRat(int64(wide), 1), one)) > 0 {
		return false
	}
	small, large := min(left[0], left[1]), max(left[0], left[1])
	if big.NewRat(int64(small), 1).Cmp(new(big.Rat).Quo(big.NewRat(int64(size), 1), one)) < 0 {
		return false
	}
	return imbalance == 0 || big.NewRat(int64(large-small), int64(large)).Cmp(big.NewRat(imbalance, 1_000_000)) <= 0
}

// standing returns the quote at t and what is left of it, nil = none.
func (w *witness) standing(c market.Contract, t market.Time) (*spell, [2]market.Qty) {
	for _, s := range w.quotes[c] {
		if s.from <= t && t < s.to {
			left, _ := latest(s.left, t)
			return s, left
		}
	}
	return nil, [2]market.Qty{}
}

// rows is the at-the-money row from each instant on.
func (w *witness) rows(s *Series) (list []stamped[int]) {
	near := func(twice market.Price) (best int) {
		gap := market.Price(1 << 40)
		for k, r := range s.Rows {
			g := 2*r.Strike - twice
			if g = max(g, -g); g < gap || g == gap && s.TieHigh {
				best, gap = k, g
			}
		}
		return best
	}
	if s.By == RestrikeSettlement {
		date := market.Date(0)
		for _, l := range w.p.Phases {
			if l.Date == date {
				continue
			}
			date = l.Date
			row := -1
			if p := w.settled(s.Underlying, l.At); p > 0 {
				row = near(2 * p)
			} else if e, ok := w.book(s.Underlying, l.At-1); ok && e.Last > 0 {
				row = near(2 * e.Last)
			}
			note(&list, l.At, row)
		}
		return list
	}
	// Pieces in which one strike is nearest, -1 where the reference is not known.
	var pieces []stamped[int]
	for _, b := range w.books[s.Underlying] {
		k, e := -1, b.v
		if s.By == RestrikeLast && e.Last > 0 {
			k = near(2 * e.Last)
		}
		if s.By == RestrikeMid && e.BidQty > 0 && e.AskQty > 0 {
			k = near(e.Bid + e.Ask)
		}
		if n := len(pieces); n == 0 || pieces[n-1].v != k {
			note(&pieces, b.at, k)
		}
	}
	row, known := -1, false
	for i, p := range pieces {
		end := w.to + 1
		if i+1 < len(pieces) {
			end = pieces[i+1].at
		}
		at := p.at + s.Hold
		if !known {
			at = p.at
		}
		if p.v != -1 && (p.v != row || !known) && at <= end {
			row, known = p.v, true
			note(&list, at, row)
		}
		for _, l := range w.p.Phases { // the last price of the day before stands in
			if day := w.day(l.At); day == l.At && p.at < day && day <= end && !known {
				if e, ok := w.book(s.Underlying, day-1); ok && e.Last > 0 {
					row = near(2 * e.Last)
					note(&list, day, row)
				}
			}
		}
	}
	return list
}

// member says whether the contract is in the series' set at t.
func member(s *Series, rows []stamped[int], c market.Contract, t market.Time) bool {
	row, ok := latest(rows, t)
	for k, r := range s.Rows {
		if ok && row >= 0 && (r.Call == c || r.Put == c) {
			return k-row <= s.Around && row-k <= s.Around
		}
	}
	return false
}

// cuts are the instants at which anything about the contract may change.
func (w *witness) cuts(t *MakerTerms, rows []stamped[int]) (all []market.Time) {
	all = append(all, w.from, w.to)
	for _, c := range []market.Contract{t.Contract, t.Underlying} {
		for _, b := range w.books[c] {
			all = append(all, b.at)
		}
		for _, ph := range w.phases[c] {
			all = append(all, ph.at)
		}
	}
	for _, s := range w.quotes[t.Contract] {
		all = append(all, s.from, s.to)
		for _, l := range s.left {
			all = append(all, l.at)
		}
	}
	for _, r := range rows {
		all = append(all, r.at)
	}
	for _, g := range w.grants {
		all = append(all, g.From, g.To)
	}
	for _, l := range w.p.Phases {
		all = append(all, l.At)
	}
	slices.Sort(all)
	return all
}

// recount counts the contract's time between from and to as the trading day of date.
func (w *witness) recount(t *MakerTerms, rows []stamped[int], date market.Date, from, to market.Time) (r Recount) {
	r.Contract, r.Date = t.Contract, date
	cuts := w.cuts(t, rows)
	for i := range cuts[:len(cuts)-1] {
		at, span := cuts[i], cuts[i+1]-cuts[i]
		ph, _ := latest(w.phases[t.Contract], at)
		if span == 0 || at < from || at >= to || !ph.Scheduled() || t.Series > 0 && !member(&w.p.Series[t.Series-1], rows, t.Contract, at) {
			continue
		}
		s, left := w.standing(t.Contract, at)
		var is [2]bool
		for k := range is {
			is[k] = s != nil && good(&t.Tiers, t.MinSize, t.Imbalance, w.relax(t.Contract, at), &s.in, left, k == 1)
		}
		r.Scheduled += span
		if why := w.exempt(t, at); why != "" {
			for k := range r.Exempt {
				if Reason(k).String() == why {
					r.Exempt[k] += span
				}
			}
			r.ExemptEffective += pick(is[0], span)
			r.ExemptDeclared += pick(is[1], span)
			continue
		}
		r.Effective += pick(is[0], span)
		r.Ineffective += pick(!is[0], span)
		r.Declared += pick(is[1], span)
	}
	return r
}

func pick(yes bool, span market.Time) market.Time {
	if yes {
		return span
	}
	return 0
}
