package conn

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// TestBackoffWaits holds every wait against the rule: the n-th lies in the upper
// half of First·2^n, capped at Max.
func TestBackoffWaits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := market.Time(rapid.Int64Range(1, int64(market.Second)).Draw(t, "first"))
		p := BackoffParams{First: first, Max: first * market.Time(rapid.Int64Range(1, 1000).Draw(t, "times")),
			Stable: market.Minute, Seed: rapid.Uint64().Draw(t, "seed")}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		b, twin := NewBackoff(p), NewBackoff(p)
		step := p.First
		for i := range 80 {
			w := b.Fail()
			if w < step/2 || w > step || w > p.Max {
				t.Fatalf("wait %d is %d, step %d", i, w, step)
			}
			if w != twin.Fail() {
				t.Fatal("the same seed gives another wait")
			}
			step = min(step*2, p.Max)
		}
		b.Held(market.Minute - 1)
		if w := b.Fail(); w < p.Max/2 {
			t.Fatalf("a link that did not hold resets: %d", w)
		}
		b.Held(market.Minute)
		if w := b.Fail(); w > p.First {
			t.Fatalf("a stable link does not reset: %d", w)
		}
	})
}

func TestBackoffSeedsDiffer(t *testing.T) {
	a, b := NewBackoff(DefaultBackoff(1)), NewBackoff(DefaultBackoff(2))
	same := 0
	for range 20 {
		if a.Fail() == b.Fail() {
			same++
		}
	}
	if same > 2 {
		t.Fatalf("%d of 20 waits agree between two seeds", same)
	}
}

func TestBackoffCheck(t *testing.T) {
	good := DefaultBackoff(0)
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for want, p := range map[string]BackoffParams{
		"first wait":    {First: 0, Max: 1},
		"below":         {First: 2, Max: 1},
		"above an hour": {First: 1, Max: market.Hour + 1},
		"stable":        {First: 1, Max: 1, Stable: -1},
	} {
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", p, err, want)
		}
	}
}

func TestParseAddr(t *testing.T) {
	for _, s := range []string{"127.0.0.1:9001", "[::1]:9001", "unix:/run/feed.sock", "unix:relative.sock"} {
		a, err := ParseAddr(s)
		if err != nil || a.String() != s {
			t.Errorf("%q: %v, %v", s, a, err)
		}
	}
	long := "unix:/" + strings.Repeat("x", 200)
	for _, s := range []string{"", ":", "localhost:9001", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536",
		"127.0.0.1:-1", "[::1%lo]:80", "unix:", "unix:a\x00b", "unix:\x00abstract", long, "256.0.0.1:80"} {
		a, err := ParseAddr(s)
		if err == nil || a != (Addr{}) {
			t.Errorf("%q is taken as %v", s, a)
			continue
		}
		if !strings.HasPrefix(err.Error(), "conn: address ") || len(err.Error()) > 250 {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestNewClientRefuses(t *testing.T) {
	for want, p := range map[string]Params{
		"address":      {Addr: "nowhere", Backoff: DefaultBackoff(1)},
		"first wait":   {Addr: "127.0.0.1:1"},
		"not be negat": {Addr: "127.0.0.1:1", Backoff: DefaultBackoff(1), Silence: -1},
	} {
		if _, err := NewClient(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", p, err, want)
		}
	}
}
