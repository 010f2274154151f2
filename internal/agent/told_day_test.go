package agent

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"quotient/config"
	"quotient/journal"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/sim"
)

// aTold is a file that is imported so long after the open.
type aTold struct {
	after market.Time
	text  string
}

// toldRun runs the first minutes of a simulated day, in which files are imported,
// checks that its journal replays, and returns what the loop shows in the end.
func toldRun(t *testing.T, desk *config.Desk, minutes market.Time, files []aTold) *port.Snapshot {
	t.Helper()
	return toldRunIn(t, t.TempDir(), desk, minutes, files)
}

// toldRunIn is toldRun with its journal in dir.
func toldRunIn(t *testing.T, dir string, desk *config.Desk, minutes market.Time, files []aTold) *port.Snapshot {
	t.Helper()
	clock, dates, err := simStart(desk)
	if err != nil {
		t.Fatal(err)
	}
	c := build(desk, options{ownInBook: true})
	start := c.simOpen(dates[0], clock.start)
	p, err := generated(desk, c.cal, dates[:1], start)
	if err != nil {
		t.Fatal(err)
	}
	opt := journalOptions(desk)
	opt.NoSync = true
	w, err := journal.Open(dir, header(desk, start, clockVirtual, 1), opt)
	if err != nil {
		t.Fatal(err)
	}
	pump := startPump(c.rings.Records, w, nil, nil)
	v := &virtual{loop: c.loop, rings: c.rings, x: sim.NewExchange(p), now: start}
	v.begin(start, c.opening(start, true))
	for _, f := range files {
		v.runUntil(clock.start + f.after)
		v.step(max(v.now, clock.start+f.after))
		list, got, err := importOf(desk, "f.csv", f.text, dates[0])
		if err != nil || len(got.Problems) > 0 {
			t.Fatal(err, got.Problems)
		}
		for _, one := range list {
			v.command(one)
		}
	}
	v.runUntil(clock.start + minutes*market.Minute)
	shown := new(port.Snapshot)
	c.loop.Snapshot(shown)
	v.finish()
	if err := pump.close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if f, err := catchUp(context.Background(), dir, 1, true); err != nil || f.replay.polls == 0 {
		t.Errorf("the day does not replay: %v", err)
	}
	return shown
}

func optionsDesk(t *testing.T, oldnew ...string) *config.Desk {
	t.Helper()
	text, _ := config.Example("options_dev")
	d, problems := config.Parse("options_dev.yaml", []byte(strings.NewReplacer(oldnew...).Replace(string(text))), nil)
	if len(problems) > 0 {
		t.Fatal(config.RenderText(problems, false))
	}
	return d
}

// quoted counts the options that have a quote.
func quotedOptions(d *config.Desk, s *port.Snapshot) (n int) {
	for i := range d.Instruments {
		if d.Instruments[i].Option() && s.Contract[i].QuoteID != 0 {
			n++
		}
	}
	return n
}

// With limits on delta and vega an option is quoted once somebody says what a lot of
// it weighs: the desk file from the start, or an import.
func TestOptionsAreWeighed(t *testing.T) {
	limits := []string{"  max_lots: 20000\n", "  max_lots: 20000\n  max_delta: 4000\n  max_vega: 400000\n",
		"SR: {max_net_lots: 2000}", "SR: {max_net_lots: 2000, max_delta: 4000, max_vega: 400000}"}
	bare := optionsDesk(t, limits...)
	if s := toldRun(t, bare, 7, nil); quotedOptions(bare, s) != 0 {
		t.Errorf("unweighed: %d options quoted", quotedOptions(bare, s))
	}
	file := "contract,delta,vega\n"
	for i := range bare.Instruments {
		switch in := &bare.Instruments[i]; in.Kind {
		case market.Call:
			file += fmt.Sprintf("%s,0.5,2\n", in.Symbol.String())
		case market.Put:
			file += fmt.Sprintf("%s,-0.5,2\n", in.Symbol.String())
		}
	}
	if s := toldRun(t, bare, 7, []aTold{{6 * market.Minute, file}}); quotedOptions(bare, s) == 0 {
		t.Error("imported greeks let nothing be quoted")
	}
	own := optionsDesk(t, append(limits, "    parity_ticks: 200\n", "    parity_ticks: 200\n    greeks: {delta: 0.5, vega: 2}\n")...)
	if s := toldRun(t, own, 7, nil); quotedOptions(own, s) == 0 || s.Refusals[risk.RuleDelta] != 0 {
		t.Errorf("weighed by the desk file: %d options quoted, %d refusals by delta", quotedOptions(own, s), s.Refusals[risk.RuleDelta])
	}
}

// A settlement that a file tells takes the place of a guess, and is not guessed
// over; money and another account's lots are told in the same day.
func TestToldDay(t *testing.T) {
	desk := devDesk(t, toldDesk()...)
	files := []aTold{
		{market.Second, "date,contract,price,open_interest,long,short\n2026-11-20,AP703,7270,1000,0,0\n2026-11-19,AP703,7260,900,0,0\n"},
		{2 * market.Second, "account,contract,long,short\nsister,AP703,20,0\n"},
		{3 * market.Second, "account,balance\nSIM,2000000\n"},
		{40 * market.Second, "date,contract,price,open_interest\n2026-11-20,AP703,7272,1000\n"},
	}
	early := toldRun(t, desk, 2, files[:2])
	if early.Contract[1].QuoteID != 0 || early.Funds.Known&port.FundsEquity != 0 {
		t.Errorf("quoted on money that nobody told: quote %d, known %b", early.Contract[1].QuoteID, early.Funds.Known)
	}
	s := toldRun(t, desk, 2, files)
	if s.Contract[1].QuoteID == 0 || s.Funds.Known&port.FundsEquity == 0 || s.Contract[1].Guard.Counted[0] < 20 {
		t.Errorf("told: quote %d, known %b, counted %v", s.Contract[1].QuoteID, s.Funds.Known, s.Contract[1].Guard.Counted)
	}
}
