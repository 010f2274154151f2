package surveillance

import "quotient/market"

// Bounds of what a rule may ask for: they bound the memory and keep sums small.
const (
	maxMessages = 256
	maxLimit    = 1 << 40
	maxRules    = 1 << 10
	maxExempt   = 255
)

// Check calls bad for each parameter that cannot be. One that is bad stops everything.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	p.checkShares(bad)
	if n := len(p.Rules); n > maxRules {
		bad("rules", int64(n), maxRules)
	}
	if n := len(p.Exemptions); n > maxExempt {
		bad("exemptions", int64(n), maxExempt)
	}
	for i := range p.Rules {
		p.Rules[i].check(bad)
	}
	for i := range p.Exemptions {
		x := &p.Exemptions[i]
		checkKind(x.Kind, bad)
		checkDates(x.From, x.Until, x.Source, bad)
		if x.Kind.Scope() == Account && x.Product != (market.Code{}) {
			bad("product", 1, 0)
		}
	}
	for _, k := range p.Need {
		checkKind(k, bad)
	}
}

func (p *Params) checkShares(bad func(key string, found, allowed int64)) {
	if p.Warn < 1 {
		bad("warn", p.Warn, 1)
	}
	if p.Throttle < p.Warn {
		bad("throttle", p.Throttle, p.Warn)
	}
	if p.Stop < p.Throttle {
		bad("stop", p.Stop, p.Throttle)
	}
	if p.Stop > million {
		bad("stop", p.Stop, million)
	}
}

func checkKind(k Kind, bad func(key string, found, allowed int64)) {
	if k == KindNone || k >= KindCount {
		bad("kind", int64(k), int64(KindCount)-1)
	}
}

func checkDates(from, until market.Date, source market.Ref, bad func(key string, found, allowed int64)) {
	if !from.Valid() {
		bad("from", int64(from), 0)
	}
	if until < from {
		bad("until", int64(until), int64(from))
	}
	if source == (market.Ref{}) {
		bad("source", 0, 1)
	}
}

func (r *Rule) check(bad func(key string, found, allowed int64)) {
	checkKind(r.Kind, bad)
	checkDates(r.From, r.Until, r.Source, bad)
	if r.Limit < 1 || r.Limit > maxLimit {
		bad("limit", r.Limit, maxLimit)
	}
	if r.QuoteWeight != 1 && r.QuoteWeight != 2 {
		bad("quote_weight", int64(r.QuoteWeight), 2)
	}
	if r.Kind.Scope() == Account && r.Product != (market.Code{}) {
		bad("product", 1, 0)
	}
	if (r.Kind == Burst || r.Kind == Messages) && r.Counts&(CountOrders|CountCancels) == 0 {
		bad("counts", int64(r.Counts), int64(CountOrders|CountCancels))
	}
	r.checkNumbers(bad)
}

// checkNumbers asks for the numbers that the kind needs.
func (r *Rule) checkNumbers(bad func(key string, found, allowed int64)) {
	k := r.Kind
	if (k == Burst || k == PriceBurst) && (r.Messages < 1 || r.Messages > maxMessages) {
		bad("messages", r.Messages, maxMessages)
	}
	if (k == Burst || k == PriceBurst || k == Layering || k == CloseShare || k.combined()) && (r.Window < 1 || r.Window > market.Day) {
		bad("window", int64(r.Window), int64(market.Day))
	}
	if (k == LargeCancels || k == Layering || k == CloseShare) && r.Lots < 1 {
		bad("lots", int64(r.Lots), 1)
	}
	if k == Layering && r.Small < 1 {
		bad("small", int64(r.Small), 1)
	}
	if (k == Layering || k == PriceBurst) && r.Ticks < 1 {
		bad("ticks", int64(r.Ticks), 1)
	}
	if k == CancelRatio && r.Ratio < 1 || r.Ratio < 0 || r.Ratio > maxLimit {
		bad("ratio", r.Ratio, maxLimit)
	}
	if r.Rate < 0 || r.Rate > maxLimit {
		bad("rate", r.Rate, maxLimit)
	}
}
