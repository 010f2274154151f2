package sim

import (
	"math"

	"quotient/market"
)

// An optionValue is what makes an option's price of its underlying's.
type optionValue struct {
	under    *pit
	call     bool
	strike   int64 // milliticks of the underlying
	num, den int64 // ticks of the option in one of the underlying
	atMoney  int64 // milliticks, what it is worth at the money
}

// premium is the crowd's value of an option in its milliticks: more than zero,
// more than what exercising brings, atMoney at the money, and a call less a put
// is what the future is over the strike.
func (o *optionValue) premium() int64 {
	u := o.under
	s := min(max(u.fair(), int64(u.day.Lower)*1000), int64(u.day.Upper)*1000)
	return o.worth(s)
}

func (o *optionValue) worth(underlying int64) int64 {
	in := underlying - o.strike
	if !o.call {
		in = -in
	}
	in = in * o.num / o.den
	root := math.Sqrt(float64(in*in + 4*o.atMoney*o.atMoney))
	return max((in+int64(root))/2, 1)
}

// scale returns how many ticks of option o make one tick of future u, as num/den.
func scale(o, u *market.Instrument) (num, den int64) {
	num, den = u.TickUnits, o.TickUnits
	for d := u.Decimals; d < o.Decimals; d++ {
		num *= 10
	}
	for d := o.Decimals; d < u.Decimals; d++ {
		den *= 10
	}
	return num, den
}

func newOptionValue(all []market.Instrument, c market.Contract, under *pit, atMoney int64) *optionValue {
	in := &all[c]
	num, den := scale(in, &all[in.Underlying])
	return &optionValue{under: under, call: in.Kind == market.Call, strike: int64(in.Strike) * 1000, num: num, den: den, atMoney: atMoney}
}

// OptionMarket returns a thin market for option c of the universe on a future
// with the market under: a fiftieth of the future's price at the money, one to
// some ticks wide, limits as far away as the future's (同幅涨跌停).
func OptionMarket(all []market.Instrument, c market.Contract, under *ContractParams) ContractParams {
	num, den := scale(&all[c], &all[all[c].Underlying])
	p := ContractParams{
		Lead: market.NoContract, OpenInterest: 2000, LimitPermille: under.LimitPermille,
		Wander: 400, WanderHalf: 60 * market.Second, Alert: 20,
		Step: 8 * market.Second, Trades: 150, TradeSize: 3,
		Half: 800, Widen: 8, Size: 12, Depth: 2,
		Snapshot: market.Second, RequestGap: 30 * market.Minute,
		TimeValue: int64(under.Start) * 20 * num / den,
	}
	v := newOptionValue(all, c, nil, p.TimeValue)
	p.Start = market.Price(max(v.worth(int64(under.Start)*1000)/1000, 2))
	width := (under.Upper - under.Lower) / 2 * market.Price(num) / market.Price(den)
	p.Lower, p.Upper = max(p.Start-width, 1), p.Start+max(width, 1)
	return p
}

// optionLimits returns the day's limits of an option around its settlement
// price: the underlying's width.
func (t *pit) optionLimits(settled market.Price) (lower, upper market.Price) {
	u := &t.option.under.day
	width := (u.Upper - u.Lower) / 2 * market.Price(t.option.num) / market.Price(t.option.den)
	return max(settled-width, 1), settled + max(width, 1)
}
