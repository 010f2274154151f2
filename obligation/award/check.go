package award

import "quotient/market"

// Bounds of what an agreement may say; what fits below cannot overflow a month.
const (
	maxMoney  = 1_000_000_000_000_00 // fen
	maxCount  = 1_000_000_000_000
	maxRate   = 1000 * million
	maxPoints = 1_000_000_000
)

// checker tells what is wrong.
type checker struct {
	bad func(key string, found, allowed int64)
}

// within tells a figure that is below least or above most.
func (c checker) within(key string, v, least, most int64) {
	if v < least {
		c.bad(key, v, least)
	}
	if v > most {
		c.bad(key, v, most)
	}
}

// dates tells dates that are none or in the wrong order.
func (c checker) dates(key string, from, to market.Date) {
	if !from.Valid() {
		c.bad(key+".from", int64(from), 0)
	}
	if !to.Valid() || to < from {
		c.bad(key+".to", int64(to), int64(from))
	}
}

func (c checker) product(key string, p market.Code) {
	if p == (market.Code{}) {
		c.bad(key+".product", 0, 1)
	}
}

// Check calls bad for each parameter that cannot be.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	c := checker{bad}
	for i := range p.Schemes {
		s := &p.Schemes[i]
		s.check(c, len(p.Sources))
		for j := range p.Schemes[:i] {
			if o := &p.Schemes[j]; o.Product == s.Product && s.From <= o.To && o.From <= s.To {
				bad("award.from", int64(s.From), int64(o.To))
			}
		}
	}
	for i := range p.Terms {
		p.Terms[i].check(c)
	}
	for i := range p.Conversions {
		p.Conversions[i].check(c)
	}
}

func (s *Scheme) check(c checker, sources int) {
	c.product("award", s.Product)
	c.dates("award", s.From, s.To)
	c.within("award.source", int64(s.Source), 0, int64(max(sources, 1)-1))
	c.within("award.relief.own", s.ReliefOwn, 0, million)
	c.within("award.relief.other", s.ReliefOther, 0, million)
	for _, step := range s.Quoting {
		c.within("award.quoting.ratio", step.Ratio, 0, million)
		c.within("award.quoting.spread", step.Spread, 1, maxCount)
		c.within("award.quoting.amount", int64(step.Amount), 0, maxMoney)
	}
	s.Trading.check(c)
	for _, amount := range s.Ranking {
		c.within("award.ranking", int64(amount), 0, maxMoney)
	}
	c.within("award.caps.orders", s.Caps.Orders, 0, maxCount)
	c.within("award.caps.requests", s.Caps.Requests, 0, maxCount)
	c.within("award.extra.cancels", s.Extra.Cancels, 0, maxCount)
	c.within("award.extra.ratio", s.Extra.Ratio, 0, maxRate)
	c.within("award.extra.rate", s.Extra.Rate, 0, maxRate)
	s.Order.check(c)
	for _, b := range s.Conduct {
		c.within("award.conduct", b.Count, 0, maxCount)
	}
	s.Card.check(c)
	c.within("award.position_limit", int64(s.PositionLimit), 0, maxCount)
}

func (t *Trading) check(c checker) {
	c.within("award.trading.pool", int64(t.Pool), 0, maxMoney)
	c.within("award.trading.volume", t.Volume, 0, million)
	c.within("award.trading.open_interest", t.Open, 0, million-t.Volume)
	if t.Pool != 0 {
		c.within("award.trading.passive", t.Passive, 1, maxRate)
	}
}

func (o *OrderFee) check(c checker) {
	c.within("award.order_fee.ratio", o.Ratio, 0, maxRate)
	least := int64(1)
	for _, tier := range o.Tiers {
		c.within("award.order_fee.from", tier.From, least, maxCount)
		c.within("award.order_fee.each", int64(tier.Each), 0, maxMoney)
		c.within("award.order_fee.over", int64(tier.Over), int64(tier.Each), maxMoney)
		least = tier.From + 1
	}
}

func (d *Card) check(c checker) {
	c.within("award.score.least", d.Least, 0, maxPoints)
	if len(d.Indicators) != 0 {
		c.within("award.score.most", d.Most, d.Least+1, maxPoints)
	}
	for _, in := range d.Indicators {
		c.within("award.score.measure", int64(in.Measure), 1, int64(MeasureCount)-1)
		c.within("award.score.weight", in.Weight, 1, million)
		c.within("award.score.low", in.Low, -maxMoney, maxMoney)
		c.within("award.score.high", in.High, in.Low+1, maxMoney)
	}
}

func (t *Term) check(c checker) {
	c.product("season", t.Product)
	c.dates("season", first(t.From), first(t.To))
	c.within("season.in_a_row", int64(t.Row), 0, maxPoints)
	c.within("season.in_all", int64(t.All), 0, maxPoints)
	most := int64(0)
	if t.Until != 0 {
		c.within("season.opening.until", int64(t.Until), int64(t.From), int64(t.To))
		most = maxPoints
	}
	c.within("season.opening.in_all", int64(t.UntilTotal), 0, most)
	c.within("season.opening.in_a_row", int64(t.UntilRow), 0, int64(t.UntilTotal))
}

func (r *ConversionRule) check(c checker) {
	c.product("conversion", r.Product)
	c.within("conversion.promote", int64(r.Promote), 1, 6)
	c.within("conversion.keep", int64(r.Keep), 0, 6)
	c.within("conversion.months_ahead", int64(r.Ahead), 0, 5)
	c.within("conversion.demotions", int64(r.Demotions), 0, maxPoints)
	c.within("conversion.lock_months", int64(r.Lock), 0, maxPoints)
}
