package config

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNearest(t *testing.T) {
	words := []string{"max_spread_ticks", "min_size_lots", "max_long_lots", "max_short_lots", "target", "to", "from"}
	for found, want := range map[string]string{"max_spread": "max_spread_ticks", "maxspreadticks": "max_spread_ticks", "MAX_SPREAD_TICKS": "max_spread_ticks",
		"min_size": "min_size_lots", "max_shrot_lots": "max_short_lots", "tagret": "target", "form": "from", "gamma": "", "x": "", "": "",
		"completely_different": ""} {
		if got := nearest(found, words); got != want {
			t.Errorf("%s: %q, want %q", found, got, want)
		}
	}
}

// slowly is the distance by its definition: the least of all ways.
func slowly(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	cost := 1
	if a[len(a)-1] == b[len(b)-1] {
		cost = 0
	}
	d := min(slowly(a[:len(a)-1], b)+1, slowly(a, b[:len(b)-1])+1, slowly(a[:len(a)-1], b[:len(b)-1])+cost)
	if len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-2] && a[len(a)-2] == b[len(b)-1] {
		d = min(d, slowly(a[:len(a)-2], b[:len(b)-2])+1)
	}
	return d
}

func TestEditsOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abc]{0,6}`)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := edits(a, b), slowly(a, b); got != want {
			t.Fatalf("%q to %q: %d, want %d", a, b, got, want)
		}
	})
}
