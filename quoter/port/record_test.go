package port_test

import (
	"fmt"
	"reflect"
	"regexp"
	"testing"
	"unsafe"

	"quotient/market"
	"quotient/quoter/port"
)

// fill writes a pattern over every byte of *v. Padding fields are filled too.
func fill[T any](v *T, seed byte) T {
	b := unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
	for i := range b {
		b[i] = seed + byte(i)*7
	}
	return *v
}

// bodies writes each body through its own method and reads it back.
func TestBodies(t *testing.T) {
	body(t, port.RecordDecision, (*port.Record).NewDecision, (*port.Record).Decision)
	body(t, port.RecordMode, (*port.Record).NewMode, (*port.Record).Mode)
	body(t, port.RecordState, (*port.Record).NewState, (*port.Record).State)
	body(t, port.RecordTallyTime, (*port.Record).NewTallyTime, (*port.Record).TallyTime)
	body(t, port.RecordTally, (*port.Record).NewTally, (*port.Record).Tally)
	body(t, port.RecordPoll, (*port.Record).NewPoll, (*port.Record).Poll)
}

func body[T comparable](t *testing.T, kind port.RecordKind, make, view func(*port.Record) *T) {
	t.Helper()
	var r port.Record
	r.Body[31] = 1
	r.Clear(kind)
	if r != (port.Record{Kind: kind}) {
		t.Errorf("%v: Clear leaves %+v", kind, r)
	}
	want := fill(make(&r), byte(kind))
	if *view(&r) != want {
		t.Errorf("%v: reads back otherwise", kind)
	}
	if r.Size != uint16(unsafe.Sizeof(want)) {
		t.Errorf("%v: size %d, want %d", kind, r.Size, unsafe.Sizeof(want))
	}
	for i, w := range r.Body[(int(r.Size)+7)/8:] {
		if w != 0 {
			t.Errorf("%v: word %d after the body is %x", kind, i, w)
		}
	}
}

func TestSetEvent(t *testing.T) {
	for kind := range market.EventCount {
		var e market.Event
		fill(&e, byte(kind))
		e.Kind = kind
		if kind == market.EventDepth {
			e.ID, e.Price, e.Qty, e.Leaves, e.Ref, e.Offset = 0, 0, 0, 0, market.Ref{}, 0
			tail := unsafe.Slice((*byte)(unsafe.Pointer(&e)), unsafe.Sizeof(e))[unsafe.Offsetof(e.ID):]
			clear(tail)
		}
		var r port.Record
		r.Clear(port.RecordEvent)
		r.SetEvent(port.RingVenue, &e)
		want := unsafe.Sizeof(e)
		if kind == market.EventDepth {
			want = unsafe.Offsetof(e.ID)
		}
		if *r.Event() != e || r.Ring != port.RingVenue || uintptr(r.Size) != want || r.Kind != port.RecordEvent {
			t.Errorf("%v: size %d, want %d", kind, r.Size, want)
		}
		// What lies beyond Size must be zero: a journal cuts it and a reader puts zeros there.
		raw := unsafe.Slice((*byte)(unsafe.Pointer(&r.Body)), unsafe.Sizeof(r.Body))
		for i, b := range raw[r.Size:] {
			if b != 0 {
				t.Fatalf("%v: byte %d after Size is %x", kind, i, b)
			}
		}
	}
}

func TestSetCommand(t *testing.T) {
	var c port.Command
	fill(&c, 3)
	var r port.Record
	r.Clear(port.RecordCommand)
	r.SetCommand(&c)
	if *r.Command() != c || r.Size != uint16(unsafe.Sizeof(c)) {
		t.Errorf("size %d", r.Size)
	}
}

func TestNames(t *testing.T) {
	word := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	seen := map[string]bool{}
	check := func(v fmt.Stringer, last bool) {
		name := reflect.TypeOf(v).Name() + " " + v.String()
		if last != (v.String() == "invalid") || !word.MatchString(v.String()) || seen[name] {
			t.Errorf("%s", name)
		}
		seen[name] = true
	}
	for k := range port.RecordCount {
		check(k, false)
	}
	check(port.RecordCount, true)
	for k := range port.CommandCount {
		check(k, false)
	}
	check(port.CommandCount, true)
	for name, k := range map[string]fmt.Stringer{"decision": port.RecordDecision, "poll": port.RecordPoll,
		"tally_time": port.RecordTallyTime, "latch": port.CommandLatch, "position": port.CommandPosition} {
		if k.String() != name {
			t.Errorf("%q is named %q", name, k)
		}
	}
}
