package agent

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// toldDesk has everything in force that people tell something about.
func toldDesk() []string {
	return []string{
		"  ramp: {for: 1m, max_lots: 12, rate: 50%}\n", "  codes:\n    seat: 1\n    filed:\n      - {code: \"80001\", class: futures, seats: [1, 2]}\n",
		"\n  speed: 1\n", "\n  speed: 20\n",
		"\nfunds:\n  balance: 5000000\n", `
  accounts:
    - {name: sister, max_age: 4h}

funds:
`}
}

// What people tell over the socket is carried out or refused in one sentence, and
// stands in the journal with who, as what, and why; the journal replays.
func TestToldOverTheSocket(t *testing.T) {
	desk := devDesk(t, toldDesk()...)
	dir := t.TempDir()
	_, clock := exchangeOf(t, desk)
	var said lockedBuffer
	aLife(t, desk, liveOptions{clock: clock, dir: dir, log: logger(&said)}, func(a *live) {
		waitMode(t, a.page.Addr(), "run")
		refusedActs(t, dir)
		heardActs(t, dir)
		waitTripped(t, dir)
	})
	if f, err := catchUp(context.Background(), dir, 1, true); err != nil || f.replay.polls == 0 {
		t.Errorf("the life does not replay: %v", err)
	}
	for _, want := range []string{`"act":"seat"`, `"act":"funds"`, `"act":"import"`, `"act":"rearm"`, `"role":"trader"`, `"reason":"standby drill"`, `ctl: refused`} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the log does not say %s", want)
		}
	}
	inTheJournal(t, dir)
}

// tellAgent runs one act of ctl over the socket.
func tellAgent(dir string, o CtlOptions) (said string, err error) {
	var out bytes.Buffer
	o.Page, o.Socket = "127.0.0.1:1", dir
	err = Ctl(context.Background(), o, Streams{&out, &out})
	if err != nil {
		return out.String() + err.Error(), err
	}
	return out.String(), nil
}

func refusedActs(t *testing.T, dir string) {
	t.Helper()
	file := write(t, "greeks.csv", "contract,delta,vega\nAP703,0.5,0.1\n")
	for want, o := range map[string]CtlOptions{
		"seat 3 is not filed for the trading code 80001":  {Act: "seat", Seat: "3", Role: "risk", Reason: "drill"},
		`seat "two": want a number`:                       {Act: "seat", Seat: "two", Role: "risk", Reason: "drill"},
		`role "": want --role trader or risk`:             {Act: "seat", Seat: "2", Reason: "drill"},
		"for a reason":                                    {Act: "funds", Balance: "1", Role: "risk"},
		`balance "much": want yuan`:                       {Act: "funds", Balance: "much", Role: "risk", Reason: "drill"},
		`moved "1.234": want yuan`:                        {Act: "funds", Balance: "1", Moved: "1.234", Role: "risk", Reason: "drill"},
		"nothing waits for a person there":                {Act: "rearm", Contract: "AP703", Role: "risk", Reason: "drill"},
		"no such contract or product":                     {Act: "rearm", Contract: "AP999", Role: "risk", Reason: "drill"},
		"found: chief; allowed: trader, risk":             {Act: "rearm", Contract: "AP703", Role: "chief", Reason: "drill"},
		"greeks.csv:2:1: contract \"AP703\": is a future": {Act: actImport, File: file, Role: "risk", Reason: "drill"},
		"no such file":                                    {Act: actImport, File: file + ".none", Role: "risk", Reason: "drill"},
	} {
		if said, err := tellAgent(dir, o); err == nil || !strings.Contains(said, want) {
			t.Errorf("%s %+v: %v, says %s, want %s", o.Act, o, err, said, want)
		}
	}
}

func heardActs(t *testing.T, dir string) {
	t.Helper()
	settled := write(t, "settled.csv", "date,contract,price,open_interest,long,short\n2026-11-20,AP701,7160,180000,4,0\n2026-11-20,CF701,15000,1,0,0\n")
	sister := write(t, "sister.csv", "账户,合约,多头持仓,空头持仓\nsister,AP703,20,0\n")
	for want, o := range map[string]CtlOptions{
		`"scope":"seat 2"`:                     {Act: "seat", Seat: "2", Role: "trader", Reason: "standby drill"},
		`"accepted":"funds","scope":"account"`: {Act: "funds", Balance: "2000000.00", Moved: "-5000", Role: "risk", Reason: "no file came"},
		`"rows":1,"skipped":1`:                 {Act: actImport, File: settled, Role: "risk", Reason: "file of 11-20"},
		`"scope":"accounts","rows":1`:          {Act: actImport, File: sister, Role: "risk", Reason: "told by phone"},
	} {
		if said, err := tellAgent(dir, o); err != nil || !strings.Contains(said, want) {
			t.Errorf("%s: %v, says %s, want %s", o.Act, err, said, want)
		}
	}
}

// waitTripped re-arms what the settlement's position tripped: the file has lots
// that the ledger has not.
func waitTripped(t *testing.T, dir string) {
	t.Helper()
	o := CtlOptions{Act: "rearm", Role: "risk", Reason: "file was wrong"}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		said, err := tellAgent(dir, o)
		if err == nil && strings.Contains(said, `"scope":"account"`) {
			return
		}
		if time.Now().After(end) {
			t.Errorf("%v: %s", err, said)
			return
		}
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func inTheJournal(t *testing.T, dir string) {
	t.Helper()
	var out, errs bytes.Buffer
	if err := Cat(CatOptions{Journal: dir, Kinds: []string{"command", "trip"}}, Streams{&out, &errs}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"command":"seat","seat":2,"authority":"trader","ref":"standby drill"`,
		`"command":"funds","known":1,"balance_fen":200000000,"moved_fen":-500000,"authority":"risk","ref":"no file came"`,
		`"command":"settled","contract":"AP701","day":20261120,"price":"7160","price_ticks":7160,"open_interest":180000,"long":4,"short":0,"authority":"risk"`,
		`"command":"other","contract":"AP703","account":0,"long":20,"short":0,"opening_long":0,"opening_short":0,"opened":0,"authority":"risk"`,
		`"command":"other","contract":null,"account":0,"authority":"risk"`,
		`"command":"mark","ref":"import accounts sister.c"`,
		`"trip":"jump","state":"tripped","scope":"account","contract":"AP701"`,
		`"trip":"jump","state":"rearmed","scope":"account","contract":"AP701"`,
		`"command":"rearm","contract":null,"scope":"account","authority":"risk","ref":"file was wrong"`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the journal does not say %s", want)
		}
	}
	if t.Failed() {
		for line := range strings.Lines(out.String()) {
			if !strings.Contains(line, `"contract":"AP701","exch`) {
				t.Log(line)
			}
		}
	}
}
