package config

import (
	"strings"
	"testing"

	"quotient/market"
)

// weighed puts limits on delta and vega into the options example, and after them
// what a lot of an option weighs.
func weighed(greeks string) []string {
	return []string{"  max_lots: 20000\n", "  max_lots: 20000\n  max_delta: 4000\n  max_vega: 400000\n",
		"SR: {max_net_lots: 2000}", "SR: {max_net_lots: 2000, max_delta: 4000, max_vega: 400000}",
		"    parity_ticks: 200\n", "    parity_ticks: 200\n" + greeks}
}

// Greeks of defaults hold for every option, with the sign of its kind; a contract's
// own go before them, and check says both.
func TestGreeks(t *testing.T) {
	d := changed(t, "options_dev", weighed("    greeks: {delta: 0.5, vega: 12.25}\n  contracts: {SR703C5600: {greeks: {delta: 0.75, vega: 3}}}\n")...)
	if g := d.Greeks[0]; g.Known || g.Gamma != 0 || g.Money != 0 {
		t.Errorf("weighed for stress: %+v", g)
	}
	options := 0
	for _, g := range d.Greeks {
		in := &d.Instruments[g.Contract]
		want := Greeks{Contract: g.Contract, Delta: 500, Vega: 12250}
		if in.Kind == market.Put {
			want.Delta = -500
		}
		if in.Symbol.String() == "SR703C5600" {
			want.Delta, want.Vega = 750, 3000
		}
		if options++; !in.Option() || g != want {
			t.Errorf("%s: %+v, want %+v", in.Symbol.String(), g, want)
		}
	}
	if options != len(d.Instruments)-1 {
		t.Errorf("%d options weigh something", options)
	}
	for _, want := range []string{"greeks: SR703C5600 delta 0.750, vega 3.000\n", "greeks: SR703P5600 delta -0.500, vega 12.250\n"} {
		if !strings.Contains(d.Weights(), want) {
			t.Errorf("check does not say %s", want)
		}
	}
	if text := changed(t, "options_dev", weighed("")...).Weights(); !strings.Contains(text, "not known, so nothing of it is opened until they are imported: SR703C5100, ") {
		t.Errorf("check says %q", text)
	}
	if text := example(t, "options_dev").Weights(); text != "" {
		t.Errorf("check says %q where no limit counts greeks", text)
	}
}

func TestGreeksRefused(t *testing.T) {
	refused(t, CodeContradiction, "risk.contracts.SR703.greeks", "options_dev", weighed("  contracts: {SR703: {greeks: {delta: 1, vega: 0}}}\n")...)
	refused(t, CodeMissing, "risk.defaults.greeks.vega", "options_dev", weighed("    greeks: {delta: 1}\n")...)
	refused(t, CodeRange, "risk.defaults.greeks.delta", "options_dev", weighed("    greeks: {delta: -0.5, vega: 1}\n")...)
	refused(t, CodeRange, "risk.defaults.greeks.delta", "options_dev", weighed("    greeks: {delta: 10.001, vega: 1}\n")...)
	refused(t, CodeMissing, "risk.defaults.greeks.vega_yuan", "options_dev", weighed("    greeks: {delta: 1, vega: 0, gamma: 0}\n")...)
	refused(t, CodeMissing, "risk.contracts.SR703C5600.greeks.gamma", "options_dev",
		weighed("  contracts: {SR703C5600: {greeks: {delta: 1, vega: 0, vega_yuan: 0}}}\n")...)
	refused(t, CodeRange, "risk.defaults.greeks.gamma", "options_dev", weighed("    greeks: {delta: 1, vega: 0, gamma: 1.000001, vega_yuan: 1}\n")...)
}

// What stress needs is taken from one section whole: a contract's own weights without
// gamma have none, whatever defaults say.
func TestGreeksForStress(t *testing.T) {
	d := changed(t, "options_dev", weighed("    greeks: {delta: 0.5, vega: 1, gamma: 0.000125, vega_yuan: 55.5}\n  contracts: {SR703C5600: {greeks: {delta: 0.75, vega: 3}}}\n")...)
	for _, g := range d.Greeks {
		own := d.Instruments[g.Contract].Symbol.String() == "SR703C5600"
		if g.Known == own || g.Known && (g.Gamma != 125 || g.Money != 5550) {
			t.Errorf("%+v", g)
		}
	}
}

// Two persons end a stop unless the file says one; the watchdog's figures have
// defaults.
func TestStopAndWatchdog(t *testing.T) {
	plain := changed(t, "dev", "  clear_persons: 1 # at a real desk two persons end a stop\n", "  clear_within: 5m\n")
	if plain.Stop != (Stop{2, 5 * market.Minute}) {
		t.Errorf("%+v", plain.Stop)
	}
	if want := (Watchdog{After: market.Second, Every: 20 * market.Millisecond, AskEvery: market.Second}); plain.Watchdog != want {
		t.Errorf("%+v", plain.Watchdog)
	}
	if d := example(t, "dev"); d.Stop != (Stop{1, 10 * market.Minute}) {
		t.Errorf("dev: %+v", d.Stop)
	}
	if d := example(t, "zce_futures"); d.Stop.ClearPersons != 2 {
		t.Errorf("zce_futures: %+v", d.Stop)
	}
	own := changed(t, "dev", "\nstop:\n", "\nwatchdog: {sender: DOG, after: 400ms, every: 5ms, ask_every: 300ms, silence: 2s}\nstop:\n")
	if want := (Watchdog{"DOG", 400 * market.Millisecond, 5 * market.Millisecond, 300 * market.Millisecond, 2 * market.Second}); own.Watchdog != want {
		t.Errorf("%+v", own.Watchdog)
	}
	for _, persons := range []string{"0", "3"} {
		refused(t, CodeRange, "stop.clear_persons", "dev", "clear_persons: 1", "clear_persons: "+persons)
	}
	refused(t, CodeContradiction, "watchdog.sender", "dev", "\nstop:\n", "\nwatchdog: {sender: QUOTIENT}\nstop:\n")
	refused(t, CodeContradiction, "watchdog.silence", "dev", "\nstop:\n", "\nwatchdog: {silence: 39ms}\nstop:\n")
	refused(t, CodeContradiction, "watchdog.after", "dev", "\nstop:\n", "\nwatchdog: {after: 999ms, every: 500ms}\nstop:\n")
}
