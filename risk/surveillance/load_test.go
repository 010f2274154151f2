package surveillance

import (
	"testing"

	"quotient/market"
)

func cancelsOnly() Params {
	return Params{Products: make([]market.Code, 1), Warn: 500_000, Throttle: 800_000, Stop: 950_000,
		Rules: []Rule{{Kind: Cancels, Counts: CountCancels, QuoteWeight: 1, From: 20200101, Until: 20300101,
			Source: market.Ref{1}, Limit: 10}}}
}

// State that nobody could have counted is refused; at its edge it is not.
func TestLoadRefusesWhatCannotBe(t *testing.T) {
	for name, x := range map[string]struct {
		fine  bool
		spoil func(w *Watch)
	}{
		"as it was": {true, func(*Watch) {}},
		"date":      {false, func(w *Watch) { w.st.date = 20251032 }},
		"halt":      {true, func(w *Watch) { w.st.told = Unreadable }},
		"no halt":   {false, func(w *Watch) { w.st.told = Unreadable + 1 }},
		"value":     {false, func(w *Watch) { w.cells[0].value = -1 }},
		"seen":      {false, func(w *Watch) { w.cells[0].seen = -1 }},
		"of":        {false, func(w *Watch) { w.cells[0].of = -1 }},
		"base":      {false, func(w *Watch) { w.cells[0].base = -2 }},
		"told":      {true, func(w *Watch) { w.cells[0].told = Stop }},
		"no level":  {false, func(w *Watch) { w.cells[0].told = levels }},
	} {
		w := New(1, cancelsOnly())
		w.NewDay(20251010)
		x.spoil(w)
		if _, ok := New(1, cancelsOnly()).Load(w.Save(nil)); ok != x.fine {
			t.Errorf("%s: loads %v", name, ok)
		}
	}
	p := cancelsOnly()
	p.Products, p.Rules = nil, nil
	saved := New(0, p).Save(nil)
	for cut := range saved {
		if _, ok := New(0, p).Load(saved[:cut]); ok {
			t.Errorf("took %d of %d bytes", cut, len(saved))
		}
	}
}

// A Watch in use forgets what it stood at, and an alarm that nobody took is there.
func TestLoadIntoOneInUse(t *testing.T) {
	w, used := New(1, cancelsOnly()), New(1, cancelsOnly())
	w.NewDay(20251010)
	used.NewDay(20251010)
	var a Alarm
	for range 10 {
		w.Cancelled(&Cancel{BidLots: 1}, 1)
		used.Cancelled(&Cancel{BidLots: 1}, 1)
	}
	for w.Take(&a) {
	}
	w.NewDay(20251013)
	if _, ok := used.Load(w.Save(nil)); !ok || used.Level(0) != OK {
		t.Fatal(ok, used.Level(0))
	}
	if !used.Take(&a) || a.From != Stop || a.To != OK || used.Take(&a) {
		t.Errorf("%+v", a)
	}
}
