package market_test

import (
	"reflect"
	"testing"
	"unsafe"

	"quotient/market"
)

// These pins are what journals on disk and rings in mapped memory rely on. A
// change here is a change of the layout: raise port.Version with it.
func TestEventLayout(t *testing.T) {
	var e market.Event
	for _, f := range []struct {
		name      string
		got, want uintptr
	}{
		{"Kind", unsafe.Offsetof(e.Kind), 0}, {"Side", unsafe.Offsetof(e.Side), 1}, {"Phase", unsafe.Offsetof(e.Phase), 2},
		{"Code", unsafe.Offsetof(e.Code), 3}, {"Contract", unsafe.Offsetof(e.Contract), 4}, {"Flags", unsafe.Offsetof(e.Flags), 6},
		{"Time", unsafe.Offsetof(e.Time), 8}, {"Edge", unsafe.Offsetof(e.Edge), 16},
		{"Bid", unsafe.Offsetof(e.Bid), 24}, {"Ask", unsafe.Offsetof(e.Ask), 32}, {"BidQty", unsafe.Offsetof(e.BidQty), 40},
		{"AskQty", unsafe.Offsetof(e.AskQty), 48}, {"Last", unsafe.Offsetof(e.Last), 56}, {"Volume", unsafe.Offsetof(e.Volume), 64},
		{"Turnover", unsafe.Offsetof(e.Turnover), 72}, {"OpenInterest", unsafe.Offsetof(e.OpenInterest), 80},
		{"Upper", unsafe.Offsetof(e.Upper), 88}, {"Lower", unsafe.Offsetof(e.Lower), 96},
		{"ID", unsafe.Offsetof(e.ID), 104}, {"Price", unsafe.Offsetof(e.Price), 112}, {"Qty", unsafe.Offsetof(e.Qty), 120},
		{"Leaves", unsafe.Offsetof(e.Leaves), 128}, {"Ref", unsafe.Offsetof(e.Ref), 136}, {"Offset", unsafe.Offsetof(e.Offset), 160},
		{"Trade", unsafe.Offsetof(e.Trade), 168}, {"size", unsafe.Sizeof(e), 176},
	} {
		if f.got != f.want {
			t.Errorf("Event.%s at %d, want %d", f.name, f.got, f.want)
		}
	}
}

func TestInstructionLayout(t *testing.T) {
	var in market.Instruction
	for _, f := range []struct {
		name      string
		got, want uintptr
	}{
		{"Kind", unsafe.Offsetof(in.Kind), 0}, {"Side", unsafe.Offsetof(in.Side), 1}, {"Purpose", unsafe.Offsetof(in.Purpose), 2},
		{"BidOffset", unsafe.Offsetof(in.BidOffset), 3}, {"AskOffset", unsafe.Offsetof(in.AskOffset), 4},
		{"Contract", unsafe.Offsetof(in.Contract), 6}, {"ID", unsafe.Offsetof(in.ID), 8}, {"Target", unsafe.Offsetof(in.Target), 16},
		{"Bid", unsafe.Offsetof(in.Bid), 24}, {"Ask", unsafe.Offsetof(in.Ask), 32}, {"BidQty", unsafe.Offsetof(in.BidQty), 40},
		{"AskQty", unsafe.Offsetof(in.AskQty), 48}, {"Request", unsafe.Offsetof(in.Request), 56},
		{"RequestDue", unsafe.Offsetof(in.RequestDue), 80}, {"size", unsafe.Sizeof(in), 88},
	} {
		if f.got != f.want {
			t.Errorf("Instruction.%s at %d, want %d", f.name, f.got, f.want)
		}
	}
}

// TestFlat looks for pointers, and for padding that the compiler put in: its
// bytes are undefined and would reach the disk.
func TestFlat(t *testing.T) {
	for _, v := range []any{market.Event{}, market.Instruction{}, market.Depth{}} {
		typ := reflect.TypeOf(v)
		end := uintptr(0)
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Offset != end {
				t.Errorf("%s: %d bytes of padding before %s", typ, f.Offset-end, f.Name)
			}
			switch f.Type.Kind() {
			case reflect.Pointer, reflect.Slice, reflect.String, reflect.Map, reflect.Chan, reflect.Func, reflect.Interface:
				t.Errorf("%s.%s is a %s", typ, f.Name, f.Type)
			}
			end = f.Offset + f.Type.Size()
		}
		if end != typ.Size() {
			t.Errorf("%s: %d bytes of padding at the end", typ, typ.Size()-end)
		}
	}
}
