package award

import (
	"fmt"
	"testing"

	"quotient/market"
)

func product(name string) (c market.Code) {
	c, _ = market.MakeCode(name)
	return c
}

// scheme has something of everything, each at an allowed edge.
func scheme() Scheme {
	return Scheme{Product: product("SR"), From: 20260101, To: 20260131, ReliefOwn: million, ReliefOther: million,
		Quoting: []Step{{Ratio: million, Spread: 1, Amount: maxMoney}, {Ratio: 0, Spread: maxCount, Amount: 0}},
		Trading: Trading{Pool: maxMoney, Volume: 400_000, Open: 600_000, Passive: 1},
		Ranking: []market.Money{maxMoney, 0}, Caps: Caps{maxCount, maxCount},
		Extra:   Extra{Cancels: maxCount, Ratio: maxRate, Rate: maxRate},
		Order:   OrderFee{Ratio: maxRate, Tiers: []OrderTier{{From: 1, Each: 3, Over: 3}, {From: 2, Each: 0, Over: maxMoney}, {From: maxCount, Each: maxMoney, Over: maxMoney}}},
		Conduct: [ConductCount]Bound{{Count: maxCount}, {}, {Count: 1}},
		Card: Card{Least: 0, Most: maxPoints, Indicators: []Indicator{{Measure: ByRatio, Weight: million, Low: -maxMoney, High: maxMoney},
			{Measure: BySelfTrade, Weight: 1, Low: 5, High: 6}}},
		PositionLimit: maxCount}
}

// agreed are three schemes, terms and rules that may be.
func agreed() Params {
	s, next, other := scheme(), scheme(), scheme()
	next.From, next.To = 20260201, 20260201
	other.Product, other.Source = product("CF"), 1
	other.Trading, other.Card = Trading{}, Card{Least: maxPoints}
	return Params{Schemes: []Scheme{s, next, other}, Sources: make([]market.Ref, 2),
		Terms: []Term{{Product: product("SR"), From: 202601, To: 202601, Row: maxPoints, All: maxPoints},
			{Product: product("SR"), From: 202601, To: 202602, Until: 202601, UntilRow: maxPoints, UntilTotal: maxPoints},
			{Product: product("SR"), From: 202601, To: 202602, Until: 202602}},
		Conversions: []ConversionRule{{Product: product("SRO"), Promote: 6, Keep: 6, Ahead: 5, Demotions: maxPoints, Lock: maxPoints},
			{Product: product("SRO"), Promote: 1}}}
}

func TestCheck(t *testing.T) {
	s := func(change func(*Scheme)) func(*Params) { return func(p *Params) { change(&p.Schemes[0]) } }
	term := func(change func(*Term)) func(*Params) { return func(p *Params) { change(&p.Terms[0]) } }
	rule := func(change func(*ConversionRule)) func(*Params) {
		return func(p *Params) { change(&p.Conversions[0]) }
	}
	for _, c := range []struct {
		want   string // key found allowed
		change func(*Params)
	}{
		{"", func(*Params) {}},
		{"", func(p *Params) { p.Sources = p.Sources[:1]; p.Schemes[2].Source = 0 }},
		{"", func(p *Params) { p.Sources = nil; p.Schemes[2].Source = 0 }},
		{"", func(p *Params) { p.Schemes[0].To = 20260101; p.Schemes[1].From = 20260102; p.Schemes[1].To = 20260102 }},
		{"award.product 0 1;", s(func(s *Scheme) { s.Product = market.Code{} })},
		{"award.from 20260132 0;award.to 20260131 20260132;", s(func(s *Scheme) { s.From = 20260132 })},
		{"award.to 20251231 20260101;", s(func(s *Scheme) { s.To = 20251231 })},
		{"award.to 20260132 20260101;", s(func(s *Scheme) { s.To = 20260132 })},
		{"award.from 20260201 20260201;", s(func(s *Scheme) { s.To = 20260201 })},
		{"award.from 20260101 20260131;", func(p *Params) { p.Schemes[2].Product = product("SR"); p.Schemes[2].To = 20260115 }},
		{"award.from 20260131 20260131;award.from 20260131 20260201;", func(p *Params) {
			p.Schemes[2].Product, p.Schemes[2].From, p.Schemes[2].To = product("SR"), 20260131, 20260201
		}},
		{"award.source 2 1;", s(func(s *Scheme) { s.Source = 2 })},
		{"award.source 1 0;", func(p *Params) { p.Sources = nil }},
		{"award.relief.own -1 0;", s(func(s *Scheme) { s.ReliefOwn = -1 })},
		{"award.relief.own 1000001 1000000;", s(func(s *Scheme) { s.ReliefOwn = million + 1 })},
		{"award.relief.other 1000001 1000000;", s(func(s *Scheme) { s.ReliefOther = million + 1 })},
		{"award.relief.other -1 0;", s(func(s *Scheme) { s.ReliefOther = -1 })},
		{"award.quoting.ratio 1000001 1000000;", s(func(s *Scheme) { s.Quoting = []Step{{Ratio: million + 1, Spread: 1}} })},
		{"award.quoting.ratio -1 0;", s(func(s *Scheme) { s.Quoting = []Step{{Ratio: -1, Spread: 1}} })},
		{"award.quoting.spread 0 1;", s(func(s *Scheme) { s.Quoting = []Step{{}} })},
		{fmt.Sprintf("award.quoting.spread %d %d;", maxCount+1, maxCount), s(func(s *Scheme) { s.Quoting = []Step{{Spread: maxCount + 1}} })},
		{"award.quoting.amount -1 0;", s(func(s *Scheme) { s.Quoting = []Step{{Spread: 1, Amount: -1}} })},
		{over("award.quoting.amount", maxMoney), s(func(s *Scheme) { s.Quoting = []Step{{Spread: 1, Amount: maxMoney + 1}} })},
		{over("award.trading.pool", maxMoney), s(func(s *Scheme) { s.Trading.Pool = maxMoney + 1 })},
		{"award.trading.pool -1 0;", s(func(s *Scheme) { s.Trading.Pool = -1 })},
		{"award.trading.volume -1 0;", s(func(s *Scheme) { s.Trading.Volume = -1 })},
		{"award.trading.volume 1000001 1000000;award.trading.open_interest 0 -1;", s(func(s *Scheme) { s.Trading.Volume, s.Trading.Open = million+1, 0 })},
		{"award.trading.open_interest 600001 600000;", s(func(s *Scheme) { s.Trading.Open++ })},
		{"award.trading.open_interest -1 0;", s(func(s *Scheme) { s.Trading.Open = -1 })},
		{"award.trading.passive 0 1;", s(func(s *Scheme) { s.Trading.Passive = 0 })},
		{over("award.trading.passive", maxRate), s(func(s *Scheme) { s.Trading.Passive = maxRate + 1 })},
		{"award.ranking -1 0;", s(func(s *Scheme) { s.Ranking[1] = -1 })},
		{over("award.ranking", maxMoney), s(func(s *Scheme) { s.Ranking[1] = maxMoney + 1 })},
		{"award.caps.orders -1 0;", s(func(s *Scheme) { s.Caps.Orders = -1 })},
		{over("award.caps.orders", maxCount), s(func(s *Scheme) { s.Caps.Orders = maxCount + 1 })},
		{"award.caps.requests -1 0;", s(func(s *Scheme) { s.Caps.Requests = -1 })},
		{over("award.caps.requests", maxCount), s(func(s *Scheme) { s.Caps.Requests = maxCount + 1 })},
		{"award.extra.cancels -1 0;", s(func(s *Scheme) { s.Extra.Cancels = -1 })},
		{over("award.extra.cancels", maxCount), s(func(s *Scheme) { s.Extra.Cancels = maxCount + 1 })},
		{"award.extra.ratio -1 0;", s(func(s *Scheme) { s.Extra.Ratio = -1 })},
		{over("award.extra.ratio", maxRate), s(func(s *Scheme) { s.Extra.Ratio = maxRate + 1 })},
		{"award.extra.rate -1 0;", s(func(s *Scheme) { s.Extra.Rate = -1 })},
		{over("award.extra.rate", maxRate), s(func(s *Scheme) { s.Extra.Rate = maxRate + 1 })},
		{"award.order_fee.ratio -1 0;", s(func(s *Scheme) { s.Order.Ratio = -1 })},
		{over("award.order_fee.ratio", maxRate), s(func(s *Scheme) { s.Order.Ratio = maxRate + 1 })},
		{"award.order_fee.from 0 1;", s(func(s *Scheme) { s.Order.Tiers = []OrderTier{{From: 0}} })},
		{over("award.order_fee.from", maxCount), s(func(s *Scheme) { s.Order.Tiers = []OrderTier{{From: maxCount + 1}} })},
		{"award.order_fee.from 2 3;", s(func(s *Scheme) { s.Order.Tiers = []OrderTier{{From: 2}, {From: 2}} })},
		{"award.order_fee.each -1 0;", s(func(s *Scheme) { s.Order.Tiers = []OrderTier{{From: 1, Each: -1}} })},
		{over("award.order_fee.each", maxMoney) + fmt.Sprintf("award.order_fee.over %d %d;", maxMoney, maxMoney+1), s(func(s *Scheme) {
			s.Order.Tiers = []OrderTier{{From: 1, Each: maxMoney + 1, Over: maxMoney}}
		})},
		{"award.order_fee.over 2 3;", s(func(s *Scheme) { s.Order.Tiers[0].Over = 2 })},
		{over("award.order_fee.over", maxMoney), s(func(s *Scheme) { s.Order.Tiers[0].Over = maxMoney + 1 })},
		{"award.conduct -1 0;", s(func(s *Scheme) { s.Conduct[SelfTrade].Count = -1 })},
		{over("award.conduct", maxCount), s(func(s *Scheme) { s.Conduct[LargeCancel].Count = maxCount + 1 })},
		{"award.score.least -1 0;", s(func(s *Scheme) { s.Card.Least = -1 })},
		{over("award.score.least", maxPoints), func(p *Params) { p.Schemes[2].Card.Least = maxPoints + 1 }},
		{fmt.Sprintf("award.score.most %d %d;", 7, 8), s(func(s *Scheme) { s.Card.Least, s.Card.Most = 7, 7 })},
		{over("award.score.most", maxPoints), s(func(s *Scheme) { s.Card.Most = maxPoints + 1 })},
		{"award.score.measure 0 1;", s(func(s *Scheme) { s.Card.Indicators[1].Measure = NoMeasure })},
		{fmt.Sprintf("award.score.measure %d %d;", MeasureCount, MeasureCount-1), s(func(s *Scheme) { s.Card.Indicators[1].Measure = MeasureCount })},
		{"award.score.weight 0 1;", s(func(s *Scheme) { s.Card.Indicators[1].Weight = 0 })},
		{"award.score.weight 1000001 1000000;", s(func(s *Scheme) { s.Card.Indicators[1].Weight = million + 1 })},
		{fmt.Sprintf("award.score.low %d %d;", -maxMoney-1, -maxMoney), s(func(s *Scheme) { s.Card.Indicators[1].Low = -maxMoney - 1 })},
		{over("award.score.low", maxMoney) + fmt.Sprintf("award.score.high 6 %d;", maxMoney+2), s(func(s *Scheme) { s.Card.Indicators[1].Low = maxMoney + 1 })},
		{"award.score.high 5 6;", s(func(s *Scheme) { s.Card.Indicators[1].High = 5 })},
		{over("award.score.high", maxMoney), s(func(s *Scheme) { s.Card.Indicators[1].High = maxMoney + 1 })},
		{"award.position_limit -1 0;", s(func(s *Scheme) { s.PositionLimit = -1 })},
		{over("award.position_limit", maxCount), s(func(s *Scheme) { s.PositionLimit = maxCount + 1 })},
		{"season.product 0 1;", term(func(t *Term) { t.Product = market.Code{} })},
		{"season.from 20261301 0;season.to 20260101 20261301;", term(func(t *Term) { t.From = 202613 })},
		{"season.to 20251201 20260101;", term(func(t *Term) { t.To = 202512 })},
		{"season.in_a_row -1 0;", term(func(t *Term) { t.Row = -1 })},
		{over("season.in_a_row", maxPoints), term(func(t *Term) { t.Row = maxPoints + 1 })},
		{"season.in_all -1 0;", term(func(t *Term) { t.All = -1 })},
		{over("season.in_all", maxPoints), term(func(t *Term) { t.All = maxPoints + 1 })},
		{"season.opening.until 202512 202601;", term(func(t *Term) { t.Until = 202512 })},
		{"season.opening.until 202602 202601;", term(func(t *Term) { t.Until = 202602 })},
		{"season.opening.in_all 1 0;", term(func(t *Term) { t.UntilTotal = 1 })},
		{"season.opening.in_all -1 0;season.opening.in_a_row 0 -1;", term(func(t *Term) { t.UntilTotal = -1 })},
		{over("season.opening.in_all", maxPoints), func(p *Params) { p.Terms[1].UntilTotal++ }},
		{"season.opening.in_a_row 1 0;", term(func(t *Term) { t.UntilRow = 1 })},
		{"season.opening.in_a_row -1 0;", term(func(t *Term) { t.UntilRow = -1 })},
		{"conversion.product 0 1;", rule(func(r *ConversionRule) { r.Product = market.Code{} })},
		{"conversion.promote 0 1;", rule(func(r *ConversionRule) { r.Promote = 0 })},
		{"conversion.promote 7 6;", rule(func(r *ConversionRule) { r.Promote = 7 })},
		{"conversion.keep -1 0;", rule(func(r *ConversionRule) { r.Keep = -1 })},
		{"conversion.keep 7 6;", rule(func(r *ConversionRule) { r.Keep = 7 })},
		{"conversion.months_ahead -1 0;", rule(func(r *ConversionRule) { r.Ahead = -1 })},
		{"conversion.months_ahead 6 5;", rule(func(r *ConversionRule) { r.Ahead = 6 })},
		{"conversion.demotions -1 0;", rule(func(r *ConversionRule) { r.Demotions = -1 })},
		{over("conversion.demotions", maxPoints), rule(func(r *ConversionRule) { r.Demotions = maxPoints + 1 })},
		{"conversion.lock_months -1 0;", rule(func(r *ConversionRule) { r.Lock = -1 })},
		{over("conversion.lock_months", maxPoints), rule(func(r *ConversionRule) { r.Lock = maxPoints + 1 })},
	} {
		p := agreed()
		c.change(&p)
		got := ""
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprintf("%s %d %d;", key, found, allowed) })
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func over(key string, most int64) string { return fmt.Sprintf("%s %d %d;", key, most+1, most) }
