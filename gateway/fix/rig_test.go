package fix

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/gateway/conn"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/risk"
	"quotient/sim"
	"quotient/sim/venue"
)

// TestMain counts goroutines: none may be left at the end. The session tests
// mostly wait for whole seconds, so all run side by side.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() != "" {
		os.Exit(m.Run())
	}
	flag.Set("test.parallel", "32")
	code := m.Run()
	var left []string
	for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if left = leftovers(); len(left) == 0 {
			break
		}
	}
	if code == 0 && len(left) > 0 {
		fmt.Printf("%d goroutines are left:\n%s\n", len(left), strings.Join(left, "\n\n"))
		code = 1
	}
	os.Exit(code)
}

// leftovers lists the goroutines but this one and those that quickfixgo v0.9.11
// leaves behind when a session ends: the timers of its logon and logout, and the one
// that waits for the session's hours.
func leftovers() (left []string) {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for i, g := range strings.Split(string(stacks), "\n\n") {
		known := strings.Contains(g, "initiateLogoutInReplyTo.func1") || strings.Contains(g, "(*stateMachine).Connect.func") ||
			strings.Contains(g, "(*session).waitForInSessionTime")
		if i > 0 && !known {
			left = append(left, g)
		}
	}
	return left
}

// opening is when the tests begin, in continuous trading.
var opening = market.Date(20200803).At(9*market.Hour + 30*market.Minute)

func pair() []market.Instrument { return []market.Instrument{apple("AP010"), apple("AP101")} }

// clock runs from opening.
func clock() func() market.Time {
	start := time.Now()
	return func() market.Time { return opening + market.Time(time.Since(start)) }
}

func exchangeParams(addr string) venue.Params {
	return venue.Params{FIXAddr: addr, FeedAddr: "127.0.0.1:0", CompID: "EXCHANGE", Makers: []string{"QUOTIENT"}, Clock: clock(), Log: zerolog.Nop(),
		Exchange: sim.Params{Seed: 1, Instruments: pair(), Contracts: []sim.ContractParams{sim.BusyMonth(7100), sim.SecondMonth(7260, 0)},
			Phases: []sim.PhaseAt{{At: opening - market.Hour, Contract: market.NoContract, Phase: market.PhaseContinuous}}}}
}

func startExchange(t *testing.T, p venue.Params) *venue.Server {
	t.Helper()
	v, err := venue.Start(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopExchange(v) })
	return v
}

func stopExchange(v *venue.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	v.Close(ctx)
}

// A notebook is a log that a test can read.
type notebook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notebook) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// A rig is a session with a loop that is the test.
type rig struct {
	t     testing.TB
	s     *Session
	latch *risk.Latch
	out   *ring.SPSC[risk.Approved]
	in    *ring.SPSC[market.Event]
	log   *notebook
	epoch uint64
	past  []string // every event taken, for failures
}

// patience is how long a test waits for what must come; a busy machine needs it.
const patience = 30 * time.Second

func newRig(t testing.TB, addr string, slots int, change ...func(*Params)) *rig {
	t.Helper()
	r := &rig{t: t, latch: risk.NewLatch(len(pair())), out: ring.New(make([]ring.Slot[risk.Approved], 1024)),
		in: ring.New(make([]ring.Slot[market.Event], slots)), log: &notebook{}}
	r.epoch = r.latch.Set(risk.Run)
	p := testParams()
	p.Addr, p.Instruments, p.Log = addr, pair(), zerolog.New(r.log).Level(zerolog.InfoLevel)
	p.Backoff = conn.BackoffParams{First: 5 * market.Millisecond, Max: 20 * market.Millisecond, Seed: 1}
	for _, f := range change {
		f(&p)
	}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	r.s = New(p, r.latch, r.out, r.in, nil)
	return r
}

func (r *rig) start(t *testing.T) *rig {
	t.Helper()
	if err := r.s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.s.Stop)
	return r
}

// send approves an instruction under the latch as it is and hands it over.
func (r *rig) send(in market.Instruction) {
	r.t.Helper()
	r.sendUnder(in, r.epoch)
}

func (r *rig) sendUnder(in market.Instruction, epoch uint64) {
	r.t.Helper()
	a := approve(r.t, in, epoch)
	if !r.out.Push(&a) {
		r.t.Fatal("out ring full")
	}
	r.s.Wake()
}

// next takes the next event but EventAlive.
func (r *rig) next() market.Event {
	r.t.Helper()
	var e market.Event
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if !r.in.Pop(&e) {
			time.Sleep(100 * time.Microsecond)
			continue
		}
		r.past = append(r.past, describeEvent(&e))
		if e.Kind != market.EventAlive {
			return e
		}
	}
	r.t.Fatalf("nothing more came; so far:\n%s\nlog:\n%s", strings.Join(r.past, "\n"), r.log)
	return e
}

// want takes events that must be exactly these, each "kind id code".
func (r *rig) want(events ...string) (taken []market.Event) {
	r.t.Helper()
	for _, w := range events {
		e := r.next()
		if got := short(&e); got != w {
			r.t.Fatalf("got %q, want %q; so far:\n%s\nlog:\n%s", got, w, strings.Join(r.past, "\n"), r.log)
		}
		taken = append(taken, e)
	}
	return taken
}

// until takes events up to the one wanted.
func (r *rig) until(w string) market.Event {
	r.t.Helper()
	for {
		if e := r.next(); short(&e) == w {
			return e
		}
	}
}

func short(e *market.Event) string {
	s := e.Kind.String()
	if e.ID != 0 {
		s += fmt.Sprintf(" %d", e.ID)
	}
	if e.Side != market.NoSide {
		s += " " + e.Side.String()
	}
	if e.Code != 0 {
		s += fmt.Sprintf(" code=%d", e.Code)
	}
	return s
}

// logged waits for a line of the log that holds every part.
func (r *rig) logged(parts ...string) {
	r.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		for line := range strings.Lines(r.log.String()) {
			all := true
			for _, p := range parts {
				all = all && strings.Contains(line, p)
			}
			if all {
				return
			}
		}
	}
	r.t.Fatalf("no line with %q in\n%s", parts, r.log)
}

// quote on AP101, outside the market unless it shall trade.
func quote(id uint64, bid, ask market.Price, qty market.Qty) market.Instruction {
	return market.Instruction{Kind: market.InstructQuote, Purpose: market.PurposeQuote, Contract: 1, ID: id, Bid: bid, BidQty: qty,
		BidOffset: market.Open, Ask: ask, AskQty: qty, AskOffset: market.Open}
}

func order(id uint64, side market.Side, price market.Price, qty market.Qty) market.Instruction {
	in := market.Instruction{Kind: market.InstructOrder, Purpose: market.PurposeHedge, Contract: 0, ID: id, Side: side}
	if side == market.Bid {
		in.Bid, in.BidQty, in.BidOffset = price, qty, market.Open
	} else {
		in.Ask, in.AskQty, in.AskOffset = price, qty, market.Open
	}
	return in
}

func end(kind market.InstructionKind, id, target uint64) market.Instruction {
	return market.Instruction{Kind: kind, Purpose: market.PurposeSafety, Contract: market.NoContract, ID: id, Target: target}
}

// freePort returns an address that was free a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
