package orders

import (
	"testing"

	"pgregory.net/rapid"
)

// The index is at most half full, and no larger than that takes.
func TestIndexSize(t *testing.T) {
	for n, want := range map[int]int{1: 2, 2: 4, 3: 8, 4: 8, 5: 16, 512: 1024, 513: 2048} {
		if got := indexSize(n); got != want {
			t.Errorf("%d slots: %d", n, got)
		}
	}
}

// Whatever ids come and go, also such as meet in one place, the index finds what a
// map does.
func TestIndexIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const slots = 32
		table, known := newTable(1, slots), map[uint64]int32{}
		ids := rapid.Uint64Range(1, 1<<63)
		for range rapid.IntRange(50, 150).Draw(t, "acts") {
			i := int32(rapid.IntRange(0, slots-1).Draw(t, "slot"))
			if s := &table.slots[i]; s.ID != 0 {
				table.forget(s.ID)
				delete(known, s.ID)
				s.ID = 0
			} else if id := ids.Draw(t, "id"); table.find(id) == nowhere {
				s.ID = id
				table.remember(i)
				known[id] = i
			}
			for id, i := range known {
				if table.find(id) != i {
					t.Fatalf("%d is in slot %d, found %d", id, i, table.find(id))
				}
			}
			full := 0
			for _, i := range table.index {
				if i != nowhere {
					full++
				}
			}
			other := ids.Draw(t, "another")
			if _, is := known[other]; full != len(known) || !is && table.find(other) != nowhere {
				t.Fatalf("%d places for %d ids", full, len(known))
			}
		}
	})
}
