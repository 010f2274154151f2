package fix

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quickfixgo/quickfix"

	"quotient/gateway/fix/dialect"
	"quotient/internal/frame"
	"quotient/market"
	"quotient/risk"
)

// Nobody else on the machine gets through the engine's loopback port.
func TestStrangerOnTheLoopbackPort(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64)
	e, err := newEngine(r.s)
	if err != nil {
		t.Fatal(err)
	}
	defer quickfix.UnregisterSession(e.session)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { e.relay.serve(ctx) })
	defer wg.Wait()
	defer e.relay.close()
	defer cancel()
	const please = "\x05\x01\x00\x03\x08exchange\x00\x01"
	try := func(hello string) (through bool) {
		c, err := net.Dial("tcp", e.relay.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, hello)
		c.(*net.TCPConn).CloseWrite()
		c.SetReadDeadline(time.Now().Add(patience))
		got, _ := io.ReadAll(c)
		return strings.Contains(string(got), "\x05\x00\x00\x01")
	}
	for _, hello := range []string{"GET / HTTP/1.1\r\n\r\n", "\x05\x01\x00" + please, "\x05\x01\x02\x01\x06engine\x05wrong" + please,
		"\x05\x01\x02\x01\x06stranger\x1a" + e.relay.secret + please, "\x04\x01", whole("35=0|"),
		"\x05\x01\x02\x01\x06engine\x1a" + e.relay.secret + strings.Replace(please, "exchange", "elsewhe.", 1)} {
		if try(hello) {
			t.Errorf("%q was let through", hello)
		}
	}
	if len(e.relay.secret) != 0x1a {
		t.Fatalf("the password has %d characters", len(e.relay.secret))
	}
	if !try("\x05\x01\x02\x01\x06engine\x1a" + e.relay.secret + please) {
		t.Error("the engine is not let through")
	}
	r.logged("a stranger on this machine")
}

// The last check before the socket: what may leave arrives as it is, what may
// not never arrives: a gap fill takes its number, and only a message that nobody sent
// closes the connection.
func TestLastCheck(t *testing.T) {
	p := testParams()
	enc := NewEncoder(&p)
	q, c := quote(5, 7000, 7500, 1), end(market.InstructMassQuotes, 5, 0)
	for name, spec := range map[string]struct {
		in      market.Instruction
		change  func(s *Session, p *passage)
		arrives bool
		strange bool // the socket is closed, else a gap fill stands for what is held back
	}{
		"quote":                   {q, func(*Session, *passage) {}, true, false},
		"quote under old latch":   {q, func(s *Session, _ *passage) { s.latch.Set(risk.Run) }, false, false},
		"quote when killed":       {q, func(s *Session, _ *passage) { s.latch.Set(risk.Killed) }, false, false},
		"cancel when killed":      {c, func(s *Session, p *passage) { s.latch.Set(risk.Killed); p.kind = market.InstructMassQuotes }, true, false},
		"contract is killed":      {q, func(s *Session, _ *passage) { s.latch.SetContract(1, risk.Killed) }, false, false},
		"another is killed":       {q, func(s *Session, _ *passage) { s.latch.SetContract(0, risk.Killed) }, true, false},
		"quote too old":           {q, func(s *Session, p *passage) { p.at -= int64(s.p.MaxAge) + 1 }, false, false},
		"another id than waiting": {q, func(_ *Session, p *passage) { p.id = 6 }, false, true},
		"nothing waiting":         {q, func(s *Session, _ *passage) { s.transit.turn(false) }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, "127.0.0.1:1", 8)
			pass := passage{id: 5, epoch: r.epoch, at: int64(r.s.p.Now()), kind: market.InstructQuote, contract: 1}
			r.s.transit.turn(true)
			spec.change(r.s, &pass)
			r.s.transit.add(pass)
			engine, ours := net.Pipe()
			exchange, theirs := net.Pipe()
			var wg sync.WaitGroup
			wg.Go(func() {
				l := &link{engine: ours, exchange: exchange}
				defer l.close()
				(&relay{s: r.s}).outward(l)
			})
			f := frameOf(t, enc, &spec.in)
			wg.Go(func() {
				engine.Write(f)
				engine.Close()
			})
			got, _ := io.ReadAll(theirs)
			wg.Wait()
			filled := len(got) > 0 && frame.Check(got) == 0 && string(frame.Tag(got, dialect.TagMsgType)) == "4" &&
				string(frame.Tag(got, dialect.TagMsgSeqNum)) == string(frame.Tag(f, dialect.TagMsgSeqNum)) && r.s.unsent.Load() == 1
			switch {
			case spec.arrives && string(got) != string(f), spec.strange && len(got) > 0, !spec.arrives && !spec.strange && !filled:
				t.Errorf("arrived %q for %q", pipes(string(got)), pipes(string(f)))
			}
		})
	}
}

// The exchange does not read, a quote is stuck half-way, the latch falls: the
// socket is closed, and nothing of the quote is said on the next one.
func TestLatchClosesTheSocket(t *testing.T) {
	t.Parallel()
	r := newRig(t, "127.0.0.1:1", 64)
	ends := make(chan net.Conn, 8)
	e, err := newEngine(r.s)
	if err != nil {
		t.Fatal(err)
	}
	e.relay.dial = func(ctx context.Context) (net.Conn, error) {
		ours, theirs := net.Pipe() // a write waits until the other side reads
		ends <- theirs
		return ours, ctx.Err()
	}
	if err := e.start(); err != nil {
		t.Fatal(err)
	}
	r.s.engine = e
	r.s.wg.Go(r.s.send)
	t.Cleanup(r.s.Stop)
	welcome(t, <-ends)
	r.want("up")
	r.send(quote(1, 7000, 7500, 1))
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		r.s.transit.mu.Lock()
		writing := r.s.transit.writing
		r.s.transit.mu.Unlock()
		if writing {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the quote never reached the relay")
		}
	}
	r.latch.Set(risk.Killed)
	r.want("down") // whether the quote left is not known, so no not_sent
	r.logged("the latch was set while a quote or order was on its way")
	x := welcome(t, <-ends)
	r.want("up")
	r.send(end(market.InstructMassQuotes, 2, 0))
	if f := x.hear("Z"); string(frame.Tag(f, dialect.TagQuoteMsgID)) != "2" {
		t.Errorf("got %s", pipes(string(f)))
	}
}

// What the sender refuses, and why.
func TestRefuse(t *testing.T) {
	r := newRig(t, "127.0.0.1:1", 8)
	s, now := r.s, market.Time(1e18)
	old := r.epoch
	for _, c := range []struct {
		name   string
		in     market.Instruction
		epoch  uint64
		waited market.Time
		down   bool
		want   uint8
	}{
		{"quote", quote(1, 1, 2, 1), old, 0, false, 0},
		{"quote, as old as may be", quote(1, 1, 2, 1), old, s.p.MaxAge, false, 0},
		{"quote, too old", quote(1, 1, 2, 1), old, s.p.MaxAge + 1, false, market.RejectLate},
		{"cancel, too old", end(market.InstructQuoteEnd, 1, 2), old, s.p.MaxAge + 1, false, 0},
		{"query, too old", end(market.InstructTrades, 1, 0), old, s.p.MaxAge + 1, false, 0},
		{"quote of another epoch", quote(1, 1, 2, 1), old - 1, 0, false, market.RejectLatch},
		{"cancel of another epoch", end(market.InstructMassQuotes, 1, 0), old - 1, 0, false, 0},
		{"cancel while down", end(market.InstructMassQuotes, 1, 0), old, 0, true, market.RejectDown},
		{"nothing", market.Instruction{}, old, 0, false, market.RejectOther},
	} {
		s.up.Store(!c.down)
		s.empty = now - c.waited
		a := approve(t, c.in, c.epoch)
		if got := s.refuse(&a, &c.in, now); got != c.want {
			t.Errorf("%s: code %d, want %d", c.name, got, c.want)
		}
	}
}

// ToApp lets through nothing but what the sender sends now.
func TestToAppVetoes(t *testing.T) {
	r := newRig(t, "127.0.0.1:1", 8)
	in := quote(1, 1, 2, 1)
	for _, c := range []struct {
		name    string
		in      *market.Instruction
		age     market.Time
		possDup bool
		ok      bool
	}{
		{"fresh", &in, 0, false, true},
		{"too old", &in, 2 * r.s.p.MaxAge, false, false},
		{"nobody sent it", nil, 0, false, false},
		{"a resend", &in, 0, true, false},
	} {
		e := &engine{s: r.s, current: c.in, since: r.s.p.Now() - c.age}
		msg := quickfix.NewMessage()
		msg.Header.SetInt(dialect.TagMsgSeqNum, 7)
		if c.possDup {
			msg.Header.SetBool(dialect.TagPossDupFlag, true)
		}
		if err := (&application{e}).ToApp(msg, quickfix.SessionID{}); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if it, ok := r.s.sent.find(7); !ok || it.id != 1 {
		t.Errorf("sequence number 7 is %+v", it)
	}
}

// Stop ends a session in any state, soon.
func TestStopAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, freePort(t), 8)
	if err := r.s.Start(); err != nil {
		t.Fatal(err)
	}
	r.s.Stop()
	r.s.Stop()
	newRig(t, freePort(t), 8).s.Stop() // never started
}
