package breaker

import "quotient/market"

// PnL tells what a group, or the account, has gained since the day began, in fen.
// known is false when a mark is missing. A loss stands until it is less than the
// floor: re-armed above it, it trips again with the next value, so that only
// another limit or another day ends it.
func (b *Breaker) PnL(s Scope, i int, value market.Money, known bool, now market.Time) {
	slot, ok := b.slot(s, i)
	if !ok || s == Contract {
		return
	}
	i = slot - len(b.of)
	p := &b.purses[i]
	if !known {
		b.unknown(i, now)
		return
	}
	p.since = 0
	b.wake.Set(len(b.on)+i, 0)
	if b.on[slot]&(1<<Unmarked) != 0 {
		b.release(slot, Unmarked, now)
	}
	v, l := min(max(int64(value), -mostMoney), mostMoney), b.purseOf(i)
	if -v >= int64(l.Floor) {
		b.trip(slot, Loss, Trip{Contract: market.NoContract, Value: -v, Limit: int64(l.Floor)}, now)
	}
	if fall := p.fall(v, now, b.p.FallOver); fall >= int64(l.Drawdown) {
		b.trip(slot, Drawdown, Trip{Contract: market.NoContract, Over: b.p.FallOver, Value: fall, Limit: int64(l.Drawdown)}, now)
	}
}

// unknown begins to wait for a mark.
func (b *Breaker) unknown(i int, now market.Time) {
	if p := &b.purses[i]; p.since == 0 {
		p.since = now
		b.wake.Set(len(b.on)+i, now+max(1, b.p.Unmarked))
	}
}

// overdue trips what has waited too long for a mark.
func (b *Breaker) overdue(i int, now market.Time) {
	b.wake.Set(len(b.on)+i, 0)
	b.trip(b.slotOfGroup(i), Unmarked, Trip{Contract: market.NoContract,
		Value: int64(now - b.purses[i].since), Limit: int64(b.p.Unmarked)}, now)
}
