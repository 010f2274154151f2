package fix

import (
	"runtime"
	"time"

	"quotient/market"
	"quotient/risk"
)

// How long the sender sleeps between looks at the out ring.
const (
	busyPoll   = time.Millisecond
	stuckPoll  = 100 * time.Microsecond // while the latch has fallen onto a message
	stuckWrite = 300 * time.Microsecond // a write that takes longer waits for the exchange
	idlePoll   = 10 * time.Millisecond
	idleFrom   = 100 * market.Millisecond // after so long without a message
)

// send is the sender goroutine: out ring to engine, one message at a time.
func (s *Session) send() {
	timer := time.NewTimer(idlePoll)
	defer timer.Stop()
	var a risk.Approved
	last := s.p.Now()
	for {
		s.watchLatch()
		now := s.p.Now()
		p, _ := s.transit.waiting()
		busy := p.id != 0
		if !busy && s.out.Pop(&a) {
			s.dispatch(&a, now)
			last = now
			continue
		}
		nap := busyPoll
		if s.doomed != 0 {
			nap = stuckPoll
		}
		if !busy {
			s.empty = now
			if now-last > idleFrom {
				nap = idlePoll
			}
		}
		if !s.rest(timer, nap, &a) {
			return
		}
	}
}

// rest waits until there may be something to do; false at the end.
func (s *Session) rest(timer *time.Timer, nap time.Duration, a *risk.Approved) bool {
	if s.p.Spin {
		nap = 0
		runtime.Gosched()
	}
	timer.Reset(nap)
	select {
	case <-s.bell:
	case <-timer.C:
	case emptied := <-s.clear:
		s.giveBack(a)
		close(emptied)
	case <-s.quit:
		return false
	}
	return true
}

// giveBack says of everything in the out ring that it is not sent.
func (s *Session) giveBack(a *risk.Approved) {
	for s.out.Pop(a) {
		in := a.Instruction()
		s.notSent(in.ID, in.Contract, market.RejectDown)
	}
	s.empty = s.p.Now()
}

// watchLatch looks after the quote or order that was on its way when the latch was
// set. The relay holds it back, unless it is writing it: when that does not end at
// once the exchange does not read, and the socket is closed.
func (s *Session) watchLatch() {
	_, epoch := s.latch.Load()
	p, writing := s.transit.waiting()
	if epoch != s.epoch {
		s.epoch, s.doomed = epoch, 0
		if !p.passes(s.latch) {
			s.doomed, s.doomedAt = p.id, time.Now()
		}
	}
	switch {
	case s.doomed == 0:
	case p.id != s.doomed:
		s.doomed = 0
	case writing && time.Since(s.doomedAt) > stuckWrite:
		s.doomed = 0
		s.log.Error().Uint64("epoch", epoch).Msg("fix: the latch was set while a quote or order was on its way: socket closed so that it does not leave; the session logs on again by itself")
		s.engine.cut()
	}
}

// dispatch sends one approved instruction, or says why it did not.
func (s *Session) dispatch(a *risk.Approved, now market.Time) {
	in := a.Instruction()
	if code := s.refuse(a, &in, now); code != 0 {
		s.notSent(in.ID, in.Contract, code)
		return
	}
	msgType, body, ok := s.encoder.Encode(s.buf[:0], &in, now)
	s.buf = body[:0]
	if !ok {
		s.log.Error().Str("kind", in.Kind.String()).Uint64("id", in.ID).Uint16("contract", uint16(in.Contract)).
			Msg("fix: instruction cannot be said in FIX: not sent; contract, side, offsets and target must be set")
		s.notSent(in.ID, in.Contract, market.RejectOther)
		return
	}
	if !s.transit.add(passage{id: in.ID, epoch: a.Epoch(), at: int64(now), kind: in.Kind, contract: in.Contract}) {
		s.notSent(in.ID, in.Contract, market.RejectDown)
		return
	}
	if code := s.engine.send(msgType, body, &in, now); code != 0 {
		s.transit.remove()
		s.notSent(in.ID, in.Contract, code)
		return
	}
	s.messages.Inc()
}

// refuse says why an approved instruction may not be sent now, 0 = it may. How
// long it lay in the ring is not known, but no longer than since the ring was
// last seen empty.
func (s *Session) refuse(a *risk.Approved, in *market.Instruction, now market.Time) (code uint8) {
	switch {
	case in.Kind == market.InstructNone || in.Kind >= market.InstructCount || in.ID == 0:
		return market.RejectOther
	case !s.up.Load():
		return market.RejectDown
	case !a.Passes(s.latch):
		return market.RejectLatch
	case !in.Kind.Adds():
		return 0
	case now-s.empty > s.p.MaxAge:
		return market.RejectLate
	}
	return 0
}
