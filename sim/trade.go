package sim

import "quotient/market"

// take trades an incoming order of side s against the book, best price and
// oldest order first, up to level limit. l and e are the maker's leg it belongs
// to, nil for the crowd's. It returns what is left of qty.
func (x *Exchange) take(t *pit, s market.Side, qty market.Qty, limit int32, l *leg, e *entry) market.Qty {
	b := &t.book
	k := s.Opposite() - market.Bid
	for qty > 0 && b.best[k] >= 0 && !better(s, b.best[k], limit) {
		i := b.levels[b.best[k]].head
		n := min(qty, b.nodes[i].qty)
		owner, at := b.nodes[i].entry, b.price(b.nodes[i].price)
		b.nodes[i].qty -= n
		b.levels[b.best[k]].qty -= n
		if b.nodes[i].qty == 0 {
			b.remove(i)
		}
		qty -= n
		t.traded(at, n)
		x.matches++
		if owner != nobody {
			resting := &x.table.slots[owner]
			rested := resting.leg(s.Opposite())
			if rested.leaves == n {
				rested.node = -1
			}
			x.fill(rested, resting, n, at)
		}
		if l != nil {
			x.fill(l, e, n, at)
		}
	}
	return qty
}

// traded books n lots at price p into the day's figures.
func (t *pit) traded(p market.Price, n market.Qty) {
	t.day.Last = p
	t.day.Volume += n
	t.day.Turnover += int64(p) * int64(n)
	t.day.OpenInterest = max(t.day.OpenInterest+market.Qty(t.rng.below(2*int64(n)+1))-n, 0)
}

// enter matches a new leg and rests what is left of it.
func (x *Exchange) enter(l *leg, e *entry) {
	t := &x.pits[e.contract]
	at := int32(l.price - t.book.lower)
	if x.take(t, l.side, l.leaves, at, l, e) > 0 {
		l.passive = true
		l.node = t.book.add(l.side, at, l.leaves, l.entry)
	}
	x.touch(t)
}

// leave takes a resting leg out of the book.
func (x *Exchange) leave(l *leg, e *entry) {
	if l.node < 0 {
		return
	}
	t := &x.pits[e.contract]
	t.book.remove(l.node)
	l.node = -1
	x.touch(t)
}

func (x *Exchange) limits(c market.Contract) (lower, upper market.Price) {
	d := &x.pits[c].day
	return d.Lower, d.Upper
}
