package risk

import "quotient/market"

// maxUnits bounds what a tick is in units that option and underlying share.
const maxUnits = 1 << 20

// An option is what the gate must know of one to bound its price by itself, with
// no word from a pricer; a cache line. Prices are compared in twice the shared units.
type option struct {
	kind    market.InstrumentKind
	under   market.Contract // the future it is on
	pair    market.Contract // the call of a put, the put of a call; NoContract = none
	strike  int64           // twice, in shared units
	own     int64           // twice a tick of the option
	future  int64           // a tick of the underlying
	bound   int64           // Limits.BoundTicks as a price
	parity  int64           // Limits.ParityTicks as a price
	expires market.Time     // the end of the last trading day
	_       [8]byte
}

// options makes the options of p; kind Future stays for what is none (its strike is
// 0) or cannot be.
func (p *Params) options() []option {
	list := make([]option, len(p.Instruments))
	for c := range list {
		in := &p.Instruments[c]
		if int(in.Underlying) >= len(list) || p.Instruments[in.Underlying].Option() {
			continue
		}
		u := &p.Instruments[in.Underlying]
		own, future, ok := shared(in, u)
		if !ok || in.Strike <= 0 || in.Strike > maxPrice || !in.Expiry.Valid() {
			continue
		}
		list[c] = option{kind: in.Kind, under: in.Underlying, pair: p.pair(c), strike: 2 * int64(in.Strike) * future,
			own: 2 * own, future: future, expires: in.Expiry.At(market.Day)}
	}
	return list
}

// allow takes over the leeways; one that cannot be blocks the contract.
func (op *option) allow(l *Limits) {
	op.bound, op.parity = int64(l.BoundTicks)*op.own, int64(l.ParityTicks)*op.own
}

// shared returns a tick of a and a tick of b in units that both are whole numbers of.
func shared(a, b *market.Instrument) (x, y int64, ok bool) {
	x, y = finer(a, b.Decimals), finer(b, a.Decimals)
	return x, y, x > 0 && y > 0 && x < maxUnits && y < maxUnits
}

// finer returns a tick of in with at least so many decimals, cut to maxUnits.
func finer(in *market.Instrument, decimals uint8) int64 {
	x := min(max(0, in.TickUnits), maxUnits)
	for d := in.Decimals; d < decimals; d++ {
		x = min(10*x, maxUnits)
	}
	return x
}

// pair returns the put of a call or the call of a put.
func (p *Params) pair(c int) market.Contract {
	in := &p.Instruments[c]
	for i := range p.Instruments {
		o := &p.Instruments[i]
		if o.Option() && o.Kind != in.Kind && o.Underlying == in.Underlying && o.Strike == in.Strike &&
			o.Expiry == in.Expiry && o.TickUnits == in.TickUnits && o.Decimals == in.Decimals {
			return market.Contract(i)
		}
	}
	return market.NoContract
}

// worth2 returns twice the value of the underlying of op in shared units.
func (g *Gate) worth2(op *option, now market.Time) (v int64, ok bool) {
	b := &g.books[op.under]
	twice := b.middle
	if twice == 0 || !g.fresh(b, now) || now >= op.expires || twice > 2*maxPrice {
		return 0, false
	}
	return int64(twice) * op.future, true
}

// bounded judges an option's prices by its underlying's book and by that of its
// pair: nothing is sold below intrinsic value or bought above what it can ever be
// worth, and call less put stays near underlying less strike.
func (g *Gate) bounded(in *market.Instruction, now market.Time) Verdict {
	op := &g.options[in.Contract]
	u, ok := g.worth2(op, now)
	if !ok {
		return Verdict{RuleBound, -1, 0}
	}
	most, gain := u, u-op.strike
	if op.kind == market.Put {
		most, gain = op.strike, op.strike-u
	}
	if v := op.sells(in, max(0, gain)-op.bound, RuleBound); v.Rule != OK {
		return v
	}
	if v := op.buys(in, most+op.bound, RuleBound); v.Rule != OK {
		return v
	}
	return g.paired(in, op, gain, now)
}

// paired judges the prices by the book of the pair, as far as there is one.
func (g *Gate) paired(in *market.Instruction, op *option, gain int64, now market.Time) Verdict {
	if op.pair == market.NoContract || !g.p.InForce.Has(RuleParity) {
		return Verdict{}
	}
	other := &g.books[op.pair]
	if !g.fresh(other, now) {
		return Verdict{}
	}
	if other.bidQty > 0 && other.bid > 0 && other.bid <= maxPrice {
		if v := op.sells(in, int64(other.bid)*op.own+gain-op.parity, RuleParity); v.Rule != OK {
			return v
		}
	}
	if other.askQty > 0 && other.ask > 0 && other.ask <= maxPrice {
		return op.buys(in, int64(other.ask)*op.own+gain+op.parity, RuleParity)
	}
	return Verdict{}
}

// sells judges the selling leg: it must not be below least.
func (op *option) sells(in *market.Instruction, least int64, rule Rule) Verdict {
	if in.AskQty > 0 && int64(in.Ask)*op.own < least {
		return Verdict{rule, int64(in.Ask), (least + op.own - 1) / op.own}
	}
	return Verdict{}
}

// buys judges the buying leg: it must not be above most.
func (op *option) buys(in *market.Instruction, most int64, rule Rule) Verdict {
	if in.BidQty > 0 && int64(in.Bid)*op.own > most {
		return Verdict{rule, int64(in.Bid), max(0, most) / op.own}
	}
	return Verdict{}
}
