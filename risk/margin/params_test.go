package margin

import (
	"testing"

	"quotient/market"
	"quotient/risk/position"
)

func complaints(p *Params) (keys []string) {
	p.Check(func(key string, found, allowed int64) { keys = append(keys, key) })
	return keys
}

func TestCheck(t *testing.T) {
	p := chain(20)
	p.Moves[0].Raised, p.Profit = million, 0
	if keys := complaints(&p); len(keys) != 0 {
		t.Fatal(keys)
	}
	none, x := market.Ref{}, ref("x")
	for _, bad := range []struct {
		key   string
		times int
		do    func(p *Params)
	}{
		{"terms", 1, func(p *Params) { p.Terms = p.Terms[:19] }},
		{"portfolios", 1, func(p *Params) { p.Portfolios = 0 }},
		{"portfolios", 1, func(p *Params) { p.Portfolios = 1 << 16 }},
		{"", 0, func(p *Params) { p.Portfolios = 1<<16 - 1 }},
		{"portfolio", 2, func(p *Params) { p.Terms[9].Portfolio = 1 }},
		{"portfolio", 1, func(p *Params) { p.Portfolios, p.Terms[9].Portfolio = 2, 1 }},
		{"tick", 1, func(p *Params) { p.Instruments[0].TickUnits = 0 }},
		{"multiplier", 1, func(p *Params) { p.Instruments[0].TickValue = believable + 1 }},
		{"", 0, func(p *Params) { p.Instruments[0].TickValue = believable }},
		{"underlying", 1, func(p *Params) { p.Instruments[1].Underlying = 20 }},
		{"underlying", 1, func(p *Params) { p.Instruments[1].Underlying = 2 }},
		{"strike", 1, func(p *Params) { p.Instruments[1].Strike = 0 }},
		{"strike", 1, func(p *Params) { p.Instruments[1].Strike = position.MaxPrice + 1 }},
		{"open_per_lot", 1, func(p *Params) { p.Terms[0].Fee.OpenPerLot = -1 }},
		{"close_per_lot", 1, func(p *Params) { p.Terms[0].Fee.ClosePerLot = -1 }},
		{"close_today_per_lot", 1, func(p *Params) { p.Terms[0].Fee.CloseTodayPerLot = -1 }},
		{"open_rate", 1, func(p *Params) { p.Terms[0].Fee.OpenRate = feePer + 1 }},
		{"close_rate", 1, func(p *Params) { p.Terms[0].Fee.CloseRate = -1 }},
		{"close_today_rate", 1, func(p *Params) { p.Terms[0].Fee.CloseTodayRate = -1 }},
		{"", 0, func(p *Params) { p.Terms[0].Fee.CloseTodayRate = feePer }},
		{"from", 1, func(p *Params) { p.Rows[0].From = 20200230 }},
		{"until", 1, func(p *Params) { p.Rows[0].Until = 20200101 }},
		{"until", 1, func(p *Params) { p.Rows[0].Until = 20210230 }},
		{"", 0, func(p *Params) { p.Rows[0].Until = 20200102 }},
		{"months", 1, func(p *Params) { p.Rows[0].Months = 13 }},
		{"day", 1, func(p *Params) { p.Rows[0].Day = 32 }},
		{"", 0, func(p *Params) { p.Rows[0].Months, p.Rows[0].Day = 12, 31 }},
		{"expiry", 1, func(p *Params) { p.Rows[0].Day, p.Instruments[0].Expiry = 1, 0 }},
		{"", 0, func(p *Params) { p.Instruments[0].Expiry = 0 }},
		{"open_interest", 1, func(p *Params) { p.Rows[0].OpenInterest = -1 }},
		{"long", 1, func(p *Params) { p.Rows[0].Long = 0 }},
		{"short", 1, func(p *Params) { p.Rows[0].Short = million + 1 }},
		{"", 0, func(p *Params) { p.Rows[0].Long, p.Rows[0].Short = 1, million }},
		{"source", 1, func(p *Params) { p.Rows[0].Source = none }},
		{"margin", 2, func(p *Params) { p.Rows[0].Product = code("CF") }},
		{"margin", 1, func(p *Params) { p.Rows[0].Contract = p.Instruments[0].Symbol }},
		{"margin", 18, func(p *Params) {
			p.Sellers[0].Product = code("X")
			for c := range p.Instruments {
				p.Instruments[c].Product = code("SR")
			}
		}},
		{"margin", 18, func(p *Params) { p.Sellers[0].Product = code("SR") }},
		{"from", 1, func(p *Params) { p.Sellers[0].From = 0 }},
		{"out_of_money", 1, func(p *Params) { p.Sellers[0].OutOfMoney = -1 }},
		{"least", 1, func(p *Params) { p.Sellers[0].Least = 0 }},
		{"source", 1, func(p *Params) { p.Sellers[0].Source = none }},
		{"", 0, func(p *Params) { p.Sellers[0] = Seller{code("SRC"), Span{From: 20200101}, 0, 1, x} }},
		{"from", 1, func(p *Params) { p.Reliefs[0].From = 0 }},
		{"relief", 1, func(p *Params) { p.Reliefs[0].Rate = 0 }},
		{"source", 1, func(p *Params) { p.Reliefs[0].Source = none }},
		{"", 0, func(p *Params) { p.Reliefs[0].Rate = 1 }},
		{"from", 1, func(p *Params) { p.Moves[0].From = 0 }},
		{"days", 1, func(p *Params) { p.Moves[0].Days = 0 }},
		{"days", 1, func(p *Params) { p.Moves[0].Days = depth }},
		{"", 0, func(p *Params) { p.Moves[0].Days = depth - 1 }},
		{"", 0, func(p *Params) { p.Moves[0].Days, p.Moves[0].Multiple = 1, 1 }},
		{"multiple", 1, func(p *Params) { p.Moves[0].Multiple = 0 }},
		{"raised", 1, func(p *Params) { p.Moves[0].Raised = million - 1 }},
		{"source", 1, func(p *Params) { p.Moves[0].Source = none }},
		{"pair", 1, func(p *Params) { p.Pairs[0].First = 20 }},
		{"pair", 1, func(p *Params) { p.Pairs[0].Second = 20 }},
		{"pair", 1, func(p *Params) { p.Pairs[0].First = 10 }},
		{"pair", 1, func(p *Params) { p.Pairs[0].First = 1 }},
		{"pair", 1, func(p *Params) { p.Pairs[0].Second = 1 }},
		{"pair", 2, func(p *Params) { p.Pairs = []Pair{{20, 20}, {20, 20}} }},
		{"terms", 1, func(p *Params) { p.Terms, p.Instruments[1].Underlying = p.Terms[:10], 10 }},
		{"margin", 1, func(p *Params) { p.Instruments[10].Product = code("SRC") }},
		{"pair", 1, func(p *Params) { p.Pairs = append(p.Pairs, Pair{0, 10}) }},
		{"pair", 1, func(p *Params) { p.Pairs = append(p.Pairs, Pair{10, 0}) }},
		{"max_usage", 1, func(p *Params) { p.MaxUsage = 0 }},
		{"max_usage", 1, func(p *Params) { p.MaxUsage = million + 1 }},
		{"", 0, func(p *Params) { p.MaxUsage = 1 }},
		{"profit", 1, func(p *Params) { p.Profit = -1 }},
		{"profit", 1, func(p *Params) { p.Profit = million + 1 }},
		{"stress_price", 1, func(p *Params) { p.Prices[0] = -million - 1 }},
		{"", 0, func(p *Params) { p.Prices[0] = -million }},
		{"stress_vol", 1, func(p *Params) { p.Vols[0] = million + 1 }},
		{"stress_vol", 1, func(p *Params) { p.Vols[0] = -million - 1 }},
		{"", 0, func(p *Params) { p.Vols[0] = -million }},
		{"limit_width", 1, func(p *Params) { p.Steps[0].Width = 0 }},
		{"", 0, func(p *Params) { p.Steps[0].Width = 1 }},
		{"limit_rate", 1, func(p *Params) { p.Steps[0].Rate = million - 1 }},
		{"share", 1, func(p *Params) { p.Share = 0 }},
		{"share", 1, func(p *Params) { p.Share = million + 1 }},
		{"", 0, func(p *Params) { p.Share = 1 }},
		{"soon", 1, func(p *Params) { p.Soon = 0 }},
		{"soon", 1, func(p *Params) { p.Soon = 367 }},
		{"", 0, func(p *Params) { p.Soon = 1 }},
		{"unwind_days", 1, func(p *Params) { p.Unwind = -1 }},
		{"unwind_days", 1, func(p *Params) { p.Unwind = p.Soon + 1 }},
		{"", 0, func(p *Params) { p.Unwind = p.Soon }},
	} {
		p := chain(20)
		bad.do(&p)
		keys := complaints(&p)
		n := 0
		for _, key := range keys {
			if key == bad.key {
				n++
			}
		}
		if bad.key == "" && len(keys) != 0 {
			t.Errorf("%v", keys)
		}
		if n != bad.times {
			t.Errorf("%s: %d complaints, want %d (%v)", bad.key, n, bad.times, keys)
		}
	}
}
