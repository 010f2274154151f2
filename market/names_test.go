package market_test

import (
	"fmt"
	"regexp"
	"testing"

	"quotient/market"
)

// names checks that values 0 to count-1 have distinct snake_case names, and what
// lies beyond has the name given.
func names[T interface {
	~uint8
	String() string
}](t *testing.T, count T, beyond string) {
	t.Helper()
	word := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	seen := map[string]T{}
	for v := T(0); v < count; v++ {
		name := v.String()
		if other, twice := seen[name]; twice {
			t.Errorf("%T: %d and %d are both %q", v, other, v, name)
		}
		if !word.MatchString(name) || name == beyond && v > 0 {
			t.Errorf("%T: %d is named %q", v, v, name)
		}
		seen[name] = v
	}
	if got := fmt.Sprint(count); got != beyond {
		t.Errorf("%T: %d, beyond the last, is named %q, want %q", count, uint8(count), got, beyond)
	}
}

func TestNames(t *testing.T) {
	names(t, market.EventCount, "invalid")
	names(t, market.InstructCount, "invalid")
	names(t, market.PhaseCount, "invalid")
	names(t, market.PurposeSafety+1, "invalid")
	names(t, market.Ask+1, "none")
	names(t, market.CloseToday+1, "none")
}

// TestNamesOnDisk pins the names and numbers that journals and feeds carry.
func TestNamesOnDisk(t *testing.T) {
	for _, c := range []struct {
		value  uint8
		name   string
		number uint8
		want   string
	}{
		{uint8(market.EventDepth), market.EventDepth.String(), 1, "depth"},
		{uint8(market.EventFeedDown), market.EventFeedDown.String(), 5, "feed_down"},
		{uint8(market.EventFill), market.EventFill.String(), 15, "fill"},
		{uint8(market.EventMassCancel), market.EventMassCancel.String(), 20, "mass_cancel"},
		{uint8(market.EventNotSent), market.EventNotSent.String(), 23, "not_sent"},
		{uint8(market.EventQueryReject), market.EventQueryReject.String(), 24, "query_reject"},
		{uint8(market.InstructQuote), market.InstructQuote.String(), 1, "quote"},
		{uint8(market.InstructOrderEnd), market.InstructOrderEnd.String(), 4, "order_end"},
		{uint8(market.InstructTrades), market.InstructTrades.String(), 8, "trades"},
		{uint8(market.PhaseAuction), market.PhaseAuction.String(), 2, "auction"},
		{uint8(market.PhaseContinuous), market.PhaseContinuous.String(), 4, "continuous"},
		{uint8(market.PhaseHalt), market.PhaseHalt.String(), 6, "halt"},
		{uint8(market.PurposeSafety), market.PurposeSafety.String(), 5, "safety"},
		{uint8(market.Bid), market.Bid.String(), 1, "bid"},
		{uint8(market.Ask), market.Ask.String(), 2, "ask"},
		{uint8(market.CloseToday), market.CloseToday.String(), 3, "close_today"},
	} {
		if c.value != c.number || c.name != c.want {
			t.Errorf("%q has number %d, want %q and %d", c.name, c.value, c.want, c.number)
		}
	}
}

func TestKindsOfInstructions(t *testing.T) {
	adds := map[market.InstructionKind]bool{market.InstructQuote: true, market.InstructOrder: true}
	cancels := map[market.InstructionKind]bool{market.InstructQuoteEnd: true, market.InstructOrderEnd: true,
		market.InstructMassQuotes: true, market.InstructMassOrders: true}
	for k := range market.InstructCount + 3 {
		if k.Adds() != adds[k] || k.Cancels() != cancels[k] {
			t.Errorf("%v: adds %v, cancels %v", k, k.Adds(), k.Cancels())
		}
	}
}

func TestScheduledPhases(t *testing.T) {
	want := map[market.Phase]bool{market.PhaseAuction: true, market.PhaseMatch: true, market.PhaseContinuous: true}
	for p := range market.PhaseCount + 2 {
		if p.Scheduled() != want[p] {
			t.Errorf("%v: scheduled %v", p, p.Scheduled())
		}
	}
}

func TestSides(t *testing.T) {
	in := market.Instruction{Bid: 1, Ask: 2, BidQty: 3, AskQty: 4}
	if in.Price(market.Bid) != 1 || in.Price(market.Ask) != 2 || in.Qty(market.Bid) != 3 || in.Qty(market.Ask) != 4 {
		t.Errorf("%+v", in)
	}
	if market.Bid.Opposite() != market.Ask || market.Ask.Opposite() != market.Bid || market.NoSide.Opposite() != market.NoSide {
		t.Error("opposite sides")
	}
}

func TestTexts(t *testing.T) {
	full := "abcdefghijklmnopqrstuvwx" // 24 bytes
	for _, s := range []string{"", "Q123", full} {
		r, ok := market.MakeRef(s)
		if b, okB := market.MakeRef([]byte(s)); !ok || !okB || r != b || r.String() != s || string(r.Append([]byte("> "))) != "> "+s {
			t.Errorf("%q becomes %q, %v", s, r, ok)
		}
	}
	for _, s := range []string{full + "y", "a\x00b", "\x00"} {
		if _, ok := market.MakeRef(s); ok {
			t.Errorf("%q is taken", s)
		}
	}
	if y, ok := market.MakeSymbol("SR609C6000"); !ok || y.String() != "SR609C6000" || string(y.Append(nil)) != "SR609C6000" {
		t.Errorf("symbol %q %v", y, ok)
	}
	if _, ok := market.MakeSymbol(""); ok {
		t.Error("an empty symbol is taken")
	}
	if _, ok := market.MakeSymbol(full + "0123456789"); ok {
		t.Error("a symbol of 34 bytes is taken")
	}
	if c, ok := market.MakeCode("CZCE"); !ok || c.String() != "CZCE" {
		t.Errorf("code %q %v", c, ok)
	}
	if _, ok := market.MakeCode("NINECHARS"); ok {
		t.Error("a code of 9 bytes is taken")
	}
	if _, ok := market.MakeCode(""); ok {
		t.Error("an empty code is taken")
	}
}
