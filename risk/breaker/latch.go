package breaker

import (
	"math/bits"

	"quotient/market"
)

func cell(slot int, k Kind) int { return slot*int(KindCount) + int(k) }

func (b *Breaker) latch(slot int, k Kind) *Trip { return &b.latches[cell(slot, k)] }

// trip latches kind k in slot with what t says was found. One in force stays as
// it is; only a pause that ends by itself starts again.
func (b *Breaker) trip(slot int, k Kind, t Trip, now market.Time) {
	l := b.latch(slot, k)
	if b.on[slot]&(1<<k) != 0 {
		if l.Rearm == ByItself && l.Until > 0 {
			l.Until = max(l.Until, now+b.p.Policies[k].Pause)
			b.rewake(slot)
		}
		return
	}
	times := &b.times[cell(slot, k)]
	*times = max(*times, *times+1) // as often as can be told
	t.At, t.Kind, t.State, t.Nth, t.queued = now, k, Tripped, *times, l.queued
	b.place(&t, slot)
	b.ends(&t)
	*l = t
	b.on[slot] |= 1 << k
	b.rewake(slot)
	b.tell(slot, k)
}

// ends fills in who may end t, and when.
func (b *Breaker) ends(t *Trip) {
	least := t.Kind.Ends()
	if least == Unset { // Limit, or a kind that lasts as long as its cause
		if t.Rearm = ByItself; t.Kind == Limit {
			t.Rearm = Unset
		}
		return
	}
	p := &b.p.Policies[t.Kind]
	t.Rearm = max(p.Rearm, least)
	if p.Rearm == Unset || int64(t.Nth) >= p.ToRisk || t.Rearm == ByItself && p.Pause <= 0 {
		t.Rearm = ByRisk
	}
	if p.Pause > 0 {
		t.Until = t.At + p.Pause
	}
}

// release ends kind k in slot and forgets what led to it.
func (b *Breaker) release(slot int, k Kind, now market.Time) {
	b.on[slot] &^= 1 << k
	l := b.latch(slot, k)
	l.State, l.Until = Rearmed, now
	b.forget(slot, k)
	b.rewake(slot)
	b.tell(slot, k)
}

// forget starts what kind k counts in slot anew.
func (b *Breaker) forget(slot int, k Kind) {
	i := slot - len(b.of) // of groups and the account
	switch k {
	case Protection:
		b.flows[i].clear()
	case Rejects:
		b.storms[i].sent.Clear()
		b.storms[i].rejected.Clear()
	case Drawdown:
		b.purses[i].clear()
	case OneSided:
		b.streaks[slot].clear()
	case Collar:
		b.collar[slot].Clear()
	case Repeat:
		b.repeat[slot].Clear()
	}
}

// rewake sets the slot's alarm to the first pause that ends by itself.
func (b *Breaker) rewake(slot int) {
	first := market.Time(0)
	for on := b.on[slot]; on != 0; on &= on - 1 {
		l := b.latch(slot, Kind(bits.TrailingZeros16(on)))
		if l.Rearm != ByItself || l.Until == 0 {
			continue
		}
		if first == 0 {
			first = l.Until
		}
		first = min(first, l.Until)
	}
	b.wake.Set(slot, first)
}

// tell puts a latch in the line for Take, once.
func (b *Breaker) tell(slot int, k Kind) {
	l := b.latch(slot, k)
	if l.queued != 0 {
		return
	}
	l.queued = 1
	b.news[(b.st.first+b.st.waiting)%uint64(len(b.news))] = uint32(cell(slot, k))
	b.st.waiting++
}

// Take writes the next change to *t: a trip, a warning, a re-arming. Of one that
// changed again before it was taken the last state is told. false: there is none.
func (b *Breaker) Take(t *Trip) bool {
	if b.st.waiting == 0 {
		return false
	}
	l := &b.latches[b.news[b.st.first]]
	b.st.first = (b.st.first + 1) % uint64(len(b.news))
	b.st.waiting--
	l.queued = 0
	*t = *l
	return true
}

// Blocked reports whether anything stops contract c, and of what does so that
// which asks for the highest Authority to end. Unknown contracts are blocked.
func (b *Breaker) Blocked(c market.Contract) (Trip, bool) {
	if int(c) >= len(b.of) {
		return Trip{Scope: Contract, Contract: c, Group: NoGroup, Kind: Limit, State: Tripped, Limit: int64(len(b.of))}, true
	}
	group := b.slotOfGroup(int(b.of[c]))
	if b.on[c]|b.on[group]|b.on[b.account()] == 0 {
		return Trip{}, false
	}
	var worst *Trip
	for _, slot := range [...]int{b.account(), group, int(c)} {
		worst = b.worst(worst, slot)
	}
	return *worst, true
}

func (b *Breaker) worst(than *Trip, slot int) *Trip {
	for on := b.on[slot]; on != 0; on &= on - 1 {
		l := b.latch(slot, Kind(bits.TrailingZeros16(on)))
		if than == nil || than.rank() < l.rank() {
			than = l
		}
	}
	return than
}

// rank orders by who may end it; what nobody may is the highest.
func (t *Trip) rank() Authority {
	if t.Kind == Limit {
		return authorities
	}
	return t.Rearm
}

// InForce returns the trip of kind k at a scope, if it is in force. i is the
// contract or the group, and means nothing for the account.
func (b *Breaker) InForce(s Scope, i int, k Kind) (Trip, bool) {
	slot, ok := b.slot(s, i)
	if !ok || b.on[slot]&(1<<k) == 0 {
		return Trip{}, false
	}
	return *b.latch(slot, k), true
}

// Rearm ends every trip of a scope that waits for a person, all or none: false
// when there is none, when one needs a higher authority than by, or when one's
// pause is not over. What ends by itself is not shortened. i is the contract or
// the group, and means nothing for the account.
func (b *Breaker) Rearm(s Scope, i int, by Authority, now market.Time) bool {
	slot, ok := b.slot(s, i)
	if !ok || by != ByTrader && by != ByRisk {
		return false
	}
	var wait uint16
	for on := b.on[slot]; on != 0; on &= on - 1 {
		k := Kind(bits.TrailingZeros16(on))
		l := b.latch(slot, k)
		if l.Rearm != ByTrader && l.Rearm != ByRisk {
			continue
		}
		if l.Rearm > by || now < l.Until {
			return false
		}
		wait |= 1 << k
	}
	for on := wait; on != 0; on &= on - 1 {
		b.release(slot, Kind(bits.TrailingZeros16(on)), now)
	}
	return wait != 0
}

// Deadline returns the next instant at which Advance has something to do, 0 = none.
func (b *Breaker) Deadline() market.Time { return b.wake.First() }

// Advance ends the pauses that are over at now, and trips what was unknown too long.
func (b *Breaker) Advance(now market.Time) {
	for i := b.wake.Due(0, now); i != -1; i = b.wake.Due(i, now) { // what was due is not any more
		if i < len(b.on) {
			b.resume(i, now)
		} else {
			b.overdue(i-len(b.on), now)
		}
	}
}

// resume ends what in slot has ended by itself.
func (b *Breaker) resume(slot int, now market.Time) {
	for on := b.on[slot]; on != 0; on &= on - 1 {
		k := Kind(bits.TrailingZeros16(on))
		if l := b.latch(slot, k); l.Rearm == ByItself && l.Until > 0 && l.Until <= now {
			b.release(slot, k, now)
		}
	}
}

// NewDay starts the day's counts again: how often each tripped, one-sided fills,
// the best P&L. What is in force stays.
func (b *Breaker) NewDay() {
	clear(b.times)
	for c := range b.streaks {
		b.streaks[c].clear()
	}
	for i := range b.purses {
		b.purses[i].clear()
	}
}
