package feed

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func TestSymbolsAgainstAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z]{1,3}[0-9]{0,4}([CP][0-9]{1,24})?`), 0, 300, rapid.ID[string]).Draw(t, "names")
		var universe []market.Instrument
		want := map[string]market.Contract{}
		for _, name := range names {
			y, ok := market.MakeSymbol(name)
			if !ok {
				continue
			}
			want[name] = market.Contract(len(universe))
			universe = append(universe, market.Instrument{Symbol: y})
		}
		s := NewSymbols(universe)
		for name, c := range want {
			got, in, ok := s.Lookup([]byte(name))
			if !ok || got != c || in != &universe[c] {
				t.Fatalf("%q is found as %d %v, want %d", name, got, ok, c)
			}
		}
		for _, name := range append(names, "", "A", "AP", "no such", "\x00", "AP101\x00") {
			for _, other := range []string{name, name + "0", "X" + name} {
				_, known := want[other]
				if got, ok := s.Find([]byte(other)); ok != known || !known && got != market.NoContract {
					t.Fatalf("%q is found: %v %d, want %v", other, ok, got, known)
				}
			}
		}
	})
}

func TestSymbolsFullLengthAndTwice(t *testing.T) {
	long := "SR609C6000-SR609C6000-SR609C6000"
	if len(long) != 32 {
		t.Fatal("the test needs a symbol that fills its field")
	}
	universe := []market.Instrument{instrument(t, long, "SR", 1, 0, 1), instrument(t, "TWICE", "SR", 1, 0, 1), instrument(t, "TWICE", "SR", 1, 0, 1)}
	s := NewSymbols(universe)
	if c, ok := s.Find([]byte(long)); !ok || c != 0 {
		t.Errorf("%d %v", c, ok)
	}
	if _, ok := s.Find([]byte(long + "x")); ok {
		t.Error("a longer text is found")
	}
	if c, ok := s.Find([]byte("TWICE")); !ok || c != 1 {
		t.Errorf("of two equal symbols contract %d is found, %v", c, ok)
	}
}

func TestFindDoesNotAllocate(t *testing.T) {
	var universe []market.Instrument
	for i := range 512 {
		universe = append(universe, instrument(t, fmt.Sprintf("SR%03dC%d", i, 5000+i), "SR", 1, 0, 1))
	}
	s := NewSymbols(universe)
	name := []byte("SR377C5377")
	if n := testing.AllocsPerRun(100, func() {
		if c, ok := s.Find(name); !ok || c != 377 {
			t.Fatalf("%d %v", c, ok)
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
