package sim

import "quotient/market"

// Check calls bad for everything that an Exchange cannot be made of.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	p.common().Check(bad)
	if len(p.Contracts) != len(p.Instruments) {
		bad("contracts", int64(len(p.Contracts)), int64(len(p.Instruments)))
	}
	for c := range p.Contracts {
		p.Contracts[c].check(market.Contract(c), len(p.Contracts), bad)
	}
	for i, h := range p.Holes {
		if h.From >= h.To || i > 0 && h.From < p.Holes[i-1].To {
			bad("holes", int64(h.From), int64(h.To))
		}
	}
}

// common returns what the Exchange shares with a Tape.
func (p *Params) common() *TapeParams {
	return &TapeParams{Makers: p.Makers, Instruments: p.Instruments, Phases: p.Phases, Terms: p.Terms,
		Grants: p.Grants, Holdings: p.Holdings, Script: p.Script, Rules: p.Rules, Delays: p.Delays,
		Relogon: p.Relogon, Series: p.Series, Responses: p.Responses, booked: true}
}

// Check calls bad for everything that a Tape cannot be made of.
func (p *TapeParams) Check(bad func(key string, found, allowed int64)) {
	within := func(key string, found, low, high int64) {
		if found < low {
			bad(key, found, low)
		} else if found > high {
			bad(key, found, high)
		}
	}
	contract := func(key string, c market.Contract) {
		if c != market.NoContract {
			within(key, int64(c), 0, int64(len(p.Instruments))-1)
		}
	}
	within("makers", int64(p.Makers), 0, 255)
	within("instruments", int64(len(p.Instruments)), 1, int64(market.NoContract)-1)
	for i, l := range p.Phases {
		contract("phases.contract", l.Contract)
		within("phases.phase", int64(l.Phase), 1, int64(market.PhaseCount)-1)
		if i > 0 {
			within("phases.at", int64(l.At), int64(p.Phases[i-1].At), int64(never))
		}
	}
	p.checkInstruments(within)
	p.checkTerms(within, contract)
	p.checkSeries(within, contract)
	p.checkResponses(within, contract)
	p.checkMakers(within, contract)
	p.checkTimes(within)
	p.checkScript(within, contract)
}

func (p *TapeParams) checkMakers(within func(key string, found, low, high int64), contract func(string, market.Contract)) {
	makers, contracts := int64(max(p.Makers, 1)), int64(len(p.Instruments))
	for _, g := range p.Grants {
		within("grants.maker", int64(g.Maker), 0, makers-1)
		contract("grants.contract", g.Contract)
		relaxed("grants.relax", g.Relax, within)
	}
	for _, h := range p.Holdings {
		within("holdings.maker", int64(h.Maker), 0, makers-1)
		within("holdings.contract", int64(h.Contract), 0, contracts-1)
		within("holdings.side", int64(h.Side), int64(market.Bid), int64(market.Ask))
		within("holdings.qty", int64(h.Qty), 0, int64(never))
	}
}

func (p *TapeParams) checkTimes(within func(key string, found, low, high int64)) {
	within("delays.order", int64(p.Delays.Order), 0, int64(market.Hour))
	within("delays.reply", int64(p.Delays.Reply), 0, int64(market.Hour))
	within("delays.feed", int64(p.Delays.Feed), 0, int64(market.Hour))
	within("rules.max_qty", int64(p.Rules.MaxQty), 0, int64(never))
	within("rules.max_spread", int64(p.Rules.MaxSpread), 0, int64(never))
	within("rules.max_per_second", int64(p.Rules.MaxPerSecond), 0, 1_000_000)
}

func (p *TapeParams) checkScript(within func(key string, found, low, high int64), contract func(string, market.Contract)) {
	for i, a := range p.Script {
		within("script.act", int64(a.Kind), 1, int64(ActCount)-1)
		if !p.booked && !a.Kind.onTape() {
			within("script.act", int64(a.Kind), 0, 0)
		}
		within("script.maker", int64(a.Maker), 0, int64(max(p.Makers, 1))-1)
		contract("script.contract", a.Contract)
		if a.Kind == ActStorm {
			within("script.qty", int64(a.Qty), 1, maxStorm)
		}
		if a.Kind == ActStress {
			within("script.relax", a.Relax, million+1, maxRelax)
		}
		if a.Kind == ActPhase {
			within("script.phase", int64(a.Phase), int64(market.PhaseContinuous), int64(market.PhaseBreak))
		}
		if a.Kind == ActHit || a.Kind == ActSweep {
			within("script.side", int64(a.Side), int64(market.Bid), int64(market.Ask))
		}
		if i > 0 {
			within("script.at", int64(a.At), int64(p.Script[i-1].At), int64(never))
		}
	}
}

// check calls bad for every figure that makes no market.
func (p *ContractParams) check(c market.Contract, contracts int, bad func(key string, found, allowed int64)) {
	least := func(key string, found, low int64) {
		if found < low {
			bad("contracts."+key, found, low)
		}
	}
	least("lower", int64(p.Lower), 1)
	least("start", int64(p.Start), int64(p.Lower))
	least("upper", int64(p.Upper), int64(p.Start)+1)
	least("size", int64(p.Size), 1)
	least("trade_size", int64(p.TradeSize), 1)
	least("step", int64(p.Step), int64(market.Millisecond))
	least("snapshot", int64(p.Snapshot), int64(market.Millisecond))
	for _, v := range []struct {
		key   string
		found int64
	}{
		{"vol", p.Vol}, {"follow", p.Follow}, {"lag", int64(p.Lag)}, {"alert", p.Alert},
		{"wander", p.Wander}, {"wander_half", int64(p.WanderHalf)}, {"trades", p.Trades}, {"half", p.Half},
		{"depth", int64(p.Depth)}, {"limit_permille", p.LimitPermille},
		{"open_interest", int64(p.OpenInterest)}, {"request_gap", int64(p.RequestGap)},
	} {
		least(v.key, v.found, 0)
	}
	if p.Upper-p.Lower > 1<<20 {
		bad("contracts.upper", int64(p.Upper), int64(p.Lower)+1<<20)
	}
	least("time_value", p.TimeValue, 0)
	least("widen", p.Widen, 0)
	if p.Lead != market.NoContract && (int(p.Lead) >= contracts || p.Lead == c) {
		bad("contracts.lead", int64(p.Lead), int64(contracts)-1)
	}
	if p.LimitPermille >= 1000 {
		bad("contracts.limit_permille", p.LimitPermille, 999)
	}
}
