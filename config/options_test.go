package config

import (
	"slices"
	"strings"
	"testing"

	"quotient/market"
)

// change parses an example with texts replaced, pairwise; each must be there.
func change(t *testing.T, name string, pairs ...string) (*Desk, []Problem) {
	t.Helper()
	file, _ := Example(name)
	text := string(file)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%q is not in %s", pairs[i], name)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return Parse("desk.yaml", []byte(text), map[string][]byte{})
}

// changed is change for what must be sound.
func changed(t *testing.T, name string, pairs ...string) *Desk {
	t.Helper()
	d, problems := change(t, name, pairs...)
	if len(problems) > 0 {
		t.Fatalf("%q: %s", pairs, RenderText(problems, false))
	}
	return d
}

// refused is change for what must have exactly one problem, with the code at the path.
func refused(t *testing.T, code, path, name string, pairs ...string) Problem {
	t.Helper()
	_, problems := change(t, name, pairs...)
	if len(problems) != 1 || problems[0].Code != code || problems[0].Path != path {
		t.Errorf("%q: want %s at %s, got\n%s", pairs, code, path, RenderText(problems, false))
		return Problem{}
	}
	return problems[0]
}

func TestReadOption(t *testing.T) {
	for symbol, want := range map[string]optionCode{
		"SR609C6000":    {"SR609", false, "6000"},
		"SR609P6000":    {"SR609", true, "6000"},
		"cu2609C70000":  {"cu2609", false, "70000"},
		"IO2609-C-4000": {"IO2609", false, "4000"},
		"m2609-P-3000":  {"m2609", true, "3000"},
		"RM701MSC2100":  {"RM701", false, "2100"},
		"ZC109P620.5":   {"ZC109", true, "620.5"},
	} {
		if got, ok := readOption(symbol); !ok || got != want {
			t.Errorf("%s: %+v, %v", symbol, got, ok)
		}
	}
	for _, symbol := range []string{"", "AP101", "SR609", "SR609C", "SR609X6000", "SRC6000", "609C6000", "SR609-C6000",
		"SR609C-6000", "SR609C-", "SR609C60x0", "SR609MS", "HSI26000L6", "SR609C-600-", "SR609C--600", "SR609PC600"} {
		if got, ok := readOption(symbol); ok || got != (optionCode{}) {
			t.Errorf("%s is taken for an option: %+v", symbol, got)
		}
	}
}

// TestOptionInstruments: what the symbol says, what the keys say, and an option
// that stands before its underlying.
func TestOptionInstruments(t *testing.T) {
	const own = "  - {symbol: SR703, tick: 1, multiplier: 10}"
	d := changed(t, "options_dev", own, `  - {symbol: SR703P4900, tick: 0.5, multiplier: 10, expiry: 2027-01-25}
  - {symbol: SR701, tick: 1, multiplier: 10, kind: future}
  - {symbol: SRLONGDATED, kind: call, underlying: SR703, strike: 4800, tick: 0.5, multiplier: 10, product: SR, expiry: 2027-06-25}
  - {symbol: SR701C5000, underlying: SR703, strike: 4700, tick: 0.5, multiplier: 10, expiry: 2027-01-25}
`+own, "    SR703: {quote: false}", "    SR703: {quote: false}\n    SR701: {quote: false}",
		"sim:\n", "sim:\n  defaults: {start_price: 5600}\n")
	for symbol, want := range map[string]market.Instrument{
		"SR703P4900":  {Kind: market.Put, Strike: 4900, Expiry: 20270125},
		"SRLONGDATED": {Kind: market.Call, Strike: 4800, Expiry: 20270625},
		"SR701C5000":  {Kind: market.Call, Strike: 4700, Expiry: 20270125},
		"SR703C5100":  {Kind: market.Call, Strike: 5100, Expiry: 20270115},
		"SR703P6100":  {Kind: market.Put, Strike: 6100, Expiry: 20270115},
	} {
		c, ok := d.Lookup(symbol)
		in := &d.Instruments[c]
		if !ok || in.Kind != want.Kind || in.Strike != want.Strike || in.Expiry != want.Expiry {
			t.Errorf("%s: %+v", symbol, in)
			continue
		}
		if d.Instruments[in.Underlying].Symbol.String() != "SR703" || d.Hours[c] != d.Hours[in.Underlying] ||
			in.Product.String() != "SR" || in.TickUnits != 5 || in.Decimals != 1 || in.TickValue != 500 || d.Multiplier[c] != 10 {
			t.Errorf("%s: %+v, hours %d", symbol, in, d.Hours[c])
		}
	}
	for _, symbol := range []string{"SR701", "SR703"} {
		if c, _ := d.Lookup(symbol); d.Instruments[c].Option() || d.Calendar.Hours[d.Hours[c]].Name.String() != "night" {
			t.Errorf("%s: %+v", symbol, d.Instruments[c])
		}
	}
}

// TestFutureBySaying: a symbol that looks like an option's may be a future's.
func TestFutureBySaying(t *testing.T) {
	d := changed(t, "apple", "{symbol: AP010,", "{symbol: AP010C1, kind: future,", "dominant: AP010", "dominant: AP010C1",
		"AP010: {quote", "AP010C1: {quote", "lead: AP010}", "lead: AP010C1}")
	if d.Instruments[0].Option() {
		t.Error("kind: future is not heard")
	}
	refused(t, CodeContradiction, "instruments[0].underlying", "apple", "{symbol: AP010,", "{symbol: AP010, underlying: AP101,")
}

// TestChainKeys: order, sides, own symbols, the underlying's multiplier or an own one.
func TestChainKeys(t *testing.T) {
	const strikes = "    expiry: 2027-01-15 # an example's\n    strikes: [{from: 5100, to: 6100, step: 100}]"
	d := changed(t, "options_dev", strikes, `    multiplier: 20
    expiry: 2027-01-25
    sides: puts
    symbol: "XX-{underlying}-{strike}"
    product: SR
    hours: day
    strikes: [{from: 5100, to: 5300, step: 100}, {from: 5350, to: 5400, step: 50}]`)
	var symbols []string
	for c := range d.Instruments {
		symbols = append(symbols, d.Instruments[c].Symbol.String())
	}
	if !slices.Equal(symbols, []string{"SR703", "XX-SR703-5100", "XX-SR703-5200", "XX-SR703-5300", "XX-SR703-5350", "XX-SR703-5400"}) {
		t.Errorf("symbols %v", symbols)
	}
	if in := &d.Instruments[5]; in.Kind != market.Put || in.Strike != 5400 || in.TickValue != 1000 || in.Expiry != 20270125 ||
		d.Multiplier[5] != 20 || d.Calendar.Hours[d.Hours[5]].Name.String() != "day" {
		t.Errorf("%+v", in)
	}
	calls := changed(t, "options_dev", strikes, "    sides: calls\n"+strikes)
	if len(calls.Instruments) != 12 || calls.Instruments[11].Kind != market.Call {
		t.Errorf("%d contracts", len(calls.Instruments))
	}
	both := changed(t, "options_dev", strikes, strings.Replace(strikes, "6100", "5199", 1))
	if len(both.Instruments) != 3 || both.Instruments[1].Kind != market.Call || both.Instruments[2].Kind != market.Put || both.Multiplier[1] != 10 {
		t.Errorf("%+v", both.Instruments)
	}
	// 1 future and 255 strikes of 2 fit; a strike more does not.
	changed(t, "options_dev", strikes, strings.Replace(strikes, "to: 6100, step: 100", "to: 5354, step: 1", 1), "SR: {max_net_lots: 2000}", "SR: {max_net_lots: 9000}")
	refused(t, CodeRange, "chains[0].strikes", "options_dev", strikes, strings.Replace(strikes, "to: 6100, step: 100", "to: 5355, step: 1", 1),
		"SR: {max_net_lots: 2000}", "SR: {max_net_lots: 9000}")
	refused(t, CodeReference, "chains[0].hours", "options_dev", strikes, "    hours: evening\n"+strikes)
	refused(t, CodeContradiction, "chains[0].tick", "options_dev", "    tick: 0.5\n", "    tick: 0.0005\n",
		"    floor: {below: 2, by: last_price}\n", "")
}

// TestSimOption: an option's market follows its underlying's; what its own block
// says holds, what defaults say does not.
func TestSimOption(t *testing.T) {
	plain := changed(t, "options_dev")
	own := changed(t, "options_dev", "  contracts:\n    SR703: {like",
		"  defaults: {levels: 9, half_spread: 7}\n  contracts:\n    SR703C5100: {time_value: 50, widen: 5%, request_every: 1m, top_lots: 33}\n    SR703: {like")
	a, b := plain.Sim.Contracts[1], own.Sim.Contracts[1]
	if a.Start <= 0 || a.Upper <= a.Start || a.TimeValue == 0 || a.Lead != market.NoContract {
		t.Errorf("by itself: %+v", a)
	}
	a.TimeValue, a.Widen, a.RequestGap, a.Size = 50_000, 50, market.Minute, 33
	if a != b {
		t.Errorf("own block: %+v, want %+v", b, a)
	}
	if f := own.Sim.Contracts[0]; f.Depth != 9 || f.Half != 7000 {
		t.Errorf("the future: %+v", f)
	}
	if none := changed(t, "options_dev", "start_price: 5600, ", ""); none.Sim.Contracts[1].Start != 0 {
		t.Error("an option is simulated without its underlying")
	}
}

// TestOptionsAreAskedFor: requests for quote come as often on an option as the
// defaults say; nothing else of a future's market is an option's.
func TestOptionsAreAskedFor(t *testing.T) {
	find := func(d *Desk, symbol string) market.Contract { c, _ := d.Lookup(symbol); return c }
	plain := changed(t, "options_dev")
	d := changed(t, "options_dev", "  contracts:\n    SR703: {like", "  defaults: {request_every: 90s, half_spread: 9000}\n  contracts:\n    SR703C5600: {request_every: 7s}\n    SR703: {like")
	for symbol, want := range map[string]market.Time{"SR703": 90 * market.Second, "SR703C5500": 90 * market.Second, "SR703C5600": 7 * market.Second} {
		if got := d.Sim.Contracts[find(d, symbol)].RequestGap; got != want {
			t.Errorf("%s: a request every %d ns, want %d", symbol, got, want)
		}
	}
	if c := find(d, "SR703C5500"); d.Sim.Contracts[c].Half != plain.Sim.Contracts[c].Half {
		t.Error("an option is as wide as a future")
	}
}
