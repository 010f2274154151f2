package sim

import (
	"hash/fnv"
	"testing"

	"quotient/internal/flat"
	"quotient/market"
)

// A quoter of the tests requotes its contract around the published middle
// whenever a snapshot comes, hedges nothing and counts what it saw.
type quoter struct {
	contract market.Contract
	id       uint64
	kinds    [market.EventCount]int
}

func (q *quoter) hear(x *Exchange, o *Out) {
	q.kinds[o.Event.Kind]++
	if e := &o.Event; e.Kind == market.EventDepth && e.Contract == q.contract && e.BidQty > 0 && e.AskQty > 0 {
		q.id++
		mid := (e.Bid + e.Ask) / 2
		x.Handle(0, &market.Instruction{Kind: market.InstructQuote, ID: q.id, Contract: q.contract,
			Bid: max(mid-2, e.Lower), Ask: min(mid+2, e.Upper), BidQty: 12, AskQty: 12,
			BidOffset: market.Open, AskOffset: market.Open}, o.At)
	}
}

// digest runs a day with the test's quoter and sums up every event. step is the
// longest stride of Advance; 0 goes from event to event.
func digest(p Params, step market.Time) (uint64, *Exchange, *quoter) {
	x, q := NewExchange(p), &quoter{contract: 1}
	x.Advance(clock(8, 50, 0))
	x.Connect(0, x.Now())
	sum := fnv.New64a()
	for at := x.Next(); at != 0; at = x.Next() {
		if step > 0 {
			at = min(at, x.Now()+step)
		}
		x.Advance(at)
		for o := (Out{}); x.Pop(&o); {
			sum.Write([]byte{byte(o.To), o.Maker})
			sum.Write(flat.Bytes(&o.At))
			sum.Write(flat.Bytes(&o.Event))
			q.hear(x, &o)
		}
	}
	return sum.Sum64(), x, q
}

// TestDeterminism: the same seed gives the same events, however often Advance is
// called in between; another seed or another delay gives others.
func TestDeterminism(t *testing.T) {
	p := pair(7)
	p.Delays = Delays{Order: 2 * market.Millisecond, Reply: 3 * market.Millisecond, Feed: market.Millisecond}
	first, _, _ := digest(p, 0)
	if again, _, _ := digest(p, 0); again != first {
		t.Error("the same day twice differs")
	}
	if slow, _, _ := digest(p, 170*market.Millisecond); slow != first {
		t.Error("a day advanced in small strides differs")
	}
	p.Seed = 8
	if other, _, _ := digest(p, 0); other == first {
		t.Error("another seed gives the same day")
	}
	p.Seed, p.Delays.Order = 7, 4*market.Millisecond
	if other, _, _ := digest(p, 0); other == first {
		t.Error("another delay gives the same day")
	}
}

// TestFeed holds the feed's own rules on a day with a hole: whole slices, never
// two snapshots of a contract in one, nothing without a change, none in the hole,
// volume never falls, prices within the limits and never crossed.
func TestFeed(t *testing.T) {
	p := pair(3)
	p.Holes = []Hole{{clock(9, 37, 13), clock(9, 37, 58)}}
	for s := range 20 {
		p.Holes = append(p.Holes, Hole{clock(9, 40, 3*s), clock(9, 40, 3*s+1)})
	}
	p.Script = Script{{At: clock(11, 0, 0), Kind: ActHole, For: 30 * market.Second}}
	inHole := func(t market.Time) bool {
		for _, h := range p.Holes {
			if h.From <= t && t < h.To {
				return true
			}
		}
		return t > clock(11, 0, 0) && t < clock(11, 0, 30)
	}
	x := NewExchange(p)
	var last [2]market.Event
	silent := [2]int{}
	for at := x.Next(); at != 0; at = x.Next() {
		x.Advance(at)
		for o := (Out{}); x.Pop(&o); {
			e, was := o.Event, &last[o.Event.Contract]
			if e.Kind != market.EventDepth {
				continue
			}
			switch {
			case e.Time%market.Second != 0 || e.Time == was.Time:
				t.Fatalf("snapshot at %d after %d", e.Time, was.Time)
			case inHole(e.Time):
				t.Fatalf("snapshot in a hole at %s", clockText(e.Time))
			case e.Volume < was.Volume || e.BidQty < 0 || e.AskQty < 0:
				t.Fatalf("figures go back: %+v", e)
			case e.BidQty > 0 && e.AskQty > 0 && e.Bid >= e.Ask, e.BidQty > 0 && e.Bid < e.Lower, e.AskQty > 0 && e.Ask > e.Upper:
				t.Fatalf("crossed or beyond the limits: %+v", e)
			}
			if e.Time-was.Time >= 30*market.Second && was.Time > clock(9, 0, 0) {
				silent[e.Contract]++
			}
			same := *was
			same.Time = e.Time
			if same == e {
				t.Fatalf("a snapshot without a change: %+v", e)
			}
			*was = e
		}
	}
	for c, n := range silent {
		if n < 2+2 { // two holes, two breaks
			t.Errorf("contract %d was silent %d times", c, n)
		}
	}
}

// TestDays rolls over: positions of today become yesterday's, fills and volumes
// start again, limits follow the price, each day has its own recount.
func TestDays(t *testing.T) {
	p := pair(5)
	next := market.Date(20200804)
	p.Phases = append(p.Phases, dayPhases(next)...)
	p.Terms[0].To = testDate
	p.Terms = append(p.Terms, MakerTerms{Contract: 1, Dominant: 0, From: next, MaxSpread: 3, MinSize: 10})
	_, x, _ := digest(p, 0)
	all := x.Recounts(nil)
	if len(all) != 4 {
		t.Fatalf("%d rows: %+v", len(all), all)
	}
	for _, r := range all {
		if r.Scheduled != 13_800*market.Second || r.Exempt[ExemptAuction] != 300*market.Second {
			t.Errorf("row %+v", r)
		}
		effective := r.Contract == 1 && r.Date == testDate
		if (r.Effective > 0) != effective {
			t.Errorf("quoted 4 wide on contract 1, 3 allowed on the second day: %+v", r)
		}
	}
	h := &x.makers[0].holdings[1]
	if h.total[0] == h.today[0] || len(x.makers[0].fills) == 0 || x.makers[0].fills[0].Time < next.At(0) {
		t.Errorf("the second day knows the first one's: %+v", h)
	}
	d := x.Depth(1)
	if d.Upper == p.Contracts[1].Upper || d.Last > d.Upper || d.Last < d.Lower {
		t.Errorf("limits did not follow the price: %+v", d)
	}
}

// TestLimitOvernight: a contract that closes locked and opens locked is exempt on
// both days, the second from the open.
func TestLimitOvernight(t *testing.T) {
	p := pair(6)
	p.Contracts[1].LimitPermille = 0 // else the next day's limits would leave the value behind
	next := market.Date(20200804)
	p.Phases = append(p.Phases, dayPhases(next)...)
	p.Script = Script{{At: clock(14, 50, 0), Kind: ActLimit, Contract: 1, Side: market.Ask},
		{At: next.At(9*market.Hour + 10*market.Minute), Kind: ActLimit, Contract: 1}}
	_, x, _ := digest(p, 0)
	n := 0
	for _, r := range x.Recounts(nil) {
		if r.Contract == 1 {
			if n++; r.Exempt[ExemptOwnLimit] != 600*market.Second || r.Exempt[ExemptDominantLimit] != 0 {
				t.Errorf("%+v", r)
			}
		} else if r.Exempt[ExemptOwnLimit] != 0 {
			t.Errorf("the dominant month was not locked: %+v", r)
		}
	}
	if n != 2 {
		t.Errorf("%d days", n)
	}
}
