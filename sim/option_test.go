package sim

import (
	"fmt"
	"slices"
	"testing"

	"quotient/market"
)

// strip is a busy future with n options around it, half of them calls, and a maker who
// owes what is near the money and answers for the rest.
func strip(n int, seed uint64) Params {
	all, _ := sugar()
	all = all[:1]
	p := Params{Seed: seed, Makers: 1, Contracts: []ContractParams{BusyMonth(6000)}, Phases: dayPhases(testDate)}
	s := Series{By: RestrikeLast, Around: 3, Hold: market.Minute}
	for i := range n / 2 {
		row := StrikeRow{Strike: market.Price(6000 + 20*(i-n/4))}
		for _, k := range []market.InstrumentKind{market.Call, market.Put} {
			y, _ := market.MakeSymbol(fmt.Sprintf("SR609%d-%d", k, row.Strike))
			all = append(all, market.Instrument{Symbol: y, TickUnits: 5, Decimals: 1, TickValue: 500, Kind: k, Strike: row.Strike})
			c := market.Contract(len(all) - 1)
			p.Contracts = append(p.Contracts, OptionMarket(all, c, &p.Contracts[0]))
			if row.Call = c; k == market.Put {
				row.Call, row.Put = c-1, c
			}
		}
		s.Rows = append(s.Rows, row)
	}
	p.Instruments, p.Series = all, []Series{s}
	p.Terms, p.Responses = sugarTerms(all)
	for i := range p.Terms {
		p.Terms[i].Floor, p.Terms[i].FloorBy = 20, FloorBid
	}
	return p
}

// TestOptionWorth: a call less a put is the future less the strike, in the
// option's ticks; dearer than exercising, the dearest time at the money; a call
// rises with its future.
func TestOptionWorth(t *testing.T) {
	all, _ := sugar()
	under := BusyMonth(6000)
	call, put := newOptionValue(all, 3, nil, 240_000), newOptionValue(all, 8, nil, 240_000)
	if call.strike != 6_000_000 || call.strike != put.strike || !call.call || put.call || call.num != 10 || call.den != 5 {
		t.Fatalf("call %+v, put %+v", call, put)
	}
	if call.worth(6_000_000) != 240_000 || put.worth(6_000_000) != 240_000 {
		t.Errorf("at the money %d and %d", call.worth(6_000_000), put.worth(6_000_000))
	}
	was := int64(0)
	for s := int64(5_000_000); s <= 7_000_000; s += 997 {
		c, p := call.worth(s), put.worth(s)
		in := (s - 6_000_000) * 2
		if d := c - p - in; d < -1 || d > 1 {
			t.Fatalf("at %d: call %d, put %d", s, c, p)
		}
		if c < max(in, 1) || p < max(-in, 1) || c < was || min(c, p) > 240_000 {
			t.Fatalf("at %d: call %d after %d, put %d", s, c, was, p)
		}
		was = c
	}
	m := OptionMarket(all, 3, &under)
	if m.TimeValue != 240_000 || m.Start != 240 || m.Upper-m.Start != 720 || m.Lower != 1 {
		t.Errorf("market %+v", m)
	}
	far := newOptionValue(all, 3, nil, 0)
	if far.worth(5_000_000) != 1 {
		t.Error("an option is never worth nothing")
	}
}

// TestFirstLimits: they lie around what the option is worth, wherever its
// underlying stands in the universe and whatever it is worth at the money.
func TestFirstLimits(t *testing.T) {
	p := strip(4, 1)
	p.Contracts[1].TimeValue = 3_000_000
	p.Contracts[2].LimitPermille = 0
	x := NewExchange(p)
	if d := x.Depth(1); d.Lower != 3020-720 || d.Upper != 3020+720 {
		t.Errorf("limits %d to %d of one worth %d", d.Lower, d.Upper, x.pits[1].settlement())
	}
	if d := x.Depth(2); d.Lower != p.Contracts[2].Lower || d.Upper != p.Contracts[2].Upper {
		t.Errorf("limits %+v, want %+v", d, p.Contracts[2])
	}
}

// TestScale: ticks of an option in one of its future, also with fewer decimals.
func TestScale(t *testing.T) {
	for _, c := range []struct {
		o, u     market.Instrument
		num, den int64
	}{
		{market.Instrument{TickUnits: 5, Decimals: 1}, market.Instrument{TickUnits: 1}, 10, 5},
		{market.Instrument{TickUnits: 1}, market.Instrument{TickUnits: 5}, 5, 1},
		{market.Instrument{TickUnits: 1}, market.Instrument{TickUnits: 2, Decimals: 1}, 2, 10},
	} {
		if num, den := scale(&c.o, &c.u); num != c.num || den != c.den {
			t.Errorf("%+v: %d/%d", c, num, den)
		}
	}
}

// TestOptionDays runs a chain for two days: books within the limits and near what
// the options are worth, none at its limit by itself, limits as wide as the
// future's, requests at least a minute apart.
func TestOptionDays(t *testing.T) {
	p := strip(20, 3)
	p.Phases = append(p.Phases, dayPhases(20200804)...)
	for c := range p.Contracts {
		p.Contracts[c].RequestGap = min(p.Contracts[c].RequestGap, 2*market.Minute)
	}
	p.Check(func(key string, found, allowed int64) { t.Errorf("%s %d %d", key, found, allowed) })
	x := NewExchange(p)
	asked := make([]market.Time, len(p.Contracts))
	requests, near, books := 0, 0, 0
	for at := x.Next(); at != 0; at = x.Next() {
		x.Advance(at)
		for o := (Out{}); x.Pop(&o); {
			e := &o.Event
			switch e.Kind {
			case market.EventRequest:
				if requests++; e.Time-asked[e.Contract] < market.Minute {
					t.Fatalf("requests %s after each other", span(e.Time-asked[e.Contract]))
				}
				asked[e.Contract] = e.Time
			case market.EventDepth:
				if e.Contract == 0 {
					continue
				}
				if LimitTouched.holds(&market.Depth{Bid: e.Bid, BidQty: e.BidQty, Ask: e.Ask, AskQty: e.AskQty, Upper: e.Upper, Lower: e.Lower}) {
					t.Fatalf("at its limit: %+v", e)
				}
				worth := x.pits[e.Contract].fair() / 1000
				off := worth/50 + 12
				if books++; int64(e.Bid) <= worth+off && (e.AskQty == 0 || int64(e.Ask) >= worth-off) && (e.BidQty == 0 || e.AskQty == 0 || int64(e.Ask-e.Bid) < 2*off) {
					near++
				}
			}
		}
	}
	if near < books*9/10 || books < 10_000 {
		t.Errorf("%d of %d books are near what the option is worth", near, books)
	}
	if want := 20 * 2 * 13_500 / 120; requests < want*8/10 || requests > want*12/10 {
		t.Errorf("%d requests, want about %d", requests, want)
	}
	future := x.Depth(0)
	for c := 1; c < len(p.Contracts); c++ {
		if d := x.Depth(market.Contract(c)); d.Upper-d.Lower != 2*(future.Upper-future.Lower)/2*2 && d.Lower != 1 {
			t.Errorf("contract %d: limits %d to %d, the future's %d to %d", c, d.Lower, d.Upper, future.Lower, future.Upper)
		}
	}
}

// TestOptionFollows: when the future jumps and when it locks, options follow
// within their own pace, no more than its limit.
func TestOptionFollows(t *testing.T) {
	p := strip(4, 1)
	p.Contracts[0].Vol = 0
	for c := range p.Contracts {
		p.Contracts[c].Wander = 0
	}
	p.Script = Script{{At: clock(9, 30, 0), Kind: ActJump, Contract: 0, Move: 100},
		{At: clock(9, 40, 0), Kind: ActLimit, Contract: 0, Side: market.Bid}}
	x := NewExchange(p)
	worth := func(at market.Time) int64 {
		x.Advance(at)
		return x.pits[1].fair()
	}
	before, after, locked := worth(clock(9, 29, 0)), worth(clock(9, 31, 0)), worth(clock(9, 41, 0))
	want := x.pits[1].option.worth(int64(x.Depth(0).Upper) * 1000)
	if after-before < 90_000 || after-before > 200_000 || locked != want {
		t.Errorf("worth %d, %d after 100 ticks up, %d at the limit, want %d", before, after, locked, want)
	}
}

// TestRouse: of a thousand options with an alertness of 20, some twenty act on a
// move of the future; those who sleep do not wake.
func TestRouse(t *testing.T) {
	p := strip(100, 1)
	for c := range p.Contracts {
		p.Contracts[c].Alert = 25
	}
	x := NewExchange(p)
	x.Advance(clock(9, 0, 0))
	roused := 0
	for range 400 {
		for i := range x.pits {
			x.pits[i].next = clock(10, 0, 0)
		}
		x.pits[7].next = never
		x.rouse(0)
		for i := range x.pits {
			if next := x.pits[i].next; next < clock(10, 0, 0) {
				if roused++; next <= x.now || next > x.now+200*market.Millisecond || i == 0 {
					t.Fatalf("contract %d acts at %s", i, clockText(next))
				}
			}
		}
		if x.pits[7].next != never {
			t.Fatal("woke up")
		}
	}
	if roused < 800 || roused > 1200 {
		t.Errorf("%d roused in 400 moves of 100 options, want about 1000", roused)
	}
}

// TestAgenda: whatever is set when, the order is by time, then by index.
func TestAgenda(t *testing.T) {
	r, a := random(1), newAgenda(37)
	if e := newAgenda(0); e.next() != never {
		t.Error("nobody has something to do")
	}
	for range 20_000 {
		i := int32(r.below(37))
		at := market.Time(r.below(50))
		if r.chance(200) {
			at = never
		}
		a.set(i, at)
		first := int32(slices.Index(a.at, slices.Min(a.at)))
		if a.first() != first || a.next() != a.at[first] {
			t.Fatalf("first is %d at %d, want %d of %v", a.first(), a.next(), first, a.at)
		}
	}
}

// TestOptionsAreDeterministic: by any stride, the same events.
func TestOptionsAreDeterministic(t *testing.T) {
	p := strip(30, 9)
	p.Phases = p.Phases[:4]
	first, _, q := digest(p, 0)
	if slow, _, _ := digest(p, 90*market.Millisecond); slow != first {
		t.Error("advanced in small strides it differs")
	}
	if q.kinds[market.EventSettlement] != 31 || q.kinds[market.EventRequest] == 0 {
		t.Errorf("heard %v", q.kinds)
	}
}

// BenchmarkOptionDay is a day of a future and 500 options with a maker that
// requotes one of them.
func BenchmarkOptionDay(b *testing.B) {
	for b.Loop() {
		digest(strip(500, 1), 0)
	}
}

// BenchmarkOptionEvent is the cost of an event by the number of options.
func BenchmarkOptionEvent(b *testing.B) {
	for _, n := range []int{10, 100, 500, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := strip(n, 1)
			p.Phases = p.Phases[:3]
			x := NewExchange(p)
			x.Advance(clock(9, 1, 0))
			o := Out{}
			for b.Loop() {
				for !x.Pop(&o) {
					x.Advance(x.Next())
				}
			}
		})
	}
}
