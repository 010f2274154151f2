package flat_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quotient/internal/flat"
)

// TestQueueLikeASlice: rows come out as they went in, the oldest are lost when there
// are too many, and a queue that is saved goes on in another.
func TestQueueLikeASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5).Draw(t, "size")
		q, plain := flat.NewQueue[int32](size), []int32(nil)
		for k := range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch row := int32(k + 1); rapid.IntRange(0, 4).Draw(t, "do") {
			case 0, 1, 2:
				want := int64(0)
				if len(plain) == size {
					plain, want = plain[1:], 1
				}
				plain = append(plain, row)
				if lost := q.Push(&row); lost != want {
					t.Fatalf("%d lost, want %d", lost, want)
				}
			case 3:
				var got int32
				if ok := q.Take(&got); ok != (len(plain) > 0) || ok && got != plain[0] || !ok && got != 0 {
					t.Fatalf("took %d %v of %v", got, ok, plain)
				}
				plain = plain[min(1, len(plain)):]
			case 4:
				q = reloaded(t, &q, size)
			}
			if got := waiting(&q); !slices.Equal(got, plain) {
				t.Fatalf("holds %v, want %v", got, plain)
			}
		}
	})
}

func waiting(q *flat.Queue[int32]) (rows []int32) {
	for i := range q.Len() {
		rows = append(rows, *q.At(i))
	}
	return rows
}

// reloaded is a used queue that has taken over the rows of q.
func reloaded(t *rapid.T, q *flat.Queue[int32], size int) flat.Queue[int32] {
	other, old := flat.NewQueue[int32](size), int32(-1)
	for range size + 1 {
		other.Push(&old)
	}
	if rest, ok := other.Load(append(q.Save(nil), 7)); !ok || len(rest) != 1 || rest[0] != 7 {
		t.Fatalf("loaded %v, rest %v", ok, rest)
	}
	return other
}

// TestQueueRefusesWhatItCannotHold: too many rows, fewer than none, or a part.
func TestQueueRefusesWhatItCannotHold(t *testing.T) {
	saved := func(n int) []byte {
		q := flat.NewQueue[int32](n)
		for i := range n {
			row := int32(i)
			q.Push(&row)
		}
		return q.Save(nil)
	}
	minus := int64(-1)
	for name, c := range map[string]struct {
		src []byte
		ok  bool
	}{"none": {saved(0), true}, "full": {saved(3), true}, "one too many": {saved(4), false},
		"fewer than none": {flat.Append(nil, &minus), false}, "nothing": {nil, false},
		"part of the count": {saved(0)[:7], false}, "part of a row": {saved(3)[:19], false}} {
		q := flat.NewQueue[int32](3)
		if _, ok := q.Load(c.src); ok != c.ok {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

// TestQueueLoad: a queue that has been used takes back what another saved, and
// nothing that it has no room for.
func TestQueueLoad(t *testing.T) {
	a, b := flat.NewQueue[int64](3), flat.NewQueue[int64](3)
	for x := range int64(4) {
		a.Push(&x)
	}
	x := int64(9)
	b.Push(&x)
	b.Take(&x)
	b.Push(&x)
	if rest, ok := b.Load(a.Save(nil)); !ok || len(rest) != 0 || b.Cap() != 3 {
		t.Fatal("a full queue is not taken back")
	}
	for want := int64(1); want < 4; want++ {
		if !b.Take(&x) || x != want {
			t.Errorf("%d, want %d", x, want)
		}
	}
	if b.Take(&x) {
		t.Error("too many rows")
	}
	for _, n := range []int64{-1, 4} {
		src := flat.Append(nil, &n)
		for range 8 {
			src = flat.Append(src, &n)
		}
		if _, ok := b.Load(src); ok {
			t.Errorf("%d rows are taken", n)
		}
	}
	if _, ok := b.Load(flat.Append(nil, &x)[:7]); ok || b.Len() != 0 {
		t.Error("half a number is taken")
	}
}

func TestQueueDoesNotAllocate(t *testing.T) {
	q, row, buf := flat.NewQueue[state](4), state{}, make([]byte, 0, 1024)
	if n := testing.AllocsPerRun(100, func() {
		for range 6 {
			q.Push(&row)
		}
		q.Take(&row)
		buf = q.Save(buf[:0])
		if _, ok := q.Load(buf); !ok {
			t.Fatal("load")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
