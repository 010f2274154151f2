package request

import (
	"math/bits"

	"quotient/market"
	"quotient/obligation/rule"
)

// QuoteSent notes that a two-sided quote has left; in.Request is the request for
// quote that it answers. Whatever stood is being replaced.
func (m *Meter) QuoteSent(c market.Contract, in *market.Instruction, now market.Time) {
	d := m.touch(c, now)
	if d == nil || d.terms < 0 {
		return
	}
	for w := d.possible(); w != 0; w &= w - 1 {
		if q := &d.quotes[bits.TrailingZeros16(w)]; q.status == live {
			q.status, q.unsure = superseded, now
		}
	}
	k := m.vacant(d, now)
	size := [2]market.Qty{in.BidQty, in.AskQty}
	d.sent++
	own, answers := m.named(d, in.Request)
	d.quotes[k] = quote{id: in.ID, number: d.sent, named: own, answers: answers, sent: now, early: now, unsure: now,
		bid: in.Bid, ask: in.Ask, declared: size, leaves: size, status: sent}
	m.admit(d, k, now)
	m.regrade(d, now)
}

// QuoteLive notes the acknowledgement of a quote. Every older one has ended by
// then; a newer one may have ended it since.
func (m *Meter) QuoteLive(c market.Contract, id uint64, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.find(id)
	if k < 0 {
		return
	}
	q := &d.quotes[k]
	if q.status == sent || q.status == unknown {
		q.status, q.unsure = live, 0
	}
	for w := d.possible(); w != 0; w &= w - 1 {
		j := bits.TrailingZeros16(w)
		switch o := &d.quotes[j]; {
		case o.number < q.number:
			m.release(d, j, orNow(stamp, q.sent, now))
		case o.number > q.number && q.status == live:
			q.status, q.unsure = superseded, o.sent
		}
	}
	if !q.seen {
		m.appeared(d, k, stamp, now)
	}
	m.regrade(d, now)
	m.done(d, now)
}

// appeared says when the quote came into the book: at the stamp, or in between.
func (m *Meter) appeared(d *duty, k int, stamp, now market.Time) {
	q := &d.quotes[k]
	q.seen, q.late = true, now
	if stamp == 0 {
		return
	}
	q.early = within(stamp, q.sent, now)
	q.late = q.early
	tail := m.since(d, q.early)
	for i := m.split(d, q.sent); d.tail[i].from < q.early; i++ {
		d.tail[i].may &^= 1 << k
		d.tail[i].good &^= 1 << k
	}
	grade := m.judge(d, q)
	if grade == rule.Good {
		grade = bridge // low counts it from now on, but it stood
	} else {
		tail[0].gap = true // even when it is replaced in the same instant
	}
	for i := range tail {
		tail[i].low, tail[i].grade = int8(k), grade
	}
}

// QuoteLeaves notes what is left of one leg, or was left: after a lost link a
// fill may be told when the quote has ended.
func (m *Meter) QuoteLeaves(c market.Contract, id uint64, side market.Side, leaves market.Qty, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.recall(id)
	if k < 0 || side != market.Bid && side != market.Ask {
		return
	}
	q, i := &d.quotes[k], side-market.Bid
	left, t, at := min(leaves, q.leaves[i]), orNow(stamp, q.sent, now), m.early(stamp, q.sent, now)
	m.flash(d, k, t)
	m.reweigh(d, k, i, leaves, t, at)
	if leaves <= 0 {
		q.guessed = stamp == 0
		tail := m.since(d, at)
		for i := range tail {
			tail[i].hit |= 1 << k
		}
	}
	if g := m.judge(d, q); g != rule.Good {
		m.cut(d, k, g, at)
	}
	q.leaves[i] = left
	m.regrade(d, now)
	m.done(d, now)
}

// reweigh holds against the terms what was left of a leg from t on, for high. An
// older word that is told late speaks of its own time.
func (m *Meter) reweigh(d *duty, k int, i market.Side, leaves market.Qty, t, at market.Time) {
	q := &d.quotes[k]
	old := leaves > q.leaves[i]
	q.leaves[i] = leaves
	then := *q
	if t < q.filled[1-i] { // what the other leg had left by then is not known
		then.leaves[1-i], old = q.declared[1-i], true
	}
	switch {
	case m.worth(d, &then) != rule.Good:
		if !old || m.p.Terms[d.terms].Imbalance == 0 {
			m.worse(d, k, t)
		}
	case !old:
		m.better(d, k, at)
	}
	q.filled[i] = max(q.filled[i], t)
}

// QuoteEnding notes that our cancel of a quote has left.
func (m *Meter) QuoteEnding(c market.Contract, id uint64, now market.Time) {
	d := m.touch(c, now)
	k := d.find(id)
	if k < 0 {
		return
	}
	q := &d.quotes[k]
	q.status = ending
	if q.unsure == 0 {
		q.unsure = now
	}
	m.regrade(d, now)
	m.done(d, now)
}

// QuoteEnded notes that a quote stands no more, whoever ended it.
func (m *Meter) QuoteEnded(c market.Contract, id uint64, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.recall(id)
	if k < 0 || d.possible()&(1<<k) == 0 && !d.parted(k, stamp) {
		return
	}
	q := &d.quotes[k]
	if !q.seen { // whether it took its predecessor's place first, we do not know
		d.doubt()
	}
	m.cut(d, k, rule.Nothing, m.early(stamp, q.sent, now))
	m.release(d, k, orNow(stamp, q.sent, now))
	m.regrade(d, now)
	m.done(d, now)
}

// parted reports whether a quote that is known to have ended did so at the stamp
// before any newer one came: it was not replaced.
func (d *duty) parted(k int, stamp market.Time) bool {
	for j := range d.quotes {
		if o := &d.quotes[j]; o.seen && o.number > d.quotes[k].number && stamp >= o.early {
			return false
		}
	}
	return stamp != 0
}

// QuoteRejected notes that a quote never stood: what it was to replace stands on.
// One that was seen to stand has ended.
func (m *Meter) QuoteRejected(c market.Contract, id uint64, stamp, now market.Time) {
	d := m.touch(c, now)
	k := d.find(id)
	if k < 0 {
		return
	}
	if d.quotes[k].seen {
		m.QuoteEnded(c, id, stamp, now)
		return
	}
	m.release(d, k, d.quotes[k].sent)
	d.resume()
	m.regrade(d, now)
	m.done(d, now)
}

// doubt notes that a quote which was to be replaced may stand or not.
func (d *duty) doubt() {
	for w := d.possible(); w != 0; w &= w - 1 {
		if q := &d.quotes[bits.TrailingZeros16(w)]; q.status == superseded {
			q.status = unknown
		}
	}
}

// resume lets the quote that was to be replaced stand on, when no other quote is
// left that may have replaced it.
func (d *duty) resume() {
	old := -1
	for w := d.possible(); w != 0; w &= w - 1 {
		k := bits.TrailingZeros16(w)
		if d.quotes[k].status != superseded {
			return
		}
		old = k
	}
	if old >= 0 {
		d.quotes[old].status, d.quotes[old].unsure = live, 0
	}
}

// early is when something that we did not cause ended for low: at the exchange's
// stamp, else right after the last message before this Poll's.
func (m *Meter) early(stamp, lo, now market.Time) market.Time {
	if stamp == 0 {
		stamp = m.st.before
	}
	return within(stamp, lo, now)
}
