package risk

import "quotient/market"

// firstMissing returns the rule whose limit is not set, OK when all are.
func (r *rail) firstMissing() Rule {
	switch {
	case r.MaxOrderQty <= 0 || r.MinOrderQty <= 0:
		return RuleSize
	case r.MaxLong <= 0 || r.MaxShort <= 0:
		return RulePosition
	case r.maxNet <= 0:
		return RuleProduct
	case r.MaxValue <= 0 || r.tick <= 0:
		return RuleValue
	case r.CollarTicks <= 0:
		return RuleCollar
	case r.MaxSpread <= 0:
		return RuleSpread
	case r.StaleAfter <= 0:
		return RuleStale
	case r.MaxPerWindow <= 0:
		return RuleContractRate
	}
	return OK
}

// firstExtended is firstMissing for the rules in force beyond those of every desk.
func (g *Gate) firstExtended(c int) Rule {
	for rule := RuleReduce; rule < RuleCount; rule++ {
		if g.p.InForce.Has(rule) && g.lacks(c, rule) {
			return rule
		}
	}
	return OK
}

// lacks reports whether a limit of rule is not set for contract c.
func (g *Gate) lacks(c int, rule Rule) bool {
	p, r, product := &g.p, &g.rails[c], &g.products[g.group[c]]
	option := p.Instruments[c].Option()
	switch rule {
	case RuleCode:
		return p.lacksCode(c, r.Code)
	case RuleMove:
		return r.MoveTicks <= 0 || r.high.points == nil || p.StrikeOver <= 0
	case RuleBound:
		return option && (r.BoundTicks <= 0 || r.BoundTicks > maxPrice || g.options[c].kind == market.Future)
	case RuleParity:
		return option && (r.ParityTicks <= 0 || r.ParityTicks > maxPrice || !p.InForce.Has(RuleBound))
	case RuleAccount:
		return p.MaxLots <= 0
	case RuleDelta:
		return p.MaxDelta <= 0 || product.MaxDelta <= 0
	case RuleVega:
		return p.MaxVega <= 0 || product.MaxVega <= 0
	case RuleExchange:
		return r.ExchangeLong <= 0 || r.ExchangeShort <= 0 || p.Headroom <= 0 || p.Headroom > 1_000_000
	case RuleLoss:
		return p.MaxLoss <= 0 || product.MaxLoss <= 0
	case RuleRepeat:
		return p.Repeats <= 0 || p.Refreshes <= 0 || p.RepeatOver <= 0
	case RuleRamp:
		return r.RampFloor <= 0
	}
	return false
}
