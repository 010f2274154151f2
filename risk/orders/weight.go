package orders

import "quotient/market"

// Bounds within which sums of weighted lots cannot overflow with up to 2048
// contracts. The gate lets no more than MaxLots wait on one side of a contract.
const (
	MaxLots   market.Qty = 1 << 22
	MaxWeight            = 1 << 29
)

// A Weight is what one lot of a contract counts.
type Weight struct {
	Delta, Vega int64           // of one lot bought, in the caller's units
	Margin      [2]market.Money // fen frozen by a lot bought, or sold, to open
}

// bounded returns the nearest weight that the sums can hold.
func (w Weight) bounded() Weight {
	within := func(v int64) int64 { return min(max(v, -MaxWeight), MaxWeight) }
	w.Delta, w.Vega = within(w.Delta), within(w.Vega)
	for i, m := range w.Margin {
		w.Margin[i] = market.Money(min(max(int64(m), 0), MaxWeight))
	}
	return w
}

// A Sum is what may still fill over several contracts, each figure in the order
// of fills that is worst for it.
type Sum struct {
	Lots   [2]market.Qty // by leg
	Opens  market.Qty    // of those, lots that would open
	Delta  [2]int64      // most that fills may add, and most that they may take away
	Vega   [2]int64
	Margin market.Money // of what would open
}

// Weigh says what a lot of c counts from now on.
func (t *Table) Weigh(c market.Contract, w Weight) {
	if int(c) >= t.contracts {
		return
	}
	k := &t.books[c]
	t.count(int(c), k, -1)
	t.weights[c] = w.bounded()
	t.count(int(c), k, 1)
}

// Worst returns the sum over the contracts of a group.
func (t *Table) Worst(group int) *Sum { return &t.sums[group] }

// Account returns the sum over all contracts.
func (t *Table) Account() *Sum { return &t.total }

// Opening returns how many lots on side s of c may still fill and open.
func (t *Table) Opening(c market.Contract, s market.Side) market.Qty {
	i, ok := leg(s)
	if !ok {
		return 0
	}
	return t.at(c).Opens[i]
}

// Closing returns how many lots on side s of c working instructions may still
// close, and how many of those are marked as today's. The quote but, when it is
// not 0, is left out.
func (t *Table) Closing(c market.Contract, s market.Side, but uint64) (all, today market.Qty) {
	i, ok := leg(s)
	if !ok {
		return 0, 0
	}
	k := t.at(c)
	all, today = k.Possible[i]-k.Opens[i], k.today[i]
	if k.quote == nowhere {
		return all, today
	}
	if e := &t.slots[k.quote].Entry; e.ID == but && closes(e.Offsets[i]) {
		all -= e.Possible(i)
		if e.Offsets[i] == market.CloseToday {
			today -= e.Possible(i)
		}
	}
	return all, today
}

func closes(o market.Offset) bool { return o == market.Close || o == market.CloseToday }

// count adds k, a state of book b, to the sums, or, with sign -1, takes it out.
func (t *Table) count(b int, k *book, sign int64) {
	w := &t.weights[b]
	g, a := &t.sums[t.group[b]], &t.total
	q := market.Qty(sign)
	for i, lots := range k.Possible {
		g.Lots[i] += q * lots
		a.Lots[i] += q * lots
		opens := min(k.Opens[i], MaxLots)
		g.Opens += q * opens
		a.Opens += q * opens
		frozen := market.Money(sign*int64(opens)) * w.Margin[i]
		g.Margin += frozen
		a.Margin += frozen
		n := sign * int64(min(lots, MaxLots)) * int64(1-2*i)
		sway(&g.Delta, &a.Delta, n*w.Delta, sign)
		sway(&g.Vega, &a.Vega, n*w.Vega, sign)
	}
}

// sway adds by to the direction that it belongs to: to what fills may add when it
// is above 0, to what they may take away when below, sign seen through.
func sway(group, account *[2]int64, by, sign int64) {
	way := 0
	if by*sign < 0 {
		way, by = 1, -by
	}
	group[way] += by
	account[way] += by
}
