package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// TestRestOfMonth: of a month of three days, what terms of one or two of them
// leave to come.
func TestRestOfMonth(t *testing.T) {
	day := 4 * market.Minute
	for _, c := range []struct {
		rows []Terms
		want market.Time // after the first day's close
	}{
		{[]Terms{{From: 20260101, To: 20260131}}, 2 * day},
		{[]Terms{{From: 20260101, To: 20260106}}, day},
		{[]Terms{{From: 20260101, To: 20260105}, {From: 20260107, To: 20260131}}, day},
		{[]Terms{{From: 20260101, To: 20260105}, {From: 20260106, To: 20260228}}, 2 * day},
		{[]Terms{{From: 20260101, To: 20260105}, {From: 20260202, To: 20260228}}, 0},
		{[]Terms{{From: 20251201, To: 20260201}}, 2 * day},
	} {
		p := Params{Contracts: 2}
		for _, r := range c.rows {
			x := futures()
			x.From, x.To = r.From, r.To
			p.Terms = append(p.Terms, x)
		}
		m := New(p, shortCalendar())
		m.Up(clock(9, 0))
		if r := m.Read(0, clock(9, 5)); r.R != c.want {
			t.Errorf("%v: %v left, want %v", c.rows, r.R, c.want)
		}
	}
}

// TestTwoHours: contracts that trade from nine to three, with and without a lunch.
func TestTwoHours(t *testing.T) {
	whole := zce()
	whole.Day[2].To = 15 * market.Hour
	whole.DayCount, whole.NightCount, whole.Night = 3, 3, whole.Day
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}},
		Hours: []calendar.Hours{zce(), whole}, Covered: []market.Month{202601}})
	p := Params{Contracts: 2}
	for c := range market.Contract(2) {
		x := futures()
		x.Contract, x.Hours = c, uint8(c)
		p.Terms = append(p.Terms, x)
	}
	m := New(p, cal)
	m.Up(clock(9, 0))
	for range 2 {
		for c, want := range []market.Time{225 * market.Minute, 6 * market.Hour} {
			if r := m.Read(market.Contract(c), clock(9, 0)); r.R != want {
				t.Errorf("contract %d: %d left, want %d", c, r.R, want)
			}
		}
	}
}

// TestPlan: the chain is in order of strike, each option once, its own underlying's.
func TestPlan(t *testing.T) {
	p := Params{Contracts: 8}
	for i, x := range []struct {
		c      market.Contract
		strike market.Price
		on     market.Contract
	}{{2, 6000, 0}, {3, 6000, 0}, {4, 5800, 0}, {5, 5900, 1}, {6, 5900, 0}, {2, 6000, 0}, {7, 6100, 0}} {
		t := futures()
		t.Contract, t.Option, t.Strike, t.Underlying = x.c, true, x.strike, x.on
		t.From, t.To = market.Date(20260101+i), market.Date(20260101+i)
		p.Terms = append(p.Terms, t)
	}
	of := newPlan(&p)
	r := &of.roots[of.rootOf[0]]
	chain, want := of.chain[r.chain.from:r.chain.to], []market.Contract{4, 6, 2, 3, 7}
	if len(chain) != len(want) {
		t.Fatalf("chain %v, want %v", chain, want)
	}
	for i := range want {
		if chain[i] != want[i] {
			t.Fatalf("chain %v, want %v", chain, want)
		}
	}
	for _, c := range []struct {
		lo, hi market.Price
		n      int
	}{{5800, 5800, 1}, {5801, 5899, 0}, {5800, 6000, 4}, {1, 9999, 5}, {6000, 6000, 2}, {6001, 6099, 0}} {
		if got := of.between(r, c.lo, c.hi); len(got) != c.n {
			t.Errorf("%d to %d: %v", c.lo, c.hi, got)
		}
	}
}
