package margin

import "quotient/market"

// A Span is the trading days on which a row is in force: [From, Until); Until 0
// has no end yet.
type Span struct {
	From, Until market.Date
}

func (s Span) holds(d market.Date) bool {
	return d >= s.From && (s.Until == 0 || d < s.Until)
}

func (s Span) check(bad func(string, int64, int64)) {
	if !s.From.Valid() {
		bad("from", int64(s.From), 1)
	}
	if s.Until != 0 && (!s.Until.Valid() || s.Until <= s.From) {
		bad("until", int64(s.Until), int64(s.From))
	}
}

// A Row is a margin standard for futures (交易保证金标准). It is in force on the
// trading days of its Span, in its stage of the contract's life, from its open
// interest on. A day's rate is taken at the settlement of the day before
// (自前一交易日结算时起), which is when Roll makes that day the current one.
type Row struct {
	Product  market.Code
	Contract market.Symbol // zero: every contract of Product
	Span

	// A stage begins on calendar day Day of the month that is Months before the
	// delivery month (交割月前一个月上旬、中旬、下旬, 交割月) and lasts to the end. Day 0 is
	// the whole life.
	Months, Day uint8

	OpenInterest int64 // in force from so many lots (持仓量); 0 from none

	Long, Short int64 // ppm of the value, buying and selling side
	Source      market.Ref
}

// matches reports whether the row can be about in.
func (r *Row) matches(in *market.Instrument) bool {
	return !in.Option() && r.Product == in.Product &&
		(r.Contract == market.Symbol{} || r.Contract == in.Symbol)
}

// holds reports whether the row is in force on d for in with so many lots open.
// A stage of a contract whose delivery is not told counts as reached.
func (r *Row) holds(in *market.Instrument, d market.Date, interest int64) bool {
	return r.matches(in) && r.Span.holds(d) && interest >= r.OpenInterest &&
		(r.Day == 0 || d >= stage(in.Expiry.Month(), r.Months, r.Day))
}

// stage is calendar day day of the month that is before months ahead of m.
func stage(m market.Month, before, day uint8) market.Date {
	n := int32(m)/100*12 + int32(m)%100 - 1 - int32(before)
	return market.Date(n/12*10000 + (n%12+1)*100 + int32(day))
}

// A Seller says what the seller of an option deposits (期权卖方交易保证金) beside the
// premium's settlement: the higher of the future's margin less OutOfMoney of the
// amount out of the money (虚值额), and Least of the future's margin. At ZCE both
// are one half.
type Seller struct {
	Product market.Code // of the options
	Span
	OutOfMoney, Least int64 // ppm
	Source            market.Ref
}

// A Relief is a share of the fees that is waived (手续费减免). AtOnce is taken off
// when the fee is charged; otherwise the fee is paid in full and the relief comes
// back after a month that was met.
type Relief struct {
	Product market.Code
	Span
	Rate   int64 // ppm of the fee
	AtOnce bool
	Source market.Ref
}

// A MoveRule lets the exchange raise margin: when the settlement prices of Days
// days in a row moved one way by Multiple times the price limit.
type MoveRule struct {
	Span
	Days     int64
	Multiple int64 // ppm of the day's limit: 3,000,000 is three times
	Raised   int64 // ppm of the standard that Forecast then reckons with
	Source   market.Ref
}

func (p *Params) checkTables(bad func(string, int64, int64)) {
	for i := range p.Rows {
		p.Rows[i].check(bad)
	}
	for i := range p.Sellers {
		s := &p.Sellers[i]
		s.Span.check(bad)
		within(bad, "out_of_money", s.OutOfMoney, 0, million)
		within(bad, "least", s.Least, 1, million)
		sourced(bad, s.Source)
	}
	for i := range p.Reliefs {
		r := &p.Reliefs[i]
		r.Span.check(bad)
		within(bad, "relief", r.Rate, 1, million)
		sourced(bad, r.Source)
	}
	for i := range p.Moves {
		m := &p.Moves[i]
		m.Span.check(bad)
		within(bad, "days", m.Days, 1, depth-1)
		within(bad, "multiple", m.Multiple, 1, maxPpm)
		within(bad, "raised", m.Raised, million, maxPpm)
		sourced(bad, m.Source)
	}
	p.checkCovered(bad)
}

func (r *Row) check(bad func(string, int64, int64)) {
	r.Span.check(bad)
	within(bad, "months", int64(r.Months), 0, 12)
	within(bad, "day", int64(r.Day), 0, 31)
	within(bad, "open_interest", r.OpenInterest, 0, most)
	within(bad, "long", r.Long, 1, million)
	within(bad, "short", r.Short, 1, million)
	sourced(bad, r.Source)
}

func sourced(bad func(string, int64, int64), source market.Ref) {
	if source == (market.Ref{}) {
		bad("source", 0, 1)
	}
}

// checkCovered wants for every contract a row that can be about it, and for what
// has stages the delivery month.
func (p *Params) checkCovered(bad func(string, int64, int64)) {
	for c := range p.Instruments {
		in, covered := &p.Instruments[c], false
		for i := range p.Sellers {
			if in.Option() && p.Sellers[i].Product == in.Product {
				covered = true
			}
		}
		for i := range p.Rows {
			if !p.Rows[i].matches(in) {
				continue
			}
			covered = true
			if p.Rows[i].Day != 0 && in.Expiry == 0 {
				bad("expiry", int64(c), 1)
			}
		}
		if !covered {
			bad("margin", int64(c), 1)
		}
	}
}
