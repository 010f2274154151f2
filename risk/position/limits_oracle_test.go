package position

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// naive counts limits from scratch, contract by contract, by the words of the
// rules and the numbers of world() written out once more.
type naive struct {
	long, short [7]int64
	opened      [7]int64
	working     [7][2]int64 // long, short
	other       [2][7]Other
	heard       [2]market.Time
	pairs       []naivePair // oldest first
	keep        bool
	day         market.Date
	cure        market.Time
	over        map[string]market.Time
}

type naivePair struct {
	a, b string // "0long"
	n    int64
}

func legName(c int, s market.Side) string {
	return fmt.Sprint(c, map[market.Side]string{market.Bid: "long", market.Ask: "short"}[s])
}

// limit returns the lots of speculation and with spreads: apples are contracts 0
// to 2, coal options 4 to 6.
func (n *naive) limit(c int) (most, all int64, known bool) {
	switch m := n.day / 100; {
	case c == 3:
		return 0, 0, false
	case c > 3 && (c == 6 || m <= 202011): // 30000 whatever the period
		return 30000, 60000, true
	case c > 3, c == 0 && m > 202010:
		return 0, 0, false
	case c == 0 && m == 202010:
		return 10, 10, true
	case c == 0 && m == 202009, c == 1 && m == 202012:
		return 100, 200, true
	case m <= 202008: // our own
		return 800, 1600, true
	case c == 2:
		return 50, 100, true
	}
	return 500, 1000, true
}

// along lists what counts together with lots of c on side s.
func along(c int, s market.Side) (legs []string) {
	flip := map[market.Side]market.Side{market.Bid: market.Ask, market.Ask: market.Bid}
	if c == 4 || c == 5 {
		if c == 5 {
			s = flip[s]
		}
		return []string{legName(4, s), legName(5, flip[s])}
	}
	return []string{legName(c, s)}
}

func (n *naive) held(leg string) int64 {
	if c := int(leg[0] - '0'); leg[1:] == "long" {
		return n.long[c]
	} else {
		return n.short[c]
	}
}

func (n *naive) spread(leg string) (lots int64) {
	for _, p := range n.pairs {
		if p.a == leg || p.b == leg {
			lots += p.n
		}
	}
	return lots
}

// sums returns all lots that count on side s of c, those in pairs, and what others
// may still open.
func (n *naive) sums(c int, s market.Side) (all, spread, opening int64) {
	for _, leg := range along(c, s) {
		all += n.held(leg)
		spread += n.spread(leg)
		opening += n.working[leg[0]-'0'][map[string]int{"long": 0, "short": 1}[leg[1:]]]
		for a := range n.other {
			o := n.other[a][leg[0]-'0']
			if leg[1:] == "long" {
				all, opening = all+int64(o.Long), opening+int64(o.OpeningLong)
			} else {
				all, opening = all+int64(o.Short), opening+int64(o.OpeningShort)
			}
		}
	}
	return all, spread, opening
}

func (n *naive) excess(c int, s market.Side) int64 {
	most, total, known := n.limit(c)
	all, spread, _ := n.sums(c, s)
	if !known {
		return 0
	}
	return max(0, all-spread-most, all-total)
}

func (n *naive) watch() {
	for c := range 7 {
		for _, s := range []market.Side{market.Bid, market.Ask} {
			if _, _, known := n.limit(c); !known {
				continue
			}
			if _, on := n.over[legName(c, s)]; n.excess(c, s) == 0 {
				delete(n.over, legName(c, s))
			} else if !on {
				n.over[legName(c, s)] = n.cure
			}
		}
	}
}

func (n *naive) fill(c int, s market.Side, open bool, qty int64) {
	own, opposite, leg := &n.long[c], &n.short[c], legName(c, market.Ask)
	if s == market.Ask {
		own, opposite, leg = opposite, own, legName(c, market.Bid)
	}
	closed := int64(0)
	if !open {
		closed = min(qty, *opposite)
	}
	*opposite -= closed
	*own += qty - closed
	n.opened[c] += qty - closed
	n.lose(leg, closed)
}

// lose breaks pairs lot by lot, the youngest first.
func (n *naive) lose(leg string, closed int64) {
	for ; closed > 0 && n.spread(leg) > 0; closed-- {
		if n.keep && n.spread(leg) <= n.held(leg) {
			return
		}
		for i := len(n.pairs) - 1; i >= 0; i-- {
			if p := &n.pairs[i]; p.a == leg || p.b == leg {
				if p.n--; p.n == 0 {
					n.pairs = append(n.pairs[:i], n.pairs[i+1:]...)
				}
				break
			}
		}
	}
}

func (n *naive) confirm(a, b string, qty int64) bool {
	if a[0] == b[0] || qty > n.held(a)-n.spread(a) || qty > n.held(b)-n.spread(b) {
		return false
	}
	for i := range n.pairs {
		if p := &n.pairs[i]; p.a == a && p.b == b || p.a == b && p.b == a {
			p.n += qty
			return true
		}
	}
	if len(n.pairs) == 4 {
		return false
	}
	n.pairs = append(n.pairs, naivePair{a, b, qty})
	return true
}

func (n *naive) unpair(a, b string, qty int64) bool {
	for i := range n.pairs {
		if p := &n.pairs[i]; (p.a == a && p.b == b || p.a == b && p.b == a) && p.n >= qty {
			if p.n -= qty; p.n == 0 {
				n.pairs = append(n.pairs[:i], n.pairs[i+1:]...)
			}
			return true
		}
	}
	return false
}

// opens counts what was opened, and on wish what may be.
func (n *naive) opens(c int, working bool) (int64, bool) {
	if c == 3 {
		return 1 << 31, false
	} else if c > 3 {
		return 1 << 31, true
	}
	left, of := int64(2000), [3]int64{}
	for i := range 3 {
		of[i] = n.opened[i] + int64(n.other[0][i].Opened+n.other[1][i].Opened)
		for a := range n.other {
			if o := n.other[a][i]; working {
				of[i] += int64(o.OpeningLong + o.OpeningShort)
			}
		}
		if working {
			of[i] += n.working[i][0] + n.working[i][1]
		}
		left -= of[i]
	}
	if c == 1 {
		left = min(left, 900-of[1])
	}
	return max(0, left), true
}

func (n *naive) reasons(c int, now market.Time) (r Restraint) {
	for _, s := range []market.Side{market.Bid, market.Ask} {
		if _, on := n.over[legName(c, s)]; on {
			r |= OverLimit
		}
	}
	if _, _, known := n.limit(c); !known {
		r |= NoLimit
	}
	if c == 3 || c < 3 && n.day > 20200930 {
		r |= Unqualified
	}
	for _, at := range n.heard {
		if at == 0 || now >= at+market.Hour {
			r |= Untold
		}
	}
	if left, ok := n.opens(c, false); left == 0 || !ok {
		r |= NoOpens
	}
	return r
}

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
		for _, side := range []market.Side{market.Bid, market.Ask} {
			all, spread, opening := n.sums(c, side)
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
			want, most, total := int64(0), int64(0), int64(0)
			if r == 0 {
				most, total, _ = n.limit(c)
				may, _ := n.opens(c, true)
				want = max(0, min(may, most-(all-spread)-opening, total-all-opening))
				*free++
			}
			if left := s.limits.Left(k, side, s.now); int64(left) != want {
				t.Fatalf("%s: left %d, want %d", legName(c, side), left, want)
			}
		}
	}
	for i := range n.pairs {
		p := s.limits.Pair(i)
		if len(n.pairs) != s.limits.Pairs() || legName(int(p.A.Contract), p.A.Side) != n.pairs[i].a || int64(p.Lots) != n.pairs[i].n {
			t.Fatalf("pairs %+v, want %+v", p, n.pairs)
		}
	}
}
