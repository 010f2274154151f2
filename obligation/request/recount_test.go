package request

import (
	"slices"

	"quotient/market"
	"quotient/obligation/rule"
)

// The recount is written from the rule text alone: it knows what happened at the
// exchange, and looks at one chain of quotes at a time. It shares nothing with
// the Meter but the names of the verdicts and the predicate of package rule.

// A moment is a value that held from at on.
type moment[T any] struct {
	at market.Time
	v  T
}

// at returns what held at t; the zero value before the first moment.
func at[T any](list []moment[T], t market.Time) (v T) {
	for _, m := range list {
		if m.at <= t {
			v = m.v
		}
	}
	return v
}

// A stood is a quote that stood at the exchange.
type stood struct {
	id        uint64
	ref       market.Ref
	from, to  market.Time // to 0: stands
	bid, ask  market.Price
	declared  [2]market.Qty
	remaining []moment[[2]market.Qty]
}

// An asked is a request for quote that was made.
type asked struct {
	ref    market.Ref
	at     market.Time
	member bool
}

// A history is everything that the rule asks about one contract.
type history struct {
	phases []moment[market.Phase]
	exempt []moment[bool]
	prices []moment[market.Price]
	quotes []*stood
	asks   []asked
}

// A result is what became of a request.
type result struct {
	verdict Verdict // Answered, NotAnswered for anything else, or out of the denominator
	first   market.Time
	held    market.Time
}

// standsAt says whether the quote stands at t.
func (q *stood) standsAt(t market.Time) bool { return q.from <= t && (q.to == 0 || t < q.to) }

// flashed says whether some quote came and ended in one instant of [from, to].
func (h *history) flashed(from, to market.Time) bool {
	return slices.ContainsFunc(h.quotes, func(q *stood) bool { return q.from == q.to && from <= q.from && q.from <= to })
}

// came says whether some quote came in that instant.
func (h *history) came(at market.Time) bool {
	return slices.ContainsFunc(h.quotes, func(q *stood) bool { return q.from == at })
}

// good says whether a good quote stands at t, and which ones.
func (h *history) good(t market.Time, terms *Terms, d *rule.Demand) (good []*stood) {
	if ph := at(h.phases, t); ph == market.PhaseClosed || ph == market.PhaseUnknown {
		return nil
	}
	for _, q := range h.quotes {
		if !q.standsAt(t) {
			continue
		}
		left := at(q.remaining, t)
		for i := range left {
			if terms.Declared == PolicyYes && left[i] > 0 {
				left[i] = q.declared[i]
			}
		}
		if d.Judge(q.bid, q.ask, left[0], left[1]) == rule.Good {
			good = append(good, q)
		}
	}
	return good
}

// counts says whether time in the phase at t is holding time.
func (h *history) counts(t market.Time, terms *Terms) bool {
	switch at(h.phases, t) {
	case market.PhaseContinuous:
		return true
	case market.PhaseClosed, market.PhaseUnknown:
		return false
	}
	return terms.Breaks == PolicyYes
}

// filled is the first instant in (from, to] at which one of the quotes that were
// good had a side filled completely; 0 when there is none.
func (h *history) filled(terms *Terms, d *rule.Demand, from, to market.Time) (first market.Time) {
	for _, q := range h.quotes {
		for _, r := range q.remaining {
			if r.at <= from || r.at > to || r.v[0] != 0 && r.v[1] != 0 || first != 0 && r.at >= first {
				continue
			}
			if slices.Contains(h.good(r.at-1, terms, d), q) {
				first = r.at
			}
		}
	}
	return first
}

// moved is the first instant in [from, to) at which the underlying is far enough
// from where it was at from.
func (h *history) moved(terms *Terms, from, to market.Time) market.Time {
	for _, p := range h.prices {
		was := at(h.prices, from)
		if p.at >= from && p.at < to && max(p.v-was, was-p.v) >= terms.Moved {
			return p.at
		}
	}
	return 0
}

// edges are the instants from `from` on at which anything happened.
func (h *history) edges(from, to market.Time) (edges []market.Time) {
	edges = append(edges, from, to)
	for _, p := range h.phases {
		edges = append(edges, p.at)
	}
	for _, q := range h.quotes {
		edges = append(edges, q.from, q.to)
		for _, r := range q.remaining {
			edges = append(edges, r.at)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	return edges[slices.Index(edges, from) : slices.Index(edges, to)+1]
}

// judge says what became of one request with the given ids.
func (h *history) judge(a asked, refs []market.Ref, terms *Terms, d *rule.Demand, end market.Time) (res result) {
	res.verdict = NotAnswered
	due := a.at + terms.Respond
	edges := h.edges(a.at, end)
	for i := 0; i < len(edges)-1; i++ {
		start := edges[i]
		if start > due || !h.answers(a, refs, terms, d, start) {
			continue
		}
		j := i + 1
		for j < len(edges)-1 && len(h.good(edges[j], terms, d)) > 0 {
			j++
		}
		if res.first == 0 {
			res.first = start
		}
		held, ok := h.hold(terms, d, edges[i:j+1])
		if res.held = max(res.held, held); ok {
			res.verdict = Answered
			return res
		}
		i = j - 1
	}
	return res
}

// answers says whether a quote that answers the request is good at t.
func (h *history) answers(a asked, refs []market.Ref, terms *Terms, d *rule.Demand, t market.Time) bool {
	for _, q := range h.good(t, terms, d) {
		named := q.ref != (market.Ref{}) && slices.Contains(refs, q.ref)
		fresh := terms.AnyQuote == PolicyYes && q.from >= a.at
		rests := terms.Resting == PolicyYes && q.standsAt(a.at)
		if named || fresh || rests {
			return true
		}
	}
	return false
}

// hold says how long the chain held over the given edges, and whether that was enough.
func (h *history) hold(terms *Terms, d *rule.Demand, edges []market.Time) (held market.Time, ok bool) {
	start, end := edges[0], edges[len(edges)-1]
	stop := market.Time(0)
	if terms.Hold == 0 {
		stop = start
	}
	for i, t := range edges[:len(edges)-1] {
		if !h.counts(t, terms) {
			continue
		}
		if span := edges[i+1] - t; held+span >= terms.Hold && stop == 0 {
			stop = t + terms.Hold - held
		}
		held += edges[i+1] - t
	}
	if terms.Filled == PolicyYes {
		stop = sooner(stop, h.filled(terms, d, start, end), 0)
	}
	if terms.Moved > 0 {
		stop = sooner(stop, h.moved(terms, start, end), 0)
	}
	if stop == 0 {
		return held, false
	}
	held = 0
	for i, t := range edges[:len(edges)-1] {
		if h.counts(t, terms) && t < stop {
			held += min(edges[i+1], stop) - t
		}
	}
	return held, true
}

// exempted says whether a request made at t is made during an exemption.
func (h *history) exempted(t market.Time) bool {
	ph := at(h.phases, t)
	return at(h.exempt, t) || ph == market.PhaseAuction || ph == market.PhaseMatch
}

// all judges every request, in the order made.
func (h *history) all(terms *Terms, d *rule.Demand, end market.Time) map[market.Ref]result {
	out, ids := map[market.Ref]result{}, map[market.Ref][]market.Ref{}
	var heads []asked
	for _, a := range h.asks {
		switch last := len(heads) - 1; {
		case terms.Scope == ScopeRest && a.member:
			out[a.ref] = result{verdict: NotOwed}
		case terms.Merge == PolicyYes && last >= 0 && a.at < heads[last].at+terms.Apart:
			out[a.ref] = result{verdict: Merged}
			ids[heads[last].ref] = append(ids[heads[last].ref], a.ref)
		case terms.Exempt == PolicyNo && h.exempted(a.at):
			out[a.ref] = result{verdict: Excluded}
		default:
			heads = append(heads, a)
		}
	}
	for _, a := range heads {
		out[a.ref] = h.judge(a, append(ids[a.ref], a.ref), terms, d, end)
	}
	return out
}
