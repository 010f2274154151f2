package sim

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"quotient/market"
)

func parseTest(text string) (Script, error) {
	return ParseScript([]byte(text), testDate, clock(9, 0, 0), contractOf)
}

func TestParseScript(t *testing.T) {
	s, err := parseTest("# a day\n\nat 09:30:00 limit AP010 up   # locked\r\nday 2020-08-04\n" +
		"at 09:30:00.25 grant AP101 1.5m Z-17 maker 2\nat 10:00 jump AP010 -12\n")
	if err != nil {
		t.Fatal(err)
	}
	ref, _ := market.MakeRef("Z-17")
	next := market.Date(20200804)
	want := Script{
		{At: clock(9, 30, 0), Kind: ActLimit, Contract: 0, Side: market.Bid},
		{At: next.At(9*market.Hour + 30*market.Minute + 250*market.Millisecond), Kind: ActGrant, Contract: 1, Maker: 2, For: 90 * market.Second, Ref: ref},
		{At: next.At(10 * market.Hour), Kind: ActJump, Contract: 0, Move: -12},
	}
	if len(s) != len(want) {
		t.Fatalf("%d acts", len(s))
	}
	for i := range want {
		if s[i] != want[i] {
			t.Errorf("act %d: %+v, want %+v", i, s[i], want[i])
		}
	}
	if s, err = parseTest("at +90s halt\nat +90s resume AP101"); err != nil || s[0].At != clock(9, 1, 30) || s[0].Contract != market.NoContract {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestParseDuty: the acts about options, and about what is owed when.
func TestParseDuty(t *testing.T) {
	s, err := parseTest("at 09:30 settle AP101 7200\nat 09:30 settle AP101 off\nat 09:30 restrike AP010 7100\n" +
		"at 09:30 storm all 5000 1s\nat 09:30 storm AP101 20 500ms\nat 09:30 stress all 10m 1.5 Z-3 maker 1\nat 09:30 stress AP101 1s 100\n" +
		"at 09:30 phase continuous\nat 09:30 phase break AP101\nat 09:30 gap\nat 09:30 gap AP101")
	if err != nil {
		t.Fatal(err)
	}
	ref, _ := market.MakeRef("Z-3")
	at := clock(9, 30, 0)
	want := Script{
		{At: at, Kind: ActSettle, Contract: 1, Price: 7200},
		{At: at, Kind: ActSettle, Contract: 1},
		{At: at, Kind: ActRestrike, Contract: 0, Price: 7100},
		{At: at, Kind: ActStorm, Contract: market.NoContract, Qty: 5000, For: market.Second},
		{At: at, Kind: ActStorm, Contract: 1, Qty: 20, For: 500 * market.Millisecond},
		{At: at, Kind: ActStress, Contract: market.NoContract, For: 10 * market.Minute, Relax: 1_500_000, Ref: ref, Maker: 1},
		{At: at, Kind: ActStress, Contract: 1, For: market.Second, Relax: 100_000_000},
		{At: at, Kind: ActPhase, Contract: market.NoContract, Phase: market.PhaseContinuous},
		{At: at, Kind: ActPhase, Contract: 1, Phase: market.PhaseBreak},
		{At: at, Kind: ActGap, Contract: market.NoContract},
		{At: at, Kind: ActGap, Contract: 1},
	}
	if !slices.Equal(s, want) {
		t.Errorf("%+v\nwant %+v", s, want)
	}
}

// TestScriptErrors: every error names its line and column, all are told at once.
func TestScriptErrors(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		allowed      string
	}{
		{"limit AP010 up", 1, 1, "at or day"},
		{"at 09:30 limit AP010 upp", 1, 22, "up, down or off"},
		{"\n at 9:30 halt", 2, 5, "time"},
		{"at 24:00 halt", 1, 4, "time"},
		{"at 09:60 halt", 1, 4, "time"},
		{"at 09:30:00. halt", 1, 4, "time"},
		{"at 09:30 limit", 1, 15, "contract"},
		{"at 09:30 limit AP999 up", 1, 16, "contract"},
		{"at 09:30 hole 5", 1, 15, "duration"},
		{"at 09:30 hole 25h", 1, 15, "duration"},
		{"at 09:30 hole -5s", 1, 15, "duration"},
		{"at 09:30 sweep AP101 buy 0", 1, 26, "lots"},
		{"at 09:30 hit AP101 bid 5 maker 300", 1, 32, "maker's number"},
		{"at 09:30 jump AP101 0", 1, 21, "ticks"},
		{"at 09:30 settle AP101 0", 1, 23, "price in whole ticks above 0"},
		{"at 09:30 settle AP101", 1, 22, "price in whole ticks above 0"},
		{"at 09:30 restrike AP101 off", 1, 25, "price in whole ticks above 0"},
		{"at 09:30 storm all 0 1s", 1, 20, "lots"},
		{"at 09:30 storm all 5", 1, 21, "duration"},
		{"at 09:30 stress all 5m 1", 1, 24, "a factor above 1"},
		{"at 09:30 stress all 5m 1.0000001", 1, 24, "a factor above 1"},
		{"at 09:30 stress all 5m 100.000001", 1, 24, "a factor above 1"},
		{"at 09:30 stress all 5m x", 1, 24, "a factor above 1"},
		{"at 09:30 halt AP101 now", 1, 21, "end of the line"},
		{"at 09:30 phase halt", 1, 16, "continuous or break"},
		{"at 09:30 dance", 1, 10, "limit, disconnect"},
		{"at 09:30 halt\nat 09:29 halt", 2, 4, "not before"},
		{"day 2020-02-30", 1, 5, "date"},
		{"day 9999-01-01", 1, 5, "date"},
		{"at 09:30 grant AP101 5m a-reference-that-is-far-too-long", 1, 25, "24 bytes"},
	} {
		_, err := parseTest(c.text)
		var e *ScriptError
		if !errors.As(err, &e) || e.Line != c.line || e.Column != c.column || !strings.Contains(e.Allowed, c.allowed) {
			t.Errorf("%q: %v, want line %d, column %d, %q", c.text, err, c.line, c.column, c.allowed)
		}
	}
	_, err := parseTest("at 9 halt\nat 09:30 halt\nat 09:31 hole x\n")
	if err == nil || strings.Count(err.Error(), "script line") != 2 {
		t.Errorf("two lines are wrong: %v", err)
	}
}

func FuzzParseScript(f *testing.F) {
	f.Add("at 09:30:00 limit AP010 up\nat +90s grant all 5m Z-1 maker 1")
	f.Add("day 2020-08-04\nat 10:10 hole 1.5s # nothing")
	f.Add("at 09:30 hit AP101 bid 7\n\x00\xff at")
	f.Add("at 09:30 stress all 10m 1.5 Z-3\nat +0s storm AP101 5000 1s\nat 10:00 settle AP101 off\nat 10:00 restrike AP101 7200")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseTest(text)
		for i := range s {
			if s[i].Kind == ActNone || s[i].Kind >= ActCount || s[i].For < 0 || s[i].At <= 0 || i > 0 && s[i].At < s[i-1].At {
				t.Fatalf("act %+v of %q", s[i], text)
			}
		}
		var e *ScriptError
		if err != nil && (!errors.As(err, &e) || e.Line < 1 || e.Column < 1 || e.Allowed == "") {
			t.Fatalf("error %v of %q", err, text)
		}
	})
}

// TestScriptedDay plays testdata/day.script, on which every exemption and every
// force of the exchange happens, to a maker that always quotes. The exempt times
// are worked by hand in the script's comments.
func TestScriptedDay(t *testing.T) {
	text, err := os.ReadFile("testdata/day.script")
	if err != nil {
		t.Fatal(err)
	}
	p := pair(11)
	p.Relogon = true
	if p.Script, err = parseTest(string(text)); err != nil {
		t.Fatal(err)
	}
	p.Check(func(key string, found, allowed int64) { t.Errorf("%s: %d, allowed %d", key, found, allowed) })
	_, x, q := digest(p, 0)
	r := x.Recount(0, 1)
	want := [ReasonCount]market.Time{300 * market.Second, 180 * market.Second, 240 * market.Second, 600 * market.Second}
	if r.Exempt != want {
		t.Errorf("exempt %v, want %v", r.Exempt, want)
	}
	if r.Scheduled != 13_680*market.Second {
		t.Errorf("scheduled %s", span(r.Scheduled))
	}
	if sum := r.Effective + r.Ineffective + 1320*market.Second; sum != r.Scheduled || r.Ineffective == 0 || r.Effective < 10_000*market.Second {
		t.Errorf("does not add up: %+v", r)
	}
	for _, k := range []market.EventKind{market.EventUp, market.EventDown, market.EventQuoteLive, market.EventQuoteReject,
		market.EventQuoteEnded, market.EventFill, market.EventRequest, market.EventPhase} {
		if q.kinds[k] == 0 {
			t.Errorf("no %s in the scripted day", k)
		}
	}
}
