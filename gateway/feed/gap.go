package feed

import "quotient/market"

// gap decodes that something is missing: of a contract, or of every one.
func (d *Decoder) gap(emit func(*market.Event)) bool {
	if !d.stamp() {
		return false
	}
	d.event.Contract = market.NoContract
	if !d.absent(fieldContract) {
		if _, ok := d.contract(); !ok {
			return false
		}
	}
	d.event.Kind = market.EventGap
	d.stats.Gaps++
	emit(&d.event)
	return true
}

// count follows the numbers of the lines, where they have any. After a hole in them
// nobody knows what was said of which contract; the same number again is none.
func (d *Decoder) count(emit func(*market.Event)) bool {
	if d.absent(fieldSequence) {
		return true
	}
	n, ok := d.figure(fieldSequence, int64(MaxStamp), false)
	if !ok {
		return false
	}
	was := d.sequence
	d.sequence = uint64(n)
	if was != 0 && d.sequence != was && d.sequence != was+1 {
		d.stats.Gaps++
		missing := market.Event{Kind: market.EventGap, Contract: market.NoContract, Edge: d.event.Edge}
		emit(&missing)
	}
	return true
}
