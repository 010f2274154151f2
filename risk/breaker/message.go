package breaker

import (
	"quotient/market"
	"quotient/risk/window"
)

// mostStrikes bounds the memory of refusals.
const mostStrikes = 1 << 8

// Sent tells that a message left: a quote, an order, a cancel. Without a contract,
// as of a mass cancel, it counts for the account alone.
func (b *Breaker) Sent(c market.Contract, now market.Time) {
	if int(c) < len(b.of) {
		b.storms[b.of[c]].sent.Add(now)
	}
	b.storms[len(b.p.Groups)].sent.Add(now)
}

// Reject tells that the exchange refused a message, with the event's code. That a
// cancel came too late is no reject: quotes, orders and mass cancels count.
func (b *Breaker) Reject(c market.Contract, code uint8, now market.Time) {
	if b.p.Codes&(1<<code) == 0 {
		return
	}
	if int(c) < len(b.of) {
		b.reject(int(b.of[c]), c, code, now)
	}
	b.reject(len(b.p.Groups), c, code, now)
}

func (b *Breaker) reject(i int, c market.Contract, code uint8, now market.Time) {
	s, l := &b.storms[i], b.stormOf(i)
	s.rejected.Add(now)
	t := Trip{Contract: c, Code: code, Measure: MeasureCount, Over: b.p.Spans[Short], Limit: l.Count}
	if t.Value = s.rejected.Count(now, t.Over); t.Value >= t.Limit {
		b.trip(b.slotOfGroup(i), Rejects, t, now)
	} else {
		b.share(i, t, now)
	}
}

// share trips when too many of what was sent came back.
func (b *Breaker) share(i int, t Trip, now market.Time) {
	s, l := &b.storms[i], b.stormOf(i)
	long := b.p.Spans[Long]
	rejected, sent := s.rejected.Count(now, long), s.sent.Count(now, long)
	if sent >= l.Least && rejected*million >= l.Share*sent {
		t.Measure, t.Over, t.Limit = MeasureShare, long, l.Share
		t.Value = rejected * million / max(1, sent)
		b.trip(b.slotOfGroup(i), Rejects, t, now)
	}
}

// Refused tells that the gate refused an instruction by the numbered rule.
func (b *Breaker) Refused(c market.Contract, rule uint8, now market.Time) {
	if int(c) >= len(b.of) {
		return
	}
	b.strike(c, Collar, &b.p.Collar, &b.collar[c], rule, now)
	b.strike(c, Repeat, &b.p.Repeat, &b.repeat[c], rule, now)
}

func (b *Breaker) strike(c market.Contract, k Kind, p *Strike, w *window.Window, rule uint8, now market.Time) {
	if p.Rules&(1<<rule) == 0 {
		return
	}
	w.Add(now)
	if n := w.Count(now, p.Over); n >= p.Most {
		b.trip(int(c), k, Trip{Code: rule, Over: p.Over, Value: n, Limit: p.Most}, now)
	}
}

// Unacked tells for how long the oldest unanswered instruction of c has waited; 0
// when every one is answered. What tripped ends with the answer.
func (b *Breaker) Unacked(c market.Contract, age, now market.Time) {
	if int(c) >= len(b.of) {
		return
	}
	t := Trip{Value: int64(age), Limit: int64(b.p.Unacked)}
	tripped := b.on[c]&(1<<Unacked) != 0
	switch {
	case age >= b.p.Unacked:
		b.trip(int(c), Unacked, t, now)
	case tripped:
		b.release(int(c), Unacked, now)
	case age >= b.p.UnackedWarn:
		b.warn(int(c), t, now)
	case b.latch(int(c), Unacked).State == Warned:
		b.latch(int(c), Unacked).State = Quiet
	}
}

// warn tells once of an instruction that waits long.
func (b *Breaker) warn(slot int, t Trip, now market.Time) {
	l := b.latch(slot, Unacked)
	if l.State == Warned {
		return
	}
	t.At, t.Kind, t.State, t.Rearm, t.queued = now, Unacked, Warned, ByItself, l.queued
	t.Limit = int64(b.p.UnackedWarn)
	b.place(&t, slot)
	*l = t
	b.tell(slot, Unacked)
}

// Late tells by how much the loop was late for what it had to do. Quotes made on
// what it knew then are to be pulled.
func (b *Breaker) Late(by, now market.Time) {
	if by >= b.p.Late {
		b.trip(b.account(), Late, Trip{Contract: market.NoContract, Value: int64(by), Limit: int64(b.p.Late)}, now)
	}
}
