package margin

import "quotient/market"

// A sheet is what margin is reckoned on: what a lot of each contract is worth,
// and the rates. A value of 0 is not known.
type sheet struct {
	date  market.Date
	value []market.Money // fen of one lot
	rate  [][2]int64     // ppm, long and short; 0 not known
}

func newSheet(n int) sheet {
	return sheet{value: make([]market.Money, n), rate: make([][2]int64, n)}
}

// rate is the highest of the rows in force, on each side (取较大值).
func (p *Params) rate(c market.Contract, d market.Date, interest int64) (rate [2]int64) {
	for i := range p.Rows {
		if r := &p.Rows[i]; r.holds(&p.Instruments[c], d, interest) {
			rate[0], rate[1] = max(rate[0], r.Long), max(rate[1], r.Short)
		}
	}
	return rate
}

// future is the margin of lots of a future held on one side, rounded up.
func (s *sheet) future(k *calc, c market.Contract, side int, lots int64) int64 {
	if lots == 0 {
		return 0
	}
	if s.value[c] <= 0 || s.rate[c][side] <= 0 {
		k.wrong = true
	}
	return k.ceil(k.mul(int64(s.value[c]), lots), s.rate[c][side], million)
}

// seller is what the seller of one lot of an option deposits: the premium at its
// settlement, and the higher of the future's margin less half of the amount out
// of the money and half of the future's margin (权利金结算价 + max(标的期货保证金 − 虚值额
// 的一半, 标的期货保证金的一半)). The future's margin is the higher of its sides.
func (s *sheet) seller(k *calc, p *Params, c market.Contract) int64 {
	in := &p.Instruments[c]
	u := in.Underlying
	future := max(s.future(k, u, 0, 1), s.future(k, u, 1, 1))
	out := max(s.outOfMoney(k, p, c), 0)
	if s.value[c] <= 0 {
		k.wrong = true
	}
	part := int64(0)
	for i := range p.Sellers {
		r := &p.Sellers[i]
		if r.Product == in.Product && r.Span.holds(s.date) {
			less := k.add(future, -k.floor(out, r.OutOfMoney, million))
			part = max(part, less, k.ceil(future, r.Least, million))
		}
	}
	if part == 0 {
		k.wrong = true
	}
	return k.add(int64(s.value[c]), part)
}

// outOfMoney is how much one lot of an option is out of the money, in fen; in the
// money it is negative.
func (s *sheet) outOfMoney(k *calc, p *Params, c market.Contract) int64 {
	in := &p.Instruments[c]
	strike := k.mul(int64(in.Strike), int64(p.Instruments[in.Underlying].TickValue))
	if in.Kind == market.Call {
		return k.add(strike, -int64(s.value[in.Underlying]))
	}
	return k.add(int64(s.value[in.Underlying]), -strike)
}

// side is the margin of lots held on one side. The buyer of an option deposits
// nothing: the premium is paid.
func (s *sheet) side(k *calc, p *Params, c market.Contract, side int, lots int64) int64 {
	switch {
	case !p.Instruments[c].Option():
		return s.future(k, c, side, lots)
	case side == 0 || lots == 0:
		return 0
	}
	return k.mul(s.seller(k, p, c), lots)
}

// contract is the margin of what is held of a contract, long and short.
func (s *sheet) contract(k *calc, p *Params, c market.Contract, held [2]market.Qty) int64 {
	long := s.side(k, p, c, 0, int64(held[0]))
	short := s.side(k, p, c, 1, int64(held[1]))
	if p.Terms[c].OneSide {
		return max(long, short)
	}
	return k.add(long, short)
}

// spreads is the margin of all spreads: each on its higher leg.
func (s *sheet) spreads(a *Account) (total sum) {
	for i, x := range a.p.Pairs {
		for way := range 2 {
			var k calc
			n := int64(a.matched[i][way])
			total.take(k.believe(max(s.future(&k, x.First, way, n), s.future(&k, x.Second, 1-way, n))), 1)
		}
	}
	return total
}

// total is the margin of all that a holds.
func (s *sheet) total(a *Account) (m market.Money, ok bool) {
	all := s.spreads(a)
	for c := range a.left {
		var k calc
		all.take(k.believe(s.contract(&k, &a.p, market.Contract(c), a.left[c])), 1)
	}
	return all.known, all.unknown == 0
}
