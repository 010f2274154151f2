package breaker

import (
	"math"

	"quotient/market"
)

// mostLots is the most lots that one fill is believed to have.
const mostLots = 1 << 31

// Fill tells of an execution of ours: lots on side s, and the delta and vega that
// all of them together brought, in the caller's integer weights, of either sign.
// One that cannot be is a Jump.
func (b *Breaker) Fill(c market.Contract, s market.Side, lots market.Qty, delta, vega int64, now market.Time) {
	if int(c) >= len(b.of) || s != market.Bid && s != market.Ask || lots <= 0 || lots > mostLots {
		b.trip(b.account(), Jump, Trip{Contract: c, Value: int64(lots)}, now)
		return
	}
	b.protect(c, amounts{1, int64(lots), size(delta), size(vega)}, now)
	most := b.p.Groups[b.of[c]].OneSided
	if n := b.streaks[c].add(s, int64(lots)); n >= most {
		b.trip(int(c), OneSided, Trip{Value: n, Limit: most}, now)
	}
}

// size is |v|, cut to what any limit can be.
func size(v int64) int64 {
	if v == math.MinInt64 {
		return mostEach
	}
	return min(max(v, -v), mostEach)
}

// protect adds a fill to its group and trips at the first figure reached.
func (b *Breaker) protect(c market.Contract, did amounts, now market.Time) {
	g := int(b.of[c])
	f := &b.flows[g]
	f.add(now, did, &b.p.Spans)
	for s := range f.tails {
		most := b.p.Groups[g].Flow.most(s)
		for m, v := range f.tails[s].sum {
			if v >= most[m] {
				b.trip(b.slotOfGroup(g), Protection, Trip{Contract: c, Measure: MeasureFills + Measure(m),
					Over: b.p.Spans[s], Value: v, Limit: most[m]}, now)
			}
		}
	}
}

// most returns a span's limits, by Measure - MeasureFills.
func (l *Flow) most(s int) amounts { return amounts{l.Fills[s], l.Lots[s], l.Delta[s], l.Vega[s]} }

// Used returns what a group did in the span s (Short or Long) that ends at now,
// and the figure that trips; 0, 0 for what is not known.
func (b *Breaker) Used(g int, m Measure, s int, now market.Time) (used, limit int64) {
	if uint(g) >= uint(len(b.flows)) || m < MeasureFills || m > MeasureVega || uint(s) >= spans {
		return 0, 0
	}
	i := m - MeasureFills
	return b.flows[g].sum(s, now, b.p.Spans[s])[i], b.p.Groups[g].Flow.most(s)[i]
}

// Jump tells that a position or a fill does not follow from what was known: lots
// is by how much. Whatever is blocked is best left blocked until the reply of the
// exchange is there.
func (b *Breaker) Jump(c market.Contract, lots market.Qty, now market.Time) {
	b.trip(b.account(), Jump, Trip{Contract: c, Value: int64(lots)}, now)
}
