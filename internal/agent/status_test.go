package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/ops"
	"quotient/quoter/port"
	"quotient/risk"
)

const statusDay = market.Date(20261117)

// statusDesk starts a page that shows what fill writes, and waits until it does.
func statusDesk(t *testing.T, fill func(*port.Snapshot)) *ops.Server {
	t.Helper()
	pages := port.NewPages()
	page := pages.Page()
	*page = port.Snapshot{Version: port.Version, Now: statusDay.At(10*market.Hour + 31*market.Minute), Date: statusDay, Mode: uint8(risk.Run)}
	fill(page)
	pages.Publish()
	s, err := ops.Start(ops.Params{Listen: "127.0.0.1:0", Pages: pages, Log: zerolog.Nop(),
		Info: ops.Info{Desk: "sugar", Account: "SIM"},
		Forecasts: func() []ops.Forecast {
			return []ops.Forecast{{Unit: 0, OK: true, Sessions: 9, Low: 861_299, Mid: 870_000, High: 901_234, Chance: 999_999}}
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var p statusPage
		if err := p.read(http.DefaultClient, s.URL()); err == nil {
			return s
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

func fillStatus(contracts int) func(*port.Snapshot) {
	return func(s *port.Snapshot) {
		s.Contracts = uint32(contracts)
		for i := range contracts {
			c := &s.Contract[i]
			c.Symbol, _ = market.MakeSymbol("SR609C" + string(rune('A'+i)))
			c.Obliged, c.State, c.Unit, c.AnswerUnit = 1, uint8(obligation.Effective), 0, port.NoUnit
			c.Target, c.MonthElapsed, c.MonthLow = 850_000, 100*market.Second, 90*market.Second
			c.Slack, c.Long, c.Fills = market.Time(9-i)*market.Minute, 3, 7
		}
		s.Contract[0].State, s.Contract[0].Stance = uint8(obligation.TooWide), uint8(steering.Duty)
		none := [4]market.Contract{market.NoContract, market.NoContract, market.NoContract, market.NoContract}
		named := func(name string, u port.Unit) port.UnitView {
			u.Name, _ = market.MakeRef(name)
			return port.UnitView{Unit: u, Need: uint8(steering.Behind), Worst: none}
		}
		s.Units = 3
		s.Unit[0] = named("SR options", port.Unit{By: uint8(obligation.AggregatePooled), Verdict: uint8(obligation.Open), Contracts: 2, Target: 850_000,
			D: 300 * market.Second, R: 100, Low: 200 * market.Second, High: 299 * market.Second, Slack: 61 * market.Second, NeedRest: 912_345})
		s.Unit[1] = named("SR answers", port.Unit{By: uint8(obligation.AggregateResponse), Contracts: 2, Target: 700_000,
			Requests: 8, AnsweredLow: 5, AnsweredHigh: 6, Open: 1, Slack: -1})
		s.Unit[2] = named("SR futures", port.Unit{NeedRest: -1, Target: 800_000})
		s.Asked = 3
		at := statusDay.At(10*market.Hour + 30*market.Minute)
		ask := func(i int, ref string, open uint8, until market.Time) {
			s.Request[i] = port.RequestView{Open: open, Until: until, Request: port.Request{Contract: 0, Unit: 1, At: at, Due: s.Now - 500*market.Millisecond}}
			s.Request[i].Ref, _ = market.MakeRef(ref)
		}
		ask(0, "R2", 1, 0)
		ask(1, "R1", 1, s.Now+2*market.Second)
		ask(2, "R0", 0, 0)
	}
}

func TestStatusLine(t *testing.T) {
	t.Parallel()
	const units = "10:31:00  SR options behind 66.66% slack 1.0 min  SR answers 62.50% of 8 requests, 1 open, -1 may be missed  SR futures nothing owed"
	for contracts, want := range map[int]string{
		1: units + "  SR609CA W too_wide 90.00% slack 9.0 min pos +3 fills 7",
		5: units + "  4 of 5 contracts effective",
	} {
		s := &status{url: statusDesk(t, fillStatus(contracts)).URL()}
		got, err := s.line(http.DefaultClient)
		if err != nil || got != want {
			t.Errorf("%d contracts: %v\n%s\nwant\n%s", contracts, err, got, want)
		}
	}
}

// Many contracts and nothing that joins them: each is named, as before.
func TestStatusLineWithoutUnits(t *testing.T) {
	t.Parallel()
	s := &status{url: statusDesk(t, func(s *port.Snapshot) { fillStatus(5)(s); s.Units = 0 }).URL()}
	if got, err := s.line(http.DefaultClient); err != nil || strings.Count(got, "slack") != 5 {
		t.Errorf("%v %s", err, got)
	}
}

const statusText = `sugar, account SIM, trading day 2026-11-17, 2026-11-17 10:31:00, run
not ready: the trading session is down
not ready: the market data feed is down

unit        by        verdict       need    ratio   high    target  slack    needed  month end, 90 %  chance
SR options  pooled    open          behind  66.66%  99.66%  85.00%  1.0 min  91.24%  86.12% – 90.12%  99.99%
SR answers  response  not_assessed  –       62.50%  87.50%  70.00%  -1 of 8  0.00%   –                –
SR futures  every     not_assessed  –       –       –       80.00%  –        –       –                –

contract     state      need         stance  ratio   target  slack    position  fills
SR609CB   =  effective  comfortable  normal  90.00%  85.00%  8.0 min  +3        7
SR609CA   W  too_wide   comfortable  duty    90.00%  85.00%  9.0 min  +3        7

request  contract  asked     left
R2       SR609CA   10:30:00  -0.5 s to answer
R1       SR609CA   10:30:00  2.0 s to hold

not in force: protection, conduct, limits, funds, risk.code, risk.move, risk.account, risk.delta, risk.exchange, risk.loss, risk.repeat, risk.ramp
`

func TestStatusTables(t *testing.T) {
	t.Parallel()
	page := statusDesk(t, fillStatus(2)).Addr()
	var out bytes.Buffer
	if err := Status(StatusOptions{Page: page}, Streams{Out: &out}); err != nil || out.String() != statusText {
		t.Errorf("%v\n%s", err, out.String())
	}
	out.Reset()
	var doc struct {
		Schema    int
		Ready     bool
		NotReady  []string `json:"not_ready"`
		Units     []ops.Unit
		Contracts []ops.Contract
		Requests  []ops.Request
		Controls  ops.Controls
	}
	if err := Status(StatusOptions{Page: page, JSON: true}, Streams{Out: &out}); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil || doc.Schema != ops.Schema || doc.Ready || len(doc.NotReady) != 2 || len(doc.Units) != 3 || len(doc.Contracts) != 2 || len(doc.Requests) != 3 || len(doc.Controls.NotInForce) != 12 {
		t.Errorf("%v %+v", err, doc)
	}
}

func TestStatusRefusals(t *testing.T) {
	t.Parallel()
	gone := statusDesk(t, fillStatus(1))
	addr := gone.Addr()
	if err := gone.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	for page, code := range map[string]int{"nowhere": ExitUsage, addr: ExitNotReady} {
		err := Status(StatusOptions{Page: page}, Streams{Out: &bytes.Buffer{}})
		if f, ok := errors.AsType[*Failure](err); !ok || f.Code != code || !strings.Contains(err.Error(), "--page") {
			t.Errorf("%s: %v", page, err)
		}
	}
}

func TestPercentOf(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	for _, c := range []struct{ in, want string }{
		{"0.9861", "98.61%"}, {"1.0000", "100.00%"}, {"0.0000", "0.00%"}, {"0.0512", "5.12%"}, {"0.85", "85.00%"}, {"1.012345", "101.23%"},
	} {
		if got := percentOf(text(c.in)); got != c.want {
			t.Errorf("%s: %s, want %s", c.in, got, c.want)
		}
	}
	if percentOf(nil) != "–" {
		t.Error("nothing owed")
	}
}
