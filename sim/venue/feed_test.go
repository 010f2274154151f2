package venue

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	decoder "quotient/gateway/feed"
	"quotient/market"
	"quotient/sim"
)

// A feed client is greeted, told how things stand, and kept up to date.
func TestFeed(t *testing.T) {
	t.Parallel()
	p := params()
	p.Speed = 2.5
	r, _ := market.MakeRef("Q7")
	p.Exchange.Script = sim.Script{{At: opening + 300*market.Millisecond, Kind: sim.ActRequest, Contract: 1, Ref: r},
		{At: opening + 400*market.Millisecond, Kind: sim.ActHalt, Contract: 1}}
	s := start(t, p)
	lines := bufio.NewScanner(dial(t, s.FeedAddr()))
	next := func() string {
		if !lines.Scan() {
			t.Fatal("the feed ended", lines.Err())
		}
		return lines.Text()
	}
	if got := next(); !strings.HasPrefix(got, `{"t":"hello","v":1,"time":15964182`) || !strings.HasSuffix(got, `,"speed":2.5,"contracts":["AP010","AP101"]}`) {
		t.Errorf("hello %s", got)
	}
	phase := fmt.Sprintf(`{"t":"phase","c":"AP010","ts":%d,"phase":"continuous"}`, opening-market.Second)
	if got := next(); got != phase {
		t.Errorf("phase %s, want %s", got, phase)
	}
	seen := map[string]bool{}
	for !seen["rfq"] || !seen["halt"] || !seen["depth"] {
		text := next()
		var l struct {
			T, C, Phase, ID string
			TS              int64
			Bid, Ask        [][2]any
			Last, Up, Dn    *string
			Vol, Turn, OI   *int64
		}
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		switch {
		case l.T == "rfq":
			seen["rfq"] = l.C == "AP101" && l.ID == "Q7" && market.Time(l.TS) == opening+300*market.Millisecond
		case l.T == "phase" && l.Phase == "halt":
			seen["halt"] = l.C == "AP101"
		case l.T == "depth":
			if len(l.Bid) != 1 || len(l.Ask) != 1 || l.Last == nil || l.Up == nil || l.Dn == nil || l.Vol == nil || l.Turn == nil || l.OI == nil {
				t.Errorf("depth %s", text)
			}
			seen["depth"] = true
		}
	}
}

func TestDepthLine(t *testing.T) {
	f := &feed{p: codecParams()}
	e := market.Event{Kind: market.EventDepth, Contract: 2, Time: 7, Bid: 24000, BidQty: 3, Last: 24001, Volume: 5, Turnover: 6, OpenInterest: 8, Upper: 26000}
	if got, want := string(f.line(&e)), `{"t":"depth","c":"IF2101","ts":7,"bid":[["4800.0",3]],"ask":null,"last":"4800.2","vol":5,"turn":6,"oi":8,"up":"5200.0","dn":null}`+"\n"; got != want {
		t.Errorf("got  %swant %s", got, want)
	}
	e.Contract = 9
	if f.line(&e) != nil || f.line(&market.Event{Kind: market.EventFill}) != nil {
		t.Error("lines about nothing")
	}
	if got := string(quoted(nil, "a\"\\\x01\n客b")); got != `"ab"` {
		t.Errorf("quoted %s", got)
	}
}

// A settlement price is a line, which who joins later gets, too, before the phases.
func TestSettlement(t *testing.T) {
	t.Parallel()
	p := params()
	p.Exchange.Script = sim.Script{{At: opening - 2*market.Millisecond, Kind: sim.ActSettle, Contract: 1, Price: 7255},
		{At: opening - market.Millisecond, Kind: sim.ActSettle, Contract: 1, Price: 7256}}
	s := start(t, p)
	s.Do(func(*sim.Exchange, market.Time) {})
	lines := bufio.NewScanner(dial(t, s.FeedAddr()))
	want := fmt.Sprintf(`{"t":"settle","c":"AP101","ts":%d,"price":"7256"}`, opening-market.Millisecond)
	lines.Scan()
	if lines.Scan(); lines.Text() != want {
		t.Errorf("got  %s\nwant %s", lines.Text(), want)
	}
	if lines.Scan(); !strings.Contains(lines.Text(), `"t":"phase"`) {
		t.Errorf("then %s", lines.Text())
	}
}

// A storm of requests for quote cuts nobody off who reads.
func TestStorm(t *testing.T) {
	t.Parallel()
	p := params()
	p.Exchange.Script = sim.Script{{At: opening + 200*market.Millisecond, Kind: sim.ActStorm, Contract: market.NoContract, Qty: 5000, For: 0}}
	s := start(t, p)
	lines, n := bufio.NewScanner(dial(t, s.FeedAddr())), 0
	for n < 5000 && lines.Scan() {
		if strings.Contains(lines.Text(), `"t":"rfq"`) {
			n++
		}
	}
	if c := s.Counters(); n != 5000 || c.CutClients != 0 {
		t.Errorf("%d requests, %+v", n, c)
	}
}

// A client that does not read is cut off; the others do not notice.
func TestSlowFeedClient(t *testing.T) {
	t.Parallel()
	p := params()
	p.FeedQueue = 4
	var log bytes.Buffer
	var mu sync.Mutex
	p.Log = zerolog.New(zerolog.SyncWriter(writer(func(b []byte) { mu.Lock(); log.Write(b); mu.Unlock() }))).Level(zerolog.WarnLevel)
	s := start(t, p)
	slow, quick := dial(t, s.FeedAddr()), dial(t, s.FeedAddr())
	for s.Counters().Clients < 2 {
		time.Sleep(time.Millisecond)
	}
	go io.Copy(io.Discard, quick)
	line := append(bytes.Repeat([]byte("x"), 1<<20), '\n')
	for deadline := time.Now().Add(patience); s.Counters().CutClients == 0; time.Sleep(5 * time.Millisecond) {
		s.Do(func(*sim.Exchange, market.Time) { s.feed.send(line) })
		if time.Now().After(deadline) {
			t.Fatal("nobody was cut off")
		}
	}
	for deadline := time.Now().Add(patience); s.Counters().Clients != 1; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d clients are left", s.Counters().Clients)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if !strings.Contains(log.String(), slow.LocalAddr().String()) || !strings.Contains(log.String(), "reads too slowly: cut off") {
		t.Errorf("log %s", log.String())
	}
}

type writer func([]byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }

// What the exchange publishes, the agent's decoder reads back.
func TestLinesReadBack(t *testing.T) {
	p := codecParams()
	p.Speed = 1
	f := newFeed(p, nil, nil)
	d := decoder.New(universe())
	r, _ := market.MakeRef("Q7")
	events := []market.Event{
		{Kind: market.EventDepth, Contract: 2, Time: stampOf, Bid: 24000, BidQty: 3, Ask: 24002, AskQty: 1, Last: 24001, Volume: 5, Turnover: 6, OpenInterest: 8, Upper: 26000, Lower: 22000},
		{Kind: market.EventDepth, Contract: 1, Time: stampOf, Ask: 7270, AskQty: 4},
		{Kind: market.EventDepth, Contract: 0, Time: stampOf},
		{Kind: market.EventRequest, Contract: 1, Time: stampOf, Ref: r},
		{Kind: market.EventSettlement, Contract: 2, Time: stampOf, Price: 24003},
		{Kind: market.EventGap, Contract: 2, Time: stampOf},
	}
	for ph := market.PhaseUnknown; ph < market.PhaseCount; ph++ {
		events = append(events, market.Event{Kind: market.EventPhase, Contract: 1, Time: stampOf, Phase: ph})
	}
	for _, want := range events {
		line, n := f.line(&want), 0
		if bad := d.Line(line, 0, func(got *market.Event) {
			n++
			if *got != want {
				t.Errorf("%s\ngot  %+v\nwant %+v", line, *got, want)
			}
		}); bad.Code != 0 || n != 1 {
			t.Errorf("%s: %d events, %+v", line, n, bad)
		}
	}
	for _, line := range [][]byte{f.hello(stampOf), heartbeat(stampOf)} {
		if bad := d.Line(line, 0, func(e *market.Event) { t.Errorf("%s yields %s", line, e.Kind) }); bad.Code != 0 {
			t.Errorf("%s: %+v", line, bad)
		}
	}
	if h, ok := d.Hello(); !ok || h.Time != stampOf || h.Contracts != 3 || h.Known != 3 {
		t.Errorf("hello %+v", h)
	}
}
