package surveillance

import "quotient/market"

// Sent counts an instruction that was handed to the session, whether or not it
// reaches the exchange. Queries weigh nothing.
func (w *Watch) Sent(in *market.Instruction, now market.Time) {
	ours := w.heard(in.Contract, now)
	w.burst(in)
	if !ours || in.Kind == market.InstructMassQuotes || in.Kind == market.InstructMassOrders {
		return
	}
	w.messages(in)
	if in.Kind.Adds() {
		w.opening(in)
		w.pushed(in)
	}
}

// burst counts the messages of a second.
func (w *Watch) burst(in *market.Instruction) {
	for _, rule := range w.kinds[Burst] {
		r, i := &w.p.Rules[rule], w.first[rule]
		for range r.messages(in) {
			if w.bursts[rule].add(w.times, r, w.st.now) {
				w.cells[i].value++
				w.settle(i)
			}
		}
	}
}

// Spare is how many messages may leave at now without completing another second
// that a rule on bursts counts; 1<<62 where no such rule is in force.
func (w *Watch) Spare(now market.Time) int64 {
	n := int64(1) << 62
	if w.st.halt != Running {
		return 0
	}
	for _, rule := range w.kinds[Burst] {
		n = min(n, w.bursts[rule].spare(w.times, &w.p.Rules[rule], max(now, w.st.now)))
	}
	return n
}

// messages counts a contract's orders and cancels.
func (w *Watch) messages(in *market.Instruction) {
	for _, rule := range w.kinds[Messages] {
		if i, ok := w.unit(rule, in.Contract); ok {
			w.cells[i].value += w.p.Rules[rule].messages(in)
			w.settle(i)
		}
	}
}

// opening counts the day's orders, and what they open together with others.
func (w *Watch) opening(in *market.Instruction) {
	bid := in.BidQty > 0 && in.BidOffset == market.Open
	ask := in.AskQty > 0 && in.AskOffset == market.Open
	product := int(w.product[in.Contract])
	bids, asks := &w.opened[2*product], &w.opened[2*product+1]
	contract := uint32(in.Contract) + 1
	for _, rule := range w.kinds[OrdersOpposite] {
		w.order(rule, in, bid && w.near(asks, contract, rule) || ask && w.near(bids, contract, rule))
	}
	for _, rule := range w.kinds[OrdersProducts] {
		w.order(rule, in, (bid || ask) && w.near(&w.traded, uint32(product)+1, rule))
	}
	for _, rule := range w.kinds[OrdersQuick] {
		w.order(rule, in, false)
	}
	if bid {
		bids.note(contract, w.st.now)
	}
	if ask {
		asks.note(contract, w.st.now)
	}
	if bid || ask {
		w.traded.note(uint32(product)+1, w.st.now)
	}
}

// near reports whether a key other than this one was seen within the rule's window,
// its ends included.
func (w *Watch) near(p *pair, key uint32, rule uint16) bool {
	at, ok := p.other(key)
	return ok && w.st.now-at <= w.p.Rules[rule].Window
}

// order counts an order of a combined rule.
func (w *Watch) order(rule uint16, in *market.Instruction, combined bool) {
	i := w.first[rule]
	w.cells[i].value += w.p.Rules[rule].orders(in)
	if combined {
		w.cells[i].seen++
	}
	w.settle(i)
}
