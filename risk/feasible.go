package risk

import "quotient/market"

// checkExtended asks for the limits of every Extended rule in force.
func (p *Params) checkExtended(bad func(key string, found, allowed int64), within func(key string, v, low, high int64)) {
	if p.InForce&^Extended != 0 {
		bad("in_force", int64(p.InForce&^Extended), int64(Extended))
	}
	in := p.InForce
	if in.Has(RuleMove) {
		within("move_over", int64(p.MoveOver), int64(market.Second), int64(maxMoveOver))
		within("strike_over", int64(p.StrikeOver), 1, int64(market.Day))
	}
	if in.Has(RuleExchange) {
		within("headroom", p.Headroom, 1, 1_000_000)
	}
	if in.Has(RuleAccount) {
		within("max_lots", int64(p.MaxLots), 1, farthest)
	}
	if in.Has(RuleDelta) {
		within("max_delta", p.MaxDelta, 1, 1<<60)
	}
	if in.Has(RuleVega) {
		within("max_vega", p.MaxVega, 1, 1<<60)
	}
	if in.Has(RuleLoss) {
		within("max_loss", int64(p.MaxLoss), 1, 1<<60)
	}
	if in.Has(RuleRepeat) {
		within("repeats", p.Repeats, 1, mostRepeats)
		within("refreshes", p.Refreshes, 1, mostRepeats)
		within("repeat_over", int64(p.RepeatOver), 1, int64(market.Day))
	}
	if in.Has(RuleParity) && !in.Has(RuleBound) {
		bad("in_force", int64(RuleParity), int64(RuleBound))
	}
	if in.Has(RuleCode) {
		p.checkCodes(bad)
	}
	for i := range p.Products {
		p.Products[i].checkExtended(index("products", i), in, within)
	}
	options := p.options()
	for c := range min(len(p.Limits), len(options)) {
		p.checkContract(c, options[c].kind, bad, within)
	}
}

func (l *ProductLimit) checkExtended(at string, in Rules, within func(key string, v, low, high int64)) {
	if in.Has(RuleDelta) {
		within(at+".max_delta", l.MaxDelta, 1, 1<<60)
	}
	if in.Has(RuleVega) {
		within(at+".max_vega", l.MaxVega, 1, 1<<60)
	}
	if in.Has(RuleLoss) {
		within(at+".max_loss", int64(l.MaxLoss), 1, 1<<60)
	}
}

// checkContract asks for the limits of contract c; kind is what the gate can make
// of it as an option.
func (p *Params) checkContract(c int, kind market.InstrumentKind, bad func(key string, found, allowed int64),
	within func(key string, v, low, high int64)) {
	l, in, at := &p.Limits[c], p.InForce, index("limits", c)
	if in.Has(RuleCode) && p.lacksCode(c, l.Code) {
		bad(at+".code", int64(l.Code), int64(len(p.Codes)))
	}
	if in.Has(RuleMove) {
		within(at+".move_ticks", int64(l.MoveTicks), 1, farthest)
	}
	if in.Has(RuleExchange) {
		within(at+".exchange_long", int64(l.ExchangeLong), 1, farthest)
		within(at+".exchange_short", int64(l.ExchangeShort), 1, farthest)
	}
	if in.Has(RuleRamp) {
		within(at+".ramp_floor", int64(l.RampFloor), 1, maxQty)
	}
	if !p.Instruments[c].Option() || !in.Has(RuleBound) {
		return
	}
	if kind == market.Future {
		bad(index("instruments", c)+".underlying", int64(p.Instruments[c].Underlying), int64(len(p.Instruments))-1)
	}
	within(at+".bound_ticks", int64(l.BoundTicks), 1, maxPrice)
	if in.Has(RuleParity) {
		within(at+".parity_ticks", int64(l.ParityTicks), 1, maxPrice)
	}
}
