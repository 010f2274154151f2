package obligation

import (
	"sort"

	"quotient/market"
)

// The recount is written from the rule text alone: it knows what happened at the
// exchange, and looks at one instant at a time. It shares nothing with the Meter
// but the names of the exemptions.

// A moment is a value that held from At on.
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
	from, to  market.Time // to 0: stands
	bid, ask  market.Price
	declared  [2]market.Qty
	remaining []moment[[2]market.Qty]
}

// A history is everything that the rule asks about one contract.
type history struct {
	phases   []moment[market.Phase]
	own, dom []moment[bool]
	quotes   []*stood
	grants   []Grant
	option   optionHistory
}

// enough says whether the quote is wide and large enough with these sizes.
func (q *stood) enough(terms *Terms, tiers []tierRow, relax int64, size [2]market.Qty) bool {
	small, large := size[0], size[1]
	if small > large {
		small, large = large, small
	}
	if int64(small)*relax < int64(terms.MinSize)*million {
		return false
	}
	if terms.Imbalance > 0 && int64(large-small)*million > int64(large)*terms.Imbalance {
		return false
	}
	return int64(q.ask-q.bid)*million <= allowance(tiers, terms.MaxSpread, q.bid)*relax
}

// effective says whether a good quote stood at t, by remaining or declared size.
func (h *history) effective(t market.Time, terms *Terms, declared bool) bool {
	relax := int64(million)
	for _, g := range h.grants {
		if g.From <= t && t < g.To {
			relax = max(relax, g.Relax)
		}
	}
	for _, q := range h.quotes {
		if t < q.from || q.to != 0 && t >= q.to {
			continue
		}
		size := at(q.remaining, t)
		if size[0] <= 0 || size[1] <= 0 {
			continue
		}
		if declared {
			size = q.declared
		}
		if q.enough(terms, h.option.tiers, relax, size) {
			return true
		}
	}
	return false
}

// exempt says which exemption holds at t.
func (h *history) exempt(t market.Time, terms *Terms) Exempt {
	switch at(h.phases, t) {
	case market.PhaseAuction, market.PhaseMatch:
		return ExemptAuction
	}
	if at(h.own, t) {
		return ExemptOwnLimit
	}
	if at(h.dom, t) {
		return ExemptDominantLimit
	}
	if at(h.option.limit, t) {
		return ExemptUnderlyingLimit
	}
	if h.option.cheap(t, terms) {
		return ExemptFloor
	}
	for _, g := range h.grants {
		if g.Relax == 0 && g.From <= t && t < g.To {
			return ExemptManual
		}
	}
	return ExemptNone
}

// A count is what a recount finds.
type count struct {
	scheduled, remaining, declared market.Time
	exempt                         [ExemptCount]market.Time
}

// add counts span as what held at t.
func (n *count) add(h *history, terms *Terms, t, span market.Time) {
	if ph := at(h.phases, t); ph != market.PhaseAuction && ph != market.PhaseMatch && ph != market.PhaseContinuous {
		return
	}
	if !h.option.member(t) {
		return
	}
	n.scheduled += span
	if x := h.exempt(t, terms); x != ExemptNone {
		n.exempt[x] += span
		return
	}
	if h.effective(t, terms, false) {
		n.remaining += span
	}
	if h.effective(t, terms, true) {
		n.declared += span
	}
}

// exact counts [from, to) to the nanosecond: between two neighbouring instants
// at which anything happened, nothing changes.
func (h *history) exact(terms *Terms, from, to market.Time) (n count) {
	edges := []market.Time{from, to}
	for _, p := range h.phases {
		edges = append(edges, p.at)
	}
	for _, list := range [][]moment[bool]{h.own, h.dom} {
		for _, p := range list {
			edges = append(edges, p.at)
		}
	}
	for _, q := range h.quotes {
		edges = append(edges, q.from, q.to)
		for _, r := range q.remaining {
			edges = append(edges, r.at)
		}
	}
	for _, g := range h.grants {
		edges = append(edges, g.From, g.To)
	}
	edges = append(edges, h.option.edges()...)
	sort.Slice(edges, func(i, j int) bool { return edges[i] < edges[j] })
	for i, t := range edges[:len(edges)-1] {
		if t >= from && edges[i+1] <= to && edges[i+1] > t {
			n.add(h, terms, t, edges[i+1]-t)
		}
	}
	return n
}

// seconds counts [from, to) by looking at the middle of each second.
func (h *history) seconds(terms *Terms, from, to market.Time) (n count) {
	for t := from; t < to; t += market.Second {
		n.add(h, terms, t+market.Second/2, market.Second)
	}
	return n
}

// changes is how many instants there are at which anything happened: a count by
// seconds may be off by half a second at each.
func (h *history) changes() (n int) {
	n = len(h.phases) + len(h.own) + len(h.dom) + 2*len(h.grants) + len(h.option.edges())
	for _, q := range h.quotes {
		n += 2 + len(q.remaining)
	}
	return n
}
