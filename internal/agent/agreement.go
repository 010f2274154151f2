package agent

import (
	"quotient/config"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/obligation/rule"
	"quotient/sim"
)

// makerTerms are the desk's terms as the simulated exchange holds them: its own
// types, its own counting.
func makerTerms(d *config.Desk) (list []sim.MakerTerms) {
	for _, t := range d.Obligation.Terms {
		m := sim.MakerTerms{Maker: maker, Contract: t.Contract, Dominant: t.Dominant, From: t.From, To: t.To,
			MaxSpread: t.MaxSpread, MinSize: t.MinSize, Unit: t.Unit, Series: t.Series, Imbalance: t.Imbalance, Watch: t.Watch,
			Option: t.Option, Call: t.Call, Underlying: t.Underlying, Strike: t.Strike, Floor: t.Floor,
			Limit: sim.LimitOneSided}
		switch t.Limit {
		case obligation.LimitLast:
			m.Limit = sim.LimitLast
		case obligation.LimitTouched:
			m.Limit = sim.LimitTouched
		}
		switch t.FloorBy {
		case obligation.FloorBid:
			m.FloorBy = sim.FloorBid
		case obligation.FloorLast:
			m.FloorBy = sim.FloorLast
		case obligation.FloorSettlement:
			m.FloorBy = sim.FloorSettlement
		}
		if t.Tiers > 0 {
			m.Tiers = makerTiers(&d.Obligation.Tiers[t.Tiers-1])
		}
		list = append(list, m)
	}
	return list
}

func makerTiers(t *rule.Tiers) sim.Tiers {
	out := sim.Tiers{ByMid: t.Key == rule.KeyMid}
	for _, r := range t.Row[:t.N] {
		out.Rows = append(out.Rows, sim.Tier{From: r.From, Ticks: r.Ticks, PPM: r.PPM})
	}
	return out
}

// makerSeries are the moving sets as the simulated exchange makes them.
func makerSeries(d *config.Desk) (list []sim.Series) {
	for _, s := range d.Obligation.Series {
		m := sim.Series{Underlying: s.Underlying, Around: int(s.Around), TieHigh: s.TieHigh, Hold: s.Hold}
		switch s.By {
		case obligation.RestrikeLast:
			m.By = sim.RestrikeLast
		case obligation.RestrikeMid:
			m.By = sim.RestrikeMid
		default:
			m.By = sim.RestrikeSettlement
		}
		for _, r := range s.Rows {
			m.Rows = append(m.Rows, sim.StrikeRow{Strike: r.Strike, Call: r.Call, Put: r.Put})
		}
		list = append(list, m)
	}
	return list
}

// makerAnswers are what the simulated exchange asks of answers to requests for quote.
func makerAnswers(d *config.Desk) (list []sim.ResponseTerms) {
	for _, t := range d.Requests.Terms {
		yes := func(p request.Policy) bool { return p == request.PolicyYes }
		m := sim.ResponseTerms{Maker: maker, Unit: t.Unit, Contract: t.Contract, From: t.From, To: t.To,
			Respond: t.Respond, Hold: t.Hold, MaxSpread: t.Spread, MinSize: t.MinSize, Imbalance: t.Imbalance,
			All: t.Scope == request.ScopeAll, Declared: yes(t.Declared), Filled: yes(t.Filled), Resting: yes(t.Resting),
			AnyQuote: yes(t.AnyQuote), Exempt: yes(t.Exempt), Breaks: yes(t.Breaks), Merge: yes(t.Merge),
			Apart: t.Apart, Moved: t.Moved, Underlying: t.Underlying}
		if t.Tiers > 0 {
			m.Tiers = makerTiers(&d.Requests.Tiers[t.Tiers-1])
		}
		list = append(list, m)
	}
	return list
}

// simGrants are the desk's exemptions as the simulated exchange holds them.
func simGrants(d *config.Desk) (list []sim.Grant) {
	for _, g := range d.Obligation.Grants {
		list = append(list, sim.Grant{Maker: maker, Contract: g.Contract, From: g.From, To: g.To, Ref: g.Ref, Relax: g.Relax})
	}
	return list
}
