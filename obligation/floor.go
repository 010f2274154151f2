package obligation

import "quotient/market"

// prices is what is known of an option's price.
type prices struct {
	at        market.Time // of the last snapshot
	settledAt market.Time
	settled   market.Price
	shown     market.Price // by which the option went below its floor
	below     bool         // it is, by the last snapshot
	_         [7]byte
}

// floored takes over whether an option is below its floor, from t on.
func (m *Meter) floored(d *duty, p market.Price, below bool, t, now market.Time) {
	if below && d.last().exempt&bitCheap == 0 {
		m.prices[d.contract].shown = p
	}
	m.flag(d, bitCheap, below, t, now)
}

// settledOption takes over an option's own settlement price.
func (m *Meter) settledOption(d *duty, p market.Price, stamp, now market.Time) {
	if !m.of.floor[d.contract] {
		return
	}
	o, b := &m.prices[d.contract], &m.bases[m.of.rootOf[m.of.on[d.contract]]]
	if !b.settles(o.settledAt, stamp) {
		return
	}
	o.settled, o.settledAt = p, stamp
	if d.terms < 0 {
		return
	}
	if t := &m.p.Terms[d.terms]; t.FloorBy == FloorSettlement {
		m.floored(d, p, p < t.Floor, stamp, now)
	}
}

// cheap reads an option's own price in a snapshot.
func (m *Meter) cheap(c market.Contract, b *market.Depth, now market.Time) {
	d := m.touch(c, now)
	if d == nil || d.terms < 0 {
		return
	}
	t, o := &m.p.Terms[d.terms], &m.prices[c]
	o.at = within(orNow(b.Stamp, 0, now), o.at, now)
	p := b.Last
	switch t.FloorBy {
	case FloorBid:
		if p = b.Bid; b.BidQty <= 0 {
			p = 0
		}
		o.below = p < t.Floor
	case FloorLast:
		o.below = p != 0 && p < t.Floor
	default:
		return
	}
	m.floored(d, p, o.below, o.at, now)
}

// belowFloor says what is known of a floor when a trading day begins: what was
// told since the one before closed.
func (m *Meter) belowFloor(t *Terms, closed market.Time) (bits uint8) {
	if t.Floor == 0 {
		return 0
	}
	k, o := &m.bases[m.of.rootOf[t.Underlying]], &m.prices[t.Contract]
	switch {
	case k.moneyAt <= closed:
		if !m.quiet {
			k.stale = true
		}
	case t.outOfMoney(k.money):
		bits = bitMoney
	}
	switch {
	case t.FloorBy != FloorSettlement && o.at > closed && o.below:
		bits |= bitCheap
	case t.FloorBy == FloorSettlement && o.settledAt > closed && o.settled < t.Floor:
		bits |= bitCheap
	}
	return bits
}

// outOfMoney reports whether an option that has a floor is out of the money
// (虚值) when its underlying trades at last.
func (t *Terms) outOfMoney(last market.Price) bool {
	if t.Floor == 0 || last == 0 {
		return false
	}
	return t.Call && t.Strike > last || !t.Call && t.Strike < last
}
