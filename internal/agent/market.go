package agent

import (
	"slices"

	"quotient/config"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/quoter/port"
	"quotient/sim"
)

// plainList is what the simulated exchange announces on the trading days from
// first on: every phase of every contract, and the close at the end.
func plainList(d *config.Desk, cal *calendar.Table, days []market.Date) (list []sim.PhaseAt) {
	var spans []calendar.Span
	for c := range d.Instruments {
		for _, day := range days {
			spans = cal.Stretches(d.Hours[c], day, spans[:0])
			end := market.Time(0)
			for _, s := range spans {
				if end != 0 && s.From > end {
					list = append(list, sim.PhaseAt{At: end, Contract: market.Contract(c), Phase: between(end, s.From), Date: day})
				}
				list = append(list, sim.PhaseAt{At: s.From, Contract: market.Contract(c), Phase: s.Phase, Date: day})
				end = s.To
			}
			list = append(list, sim.PhaseAt{At: end, Contract: market.Contract(c), Phase: market.PhaseClosed, Date: day})
		}
	}
	slices.SortStableFunc(list, func(a, b sim.PhaseAt) int {
		if a.At != b.At {
			return int(min(1, max(-1, a.At-b.At)))
		}
		return int(a.Contract) - int(b.Contract)
	})
	return list
}

// longBreak parts a break within a session from the night: after it the
// exchange says closed, not break.
const longBreak = 6 * market.Hour

func between(from, to market.Time) market.Phase {
	if to-from > longBreak {
		return market.PhaseClosed
	}
	return market.PhaseBreak
}

// generated are the parameters of an exchange that makes its own market on days.
func generated(d *config.Desk, cal *calendar.Table, days []market.Date, start market.Time) (sim.Params, error) {
	p := sim.Params{Seed: d.Sim.Seed, Makers: 1, Instruments: d.Instruments, Contracts: d.Sim.Contracts,
		Phases: plainList(d, cal, days), Terms: makerTerms(d), Series: makerSeries(d), Responses: makerAnswers(d), Grants: simGrants(d),
		Rules: d.Sim.Rules, Delays: d.Sim.Delays, Relogon: true}
	for _, h := range d.Sim.Holes {
		p.Holes = append(p.Holes, sim.Hole{From: start + h.After, To: start + h.After + h.For})
	}
	if d.Sim.Script != "" && len(days) > 0 {
		acts, err := sim.ParseScript(d.Files[d.Sim.Script], days[0], start, d.Lookup)
		if err != nil {
			return p, err
		}
		p.Script = acts
	}
	return p, nil
}

// recorded are the parameters of a tape that fills against recorded ticks.
func recorded(d *config.Desk, cal *calendar.Table, days []market.Date) sim.TapeParams {
	rules := d.Sim.Rules
	rules.QuietLegs = true // they say nothing that EventQuoteLive has not said
	return sim.TapeParams{Makers: 1, Instruments: d.Instruments, Phases: plainList(d, cal, days),
		Terms: makerTerms(d), Series: makerSeries(d), Responses: makerAnswers(d), Grants: simGrants(d), Rules: rules, Delays: d.Sim.Delays, Relogon: true}
}

// tradingDays lists n trading days from the one that at belongs to.
func tradingDays(d *config.Desk, at market.Date, n int) (days []market.Date) {
	for _, day := range d.Calendar.Days {
		if day.Date >= at && len(days) < n {
			days = append(days, day.Date)
		}
	}
	return days
}

// scriptedGrants are the exemptions that a script has the exchange give, as the
// desk enters them.
func scriptedGrants(script []sim.Act) (list []port.Command) {
	for _, a := range script {
		if a.Kind == sim.ActGrant && a.Maker == maker {
			list = append(list, port.Command{Kind: port.CommandGrant, Contract: a.Contract, From: a.At, To: a.At + a.For, Ref: a.Ref})
		}
		if a.Kind == sim.ActStress && a.Maker == maker {
			list = append(list, port.Command{Kind: port.CommandGrant, Contract: a.Contract, From: a.At, To: a.At + a.For, Ref: a.Ref,
				First: uint64(a.Relax)})
		}
	}
	return list
}
