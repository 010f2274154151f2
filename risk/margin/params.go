package margin

import (
	"quotient/market"
	"quotient/risk/position"
)

// A Terms is what is agreed for one contract besides its margin.
type Terms struct {
	Fee       position.Fee
	Portfolio uint16 // whose stress it is part of, below Params.Portfolios
	// OneSide: of lots held both ways only the side with the higher margin counts
	// (单向大边); false margins both.
	OneSide bool
}

// A Pair is two futures that the exchange lets be held as a spread (套利).
type Pair struct{ First, Second market.Contract }

// Params are the room's parameters. A table without a row for a contract and a
// date makes the contract's margin unknown.
type Params struct {
	Instruments []market.Instrument // by contract
	Terms       []Terms             // by contract
	Portfolios  int                 // at least 1
	Rows        []Row
	Sellers     []Seller
	Reliefs     []Relief
	Moves       []MoveRule
	Pairs       []Pair

	MaxUsage int64 // ppm of the usable funds that margin may take (资金使用率)
	Profit   int64 // ppm of the day's profit that may be used before settlement; 0 none

	Prices []int64 // stress: moves of the futures' prices, ppm
	Vols   []int64 // stress: moves of volatility, thousandths of a point
	Steps  []Limit // stress: consecutive limit days
	Share  int64   // ppm of a day's volume that unwinding may be
	Soon   int64   // trading days before the last one from which lots count as headed to delivery
	Unwind int64   // and from which a future's are taken down, at most Soon; 0 = never
}

// A Limit is one of consecutive limit days (连续涨跌停板): how wide that day's price
// limit is and how high the margin, both as ppm of the first day's.
type Limit struct{ Width, Rate int64 }

const maxPpm = 100 * million // no factor of anything is higher

// Check calls bad for each parameter that no account can work with.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if len(p.Terms) != len(p.Instruments) {
		bad("terms", int64(len(p.Terms)), int64(len(p.Instruments)))
	}
	within(bad, "portfolios", int64(p.Portfolios), 1, int64(Whole))
	for i := range p.Instruments {
		p.Instruments[i].Check(bad)
		within(bad, "multiplier", int64(p.Instruments[i].TickValue), 1, int64(believable))
		p.checkOption(i, bad)
	}
	for i := range p.Terms {
		within(bad, "portfolio", int64(p.Terms[i].Portfolio), 0, int64(p.Portfolios)-1)
		checkFee(&p.Terms[i].Fee, bad)
	}
	p.checkTables(bad)
	for i := range p.Pairs {
		p.checkPair(i, bad)
	}
	within(bad, "max_usage", p.MaxUsage, 1, million)
	within(bad, "profit", p.Profit, 0, million)
	p.checkStress(bad)
}

func within(bad func(string, int64, int64), key string, found, least, most int64) {
	if found < least {
		bad(key, found, least)
	}
	if found > most {
		bad(key, found, most)
	}
}

// checkOption wants an option on a future of the list.
func (p *Params) checkOption(i int, bad func(string, int64, int64)) {
	in := &p.Instruments[i]
	if !in.Option() {
		return
	}
	if int(in.Underlying) >= len(p.Instruments) || p.Instruments[in.Underlying].Option() {
		bad("underlying", int64(in.Underlying), int64(len(p.Instruments)))
	} else if i < len(p.Terms) && int(in.Underlying) < len(p.Terms) &&
		p.Terms[i].Portfolio != p.Terms[in.Underlying].Portfolio {
		bad("portfolio", int64(p.Terms[i].Portfolio), int64(p.Terms[in.Underlying].Portfolio))
	}
	within(bad, "strike", int64(in.Strike), 1, int64(position.MaxPrice))
}

func checkFee(f *position.Fee, bad func(string, int64, int64)) {
	within(bad, "open_per_lot", int64(f.OpenPerLot), 0, most)
	within(bad, "close_per_lot", int64(f.ClosePerLot), 0, most)
	within(bad, "close_today_per_lot", int64(f.CloseTodayPerLot), 0, most)
	within(bad, "open_rate", f.OpenRate, 0, feePer)
	within(bad, "close_rate", f.CloseRate, 0, feePer)
	within(bad, "close_today_rate", f.CloseTodayRate, 0, feePer)
}

// checkPair wants two different futures, each pair once.
func (p *Params) checkPair(i int, bad func(string, int64, int64)) {
	a, b := p.Pairs[i].First, p.Pairs[i].Second
	n := len(p.Instruments)
	if int(a) >= n || int(b) >= n || a == b || p.Instruments[a].Option() || p.Instruments[b].Option() {
		bad("pair", int64(i), int64(len(p.Pairs)))
		return
	}
	for _, other := range p.Pairs[:i] {
		if other == p.Pairs[i] || other == (Pair{b, a}) {
			bad("pair", int64(i), int64(len(p.Pairs)))
		}
	}
}

func (p *Params) checkStress(bad func(string, int64, int64)) {
	for _, v := range p.Prices {
		within(bad, "stress_price", v, -million, maxPpm)
	}
	for _, v := range p.Vols {
		within(bad, "stress_vol", v, -million, million)
	}
	for _, s := range p.Steps {
		within(bad, "limit_width", s.Width, 1, maxPpm)
		within(bad, "limit_rate", s.Rate, million, maxPpm)
	}
	within(bad, "share", p.Share, 1, million)
	within(bad, "soon", p.Soon, 1, 366)
	within(bad, "unwind_days", p.Unwind, 0, p.Soon)
}
