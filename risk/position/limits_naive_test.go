package position

import (
	"fmt"

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
	left, known := n.opening(c, working)
	return max(0, left), known
}

func (n *naive) opening(c int, working bool) (int64, bool) {
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
	return left, true
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
