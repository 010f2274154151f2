package ring_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quotient/internal/ring"
)

// event is about as large as what crosses the real rings.
type event struct {
	n    uint64
	body [20]uint64
}

func make8(n uint64) (e event) {
	e.n = n
	for i := range e.body {
		e.body[i] = n * uint64(i+1)
	}
	return e
}

// whole reports whether e is a value that make8 made, not a mixture of two.
func (e *event) whole() bool { return *e == make8(e.n) }

// TestAgainstSlice runs random steps of one thread against a plain queue, and
// after each step asks what a reader of the left-over memory would find.
func TestAgainstSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := 1 << rapid.IntRange(0, 4).Draw(t, "size")
		slots := make([]ring.Slot[event], size)
		r := ring.New(slots)
		var queue []event
		next := uint64(0)
		var claimed *event
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				if claimed != nil {
					t.Skip("a place is claimed")
				}
				v := make8(next)
				if ok := r.Push(&v); ok != (len(queue) < size) {
					t.Fatalf("push with %d of %d: %v", len(queue), size, ok)
				} else if ok {
					queue, next = append(queue, v), next+1
				}
			},
			"claim": func(t *rapid.T) {
				p := r.Claim()
				if (p != nil) != (len(queue) < size) {
					t.Fatalf("claim with %d of %d: %v", len(queue), size, p)
				}
				if claimed != nil && p != claimed {
					t.Fatal("a second claim gives another place")
				}
				if claimed = p; p != nil {
					*p = make8(next)
				}
			},
			"commit": func(t *rapid.T) {
				if claimed == nil {
					t.Skip("nothing is claimed")
				}
				r.Commit()
				queue, next, claimed = append(queue, make8(next)), next+1, nil
			},
			"pop": func(t *rapid.T) {
				var v event
				if ok := r.Pop(&v); ok != (len(queue) > 0) {
					t.Fatalf("pop with %d: %v", len(queue), ok)
				} else if ok {
					if v != queue[0] {
						t.Fatalf("popped %d, want %d", v.n, queue[0].n)
					}
					queue = queue[1:]
				}
			},
			"peek": func(t *rapid.T) {
				p := r.Peek()
				if (p != nil) != (len(queue) > 0) || p != nil && *p != queue[0] {
					t.Fatalf("peek with %d: %v", len(queue), p)
				}
			},
			"drop": func(t *rapid.T) {
				if r.Peek() == nil {
					t.Skip("empty")
				}
				r.Drop()
				queue = queue[1:]
			},
			"": func(t *rapid.T) {
				for n := range size + 2 {
					if claimed == nil && r.Room(n) != (len(queue)+n <= size) {
						t.Fatalf("room for %d beside %d of %d: %v", n, len(queue), size, r.Room(n))
					}
					p := r.Ahead(uint64(n))
					if (p != nil) != (n < len(queue)) || p != nil && *p != queue[n] {
						t.Fatalf("%d ahead of %d: %v", n, len(queue), p)
					}
				}
				if r.Room(-1) {
					t.Fatal("room for less than nothing")
				}
				var left []event
				ring.Leftover(slots, func(v *event) { left = append(left, *v) })
				if !slices.Equal(left, queue) {
					t.Fatalf("left over are %d values, want %d", len(left), len(queue))
				}
			},
		})
	})
}

// TestLeftoverAfterACrash stops a producer and a consumer after every possible
// number of steps, over several laps: what was handed over and not taken must be
// found, in order, and the value being written or taken is not lost or doubled.
func TestLeftoverAfterACrash(t *testing.T) {
	const size = 4
	for pushed := range 3*size + 1 {
		for popped := max(0, pushed-size); popped <= pushed; popped++ {
			for _, halfway := range []bool{false, true} {
				slots := make([]ring.Slot[event], size)
				r := ring.New(slots)
				for n, taken := 0, 0; n < pushed || taken < popped; {
					if n < pushed && r.Room(1) {
						v := make8(uint64(n))
						r.Push(&v)
						n++
					} else {
						var v event
						r.Pop(&v)
						taken++
					}
				}
				if halfway { // the producer dies between Claim and Commit, the consumer before Drop
					if p := r.Claim(); p != nil {
						p.n = 999
					}
					r.Peek()
				}
				var left []uint64
				ring.Leftover(slots, func(v *event) {
					if !v.whole() {
						t.Errorf("value %d is not whole", v.n)
					}
					left = append(left, v.n)
				})
				var want []uint64
				for n := popped; n < pushed; n++ {
					want = append(want, uint64(n))
				}
				if !slices.Equal(left, want) {
					t.Fatalf("%d pushed, %d popped, halfway %v: %v, want %v", pushed, popped, halfway, left, want)
				}
				// The next life begins empty, whatever was left.
				again := ring.New(slots)
				if !again.Room(size) || again.Peek() != nil {
					t.Fatal("a new ring over old slots is not empty")
				}
			}
		}
	}
}

// TestTwoThreads hands many values from one goroutine to another through rings
// small enough to be full and empty all the time.
func TestTwoThreads(t *testing.T) {
	const count = 30_000
	for _, size := range []int{1, 2, 64} {
		for _, inPlace := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d slots, in place %v", size, inPlace), func(t *testing.T) {
				r := ring.New(make([]ring.Slot[event], size))
				go produce(r, count, inPlace)
				for n := uint64(0); n < count; {
					p := r.Peek()
					if p == nil {
						runtime.Gosched()
						continue
					}
					if p.n != n || !p.whole() {
						t.Fatalf("value %d came as %d, whole %v", n, p.n, p.whole())
					}
					r.Drop()
					n++
				}
				if r.Peek() != nil {
					t.Error("there is more than was pushed")
				}
			})
		}
	}
}

func produce(r *ring.SPSC[event], count uint64, inPlace bool) {
	for n := uint64(0); n < count; {
		v := make8(n)
		if inPlace {
			p := r.Claim()
			if p == nil {
				runtime.Gosched()
				continue
			}
			*p = v
			r.Commit()
		} else if !r.Push(&v) {
			runtime.Gosched()
			continue
		}
		n++
	}
}

func TestNewRefusesSizes(t *testing.T) {
	for _, n := range []int{0, 3, 6, 100} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d slots are taken", n)
				}
			}()
			ring.New(make([]ring.Slot[int], n))
		}()
	}
}

func TestNoAllocations(t *testing.T) {
	r := ring.New(make([]ring.Slot[event], 8))
	v := make8(1)
	if n := testing.AllocsPerRun(100, func() {
		if !r.Push(&v) || !r.Pop(&v) {
			t.Fatal("push and pop")
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}

// BenchmarkRing pushes and pops on one goroutine: the cost without contention.
func BenchmarkRing(b *testing.B) {
	r := ring.New(make([]ring.Slot[event], 1024))
	v := make8(1)
	b.ReportAllocs()
	for b.Loop() {
		r.Push(&v)
		r.Pop(&v)
	}
}
