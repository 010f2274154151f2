package position

import "quotient/market"

// A Class says whether a row holds for futures or for options: they have limits
// and trading codes of their own.
type Class uint8

// The classes. The zero Class is none: a row that does not say it is refused.
const (
	NoClass Class = iota
	Futures
	Options
)

// ClassOf returns an instrument's class.
func ClassOf(in *market.Instrument) Class {
	if in.Option() {
		return Options
	}
	return Futures
}

// A Limit is how much may be held on one side (持仓限额, 单边): of a future by
// contract; of options by month, calls bought and puts sold together and calls
// sold and puts bought together. It holds on the trading days From to Until.
type Limit struct {
	Product     market.Code
	Symbol      market.Symbol // one contract or series instead of the whole product
	Class       Class
	Maker       bool // a market maker's own (做市商持仓限额), which goes before a client's
	From, Until market.Date
	Period      Period
	Speculative market.Qty // lots held as speculation (投机)
	// Times bounds speculation and spread positions (套利) together, as a multiple
	// of Speculative: 2 in ordinary months and the month before delivery, 1 in
	// the delivery month (套利交易管理办法 art. 5).
	Times  int64
	Source market.Ref // the notice, such as 〔2020〕46
}

// An OpenLimit is how many lots may be opened in a trading day, bought and sold
// together (交易限额): of a product, or, with Symbol, of one contract. Free says
// that the exchange sets none for us; without a row nothing may be opened.
type OpenLimit struct {
	Product     market.Code
	Symbol      market.Symbol
	Class       Class
	Free        bool
	From, Until market.Date
	Lots        market.Qty
	Source      market.Ref
}

// A Qualification is a market maker's right on a product (做市资格). On a day on
// which none holds, its code there may only close (guide ch. 2 §3, ch. 3 §4).
type Qualification struct {
	Product     market.Code
	Class       Class
	From, Until market.Date
	Source      market.Ref
}

// An Account is another account under common control (实际控制关系账户): its
// positions count in our limits. When none was told for longer than MaxAge the
// sum is unknown, and nothing may be opened.
type Account struct {
	Name   market.Ref
	MaxAge market.Time
}

// LimitParams are what position limits are made of. Rows of one kind for the same
// contract, period and day contradict each other.
type LimitParams struct {
	Instruments    []market.Instrument
	Months         []market.Month // by contract: the delivery month, an option's is its underlying's
	Limits         []Limit
	OpenLimits     []OpenLimit
	Qualifications []Qualification
	Accounts       []Account

	MaxPairs int // spread pairs kept at most
	// KeepPairs says that the exchange closes speculative lots before those of
	// spread positions. Without it every lot closed is taken to break a spread,
	// which counts more as speculation.
	KeepPairs bool
}

func holds(from, until, day market.Date) bool { return from <= day && day <= until }

// about says how narrowly a row names an instrument: 2 by its symbol, 1 by its
// product, 0 not at all.
func about(product market.Code, symbol market.Symbol, class Class, in *market.Instrument) int {
	switch {
	case class != ClassOf(in) || product != in.Product:
		return 0
	case symbol == market.Symbol{}:
		return 1
	case symbol == in.Symbol:
		return 2
	}
	return 0
}

// Qualified reports whether c's product is ours to make on a trading day.
func (p *LimitParams) Qualified(c market.Contract, day market.Date) bool {
	in := &p.Instruments[c]
	for i := range p.Qualifications {
		q := &p.Qualifications[i]
		if about(q.Product, market.Symbol{}, q.Class, in) != 0 && holds(q.From, q.Until, day) {
			return true
		}
	}
	return false
}

// LimitOn returns c's limit on a trading day: the market maker's own while
// qualified, else a client's; a row for the contract before one for its product.
// false when there is none, or one that cannot be: then nothing may be opened.
func (p *LimitParams) LimitOn(c market.Contract, day market.Date) (l Limit, ok bool) {
	if int(c) >= len(p.Instruments) || int(c) >= len(p.Months) {
		return l, false
	}
	period := PeriodOn(p.Months[c], day)
	if period == NoPeriod {
		return l, false
	}
	qualified, best := p.Qualified(c, day), 0
	for i := range p.Limits {
		r := &p.Limits[i]
		rank := about(r.Product, r.Symbol, r.Class, &p.Instruments[c])
		if rank == 0 || r.Maker && !qualified || r.Period != period && r.Period != EveryPeriod || !holds(r.From, r.Until, day) {
			continue
		}
		if r.Maker {
			rank += 2
		}
		if rank > best || rank == best && r.Speculative < l.Speculative {
			l, best = *r, rank
		}
	}
	return l, l.sound()
}

func (l *Limit) sound() bool {
	return l.Speculative > 0 && l.Speculative <= MaxQty && l.Times >= 1 && l.Times <= maxTimes
}

// maxTimes bounds Limit.Times.
const maxTimes = 10

// openLimit returns the row of OpenLimits for c, by symbol or by product; nil when
// there is none.
func (p *LimitParams) openLimit(c market.Contract, day market.Date, rank int) *OpenLimit {
	for i := range p.OpenLimits {
		r := &p.OpenLimits[i]
		if about(r.Product, r.Symbol, r.Class, &p.Instruments[c]) == rank && holds(r.From, r.Until, day) {
			return r
		}
	}
	return nil
}
