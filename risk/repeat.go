package risk

import "quotient/market"

// mostRepeats bounds the memory of repeats.
const mostRepeats = 1 << 10

// A digest is what makes two instructions of a contract the same to the exchange;
// an order has one side, a quote both.
type digest struct {
	bid, ask       market.Price
	bidQty, askQty market.Qty
}

// is reports whether in is the same again.
func (d *digest) is(in *market.Instruction) bool {
	return d.bid == in.Bid && d.ask == in.Ask && d.bidQty == in.BidQty && d.askQty == in.AskQty
}

// repeats judges how often we act on a market that has not changed: the same
// instruction again and again, or any.
func (g *Gate) repeats(in *market.Instruction, r *rail, now market.Time) Verdict {
	if !r.acts.Fits(g.p.Refreshes, now, g.p.RepeatOver) {
		return Verdict{RuleRepeat, r.acts.Count(now, g.p.RepeatOver) + 1, g.p.Refreshes}
	}
	m := &g.marks[in.Contract]
	if m.again >= g.p.Repeats && m.last.is(in) && !r.acts.Fits(g.p.Repeats, now, g.p.RepeatOver) {
		return Verdict{RuleRepeat, min(m.again, r.acts.Count(now, g.p.RepeatOver)) + 1, g.p.Repeats}
	}
	return Verdict{}
}

// act notes an instruction that leaves.
func (g *Gate) act(in *market.Instruction, now market.Time) {
	r, m := &g.rails[in.Contract], &g.marks[in.Contract]
	if !m.last.is(in) {
		m.last, m.again = digest{bid: in.Bid, ask: in.Ask, bidQty: in.BidQty, askQty: in.AskQty}, 0
	}
	m.again++
	r.acts.Add(now)
}

// changed notes that the market of c is another: repeats begin anew.
func (g *Gate) changed(c market.Contract) {
	g.marks[c].again = 0
	g.rails[c].acts.Clear()
}
