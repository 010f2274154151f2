package risk

import "quotient/market"

// wish is an instruction that a careless quoter might want.
func (x *trial) wish() market.Instruction {
	c := x.contract()
	p := base[c] - 3 + market.Price(x.rnd.IntN(8))
	q := 2 + market.Qty(x.rnd.IntN(4))
	var in market.Instruction
	switch n := x.rnd.IntN(100); {
	case n < 55:
		in = quote(c, p-1, p+1+market.Price(x.rnd.IntN(4)), q)
		if id := x.orders.QuoteID(c); id != 0 && x.rnd.IntN(8) > 0 {
			in.Target = id
		}
	case n < 75:
		in = order(c, market.Side(1+x.rnd.IntN(2)), p, q)
	case n < 88:
		in = market.Instruction{Kind: market.InstructQuoteEnd, Contract: c, Purpose: market.PurposeSafety}
		in.Target = uint64(x.rnd.IntN(8)) // rarely a real one
		if n := len(x.oracle.sent); n > 0 {
			at := x.oracle.sent[x.rnd.IntN(n)].in
			in.Target, in.Contract = at.ID, at.Contract
			if at.Kind == market.InstructOrder {
				in.Kind = market.InstructOrderEnd
			}
			if !at.Kind.Adds() {
				in = market.Instruction{Kind: market.InstructMassOrders, Contract: market.NoContract}
			}
		}
	case n < 97: // what was sent last of the contract, again
		for _, r := range x.oracle.sent {
			if r.in.Kind.Adds() {
				in = r.in
			}
		}
		if a := x.oracle.acts[c]; len(a) > 0 {
			k := a[len(a)-1].key
			in = quote(c, market.Price(k[1]), market.Price(k[2]), market.Qty(k[3]))
			if in.Target = x.orders.QuoteID(c); market.InstructionKind(k[0]) == market.InstructOrder {
				in = order(c, market.Bid, market.Price(k[1]), market.Qty(k[3]))
				if k[3] == 0 {
					in = order(c, market.Ask, market.Price(k[2]), market.Qty(k[4]))
				}
			}
		}
		if in.Kind == market.InstructNone {
			in = order(c, market.Bid, p, q)
		}
	default:
		in = market.Instruction{Kind: market.InstructMassQuotes + market.InstructionKind(x.rnd.IntN(2)), Contract: market.NoContract}
	}
	in.ID = x.id + 1
	if in.Kind.Adds() {
		in.Code = x.p.Limits[in.Contract].Code
		for i, mark := range []*market.Offset{&in.BidOffset, &in.AskOffset} {
			if x.oracle.held[in.Contract][1-i] >= q && x.rnd.IntN(3) > 0 {
				*mark = []market.Offset{market.Close, market.Close, market.CloseToday}[x.rnd.IntN(3)]
			}
		}
	}
	x.spoil(&in)
	return in
}

// spoil breaks a wish now and then.
func (x *trial) spoil(in *market.Instruction) {
	switch x.rnd.IntN(60) {
	case 0:
		in.BidQty, in.AskQty = 2*in.BidQty, 2*in.AskQty
	case 1:
		in.BidQty, in.AskQty = min(1, in.BidQty), min(1, in.AskQty)
	case 2:
		if in.Kind == market.InstructQuote {
			in.Ask = in.Bid - market.Price(x.rnd.IntN(2))
		}
	case 3:
		if in.Kind == market.InstructQuote {
			in.BidQty++
		}
	case 4:
		in.Bid -= 4
		in.Ask -= 4
	case 5:
		in.Bid += 5
		in.Ask += 5
	case 6:
		in.Purpose = market.NoPurpose
	case 7:
		in.ID = max(1, x.id)
	case 8:
		if in.Kind.Adds() {
			in.Contract = 9
		}
	case 9:
		in.BidOffset, in.AskOffset = market.Close, market.Close
	case 10:
		in.BidQty, in.AskQty = 0, 0
	case 11, 13:
		in.Ask += 4
	case 14:
		in.BidQty, in.AskQty = 2*in.BidQty, 2*in.AskQty
	case 15:
		if in.Kind == market.InstructQuote {
			in.Bid, in.BidQty = in.Bid-1, in.BidQty+1
		}
	case 16:
		in.Purpose = market.PurposeSafety
	case 17:
		if in.Kind == market.InstructQuote {
			in.Bid = in.Ask
		}
	case 18:
		if in.Kind == market.InstructQuote {
			in.Bid, in.Ask = in.Bid-2, in.Bid+3+market.Price(x.rnd.IntN(3))
		}
	case 12:
		in.Code = uint8(x.rnd.IntN(4))
	}
	if in.Kind == market.InstructOrder && in.Side == market.Bid {
		in.Ask, in.AskQty, in.AskOffset = 0, 0, 0
	} else if in.Kind == market.InstructOrder {
		in.Bid, in.BidQty, in.BidOffset = 0, 0, 0
	}
}

// ask lets gate and oracle judge the same instruction.
func (x *trial) ask(in *market.Instruction) {
	x.oracle.short = false
	broken := x.oracle.violated(in, x.now)
	if x.oracle.short || x.orders.Full() {
		x.stats.short++
		return
	}
	v := x.send(in)
	x.stats.asked++
	switch {
	case v.Rule == OK && broken != 0:
		x.t.Fatalf("step %d: breach of %v let through: %+v", x.stats.steps, names(broken), *in)
	case v.Rule != OK && broken>>v.Rule&1 == 0:
		x.t.Fatalf("step %d: false refusal %+v of %+v; the oracle sees %v", x.stats.steps, v, *in, names(broken))
	case v.Rule != OK:
		if broken == 1<<v.Rule {
			x.stats.alone[v.Rule]++
		}
		return
	}
	x.stats.approved++
	x.oracle.send(in, x.now)
	if x.world.up {
		x.world.toIt = append(x.world.toIt, *in)
	} else {
		e := market.Event{Kind: market.EventNotSent, ID: in.ID, Code: market.RejectDown}
		x.apply(e)
		r := x.oracle.find(in.ID)
		r.over, r.settled = true, true
		x.oracle.forget()
	}
}

func names(rules Rules) (list []string) {
	for r := range RuleCount {
		if rules>>r&1 != 0 {
			list = append(list, r.String())
		}
	}
	return list
}
