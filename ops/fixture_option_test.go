package ops

import (
	"fmt"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/request"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/risk"
)

// An option desk: the future SR609 and eighteen options on it, nine strikes from
// 5600 to 6400, of which five are in the set.

const optionContracts = 19

func ref24(s string) market.Ref { r, _ := market.MakeRef(s); return r }

func symbolOf(s string) market.Symbol { y, _ := market.MakeSymbol(s); return y }

// optionSymbol is the name of contract i of the option desk.
func optionSymbol(i int) string {
	if i == 0 {
		return "SR609"
	}
	return fmt.Sprintf("SR609%c%d", "CP"[(i-1)%2], 5600+100*((i-1)/2))
}

// optionInstruments are the option desk's instruments.
func optionInstruments() (list []market.Instrument) {
	for i := range optionContracts {
		inst := instrument(optionSymbol(i))
		inst.Product, _ = market.MakeCode("SR")
		if i > 0 {
			inst.Kind, inst.Underlying = market.Call+market.InstrumentKind((i-1)%2), 0
			inst.Strike = market.Price(5600 + 100*((i-1)/2))
		}
		list = append(list, inst)
	}
	return list
}

// fillOptions writes the option desk's snapshot over the fixture's.
func fillOptions(s *port.Snapshot) {
	base := obligedView(s.Now)
	s.Contracts = optionContracts
	for i := range optionContracts {
		c := &s.Contract[i]
		*c = base
		c.Symbol, c.Unit, c.AnswerUnit = symbolOf(optionSymbol(i)), 0, 2
		c.Need, c.Stance, c.Loss = uint8(steering.Behind), uint8(steering.Firm), -1_250
		if row := (i - 1) / 2; i > 0 && row >= 2 && row <= 6 {
			c.Member = 1
		} else {
			c.State = uint8(obligation.Off)
		}
		c.Slack -= market.Time(i) * market.Minute
		c.Quality = optionQuality()
	}
	lead := &s.Contract[0]
	lead.Obliged, lead.Unit, lead.AnswerUnit, lead.Member = 0, port.NoUnit, port.NoUnit, 0
	wide := &s.Contract[7] // SR609C5900
	wide.State, wide.Slack, wide.NeedRest, wide.Ask = uint8(obligation.TooWide), -5*market.Minute, 1_012_345, wide.Bid+9
	s.Contract[12].AnswerDue = s.Now + 4_300*market.Millisecond // SR609P6100
	optionUnits(s)
	optionRequests(s)
}

func optionQuality() port.Quality {
	return port.Quality{Effective: 3000 * market.Second, AtBest: 1000 * market.Second, AtBestBid: 2000 * market.Second,
		AtBestAsk: 1500 * market.Second, SpreadTime: 7_000_000_000_001, Passive: 21, Aggressive: 4, Oversize: 2, SelfTrade: 1,
		Market: -1, OpenInt: 9_100, Orders: 310, Cancels: 40, Cancelled: 400, Requests: 9}
}

func optionUnits(s *port.Snapshot) {
	none := [4]market.Contract{market.NoContract, market.NoContract, market.NoContract, market.NoContract}
	s.Units = 3
	s.Unit[0] = port.UnitView{Unit: port.Unit{Unit: 0, By: uint8(obligation.AggregatePooled), Verdict: uint8(obligation.Open), Date: s.Date,
		Name: ref24("SR options"), Contracts: 10, Passed: 8, Days: 11, DaysPassed: 9, Target: 850_000,
		D: 100_000 * market.Second, R: 50_000 * market.Second, Low: 88_129 * market.Second, High: 88_400 * market.Second,
		Slack: 10_629 * market.Second, NeedRest: 787_421},
		Need: uint8(steering.Behind), Since: s.Now - market.Hour, Worst: [4]market.Contract{7, 5, 9, market.NoContract}}
	s.Unit[1] = port.UnitView{Unit: port.Unit{Unit: 1, By: uint8(obligation.AggregateEvery), Verdict: uint8(obligation.NotAssessed), Date: s.Date,
		Name: ref24("SR futures"), Target: 800_000, NeedRest: -1}, Worst: none}
	s.Unit[2] = port.UnitView{Unit: port.Unit{Unit: 2, By: uint8(obligation.AggregateResponse), Verdict: uint8(obligation.Open), Date: s.Date,
		Name: ref24("SR answers"), Contracts: 18, Target: 700_000, Requests: 112, Excluded: 5, AnsweredLow: 97, AnsweredHigh: 99,
		Missed: 10, Open: 3, Slack: 21, NeedRest: 0}, Worst: none}
}

// optionRequests are three open requests and five decided ones.
func optionRequests(s *port.Snapshot) {
	now := s.Now
	open := func(i int, c market.Contract, due, until market.Time) {
		s.Request[i] = port.RequestView{Open: 1, Until: until, Request: port.Request{Contract: c, Unit: 2, Ref: ref24(fmt.Sprint("R", 10+i)),
			At: due - 5*market.Second, Seen: due - 4900*market.Millisecond, Due: due}}
	}
	open(0, 11, now-700*market.Millisecond, 0)
	open(1, 12, now+4300*market.Millisecond, 0)
	open(2, 3, now+1*market.Second, now+12*market.Second)
	s.Request[2].AnsweredLow, s.Request[2].HeldLow, s.Request[2].HeldHigh = now-8*market.Second, 8*market.Second, 8100*market.Millisecond
	for i, v := range []struct {
		low, high request.Verdict
		held      market.Time
		rule      risk.Rule
	}{{request.Answered, request.Answered, 20 * market.Second, 0}, {request.HeldShort, request.Answered, 9990 * market.Millisecond, 0},
		{request.NotAnswered, request.NotAnswered, 0, risk.RuleContractRate}, {request.Excluded, request.Excluded, 0, 0}, {request.Late, request.Late, 3 * market.Second, 0}} {
		at := now - market.Time(60+i)*market.Second
		s.Request[3+i] = port.RequestView{Request: port.Request{Contract: market.Contract(1 + i), Unit: 2, Ref: ref24(fmt.Sprint("R", 5-i)),
			Low: uint8(v.low), High: uint8(v.high), Rule: uint8(v.rule), At: at, Seen: at + market.Millisecond, Due: at + 5*market.Second,
			HeldLow: v.held, HeldHigh: v.held, Decided: at + 30*market.Second}}
	}
	s.Asked = 8
}

// asOptions makes a desk one of options.
func asOptions(p *Params) {
	p.Info.Desk, p.Info.Instruments = "sugar-options", optionInstruments()
	p.Forecasts, p.Season = optionForecasts, optionSeasons
}

func optionForecasts() []Forecast {
	day := fixtureDay
	return []Forecast{
		{Unit: 0, Sessions: 22, OK: true, Low: 861_299, Mid: 879_000, High: 901_234, Chance: 971_250, SafeDark: 177,
			Burn:   []Burn{{5 * market.Minute, 12 * market.Second, 5 * market.Minute, true}, {market.Hour, -90 * market.Second, market.Hour, true}, {Window: 24 * market.Hour}},
			EndsAt: (day + 7).At(10*market.Hour + 5*market.Minute), ImpossibleAt: day.At(14*market.Hour + 31*market.Minute)},
		{Unit: 1, Sessions: 2, SafeDark: -1},
		{Unit: 3, Sessions: 2}, {Unit: -1}, // there are no such units
	}
}

func optionSeasons() []Season {
	return []Season{{Product: "SR", From: 202_007, To: 202_106, Row: 1, MayRow: 1, Total: 1, MayTotal: 2, LoseRow: 2, LoseTotal: 3, Last: true,
		Months: []SeasonMonth{{202_005, uint8(obligation.Met), true}, {202_006, uint8(obligation.InBand), false}, {202_007, uint8(obligation.Missed), true}, {202_008, uint8(obligation.Open), false}},
		Role:   uint8(award.PrimaryMaker), Prospect: uint8(award.MayStay), RequestBy: 20_201_130},
		{Product: "CF", From: 202_007, To: 202_106, Lost: true, LostAt: 202_007}}
}

// fillMany makes of the option desk one with every contract there can be, on two
// underlyings.
func fillMany(s *port.Snapshot) {
	fillOptions(s)
	for i := optionContracts; i < port.MaxContracts; i++ {
		s.Contract[i] = s.Contract[1+i%18]
		s.Contract[i].Symbol = symbolOf(manySymbol(i))
		s.Contract[i].State, s.Contract[i].Member = uint8(obligation.Effective), 1
		s.Contract[i].AnswerDue = 0
		s.Contract[i].Slack, s.Contract[i].NeedRest = 700*market.Minute, 700_000
	}
	s.Contract[300].State, s.Contract[300].Slack = uint8(obligation.NoQuote), 12*market.Minute
	s.Contracts = port.MaxContracts
}

// manySymbol is the name of a contract beyond those of the option desk.
func manySymbol(i int) string {
	if i == 300 {
		return "SR611P6000"
	}
	return fmt.Sprintf("SR611C%d", 1000+i)
}

// manyInstruments name them.
func manyInstruments() []market.Instrument {
	list := optionInstruments()
	for i := optionContracts; i < port.MaxContracts; i++ {
		inst := instrument(manySymbol(i))
		inst.Product, _ = market.MakeCode("SR")
		list = append(list, inst)
	}
	return list
}
