package request

import (
	"bytes"
	"testing"

	"quotient/internal/flat"
)

// TestLoadRefuses cuts a checkpoint at every place of its small parts, and spoils
// its counts.
func TestLoadRefuses(t *testing.T) {
	m, now := busy(1)
	m.Request(0, ref("R1"), now, now, false)
	m.Request(5, ref("R2"), now, now, false)
	all := m.Save(nil)
	other := New(m.p, m.cal)
	if rest, ok := other.Load(append(bytes.Clone(all), 1, 2)); !ok || !bytes.Equal(rest, []byte{1, 2}) {
		t.Fatalf("rest %v, %v", rest, ok)
	}
	if !bytes.Equal(other.Save(nil), all) || other.Deadline() != m.Deadline() {
		t.Fatal("what was loaded is saved otherwise")
	}
	for n := 0; n < len(all); n += 1 + n/50 {
		if _, ok := other.Load(all[:n]); ok {
			t.Fatalf("%d of %d bytes are enough", n, len(all))
		}
	}
	for _, used := range []int32{-1, tableSize + 1} {
		st := m.st
		st.used = used
		if _, ok := other.Load(append(flat.Append(nil, &st), make([]byte, 10_000_000)...)); ok {
			t.Errorf("%d places", used)
		}
	}
}
