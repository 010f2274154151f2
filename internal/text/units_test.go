package text

import (
	"slices"
	"testing"

	"quotient/obligation/steering"
)

// The page's own words have both languages and the same values to fill in, and
// no name of the catalogue.
func TestPageWords(t *testing.T) {
	zh, en := Page(Zh), Page(En)
	for _, e := range pageWords {
		a, b := placeholder.FindAllString(e.zh, -1), placeholder.FindAllString(e.en, -1)
		slices.Sort(a)
		slices.Sort(b)
		if e.zh == "" || e.en == "" || !slices.Equal(a, b) {
			t.Errorf("%s: %q, %q", e.name, e.zh, e.en)
		}
		if _, twice := byName[e.name]; twice {
			t.Errorf("%s is in the catalogue too", e.name)
		}
		if zh[e.name] != e.zh || en[e.name] != e.en {
			t.Errorf("%s is shown as %q, %q", e.name, zh[e.name], en[e.name])
		}
	}
	if want := len(All(En)) + len(pageWords); len(zh) != want || len(en) != want {
		t.Errorf("%d and %d texts, want %d", len(zh), len(en), want)
	}
	if en["state.no_quote"] != "no quote" {
		t.Error("the catalogue is not part of it")
	}
}

func TestNeedsAndStancesHaveWords(t *testing.T) {
	words := Page(En)
	for n := steering.Need(0); n.String() != "invalid"; n++ {
		if words["need."+n.String()] == "" {
			t.Errorf("no words for need %v", n)
		}
	}
	for s := steering.Stance(0); s.String() != "invalid"; s++ {
		if words["stance."+s.String()] == "" {
			t.Errorf("no words for stance %v", s)
		}
	}
}
