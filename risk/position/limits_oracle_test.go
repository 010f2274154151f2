package position

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func TestLimitsAgreeWithARecount(t *testing.T) {
	seen, free := [Reasons]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		keep := rapid.Bool().Draw(t, "keep")
		n := &naive{keep: keep, over: map[string]market.Time{}}
		s := newStory(func(p *LimitParams) {
			p.KeepPairs = keep
			p.Accounts = []Account{{MaxAge: market.Hour}, {MaxAge: market.Hour}}
		})
		days := []market.Date{20200803, 20200831, 20200901, 20200930, 20201009, 20201102, 20201201}
		both(t, s, n, days[0])
		if rapid.IntRange(0, 3).Draw(t, "heard") > 0 {
			for a := range n.heard {
				n.heard[a] = s.now
				s.limits.Told(a, s.now)
			}
		}
		for c := range 7 { // something to close and to pair
			for _, side := range []market.Side{market.Bid, market.Ask} {
				trade(s, n, c, side, true, int64(rapid.SampledFrom([]int{0, 40, 120, 500}).Draw(t, "held")))
			}
		}
		both(t, s, n, days[0])
		for range rapid.IntRange(1, 60).Draw(t, "acts") {
			step(t, s, n, &days)
			agree(t, s, n, &seen, &free)
		}
	})
	t.Logf("seen %v (%v), free %d", seen, reasonNames, free)
	for i, k := range seen {
		if k == 0 {
			t.Errorf("%s was never the reason", reasonNames[i])
		}
	}
	if free == 0 {
		t.Error("never free")
	}
}

func both(t *rapid.T, s *story, n *naive, day market.Date) {
	n.day, n.cure = day, market.Time(rapid.IntRange(0, 99).Draw(t, "cure"))
	n.opened = [7]int64{}
	for a := range n.other {
		for c := range n.other[a] {
			n.other[a][c].Opened = 0
		}
	}
	n.watch()
	s.ledger.Roll()
	s.limits.NewDay(day, n.cure, s.ledger)
}

func trade(s *story, n *naive, c int, side market.Side, open bool, qty int64) {
	if qty == 0 {
		return
	}
	n.fill(c, side, open, qty)
	s.ledger.Fill(market.Contract(c), side, map[bool]market.Offset{true: market.Open, false: market.Close}[open], 100, market.Qty(qty))
	s.limits.Update(market.Contract(c), s.ledger)
	n.watch()
}

func drawLeg(t *rapid.T) (int, market.Side) {
	return rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 4, 5, 6}).Draw(t, "contract"), rapid.SampledFrom([]market.Side{market.Bid, market.Ask}).Draw(t, "side")
}

func step(t *rapid.T, s *story, n *naive, days *[]market.Date) {
	c, side := drawLeg(t)
	qty := int64(rapid.SampledFrom([]int{1, 7, 10, 100, 333}).Draw(t, "lots"))
	if c > 3 {
		qty *= 100
	}
	switch rapid.IntRange(0, 13).Draw(t, "act") {
	case 0:
		if len(*days) > 1 {
			*days = (*days)[1:]
			both(t, s, n, (*days)[0])
		}
	case 9:
		n.working[c] = [2]int64{qty, qty / 2}
		s.limits.Working(market.Contract(c), market.Qty(qty), market.Qty(qty/2))
	case 1:
		s.now += market.Time(rapid.SampledFrom([]int64{1, int64(market.Minute), int64(market.Hour - 1), int64(market.Hour)}).Draw(t, "later"))
	case 2, 3:
		a := rapid.IntRange(0, 1).Draw(t, "account")
		if rapid.Bool().Draw(t, "told") {
			s.limits.Told(a, s.now)
			n.heard[a] = s.now
			break
		}
		o := Other{Long: market.Qty(qty), Short: market.Qty(qty / 2), OpeningLong: market.Qty(qty / 3), OpeningShort: market.Qty(qty / 4), Opened: market.Qty(qty / 5)}
		if n.other[a][c] = o; !s.limits.Import(a, market.Contract(c), o) {
			t.Fatal("an import was refused")
		}
	case 4, 5, 6, 7, 8:
		c = rapid.IntRange(0, 2).Draw(t, "one")
		d, other := rapid.IntRange(0, 2).Draw(t, "two"), market.Bid+market.Side(rapid.IntRange(0, 1).Draw(t, "its side"))
		do, done := s.limits.Confirm, false
		if rapid.IntRange(0, 3).Draw(t, "unpair") == 0 {
			do, done = s.limits.Unpair, n.unpair(legName(c, side), legName(d, other), qty)
		} else {
			done = n.confirm(legName(c, side), legName(d, other), qty)
		}
		if got := do(Leg{Contract: market.Contract(c), Side: side}, Leg{Contract: market.Contract(d), Side: other}, market.Qty(qty)); got != done {
			t.Fatalf("pair %v, want %v", got, done)
		}
	default:
		open := rapid.IntRange(0, 2).Draw(t, "close") == 0
		trade(s, n, c, side, open, qty)
	}
	n.watch()
	if rapid.IntRange(0, 9).Draw(t, "save") == 0 {
		saved := s.limits.Save(nil)
		s.limits = NewLimits(s.p)
		if rest, ok := s.limits.Load(saved); !ok || len(rest) != 0 || !bytes.Equal(s.limits.Save(nil), saved) {
			t.Fatal("saved limits do not come back")
		}
	}
}

// without compares LeftBut with what is left once a part of what works is gone.
func (n *naive) without(t *rapid.T, s *story, c market.Contract) {
	works := [2]market.Qty{market.Qty(n.working[c][0]), market.Qty(n.working[c][1])}
	gone := [2]market.Qty{works[0] / 2, works[1] / 3}
	var but [2]market.Qty
	for i := range but {
		_, but[i] = s.limits.LeftBut(c, market.Bid+market.Side(i), s.now, gone)
	}
	s.limits.Working(c, works[0]-gone[0], works[1]-gone[1])
	for i := range but {
		if left := s.limits.Left(c, market.Bid+market.Side(i), s.now); left != but[i] {
			t.Fatalf("contract %d: left but %v %d, want %d", c, gone, but[i], left)
		}
	}
	s.limits.Working(c, works[0], works[1])
}

func agree(t *rapid.T, s *story, n *naive, seen *[Reasons]int, free *int) {
	for c := range 7 {
		k := market.Contract(c)
		r := s.limits.Restrain(k, s.now)
		if want := n.reasons(c, s.now); r != want {
			t.Fatalf("contract %d: reasons %05b, want %05b", c, r, want)
		}
		for i := range seen {
			seen[i] += int(r >> i & 1)
		}
		opens, known := s.limits.OpensLeft(k)
		if o, ok := n.opens(c, false); int64(opens) != o || ok != known {
			t.Fatalf("contract %d: opens %d %v, want %d %v", c, opens, known, o, ok)
		}
		may, _ := n.opening(c, true)
		most, total, known := n.limit(c)
		strained := may < 0
		for _, side := range []market.Side{market.Bid, market.Ask} {
			all, spread, opening := n.sums(c, side)
			strained = strained || known && min(most-(all-spread), total-all) < opening
			if a, p := s.limits.Held(k, side); int64(a) != all || int64(p) != spread {
				t.Fatalf("%s: held %d %d, want %d %d", legName(c, side), a, p, all, spread)
			}
			if g := (Leg{Contract: k, Side: side}); int64(s.limits.Spread(g)) != n.spread(legName(c, side)) || int64(s.limits.Speculation(g)) != n.held(legName(c, side))-n.spread(legName(c, side)) {
				t.Fatalf("%s: spread %d, speculation %d", legName(c, side), s.limits.Spread(g), s.limits.Speculation(g))
			}
			until, on := n.over[legName(c, side)]
			if lots, at, over := s.limits.Over(k, side); int64(lots) != n.excess(c, side) || over != on || at != until {
				t.Fatalf("%s: over %d until %d %v, want %d %d %v", legName(c, side), lots, at, over, n.excess(c, side), until, on)
			}
			want := int64(0)
			if r == 0 {
				want = max(0, min(may, most-(all-spread)-opening, total-all-opening))
				*free++
			}
			if left := s.limits.Left(k, side, s.now); int64(left) != want {
				t.Fatalf("%s: left %d, want %d", legName(c, side), left, want)
			}
		}
		if s.limits.Strained(k) != strained {
			t.Fatalf("contract %d: strained is %v", c, !strained)
		}
		n.without(t, s, k)
	}
	for i := range n.pairs {
		p := s.limits.Pair(i)
		if len(n.pairs) != s.limits.Pairs() || legName(int(p.A.Contract), p.A.Side) != n.pairs[i].a || int64(p.Lots) != n.pairs[i].n {
			t.Fatalf("pairs %+v, want %+v", p, n.pairs)
		}
	}
}
