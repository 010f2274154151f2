package risk

import "quotient/market"

// more is what the oracle knows of the rules that look beyond one contract's
// book: everything it was told, kept whole, and every rule worked out from its
// words.
type more struct {
	scopes  []Mode
	refs    [][]reference
	today   [][2]market.Qty // of held
	greeks  [][2]int64      // delta, vega
	margins [][2]market.Money
	linked  [][2]market.Price // 0 = none
	funds   *market.Money     // nil = not known
	earned  map[market.Code]*market.Money
	whole   *market.Money // of the account
	seat    uint8
	ramp    market.Time
	lots    market.Qty
	percent int64
	acts    [][]act // since the market of the contract changed
}

type reference struct {
	middle   float64
	from, to market.Time
}

type act struct {
	at  market.Time
	key [5]int64
}

func keyOf(in *market.Instruction) [5]int64 {
	return [5]int64{int64(in.Kind), int64(in.Bid), int64(in.Ask), int64(in.BidQty), int64(in.AskQty)}
}

// mode returns the strictest of the modes that hold for c.
func (o *oracle) modeOf(c market.Contract) Mode {
	for _, m := range []Mode{Isolated, Killed, CancelOnly, ReduceOnly} {
		if o.mode == m || o.scopes[c] == m {
			return m
		}
	}
	return Run
}

// middle returns the price that a book says the contract is worth.
func (v *view) middle() (p float64, known bool) {
	p, known = float64(v.Last), v.Last > 0
	switch {
	case v.BidQty > 0 && v.AskQty > 0 && v.Bid < v.Ask:
		p, known = (float64(v.Bid)+float64(v.Ask))/2, true
	case v.BidQty > 0 && v.AskQty == 0:
		p, known = float64(v.Bid), true
	case v.AskQty > 0 && v.BidQty == 0:
		p, known = float64(v.Ask), true
	}
	return p, known
}

func (o *oracle) usable(c market.Contract, now market.Time) bool {
	return o.books[c].fresh && now <= o.books[c].at+o.p.Limits[c].StaleAfter
}

// depth takes over a book.
func (o *oracle) depth(c market.Contract, d market.Depth, now market.Time) {
	v := &o.books[c]
	if m, known := v.middle(); known && v.at > 0 {
		o.refs[c] = append(o.refs[c], reference{m, v.at, min(now, v.at+o.p.Limits[c].StaleAfter)})
	}
	if d.Bid != v.Bid || d.Ask != v.Ask || d.BidQty != v.BidQty || d.AskQty != v.AskQty || d.Last != v.Last {
		o.acts[c] = nil
	}
	v.Depth, v.at, v.fresh = d, now, true
}

// sumOf adds f over the legs that may still fill of the contracts in is true for.
func (o *oracle) sumOf(in func(market.Contract) bool, f func(r *record, i int, left int64) int64) (n int64) {
	for _, r := range o.sent {
		if !r.in.Kind.Adds() || !in(r.in.Contract) {
			continue
		}
		for i := range 2 {
			if left := r.left(i); left > 0 {
				n += f(r, i, int64(left))
			}
		}
	}
	return n
}

func marked(in *market.Instruction, i int) market.Offset {
	return []market.Offset{in.BidOffset, in.AskOffset}[i]
}

func closing(in *market.Instruction, i int) bool {
	return marked(in, i) == market.Close || marked(in, i) == market.CloseToday
}

// opens returns the lots that in opens on each side.
func opens(in *market.Instruction) (q [2]int64) {
	for i := range q {
		if !closing(in, i) {
			q[i] = int64(in.Qty(market.Side(i + 1)))
		}
	}
	return q
}

// closable returns the lots that a leg on side i so marked could close, the quote
// but, if it stands, left out.
func (o *oracle) closable(c market.Contract, i int, mark market.Offset, but uint64) int64 {
	taken := func(today bool) int64 {
		return o.sumOf(func(x market.Contract) bool { return x == c }, func(r *record, leg int, left int64) int64 {
			replaced := r.in.ID == but && r.in.Kind == market.InstructQuote && o.standing(r)
			if leg != i || !closing(&r.in, leg) || replaced || today && marked(&r.in, leg) != market.CloseToday {
				return 0
			}
			return left
		})
	}
	have := int64(o.held[c][1-i]) - taken(false)
	if mark == market.CloseToday {
		have = min(have, int64(o.today[c][1-i])-taken(true))
	}
	return have
}

// sways returns the worst delta (k 0) or vega (k 1) up and down over contracts
// when bid and ask lots of c come on top.
func (o *oracle) sways(k int, c market.Contract, bid, ask int64, in func(market.Contract) bool) (up, down int64) {
	for x := range o.net {
		if in(market.Contract(x)) {
			up += int64(o.net[x]) * o.greeks[x][k]
		}
	}
	down = -up
	add := func(by int64) {
		up += max(0, by)
		down += max(0, -by)
	}
	o.sumOf(in, func(r *record, i int, left int64) int64 {
		add(left * o.greeks[r.in.Contract][k] * int64(1-2*i))
		return 0
	})
	add(bid * o.greeks[c][k])
	add(-ask * o.greeks[c][k])
	return up, down
}

// beyond returns the greek rules that more lots break.
func (o *oracle) greekRules(c market.Contract, bid, ask int64) (rules Rules) {
	product := o.p.Instruments[c].Product
	limit := o.p.product(product)
	same := func(x market.Contract) bool {
		return int(x) < len(o.net) && o.p.Instruments[x].Product == product
	}
	every := func(x market.Contract) bool { return int(x) < len(o.net) }
	for k, rule := range []Rule{RuleDelta, RuleVega} {
		w := o.greeks[c][k]
		rises, falls := bid*w > 0 || ask*w < 0, bid*w < 0 || ask*w > 0
		for _, x := range []struct {
			most int64
			in   func(market.Contract) bool
		}{{[]int64{limit.MaxDelta, limit.MaxVega}[k], same}, {[]int64{o.p.MaxDelta, o.p.MaxVega}[k], every}} {
			up, down := o.sways(k, c, bid, ask, x.in)
			if rises && up > x.most || falls && down > x.most {
				rules |= 1 << rule
			}
		}
	}
	return rules
}

// openRules returns the rules that opening bid and ask lots of c breaks.
func (o *oracle) openRules(c market.Contract, lots [2]int64) (rules Rules) {
	if lots == [2]int64{} {
		return 0
	}
	breaks := func(r Rule, when bool) {
		if when {
			rules |= 1 << r
		}
	}
	product := o.p.Instruments[c].Product
	e := o.earned[product]
	breaks(RuleLoss, e == nil || *e <= -o.p.product(product).MaxLoss)
	breaks(RuleLoss, o.whole == nil || *o.whole <= -o.p.MaxLoss)
	for i, q := range lots {
		limit := []market.Qty{o.p.Limits[c].ExchangeLong, o.p.Limits[c].ExchangeShort}[i]
		working := o.sumOf(func(x market.Contract) bool { return x == c }, func(r *record, leg int, left int64) int64 {
			if leg == i && !closing(&r.in, leg) {
				return left
			}
			return 0
		})
		breaks(RuleExchange, q > 0 && float64(int64(o.held[c][i])+working+q) > float64(limit)*float64(o.p.Headroom)/1e6)
	}
	gross, frozen := lots[0]+lots[1], lots[0]*int64(o.margins[c][0])+lots[1]*int64(o.margins[c][1])
	for _, h := range o.held {
		gross += int64(h[0] + h[1])
	}
	o.sumOf(func(market.Contract) bool { return true }, func(r *record, i int, left int64) int64 {
		if !closing(&r.in, i) {
			gross += left
			frozen += left * int64(o.margins[r.in.Contract][i])
		}
		return 0
	})
	breaks(RuleAccount, gross > int64(o.p.MaxLots))
	breaks(RuleFunds, o.funds == nil || frozen > int64(*o.funds))
	return rules
}

// further returns the rules of this file that in breaks.
func (o *oracle) further(in *market.Instruction, now market.Time) (rules Rules) {
	breaks := func(r Rule, when bool) {
		if when {
			rules |= 1 << r
		}
	}
	c, l := in.Contract, &o.p.Limits[in.Contract]
	m, quote := o.modeOf(c), in.Kind == market.InstructQuote
	breaks(RuleMode, m != Run && (m != ReduceOnly || quote))
	if m == ReduceOnly && !quote {
		i := int(in.Side) - 1
		held := int64(o.net[c]) * int64(2*i-1)
		may := o.sumOf(func(x market.Contract) bool { return x == c }, func(_ *record, leg int, left int64) int64 {
			if leg == i {
				return left
			}
			return 0
		})
		breaks(RuleReduce, !closing(in, i) || int64(in.Qty(in.Side))+may > held)
	}
	filed := &o.p.Codes[l.Code-1]
	breaks(RuleCode, in.Code != l.Code)
	breaks(RuleSeat, o.seat < 1 || filed.Seats&(1<<(o.seat-1)) == 0)
	if now < o.ramp {
		breaks(RuleRamp, max(in.BidQty, in.AskQty) > max(o.lots, l.RampFloor))
	}
	rules |= o.greekRules(c, int64(in.BidQty), int64(in.AskQty)) | o.openRules(c, opens(in))
	rules |= o.pricedRules(in, now)
	all, same := 0, 0
	for _, a := range o.acts[c] {
		if now-a.at <= o.p.RepeatOver {
			all++
		}
	}
	for k := len(o.acts[c]) - 1; k >= 0 && o.acts[c][k].key == keyOf(in); k-- {
		if now-o.acts[c][k].at <= o.p.RepeatOver {
			same++
		}
	}
	breaks(RuleRepeat, int64(all) >= o.p.Refreshes || int64(same) >= o.p.Repeats)
	return rules
}

// pricedRules returns the price rules of this file that in breaks.
func (o *oracle) pricedRules(in *market.Instruction, now market.Time) (rules Rules) {
	c, l := in.Contract, &o.p.Limits[in.Contract]
	refs := o.refs[c]
	if m, known := o.books[c].middle(); known && o.usable(c, now) {
		refs = append(refs[:len(refs):len(refs)], reference{m, 0, now})
	}
	for i := range 2 {
		p := in.Price(market.Side(i + 1))
		if in.Qty(market.Side(i+1)) == 0 {
			continue
		}
		for _, r := range refs {
			if r.to/market.Second >= (now-o.p.MoveOver)/market.Second && max(float64(p)-r.middle, r.middle-float64(p)) > float64(l.MoveTicks) {
				rules |= 1 << RuleMove
			}
		}
		if other := o.linked[c][1-i]; other > 0 && (i == 0 && p >= other || i == 1 && p <= other) {
			rules |= 1 << RuleLinked
		}
		rules |= o.optionRules(c, i, float64(p), now)
	}
	return rules
}

// optionRules bounds an option's price by what it is worth when exercised, by
// what it can ever be worth, and by the book of its pair.
func (o *oracle) optionRules(c market.Contract, i int, p float64, now market.Time) (rules Rules) {
	in := &o.p.Instruments[c]
	if !in.Option() {
		return 0
	}
	u, known := o.books[in.Underlying].middle()
	if !known || !o.usable(in.Underlying, now) {
		return 1 << RuleBound
	}
	k, l := float64(in.Strike), &o.p.Limits[c]
	gain, most := u-k, u
	if in.Kind == market.Put {
		gain, most = k-u, k
	}
	e := float64(l.BoundTicks)
	if i == 1 && p < max(0, gain)-e || i == 0 && p > most+e {
		rules |= 1 << RuleBound
	}
	for x := range o.p.Instruments {
		y := &o.p.Instruments[x]
		if !y.Option() || y.Kind == in.Kind || y.Underlying != in.Underlying || y.Strike != in.Strike || !o.usable(market.Contract(x), now) {
			continue
		}
		b, e := &o.books[x], float64(l.ParityTicks)
		if i == 1 && b.BidQty > 0 && p < float64(b.Bid)+gain-e || i == 0 && b.AskQty > 0 && p > float64(b.Ask)+gain+e {
			rules |= 1 << RuleParity
		}
	}
	return rules
}
