package obligation

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/rule"
)

// ownBook publishes the contract's book.
func (w *world) ownBook() {
	d := w.book
	d.Stamp = w.now
	if w.limits[0] {
		d.Bid, d.BidQty, d.AskQty, d.Ask, d.Last = 120, 5, 0, 0, 120
	}
	w.h.option.book = append(w.h.option.book, moment[market.Depth]{w.now, d})
	w.publish(func() { w.m.Market(0, &d, w.now) })
}

// futureBook publishes the underlying's book.
func (w *world) futureBook() {
	d := w.future
	d.Stamp = w.now
	w.h.option.future = append(w.h.option.future, moment[market.Depth]{w.now, d})
	limit := d.AskQty == 0 && d.BidQty > 0 && d.Bid == d.Upper
	w.h.option.limit = append(w.h.option.limit, moment[bool]{w.now, limit})
	w.publish(func() { w.m.Market(2, &d, w.now) })
}

// newOptionWorld draws a world whose contract is an option on contract 2, in a
// series with strikes 90, 100 and 110 or in none.
func newOptionWorld(t *rapid.T) *world {
	w := newWorld(t, false)
	w.book.Bid, w.book.Ask, w.book.Last = 22, 25, 23
	w.future = market.Depth{Bid: 99, Ask: 101, BidQty: 5, AskQty: 5, Last: 100, Upper: 200, Lower: 50}
	h := &w.h.option
	w.series = &Series{Underlying: 2, Around: int32(w.draw(0, 1)), By: Restrike(w.draw(1, 3)), TieHigh: w.chance(50),
		Hold: market.Time(w.draw(0, 3)) * 4 * market.Second}
	for i := range market.Price(3) {
		w.series.Rows = append(w.series.Rows, StrikeRow{Strike: 90 + 10*i, Call: market.NoContract, Put: market.NoContract})
	}
	x := &w.terms
	x.Dominant, x.Option, x.Underlying, x.Call = 1, true, 2, w.chance(50)
	mine := int(w.draw(0, 2))
	x.Strike = w.series.Rows[mine].Strike
	w.series.Rows[mine].Call = 0
	p := Params{Contracts: 3}
	if w.chance(70) {
		x.Series, p.Series = 1, []Series{*w.series}
		h.strikes, h.mine, h.around = []int64{90, 100, 110}, mine, int(w.series.Around)
		h.by, h.high, h.hold = w.series.By, w.series.TieHigh, w.series.Hold
	}
	if w.chance(70) {
		x.Floor, x.FloorBy = 20, FloorRule(w.draw(1, 3))
	}
	if w.chance(50) {
		x.Imbalance = 300_000
	}
	if w.chance(60) {
		x.Tiers, x.MaxSpread = 1, 0
		h.tiers = []tierRow{{20, 2, 0}, {25, 3, 0}, {30, 1, 120_000}}
		table := rule.Tiers{N: 3}
		for i, r := range h.tiers {
			table.Row[i] = rule.Tier{From: market.Price(r.from), Ticks: market.Price(r.ticks), PPM: r.ppm}
		}
		p.Tiers = []rule.Tiers{table}
	}
	p.Terms, p.Grants = []Terms{*x}, w.m.p.Grants
	p.Check(func(key string, found, allowed int64) { t.Fatalf("%s %d %d", key, found, allowed) })
	w.m = New(p, w.cal)
	return w
}

// trade plans what the market of the option and its underlying does.
func (w *world) trade(open, end market.Time) {
	w.h.option.open = open
	for n := w.draw(0, 12); n > 0; n-- {
		w.at(open+w.span(0, end-open), func() {
			w.book.Bid, w.book.BidQty, w.book.Last = market.Price(w.draw(17, 23)), market.Qty(w.draw(0, 3)), market.Price(w.draw(17, 23))
			if w.chance(15) {
				w.book.Last = 0
			}
			w.ownBook()
		})
	}
	for n := w.draw(0, 40); n > 0; n-- {
		w.at(open+w.span(0, end-open), func() {
			f := &w.future
			f.Last, f.Bid = market.Price(w.draw(88, 112)), market.Price(w.draw(88, 112))
			f.Ask, f.BidQty, f.AskQty = f.Bid+market.Price(w.draw(1, 3)), 5, 5
			switch {
			case w.chance(8):
				f.Bid, f.AskQty = f.Upper, 0
			case w.chance(8):
				f.AskQty = 0
			case w.chance(8):
				f.Last = 0
			}
			w.futureBook()
		})
	}
	for _, c := range []market.Contract{0, 2} {
		at := open - 4*market.Second
		switch {
		case w.chance(20):
			at = open + w.span(0, end-open)
		case w.chance(10):
			continue
		}
		w.at(at, func() { w.settle(c) })
		w.at(at+w.span(0, end-open), func() { w.settle(c) }) // once more, and to no effect
	}
}

func (w *world) settle(c market.Contract) {
	p, list := market.Price(w.draw(88, 112)), &w.h.option.settled
	if c == 0 {
		p, list = market.Price(w.draw(17, 23)), &w.h.option.floor
	}
	if w.now >= market.Date(20260105).At(9*market.Hour+5*market.Minute) {
		return // after the close it is for the next day
	}
	*list = append(*list, moment[market.Price]{w.now, p})
	stamp := w.now
	w.publish(func() { w.m.Settlement(c, p, stamp, w.now) })
}

// TestOptionDays: with perfect stamps high is the recount of an option's day to
// the nanosecond, low never exceeds it, and every exemption agrees.
func TestOptionDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newOptionWorld(t)
		open, end := w.plan(20260105)
		w.trade(open, end)
		row := w.finish(end)
		w.h.option.strike()
		n := w.h.exact(&w.terms, open-market.Minute, end+market.Minute)
		w.compare(&row, &n)
		if row.High != w.high(&n) {
			t.Fatalf("high %d, recount %d (%d)", row.High, w.high(&n), row.High-w.high(&n))
		}
		if row.Low > w.high(&n) || row.Low > n.remaining {
			t.Fatalf("low %d exceeds recount %d", row.Low, n.remaining)
		}
		if sum := w.ledgerSums(); sum != n.exempt {
			t.Fatalf("ledger %v, recount %v", sum, n.exempt)
		}
	})
}

// TestOptionDaysWithoutWords: what was lost with the link is never told.
func TestOptionDaysWithoutWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newOptionWorld(t)
		w.perfect = false
		open, end := w.plan(20260105)
		w.trade(open, end)
		row := w.finish(end)
		w.h.option.strike()
		n := w.h.exact(&w.terms, open-market.Minute, end+market.Minute)
		w.compare(&row, &n)
		if row.Low > n.remaining || row.High < w.high(&n) {
			t.Fatalf("recount %d outside %d to %d", n.remaining, row.Low, row.High)
		}
	})
}
