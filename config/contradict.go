package config

import (
	"quotient/market"
)

// says writes a value with its key, and where it stands.
func (v *value) says() string {
	t := v.path
	if v.text != "" {
		t += " = " + v.text
	}
	if v.written() {
		return t + " on line " + itoa(int64(v.node.Line))
	}
	return t + " by default"
}

// contradiction reports that v and other cannot both hold.
func (b *builder) contradiction(v, other *value, message, hint string) {
	b.clash(v, other, "", message, hint)
}

// clash reports that v and other cannot both hold, at whichever of the two is
// written. bound says what v may be, given other.
func (b *builder) clash(v, other *value, bound, message, hint string) {
	at := v
	if !v.written() && other.written() {
		at = other
	}
	p := at.problem(CodeContradiction, message)
	p.Path, p.Found, p.Hint = v.path, v.path, hint
	if v.text != "" {
		p.Found += " = " + v.text
	}
	if !v.written() {
		p.Found += " by default"
	}
	if p.Allowed = other.says(); bound != "" {
		p.Allowed = bound + ", because " + p.Allowed
	}
	b.add(p)
}

// atLeast refuses v below n, a bound that other sets; v must be sound.
func (b *builder) atLeast(v, other *value, n int64, message, hint string) {
	if v.sound() && other.sound() && v.num < n {
		b.clash(v, other, "at least "+v.key.format(n), message, hint)
	}
}

// atMost refuses v above n, a bound that other sets.
func (b *builder) atMost(v, other *value, n int64, message, hint string) {
	if v.sound() && other.sound() && v.num > n {
		b.clash(v, other, "at most "+v.key.format(n), message, hint)
	}
}

// contradictions compares what the rooms were told with one another.
func (b *builder) contradictions() {
	b.clockAndVenue()
	risk := b.root.get("risk")
	if r, m := risk.get("reserved_for_cancels"), risk.get("max_messages"); m.sound() {
		b.atMost(r, m, m.num-1, "the reserve leaves no message for quotes", "raise max_messages or lower the reserve")
	}
	var tight needs
	lots := b.quotedLots()
	for i := range b.desk.Instruments {
		if most := b.gate[i].get("max_order_lots"); most.sound() {
			b.atMost(b.gate[i].get("min_order_lots"), most, most.num, "the smallest order is larger than the largest", "")
		}
		if b.quoted(i) {
			b.quoteAndGate(i)
			b.quoteAndMore(i)
			b.quoteAndProduct(i, lots[b.desk.Instruments[i].Product])
			b.quoteAndItself(b.quote[i])
			b.valueOfQuote(i, &tight)
		}
	}
	b.quotesAndAccount()
	b.quotesAndDemands()
	b.feasible(&tight)
	for _, n := range tight {
		b.atLeast(n.v, n.other, n.least, n.message, n.hint)
	}
	b.simTimes()
}

func (b *builder) clockAndVenue() {
	clock, account := b.root.get("clock"), b.root.get("account")
	if clock.sound() && account.sound() && clock.num == int64(ClockVenue) && account.text != SimAccount {
		b.contradiction(clock, account, "only the simulated exchange has a clock of its own", "write clock: wall, or account: "+SimAccount)
	}
	venue := orStandard(b.root.get("venue"), "venue")
	fix, feed := venue.get("fix").get("address"), venue.get("feed").get("address")
	if fix.sound() && feed.sound() && fix.text == feed.text {
		b.contradiction(feed, fix, "session and feed have the same address", "")
	}
	sender, target := venue.get("fix").get("sender"), venue.get("fix").get("target")
	if sender.sound() && target.sound() && sender.text == target.text {
		b.contradiction(target, sender, "both ends of the session have the same name", "")
	}
}

// quoteAndItself compares a contract's quoting keys with one another.
func (b *builder) quoteAndItself(w view) {
	low, high := w.get("pricing", "min_width_ticks"), w.get("pricing", "max_width_ticks")
	if high.sound() {
		b.atMost(low, high, high.num, "the narrowest quote is wider than the widest", "")
	}
	size, refill := w.get("size_lots"), w.get("refill_at_lots")
	if size.sound() {
		b.atMost(refill, size, size.num-1, "a full side would be quoted anew for ever", "")
	}
}

// quoteAndGate compares what is quoted with what the gate lets through.
func (b *builder) quoteAndGate(i int) {
	q, g := b.quote[i], b.gate[i]
	size, width := q.get("size_lots"), q.get("pricing", "max_width_ticks")
	if size.sound() {
		const never = "the gate would refuse every quote"
		b.atLeast(g.get("max_order_lots"), size, size.num, never, "")
		b.atMost(g.get("min_order_lots"), size, size.num, never, "")
		const both = "a quote could never be replaced: until the exchange answers, the old one and the new one may both fill"
		b.atLeast(g.get("max_long_lots"), size, 2*size.num, both, "")
		b.atLeast(g.get("max_short_lots"), size, 2*size.num, both, "")
	}
	if width.sound() {
		b.atLeast(g.get("max_spread_ticks"), width, width.num, "the gate would refuse the widest quote", "")
		b.atLeast(g.get("collar_ticks"), width, width.num, "the collar is narrower than the widest quote", "")
	}
	if own := q.get("stale_after"); own.sound() {
		b.atLeast(g.get("stale_after"), own, own.num, "the gate would refuse quotes on data that the quoter still takes for fresh", "")
	}
	if p := g.get("quote_phases"); p.sound() && len(p.kids) > 0 && phases(p)&(1<<market.PhaseContinuous) == 0 {
		at := p.problem(CodeContradiction, "the contract is to be quoted, but not in continuous trading")
		at.Found, at.Hint = p.kids[0].text, "add continuous, or set quote: false"
		b.add(at)
	}
}

// quotedLots sums the sizes of the quoted contracts of each product.
func (b *builder) quotedLots() map[market.Code]int64 {
	sum := map[market.Code]int64{}
	for i := range b.desk.Instruments {
		if b.quoted(i) {
			sum[b.desk.Instruments[i].Product] += b.quote[i].get("size_lots").number()
		}
	}
	return sum
}

// quoteAndProduct compares a contract's size, and those of its product, with the
// product's limit.
func (b *builder) quoteAndProduct(i int, others int64) {
	size, product := b.quote[i].get("size_lots"), b.desk.Instruments[i].Product
	limit := b.root.get("risk").get("products").get(product.String()).get("max_net_lots")
	if size.sound() {
		b.atLeast(limit, size, size.num+others, "a quote could never be replaced within the product's limit: "+
			"every contract's quote and the new one may all fill", "")
	}
}

// valueOfQuote compares the value limit with a quote at the simulated start price.
func (b *builder) valueOfQuote(i int, tight *needs) {
	size, limit := b.quote[i].get("size_lots"), b.gate[i].get("max_order_value")
	start := b.desk.Sim.Contracts[i].Start
	if start == 0 || !size.sound() || !limit.sound() {
		return
	}
	lot, ok := market.MulMoney(int64(start), int64(b.desk.Instruments[i].TickValue))
	worth, ok2 := market.MulMoney(int64(lot), size.num)
	if !ok || !ok2 {
		worth = 1 << 53
	}
	tight.add(need{limit, size, int64(worth), "the gate would refuse a quote at the simulated start price", ""})
}

// simTimes checks the simulated start and the holes in the feed.
func (b *builder) simTimes() {
	start := b.root.get("sim").get("start")
	if start.sound() && start.num != 0 && len(b.desk.Calendar.Covered) > 0 {
		if m := market.Time(start.num).Date().Month(); !b.desk.covers(m) {
			b.uncovered(start, m)
		}
	}
	end := int64(0)
	for _, h := range kids(b.root.get("sim").get("holes")) {
		after := h.get("after")
		if after.sound() && after.num < end {
			p := after.problem(CodeOverlap, "the hole begins before the one above it ends")
			p.Found, p.Hint = after.text, "list the holes in order of time"
			b.add(p)
		}
		end = max(end, after.number()+h.get("for").number())
	}
}
