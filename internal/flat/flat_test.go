package flat_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"quotient/internal/flat"
)

type state struct {
	A uint64
	B [3]int32
	C uint32
	D [5]uint8
	E uint8
	F uint16
}

func draw(t *rapid.T) state {
	return state{A: rapid.Uint64().Draw(t, "a"), B: [3]int32{rapid.Int32().Draw(t, "b")}, C: rapid.Uint32().Draw(t, "c"),
		D: [5]uint8{4: rapid.Uint8().Draw(t, "d")}, F: rapid.Uint16().Draw(t, "f")}
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SliceOf(rapid.Byte()).Draw(t, "prefix")
		one := draw(t)
		many := rapid.SliceOfN(rapid.Custom(draw), 0, 5).Draw(t, "many")
		tail := rapid.SliceOf(rapid.Byte()).Draw(t, "tail")

		bytesOf := flat.AppendSlice(flat.Append(bytes.Clone(prefix), &one), many)
		bytesOf = append(bytesOf, tail...)
		if !bytes.HasPrefix(bytesOf, prefix) {
			t.Fatal("what was there before is gone")
		}
		var got state
		gotMany := make([]state, len(many))
		rest, ok := flat.Load(&got, bytesOf[len(prefix):])
		if !ok || got != one {
			t.Fatalf("loaded %+v %v, want %+v", got, ok, one)
		}
		rest, ok = flat.LoadSlice(gotMany, rest)
		if !ok || !bytes.Equal(rest, tail) {
			t.Fatalf("rest %x %v, want %x", rest, ok, tail)
		}
		for i := range many {
			if gotMany[i] != many[i] {
				t.Fatalf("element %d is %+v, want %+v", i, gotMany[i], many[i])
			}
		}
	})
}

// TestShort cuts the bytes at every place: a value comes whole or not at all.
func TestShort(t *testing.T) {
	in := []state{{A: 1, F: 2}, {A: 3, F: 4}}
	all := flat.AppendSlice(nil, in)
	size := len(all) / 2
	for n := range all {
		var one state
		rest, ok := flat.Load(&one, all[:n])
		if whole := n >= size; ok != whole || !whole && (one != state{} || len(rest) != n) {
			t.Fatalf("%d bytes: %v, %+v, rest %d", n, ok, one, len(rest))
		}
		many := make([]state, 2)
		if _, ok := flat.LoadSlice(many, all[:n]); ok {
			t.Fatalf("two values from %d of %d bytes", n, len(all))
		}
	}
	if rest, ok := flat.LoadSlice([]state(nil), all); !ok || len(rest) != len(all) {
		t.Fatal("no element takes bytes")
	}
}

func TestBytesIsAView(t *testing.T) {
	v := state{A: 0x0102030405060708}
	view := flat.Bytes(&v)
	if len(view) != 32 || view[0] != 8 || view[7] != 1 {
		t.Fatalf("view %x", view)
	}
	view[0] = 9
	if v.A != 0x0102030405060709 {
		t.Fatal("the view is a copy")
	}
	copied := flat.Append(nil, &v)
	v.A = 0
	if copied[0] != 9 {
		t.Fatal("what Append wrote changed with the value")
	}
}

func TestNoAllocations(t *testing.T) {
	in, out := make([]state, 4), make([]state, 4)
	buf := make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() {
		buf = flat.AppendSlice(buf[:0], in)
		if _, ok := flat.LoadSlice(out, buf); !ok {
			t.Fatal("load")
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
