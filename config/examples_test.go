package config

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"testing"

	"quotient/market"
	"quotient/obligation"
)

func example(t testing.TB, name string) *Desk {
	t.Helper()
	desk, problems := Load("examples/" + name + ".yaml")
	if len(problems) > 0 {
		t.Fatalf("%s:\n%s", name, RenderText(problems, false))
	}
	return desk
}

func TestExamplesAreListed(t *testing.T) {
	if got := Examples(); !slices.Equal(got, []string{"apple", "dev", "hkex_primary", "index", "mifid_rts8", "options_dev",
		"shfe_options", "zce_futures", "zce_options_primary", "zce_options_response"}) {
		t.Errorf("Examples() = %v", got)
	}
	file, _ := os.ReadFile("examples/dev.yaml")
	if text, ok := Example("dev"); !ok || !bytes.Equal(text, file) {
		t.Error("Example(dev) is not the file")
	}
	if _, ok := Example("none"); ok {
		t.Error("an example that does not exist")
	}
}

// TestExamplesComply checks of every shipped desk that what it quotes would
// count, and that its own gate leaves room for it all day.
func TestExamplesComply(t *testing.T) {
	for _, name := range Examples() {
		d := example(t, name)
		if len(d.Obligation.Terms) == 0 {
			t.Errorf("%s: no terms", name)
		}
		for _, terms := range d.Obligation.Terms {
			q, l := d.Quoter.Contracts[terms.Contract], d.Risk.Limits[terms.Contract]
			p := q.Pricing
			if !q.Quote || !q.Comply || p.MinWidth > p.MaxWidth || p.MaxWidth > terms.MaxSpread {
				t.Errorf("%s: width %d to %d does not keep to %d", name, p.MinWidth, p.MaxWidth, terms.MaxSpread)
			}
			if q.Size <= terms.MinSize || q.RefillAt < terms.MinSize-1 || q.RefillAt >= q.Size {
				t.Errorf("%s: size %d, refilled at %d, for a minimum of %d", name, q.Size, q.RefillAt, terms.MinSize)
			}
			if l.MaxLong < 5*q.Size || l.MaxShort < 5*q.Size || l.MaxPerWindow < 4 || d.Risk.MaxDay < 20_000 {
				t.Errorf("%s: limits leave little room: %+v", name, l)
			}
			if !d.Quoter.AutoStart || d.Account != SimAccount || d.Clock != ClockVenue {
				t.Errorf("%s: does not run by itself on the simulated exchange", name)
			}
		}
	}
}

func TestApple(t *testing.T) {
	d := example(t, "apple")
	if len(d.Instruments) != 2 || d.Instruments[0].Symbol.String() != "AP010" || d.Instruments[1].Symbol.String() != "AP101" {
		t.Fatalf("instruments %v", d.Instruments)
	}
	in := d.Instruments[1]
	if in.Exchange.String() != "CZCE" || in.Product.String() != "AP" || in.TickUnits != 1 || in.Decimals != 0 || in.TickValue != 1000 {
		t.Errorf("AP101 %+v: a tick of a lot is 1 yuan/t x 10 t = 10.00 yuan", in)
	}
	want := obligation.Terms{Contract: 1, Dominant: 0, From: 20200801, To: 20200831, Target: 800_000, MaxSpread: 4, MinSize: 10,
		Exempt: obligation.EffectLeaves, Limit: obligation.LimitOneSided, Basis: obligation.SizeRemaining, Underlying: market.NoContract}
	if len(d.Obligation.Terms) != 1 || d.Obligation.Terms[0] != want {
		t.Errorf("terms %+v, want %+v", d.Obligation.Terms, want)
	}
	if d.Quoter.Contracts[0].Quote || !d.Quoter.Contracts[1].Quote || d.Quoter.Contracts[1].Lead != 0 {
		t.Error("AP101 is quoted and leans on AP010, which is not quoted")
	}
	for _, day := range []market.Date{20200803, 20200814} {
		if p := d.CheckDate(day); len(p) > 0 {
			t.Errorf("%d: %s", day, RenderText(p, false))
		}
	}
	if f := d.Position.Fees[1]; f.OpenPerLot != 500 || f.CloseTodayPerLot != 2000 {
		t.Errorf("fees %+v", f)
	}
}

func TestIndex(t *testing.T) {
	d := example(t, "index")
	in := d.Instruments[0]
	if in.TickUnits != 2 || in.Decimals != 1 || in.TickValue != 6000 || d.Multiplier[0] != 300 {
		t.Errorf("IF2101 %+v: a tick of a lot is 0.2 x 300 = 60.00 yuan", in)
	}
	if f := d.Position.Fees[0]; f.OpenRate != 230 || f.CloseTodayRate != 3450 {
		t.Errorf("fees %+v: 0.0023%% is 230 of 10 million", f)
	}
	if p := d.CheckDate(20210104); len(p) > 0 {
		t.Error(RenderText(p, false))
	}
	if got := d.Calendar.Hours[d.Hours[0]].Name.String(); got != "index" {
		t.Errorf("hours %s", got)
	}
}

func TestDev(t *testing.T) {
	d := example(t, "dev")
	if d.Sim.Start != market.Date(20261123).At(9*market.Hour) || d.Sim.Speed != 1000 || len(d.Sim.Holes) != 2 {
		t.Errorf("sim %+v", d.Sim)
	}
	if p := d.CheckDate(d.Sim.Start.Date()); len(p) > 0 {
		t.Error(RenderText(p, false))
	}
	for _, address := range []string{d.Venue.FIX.Address, d.Venue.Feed, d.Ops.Listen} {
		if !loopback(address) {
			t.Errorf("%s is not on loopback", address)
		}
	}
	c := d.Sim.Contracts
	if c[0].Start != 7160 || c[1].Start != 7265 || c[0].Lead != market.NoContract || c[1].Lead != 0 || c[1].Size >= c[0].Size {
		t.Errorf("simulated contracts %+v", c)
	}
}

// TestParseAgain checks that text and files from a Desk give the same Desk.
func TestParseAgain(t *testing.T) {
	for _, name := range Examples() {
		d := example(t, name)
		again, problems := Parse(d.File, d.Text, d.Files)
		if len(problems) > 0 {
			t.Fatalf("%s: %s", name, RenderText(problems, false))
		}
		if again.Hash != d.Hash || !maps.EqualFunc(again.Files, d.Files, bytes.Equal) {
			t.Errorf("%s: not the same hash and files", name)
		}
		if !sameParams(d, again) {
			t.Errorf("%s: not the same params", name)
		}
	}
}
