package risk

import (
	"math/bits"

	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// Bounds of the numbers that an instruction may carry.
const (
	maxQty   = 1 << 31
	maxPrice = 1 << 40
)

// maxInFlight is how many unanswered instructions a contract may have.
const maxInFlight = 1

// Check judges an instruction against the limits, the market, what may still be
// live (o) and what is held (l). Approved holds it when Verdict.Rule is OK, and
// the message is then counted as sent: the caller hands it to the session and to
// o.Send. Both legs of a quote pass or neither does.
func (g *Gate) Check(in *market.Instruction, o *orders.Table, l *position.Ledger, now market.Time) (Approved, Verdict) {
	v := g.judge(in, o, l, now)
	if v.Rule != OK {
		g.strike(in, v.Rule, now)
		return Approved{}, v
	}
	g.st.lastID = in.ID
	g.sent.Add(now)
	if in.Kind.Adds() {
		g.st.day++
		g.rails[in.Contract].sent.Add(now)
		g.act(in, now)
	}
	return Approved{in: *in, epoch: g.st.epoch}, v
}

func (g *Gate) judge(in *market.Instruction, o *orders.Table, l *position.Ledger, now market.Time) Verdict {
	if in.Kind == market.InstructNone || in.Kind >= market.InstructCount {
		return Verdict{RuleNothing, int64(in.Kind), int64(market.InstructCount) - 1}
	}
	if in.ID <= g.st.lastID {
		return Verdict{RuleIDs, int64(in.ID), int64(g.st.lastID)}
	}
	if !in.Kind.Adds() {
		return g.safe(in, now)
	}
	if v := g.allowed(in); v.Rule != OK {
		return v
	}
	r, b := &g.rails[in.Contract], &g.books[in.Contract]
	if v := g.shaped(in, r, now); v.Rule != OK {
		return v
	}
	if v := g.market(in, r, b, now); v.Rule != OK {
		return v
	}
	if v := g.bounded(in, r, now); v.Rule != OK {
		return v
	}
	if v := selfMatch(in, o); v.Rule != OK {
		return v
	}
	if v := g.linkedMatch(in); v.Rule != OK {
		return v
	}
	if v := g.exposed(in, r, o, l); v.Rule != OK {
		return v
	}
	if v := g.rate(r, now); v.Rule != OK {
		return v
	}
	return g.repeats(in, r, now)
}

// shaped judges what the instruction says by itself.
func (g *Gate) shaped(in *market.Instruction, r *rail, now market.Time) Verdict {
	if v := g.filed(in, r); v.Rule != OK {
		return v
	}
	if v := r.form(in); v.Rule != OK {
		return v
	}
	return g.ramped(in, r, now)
}

// exposed judges what may come of the instruction with all else that may fill.
func (g *Gate) exposed(in *market.Instruction, r *rail, o *orders.Table, l *position.Ledger) Verdict {
	g.bind(o, l)
	if v := offsets(in, o, l); v.Rule != OK {
		return v
	}
	if v := g.reduces(in, o, l); v.Rule != OK {
		return v
	}
	if v := g.exposure(in, r, o, l); v.Rule != OK {
		return v
	}
	if g.p.InForce == 0 {
		return Verdict{}
	}
	if v := g.greeks(in, r, o, l); v.Rule != OK {
		return v
	}
	return g.affords(in, r, o, l)
}

// safe judges a cancel or a query: only a window that is truly full holds it back.
func (g *Gate) safe(in *market.Instruction, now market.Time) Verdict {
	single := in.Kind == market.InstructQuoteEnd || in.Kind == market.InstructOrderEnd
	if single && in.Target == 0 {
		return Verdict{RuleIDs, 0, int64(g.st.lastID)}
	}
	if g.p.MaxMessages > 0 && g.p.Window > 0 && !g.sent.Fits(g.p.MaxMessages, now, g.p.Window) {
		return Verdict{RuleRate, g.sent.Count(now, g.p.Window) + 1, g.p.MaxMessages}
	}
	return Verdict{}
}

// allowed judges whether anything of this kind may leave for this contract.
func (g *Gate) allowed(in *market.Instruction) Verdict {
	switch {
	case g.st.mode != Run && g.st.mode != ReduceOnly:
		return Verdict{RuleMode, int64(g.st.mode), int64(Run)}
	case g.st.journal == 0:
		return Verdict{RuleJournal, 0, 1}
	case int(in.Contract) >= len(g.rails):
		return Verdict{RuleContract, int64(in.Contract), int64(len(g.rails))}
	}
	if !g.runs(in.Contract) {
		if m := g.Scope(in.Contract); m != ReduceOnly || in.Kind == market.InstructQuote {
			return Verdict{RuleMode, int64(m), int64(Run)}
		}
	}
	if missing := g.rails[in.Contract].missing; missing != OK {
		return Verdict{missing, 0, 0}
	}
	want := in.Purpose == market.PurposeHedge || in.Purpose == market.PurposeCloseOut
	if in.Kind == market.InstructQuote {
		want = in.Purpose == market.PurposeQuote || in.Purpose == market.PurposeResponse
	}
	if !want {
		return Verdict{RulePurpose, int64(in.Purpose), 0}
	}
	return Verdict{}
}

// form judges the instruction by itself: numbers, sides, size, width, value.
func (r *rail) form(in *market.Instruction) Verdict {
	if in.Kind == market.InstructOrder {
		if in.Side != market.Bid && in.Side != market.Ask {
			return Verdict{RuleNumber, int64(in.Side), int64(market.Ask)}
		}
		if other := in.Side.Opposite(); in.Qty(other) != 0 {
			return Verdict{RuleNumber, int64(in.Qty(other)), 0}
		}
		return r.leg(in.Price(in.Side), in.Qty(in.Side))
	}
	switch {
	case in.Bid >= in.Ask:
		return Verdict{RuleNumber, int64(in.Bid), int64(in.Ask) - 1}
	case in.BidQty != in.AskQty:
		return Verdict{RuleEqual, int64(in.BidQty), int64(in.AskQty)}
	}
	if v := r.leg(in.Bid, in.BidQty); v.Rule != OK {
		return v
	}
	if v := r.leg(in.Ask, in.AskQty); v.Rule != OK {
		return v
	}
	if spread := in.Ask - in.Bid; spread > r.MaxSpread {
		return Verdict{RuleSpread, int64(spread), int64(r.MaxSpread)}
	}
	return Verdict{}
}

// leg judges one side's price and size.
func (r *rail) leg(p market.Price, q market.Qty) Verdict {
	switch {
	case p <= 0:
		return Verdict{RuleNumber, int64(p), 1}
	case p > maxPrice:
		return Verdict{RuleNumber, int64(p), maxPrice}
	case q <= 0:
		return Verdict{RuleNumber, int64(q), 1}
	case q > maxQty:
		return Verdict{RuleNumber, int64(q), maxQty}
	case q > r.MaxOrderQty:
		return Verdict{RuleSize, int64(q), int64(r.MaxOrderQty)}
	case q < r.MinOrderQty:
		return Verdict{RuleSize, int64(q), int64(r.MinOrderQty)}
	}
	if value := worth(uint64(p), uint64(r.tick), uint64(q)); value > r.MaxValue {
		return Verdict{RuleValue, int64(value), int64(r.MaxValue)}
	}
	return Verdict{}
}

// worth returns the product of positive factors; one that does not fit is more
// than any limit but the greatest, and that is refused too.
func worth(price, tick, lots uint64) market.Money {
	over, perLot := bits.Mul64(price, tick)
	high, value := bits.Mul64(perLot, lots)
	if over|high != 0 || value >= beyond {
		return beyond
	}
	return market.Money(value)
}

// beyond is an amount that no limit allows.
const beyond = 1<<63 - 1

// offsets judges what the legs say about opening and closing.
func offsets(in *market.Instruction, o *orders.Table, l *position.Ledger) Verdict {
	if in.BidQty > 0 {
		if v := offset(in, market.Bid, in.BidOffset, o, l); v.Rule != OK {
			return v
		}
	}
	if in.AskQty > 0 {
		return offset(in, market.Ask, in.AskOffset, o, l)
	}
	return Verdict{}
}

// offset judges one leg: what working instructions may still close cannot be
// closed again, but for the quote that in replaces.
func offset(in *market.Instruction, s market.Side, mark market.Offset, o *orders.Table, l *position.Ledger) Verdict {
	if mark == market.Open {
		return Verdict{}
	}
	var have market.Qty
	if !opensBy(mark) {
		var but uint64
		if in.Kind == market.InstructQuote {
			but = in.Target
		}
		held := s.Opposite()
		today := l.Today(in.Contract, held)
		taken, takenToday := o.Closing(in.Contract, s, but)
		have = today + l.Yesterday(in.Contract, held) - taken
		if mark == market.CloseToday {
			have = min(have, today-takenToday)
		}
		have = max(0, have)
	}
	if q := in.Qty(s); q > have {
		return Verdict{RuleOffset, int64(q), int64(have)}
	}
	return Verdict{}
}
