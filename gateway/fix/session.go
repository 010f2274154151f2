package fix

import (
	"sync"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/atomic"

	"quotient/internal/ring"
	"quotient/market"
	"quotient/risk"
)

// A Session is one FIX session with the exchange, seen from the loop: approved
// instructions go in, events come out.
type Session struct {
	p       Params
	latch   *risk.Latch
	out     *ring.SPSC[risk.Approved]
	in      inbox
	encoder *Encoder
	decoder *Decoder
	engine  *engine
	transit transit
	sent    sentLog
	log     zerolog.Logger

	quit  chan struct{}
	bell  chan struct{}      // rung by Wake
	clear chan chan struct{} // asks the sender to empty the out ring before a logon counts
	wg    sync.WaitGroup
	once  sync.Once

	// Shared with the engine's goroutines.
	up       atomic.Bool
	heard    atomic.Int64 // market.Time of the last valid inbound frame
	messages atomic.Uint64
	events   atomic.Uint64
	unsent   atomic.Uint64
	dropped  atomic.Uint64
	unread   atomic.Uint64
	logons   atomic.Uint64

	lastAlive market.Time // the engine's session goroutine's own

	// The sender's own.
	empty market.Time // when the out ring was last seen empty
	epoch uint64      // of the latch, as last seen
	// the message on its way that the latch fell onto, 0 = none, and when
	doomed   uint64
	doomedAt time.Time
	buf      []byte
}

// Stats are a session's counters since Start.
type Stats struct {
	Up       bool
	Heard    market.Time // last valid inbound frame; 0 = never
	Messages uint64      // application messages given to the engine
	Events   uint64      // events given to the loop
	NotSent  uint64      // approved instructions that were not sent
	Frames   uint64      // inbound stretches of bytes dropped by the frame filter
	Unread   uint64      // inbound messages that could not be understood
	Full     uint64      // how often the in ring was full
	Lost     uint64      // events nobody took at Stop
	Logons   uint64
}

// New returns a session that is not started. p must have passed Check. wake,
// which may be nil, is called from other goroutines after each event.
func New(p Params, latch *risk.Latch, out *ring.SPSC[risk.Approved], in *ring.SPSC[market.Event], wake func()) *Session {
	if wake == nil {
		wake = func() {}
	}
	if p.Now == nil {
		p.Now = wallClock()
	}
	s := &Session{p: p, latch: latch, out: out, encoder: NewEncoder(&p), decoder: NewDecoder(p.Instruments),
		log: p.Log, quit: make(chan struct{}), bell: make(chan struct{}, 1), clear: make(chan chan struct{})}
	s.in.ring, s.in.wake, s.in.quit = in, wake, s.quit
	return s
}

// wallClock is the wall clock at start plus monotonic time: it never steps.
func wallClock() func() market.Time {
	start := time.Now()
	return func() market.Time { return market.Time(start.UnixNano()) + market.Time(time.Since(start)) }
}

// Start begins to connect and keeps doing so until Stop. An error means that
// nothing was started.
func (s *Session) Start() error {
	e, err := newEngine(s)
	if err != nil {
		return err
	}
	if err := e.start(); err != nil {
		return err
	}
	s.engine = e
	s.empty = s.p.Now()
	s.wg.Go(s.send)
	return nil
}

// Stop logs out, closes the socket and returns when every goroutine has ended.
// What is still in the out ring is not sent. More than one Stop does no harm.
func (s *Session) Stop() {
	s.once.Do(func() {
		close(s.quit)
		s.wg.Wait()
		if s.engine != nil {
			s.engine.stop()
		}
	})
}

// Wake tells the sender that the out ring has something. Any thread; never blocks.
func (s *Session) Wake() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}

// Up reports whether the session is logged on.
func (s *Session) Up() bool { return s.up.Load() }

// Stats returns the counters. Any thread.
func (s *Session) Stats() Stats {
	return Stats{Up: s.up.Load(), Heard: market.Time(s.heard.Load()), Messages: s.messages.Load(), Events: s.events.Load(),
		NotSent: s.unsent.Load(), Frames: s.dropped.Load(), Unread: s.unread.Load(), Full: s.in.waits.Load(),
		Lost: s.in.lost.Load(), Logons: s.logons.Load()}
}

// push hands an event to the loop, in order, waiting while the ring is full.
func (s *Session) push(e *market.Event) {
	s.events.Inc()
	s.in.push(e)
}

// notSent tells the loop that an approved instruction did not leave.
func (s *Session) notSent(id uint64, c market.Contract, code uint8) {
	s.unsent.Inc()
	s.push(&market.Event{Kind: market.EventNotSent, ID: id, Contract: c, Code: code, Edge: s.p.Now()})
}

// loggedOn is called by the engine when the exchange has accepted the logon. The
// sender first gives back what was approved before it: nothing old is sent now.
func (s *Session) loggedOn() {
	emptied := make(chan struct{})
	select {
	case s.clear <- emptied:
		<-emptied
	case <-s.quit:
	}
	s.discard(s.transit.turn(true))
	s.decoder.Reset()
	s.logons.Inc()
	s.up.Store(true)
	s.log.Info().Str("addr", s.p.Addr).Str("sender", s.p.SenderCompID).Str("target", s.p.TargetCompID).Msg("fix: logged on")
	s.push(&market.Event{Kind: market.EventUp, Contract: market.NoContract, Edge: s.p.Now()})
}

// loggedOff is called by the engine when the session has ended, however it did.
func (s *Session) loggedOff() {
	if !s.up.Swap(false) {
		return
	}
	s.discard(s.transit.turn(false))
	s.sent.clear()
	select {
	case <-s.quit:
		s.log.Info().Str("addr", s.p.Addr).Msg("fix: logged out")
	default:
		s.log.Warn().Str("addr", s.p.Addr).Msg("fix: session lost: quotes and orders are unknown until it is back")
	}
	s.push(&market.Event{Kind: market.EventDown, Contract: market.NoContract, Edge: s.p.Now()})
}

// discard reports a message that the engine held and that will never leave.
func (s *Session) discard(p passage) {
	if p.id == 0 {
		return
	}
	code := market.RejectDown
	if !p.passes(s.latch) {
		code = market.RejectLatch
	}
	s.notSent(p.id, market.NoContract, code)
}
