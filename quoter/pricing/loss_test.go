package pricing

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func lossParams() LossParams {
	return LossParams{MarkAfter: 30 * s, MarkHalfLife: 5 * market.Minute, BriskHalfLife: market.Minute,
		UsualHalfLife: 2 * market.Hour, VolLoss: 2000}
}

// seen tells m a book around mid, a tick on each side.
func (m *Loss) seen(mid market.Price, p *LossParams, now market.Time) {
	m.Own(depth(mid-1, mid+1, 5, 5), p, now)
}

// perMinute is the weight of one minute's gain: ln 2 over the half life of 5 min.
const perMinute = 0.6931471805599453 / 5

func wantSignal(t *testing.T, what string, got int64, want float64) {
	t.Helper()
	if math.Abs(float64(got)-want) > 1 {
		t.Errorf("%s: signal %d, want %.1f", what, got, want)
	}
}

// Bought 10 at 100, and half a minute later the mid is 98: 20 tick·lots lost.
func TestMarkout(t *testing.T) {
	p := lossParams()
	p.VolLoss = 0
	var m Loss
	m.seen(101, &p, day)
	m.Fill(market.Bid, 100, 10, &p, day)
	m.seen(98, &p, day+29*s)
	m.seen(98, &p, day+30*s) // the mid at this instant is the mark; it is taken when the next one comes
	if got := m.Signal(&p, day+30*s); got != 0 {
		t.Errorf("before the mark: %d", got)
	}
	m.seen(60, &p, day+31*s)
	wantSignal(t, "marked", m.Signal(&p, day+30*s), -20_000*perMinute)
	wantSignal(t, "five minutes later", m.Signal(&p, day+330*s), -10_000*perMinute)

	m.Fill(market.Ask, 100, 3, &p, day+300*s) // sold 3 at 100, mid 60: 120 tick·lots gained
	m.seen(60, &p, day+331*s)
	wantSignal(t, "a gain on top", m.Signal(&p, day+330*s), (-10_000+120_000)*perMinute)
	m.seen(90, &p, day+400*s) // nothing waits any more
	wantSignal(t, "marked once", m.Signal(&p, day+330*s), (-10_000+120_000)*perMinute)
}

// The mid in force when a mark is due decides, however late the next book comes.
func TestMarkTakesTheMidThatStood(t *testing.T) {
	p := lossParams()
	p.VolLoss = 0
	var m Loss
	m.seen(100, &p, day)
	m.Fill(market.Bid, 100, 1, &p, day)
	m.seen(105, &p, day+30*s-1)
	m.Own(depth(90, 0, 5, 0), &p, day+30*s-1) // no mid: the last one stands
	m.seen(80, &p, day+90*s)
	wantSignal(t, "mark at 105", m.Signal(&p, day+30*s), 5_000*perMinute)
}

func TestNothingKnownIsNoLoss(t *testing.T) {
	p := lossParams()
	var m Loss
	if got := m.Signal(&p, day); got != 0 {
		t.Errorf("the zero Loss gives %d", got)
	}
	m.Fill(market.Bid, 100, 10, &p, day)
	m.Own(depth(90, 90, 5, 5), &p, day+40*s) // locked
	m.Own(depth(90, 0, 5, 0), &p, day+50*s)
	if got := m.Signal(&p, day+50*s); got != 0 || m.count != 1 {
		t.Errorf("without a mid: %d, %d waiting", got, m.count)
	}
	m.seen(95, &p, day+60*s) // the first mid: too late for its instant, and none stood before
	m.seen(95, &p, day+61*s)
	wantSignal(t, "the first mid marks", m.Signal(&p, day+30*s), -50_000*perMinute)
}

// More fills than may wait: the oldest are marked early, none is forgotten.
func TestManyFills(t *testing.T) {
	p := lossParams()
	p.VolLoss = 0
	var m Loss
	m.seen(100, &p, day)
	for range pendingFills + 2 {
		m.Fill(market.Bid, 99, 1, &p, day) // 1 tick each at the mid of now
	}
	if m.count != pendingFills {
		t.Fatalf("%d waiting", m.count)
	}
	wantSignal(t, "two marked early", m.Signal(&p, day+30*s), 2_000*perMinute)
	m.seen(97, &p, day+30*s)
	m.seen(97, &p, day+30*s+1)
	wantSignal(t, "the rest in time", m.Signal(&p, day+30*s), (2-2*pendingFills)*1000*perMinute)

	var blind Loss // without any mid the oldest say nothing
	for range pendingFills + 1 {
		blind.Fill(market.Bid, 99, 1, &p, day)
	}
	if blind.count != pendingFills || blind.Signal(&p, day) != 0 {
		t.Errorf("%d waiting, signal %d", blind.count, blind.Signal(&p, day))
	}
}

// calm lets the mid go up and down by one tick a second for d.
func calm(m *Loss, p *LossParams, from, d market.Time) market.Time {
	for at := from; at < from+d; at += s {
		m.seen(100+market.Price(at/s%2), p, at)
	}
	return from + d
}

// A calm hour, then moves of three ticks a second: after ten minutes the brisk
// volatility is three times the calm one. The usual one has taken its share of
// them, 1 - 2^(-10/120) of its weight, for 9 instead of 1 tick² a second.
func TestVolatilityAgainstUsual(t *testing.T) {
	p := lossParams()
	var m Loss
	now := calm(&m, &p, day, 12*market.Hour)
	wantSignal(t, "calm", m.Signal(&p, now), 0)
	for end := now + 10*market.Minute; now < end; now += s {
		m.seen(100+3*market.Price(now/s%2), &p, now)
	}
	share := 1 - math.Exp2(-10.0/120)
	usual := math.Sqrt(1 + 8*share)
	brisk := math.Sqrt(9 - 8*math.Exp2(-10))
	if got, want := float64(m.Signal(&p, now-s)), -2000*(brisk/usual-1); math.Abs(got-want) > 10 {
		t.Errorf("brisk: %.0f, want %.0f", got, want)
	}
	calmly := calm(&m, &p, now, 20*market.Minute)
	if got := m.Signal(&p, calmly); got != 0 {
		t.Errorf("calmer than usual gives %d", got)
	}
}

// What is usual takes ten minutes of watching, and a break is not watched.
func TestUsualTakesTime(t *testing.T) {
	p := lossParams()
	signal := func(watched market.Time, pause market.Time) int64 {
		var m Loss
		now := calm(&m, &p, day, watched) + pause
		for i := range market.Time(5) {
			m.seen(100+9*market.Price(i%2), &p, now+i*s)
		}
		return m.Signal(&p, now+4*s)
	}
	if got := signal(9*market.Minute, s); got != 0 {
		t.Errorf("after nine minutes: %d", got)
	}
	if got := signal(11*market.Minute, s); got > -1000 {
		t.Errorf("after eleven minutes: %d", got)
	}
	var m Loss
	m.usual, m.brisk = swing{square: 1, watched: minUsual, at: day}, swing{square: 900, watched: 1, at: day}
	if got := m.Signal(&p, day); got >= 0 {
		t.Errorf("at ten minutes: %d", got)
	}
	m = Loss{}
	for at := day; at < day+market.Hour; at += s {
		m.seen(100, &p, at)
	}
	if got := m.Signal(&p, day+market.Hour); got != 0 {
		t.Errorf("nothing has ever moved: %d", got)
	}
	m = Loss{}
	now := calm(&m, &p, day, 15*market.Minute)
	m.seen(100, &p, now)
	before := m
	m.seen(500, &p, now+maxGap+1)
	if m.usual.square != before.usual.square || m.usual.watched != before.usual.watched {
		t.Error("a move over a break is evidence")
	}
	m = before
	m.seen(500, &p, now+maxGap)
	if m.usual.square < 160_000*0.9 {
		t.Error("a move within the longest silence is none")
	}
}

// Two books at one instant: the move between them is seen at the next look, whole.
func TestMovesWithinAnInstant(t *testing.T) {
	p := lossParams()
	var a, b Loss
	a.seen(100, &p, day)
	b.seen(100, &p, day)
	a.seen(107, &p, day) // one instant
	a.seen(104, &p, day+s)
	b.seen(104, &p, day+s)
	if a.brisk != b.brisk || a.brisk.square != 16 {
		t.Errorf("%+v and %+v", a.brisk, b.brisk)
	}
	if a.mid != 104 || a.midAt != day+s {
		t.Errorf("mid %v at %v", a.mid, a.midAt)
	}
}

// Silence lowers the volatility for as long as it is evidence, and no further.
func TestSilence(t *testing.T) {
	p := lossParams()
	var w swing
	w.watch(100, p.BriskHalfLife, day)
	if got := w.variance(p.BriskHalfLife, day); got != 0 {
		t.Errorf("without a move: %v", got)
	}
	w.watch(103, p.BriskHalfLife, day+s)
	at := func(d market.Time) float64 { return w.variance(p.BriskHalfLife, day+s+d) }
	if got := at(0); math.Abs(got-540) > 4 { // 9 ticks² in a second, give or take its own decay
		t.Errorf("now %v", got)
	}
	if got := at(-s); got != at(0) {
		t.Errorf("before: %v", got)
	}
	if a, b := at(s), at(10*s); !(a < at(0) && b < a) {
		t.Errorf("silence gives %v, %v", a, b)
	}
	if at(maxGap) != at(maxGap+market.Hour) || at(maxGap-s) == at(maxGap) {
		t.Error("a long silence is not all calm")
	}
}

// TestSignalIsTheSum compares with a plain recount that keeps every fill and mid.
func TestSignalIsTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := lossParams()
		p.VolLoss = 0
		p.MarkAfter = market.Time(rapid.Int64Range(0, 60).Draw(t, "after")) * s
		var m Loss
		type fill struct {
			due         market.Time
			price, lots float64
		}
		type mid struct {
			at    market.Time
			value float64
		}
		var fills []fill
		var mids []mid
		now := day
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now += market.Time(rapid.Int64Range(1, 20).Draw(t, "gap")) * s
			price := market.Price(rapid.Int64Range(90, 110).Draw(t, "price"))
			if rapid.Bool().Draw(t, "fill") && len(mids) > 0 && len(fills) < pendingFills {
				qty := market.Qty(rapid.Int64Range(1, 9).Draw(t, "qty"))
				side := rapid.SampledFrom([]market.Side{market.Bid, market.Ask}).Draw(t, "side")
				m.Fill(side, price, qty, &p, now)
				lots := map[market.Side]float64{market.Bid: 1, market.Ask: -1}[side] * float64(qty)
				fills = append(fills, fill{now + p.MarkAfter, float64(price), lots})
				continue
			}
			m.seen(price, &p, now)
			mids = append(mids, mid{now, float64(price)})
		}
		want := 0.0
		for _, f := range fills {
			if len(mids) == 0 || f.due >= mids[len(mids)-1].at {
				continue // not marked yet
			}
			for i := len(mids) - 1; i >= 0; i-- {
				if mids[i].at <= f.due {
					want += f.lots * (mids[i].value - f.price) * math.Exp2(-float64(now-f.due)/float64(p.MarkHalfLife))
					break
				}
			}
		}
		if got := m.Signal(&p, now); math.Abs(float64(got)-want*1000*perMinute) > 1.001 {
			t.Fatalf("signal %d, want %.1f", got, want*1000*perMinute)
		}
	})
}

func TestSignalIsBounded(t *testing.T) {
	p := lossParams()
	var m Loss
	m.seen(maxTicks, &p, day)
	m.Fill(market.Bid, 1, 1<<60, &p, day)
	m.Fill(market.Ask, 1, 1<<61, &p, day+s)
	m.seen(maxTicks, &p, day+30*s+1)
	if got := m.Signal(&p, day+30*s); got != mostLoss {
		t.Errorf("a huge gain is %d", got)
	}
	m.seen(maxTicks, &p, day+31*s+1)
	if got := m.Signal(&p, day+31*s); got != -mostLoss {
		t.Errorf("a huge loss is %d", got)
	}
}

func TestLossSaveAndLoad(t *testing.T) {
	p := lossParams()
	var m, other Loss
	now := calm(&m, &p, day, market.Minute)
	m.Fill(market.Ask, 100, 2, &p, now)
	rest, ok := other.Load(append(m.Save(nil), 7))
	if !ok || len(rest) != 1 || other != m {
		t.Errorf("%v, rest %v", ok, rest)
	}
	if _, ok := other.Load(m.Save(nil)[1:]); ok {
		t.Error("a short checkpoint loads")
	}
}

func TestLossDoesNotAllocate(t *testing.T) {
	p := lossParams()
	var m Loss
	now := day
	book := depth(99, 101, 5, 5)
	if n := testing.AllocsPerRun(200, func() {
		now += s
		m.Own(book, &p, now)
		m.Fill(market.Bid, 99, 1, &p, now)
		m.Signal(&p, now)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestLossCheck(t *testing.T) {
	for _, c := range []struct {
		change func(*LossParams)
		want   string
	}{
		{func(*LossParams) {}, ""},
		{func(p *LossParams) { *p = LossParams{0, 1, 1, market.Time(leastUsual), 0} }, ""},
		{func(p *LossParams) { *p = LossParams{maxSpan, maxSpan, maxSpan, maxSpan, maxTicks} }, ""},
		{func(p *LossParams) { *p = LossParams{-1, 0, 0, 0, -1} }, fmt.Sprint("mark_after -1 0\nmark_half_life 0 1\n",
			"brisk_half_life 0 1\nusual_half_life 0 600000000000\nvol_loss -1 0\n")},
		{func(p *LossParams) { p.UsualHalfLife, p.BriskHalfLife = market.Hour-1, market.Hour },
			"usual_half_life 3599999999999 3600000000000\n"},
		{func(p *LossParams) { p.MarkAfter = maxSpan + 1 }, "mark_after 86400000000001 86400000000000\n"},
		{func(p *LossParams) { p.VolLoss = maxTicks + 1 }, "vol_loss 1000001 1000000\n"},
	} {
		p, got := lossParams(), ""
		c.change(&p)
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprintln(key, found, allowed) })
		if got != c.want {
			t.Errorf("%+v: %swant %s", p, got, c.want)
		}
	}
}

func BenchmarkLoss(b *testing.B) {
	p := lossParams()
	var m Loss
	now := day
	for b.Loop() {
		now += s
		m.seen(100+market.Price(now/s%3), &p, now)
		m.Signal(&p, now)
	}
}
