package pricing

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

const s = market.Second

// day is some instant to count from.
const day = market.Time(1_596_416_400) * s

func depth(bid, ask market.Price, bidQty, askQty market.Qty) *market.Depth {
	return &market.Depth{Bid: bid, Ask: ask, BidQty: bidQty, AskQty: askQty}
}

func wantFair(t *testing.T, m *Model, p *Params, now market.Time, want, within float64) {
	t.Helper()
	got, ok := m.Fair(p, now)
	if !ok || math.Abs(got-want) > within {
		t.Errorf("fair = %v %v, want %v within %v", got, ok, want, within)
	}
}

// warm returns a model that saw both months stand still for ten minutes: own
// 7270/7272, lead 7100/7101.
func warm(p *Params) (m Model, now market.Time) {
	for now = day; now < day+600*s; now += s {
		m.Lead(depth(7100, 7101, 10, 10), p, now)
		m.Own(depth(7270, 7272, 5, 5), p, now)
	}
	return m, now - s
}

func TestFreshTightBookDecides(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	wantFair(t, &m, &p, now, 7271, 1e-9)

	// Nine lots bid against one offered: 0.205 x 2 ticks x 0.4 up.
	m.Own(depth(7270, 7272, 9, 1), &p, now)
	wantFair(t, &m, &p, now, 7271.164, 1e-4)
}

func TestLeadsLastMoveIsAnticipated(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	now += s
	m.Lead(depth(7110, 7111, 10, 10), &p, now)
	m.Own(depth(7270, 7272, 5, 5), &p, now)
	// 0.19 of ten ticks; the distance filter gives back a trace.
	wantFair(t, &m, &p, now, 7272.9, 0.01)

	// Ten seconds later only 2^-6 of the move is still news.
	later := now + 10*s
	for at := now + s; at <= later; at += s {
		m.Lead(depth(7110, 7111, 10, 10), &p, at)
		m.Own(depth(7270, 7272, 5, 5), &p, at)
	}
	wantFair(t, &m, &p, later, 7271+1.9/64, 0.01)
}

func TestThinBookLeansOnTheLead(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	now += 30 * s
	m.Lead(depth(7120, 7121, 10, 10), &p, now) // too long after the last to be a fast move
	m.Own(depth(7265, 7265+p.ThinSpread, 5, 5), &p, now)
	// Own mid 7275. The distance saw 154.5 after 170.5 and took over (1 - 2^-1/2) / 2
	// of that, so the lead says 7288.66; half of each.
	wantFair(t, &m, &p, now, 7281.83, 0.01)
	m.Own(depth(7225, 7325, 5, 5), &p, now)
	if f, _ := m.Fair(&p, now); f < 7286 {
		t.Errorf("a hundred ticks wide, fair = %v, want the lead's 7291 nearly", f)
	}
}

func TestStaleBookLeansOnTheLead(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	fair := []float64{}
	for age := market.Time(0); age <= 5*p.ThinAge; age += s {
		lead := depth(7100+market.Price(age/s), 7101+market.Price(age/s), 10, 10)
		m.Lead(lead, &p, now+age)
		f, ok := m.Fair(&p, now+age)
		if !ok {
			t.Fatalf("no fair value at age %d s", age/s)
		}
		fair = append(fair, f-float64(lead.Bid)-171) // 0 = wholly the lead's
	}
	if early := fair[3]; early > -1 {
		t.Errorf("after 3 s the lead already leads: %v", early)
	}
	if late := fair[len(fair)-1]; math.Abs(late) > 1e-9 {
		t.Errorf("a dead own book still counts: %v", late)
	}
}

func TestLostBookLeansOnTheLeadAtOnce(t *testing.T) {
	p := appleParams()
	for _, gone := range []*market.Depth{{}, depth(7270, 0, 5, 0), depth(7272, 7272, 1, 1), depth(7273, 7272, 1, 1)} {
		m, now := warm(&p)
		m.Own(gone, &p, now)
		wantFair(t, &m, &p, now, 7100.5+170.5, 1e-6)
	}
}

func TestStaleLeadLeavesTheOwnBookAlone(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	now += deadAge * p.ThinAge
	m.Own(depth(7250, 7290, 5, 5), &p, now) // thin, but the only one alive
	wantFair(t, &m, &p, now, 7270, 1e-9)
}

func TestNothingAliveGivesNoFairValue(t *testing.T) {
	p := appleParams()
	var nothing Model
	if f, ok := nothing.Fair(&p, day); ok {
		t.Errorf("the zero model says %v", f)
	}
	m, now := warm(&p)
	if f, ok := m.Fair(&p, now+deadAge*p.ThinAge); ok {
		t.Errorf("two dead books say %v", f)
	}
	// A lead without a distance is no price of ours.
	var alone Model
	alone.Lead(depth(7100, 7101, 1, 1), &p, day)
	if f, ok := alone.Fair(&p, day); ok {
		t.Errorf("a lead never seen beside the own book says %v", f)
	}
	// The distance outlives a break, not a night.
	now += 3 * market.Hour
	m.Own(&market.Depth{}, &p, now)
	m.Lead(depth(7100, 7101, 1, 1), &p, now)
	wantFair(t, &m, &p, now, 7271, 1e-6)
	now += market.Hour
	m.Lead(depth(7100, 7101, 1, 1), &p, now)
	if f, ok := m.Fair(&p, now); ok {
		t.Errorf("yesterday's distance gave %v", f)
	}
}

// A mid that steps one tick up and down each second has a squared move of one a
// second: sqrt(60) ticks per square root of a minute.
func TestVolOfASteadyWalk(t *testing.T) {
	p := appleParams()
	var m Model
	now := day
	for i := range market.Price(1200) {
		if i < 10 && m.Vol(now) != 0 {
			t.Fatalf("after %d s volatility is already %v", i, m.Vol(now))
		}
		now += s
		m.Own(depth(7270+i%2, 7271+i%2, 1, 1), &p, now)
	}
	if got := m.Vol(now); math.Abs(got-math.Sqrt(60)) > 0.01 {
		t.Errorf("volatility %v, want %v", got, math.Sqrt(60))
	}
	if calm := m.Vol(now + market.Minute); calm >= m.Vol(now) {
		t.Errorf("a minute without a move left it at %v", calm)
	}
	if night := m.Vol(now + 18*market.Hour); night != m.Vol(now+maxGap) {
		t.Errorf("a night made it %v, want it to stop falling after the longest gap that counts", night)
	}
	// An overnight jump is neither calm nor a move.
	before := m.Vol(now)
	now += 18 * market.Hour
	m.Own(depth(7500, 7501, 1, 1), &p, now)
	if after := m.Vol(now); math.Abs(after-before) > 1e-9 {
		t.Errorf("the night's jump took volatility from %v to %v", before, after)
	}
}

func TestVolOfADeadFlatBookIsNotUnknown(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	if got := m.Vol(now); got != 0.001 {
		t.Errorf("volatility %v, want the least that is known", got)
	}
}

// Whatever arrives, figures stay finite, Fair lies among what the books say, and
// a saved and loaded model goes on as the original.
func TestModelOnAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := appleParams()
		var m Model
		now := day
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			now += market.Time(rapid.Int64Range(-int64(s), 200*int64(s)).Draw(t, "gap"))
			bid := market.Price(rapid.Int64Range(6900, 7400).Draw(t, "bid"))
			d := depth(bid, bid+market.Price(rapid.Int64Range(-1, 60).Draw(t, "spread")),
				market.Qty(rapid.Int64Range(0, 30).Draw(t, "bid size")), market.Qty(rapid.Int64Range(0, 30).Draw(t, "ask size")))
			if rapid.Bool().Draw(t, "own") {
				m.Own(d, &p, now)
			} else {
				m.Lead(d, &p, now)
			}
			f, ok := m.Fair(&p, now)
			if ok && !(f > 5000 && f < 9000) {
				t.Fatalf("fair %v from books between 6900 and 7460", f)
			}
			if v := m.Vol(now); !(v >= 0 && v < 10_000) {
				t.Fatalf("volatility %v", v)
			}
			var copied Model
			if rest, ok := copied.Load(m.Save(nil)); !ok || len(rest) != 0 || copied != m {
				t.Fatal("a loaded model differs")
			}
		}
	})
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	good := appleParams()
	good.Check(func(key string, found, allowed int64) { t.Errorf("%s: %d refused, %d allowed", key, found, allowed) })
	seen := map[string]int64{}
	bad := Params{MinWidth: 6, MaxWidth: 4, ImbalanceGain: 2 * ppm, SkewPerLot: -1}
	bad.Check(func(key string, _, allowed int64) { seen[key] = allowed })
	for key, allowed := range map[string]int64{"max_width": 6, "imbalance_gain": ppm, "skew_per_lot": 0, "thin_age": 1, "vol_half_life": 1} {
		if got, ok := seen[key]; !ok || got != allowed {
			t.Errorf("%s: allowed %d (told %v), want %d", key, got, ok, allowed)
		}
	}
}

func TestNoAllocs(t *testing.T) {
	p := appleParams()
	m, now := warm(&p)
	own, lead := depth(7270, 7272, 5, 5), depth(7100, 7101, 9, 9)
	if n := testing.AllocsPerRun(100, func() { step(&m, own, lead, &p, now) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func step(m *Model, own, lead *market.Depth, p *Params, now market.Time) (bid, ask market.Price) {
	m.Lead(lead, p, now)
	m.Own(own, p, now)
	fair, _ := m.Fair(p, now)
	bid, ask, _ = Quote(Input{Fair: fair, Vol: m.Vol(now), Inventory: 3, BestBid: own.Bid, BestAsk: own.Ask,
		HaveBook: true, MaxSpread: 4, Params: p})
	return bid, ask
}

// BenchmarkTickToPrices is two book updates, a fair value and two prices.
func BenchmarkTickToPrices(b *testing.B) {
	p := appleParams()
	m, now := warm(&p)
	own, lead := *depth(7270, 7272, 5, 5), *depth(7100, 7101, 9, 9)
	b.ReportAllocs()
	for b.Loop() {
		now += 500 * market.Millisecond
		own.Bid ^= 1
		step(&m, &own, &lead, &p, now)
	}
}
