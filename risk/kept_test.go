package risk

import (
	"math/rand/v2"
	"testing"
	"unsafe"

	"quotient/market"
	"quotient/risk/orders"
)

// kept: what the gate keeps of contract c instead of reckoning it for every
// instruction is what it would reckon now.
func (x *trial) kept(c market.Contract) {
	if x.rnd.IntN(50) > 0 {
		return
	}
	g := x.gate
	b, r, m := &g.books[c], &g.rails[c], &g.marks[c]
	again := *b
	again.reach(r.CollarTicks)
	if again.far != b.far || again.middle != b.middle || b.stale != x.p.Limits[c].StaleAfter {
		x.t.Fatalf("step %d: the book of %d is %+v, reckoned %+v", x.stats.steps, c, *b, again)
	}
	if now := g.leaves(c, x.now); b.middle != 0 && (b.near.low < now.low || b.near.high > now.high) {
		x.t.Fatalf("step %d: near %d is %+v, references leave %+v", x.stats.steps, c, b.near, now)
	}
	for group, e := range g.earned {
		if e.stops != (!e.known || e.fen <= -g.products[group].MaxLoss) {
			x.t.Fatalf("step %d: group %d stops: %+v", x.stats.steps, group, e)
		}
	}
	if e := &g.st.earned; e.stops != (!e.known || e.fen <= -g.p.MaxLoss) {
		x.t.Fatalf("step %d: the account stops: %+v", x.stats.steps, *e)
	}
	for i, s := range [2]market.Side{market.Bid, market.Ask} {
		if m.freezes[i] != (m.weight.Margin[i] > 0 && m.weight.Margin[i] <= orders.MaxWeight) ||
			b.shows>>s&1 != 0 != (x.oracle.linked[c][i] > 0) {
			x.t.Fatalf("step %d: marks of %d: %+v", x.stats.steps, c, *m)
		}
	}
	if int64(r.acts.Count(x.now, 1<<60)) < min(m.again, x.p.Refreshes) {
		x.t.Fatalf("step %d: %d the same of %d", x.stats.steps, m.again, r.acts.Count(x.now, 1<<60))
	}
}

// A new book is near what its references leave at that moment, to the tick.
func (x *trial) nearNow(c market.Contract) {
	if b := &x.gate.books[c]; b.near != x.gate.leaves(c, x.now) {
		x.t.Fatalf("step %d: near %d is %+v, references leave %+v", x.stats.steps, c, b.near, x.gate.leaves(c, x.now))
	}
}

// Ticks times lots of a leg tell whether it is worth too much as its value does.
func TestTooMuchIsByValue(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	size := func(bits int) int64 { return 1 + rnd.Int64N(1<<rnd.IntN(bits)) }
	seen := [2]int{}
	for range 200_000 {
		price, lots := size(40), size(31)
		r := rail{tick: size(30)}
		r.Limits.MaxValue = market.Money(size(62))
		if value := r.worth(market.Price(price), market.Qty(lots)); value < beyond && rnd.IntN(2) == 0 {
			r.MaxValue = max(1, value+market.Money(rnd.IntN(3)-1))
		}
		r.most()
		want := r.worth(market.Price(price), market.Qty(lots)) > r.MaxValue
		if r.tooMuch(market.Price(price), market.Qty(lots)) != want {
			t.Fatalf("%d lots at %d ticks of %d fen are more than %d: want %v", lots, price, r.tick, r.MaxValue, want)
		}
		if want {
			seen[1]++
		} else {
			seen[0]++
		}
	}
	if min(seen[0], seen[1]) < 1000 {
		t.Error(seen)
	}
}

// A weight that sums cannot hold is as none.
func TestGreeksAreHeldWhenBearable(t *testing.T) {
	g := New(params())
	for w, want := range map[int64]bool{0: true, orders.MaxWeight: true, -orders.MaxWeight: true, orders.MaxWeight + 1: false, -orders.MaxWeight - 1: false, -1 << 63: false} {
		if g.Greeks(0, w, 0); g.marks[0].delta != want || !g.marks[0].vega {
			t.Errorf("delta %d is known: %v", w, !want)
		}
		if g.Greeks(0, 0, w); g.marks[0].vega != want || !g.marks[0].delta {
			t.Errorf("vega %d is known: %v", w, !want)
		}
	}
}

// An option's leeways are its limits in its own ticks.
func TestLeewaysAreOfTheLimits(t *testing.T) {
	p := trialParams()
	g := New(p)
	for c := range p.Limits {
		op, l := &g.options[c], &p.Limits[c]
		if op.bound != int64(l.BoundTicks)*op.own || op.parity != int64(l.ParityTicks)*op.own || g.rails[c].option != p.Instruments[c].Option() {
			t.Errorf("option %d: %+v", c, *op)
		}
	}
}

// What one instruction is judged by lies in whole cache lines.
func TestLinesAreWhole(t *testing.T) {
	const line = 64
	var r rail
	for name, size := range map[string]uintptr{"rail": unsafe.Sizeof(r), "limits": unsafe.Offsetof(r.maxSum), "windows": unsafe.Offsetof(r.acts),
		"book": unsafe.Sizeof(book{}), "mark": unsafe.Sizeof(mark{}), "digest": unsafe.Offsetof(mark{}.last), "option": unsafe.Sizeof(option{})} {
		if size%line != 0 {
			t.Errorf("%s: %d bytes", name, size)
		}
	}
	if end := unsafe.Offsetof(r.MaxValue); end != line {
		t.Errorf("limits of every instruction end at %d", end)
	}
	if end := unsafe.Offsetof(book{}.far); end > line {
		t.Errorf("what passes is judged by %d bytes of the book", end)
	}
}
