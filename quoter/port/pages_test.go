package port_test

import (
	"runtime"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/quoter/port"
)

func publish(p *port.Pages, n uint64) {
	s := p.Page()
	s.Version, s.Seq, s.Events, s.Now = port.Version, n, n, market.Time(n)
	s.Contract[0].Quotes = int64(n)
	s.Contract[port.MaxContracts-1].Quotes = int64(n)
	p.Publish()
}

// consistent returns the page's number, or false when it is a mixture of two.
func consistent(s *port.Snapshot) (uint64, bool) {
	n := s.Seq
	return n, s.Events == n && s.Now == market.Time(n) && s.Contract[0].Quotes == int64(n) &&
		s.Contract[port.MaxContracts-1].Quotes == int64(n)
}

// TestPagesInTurn publishes and reads in any order on one thread: the reader has
// the newest page, and is told once that it is new.
func TestPagesInTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := port.NewPages()
		var published, seen uint64
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "publish") {
				published++
				publish(p, published)
				continue
			}
			s, newer := p.Latest()
			if published == 0 {
				if s != nil || newer {
					t.Fatal("a page before the first")
				}
				continue
			}
			if s == nil || newer != (published > seen) {
				t.Fatalf("page %v, newer %v, with %d published and %d seen", s != nil, newer, published, seen)
			}
			if n, ok := consistent(s); !ok || n != published {
				t.Fatalf("page %d, whole %v, want %d", n, ok, published)
			}
			seen = published
		}
	})
}

// TestPagesTwoThreads reads while the other side writes: every page is whole, and
// they never go back. The last one is always seen.
func TestPagesTwoThreads(t *testing.T) {
	const count = 20_000
	p := port.NewPages()
	go func() {
		for n := uint64(1); n <= count; n++ {
			publish(p, n)
			if n%64 == 0 {
				runtime.Gosched()
			}
		}
	}()
	last := uint64(0)
	for last < count {
		s, newer := p.Latest()
		if s == nil {
			runtime.Gosched()
			continue
		}
		n, ok := consistent(s)
		if !ok || n < last || newer != (n > last) {
			t.Fatalf("page %d after %d, whole %v, newer %v", n, last, ok, newer)
		}
		if last = n; !newer {
			runtime.Gosched()
		}
	}
}

func TestPagesDoNotAllocate(t *testing.T) {
	p := port.NewPages()
	n := uint64(0)
	if got := testing.AllocsPerRun(100, func() { n++; publish(p, n); p.Latest() }); got != 0 {
		t.Fatalf("%v allocations", got)
	}
}
