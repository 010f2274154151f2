package sim

import "quotient/market"

const million = 1_000_000

// A standing is a maker's two-sided quote as it stands. The zero one is none.
type standing struct {
	id       uint64
	request  market.Ref // that it answers
	bid, ask market.Price
	declared [2]market.Qty // bid, ask
	leaves   [2]market.Qty
}

func newStanding(e *entry) standing {
	b, a := &e.legs[0], &e.legs[1]
	return standing{id: e.id, request: e.request, bid: b.price, ask: a.price,
		declared: [2]market.Qty{b.declared, a.declared}, leaves: [2]market.Qty{b.leaves, a.leaves}}
}

// A demand is what a quote must be to count.
type demand struct {
	tiers     *Tiers
	spread    market.Price // where tiers has no rows
	size      market.Qty
	imbalance int64 // ppm; 0 = any
	relax     int64 // ppm, at least a million: spread times, size divided by
}

// fault returns why the quote does not count, OutcomeOpen when it does. Sizes are
// what remains, or what was declared.
func (d *demand) fault(q *standing, declared bool) Outcome {
	size := q.leaves
	if declared {
		size = q.declared
	}
	small, large := min(size[0], size[1]), max(size[0], size[1])
	switch {
	case q.leaves[0] <= 0 || q.leaves[1] <= 0:
		return OneSided
	case int64(small)*d.relax < int64(d.size)*million:
		return TooSmall
	case d.imbalance > 0 && int64(large-small)*million > int64(large)*d.imbalance:
		return TooSmall
	case int64(q.ask-q.bid)*million > int64(d.widest(q))*d.relax:
		return TooWide
	}
	return OutcomeOpen
}

// widest returns the widest spread before it is relaxed.
func (d *demand) widest(q *standing) market.Price {
	if len(d.tiers.Rows) == 0 {
		return d.spread
	}
	return d.tiers.widest(q.bid, q.ask)
}

// widest returns what the table allows; nothing below its first row.
func (t *Tiers) widest(bid, ask market.Price) market.Price {
	price := bid
	if t.ByMid {
		price = floorHalf(bid + ask)
	}
	for i := len(t.Rows) - 1; i >= 0; i-- {
		if r := &t.Rows[i]; price >= r.From {
			return max(r.Ticks, market.Price(int64(price)*r.PPM/million))
		}
	}
	return 0
}

func floorHalf(sum market.Price) market.Price { return market.Price(floorDiv(int64(sum), 2)) }
