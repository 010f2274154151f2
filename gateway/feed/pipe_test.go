package feed

import (
	"testing"

	"quotient/market"
)

// script is a Source that gives n events with a Problem before every k-th.
type script struct {
	n, k, at int
	told     bool
	problem  Problem
}

func (s *script) Next(e *market.Event) (bool, *Problem) {
	if s.at == s.n {
		return false, nil
	}
	if s.k > 0 && s.at%s.k == 0 && !s.told {
		s.told = true
		s.problem = Problem{Code: CodeColumns, Line: s.at}
		return false, &s.problem
	}
	s.told = false
	*e = market.Event{ID: uint64(s.at)}
	s.at++
	return true, nil
}

// TestPipeKeepsOrder reads the same script straight and through a Pipe, around
// the sizes at which a batch is full.
func TestPipeKeepsOrder(t *testing.T) {
	for _, n := range []int{0, 1, batchSize - 1, batchSize, batchSize + 1, 3*batchSize + 7, 20 * batchSize} {
		for _, k := range []int{0, 1, 7, batchSize, batchSize + 1} {
			straight, pipe := &script{n: n, k: k}, NewPipe(&script{n: n, k: k})
			for i := 0; ; i++ {
				var a, b market.Event
				okA, pA := straight.Next(&a)
				okB, pB := pipe.Next(&b)
				if okA != okB || (pA == nil) != (pB == nil) || okA && a != b || pA != nil && *pA != *pB {
					t.Fatalf("n=%d k=%d step %d: %v %v, want %v %v", n, k, i, okB, b.ID, okA, a.ID)
				}
				if !okA && pA == nil {
					break
				}
			}
			if ok, p := pipe.Next(new(market.Event)); ok || p != nil {
				t.Fatal("there is something after the end")
			}
			pipe.Close()
		}
	}
}

func TestPipeCloseInTheMiddle(t *testing.T) {
	for _, read := range []int{0, 1, batchSize, 5*batchSize + 3} {
		src := &script{n: 1 << 30}
		pipe := NewPipe(src)
		var e market.Event
		for i := range read {
			if ok, _ := pipe.Next(&e); !ok || e.ID != uint64(i) {
				t.Fatalf("event %d is %v %d", i, ok, e.ID)
			}
		}
		pipe.Close()
		at := src.at // the goroutine is gone: no race
		if at > read+(batchCount+1)*batchSize {
			t.Errorf("%d events were read ahead of %d", at, read)
		}
		if ok, p := pipe.Next(&e); ok || p != nil {
			t.Error("a closed pipe gives events")
		}
		pipe.Close()
	}
}

func TestPipeOverMerge(t *testing.T) {
	s := &shelf{files: [][]byte{appleDay(1, "AP010", 20200803, 3000), zipped(t, appleDay(2, "AP101", 20200803, 2500))}}
	m := newMerge(t, s)
	pipe := NewPipe(m)
	defer pipe.Close()
	sameEvents(t, drain(t, pipe), slowMerge(t, s.files))
	if m.Err() != nil || m.Stats().Events != 5508 {
		t.Errorf("%+v %v", m.Stats(), m.Err())
	}
}

func TestPipeDoesNotAllocatePerEvent(t *testing.T) {
	pipe := NewPipe(&script{n: 1 << 30})
	defer pipe.Close()
	var e market.Event
	for range 10 * batchSize {
		pipe.Next(&e)
	}
	if n := testing.AllocsPerRun(20*batchSize, func() { pipe.Next(&e) }); n != 0 {
		t.Fatalf("%v allocations an event", n)
	}
}
