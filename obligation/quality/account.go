package quality

import (
	"quotient/market"
	"quotient/quoter/port"
)

// A Row is one contract's trading day.
type Row = port.Quality

// quote is our quote that is effective now.
type quote struct {
	bid, ask market.Price
	stands   bool
	_        [7]byte
}

// book is the best bid and offer the feed told last; a side that is empty or was
// never told is nobody's best price.
type book struct {
	bid, ask       market.Price
	hasBid, hasAsk bool
	_              [6]byte
}

// flow counts what needs no proof: fills, messages, requests, the market's totals.
type flow struct {
	passive, aggressive market.Qty
	oversize, self      market.Qty
	market, open        market.Qty
	orders, cancels     int64
	cancelled           market.Qty
	requests            int64
}

// day is one trading day of a contract.
type day struct {
	date  market.Date
	_     [4]byte
	sure  times       // proven
	loose times       // since the proof known at the last touch
	upTo  market.Time // loose reaches up to here
	flow
}

// account is a contract's running day, and the day before it until it is taken.
type account struct {
	day
	ended   day
	quote   quote
	book    book
	largest market.Qty // order that counts; 0 = any
}

// begin starts a trading day: the market's totals are not known yet.
func (d *day) begin(date market.Date, now market.Time) {
	*d = day{date: date, upTo: now, flow: flow{market: -1, open: -1}}
}

// prove moves what is loose up to proof into what is sure. Proof is either before
// all that is loose or not before its end: it only moves to the newest instant.
func (d *day) prove(proof market.Time) {
	if proof >= d.upTo {
		d.sure.plus(&d.loose)
		d.loose = times{}
	}
}

// fold counts the time since the last touch; proof is not after now.
func (a *account) fold(proof, now market.Time) {
	a.prove(proof)
	from := a.upTo
	cut := max(from, proof)
	a.sure.count(&a.quote, &a.book, cut-from)
	a.loose.count(&a.quote, &a.book, now-cut)
	a.upTo = now
}

// row tells the day.
func (d *day) row(c market.Contract, r *Row) {
	*r = Row{Contract: c, Date: d.date,
		Effective: d.sure.effective, AtBest: d.sure.best, AtBestBid: d.sure.bestBid, AtBestAsk: d.sure.bestAsk,
		SpreadTime: d.sure.spread, Passive: d.passive, Aggressive: d.aggressive, Oversize: d.oversize, SelfTrade: d.self,
		Market: d.market, OpenInt: d.open, Orders: d.orders, Cancels: d.cancels, Cancelled: d.cancelled, Requests: d.requests}
}
