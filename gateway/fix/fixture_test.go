package fix

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unsafe"

	"quotient/gateway/fix/dialect"
	"quotient/market"
	"quotient/risk"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// stampOf is the time that the golden files are written at.
const stampOf = market.Time(1596418200123456789) // 2020-08-03 09:30:00.123456789 in Asia/Shanghai

func apple(symbol string) market.Instrument {
	y, _ := market.MakeSymbol(symbol)
	x, _ := market.MakeCode("CZCE")
	p, _ := market.MakeCode("AP")
	return market.Instrument{Symbol: y, Exchange: x, Product: p, TickUnits: 1, TickValue: 1000}
}

// universe has a contract with decimals beside the two apples.
func universe() []market.Instrument {
	y, _ := market.MakeSymbol("IF2101")
	x, _ := market.MakeCode("CFFEX")
	p, _ := market.MakeCode("IF")
	return []market.Instrument{apple("AP010"), apple("AP101"),
		{Symbol: y, Exchange: x, Product: p, TickUnits: 2, Decimals: 1, TickValue: 6000}}
}

func testParams() Params {
	return Params{Addr: "127.0.0.1:1", SenderCompID: "QUOTIENT", TargetCompID: "EXCHANGE", Account: "SIM", HeartBt: 30 * market.Second,
		MaxAge: market.Minute, Instruments: universe()}
}

// pipes writes | for the delimiter, sohs the other way.
func pipes(s string) string { return strings.ReplaceAll(s, "\x01", "|") }
func sohs(s string) string  { return strings.ReplaceAll(s, "|", "\x01") }

// whole makes a frame of fields written with |.
func whole(fields string) string {
	fields = sohs(fields)
	s := fmt.Sprintf("8=%s\x019=%d\x01%s", dialect.BeginString, len(fields), fields)
	var sum uint8
	for i := range len(s) {
		sum += s[i]
	}
	return fmt.Sprintf("%s10=%03d\x01", s, sum)
}

func ref(s string) market.Ref {
	r, ok := market.MakeRef(s)
	if !ok {
		panic("ref too long: " + s)
	}
	return r
}

// describe says an instruction as the golden files do: what crosses the wire.
func describe(in *market.Instruction) string {
	return fmt.Sprintf("%s id=%d target=%d contract=%d side=%s bid=%dx%d/%s ask=%dx%d/%s request=%q", in.Kind, in.ID, in.Target,
		int16(in.Contract), in.Side, in.Bid, in.BidQty, in.BidOffset, in.Ask, in.AskQty, in.AskOffset, in.Request)
}

// describeEvent says an event as the golden files do.
func describeEvent(e *market.Event) string {
	s := fmt.Sprintf("%s id=%d contract=%d side=%s phase=%s code=%d flags=%d time=%d price=%d qty=%d leaves=%d offset=%s ref=%q",
		e.Kind, e.ID, int16(e.Contract), e.Side, e.Phase, e.Code, e.Flags, e.Time, e.Price, e.Qty, e.Leaves, e.Offset, e.Ref)
	if e.Trade != 0 {
		s += fmt.Sprintf(" trade=%d", e.Trade)
	}
	return s
}

// approve stands in for the gate: tests alone may.
func approve(t testing.TB, in market.Instruction, epoch uint64) risk.Approved {
	t.Helper()
	mirror := struct {
		in    market.Instruction
		epoch uint64
	}{in, epoch}
	if unsafe.Sizeof(mirror) != unsafe.Sizeof(risk.Approved{}) {
		t.Fatal("risk.Approved has another layout")
	}
	a := *(*risk.Approved)(unsafe.Pointer(&mirror))
	if a.Instruction() != in || a.Epoch() != epoch {
		t.Fatal("risk.Approved has another layout")
	}
	return a
}

// golden compares text with a file, or writes it.
func golden(t *testing.T, name, text string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("differs from %s (rewrite it with -rewrite once you know why):\n%s", name, firstDifference(text, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d\ngot  %s\nwant %s", i+1, g[i], append(w, make([]string, len(g))...)[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
