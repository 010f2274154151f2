package sim

import (
	"fmt"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// A naive book keeps every resting lot of one contract in a plain list and
// matches by sorting it: slow, short, and written without a look at book.go.
type naiveBook struct {
	resting []naiveOrder
	seq     int
	trades  int // so far, each with its two sides
	said    []string
}

type naiveOrder struct {
	maker int // -1 = the crowd
	id    uint64
	quote bool
	side  market.Side
	price market.Price
	qty   market.Qty
	seq   int
}

func (b *naiveBook) say(format string, args ...any) {
	b.said = append(b.said, fmt.Sprintf(format, args...))
}

// take trades up to qty with the other side at limit or better.
func (b *naiveBook) take(o naiveOrder) market.Qty {
	for o.qty > 0 {
		var best []int
		for i, r := range b.resting {
			if r.side == o.side.Opposite() && (o.side == market.Bid && r.price <= o.price || o.side == market.Ask && r.price >= o.price) {
				best = append(best, i)
			}
		}
		if len(best) == 0 {
			break
		}
		sort.Slice(best, func(x, y int) bool {
			r, s := b.resting[best[x]], b.resting[best[y]]
			if r.price != s.price {
				return (r.price < s.price) == (o.side == market.Bid)
			}
			return r.seq < s.seq
		})
		r := &b.resting[best[0]]
		n := min(o.qty, r.qty)
		r.qty -= n
		o.qty -= n
		price := r.price
		b.trades++
		if r.maker >= 0 {
			b.say("m%d fill #%d %v %dx%d of %d passive", r.maker, r.id, r.side, price, n, b.trades)
		}
		if r.qty == 0 {
			gone := *r
			b.resting = append(b.resting[:best[0]], b.resting[best[0]+1:]...)
			b.filled(gone, o)
		}
		if o.maker >= 0 {
			b.say("m%d fill #%d %v %dx%d of %d", o.maker, o.id, o.side, price, n, b.trades)
		}
	}
	return o.qty
}

// filled ends an order of a maker that has nothing left, other legs considered.
func (b *naiveBook) filled(gone, _ naiveOrder) {
	if gone.maker < 0 {
		return
	}
	for _, r := range b.resting {
		if r.maker == gone.maker && r.id == gone.id {
			return
		}
	}
	b.say("m%d ended #%d", gone.maker, gone.id)
}

func (b *naiveBook) rest(o naiveOrder) {
	b.seq++
	o.seq = b.seq
	b.resting = append(b.resting, o)
}

// crossesOwn reports whether o would meet an order of its maker, but of the quote standing.
func (b *naiveBook) crossesOwn(o naiveOrder, butQuote bool) bool {
	for _, r := range b.resting {
		if r.maker == o.maker && r.side != o.side && !(butQuote && r.quote) &&
			(o.side == market.Bid && r.price <= o.price || o.side == market.Ask && r.price >= o.price) {
			return true
		}
	}
	return false
}

func (b *naiveBook) enter(maker int, id uint64, quote bool, legs []naiveOrder) {
	for _, l := range legs {
		l.maker, l.id, l.quote = maker, id, quote
		if b.crossesOwn(l, quote) {
			b.say("m%d reject #%d", maker, id)
			return
		}
	}
	if quote {
		for _, r := range b.resting {
			if r.maker == maker && r.quote {
				b.drop(maker, r.id, true)
				break
			}
		}
	}
	left := market.Qty(0)
	for i, l := range legs {
		l.maker, l.id, l.quote = maker, id, quote
		rest := b.take(l)
		left += rest
		if l.qty = rest; rest > 0 {
			b.rest(l)
		} else if i == len(legs)-1 && left == 0 {
			b.say("m%d ended #%d", maker, id)
		}
	}
}

func (b *naiveBook) drop(maker int, id uint64, quote bool) {
	kept, found := b.resting[:0:0], false
	for _, r := range b.resting {
		if r.maker == maker && r.id == id && r.quote == quote {
			found = true
			continue
		}
		kept = append(kept, r)
	}
	b.resting = kept
	if found {
		b.say("m%d ended #%d", maker, id)
	} else {
		b.say("m%d reject cancel", maker)
	}
}

func (b *naiveBook) top(s market.Side) (p market.Price, q market.Qty) {
	for _, r := range b.resting {
		if r.side != s {
			continue
		}
		if q == 0 || s == market.Bid && r.price > p || s == market.Ask && r.price < p {
			p, q = r.price, 0
		}
		if r.price == p {
			q += r.qty
		}
	}
	return p, q
}

// heard puts the exchange's answers into the naive book's words.
func heard(x *Exchange) (said []string) {
	var o Out
	for x.Pop(&o) {
		e := &o.Event
		switch e.Kind {
		case market.EventFill:
			line := fmt.Sprintf("m%d fill #%d %v %dx%d of %d", o.Maker, e.ID, e.Side, e.Price, e.Qty, e.Trade)
			if e.Flags&market.FlagPassive != 0 {
				line += " passive"
			}
			said = append(said, line)
		case market.EventQuoteEnded, market.EventOrderEnded:
			said = append(said, fmt.Sprintf("m%d ended #%d", o.Maker, e.ID))
		case market.EventQuoteReject, market.EventOrderReject:
			said = append(said, fmt.Sprintf("m%d reject #%d", o.Maker, e.ID))
		case market.EventCancelReject:
			said = append(said, fmt.Sprintf("m%d reject cancel", o.Maker))
		}
	}
	return said
}

// TestMatchingOracle plays random quotes, orders, cancels and crowd orders to the
// exchange and to the naive book: the same words, the same best prices.
func TestMatchingOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := NewExchange(quietPair())
		x.Advance(clock(9, 0, 0))
		hush(x)
		for m := range uint8(2) {
			x.Connect(m, clock(9, 0, 0))
		}
		heard(x)
		naive, pit := &naiveBook{}, &x.pits[1]
		ids := []uint64{0, 0}
		price := rapid.Map(rapid.IntRange(7255, 7265), func(n int) market.Price { return market.Price(n) })
		qty := rapid.Map(rapid.IntRange(1, 9), func(n int) market.Qty { return market.Qty(n) })
		side := rapid.SampledFrom([]market.Side{market.Bid, market.Ask})
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			m := rapid.IntRange(0, 1).Draw(t, "maker")
			ids[m]++
			in := market.Instruction{ID: ids[m], Contract: 1, BidOffset: market.Open, AskOffset: market.Open}
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				bid, n := price.Draw(t, "bid"), qty.Draw(t, "qty")
				in.Kind, in.Bid, in.Ask = market.InstructQuote, bid, bid+market.Price(rapid.IntRange(1, 4).Draw(t, "width"))
				in.BidQty, in.AskQty = n, n
				naive.enter(m, in.ID, true, []naiveOrder{{side: market.Bid, price: in.Bid, qty: n}, {side: market.Ask, price: in.Ask, qty: n}})
			case 1:
				in.Kind, in.Side = market.InstructOrder, side.Draw(t, "side")
				in.Bid, in.BidQty = price.Draw(t, "price"), qty.Draw(t, "qty")
				in.Ask, in.AskQty = in.Bid, in.BidQty
				naive.enter(m, in.ID, false, []naiveOrder{{side: in.Side, price: in.Bid, qty: in.BidQty}})
			case 2:
				in.Kind = rapid.SampledFrom([]market.InstructionKind{market.InstructQuoteEnd, market.InstructOrderEnd}).Draw(t, "kind")
				in.Target = uint64(rapid.IntRange(1, int(ids[m])).Draw(t, "target"))
				naive.drop(m, in.Target, in.Kind == market.InstructQuoteEnd)
			case 3:
				o := naiveOrder{maker: -1, side: side.Draw(t, "side"), price: price.Draw(t, "price"), qty: qty.Draw(t, "qty")}
				if left := x.take(pit, o.side, o.qty, pit.book.index(o.price), nil, nil); left > 0 {
					pit.book.add(o.side, pit.book.index(o.price), left, nobody)
				}
				if o.qty = naive.take(o); o.qty > 0 {
					naive.rest(o)
				}
			case 4:
				o := naiveOrder{maker: -1, side: side.Draw(t, "side"), price: price.Draw(t, "price"), qty: qty.Draw(t, "qty")}
				x.take(pit, o.side, o.qty, pit.book.index(o.price), nil, nil)
				naive.take(o)
			}
			if in.Kind != market.InstructNone {
				x.Handle(uint8(m), &in, x.Now())
			}
			if got, want := fmt.Sprint(heard(x)), fmt.Sprint(naive.said); got != want {
				t.Fatalf("exchange says %s\nnaive book     %s", got, want)
			}
			naive.said = nil
			d := x.Depth(1)
			bid, bidQty := naive.top(market.Bid)
			ask, askQty := naive.top(market.Ask)
			if d.Bid != bid || d.BidQty != bidQty || d.Ask != ask || d.AskQty != askQty {
				t.Fatalf("exchange shows %dx%d/%dx%d, naive book %dx%d/%dx%d", d.Bid, d.BidQty, d.Ask, d.AskQty, bid, bidQty, ask, askQty)
			}
			checkBook(t, x, pit)
		}
	})
}

// checkBook holds the book's own invariants: queue sums, counts, never crossed,
// and each maker's leg where its node says.
func checkBook(t *rapid.T, x *Exchange, p *pit) {
	b := &p.book
	count := [2]int{}
	for i := range b.levels {
		sum := market.Qty(0)
		for n := b.levels[i].head; n >= 0; n = b.nodes[n].next {
			v := &b.nodes[n]
			sum += v.qty
			count[v.side-market.Bid]++
			if v.qty <= 0 || v.price != int32(i) {
				t.Fatalf("node %d at level %d holds %d lots of level %d", n, i, v.qty, v.price)
			}
			if v.entry != nobody {
				e := &x.table.slots[v.entry]
				if l := e.leg(v.side); !e.live || l.node != n || l.leaves != v.qty || l.price != b.price(v.price) {
					t.Fatalf("node %d does not fit its leg", n)
				}
			}
		}
		if sum != b.levels[i].qty {
			t.Fatalf("level %d says %d lots, holds %d", i, b.levels[i].qty, sum)
		}
	}
	if count != b.count {
		t.Fatalf("counts %v, holds %v", b.count, count)
	}
	if b.best[0] >= 0 && b.best[1] >= 0 && b.best[0] >= b.best[1] {
		t.Fatalf("crossed: %v", b.best)
	}
}
