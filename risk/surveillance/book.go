package surveillance

import "quotient/market"

// Book takes a snapshot over.
func (w *Watch) Book(c market.Contract, d *market.Depth, now market.Time) {
	if !w.heard(c, now) {
		return
	}
	w.books[c] = book{bid: d.Bid, ask: d.Ask, upper: d.Upper, lower: d.Lower, volume: max(0, int64(d.Volume)),
		hasBid: d.BidQty > 0, hasAsk: d.AskQty > 0, known: true}
	for _, rule := range w.kinds[CloseShare] {
		if i, ok := w.unit(rule, c); ok && w.cells[i].seen != 0 {
			w.cells[i].market(w.books[c].volume)
			w.settle(i)
		}
	}
	w.followed(c)
}

// market takes the day's volume over while the closing period runs. The first of a
// period that began unseen is its begin.
func (x *cell) market(volume int64) {
	if x.base < 0 {
		x.base = volume
	}
	x.of = max(x.of, volume-x.base, x.value)
}

// Closing says how long a contract is traded still today; 0 = no more. With the last
// Window of a rule its closing period (尾盘) begins. One that ends keeps its counts
// till the next trading day.
func (w *Watch) Closing(c market.Contract, left, now market.Time) {
	if !w.heard(c, now) {
		return
	}
	for _, rule := range w.kinds[CloseShare] {
		i, ok := w.unit(rule, c)
		if !ok {
			continue
		}
		x, b := &w.cells[i], &w.books[c]
		switch {
		case left <= 0 || left > w.p.Rules[rule].Window:
			x.seen = 0
		case x.seen == 0:
			x.seen = 1
			if b.known {
				x.market(b.volume)
				w.settle(i)
			}
		}
	}
}

// Edge says how long a contract will still be traded when the next of its closing
// periods begins or, with 0, ends; false when left is past the last of them.
func (w *Watch) Edge(c market.Contract, left market.Time) (edge market.Time, ok bool) {
	if int(c) >= len(w.product) || left <= 0 {
		return 0, false
	}
	for _, rule := range w.kinds[CloseShare] {
		if _, of := w.unit(rule, c); of {
			ok = true
			if at := w.p.Rules[rule].Window; at < left {
				edge = max(edge, at)
			}
		}
	}
	return edge, ok
}

// Request counts a request for quote (询价) of ours.
func (w *Watch) Request(c market.Contract, now market.Time) {
	if !w.heard(c, now) {
		return
	}
	for _, rule := range w.kinds[Requests] {
		if i, ok := w.unit(rule, c); ok {
			w.cells[i].value++
			w.settle(i)
		}
	}
}
