package surveillance

import "quotient/market"

// A mark is an order on one side with twice the middle of the book it met.
type mark struct {
	time   market.Time
	middle int64
}

// A push is the last orders on one side of a contract, a ring in Watch.marks.
type push struct {
	n  uint64 // since the last burst that counted
	at int
}

// pushed notes an order, or the leg of a quote that reaches the other side of the
// book: what may drive a price. A quote that takes nothing follows it.
func (w *Watch) pushed(in *market.Instruction) {
	b := &w.books[in.Contract]
	middle, ok := b.middle()
	if !ok {
		return
	}
	order := in.Kind == market.InstructOrder
	bid := in.BidQty > 0 && (order || in.Bid >= b.ask)
	ask := in.AskQty > 0 && (order || in.Ask <= b.bid)
	for _, rule := range w.kinds[PriceBurst] {
		i := w.bursts[rule].at + 2*int(in.Contract)
		if bid {
			w.push(rule, &w.pushes[i], middle)
		}
		if ask {
			w.push(rule, &w.pushes[i+1], middle)
		}
	}
	w.followed(in.Contract)
}

func (w *Watch) push(rule uint16, p *push, middle int64) {
	n := uint64(w.p.Rules[rule].Messages)
	w.marks[p.at+int(p.n%n)] = mark{w.st.now, middle}
	p.n++
}

// middle is twice the middle of a two-sided book.
func (b *book) middle() (int64, bool) {
	return int64(b.bid) + int64(b.ask), b.hasBid && b.hasAsk
}

// followed counts the bursts that the price went along with.
func (w *Watch) followed(c market.Contract) {
	middle, ok := w.books[c].middle()
	if !ok {
		return
	}
	for _, rule := range w.kinds[PriceBurst] {
		i, applies := w.unit(rule, c)
		if !applies {
			continue
		}
		p := w.bursts[rule].at + 2*int(c)
		if w.moved(rule, &w.pushes[p], middle, 1) || w.moved(rule, &w.pushes[p+1], middle, -1) {
			w.cells[i].value++
			w.settle(i)
		}
	}
}

// moved reports whether as many orders as make a burst left within the window that
// ends now, and the price has gone their way since the first of them. They do not
// count again.
func (w *Watch) moved(rule uint16, p *push, middle, sign int64) bool {
	r := &w.p.Rules[rule]
	n := uint64(r.Messages)
	if p.n < n {
		return false
	}
	first := w.marks[p.at+int(p.n%n)]
	if w.st.now-first.time > r.Window || sign*(middle-first.middle) < 2*int64(r.Ticks) {
		return false
	}
	p.n = 0
	return true
}
