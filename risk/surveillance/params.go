package surveillance

import "quotient/market"

// million is the whole in parts per million.
const million = 1_000_000

// An Exemption takes a kind of rule off between two dates where a rule says so, such
// as frequent cancels of market making (频繁报撤单, guide ch. 4). It is counted and shown.
type Exemption struct {
	Kind        Kind
	Product     market.Code // zero = every product
	From, Until market.Date // inclusive
	Source      market.Ref
}

// Params are the room's parameters. Where several Rules of a kind hold, each counts.
type Params struct {
	Products   []market.Code // by contract
	Rules      []Rule
	Exemptions []Exemption
	Need       []Kind // kinds without which a day is not covered
	Warn       int64  // ppm of a threshold
	Throttle   int64
	Stop       int64
}

// share is the part of a threshold, in ppm, at which a level begins.
func (p *Params) share(l Level) int64 {
	return [levels]int64{0, p.Warn, p.Throttle, p.Stop}[l]
}

// begins is the count at which a level begins: rounded down, so that a stop comes
// before the threshold is met; a threshold of one leaves nothing before it.
func begins(limit, share int64) int64 { return max(1, part(limit, share)) }

// part is ppm of n, rounded down; both are bounded by Check.
func part(n, ppm int64) int64 { return n/million*ppm + n%million*ppm/million }
