package obligation

import "quotient/market"

// The recount's part about options, written from the rule text.

// A tierRow is one row of a table of spreads by bid price.
type tierRow struct{ from, ticks, ppm int64 }

// allowance is the widest spread of a quote by its bid.
func allowance(tiers []tierRow, flat, bid market.Price) int64 {
	if tiers == nil {
		return int64(flat)
	}
	for i := len(tiers) - 1; i >= 0; i-- {
		if r := tiers[i]; int64(bid) >= r.from {
			return max(r.ticks, int64(bid)*r.ppm/million)
		}
	}
	return 0
}

// An optionHistory is what the exchange published about an option's price and its
// underlying; the zero Depth is a book of which nothing is known.
type optionHistory struct {
	strikes []int64 // of the series, nil without one
	mine    int     // the option's row in it
	around  int
	by      Restrike
	high    bool
	hold    market.Time

	open    market.Time    // of the trading day
	limit   []moment[bool] // the underlying is at its limit
	future  []moment[market.Depth]
	book    []moment[market.Depth]
	settled []moment[market.Price] // the underlying's settlement prices
	floor   []moment[market.Price] // the option's
	tiers   []tierRow
	rows    []moment[int] // 1 + the row at the money; made by strike
}

// nearest is the row nearest to half of twice, 1 + its index.
func (h *optionHistory) nearest(twice int64) int {
	best, gap := 0, int64(1)<<62
	for i, s := range h.strikes {
		g := max(2*s-twice, twice-2*s)
		if g < gap || g == gap && h.high {
			best, gap = i+1, g
		}
	}
	return best
}

// strike works out when which row was at the money.
func (h *optionHistory) strike() {
	h.rows = nil
	if h.by == RestrikeSettlement {
		if s, ok := h.ofTheDay(h.settled); ok {
			h.rows = append(h.rows, moment[int]{s.at, h.nearest(2 * int64(s.v))})
		}
		return
	}
	row, near, since := 0, 0, market.Time(0)
	end := moment[market.Depth]{at: 1 << 62}
	for _, f := range append(append([]moment[market.Depth](nil), h.future...), end) {
		if near != 0 && near != row && since+h.hold <= f.at && row != 0 {
			row = near
			h.rows = append(h.rows, moment[int]{since + h.hold, row})
		}
		twice, ok := 2*int64(f.v.Last), f.v.Last != 0
		if h.by == RestrikeMid {
			twice, ok = int64(f.v.Bid+f.v.Ask), f.v.BidQty > 0 && f.v.AskQty > 0
		}
		is := 0
		if ok {
			is = h.nearest(twice)
		}
		if is != near {
			near, since = is, f.at
		}
		if near != 0 && (row == 0 || h.hold == 0) && near != row {
			row = near
			h.rows = append(h.rows, moment[int]{f.at, row})
		}
	}
}

// member says whether the option is in the set at t.
func (h *optionHistory) member(t market.Time) bool {
	if h.strikes == nil {
		return true
	}
	row := at(h.rows, t) - 1
	return row >= 0 && h.mine >= row-h.around && h.mine <= row+h.around
}

// cheap says whether the option is out of the money and below its floor at t.
func (h *optionHistory) cheap(t market.Time, terms *Terms) bool {
	last, book := at(h.future, t).Last, at(h.book, t)
	if terms.Floor == 0 || last == 0 || terms.Call && last >= terms.Strike || !terms.Call && last <= terms.Strike {
		return false
	}
	switch terms.FloorBy {
	case FloorBid:
		return book.Upper != 0 && (book.BidQty == 0 || book.Bid < terms.Floor)
	case FloorLast:
		return book.Last != 0 && book.Last < terms.Floor
	}
	told, ok := h.ofTheDay(h.floor)
	return ok && told.at <= t && told.v < terms.Floor
}

// ofTheDay is the settlement price that counts: the last before the open, else
// the first of all.
func (h *optionHistory) ofTheDay(list []moment[market.Price]) (told moment[market.Price], ok bool) {
	for _, m := range list {
		if !ok || m.at < h.open {
			told, ok = m, true
		}
	}
	return told, ok
}

// edges are the instants at which anything of this changed.
func (h *optionHistory) edges() (list []market.Time) {
	for _, m := range h.limit {
		list = append(list, m.at)
	}
	for _, m := range h.future {
		list = append(list, m.at)
	}
	for _, m := range h.book {
		list = append(list, m.at)
	}
	for _, m := range h.floor {
		list = append(list, m.at)
	}
	for _, m := range h.rows {
		list = append(list, m.at)
	}
	return list
}
