package port_test

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"quotient/market"
	"quotient/quoter/port"
)

var rewrite = flag.Bool("rewrite", false, "write the layout into testdata; raise port.Version when it differs")

// border is everything that lies in a ring, a mapped file or a journal as it is.
func border() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[port.Command](), reflect.TypeFor[port.Decision](), reflect.TypeFor[port.Mode](),
		reflect.TypeFor[port.State](), reflect.TypeFor[port.TallyTime](), reflect.TypeFor[port.Tally](),
		reflect.TypeFor[port.Poll](), reflect.TypeFor[market.Event](), reflect.TypeFor[port.Exempt](),
		reflect.TypeFor[port.Unit](), reflect.TypeFor[port.Request](), reflect.TypeFor[port.Member](),
		reflect.TypeFor[port.Need](), reflect.TypeFor[port.Quality](), reflect.TypeFor[market.Instruction](),
		reflect.TypeFor[port.Trip](), reflect.TypeFor[port.Alarm](), reflect.TypeFor[port.Hold](),
		reflect.TypeFor[port.Budget](), reflect.TypeFor[port.Funds](), reflect.TypeFor[port.GuardView](),
		reflect.TypeFor[port.Record](), reflect.TypeFor[port.UnitView](), reflect.TypeFor[port.RequestView](),
		reflect.TypeFor[port.ContractView](), reflect.TypeFor[port.Snapshot](),
	}
}

// TestLayout compares the place and size of every field with what is on record.
// Journals on disk hold these bytes.
func TestLayout(t *testing.T) {
	const path = "testdata/layout.txt"
	var b strings.Builder
	fmt.Fprintf(&b, "version %d\n", port.Version)
	for _, typ := range border() {
		fmt.Fprintf(&b, "\n%s %d\n", typ, typ.Size())
		for i := range typ.NumField() {
			f := typ.Field(i)
			fmt.Fprintf(&b, "%4d %4d %s\n", f.Offset, f.Type.Size(), f.Name)
		}
	}
	if *rewrite {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(b.String(), "\n")
	for i, line := range strings.Split(string(want), "\n") {
		if i >= len(got) || got[i] != line {
			t.Fatalf("line %d of %s is %q, the code has %q: a change of the layout needs a new port.Version", i+1, path, line, got[min(i, len(got)-1)])
		}
	}
	if b.Len() != len(want) {
		t.Fatalf("%s lacks %q", path, b.String()[len(want):])
	}
}

// TestLayoutByOffset holds the places that other programs are most likely to
// read by number against the language itself, not against reflection.
func TestLayoutByOffset(t *testing.T) {
	var (
		r port.Record
		d port.Decision
		m port.Mode
		s port.State
		x port.TallyTime
		y port.Tally
		p port.Poll
		c port.Command
	)
	for name, at := range map[string][2]uintptr{
		"Record.Seq": {unsafe.Offsetof(r.Seq), 0}, "Record.Now": {unsafe.Offsetof(r.Now), 8},
		"Record.Kind": {unsafe.Offsetof(r.Kind), 16}, "Record.Ring": {unsafe.Offsetof(r.Ring), 17},
		"Record.Size": {unsafe.Offsetof(r.Size), 18}, "Record.Body": {unsafe.Offsetof(r.Body), 24},
		"Record":               {unsafe.Sizeof(r), 280},
		"Decision.Instruction": {unsafe.Offsetof(d.Instruction), 0}, "Decision.Rule": {unsafe.Offsetof(d.Rule), 88},
		"Decision.Value": {unsafe.Offsetof(d.Value), 96}, "Decision.Phase": {unsafe.Offsetof(d.Phase), 176},
		"Decision.Fair": {unsafe.Offsetof(d.Fair), 184},
		"Mode.Epoch":    {unsafe.Offsetof(m.Epoch), 8}, "Mode.Actor": {unsafe.Offsetof(m.Actor), 16},
		"State.QuoteID": {unsafe.Offsetof(s.QuoteID), 8}, "State.Scheduled": {unsafe.Offsetof(s.Scheduled), 48},
		"TallyTime.Date": {unsafe.Offsetof(x.Date), 4}, "TallyTime.Exempt": {unsafe.Offsetof(x.Exempt), 32},
		"TallyTime.Ineffective": {unsafe.Offsetof(x.Ineffective), 96},
		"Tally.Date":            {unsafe.Offsetof(y.Date), 4}, "Tally.PnL": {unsafe.Offsetof(y.PnL), 64},
		"Poll.Next": {unsafe.Offsetof(p.Next), 24}, "Poll.Digest": {unsafe.Offsetof(p.Digest), 32},
		"Command.Contract": {unsafe.Offsetof(c.Contract), 4}, "Command.Epoch": {unsafe.Offsetof(c.Epoch), 8},
		"Command.Ref": {unsafe.Offsetof(c.Ref), 48},
	} {
		if at[0] != at[1] {
			t.Errorf("%s is %d, want %d", name, at[0], at[1])
		}
	}
}

// TestFlat looks for pointers, and for padding of the compiler's, whose bytes
// are undefined and would reach the disk.
func TestFlat(t *testing.T) {
	for _, typ := range border() {
		flat(t, typ, typ.String())
	}
}

func flat(t *testing.T, typ reflect.Type, name string) {
	switch typ.Kind() {
	case reflect.Array:
		flat(t, typ.Elem(), name+"[]")
	case reflect.Struct:
		end := uintptr(0)
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Offset != end {
				t.Errorf("%s has %d bytes of padding before %s", name, f.Offset-end, f.Name)
			}
			flat(t, f.Type, name+"."+f.Name)
			end = f.Offset + f.Type.Size()
		}
		if end != typ.Size() {
			t.Errorf("%s has %d bytes of padding at its end", name, typ.Size()-end)
		}
	case reflect.Pointer, reflect.UnsafePointer, reflect.Slice, reflect.String, reflect.Map, reflect.Chan, reflect.Func, reflect.Interface:
		t.Errorf("%s is a %s", name, typ.Kind())
	}
}

func TestBodiesFit(t *testing.T) {
	body := unsafe.Sizeof(port.Record{}.Body)
	for _, typ := range border()[:14] {
		if typ.Size() > body || typ.Size()%8 != 0 || typ.Align() > 8 {
			t.Errorf("%s has %d bytes, a body has %d", typ, typ.Size(), body)
		}
	}
}
