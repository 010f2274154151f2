package orders

import (
	"math/rand/v2"
	"slices"
	"testing"

	"quotient/market"
)

// The index finds what the table remembers, and nothing else, whatever the ids:
// here they are random and a small table forgets the oldest all the time.
func TestIndexEqualsAMap(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	const size, sent = 80, 3000
	table, waiting, done := newTable(1, size), []uint64{}, []uint64{}
	places := map[uint64]bool{}
	for n := range sent {
		id := rng.Uint64() | 1
		if !table.Send(&market.Instruction{Kind: market.InstructPositions, ID: id}, 0) {
			t.Fatalf("refused %d", id)
		}
		places[table.home(id)] = true
		if waiting = append(waiting, id); len(waiting) > 30 {
			i := rng.IntN(len(waiting))
			table.Apply(&market.Event{Kind: market.EventQueryReject, ID: waiting[i]})
			done, waiting = append(done, waiting[i]), slices.Delete(waiting, i, i+1)
		}
		done = done[max(0, len(waiting)+len(done)-size):] // reused, longest done first
		for _, id := range slices.Concat(waiting, done) {
			if e, ok := table.Find(id); !ok || e.ID != id {
				t.Fatalf("%d is not found after %d", id, n)
			}
		}
		if _, ok := table.Find(id + 1); ok {
			t.Fatalf("%d was never sent", id+1)
		}
	}
	if len(places) != len(table.index) || len(table.index) != 256 {
		t.Errorf("%d ids lie in %d of %d places", sent, len(places), len(table.index))
	}
}

// The index is a power of two and at most half full.
func TestIndexSize(t *testing.T) {
	for n, want := range map[int]int{1: 2, 2: 4, 64: 128, 65: 256, 128: 256} {
		if got := indexSize(n); got != want {
			t.Errorf("%d slots: %d, want %d", n, got, want)
		}
	}
}
