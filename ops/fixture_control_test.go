package ops

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// controlHolds are a product that may only be reduced, and a contract whose kill
// somebody wants cleared.
func controlHolds() []Held {
	at := fixtureDay.At(10*market.Hour + 31*market.Minute)
	return []Held{
		{Scope: "contract", Name: "AP010", Mode: uint8(risk.Killed), At: at, Actor: "zhang", Reason: "odd fills", ClearBy: "li", ClearUntil: at + 20*market.Minute},
		{Scope: "product", Name: "AP", Mode: uint8(risk.ReduceOnly), At: at - market.Minute, Actor: "wang", Reason: "audit", ClearPersons: 1},
	}
}

// fillControls writes a desk on which much is near its limit over the fixture:
// the rules on moves and repeats are not in force.
func fillControls(s *port.Snapshot) {
	s.Guards, s.Seat = port.GuardAll, 1
	s.Rules = uint64(risk.Extended) &^ (1<<risk.RuleMove | 1<<risk.RuleRepeat)
	s.Funds = port.Funds{Known: 1<<6 - 1, Equity: 50_000_000_00, Held: 12_345_678_90, Frozen: 1_000_000_00, Available: 36_654_321_10,
		Free: 27_654_321_10, Usage: 246_914, PnL: 1_234_50}
	s.Outlook = port.Outlook{Known: 1<<3 - 1, Next: 20200804, Margin: 12_500_000_00, Raised: 15_000_000_00, Free: 37_500_000_00, Worst: 35_000_000_00, Raising: 1,
		Price: -80_000, Vol: 10_000, PnL: -3_000_000_00, Left: 34_000_000_00, Day: 3, LockedPnL: -9_000_000_00, Locked: -1_000_000_00, Exercises: 1,
		Exercise: [port.MaxExercises]port.Exercise{{Contract: 1, Long: 4, Short: 2, Margin: 43_200_00}}}
	ap, _ := market.MakeCode("AP")
	at := fixtureDay.At(10*market.Hour + 40*market.Minute)
	s.Trips = 3
	s.Trip[0] = port.Trip{At: at, Product: ap, Contract: 1, Nth: 3, Scope: uint8(breaker.Group), Kind: uint8(breaker.Protection), Measure: uint8(breaker.MeasureLots),
		Over: market.Second, Value: 62, Limit: 60, Rearm: uint8(breaker.ByRisk), State: uint8(breaker.Tripped)}
	s.Trip[1] = port.Trip{At: at, Product: ap, Contract: 1, Nth: 1, Scope: uint8(breaker.Contract), Kind: uint8(breaker.Collar), Code: uint8(risk.RuleCollar),
		Over: 10 * market.Second, Value: 3, Limit: 3, Until: at + market.Minute, Rearm: uint8(breaker.ByTrader), State: uint8(breaker.Tripped)}
	s.Trip[2] = port.Trip{At: at + market.Second, Product: ap, Contract: 0, Nth: 1, Scope: uint8(breaker.Contract), Kind: uint8(breaker.Unacked),
		Value: int64(1200 * market.Millisecond), Limit: int64(market.Second), State: uint8(breaker.Tripped)}
	fillBudgets(s, ap)
	g := &s.Contract[1].Guard
	*g = port.GuardView{Held: uint8(risk.ReduceOnly), Trip: uint8(breaker.Protection), Restraint: uint8(position.OverLimit), Level: uint8(surveillance.Throttle),
		Known: 1, Worst: [2]market.Qty{47, 30}, Stop: [2]market.Qty{50, 50}, Counted: [2]market.Qty{520, 40}, Spread: [2]market.Qty{12, 0}, Over: [2]market.Qty{8, 0},
		Until: market.Date(20200804).At(10*market.Hour + 15*market.Minute), Limit: 500, All: 1000, Source: ref24("ZCE 2018 持仓"), OpensLeft: 188,
		Margin: 3_210_000_00, LotMargin: [2]market.Money{7_200_00, 7_200_00},
		Strikes: 2, Delivery: port.DeliverySoon | port.DeliveryLate, Days: 3, Unwind: 5}
	s.Contract[0].Guard = port.GuardView{Held: uint8(risk.Killed), Stop: [2]market.Qty{50, 50}, OpensLeft: -1, Margin: -1}
}

func fillBudgets(s *port.Snapshot, ap market.Code) {
	s.Budgets = 5
	s.Budget[0] = port.Budget{Kind: uint8(surveillance.Burst), Scope: uint8(surveillance.Account), Assessed: 1, Contract: market.NoContract,
		Value: 1, Warn: 3, Throttle: 4, Stop: 5, Limit: 5, Ratio: -1, Source: ref24("ZCE 2015 art. 24(1)")}
	s.Budget[1] = port.Budget{Rule: 1, Kind: uint8(surveillance.Cancels), Level: uint8(surveillance.Throttle), Scope: uint8(surveillance.Contract), Assessed: 1,
		Contract: 1, Product: ap, Value: 412, Warn: 250, Throttle: 400, Stop: 475, Limit: 500, Ratio: -1, Source: ref24("ZCE 2018 art. 4(2)")}
	s.Budget[2] = port.Budget{Rule: 2, Kind: uint8(surveillance.CancelRatio), Scope: uint8(surveillance.Contract),
		Contract: 1, Product: ap, Value: 61, Warn: 250, Throttle: 400, Stop: 475, Limit: 500, Ratio: -1, Bound: 100_000, Source: ref24("ZCE 2015 art. 40")}
	s.Budget[3] = port.Budget{Rule: 3, Kind: uint8(surveillance.SelfTrades), Scope: uint8(surveillance.Contract), Assessed: 1, Contract: 1, Product: ap,
		Value: 2, Warn: 3, Throttle: 4, Stop: 5, Limit: 5, Ratio: -1, Source: ref24("ZCE 2018 art. 4(1)"), Exempt: ref24("guide ch. 4")}
	s.Budget[4] = port.Budget{Rule: 4, Kind: uint8(surveillance.CloseShare), Level: uint8(surveillance.Warn), Scope: uint8(surveillance.Contract), Assessed: 1,
		Contract: 1, Product: ap, Value: 61_234, Warn: 50_000, Throttle: 80_000, Stop: 95_000, Limit: 100_000, Ratio: -1, Source: ref24("ZCE 2015 art. 25(6)")}
}
