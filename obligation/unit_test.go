package obligation

import (
	"sort"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// TestUnitIsItsContracts: at any instant, also one at which much has come due
// that nobody has advanced to, a unit is what its contracts' readings add up to.
func TestUnitIsItsContracts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Params{Contracts: 7, Units: []Unit{
			{By: Aggregation(rapid.IntRange(0, 2).Draw(t, "by")), Target: 800_000, Least: int32(rapid.IntRange(1, 6).Draw(t, "least"))},
			{By: AggregateEvery, Target: 800_000}}}
		for c := range market.Contract(6) {
			x := futures()
			x.Contract, x.Dominant, x.Target = c, 6, int64(rapid.IntRange(1, 9).Draw(t, "target"))*100_000
			x.Unit = uint8(rapid.IntRange(0, 3).Draw(t, "unit") / 3)
			p.Terms = append(p.Terms, x)
		}
		m, now := New(p, storyDays()), clock(9, 0)
		m.Up(now)
		for c := range market.Contract(6) {
			m.Phase(c, market.PhaseContinuous, now, now)
		}
		for range rapid.IntRange(0, 8).Draw(t, "quotes") {
			now += market.Time(rapid.IntRange(1, 1800).Draw(t, "wait")) * market.Second
			m.Alive(0, now)
			send(m, market.Contract(rapid.IntRange(0, 5).Draw(t, "contract")), uint64(now), now)
		}
		at := now + market.Time(rapid.IntRange(1, 400).Draw(t, "later"))*market.Minute
		if m.running[0] == 20260105 && at > clock(15, 0) {
			at = clock(15, 0) // no contract has begun another day
		}
		for u := range p.Units {
			var r UnitReading
			was := string(m.Save(nil))
			m.ReadUnit(u, at, &r)
			if string(m.Save(nil)) != was {
				t.Fatal("reading has changed the state")
			}
			checkUnit(t, m, u, at, &r)
		}
	})
}

// checkUnit adds up the contracts' readings.
func checkUnit(t *rapid.T, m *Meter, u int, at market.Time, r *UnitReading) {
	var sum Reading
	var all []Reading
	passed := int32(0)
	for c := range market.Contract(6) {
		if int(m.p.Terms[c].Unit) != u {
			continue
		}
		x := m.Read(c, at)
		sum.D, sum.R, sum.MonthLow, sum.MonthHigh = sum.D+x.D, sum.R+x.R, sum.MonthLow+x.MonthLow, sum.MonthHigh+x.MonthHigh
		if x.D > 0 && int64(x.MonthLow)*10 >= int64(x.D)*(x.Target/100_000) {
			passed++
		}
		all = append(all, x)
	}
	if len(all) == 0 {
		if r.Verdict != NotAssessed || r.Contracts != 0 || r.NeedRest != -1 || r.Worst[0] != market.NoContract {
			t.Fatalf("an empty unit: %+v", r)
		}
		return
	}
	if r.D != sum.D || r.R != sum.R || r.Low != sum.MonthLow || r.High != sum.MonthHigh || r.Passed != passed || int(r.Contracts) != len(all) {
		t.Fatalf("unit %+v\nsum %d %d %d %d passed %d of %d", r, sum.D, sum.R, sum.MonthLow, sum.MonthHigh, passed, len(all))
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Slack < all[j].Slack })
	for i, w := range r.Worst {
		if i < len(all) && w != all[i].Contract || i >= len(all) && w != market.NoContract {
			t.Fatalf("worst %v, want %d at %d", r.Worst, all[i].Contract, i)
		}
	}
	switch by := m.p.Units[u]; by.By {
	case AggregateEvery:
		if r.Slack != all[0].Slack {
			t.Fatalf("slack %d, worst %d", r.Slack, all[0].Slack)
		}
	case AggregateSome:
		if n := len(all) - int(by.Least); n >= 0 && r.Slack != all[n].Slack || n < 0 && (r.Slack >= 0 || r.NeedRest <= million || r.Verdict != Missed) {
			t.Fatalf("slack %d, verdict %d of %v", r.Slack, r.Verdict, all)
		}
	}
}

// TestVerdict: each verdict at its edge, in the month's last nanoseconds.
func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		d, r, low, high market.Time
		want            Verdict
	}{
		{0, 0, 0, 0, NotAssessed},
		{0, 10, 0, 0, Open},
		{10, 0, 8, 8, Met},
		{10, 0, 7, 8, InBand},
		{10, 0, 7, 7, Missed},
		{6, 4, 4, 4, Open},
		{6, 4, 3, 4, Open},
		{6, 4, 3, 3, Missed},
		{9, 1, 8, 8, Met},
		{9, 1, 7, 7, Open},
	} {
		a := account{}
		a.take(800_000, c.d, c.low, c.high)
		a.leave(800_000, c.r)
		if got := a.verdict(); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// TestIntervals: slack and the required rest over several intervals of terms are
// those of big numbers.
func TestIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a account
		var owed, whole, left, low int64
		for range rapid.IntRange(1, 4).Draw(t, "intervals") {
			p := rapid.Int64Range(1, 10).Draw(t, "target")
			d, r := rapid.Int64Range(0, 1000).Draw(t, "d"), rapid.Int64Range(0, 1000).Draw(t, "r")
			e := rapid.Int64Range(0, d).Draw(t, "e")
			a.take(p*100_000, market.Time(d), market.Time(e), market.Time(d))
			a.leave(p*100_000, market.Time(r))
			owed, whole, left, low = owed+p*(d+r), whole+d+r, left+r, low+e
		}
		spare := 10*whole - owed // tenths
		if got := int64(a.slack()); got != spare/10-(whole-left-low) {
			t.Fatalf("slack %d of %+v", got, a)
		}
		need := int64(-1)
		if left > 0 {
			need = max(0, (owed*100_000-low*million+left-1)/left)
		}
		if got := a.needRest(); got != need {
			t.Fatalf("need %d, want %d", got, need)
		}
	})
}

// TestWide carries over 64 bits.
func TestWide(t *testing.T) {
	a, b := wide{1, 1 << 63}, wide{2, 1 << 63}
	if a.plus(b) != (wide{4, 0}) {
		t.Error(a.plus(b))
	}
	if d, below := b.minus(a); d != (wide{1, 0}) || below {
		t.Error(d, below)
	}
	if _, below := a.minus(b); !below {
		t.Error("not below")
	}
	if d, below := (wide{1, 0}).minus(wide{0, 1}); d != (wide{0, 1<<64 - 1}) || below {
		t.Error(d, below)
	}
}

// TestLoadRefusesLess: what is cut short is not taken for a whole.
func TestLoadRefusesLess(t *testing.T) {
	m, _ := chain(4, RestrikeLast, 1)
	whole := m.Save(nil)
	for n := 0; n < len(whole); n += 7 {
		if _, ok := New(m.p, m.cal).Load(whole[:n]); ok {
			t.Fatalf("%d of %d bytes are taken", n, len(whole))
		}
	}
	o := New(m.p, m.cal)
	if rest, ok := o.Load(append(whole, 1)); !ok || len(rest) != 1 || string(o.Save(nil)) != string(whole) {
		t.Error("the whole is not taken")
	}
	if o.Units() != 1 || o.Deadline() != m.Deadline() {
		t.Error("it does not go on the same")
	}
}
