package request

import (
	"testing"

	"quotient/internal/flat"
	"quotient/market"
)

// TestList: the earliest due open ones, as many as there is room for, then the
// last decided ones.
func TestList(t *testing.T) {
	a, b := answers(), answers()
	a.Respond, b.Contract = 15*market.Second, 2
	m, now := trading(a, b)
	m.Request(0, ref("D0"), now, now, true)
	m.Request(0, ref("D1"), now, now, true)
	for i, name := range []string{"A", "B", "C"} {
		m.Request(0, ref(name), now+market.Time(i)*market.Second, now+market.Time(i)*market.Second, false)
	}
	m.Request(2, ref("E"), now+3*market.Second, now+3*market.Second, false)
	m.Request(2, ref("F"), now+6*market.Second, now+6*market.Second, false)
	for n, want := range []string{"", "E", "E A", "E A B", "E A B F", "E A B F C", "E A B F C D1", "E A B F C D1 D0", "E A B F C D1 D0"} {
		got := ""
		kept := make([]View, 1, n+1)
		for _, v := range m.List(kept)[1:] {
			if got += " " + v.Ref.String(); v.Open != (v.Ref.String()[0] != 'D') {
				t.Errorf("%s: open %v", v.Ref, v.Open)
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("room for %d: %q, want %q", n, got, want)
		}
	}
}

// TestShares pins the arithmetic: rounded against us, exact at the target.
func TestShares(t *testing.T) {
	for _, c := range []struct{ target, all, kept, want int64 }{
		{800_000, 0, 0, 0}, {800_000, 5, 5, 1}, {800_000, 5, 4, 0}, {800_000, 4, 4, 0}, {800_000, 4, 3, -1}, {1_000_000, 9, 9, 0}, {1, 10, 0, -1},
		{1, 1 << 40, 1 << 40, 1<<40 - 1<<40/1_000_000 - 1}, {800_000, 4, 5, 1},
	} {
		if got := slack(c.target, c.all, c.kept); got != c.want {
			t.Errorf("slack(%d, %d, %d) = %d, want %d", c.target, c.all, c.kept, got, c.want)
		}
	}
	for _, c := range []struct{ target, all, answered, open, want int64 }{
		{800_000, 5, 4, 0, -1}, {800_000, 5, 4, 1, 0}, {800_000, 5, 3, 1, 1_000_000}, {800_000, 5, 3, 2, 500_000}, {800_000, 5, 2, 3, 666_667},
		{800_000, 6, 4, 1, 1_000_000}, {800_000, 5, 2, 1, 2_000_000},
	} {
		if got := needRest(c.target, c.all, c.answered, c.open); got != c.want {
			t.Errorf("needRest(%d, %d, %d, %d) = %d, want %d", c.target, c.all, c.answered, c.open, got, c.want)
		}
	}
	for _, c := range []struct {
		target, all, answered int64
		want                  bool
	}{{800_000, 5, 4, true}, {800_000, 5, 3, false}, {800_001, 5, 4, false}, {1_000_000, 1 << 40, 1 << 40, true},
		{1_000_000, 1 << 40, 1<<40 - 1, false}} {
		if got := reached(c.target, c.all, c.answered); got != c.want {
			t.Errorf("reached(%d, %d, %d)", c.target, c.all, c.answered)
		}
	}
}

// TestUnitsNobodyTakes: the oldest reading is lost, and counted.
func TestUnitsNobodyTakes(t *testing.T) {
	m, _ := trading(answers())
	m.days = flat.NewQueue[UnitReading](1)
	decided(m, clockAt(20260202, 16, 0, 0))
	var r UnitReading
	if !m.TakeUnit(&r) || r.Date != 20260202 || m.TakeUnit(&r) || m.Lost() != 2 {
		t.Errorf("%+v, %d lost", r, m.Lost())
	}
}

// TestJoin: what has become the same is one stretch again.
func TestJoin(t *testing.T) {
	m, now := trading(answers())
	d := &m.duties[0]
	n := d.n
	for i := range market.Time(100) {
		m.Exempt(0, true, now+i, now+i)
		m.Exempt(0, false, now+i, now+i)
		sendQuote(m, 1, "", now+i)
		m.QuoteRejected(0, 1, now+i, now+i)
	}
	if d.n != n {
		t.Errorf("%d stretches, %d before", d.n, n)
	}
}
