package sim

import "quotient/market"

const testDate = market.Date(20200803)

func clock(h, m, s int) market.Time {
	return testDate.At(market.Time(h)*market.Hour + market.Time(m)*market.Minute + market.Time(s)*market.Second)
}

// dayPhases is the plain list of one ZCE day without a night session.
func dayPhases(d market.Date) []PhaseAt {
	var out []PhaseAt
	for _, l := range []struct {
		at market.Time
		ph market.Phase
	}{
		{8*60 + 55, market.PhaseAuction}, {8*60 + 59, market.PhaseMatch}, {9 * 60, market.PhaseContinuous},
		{10*60 + 15, market.PhaseBreak}, {10*60 + 30, market.PhaseContinuous}, {11*60 + 30, market.PhaseBreak},
		{13*60 + 30, market.PhaseContinuous}, {15 * 60, market.PhaseClosed},
	} {
		out = append(out, PhaseAt{At: d.At(l.at * market.Minute), Contract: market.NoContract, Phase: l.ph, Date: d})
	}
	return out
}

func dayStretches(d market.Date) [][2]market.Time {
	m := func(n market.Time) market.Time { return d.At(n * market.Minute) }
	return [][2]market.Time{{m(540), m(615)}, {m(630), m(690)}, {m(810), m(900)}}
}

func apples() []market.Instrument {
	return []market.Instrument{apple("AP010"), apple("AP101")}
}

func apple(symbol string) market.Instrument {
	y, _ := market.MakeSymbol(symbol)
	x, _ := market.MakeCode("CZCE")
	p, _ := market.MakeCode("AP")
	return market.Instrument{Symbol: y, Exchange: x, Product: p, TickUnits: 1, TickValue: 1000}
}

// pair is a day of a busy month and the second month, and one maker of the latter.
func pair(seed uint64) Params {
	return Params{
		Seed:        seed,
		Makers:      1,
		Instruments: apples(),
		Contracts:   []ContractParams{BusyMonth(7100), SecondMonth(7260, 0)},
		Phases:      dayPhases(testDate),
		Terms: []MakerTerms{{Contract: 1, Dominant: 0, MaxSpread: 4, MinSize: 10, Limit: LimitOneSided},
			{Contract: 0, Dominant: 0, MaxSpread: 4, MinSize: 10, Limit: LimitOneSided}},
	}
}

// record runs the exchange to the end and returns the snapshots of continuous trading.
func record(x *Exchange) (s [2]series) {
	var o Out
	for at := x.Next(); at != 0; at = x.Next() {
		x.Advance(at)
		for x.Pop(&o) {
			if c := o.Event.Contract; o.Event.Kind == market.EventDepth && x.Phase(c) == market.PhaseContinuous {
				s[c].add(&o.Event)
			}
		}
	}
	return s
}
