package obligation

import "quotient/market"

// QuoteSent notes that a two-sided quote has left. Whatever stood is being
// replaced: it is not counted low any more.
func (m *Meter) QuoteSent(c market.Contract, in *market.Instruction, now market.Time) {
	d := m.touch(c, now)
	if d == nil || d.terms < 0 {
		return
	}
	for i := range d.slots {
		if d.slots[i].status == live {
			d.slots[i].status = superseded
		}
	}
	k := d.vacant()
	size := [2]market.Qty{in.BidQty, in.AskQty}
	d.slots[k] = slot{id: in.ID, sent: now, bid: in.Bid, ask: in.Ask, declared: size, leaves: size, status: sent}
	m.mask(d, k, m.could(d, &d.slots[k], d.last().relax), now)
	m.requote(d, now)
	m.done(d, now)
}

// QuoteLive notes the acknowledgement of a quote. Every older one has ended by
// then; a newer one may have ended it since.
func (m *Meter) QuoteLive(c market.Contract, id uint64, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.known(id)
	if k < 0 {
		return
	}
	q := &d.slots[k]
	if !q.seen { // without a stamp it may have stood since it was sent
		m.narrow(d, k, within(stamp, q.sent, now))
	}
	q.seen = true
	if q.status == sent || q.status == unknown {
		q.status = live
	}
	for j := range d.slots {
		switch o := &d.slots[j]; {
		case !o.used():
		case o.before(q):
			m.release(d, j, orNow(stamp, q.sent, now))
		case q.before(o) && q.status == live:
			q.status = superseded
		}
	}
	m.requote(d, now)
	m.done(d, now)
}

// QuoteLeaves notes what is left of one leg.
func (m *Meter) QuoteLeaves(c market.Contract, id uint64, side market.Side, leaves market.Qty, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.known(id)
	if k < 0 || side != market.Bid && side != market.Ask {
		return
	}
	q, i, t := &d.slots[k], side-market.Bid, orNow(stamp, d.slots[k].sent, now)
	old := *q
	q.leaves[i], q.filled[i] = leaves, max(q.filled[i], t)
	m.reweigh(d, k, 1-i, &old, t)
	m.lower(d, k, m.early(stamp, q.sent, now))
	m.requote(d, now)
	m.done(d, now)
}

// QuoteEnding notes that our cancel of a quote has left.
func (m *Meter) QuoteEnding(c market.Contract, id uint64, now market.Time) {
	d := m.touch(c, now)
	k := d.known(id)
	if k < 0 {
		return
	}
	d.slots[k].status = ending
	m.requote(d, now)
	m.done(d, now)
}

// QuoteEnded notes that a quote stands no more, whoever ended it.
func (m *Meter) QuoteEnded(c market.Contract, id uint64, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.known(id)
	if k < 0 {
		return
	}
	q := &d.slots[k]
	if q.status == sent { // whether it took its predecessor's place first, we do not know
		d.doubt()
	}
	if stamp != 0 || q.status == live { // else low ended when we sent what ended it
		m.cut(d, k, m.early(stamp, q.sent, now))
	}
	m.release(d, k, orNow(stamp, q.sent, now))
	m.requote(d, now)
	m.done(d, now)
}

// QuoteRejected notes that a quote never stood: what it was to replace stands on.
func (m *Meter) QuoteRejected(c market.Contract, id uint64, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.known(id)
	if k < 0 {
		return
	}
	m.cut(d, k, d.slots[k].sent)
	m.release(d, k, d.slots[k].sent)
	d.resume()
	m.requote(d, now)
	m.done(d, now)
}

// narrow says that the quote in slot k did not stand before t.
func (m *Meter) narrow(d *duty, k int, t market.Time) {
	m.split(d, t)
	m.split(d, d.slots[k].sent)
	for i := range d.tail[:d.n] {
		if s := &d.tail[i]; s.from >= d.slots[k].sent && s.from < t {
			s.high &^= 1 << k
		}
	}
}

// known is find for a contract that may have no account.
func (d *duty) known(id uint64) int {
	if d == nil {
		return -1
	}
	return d.find(id)
}

// doubt notes that a quote which was to be replaced may stand or not.
func (d *duty) doubt() {
	for i := range d.slots {
		if d.slots[i].status == superseded {
			d.slots[i].status = unknown
		}
	}
}

// resume lets the quote that was to be replaced stand on, when no other quote is
// left that may have replaced it.
func (d *duty) resume() {
	k := -1
	for i := range d.slots {
		switch d.slots[i].status {
		case free:
		case superseded:
			k = i
		default:
			return
		}
	}
	if k >= 0 {
		d.slots[k].status = live
	}
}

// within clamps an exchange stamp into [lo, hi].
func within(stamp, lo, hi market.Time) market.Time { return min(max(stamp, lo), hi) }

// orNow is the clamped stamp, or now when there is none.
func orNow(stamp, lo, now market.Time) market.Time {
	if stamp == 0 {
		return now
	}
	return within(stamp, lo, now)
}

// early is when something that we did not cause ended for low: at the exchange's
// stamp, else right after the last message before this Poll's.
func (m *Meter) early(stamp, lo, now market.Time) market.Time {
	if stamp == 0 {
		stamp = m.st.before
	}
	return within(stamp, lo, now)
}
