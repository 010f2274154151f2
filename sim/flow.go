package sim

import "quotient/market"

// step is one act of the crowd: the value moves, then stale prices trade or go,
// the best prices are filled up, and sometimes someone takes.
func (x *Exchange) step(t *pit) {
	lead := (*pit)(nil)
	if t.p.Lead != market.NoContract {
		lead = &x.pits[t.p.Lead]
	}
	pace, hurry := x.moods()
	t.drift(lead, x.now-t.last, pace)
	t.last = x.now
	t.next = x.now + t.pause(hurry)
	x.plan(t)
	was := t.book.best
	x.requote(t)
	if was != t.book.best {
		x.rouse(t.contract)
	}
	if t.rng.chance(t.p.Trades) {
		side := market.Bid + market.Side(t.rng.below(2))
		x.take(t, side, market.Qty(t.rng.heavy(int64(t.p.TradeSize))), t.reach(side, 2), nil, nil)
	}
	x.touch(t)
}

// rouse lets those who follow the contract act at once, sometimes.
func (x *Exchange) rouse(lead market.Contract) {
	herd := &x.herds[lead]
	for _, i := range herd.futures {
		if t := &x.pits[i]; t.next != never && t.rng.chance(t.p.Alert) {
			x.hurry(t, &t.rng)
		}
	}
	if n := int64(len(herd.options)); n > 0 { // so many as would be alert, not each asked
		count := n * herd.alert / 1000
		if x.stray.chance(n * herd.alert % 1000) {
			count++
		}
		for range count {
			if t := &x.pits[herd.options[x.stray.below(n)]]; t.next != never {
				x.hurry(t, &x.stray)
			}
		}
	}
}

// hurry makes the contract's next act come within a fifth of a second.
func (x *Exchange) hurry(t *pit, r *random) {
	t.next = min(t.next, x.now+1+market.Time(r.below(int64(200*market.Millisecond))))
	x.plan(t)
}

// A herd are those who follow a contract.
type herd struct {
	futures []int32
	options []int32
	alert   int64 // of 1000 options, those that act at once
}

// gather finds everybody's followers. Options are as alert as they are on average.
func (x *Exchange) gather() {
	x.herds = make([]herd, len(x.pits))
	for i := range x.pits {
		switch t := &x.pits[i]; {
		case t.option != nil && t.p.Alert > 0:
			h := &x.herds[t.option.under.contract]
			h.options = append(h.options, int32(i))
			h.alert += t.p.Alert
		case t.p.Lead != market.NoContract:
			h := &x.herds[t.p.Lead]
			h.futures = append(h.futures, int32(i))
		}
	}
	for i := range x.herds {
		if h := &x.herds[i]; len(h.options) > 0 {
			h.alert /= int64(len(h.options))
		}
	}
}

// pause returns the time to the next act; one in ten is a lull.
func (t *pit) pause(hurry int64) market.Time {
	wait := 1 + market.Time(t.rng.below(int64(2*t.p.Step)))*1000/market.Time(hurry)
	if t.rng.chance(100) {
		wait *= 4
	}
	return wait
}

// moods returns how wild and how hurried the market is, in permille. A mood
// holds for a minute or so, for all contracts alike.
func (x *Exchange) moods() (pace, hurry int64) {
	if x.now >= x.moodTo {
		x.mood = x.rng.below(10)
		x.moodTo = x.now + 20*market.Second + market.Time(x.rng.below(int64(100*market.Second)))
	}
	switch {
	case x.mood < 5:
		return 650, 800
	case x.mood < 9:
		return 1000, 1050
	}
	return 2000, 1600
}

// requote brings the crowd's prices to its value.
func (x *Exchange) requote(t *pit) {
	fair, top := t.fair(), int32(len(t.book.levels)-1)
	for s := range t.stance {
		if t.rng.chance(180) {
			u := t.rng.below(1000) * t.rng.below(1000)
			t.stance[s] = 4 * t.half(fair) * u / 1_000_000
		}
	}
	bid := int32(floorDiv(fair-t.stance[0], 1000) - int64(t.book.lower))
	ask := int32(-floorDiv(-fair-t.stance[1], 1000) - int64(t.book.lower))
	ask = max(ask, bid+1)
	if t.option != nil && t.lock == market.NoSide {
		ask = max(ask, 1) // one worth nothing is cheap, not at its lower limit
	}
	if bid >= 0 {
		x.take(t, market.Bid, 1<<40, min(bid, top), nil, nil)
	}
	if ask <= top {
		x.take(t, market.Ask, 1<<40, max(ask, 0), nil, nil)
	}
	t.withdraw(market.Bid, bid)
	t.withdraw(market.Ask, ask)
	fresh := market.Bid + market.Side(t.rng.below(2))
	t.provide(market.Bid, bid, fresh == market.Bid)
	t.provide(market.Ask, ask, fresh == market.Ask)
}

func floorDiv(a, b int64) int64 {
	if q := a / b; a%b >= 0 {
		return q
	} else {
		return q - 1
	}
}

// withdraw takes the crowd's orders better than level at out of the book.
func (t *pit) withdraw(s market.Side, at int32) {
	b := &t.book
	for i := b.best[s-market.Bid]; i >= 0 && better(s, i, at); {
		behind := b.worse(s, i)
		for n := b.levels[i].head; n >= 0; {
			next := b.nodes[n].next
			if b.nodes[n].entry == nobody {
				b.remove(n)
			}
			n = next
		}
		i = behind
	}
}

// provide fills level at and those behind it up; fresh draws the best one's size
// anew. A level beyond the limits is not provided: the book is one-sided there.
// The queue at the limit itself is long, and no taker empties it.
func (t *pit) provide(s market.Side, at int32, fresh bool) {
	top := int32(len(t.book.levels) - 1)
	away := int32(1)
	if s == market.Bid {
		away = -1
	}
	queue := market.Qty(0)
	if s == market.Bid && at > top || s == market.Ask && at < 0 {
		at, queue, fresh = min(max(at, 0), top), 40*t.p.Size+64*t.p.TradeSize, true
	}
	for k := range int32(1 + t.p.Depth) {
		i := at + k*away
		if i < 0 || i > top {
			return
		}
		if have := t.crowd(s, i); have == 0 || k == 0 && fresh {
			t.size(s, i, have, queue+market.Qty(t.rng.heavy(int64(t.p.Size))))
		}
	}
}

// crowd returns the lots of the generated flow on side s of the level.
func (t *pit) crowd(s market.Side, at int32) (qty market.Qty) {
	for n := t.book.levels[at].head; n >= 0; n = t.book.nodes[n].next {
		if v := &t.book.nodes[n]; v.entry == nobody && v.side == s {
			qty += v.qty
		}
	}
	return qty
}

// size makes the crowd's lots at the level want: more join the end of the queue,
// and who came last goes first.
func (t *pit) size(s market.Side, at int32, have, want market.Qty) {
	if want > have {
		t.book.add(s, at, want-have, nobody)
	}
	for n := t.book.levels[at].tail; n >= 0 && have > want; {
		v := &t.book.nodes[n]
		prev := v.prev
		if v.entry == nobody {
			cut := min(v.qty, have-want)
			v.qty -= cut
			t.book.levels[at].qty -= cut
			have -= cut
			if v.qty == 0 {
				t.book.remove(n)
			}
		}
		n = prev
	}
}

// reach returns the level that an impatient order of side s trades up to: n
// behind the opposite best.
func (t *pit) reach(s market.Side, n int32) int32 {
	i := t.book.best[s.Opposite()-market.Bid]
	if s == market.Bid {
		return min(i+n, int32(len(t.book.levels)-1))
	}
	return max(i-n, 0)
}
