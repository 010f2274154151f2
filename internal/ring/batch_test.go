package ring

import "testing"

// Ahead shows what Pop would give, in order, without giving anything back.
func TestAhead(t *testing.T) {
	r := New(make([]Slot[int], 4))
	for lap := range 3 {
		for i := range 4 {
			if r.Ahead(uint64(i)) != nil {
				t.Fatalf("lap %d: something ahead of the producer", lap)
			}
			v := 10*lap + i
			if !r.Push(&v) {
				t.Fatal("no room")
			}
		}
		for i := range 4 {
			if p := r.Ahead(uint64(i)); p == nil || *p != 10*lap+i {
				t.Fatalf("lap %d: value %d ahead is %v", lap, i, p)
			}
		}
		if r.Ahead(4) != nil {
			t.Fatal("more than the ring holds")
		}
		v := 99
		if r.Push(&v) {
			t.Fatal("a slot was given back")
		}
		r.Drop()
		if p := r.Ahead(0); p == nil || *p != 10*lap+1 {
			t.Fatalf("after a drop: %v", p)
		}
		for range 3 {
			r.Drop()
		}
	}
}
