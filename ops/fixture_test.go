package ops

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
	"quotient/risk"
)

// A desk is a made-up loop: it publishes snapshots that a test shapes, and keeps
// what it is told.
type desk struct {
	t     *testing.T
	pages *port.Pages
	*Server

	mu       sync.Mutex
	commands []port.Command
	kills    []string
	refuse   error
	ready    []string
	seq      uint64
}

// newDesk starts a server on a free port. shape may change the parameters.
func newDesk(t *testing.T, shape func(*Params)) *desk {
	t.Helper()
	d := &desk{t: t, pages: port.NewPages()}
	p := Params{
		Listen: "127.0.0.1:0", Pages: d.pages, Log: zerolog.Nop(),
		Command: d.take, Stop: d.stop,
		Ready: func() (bool, []string) {
			d.mu.Lock()
			defer d.mu.Unlock()
			return len(d.ready) == 0, d.ready
		},
		Info: Info{
			Build: "v0.1.0-test", ConfigHash: "3f9c1a7be02d4c55", Desk: "apple-1", Account: "SIM",
			Instruments: []market.Instrument{instrument("AP010"), instrument("AP101")},
			Stages:      []string{"down", "cancelling", "querying", "ready", "stopping", "stopped"},
			Stretches:   appleHours,
		},
	}
	if shape != nil {
		shape(&p)
	}
	s, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	d.Server = s
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return d
}

func (d *desk) take(c port.Command) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return d.refuse
	}
	d.commands = append(d.commands, c)
	return nil
}

// stop keeps what was asked for; a clear waits for somebody else than zhang.
func (d *desk) stop(s Stop) (Stopped, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	text := s.Actor + ": " + s.Reason
	if s.Act != "kill" || s.Contract+s.Product != "" {
		text = s.Act + " " + s.Contract + s.Product + " " + text
	}
	d.kills = append(d.kills, text)
	return Stopped{Scope: s.Contract + s.Product, Waiting: s.Act == "clear" && s.Actor == "zhang"}, nil
}

func (d *desk) told() ([]port.Command, []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]port.Command(nil), d.commands...), append([]string(nil), d.kills...)
}

var errFull = errors.New("the desk is busy")

func instrument(symbol string) market.Instrument {
	y, _ := market.MakeSymbol(symbol)
	ap, _ := market.MakeCode("AP")
	zce, _ := market.MakeCode("CZCE")
	return market.Instrument{Symbol: y, Exchange: zce, Product: ap, TickUnits: 1, TickValue: 1000}
}

const fixtureDay = market.Date(20200803)

// appleHours are the scheduled stretches of an apple day: the auction runs into
// the first section.
func appleHours(_ market.Contract, d market.Date) []Stretch {
	at := func(h, m market.Time) market.Time { return d.At(h*market.Hour + m*market.Minute) }
	return []Stretch{{at(8, 55), at(10, 15)}, {at(10, 30), at(11, 30)}, {at(13, 30), at(15, 0)}}
}

// fill writes the snapshot of 10:42:07 on an apple morning: AP101 is obliged and
// has had its troubles, AP010 leads and is not obliged.
func fill(s *port.Snapshot) {
	now := fixtureDay.At(10*market.Hour + 42*market.Minute + 7*market.Second)
	*s = port.Snapshot{
		Version: port.Version, Contracts: 2, Seq: 48_211, Now: now, Date: fixtureDay, Mode: uint8(risk.Run), Stage: 3,
		FeedUp: 1, VenueUp: 1, FeedAt: now - 240*market.Millisecond, VenueAt: now - 1100*market.Millisecond,
		Polls: 20_113, Events: 41_820, Decisions: 1_322, Approved: 1_280, Messages: 1_279, NotSent: 1, Fills: 23,
		Digest: 0xfeed, IDsLeft: 98_720,
	}
	s.Refusals[risk.RuleCollar], s.Refusals[risk.RuleContractRate], s.Refusals[risk.RuleStale] = 3, 28, 11
	s.Contract[0] = leadView(now)
	s.Contract[1] = obligedView(now)
}

func leadView(now market.Time) port.ContractView {
	y, _ := market.MakeSymbol("AP010")
	return port.ContractView{
		Symbol: y, Phase: market.PhaseContinuous, Since: fixtureDay.At(9 * market.Hour), BookAt: now - 240*market.Millisecond,
		Book: market.Depth{Bid: 7098, Ask: 7099, BidQty: 12, AskQty: 9, Last: 7099, Volume: 118_211, Upper: 7800, Lower: 6900},
		Fair: 7098_500, Vol: 5_812,
	}
}

func obligedView(now market.Time) port.ContractView {
	y, _ := market.MakeSymbol("AP101")
	v := port.ContractView{
		Symbol: y, Obliged: 1, State: uint8(obligation.Effective), Phase: market.PhaseContinuous, Since: now - 205*market.Second,
		Book:   market.Depth{Bid: 7268, Ask: 7271, BidQty: 5, AskQty: 8, Last: 7270, Volume: 18_402, Upper: 7665, Lower: 6797},
		BookAt: now - 310*market.Millisecond, Fair: 7269_412, Vol: 6_204,
		QuoteID: 1_279, Bid: 7267, Ask: 7271, BidQty: 12, AskQty: 10,
		MaxSpread: 4, MinSize: 10, Target: 800_000,
		MonthElapsed: 1640 * market.Minute, MonthLeft: 3105 * market.Minute,
		// 84.996 % of 1640 minutes: it must not show as 85.
		MonthLow: 1640 * market.Minute / 100_000 * 84_996, MonthHigh: 1640 * market.Minute / 100_000 * 85_104,
		Slack: 702*market.Minute + 59*market.Second, NeedRest: 773_501,
		Quotes: 1_190, Messages: 1_279, Cancels: 61, Fills: 23, Bought: 61, Sold: 54, Long: 9, Short: 2,
		PnL: 123_450, Fees: 11_500,
		StripFrom: fixtureDay.At(8*market.Hour + 55*market.Minute), StripCell: 30 * market.Second,
	}
	paintDay(&v)
	return v
}

// paintDay lays the morning into the strip and its sums into the day: 92 minutes
// and 7 seconds are scheduled until 10:42:07.
func paintDay(v *port.ContractView) {
	cell := 0
	paint := func(cells int, state obligation.State) {
		for range cells {
			v.Strip[cell] = uint8(state) + 1
			cell++
		}
	}
	paint(10, obligation.Exempted) // the auction
	paint(3, obligation.NoQuote)
	paint(34, obligation.Effective)
	paint(6, obligation.TooWide)
	paint(41, obligation.Effective)
	paint(1, obligation.AwaitingAck)
	paint(22, obligation.Effective)
	paint(12, obligation.Disconnected)
	paint(2, obligation.NoQuote)
	paint(20, obligation.Effective)
	paint(1, obligation.OneSided)
	paint(12, obligation.Effective)
	paint(2, obligation.TooSmall)
	paint(16, obligation.Effective)
	paint(2, obligation.StaleData)
	v.Exempts[obligation.ExemptAuction] = 5 * market.Minute
	v.Ineffective[obligation.NoQuote.Reason()] = 150*market.Second + 1
	v.Ineffective[obligation.TooWide.Reason()] = 180 * market.Second
	v.Ineffective[obligation.AwaitingAck.Reason()] = 9*market.Second - 1
	v.Ineffective[obligation.Disconnected.Reason()] = 360 * market.Second
	v.Ineffective[obligation.OneSided.Reason()] = 30 * market.Second
	v.Ineffective[obligation.TooSmall.Reason()] = 60 * market.Second
	v.Scheduled = 92*market.Minute + 7*market.Second
	v.Low = v.Scheduled - 5*market.Minute - 789*market.Second
	v.High = v.Low + 8*market.Second
}

// publish hands over the fixture, changed by shape.
func (d *desk) publish(shape func(*port.Snapshot)) {
	page := d.pages.Page()
	fill(page)
	if shape != nil {
		shape(page)
	}
	d.pages.Publish()
}

// show publishes the fixture, changed by shape, and waits until the server has
// taken it.
func (d *desk) show(shape func(*port.Snapshot)) *sample {
	d.t.Helper()
	d.seq++
	seq := 1000 + d.seq
	d.publish(func(s *port.Snapshot) {
		s.Seq = seq
		if shape != nil {
			shape(s)
		}
	})
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if p, _ := d.sampler.latest(); p != nil && p.view.status.Seq == seq {
			return p
		}
	}
	d.t.Fatal("the server never took the snapshot")
	return nil
}

// An answer is what came back from a request.
type answered struct {
	status int
	header http.Header
	body   string
}

// ask sends a request with the headers given as pairs; Host may be one of them.
func (d *desk) ask(method, path, body string, headers ...string) answered {
	d.t.Helper()
	r, err := http.NewRequest(method, strings.TrimSuffix(d.URL(), "/")+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	w, err := http.DefaultClient.Do(r.WithContext(ctx))
	if err != nil {
		d.t.Fatal(err)
	}
	defer w.Body.Close()
	b, err := io.ReadAll(w.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answered{w.StatusCode, w.Header, string(b)}
}

func (d *desk) get(path string) answered { return d.ask("GET", path, "") }

// post sends a JSON body as the page does.
func (d *desk) post(path, body string) answered {
	return d.ask("POST", path, body, "Content-Type", "application/json")
}
