package surveillance_test

import (
	"quotient/market"
	"quotient/risk/surveillance"
)

// The profiles that the stories run under. Numbers of a published rule name it;
// "own" ones have no published number.

func ref(s string) market.Ref {
	r, ok := market.MakeRef(s)
	if !ok {
		panic(s)
	}
	return r
}

func code(s string) market.Code {
	c, ok := market.MakeCode(s)
	if !ok {
		panic(s)
	}
	return c
}

const (
	orders  = surveillance.CountOrders
	cancels = surveillance.CountCancels
	all     = surveillance.CountOrders | surveillance.CountCancels
	ever    = market.Date(20991231)
)

// draft2015 is the draft of 2015 on programmed trading (程序化交易管理办法征求意见稿), art. 24,
// 25 and 40: 5 orders in a second 5 times a day, 4,000 orders with three combinations,
// more than 500 cancels with a trade-to-cancel ratio below 10 %.
func draft2015() []surveillance.Rule {
	source, from := ref("2015 draft art. 24"), market.Date(20151009)
	return []surveillance.Rule{
		{Kind: surveillance.Burst, Counts: orders, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 5, Messages: 5, Window: market.Second},
		{Kind: surveillance.OrdersOpposite, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 4000, Window: market.Second},
		{Kind: surveillance.OrdersProducts, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 4000, Window: market.Second},
		{Kind: surveillance.OrdersQuick, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 4000, Window: market.Second},
		{Kind: surveillance.CancelRatio, QuoteWeight: 1, From: from, Until: ever, Source: ref("2015 draft art. 40"), Limit: 500, Ratio: 100_000, Rate: 200_000},
	}
}

// rules2025 is the five exchanges' rule of 2025: 10 orders and cancels in a second
// 10 times a day (大商所发〔2025〕305号 as quoted; ZCE's own text is not at hand).
func rules2025() []surveillance.Rule {
	return []surveillance.Rule{{Kind: surveillance.Burst, Counts: all, QuoteWeight: 2, From: 20251009, Until: ever,
		Source: ref("DCE 2025-305"), Limit: 10, Messages: 10, Window: market.Second}}
}

// zce2018 is ZCE's rule on abnormal trading (异常交易行为管理办法 2018-47) by brokers' tables: 5
// self-trades, 500 cancels, 50 of 800 lots, 100 and 10,000 lots at a price limit, which
// 郑商发〔2016〕109号 began; before it the guideline of 2010 (郑商发〔2010〕181号) with 4 and 400.
func zce2018() []surveillance.Rule {
	old, source, from := ref("ZCE 2010-181"), ref("ZCE 2018-47"), market.Date(20180917)
	return []surveillance.Rule{
		{Kind: surveillance.SelfTrades, QuoteWeight: 1, From: 20101108, Until: 20180916, Source: old, Limit: 4},
		{Kind: surveillance.Cancels, QuoteWeight: 1, From: 20101108, Until: 20180916, Source: old, Limit: 400},
		{Kind: surveillance.SelfTrades, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 5},
		{Kind: surveillance.Cancels, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 500},
		{Kind: surveillance.LargeCancels, QuoteWeight: 1, From: from, Until: ever, Source: source, Limit: 50, Lots: 800},
		{Kind: surveillance.LimitCancels, QuoteWeight: 1, From: from, Until: ever, Source: ref("ZCE 2016-109"), Limit: 100},
		{Kind: surveillance.LimitCancelLots, QuoteWeight: 1, From: from, Until: ever, Source: ref("ZCE 2016-109"), Limit: 10_000},
	}
}

// shfe is SHFE's table: 5, 500, and 50 cancels of at least 300 lots; market makers
// are exempt from all three.
func shfe() ([]surveillance.Rule, []surveillance.Exemption) {
	source, from := ref("SHFE abnormal trading"), market.Date(20190101)
	rules := []surveillance.Rule{
		{Kind: surveillance.SelfTrades, QuoteWeight: 2, From: from, Until: ever, Source: source, Limit: 5},
		{Kind: surveillance.Cancels, QuoteWeight: 2, From: from, Until: ever, Source: source, Limit: 500},
		{Kind: surveillance.LargeCancels, QuoteWeight: 2, From: from, Until: ever, Source: source, Limit: 50, Lots: 300},
	}
	var exempt []surveillance.Exemption
	for _, r := range rules {
		exempt = append(exempt, surveillance.Exemption{Kind: r.Kind, From: from, Until: ever, Source: source})
	}
	return rules, exempt
}

// own are the desk's figures where a rule names the conduct and no number.
func own() []surveillance.Rule {
	from := market.Date(20150101)
	return []surveillance.Rule{
		{Kind: surveillance.Messages, Counts: all, QuoteWeight: 1, From: from, Until: ever, Source: ref("own: tier 1"), Limit: 4000, Ratio: 2_000_000},
		{Kind: surveillance.Messages, Counts: all | surveillance.CountReplaced, QuoteWeight: 2, Product: code("AP"), From: from, Until: ever, Source: ref("own: tier 2"), Limit: 8000},
		{Kind: surveillance.CloseShare, QuoteWeight: 1, From: from, Until: ever, Source: ref("own: art. 25 (6)"), Limit: 300_000, Lots: 20, Window: 5 * market.Minute},
		{Kind: surveillance.Requests, QuoteWeight: 1, From: from, Until: ever, Source: ref("own: requests"), Limit: 100},
		{Kind: surveillance.OpenLots, QuoteWeight: 1, Product: code("AP"), From: from, Until: ever, Source: ref("own: art. 23"), Limit: 200},
		{Kind: surveillance.Layering, QuoteWeight: 1, From: from, Until: ever, Source: ref("own: art. 25 (4)"), Limit: 3, Window: 2 * market.Second, Lots: 50, Small: 5, Ticks: 4},
		{Kind: surveillance.PriceBurst, QuoteWeight: 1, From: from, Until: ever, Source: ref("own: art. 25 (5)"), Limit: 3, Window: market.Second, Messages: 4, Ticks: 2},
	}
}

// params has contracts a and b of product AP, c of TA.
func params(rules ...[]surveillance.Rule) surveillance.Params {
	p := surveillance.Params{Products: []market.Code{code("AP"), code("AP"), code("TA")},
		Warn: 500_000, Throttle: 800_000, Stop: 950_000}
	for _, r := range rules {
		p.Rules = append(p.Rules, r...)
	}
	return p
}
