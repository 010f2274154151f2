package journal

import (
	"encoding/binary"
	"slices"
	"testing"

	"quotient/quoter/port"
)

// Whatever lay in the memory before, a record reads as it was written.
func TestFrameOverAnother(t *testing.T) {
	var over port.Record
	for _, r := range records(newRand(), 500) {
		r.Size = r.Size / 8 * 8
		clear(r.Body[r.Size/8:])
		b := appendRecord(make([]byte, 0, maxRecord), &r)
		kind, payload, _, _ := parseFrame(b)
		if !decodeRecord(&over, kind, payload) || over != r {
			t.Fatalf("read as %+v\nwas %+v", over, r)
		}
	}
}

func TestFrameRefused(t *testing.T) {
	good := func() []byte { return []byte{8, 0, 0x11, 0x01, 7, 9, 5} }
	cases := []struct {
		name    string
		payload []byte
		want    bool
	}{
		{"whole", good(), true},
		{"an empty body", []byte{0, 0, 0x11, 7, 9}, true},
		{"nothing", nil, false},
		{"half a size", good()[:1], false},
		{"a size alone", good()[:2], false},
		{"no length of the body's word", good()[:3], false},
		{"a byte too few", good()[:len(good())-1], false},
		{"a byte too many", append(good(), 1), false},
		{"a word of nine bytes", []byte{8, 0, 0x11, 0x09, 7, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9}, false},
		{"a body as long as the record", ofWords(bodyWords), true},
		{"a body beyond the record", ofWords(bodyWords + 1), false},
	}
	for _, c := range cases {
		var r port.Record
		kind := byte(port.RecordEvent)
		if got := decodeRecord(&r, kind, slices.Clip(c.payload)); got != c.want {
			t.Errorf("%s: read %v", c.name, got)
		}
		if c.want && (r.Seq != 7 || r.Now != 9) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// ofWords is a payload of n words that are zero.
func ofWords(n int) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(8*n))
	b = append(append(b, 0x11), make([]byte, (n+3)/2-1)...)
	return append(b, 7, 9)
}

func TestFrameOfAnotherKind(t *testing.T) {
	var r port.Record
	if decodeRecord(&r, frameHeader, []byte{0, 0, 0x11, 7, 9}) {
		t.Errorf("a header was read as %+v", r)
	}
}

// A half of the last length stands for no word: what it claims is not kept.
func TestFrameKeepsNoHalfWord(t *testing.T) {
	var r port.Record
	if !decodeRecord(&r, byte(port.RecordEvent), []byte{8, 0, 0x11, 0x11, 7, 9, 5, 6}) || r.Body[0] != 5 || r.Body[1] != 0 {
		t.Errorf("%+v", r)
	}
}
