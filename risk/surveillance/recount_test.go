package surveillance_test

import (
	"slices"

	"quotient/market"
	"quotient/risk/surveillance"
)

// A recount reads every counter from the whole day's history, each time from its
// begin and from the rule's words, and shares no code with the Watch.
type happening struct {
	at      market.Time
	in      *market.Instruction
	cancel  *surveillance.Cancel
	fill    *surveillance.Fill
	book    *market.Depth
	of      market.Contract // of a book, request or closing
	request bool
	closing int // 1 begins, -1 ends
}

func (h *happening) contract() market.Contract {
	switch {
	case h.in != nil:
		return h.in.Contract
	case h.cancel != nil:
		return h.cancel.Contract
	case h.fill != nil:
		return h.fill.Contract
	}
	return h.of
}

type recount struct {
	p    surveillance.Params
	days []happening
}

// tally is what a rule's counter should say.
type tally struct{ value, seen int64 }

// counted are the happenings that a rule looks at for a contract.
func (o *recount) counted(r *surveillance.Rule, c market.Contract) (out []happening) {
	for _, h := range o.days {
		other := h.contract()
		mass := h.in != nil && (h.in.Kind == market.InstructMassQuotes || h.in.Kind == market.InstructMassOrders)
		switch {
		case int(other) >= len(o.p.Products) && r.Kind != surveillance.Burst:
			continue // a message is one of the account's, whatever it is about
		case r.Kind.Scope() == surveillance.Contract && (other != c || mass):
			continue
		case r.Kind.Scope() == surveillance.Product && o.p.Products[other] != o.p.Products[c]:
			continue
		}
		out = append(out, h)
	}
	return out
}

func (o *recount) tally(r *surveillance.Rule, c market.Contract) (n tally) {
	all := o.counted(r, c)
	switch r.Kind {
	case surveillance.Burst:
		n.value = disjoint(messageTimes(r, all), int(r.Messages), r.Window)
	case surveillance.Messages:
		n.value = int64(len(messageTimes(r, all)))
	case surveillance.OrdersOpposite, surveillance.OrdersProducts, surveillance.OrdersQuick:
		n.value, n.seen = ordersOf(r, all), o.combinations(r, all)
	case surveillance.SelfTrades:
		n.value = max(countFills(all, func(f *surveillance.Fill) int64 { return one(f.Self && f.Side == market.Bid) }),
			countFills(all, func(f *surveillance.Fill) int64 { return one(f.Self && f.Side == market.Ask) }))
	case surveillance.OpenLots:
		n.value = countFills(all, func(f *surveillance.Fill) int64 { return one(f.Opens) * int64(f.Lots) })
	case surveillance.Requests:
		for _, h := range all {
			n.value += one(h.request)
		}
	case surveillance.CloseShare:
		n.value = closeShare(all)
	case surveillance.PriceBurst:
		n.value = priceBursts(r, all)
	default:
		n.value = cancelsOf(r, all)
	}
	return n
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func messageTimes(r *surveillance.Rule, all []happening) (times []market.Time) {
	for _, h := range all {
		if h.in == nil {
			continue
		}
		quote := h.in.Kind == market.InstructQuote || h.in.Kind == market.InstructQuoteEnd
		n := 0
		switch h.in.Kind {
		case market.InstructQuote:
			if r.Counts&surveillance.CountOrders != 0 {
				n++
			}
			if r.Counts&surveillance.CountReplaced != 0 && h.in.Target > 0 {
				n++
			}
		case market.InstructOrder:
			n = int(r.Counts & surveillance.CountOrders)
		case market.InstructQuoteEnd, market.InstructOrderEnd, market.InstructMassQuotes, market.InstructMassOrders:
			n = int(r.Counts&surveillance.CountCancels) / 2
		}
		if quote {
			n *= int(r.QuoteWeight)
		}
		for range n {
			times = append(times, h.at)
		}
	}
	return times
}

// disjoint is the most stretches [s, s+window) without overlap that hold n of the
// times each, whatever the cut.
func disjoint(times []market.Time, n int, window market.Time) int64 {
	memo := map[market.Time]int64{}
	var best func(from market.Time) int64
	best = func(from market.Time) int64 {
		if v, ok := memo[from]; ok {
			return v
		}
		begins := []market.Time{from}
		for _, t := range times {
			begins = append(begins, t, t-window+1)
		}
		most := int64(0)
		for _, s := range begins {
			inside := 0
			for _, t := range times {
				if t >= s && t < s+window {
					inside++
				}
			}
			if s >= from && inside >= n {
				most = max(most, 1+best(s+window))
			}
		}
		memo[from] = most
		return most
	}
	return best(-1 << 40)
}

func ordersOf(r *surveillance.Rule, all []happening) (n int64) {
	for _, h := range all {
		if h.in != nil && h.in.Kind == market.InstructQuote {
			n += int64(r.QuoteWeight)
		} else if h.in != nil && h.in.Kind == market.InstructOrder {
			n++
		}
	}
	return n
}

func opens(in *market.Instruction, s market.Side) bool {
	if in == nil || in.Kind != market.InstructQuote && in.Kind != market.InstructOrder {
		return false
	}
	if s == market.Bid {
		return in.BidQty > 0 && in.BidOffset == market.Open
	}
	return in.AskQty > 0 && in.AskOffset == market.Open
}

func (o *recount) combinations(r *surveillance.Rule, all []happening) (n int64) {
	for i, h := range all {
		if r.Kind == surveillance.OrdersQuick {
			n += one(h.cancel != nil && left(h.cancel) > 0 && (!h.cancel.Replaced || r.Counts&surveillance.CountReplaced != 0) &&
				h.at-h.cancel.Sent <= r.Window)
			continue
		}
		found := false
		for _, before := range all[:i] {
			if h.in == nil || before.in == nil || h.at-before.at > r.Window {
				continue
			}
			a, b := h.in, before.in
			same := o.p.Products[a.Contract] == o.p.Products[b.Contract]
			if r.Kind == surveillance.OrdersOpposite {
				found = found || same && a.Contract != b.Contract &&
					(opens(a, market.Bid) && opens(b, market.Ask) || opens(a, market.Ask) && opens(b, market.Bid))
			} else {
				found = found || !same && (opens(a, market.Bid) || opens(a, market.Ask)) && (opens(b, market.Bid) || opens(b, market.Ask))
			}
		}
		n += one(found)
	}
	return n
}

func countFills(all []happening, weigh func(*surveillance.Fill) int64) (n int64) {
	for _, h := range all {
		if h.fill != nil {
			n += weigh(h.fill)
		}
	}
	return n
}

func left(x *surveillance.Cancel) int64 { return int64(x.BidLots) + int64(x.AskLots) }

// bookBefore is the last snapshot before the i-th happening.
func bookBefore(all []happening, i int) market.Depth {
	for j := i - 1; j >= 0; j-- {
		if all[j].book != nil {
			return *all[j].book
		}
	}
	return market.Depth{}
}

func cancelsOf(r *surveillance.Rule, all []happening) (n int64) {
	for i, h := range all {
		x := h.cancel
		if x == nil || left(x) == 0 || x.Replaced && r.Counts&surveillance.CountReplaced == 0 {
			continue
		}
		d := bookBefore(all, i)
		highBid := x.BidLots > 0 && d.Upper > 0 && x.Bid >= d.Upper
		lowAsk := x.AskLots > 0 && d.Lower > 0 && x.Ask <= d.Lower
		var legs int64
		switch r.Kind {
		case surveillance.Cancels, surveillance.CancelRatio:
			legs = one(x.BidLots > 0) + one(x.AskLots > 0)
		case surveillance.LargeCancels:
			legs = one(x.BidLots >= r.Lots) + one(x.AskLots >= r.Lots)
		case surveillance.LimitCancels:
			legs = one(highBid) + one(lowAsk)
		case surveillance.LimitCancelLots:
			n += one(highBid)*int64(x.BidLots) + one(lowAsk)*int64(x.AskLots)
		case surveillance.Layering:
			n += one(layered(r, all[:i], x, h.at, &d))
		}
		if r.QuoteWeight == 1 {
			legs = min(legs, 1)
		}
		n += legs
	}
	return n
}

func layered(r *surveillance.Rule, before []happening, x *surveillance.Cancel, now market.Time, d *market.Depth) bool {
	for _, h := range before {
		if h.fill == nil || h.fill.Lots > r.Small || h.at < x.Sent || now-h.at > r.Window {
			continue
		}
		if h.fill.Side == market.Ask && x.BidLots >= r.Lots && d.BidQty > 0 && d.Bid-x.Bid >= r.Ticks ||
			h.fill.Side == market.Bid && x.AskLots >= r.Lots && d.AskQty > 0 && x.Ask-d.Ask >= r.Ticks {
			return true
		}
	}
	return false
}

// closeShare is ours over the market's in parts per million, of one period.
func closeShare(all []happening) int64 {
	on, ours, theirs, begin, volume, known := false, int64(0), int64(0), int64(-1), int64(0), false
	for _, h := range all {
		switch {
		case h.book != nil:
			volume, known = int64(h.book.Volume), true
		case h.fill != nil && on:
			ours += int64(h.fill.Lots)
		case h.closing != 0:
			on = h.closing > 0
		}
		if on && known {
			if begin < 0 {
				begin = volume
			}
			theirs = max(theirs, volume-begin)
		}
	}
	return ours * 1_000_000 / max(1, theirs, ours)
}

func priceBursts(r *surveillance.Rule, all []happening) (n int64) {
	type order struct {
		at     market.Time
		middle int64
	}
	sides := [2][]order{}
	for i, h := range all {
		d := bookBefore(all, i)
		adds := h.in != nil && h.in.Kind.Adds()
		if h.book != nil {
			d = *h.book
		}
		if !adds && h.book == nil || d.BidQty <= 0 || d.AskQty <= 0 {
			continue
		}
		middle := int64(d.Bid) + int64(d.Ask)
		if adds {
			taker := h.in.Kind == market.InstructOrder
			if h.in.BidQty > 0 && (taker || h.in.Bid >= d.Ask) {
				sides[0] = append(sides[0], order{h.at, middle})
			}
			if h.in.AskQty > 0 && (taker || h.in.Ask <= d.Bid) {
				sides[1] = append(sides[1], order{h.at, middle})
			}
		}
		for s, sign := range []int64{1, -1} {
			k := len(sides[s]) - int(r.Messages)
			if k >= 0 && h.at-sides[s][k].at <= r.Window && sign*(middle-sides[s][k].middle) >= 2*int64(r.Ticks) {
				n++
				sides = [2][]order{slices.Clone(sides[0]), slices.Clone(sides[1])}
				sides[s] = nil
				break
			}
		}
	}
	return n
}
