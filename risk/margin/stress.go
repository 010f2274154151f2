package margin

import "quotient/market"

// Whole is the portfolio of all contracts.
const Whole = ^uint16(0)

// A Cell is one scenario: a move of all prices and of volatility (情景).
type Cell struct {
	Price int64        // ppm, of every future of the portfolio
	Vol   int64        // thousandths of a point of volatility
	PnL   market.Money // of the portfolio, options at what they are worth then
	Free  market.Money // of the account then: equity and the futures' PnL, less margin on the moved prices
}

// Stress fills dst with the grid of Params.Prices × Params.Vols for a portfolio,
// prices outside, as far as dst reaches, and returns how many it filled. ok is
// false when what is held cannot be valued in some scenario: of an option held that
// nobody weighs no scenario says anything.
func (a *Account) Stress(portfolio uint16, dst []Cell) (n int, ok bool) {
	ok = true
	for _, price := range a.p.Prices {
		for _, vol := range a.p.Vols {
			if n == len(dst) {
				return n, ok
			}
			cell, fine := a.cell(portfolio, price, vol)
			dst[n] = cell
			n++
			ok = ok && fine
		}
	}
	return n, ok
}

func (a *Account) cell(portfolio uint16, price, vol int64) (x Cell, ok bool) {
	var k calc
	a.reset()
	for c := range a.rows {
		if a.in(portfolio, c) { // options are revalued below
			k.wrong = k.wrong || a.rows[c].held != ([2]market.Qty{}) && !a.Weighed(market.Contract(c))
			a.then.value[c] += market.Money(k.floor(int64(a.then.value[c]), price, million))
		}
	}
	pnl, free, ok := a.outcome(&k, portfolio, vol)
	return Cell{Price: price, Vol: vol, PnL: pnl, Free: free}, ok
}

func (a *Account) in(portfolio uint16, c int) bool {
	return portfolio == Whole || portfolio == a.p.Terms[c].Portfolio
}

// reset makes the scratch sheet one of now, at today's rates.
func (a *Account) reset() {
	a.then.date = a.h.today
	for c := range a.rows {
		a.then.value[c], a.then.rate[c] = a.base(market.Contract(c)), a.now.rate[c]
	}
}

// outcome values the portfolio on the scratch sheet, in which its futures have
// moved already. Only the futures' part of PnL is money: what an option gains
// cannot be spent, and what a sold one loses is in its margin.
func (a *Account) outcome(k *calc, portfolio uint16, vol int64) (pnl, free market.Money, ok bool) {
	futures, options := int64(0), int64(0)
	for i := range a.rows {
		c := market.Contract(i)
		held := a.rows[c].held
		if held == ([2]market.Qty{}) || !a.in(portfolio, i) {
			continue
		}
		if a.base(c) <= 0 {
			k.wrong = true
		}
		into := &futures
		if u := a.p.Instruments[c].Underlying; a.p.Instruments[c].Option() {
			into = &options
			moved := int64(a.then.value[u] - a.base(u))
			// A premium of nothing would read as one not known.
			a.then.value[c] = market.Money(max(1, a.revalue(k, c, shift{moved, vol})))
		}
		*into = k.add(*into, k.mul(int64(a.then.value[c]-a.base(c)), int64(held[0]-held[1])))
	}
	equity, known := a.Equity()
	margin, all := a.then.total(a)
	free = market.Money(k.add(k.add(int64(equity), futures), -int64(margin)))
	return market.Money(k.add(futures, options)), free, known && all && !k.wrong
}

// A Locked is the end of one of consecutive limit days on which nothing could be
// closed (连续涨跌停板).
type Locked struct {
	Day  int64        // 1 is the first
	PnL  market.Money // of the portfolio since now
	Free market.Money // of the account then, margin at that day's rate; below 0 is the call
}

// LimitDays fills dst with what Params.Steps limit days in a row would do to a
// portfolio: all its futures go to their limit, up or down, each day from where
// the last one ended. Volatility stays, so that an option that nobody weighs has
// its bounds. ok is false when a limit or a price of what is held is not known.
func (a *Account) LimitDays(portfolio uint16, up bool, dst []Locked) (n int, ok bool) {
	ok = true
	for n = 0; n < len(a.p.Steps) && n < len(dst); n++ {
		var k calc
		a.reset()
		for c := range a.rows {
			if !a.p.Instruments[c].Option() && a.in(portfolio, c) {
				a.lock(&k, market.Contract(c), n+1, up)
			}
		}
		pnl, free, fine := a.outcome(&k, portfolio, 0)
		dst[n] = Locked{Day: int64(n + 1), PnL: pnl, Free: free}
		ok = ok && fine
	}
	return n, ok
}

// lock moves a future through so many limit days, and its rates to the last one's.
func (a *Account) lock(k *calc, c market.Contract, days int, up bool) {
	if !a.concerns(c) {
		return
	}
	limit := a.limit(c)
	if limit <= 0 {
		k.wrong = true
	}
	value := int64(a.then.value[c])
	for _, step := range a.p.Steps[:days] {
		part := min(k.ceil(limit, step.Width, million), million)
		if !up {
			part = -part
		}
		value = max(1, k.add(value, k.floor(value, part, million)))
	}
	a.then.value[c] = market.Money(value)
	a.then.scale(c, a.p.Steps[days-1].Rate)
}

// limit is today's price limit, or the newest settlement's.
func (a *Account) limit(c market.Contract) int64 {
	if r := &a.rows[c]; r.limit != 0 {
		return r.limit
	}
	return a.rows[c].settled[0].limit
}

// concerns says whether a future or an option on it is held.
func (a *Account) concerns(c market.Contract) bool {
	if a.rows[c].held != ([2]market.Qty{}) {
		return true
	}
	for o := range a.rows {
		if !a.under[c] {
			return false
		}
		in := &a.p.Instruments[o]
		if in.Option() && in.Underlying == c && a.rows[o].held != ([2]market.Qty{}) {
			return true
		}
	}
	return false
}

// Worst returns the scenario that leaves the account the least free funds, the
// first of equals: the gauge. Of none it is empty.
func Worst(cells []Cell) (w Cell) {
	for i := range cells {
		if i == 0 || cells[i].Free < w.Free {
			w = cells[i]
		}
	}
	return w
}
