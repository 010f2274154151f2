package breaker

import "quotient/market"

// params are those of every test that does not say otherwise: contracts a and b
// in group 0, c in group 1.
func params() Params {
	group := Limits{
		Flow:     Flow{[2]int64{5, 12}, [2]int64{50, 120}, [2]int64{5000, 12000}, [2]int64{500, 1200}},
		OneSided: 8,
		Storm:    Storm{Count: 5, Share: 200_000, Least: 10},
		Purse:    Purse{Floor: 1000, Drawdown: 400},
	}
	p := Params{
		Of: []uint16{0, 0, 1}, Groups: []Limits{group, group},
		Storm: Storm{Count: 8, Share: 200_000, Least: 30},
		Purse: Purse{Floor: 1500, Drawdown: 700},
		Spans: [2]market.Time{market.Second, 10 * market.Second}, Messages: 1000,
		Codes:       1<<market.RejectOther | 1<<market.RejectPrice,
		Collar:      Strike{1<<16 | 1<<18, 3, 10 * market.Second},
		Repeat:      Strike{1 << 20, 4, 10 * market.Second},
		UnackedWarn: 200 * market.Millisecond, Unacked: market.Second,
		FallOver: market.Minute, Unmarked: 5 * market.Second, Late: 50 * market.Millisecond,
	}
	for k := range KindCount {
		p.Policies[k] = Policy{max(k.Ends(), ByTrader), market.Second, 3}
	}
	p.Policies[Rejects] = Policy{ByItself, 10 * market.Second, 3}
	p.Policies[Late] = Policy{ByItself, market.Second, 3}
	return p
}
