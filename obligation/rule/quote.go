package rule

import "quotient/market"

// A Verdict is what a quote is worth at an instant.
type Verdict uint8

// The verdicts, from the first that is looked for.
const (
	Good     Verdict = iota
	Nothing          // no side stands
	OneSided         // one side stands
	TooSmall         // a side is below the minimum, or the sides differ by too much
	TooWide
)

// A Demand is what a quote must be. Spread is the widest in ticks and holds
// where Tiers is nil.
type Demand struct {
	Tiers     *Tiers
	Spread    market.Price
	MinSize   market.Qty
	Imbalance int64 // ppm of the larger side by which the sides may differ; 0 = any
	Relax     int64 // ppm, over a million: spread × Relax, size ÷ Relax while the market is stressed; 0 = not
}

// Widest returns the widest spread that the demand allows the quote.
func (d *Demand) Widest(bid, ask market.Price) market.Price {
	w := d.Spread
	if d.Tiers != nil {
		w = d.Tiers.Widest(bid, ask)
	}
	if d.Relax != 0 {
		w = market.Price(int64(w) * d.Relax / million)
	}
	return w
}

// Least returns the least size of each side in lots.
func (d *Demand) Least() market.Qty {
	if d.Relax != 0 {
		return market.Qty((int64(d.MinSize)*million + d.Relax - 1) / d.Relax)
	}
	return d.MinSize
}

// Judge says what the quote is worth.
func (d *Demand) Judge(bid, ask market.Price, bidQty, askQty market.Qty) Verdict {
	small, large := min(bidQty, askQty), max(bidQty, askQty)
	switch {
	case large <= 0:
		return Nothing
	case small <= 0:
		return OneSided
	case small < d.Least():
		return TooSmall
	case d.Imbalance > 0 && int64(large-small)*million > int64(large)*d.Imbalance:
		return TooSmall
	case ask-bid > d.Widest(bid, ask):
		return TooWide
	}
	return Good
}
