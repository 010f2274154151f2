package award

import "quotient/market"

// A Scheme is what the exchange pays and charges for a product between two dates.
// All of it is set by notice and adjusted as the exchange sees fit (动态调整).
type Scheme struct {
	Product  market.Code
	From, To market.Date // inclusive
	Source   uint8       // index into Params.Sources

	ReliefOwn     int64          // ppm of the fees waived on the assigned contracts, or on the options
	ReliefOther   int64          // ppm waived on the other contracts, or on the underlying
	OnlyMet       bool           // incentives too are paid only for a month that is met
	Quoting       []Step         // 31: by ratio and spread
	Trading       Trading        // 31, 32: by share of volume and open interest
	Ranking       []market.Money // 32: by rank from 1 on
	Caps          Caps           // 32
	Extra         Extra          // 50
	Order         OrderFee       // 27
	Conduct       [ConductCount]Bound
	Card          Card       // 34
	PositionLimit market.Qty // 28: lots a market maker may hold (持仓限额); 0 = not said
}

// Params are the room's parameters. At most one Scheme may hold for a product on a
// date.
type Params struct {
	Schemes     []Scheme
	Sources     []market.Ref
	Terms       []Term
	Conversions []ConversionRule
}

// At returns the scheme in force; false when there is none, and then nothing is
// assessed.
func (p *Params) At(product market.Code, date market.Date) (*Scheme, bool) {
	for i := range p.Schemes {
		s := &p.Schemes[i]
		if s.Product == product && s.From <= date && date <= s.To {
			return s, true
		}
	}
	return nil, false
}

// Over reports whether the holding is over the market maker's position limit.
func (s *Scheme) Over(held market.Qty) bool { return s.PositionLimit > 0 && held > s.PositionLimit }
