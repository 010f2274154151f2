package feed

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

const depthLine = `{"t":"depth","c":"AP101","ts":1596416400000000000,"bid":[["7268",10]],"ask":[["7270",8]],"last":"7269","vol":118,"turn":858686,"oi":38930,"up":"7799","dn":"6915"}`

// decode returns copies of what a line gives.
func decode(d *Decoder, line string) (events []market.Event, p Problem) {
	p = d.Line([]byte(line), 7, func(e *market.Event) { events = append(events, *e) })
	return events, p
}

func TestDepthLine(t *testing.T) {
	d := New(apples(t))
	got, p := decode(d, depthLine)
	want := market.Event{Kind: market.EventDepth, Contract: 1, Time: 1596416400 * market.Second, Edge: 7,
		Bid: 7268, BidQty: 10, Ask: 7270, AskQty: 8, Last: 7269, Volume: 118, Turnover: 858686,
		OpenInterest: 38930, Upper: 7799, Lower: 6915}
	if p != (Problem{}) || len(got) != 1 || got[0] != want {
		t.Fatalf("%v\n got %+v\nwant %+v", p.String(), got, want)
	}
	if s := d.Stats(); s != (Stats{Lines: 1, Depths: 1}) {
		t.Fatalf("stats %+v", s)
	}
}

func TestNoAllocations(t *testing.T) {
	d := New(apples(t))
	sum := market.Price(0)
	emit := func(e *market.Event) { sum += e.Bid }
	for _, line := range []string{depthLine,
		`{"t":"depth","c":"IF2101","ts":"1596416400000000000","bid":[[5230.8,10]],"ask":[],"vol":118.0}`,
		`{"t":"phase","p":"AP","ts":1596416400000000000,"phase":"continuous"}`,
		`{"t":"rfq","c":"AP101","ts":1596416400000000000,"id":"Q123"}`,
		`{"t":"hb","ts":1596416400000000000}`,
		`{"t":"depth","c":"AP101","bid":[["7268.5",10]]}`,
		`{"t":"depth","c":"NOBODY"}`,
		``,
	} {
		b := []byte(line)
		d.Line(b, 0, emit)
		if n := testing.AllocsPerRun(100, func() { d.Line(b, 0, emit) }); n != 0 {
			t.Errorf("%v allocations for %s", n, line)
		}
	}
	if sum == 0 {
		t.Fatal("nothing was decoded")
	}
}

// A generated level, with the ways a feed may write it.
type level struct {
	units int64 // price in units of the last decimal
	qty   int64
	form  int
}

// text writes the price the slow way: as a rational with the instrument's decimals.
func (l level) text(in *market.Instrument) string {
	s := big.NewRat(l.units, pow(in.Decimals)).FloatString(int(in.Decimals) + l.form%3)
	if l.form%2 == 0 {
		return s
	}
	return `"` + s + `"`
}

func pow(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func (l level) json(in *market.Instrument) string {
	switch {
	case l.form == 8:
		return "null"
	case l.form == 9:
		return "[]"
	}
	return fmt.Sprintf("[[%s,%d],[1,2]]", l.text(in), l.qty)
}

func (l level) absent() bool { return l.form >= 8 || l.qty == 0 }

// want is the side as the rule has it: whole ticks, or nothing.
func (l level) want(in *market.Instrument) (market.Price, market.Qty) {
	if l.absent() {
		return 0, 0
	}
	return market.Price(l.units / in.TickUnits), market.Qty(l.qty)
}

// TestDepthAgainstGenerator writes random books in random notation and expects
// the numbers they were made from, or off_tick where a price is.
func TestDepthAgainstGenerator(t *testing.T) {
	universe := apples(t)
	d := New(universe)
	draw := rapid.Custom(func(t *rapid.T) level {
		return level{units: rapid.Int64Range(1, 1e8).Draw(t, "units"), qty: rapid.Int64Range(0, 99).Draw(t, "qty"),
			form: rapid.IntRange(0, 9).Draw(t, "form")}
	})
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.IntRange(0, len(universe)-1).Draw(t, "contract")
		in := &universe[c]
		bid, ask := draw.Draw(t, "bid"), draw.Draw(t, "ask")
		if rapid.Bool().Draw(t, "on tick") {
			bid.units -= bid.units % in.TickUnits
			ask.units -= ask.units % in.TickUnits
			bid.units, ask.units = max(bid.units, in.TickUnits), max(ask.units, in.TickUnits)
		}
		line := fmt.Sprintf(`{"c":%q,"ask":%s,"bid":%s,"t":"depth"}`, in.Symbol.String(), ask.json(in), bid.json(in))
		if !json.Valid([]byte(line)) {
			t.Fatalf("the generator is wrong: %s", line)
		}
		got, p := decode(d, line)
		off := bid.form < 8 && bid.units%in.TickUnits != 0 || ask.form < 8 && ask.units%in.TickUnits != 0
		if off {
			if p.Code != CodeOffTick || len(got) != 0 {
				t.Fatalf("%s: %v, %d events, want off_tick", line, p.Code, len(got))
			}
			return
		}
		want := market.Event{Kind: market.EventDepth, Contract: market.Contract(c), Edge: 7}
		want.Bid, want.BidQty = bid.want(in)
		want.Ask, want.AskQty = ask.want(in)
		if p.Code != OK || len(got) != 1 || got[0] != want {
			t.Fatalf("%s: %v\n got %+v\nwant %+v", line, p.String(), got, want)
		}
	})
}

func TestPhaseNames(t *testing.T) {
	d := New(apples(t))
	for ph := range market.PhaseCount {
		got, p := decode(d, fmt.Sprintf(`{"t":"phase","c":"AP010","phase":%q}`, ph))
		if p.Code != OK || len(got) != 1 || got[0].Phase != ph || got[0].Kind != market.EventPhase {
			t.Errorf("%v: %v %+v", ph, p.String(), got)
		}
	}
}

func TestProductPhaseSurvivesAWritingReceiver(t *testing.T) {
	d := New(apples(t))
	var got []market.Contract
	p := d.Line([]byte(`{"t":"phase","p":"AP","ts":1596416400000000000,"phase":"auction"}`), 0, func(e *market.Event) {
		if e.Phase != market.PhaseAuction || e.Time != 1596416400*market.Second {
			t.Errorf("event %+v", *e)
		}
		got = append(got, e.Contract)
		*e = market.Event{}
	})
	if p.Code != OK || len(got) != 2 || got[0] != 0 || got[1] != 1 {
		t.Fatalf("%v %v", p.String(), got)
	}
}

func TestHello(t *testing.T) {
	d := New(apples(t))
	if _, ok := d.Hello(); ok {
		t.Fatal("a hello before any")
	}
	decode(d, `{"t":"hello","v":1,"time":1596416400000000000,"speed":10.5,"contracts":["AP010","AP101","CF101"]}`)
	if h, ok := d.Hello(); !ok || h != (Hello{Time: 1596416400 * market.Second, Speed: 10.5, Contracts: 3, Known: 2}) {
		t.Fatalf("%v %+v", ok, h)
	}
	decode(d, `{"t":"hello","v":1,"time":-1}`)
	if h, _ := d.Hello(); h.Contracts != 3 {
		t.Fatal("a bad hello replaced the good one")
	}
}

func TestLongLines(t *testing.T) {
	d := New(apples(t))
	pad := func(n int) string {
		return depthLine[:len(depthLine)-1] + strings.Repeat(" ", n-len(depthLine)) + "}"
	}
	if got, p := decode(d, pad(MaxLine)); p.Code != OK || len(got) != 1 {
		t.Fatalf("a line of the longest length: %v", p.String())
	}
	got, p := decode(d, pad(MaxLine+1))
	if p.Code != CodeLong || len(got) != 0 || p.Value() != depthLine[:MaxText] {
		t.Fatalf("a longer line: %v, %d events", p.String(), len(got))
	}
	if p.Line != 2 {
		t.Fatalf("line %d, want 2", p.Line)
	}
}

// TestNestingIsBounded feeds what drives a recursive parser to the end of its stack.
func TestNestingIsBounded(t *testing.T) {
	d := New(apples(t))
	for _, s := range []string{"[", "{\"bid\":", "[[],"} {
		got, p := decode(d, strings.Repeat(s, MaxLine/len(s)))
		if len(got) != 0 || p.Code == OK {
			t.Errorf("%q: %v", s, p.String())
		}
	}
}

func TestBlankLinesAreNothing(t *testing.T) {
	d := New(apples(t))
	for _, s := range []string{"", " ", "\t\r"} {
		if got, p := decode(d, s); p.Code != OK || len(got) != 0 {
			t.Errorf("%q: %v, %d events", s, p.String(), len(got))
		}
	}
}

func TestEveryCodeIsNamed(t *testing.T) {
	seen := map[string]Code{}
	for code := range CodeCount {
		name := code.String()
		if other, twice := seen[name]; twice || name == "" || code.Help() == "" {
			t.Errorf("code %d is named %q like %d, help %q", code, name, other, code.Help())
		}
		seen[name] = code
	}
	if CodeCount.String() != "invalid" || CodeCount.Help() != "" {
		t.Error("a code beyond the last has a name")
	}
}

func TestFieldNamesRoundTrip(t *testing.T) {
	for f := fieldNone + 1; f < fieldCount; f++ {
		if fieldOf([]byte(f.String())) != f {
			t.Errorf("field %d, %q, is found as %d", f, f, fieldOf([]byte(f.String())))
		}
	}
}
