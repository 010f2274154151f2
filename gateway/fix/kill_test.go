package fix

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quotient/gateway/fix/dialect"
	"quotient/internal/frame"
	"quotient/market"
	"quotient/risk"
)

// late is how long after the latch a quote may still be handed to the kernel.
const late = time.Millisecond

// A spy is the exchange's socket with a clock: when each message was handed to the
// kernel.
type spy struct {
	net.Conn
	mu     sync.Mutex
	quotes []time.Time // each Write of a quote that the kernel took, before it
	masses []time.Time
	cancel []time.Time
	stuck  atomic.Int64 // Unix nanoseconds since when a Write waits; 0 = none does
}

// SetLinger passes on to the socket.
func (s *spy) SetLinger(sec int) error {
	if t, ok := s.Conn.(*net.TCPConn); ok {
		return t.SetLinger(sec)
	}
	return nil
}

func (s *spy) Write(b []byte) (int, error) {
	now := time.Now()
	s.mu.Lock()
	switch string(frame.Tag(b, dialect.TagMsgType)) {
	case dialect.MsgQuote:
		s.quotes = append(s.quotes, now)
	case dialect.MsgQuoteCancel:
		if string(frame.Tag(b, dialect.TagQuoteCancelType)) == strconv.Itoa(dialect.CancelOne) {
			s.cancel = append(s.cancel, now)
		} else {
			s.masses = append(s.masses, now)
		}
	}
	s.mu.Unlock()
	s.stuck.Store(now.UnixNano())
	defer s.stuck.Store(0)
	n, err := s.Conn.Write(b)
	if n == 0 && err != nil { // the socket was closed first: nothing was handed over
		s.mu.Lock()
		defer s.mu.Unlock()
		s.quotes = slices.DeleteFunc(s.quotes, now.Equal)
	}
	return n, err
}

// after returns what was written from t on.
func (s *spy) after(list *[]time.Time, t time.Time) []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearchFunc(*list, t, time.Time.Compare)
	return slices.Clone((*list)[i:])
}

// spied starts a session whose sockets to the exchange are spies.
func spied(t *testing.T, addr string) (*rig, chan *spy) {
	t.Helper()
	r := newRig(t, addr, 4096)
	e, err := newEngine(r.s)
	if err != nil {
		t.Fatal(err)
	}
	spies := make(chan *spy, 1<<15)
	dial := e.relay.dial
	e.relay.dial = func(ctx context.Context) (net.Conn, error) {
		c, err := dial(ctx)
		if err != nil {
			return nil, err
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			tcp.SetWriteBuffer(4 << 10)
		}
		x := &spy{Conn: c}
		spies <- x
		return x, nil
	}
	if err := e.start(); err != nil {
		t.Fatal(err)
	}
	r.s.engine = e
	r.s.empty = r.s.p.Now()
	r.s.wg.Go(r.s.send)
	t.Cleanup(r.s.Stop)
	return r, spies
}

// exchanging accepts every connection and reads it to its end.
func exchanging(t *testing.T, l net.Listener) {
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			x := welcome(t, c)
			go io.Copy(io.Discard, x.c)
		}
	}()
}

// flood sends quotes under the epoch until told to stop.
func (r *rig) flood(id *uint64, epoch uint64, stop *atomic.Bool) {
	for !stop.Load() {
		a := approve(r.t, quote(*id, 7000, 7500, 1), epoch)
		if r.out.Push(&a) {
			*id++
		}
		r.s.Wake()
		time.Sleep(10 * time.Microsecond)
	}
}

// Quotes flow, the latch falls, the loop's mass cancel follows: what was queued never
// reaches the kernel, and the mass cancel does.
func TestKillAtTheSocket(t *testing.T) {
	races := 40
	if os.Getenv("QUOTIENT_LONG") != "" {
		races = 10_000
	}
	l := port(t)
	exchanging(t, l)
	r, spies := spied(t, l.Addr().String())
	x := <-spies
	r.until("up")
	id, leaks, cuts := uint64(1), 0, 0
	var masses, quotes []time.Duration
	for range races {
		var stop atomic.Bool
		var wg sync.WaitGroup
		wg.Go(func() { r.flood(&id, r.epoch, &stop) })
		time.Sleep(time.Duration(rand.IntN(int(2 * time.Millisecond))))
		r.latch.Set(risk.Killed)
		at := time.Now()
		r.s.Wake()
		stop.Store(true)
		wg.Wait()
		r.send(end(market.InstructMassQuotes, id, 0)) // the loop's answer to the kill
		id++
		deadline := time.Now().Add(patience)
		for len(x.after(&x.masses, at)) == 0 {
			select {
			case x = <-spies: // the latch fell onto a quote on its way: another socket
				cuts++
				r.until("up")
				r.send(end(market.InstructMassQuotes, id, 0)) // as the loop does at every logon
				id++
			case <-time.After(20 * time.Microsecond):
			}
			if time.Now().After(deadline) {
				t.Fatalf("no mass cancel; log:\n%s", r.log)
			}
		}
		for _, q := range x.after(&x.quotes, at) {
			quotes = append(quotes, q.Sub(at))
			if q.Sub(at) > late {
				leaks++
			}
		}
		masses = append(masses, x.after(&x.masses, at)[0].Sub(at))
		r.drain()
		r.epoch = r.latch.Set(risk.Run)
	}
	slices.Sort(masses)
	slices.Sort(quotes)
	t.Logf("%d kills under a flood of quotes: %d leaks later than %v; quotes handed over after the latch %v; mass cancel p50 %v, max %v; %d sockets cut",
		races, leaks, late, quotes, masses[len(masses)/2], masses[len(masses)-1], cuts)
	if leaks > 0 {
		t.Error("a quote left after the latch")
	}
}

// drain takes the events that are there.
func (r *rig) drain() {
	var e market.Event
	for r.in.Pop(&e) {
	}
}

// The exchange reads no more, a quote is stuck in the socket, the latch falls: the
// socket is closed at once, nothing of what waited is said on the next one, and the
// mass cancel is.
func TestKillWithAPeerThatStopsReading(t *testing.T) {
	l := port(t)
	r, spies := spied(t, l.Addr().String())
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c.(*net.TCPConn).SetReadBuffer(4 << 10)
	welcome(t, c) // and reads no more
	x := <-spies
	r.until("up")
	id := uint64(1)
	var stop atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() { r.flood(&id, r.epoch, &stop) })
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if since := x.stuck.Load(); since != 0 && time.Now().UnixNano()-since > int64(20*time.Millisecond) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the socket never filled up")
		}
	}
	exchanging(t, l)
	r.latch.Set(risk.Killed)
	at := time.Now()
	r.s.Wake()
	for x.stuck.Load() != 0 {
		if time.Since(at) > patience {
			t.Fatal("the stuck write was not ended")
		}
		time.Sleep(10 * time.Microsecond)
	}
	ended := time.Since(at)
	stop.Store(true)
	wg.Wait()
	y := <-spies
	r.until("up")
	for asked := (time.Time{}); len(y.after(&y.masses, at)) == 0; time.Sleep(20 * time.Microsecond) {
		if time.Since(at) > patience {
			t.Fatal("no mass cancel")
		}
		if time.Since(asked) > 100*time.Millisecond { // what is too old when its turn comes is asked again
			id, asked = id+1, time.Now()
			r.send(end(market.InstructMassQuotes, id, 0))
		}
	}
	if n, m := len(x.after(&x.quotes, at)), len(y.after(&y.quotes, at)); n+m > 0 {
		t.Errorf("%d quotes on the old socket and %d on the new one after the latch", n, m)
	}
	t.Logf("a peer that reads no more: the stuck quote's socket closed %v after the latch, the mass cancel on the next one after %v", ended, y.after(&y.masses, at)[0].Sub(at))
}

// Five hundred single cancels, as a kill of a product makes them: from the latch on
// all leave, each once, and the exchange confirms each, so that nothing is left.
func TestFiveHundredCancels(t *testing.T) {
	const quotes = 500
	l := port(t)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		for x := welcome(t, c); ; {
			f, err := x.in.Next()
			if err != nil {
				return
			}
			if string(frame.Tag(f, dialect.TagMsgType)) == dialect.MsgQuoteCancel {
				target := string(frame.Tag(f, dialect.TagQuoteID))
				x.say("AI", "55=AP101|60=20200803-01:30:00|117="+target+"|207=CZCE|297=17|1166="+target+"|20004=1|")
			}
		}
	}()
	r, spies := spied(t, l.Addr().String())
	x := <-spies
	r.until("up")
	r.latch.Set(risk.Killed)
	at := time.Now()
	for i := range uint64(quotes) {
		in := end(market.InstructQuoteEnd, i+1000, i+1)
		in.Contract = 1
		r.send(in)
	}
	live := map[uint64]bool{}
	for i := range uint64(quotes) {
		live[i+1] = true
	}
	for len(live) > 0 {
		e := r.next()
		if e.Kind != market.EventQuoteEnded || !live[e.ID] {
			t.Fatalf("got %s", short(&e))
		}
		delete(live, e.ID)
	}
	sent := x.after(&x.cancel, at)
	if len(sent) != quotes {
		t.Fatalf("%d cancels left", len(sent))
	}
	t.Logf("%d single cancels at the socket, from the latch: first %v, last %v; each confirmed", quotes, sent[0].Sub(at), sent[quotes-1].Sub(at))
}

// Ten thousand kills at random instants of a quote's last step: alone, while the
// exchange hangs up, while the session logs off and on beneath, and while the session is
// taken down and another one takes its place on the same latch. Whatever is handed over
// after the latch is none.
func TestKillRacesAtTheLastCheck(t *testing.T) {
	races := 10_000
	if testing.Short() {
		races = 500
	}
	kinds := [...]string{"send", "disconnect", "logoff", "restart"}
	type counts struct{ left, held, leaks int }
	var tally [len(kinds)]counts
	var all counts
	var worst time.Duration
	x := newLastCheck(t)
	for n := range races {
		k := n % len(kinds)
		quotes, at := x.race(kinds[k], n%8 < 4)
		switch {
		case len(quotes) == 0:
			tally[k].held++
			continue
		case quotes[0].After(at):
			worst = max(worst, quotes[0].Sub(at))
			if quotes[0].Sub(at) > late {
				tally[k].leaks++
			}
		}
		tally[k].left++
	}
	for k, y := range tally {
		t.Logf("%d races of kill against %s: %d left before the latch or in the same instant, %d held back, %d leaks later than %v",
			races/len(kinds), kinds[k], y.left, y.held, y.leaks, late)
		all.left, all.held, all.leaks = all.left+y.left, all.held+y.held, all.leaks+y.leaks
	}
	t.Logf("the latest quote was handed over %v after the latch", worst)
	if all.leaks > 0 || all.left == 0 || all.held == 0 {
		t.Errorf("%d leaks, %d left, %d held back", all.leaks, all.left, all.held)
	}
}

// A lastCheck is the way from the engine to the exchange's socket, for one quote.
type lastCheck struct {
	*rig
	f []byte
}

func newLastCheck(t *testing.T) *lastCheck {
	p := testParams()
	in := quote(5, 7000, 7500, 1)
	return &lastCheck{rig: newRig(t, "127.0.0.1:1", 8), f: frameOf(t, NewEncoder(&p), &in)}
}

// race lets a quote and a kill of the account, or of its contract, meet by chance, and
// returns when the kill was done and when the quote was handed over, if it was.
func (x *lastCheck) race(kind string, account bool) (quotes []time.Time, at time.Time) {
	epoch := x.latch.Set(risk.Run)
	defer x.latch.SetContract(1, risk.Run)
	s := x.s
	s.transit.turn(true)
	s.transit.add(passage{id: 5, epoch: epoch, at: int64(s.p.Now()), kind: market.InstructQuote, contract: 1})
	inner, ours := net.Pipe()
	exchange, theirs := net.Pipe()
	x.drain()
	y := &spy{Conn: exchange}
	var wg sync.WaitGroup
	r, k := &relay{s: s}, &link{engine: ours, exchange: y}
	r.set(k)
	s.engine = &engine{relay: r}
	over := make(chan struct{})
	wg.Go(func() {
		defer close(over)
		defer k.close()
		r.outward(k)
	})
	wg.Go(func() { // the sender, which looks after what is on its way
		for {
			s.watchLatch()
			select {
			case <-over:
				return
			case <-time.After(stuckPoll):
			}
		}
	})
	wg.Go(func() { io.Copy(io.Discard, theirs) })
	wg.Go(func() {
		inner.Write(x.f)
		inner.Close()
	})
	switch kind {
	case "disconnect":
		wg.Go(func() { x.pause(); theirs.Close() })
	case "logoff":
		wg.Go(func() { x.pause(); s.discard(s.transit.turn(false)); s.transit.turn(true) })
	case "restart": // the quote as approved before is handed to the session that follows
		wg.Go(func() {
			x.pause()
			s.discard(s.transit.turn(false))
			next := New(s.p, x.latch, x.out, x.in, nil)
			next.up.Store(true)
			a := approve(x.t, quote(6, 7000, 7500, 1), epoch)
			in := a.Instruction()
			if mode, _ := x.latch.Load(); mode != risk.Run && next.refuse(&a, &in, s.p.Now()) == 0 {
				x.t.Error("a session that follows takes a quote of before the kill")
			}
		})
	}
	x.pause()
	if account {
		x.latch.Set(risk.Killed)
	} else {
		x.latch.SetContract(1, risk.Killed)
	}
	at = time.Now()
	wg.Wait()
	theirs.Close()
	return y.quotes, at
}

// pause is some microseconds.
func (x *lastCheck) pause() {
	for end := time.Now().Add(time.Duration(rand.IntN(int(100 * time.Microsecond)))); time.Now().Before(end); {
		x.latch.Load()
	}
}

// A sound acceptor takes the gap fill for what was held back: the session stays, and
// the mass cancel is confirmed each time. On a machine so busy that a write takes
// longer than it may, the socket is cut instead, and the mass cancel follows on the next.
func TestHeldBackWithoutALogout(t *testing.T) {
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r, _ := spied(t, v.FIXAddr())
	r.until("up")
	id, heldBack := uint64(1), 0
	for n := 0; n < 10 || heldBack == 0 && n < 200; n++ {
		var stop atomic.Bool
		var wg sync.WaitGroup
		wg.Go(func() { r.flood(&id, r.epoch, &stop) })
		time.Sleep(time.Millisecond)
		r.latch.Set(risk.Killed)
		stop.Store(true)
		wg.Wait()
		r.send(end(market.InstructMassQuotes, id, 0))
		for done := false; !done; {
			e := r.next()
			if e.Kind == market.EventUp {
				id++
				r.send(end(market.InstructMassQuotes, id, 0)) // as the loop does at every logon
			}
			done = e.Kind == market.EventMassCancel && e.ID == id
		}
		id++
		heldBack = strings.Count(r.log.String(), "held back at the last check")
		r.epoch = r.latch.Set(risk.Run)
	}
	cuts := uint64(strings.Count(r.log.String(), "socket closed so that it does not leave"))
	if st := r.s.Stats(); st.Logons != 1+cuts || heldBack == 0 {
		t.Errorf("%d logons, %d sockets cut, %d messages held back; log:\n%s", st.Logons, cuts, heldBack, r.log)
	}
}
