package market

// Depth is the best bid and offer of one contract with its day's figures. A
// side whose quantity is 0 is absent; the zero Depth is an empty book.
type Depth struct {
	Bid, Ask       Price
	BidQty, AskQty Qty
	Last           Price
	Volume         Qty   // lots traded today, cumulative
	Turnover       int64 // as the feed gives it: price × lots
	OpenInterest   Qty
	Upper, Lower   Price // the day's price limits (涨跌停板); 0 = not known
	Stamp          Time  // the exchange's time of the snapshot; 0 = none
}

// Apply takes over the figures of an EventDepth and reports whether anything
// that a quote could depend on moved: a side, the last price, the volume or a limit.
func (d *Depth) Apply(e *Event) (touched bool) {
	touched = d.Bid != e.Bid || d.Ask != e.Ask || d.BidQty != e.BidQty || d.AskQty != e.AskQty ||
		d.Last != e.Last || d.Volume != e.Volume || d.Upper != e.Upper || d.Lower != e.Lower
	d.Set(e)
	return touched
}

// Set takes over the figures of an EventDepth.
func (d *Depth) Set(e *Event) {
	d.Bid, d.Ask, d.BidQty, d.AskQty = e.Bid, e.Ask, e.BidQty, e.AskQty
	d.Last, d.Volume, d.Turnover, d.OpenInterest = e.Last, e.Volume, e.Turnover, e.OpenInterest
	d.Upper, d.Lower, d.Stamp = e.Upper, e.Lower, e.Time
}

// TwoSided reports whether both sides are present.
func (d *Depth) TwoSided() bool { return d.BidQty > 0 && d.AskQty > 0 }

// Crossed reports whether a two-sided book is locked or crossed.
func (d *Depth) Crossed() bool { return d.TwoSided() && d.Bid >= d.Ask }
