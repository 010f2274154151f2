package quality

import "quotient/market"

// A Limit is the largest order on a contract whose trades count (单笔报单手数) between
// two dates. What a larger order trades is invalid volume.
type Limit struct {
	Contract market.Contract // NoContract = every contract
	From, To market.Date     // inclusive
	Lots     market.Qty      // declared size of an order, or of one leg of a quote
}

// Params are the room's parameters. Where several Limits hold, the smallest does.
type Params struct {
	Limits []Limit
}

// Check calls bad for each limit that cannot be.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	for i := range p.Limits {
		l := &p.Limits[i]
		if l.Lots < 1 {
			bad("oversize.lots", int64(l.Lots), 1)
		}
		if !l.From.Valid() {
			bad("oversize.from", int64(l.From), 0)
		}
		if l.To < l.From {
			bad("oversize.to", int64(l.To), int64(l.From))
		}
	}
}

// largest is the largest order that counts; 0 = any.
func (p *Params) largest(c market.Contract, date market.Date) (lots market.Qty) {
	for i := range p.Limits {
		l := &p.Limits[i]
		if l.Contract != c && l.Contract != market.NoContract || date < l.From || date > l.To {
			continue
		}
		if lots == 0 {
			lots = l.Lots
		}
		lots = min(lots, l.Lots)
	}
	return lots
}
