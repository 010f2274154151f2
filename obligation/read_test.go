package obligation

import (
	"slices"
	"testing"

	"quotient/market"
)

// TestRow: there is a row from the open on, of what is owed.
func TestRow(t *testing.T) {
	watched, other := futures(), futures()
	watched.Contract, watched.Watch = 1, true
	other.Contract = 2
	source, _ := market.MakeRef("ZCE-2026-1")
	other.Source = 1
	p := Params{Contracts: 3, Terms: []Terms{futures(), watched, other}}
	p.Sources = []market.Ref{{}, source}
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	for _, now := range []market.Time{clock(8, 55) - 1, clock(8, 55), clock(8, 56)} {
		for c, owed := range []bool{true, false, true} {
			if row, ok := m.Row(market.Contract(c), now); ok != (owed && now >= clock(8, 55)) || ok && row.Scheduled != now-clock(8, 55) {
				t.Errorf("at %d contract %d: %v %+v", now, c, ok, row)
			}
			r := m.Read(market.Contract(c), now)
			if r.Obliged != owed || r.Member != owed || (r.Source == source) != (c == 2) {
				t.Errorf("contract %d: %+v", c, r)
			}
			if _, ok := m.Terms(market.Contract(c), 20260105); ok != owed {
				t.Errorf("contract %d: terms %v", c, ok)
			}
		}
	}
	if _, ok := m.Terms(3, 20260105); ok {
		t.Error("terms of a contract that is none")
	}
}

// TestSinceOfAnotherExemption: time that is exempt for another reason is another
// state, also when the one before it is folded, or it is itself.
func TestSinceOfAnotherExemption(t *testing.T) {
	m := New(Params{Contracts: 2, Terms: []Terms{futures()}}, storyDays())
	m.Up(clock(8, 50))
	m.Phase(0, market.PhaseContinuous, clock(9, 0), clock(9, 0))
	d := market.Depth{Bid: 7200, BidQty: 5, Last: 7200, Upper: 7200, Lower: 6800, Stamp: clock(9, 0)}
	m.Market(0, &d, clock(9, 0))
	for minute := range market.Time(6) {
		m.Why(0, CauseStale, minute%2 == 0, clock(9, 3+minute))
		if r := m.Read(0, clock(9, 3+minute)); r.Exempt != ExemptOwnLimit || r.Since != clock(9, 0) {
			t.Errorf("%v since %d", r.Exempt, r.Since)
		}
	}
}

// TestHeirs: whose limit exempts whom, each once and nobody himself.
func TestHeirs(t *testing.T) {
	p := Params{Contracts: 4}
	for _, x := range []struct{ c, dominant market.Contract }{{1, 0}, {2, 0}, {0, 0}, {1, 2}, {1, 0}, {3, 2}, {2, 3}} {
		t := futures()
		t.Contract, t.Dominant = x.c, x.dominant
		p.Terms = append(p.Terms, t)
	}
	m := New(p, storyDays())
	for c, want := range [][]market.Contract{{1, 2}, {}, {1, 3}, {2}} {
		if got := m.heirs[m.under[c].from:m.under[c].to]; !slices.Equal(got, want) {
			t.Errorf("under %d: %v, want %v", c, got, want)
		}
	}
}
