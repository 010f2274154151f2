package sim

import (
	"fmt"
	"strconv"
	"strings"

	"quotient/market"
)

// A duty is what stories about options have beyond those about futures.
type duty struct {
	symbols []string
	at9     bool
	told    int // moves told
}

func (s *story) lookup(symbol string) (market.Contract, bool) {
	for c, y := range s.symbols {
		if y == symbol {
			return market.Contract(c), true
		}
	}
	return 0, false
}

// plain reports whether a story about options need not tell the event.
func (s *story) plain(e *market.Event) bool {
	return len(s.symbols) > len(storySymbols) && (e.Kind == market.EventQuoteLive || e.Kind == market.EventLegState ||
		e.Kind == market.EventQuoteEnded && e.Code == market.EndReplaced)
}

func (s *story) today() market.Date {
	if s.f != nil && s.f.Now().Date() > testDate {
		return s.f.Now().Date()
	}
	return testDate
}

var strikes = []market.Price{5800, 5900, 6000, 6100, 6200}

// sugar is a future, five calls and five puts on it: contracts 0, 1 to 5, 6 to 10.
func sugar() (all []market.Instrument, s Series) {
	x, _ := market.MakeCode("CZCE")
	add := func(symbol, product string, in market.Instrument) market.Contract {
		in.Symbol, _ = market.MakeSymbol(symbol)
		in.Product, _ = market.MakeCode(product)
		in.Exchange, in.TickValue = x, 1000
		all = append(all, in)
		return market.Contract(len(all) - 1)
	}
	add("SR609", "SR", market.Instrument{TickUnits: 1})
	s = Series{Rows: make([]StrikeRow, len(strikes)), Around: 1, By: RestrikeSettlement}
	for i, k := range strikes {
		s.Rows[i].Strike = k
		s.Rows[i].Call = add(fmt.Sprintf("SR609C%d", k), "SRC", market.Instrument{TickUnits: 5, Decimals: 1, Kind: market.Call, Strike: k})
	}
	for i, k := range strikes {
		s.Rows[i].Put = add(fmt.Sprintf("SR609P%d", k), "SRP", market.Instrument{TickUnits: 5, Decimals: 1, Kind: market.Put, Strike: k})
	}
	return all, s
}

// sugarTerms: as wide as 8 ticks below a bid of 100, 20 and a tenth above; ten
// lots; the same for answers, in ten seconds for twenty.
func sugarTerms(all []market.Instrument) (terms []MakerTerms, asks []ResponseTerms) {
	tiers := Tiers{Rows: []Tier{{From: 0, Ticks: 8}, {From: 100, Ticks: 20, PPM: 100_000}}}
	for c := 1; c < len(all); c++ {
		in := &all[c]
		terms = append(terms, MakerTerms{Contract: market.Contract(c), Dominant: market.NoContract, MinSize: 10, Tiers: tiers, Series: 1,
			Option: true, Call: in.Kind == market.Call, Strike: in.Strike, Unit: 3})
		asks = append(asks, ResponseTerms{Contract: market.Contract(c), Unit: 5, MinSize: 10, Tiers: tiers,
			Respond: 10 * market.Second, Hold: 20 * market.Second, Underlying: market.NoContract})
	}
	return terms, asks
}

// sugarDays is two days of sugar with a silent crowd.
func sugarDays() Params {
	all, series := sugar()
	p := Params{Makers: 2, Instruments: all, Series: []Series{series}, Phases: append(dayPhases(testDate), dayPhases(20200804)...)}
	p.Terms, p.Responses = sugarTerms(all)
	return p
}

// openOptions: open tape options key=value …
func (s *story) openOptions(w []string) (Params, []string) {
	p := sugarDays()
	s.symbols, s.told = nil, 0
	for i := range p.Instruments {
		s.symbols = append(s.symbols, p.Instruments[i].Symbol.String())
	}
	for _, opt := range w[3:] {
		if !s.option(&p, opt) {
			s.fatal(w)
		}
	}
	p.common().Check(func(key string, found, allowed int64) {
		s.t.Fatalf("%s %d, allowed %d", key, found, allowed)
	})
	return p, w[:2]
}

var (
	restrikes = map[string]Restrike{"settlement": RestrikeSettlement, "last": RestrikeLast, "mid": RestrikeMid}
	floors    = map[string]FloorRule{"bid": FloorBid, "last": FloorLast, "settlement": FloorSettlement}
)

func (s *story) option(p *Params, opt string) bool {
	key, val, _ := strings.Cut(opt, "=")
	n, _ := strconv.ParseInt(val, 10, 64)
	span, _ := parseSpan(val)
	series := &p.Series[0]
	terms := func(set func(*MakerTerms)) {
		for i := range p.Terms {
			set(&p.Terms[i])
		}
	}
	asks := func(set func(*ResponseTerms)) {
		for i := range p.Responses {
			set(&p.Responses[i])
		}
	}
	switch key {
	case "auction":
		s.at9 = false
	case "around":
		series.Around = int(n)
	case "restrike":
		series.By = restrikes[val]
	case "tie_high":
		series.TieHigh = true
	case "hold":
		series.Hold = span
	case "always":
		terms(func(t *MakerTerms) { t.Series = 0 })
	case "watch":
		terms(func(t *MakerTerms) { t.Watch = true })
	case "by_mid":
		terms(func(t *MakerTerms) { t.Tiers.ByMid = true })
	case "imbalance":
		terms(func(t *MakerTerms) { t.Imbalance = n })
		asks(func(t *ResponseTerms) { t.Imbalance = n })
	case "limit":
		terms(func(t *MakerTerms) { t.Limit = LimitRule(n) })
	case "floor":
		terms(func(t *MakerTerms) { t.Floor = market.Price(n) })
	case "floor_by":
		terms(func(t *MakerTerms) { t.FloorBy = floors[val] })
	case "granted": // maker 0 for a minute, maker 1 for two from then on; terms for both
		at, _ := (&parser{date: testDate}).time(val)
		p.Grants = []Grant{{Contract: market.NoContract, From: at, To: at + market.Minute}, {Maker: 1, Contract: market.NoContract, From: at, To: at + 2*market.Minute}}
		for _, t := range p.Terms {
			t.Maker = 1
			p.Terms = append(p.Terms, t)
		}
	case "unequal":
		p.Rules.Unequal = true
	case "none":
		p.Terms = nil
	case "all":
		asks(func(t *ResponseTerms) { t.All = true })
	case "declared":
		asks(func(t *ResponseTerms) { t.Declared = true })
	case "filled":
		asks(func(t *ResponseTerms) { t.Filled = true })
	case "resting":
		asks(func(t *ResponseTerms) { t.Resting = true })
	case "any":
		asks(func(t *ResponseTerms) { t.AnyQuote = true })
	case "exempt":
		asks(func(t *ResponseTerms) { t.Exempt = true })
	case "breaks":
		asks(func(t *ResponseTerms) { t.Breaks = true })
	case "merge":
		asks(func(t *ResponseTerms) { t.Merge, t.Apart = true, span })
	case "moved":
		asks(func(t *ResponseTerms) { t.Moved, t.Underlying = market.Price(n), 0 })
	case "no_hold":
		asks(func(t *ResponseTerms) { t.Hold = 0 })
	default:
		return false
	}
	return true
}

// doDuty runs a command about options.
func (s *story) doDuty(maker uint8, w []string) bool {
	switch w[0] {
	case "settle": // settle SR609 6012
		c, _ := s.lookup(w[1])
		p, _ := strconv.Atoi(w[2])
		s.tape.Tick(&market.Event{Kind: market.EventSettlement, Contract: c, Price: market.Price(p)}, s.f.Now())
	case "request": // request SR609C6000 Q1
		c, _ := s.lookup(w[1])
		r, _ := market.MakeRef(w[2])
		s.tape.Tick(&market.Event{Kind: market.EventRequest, Contract: c, Ref: r}, s.f.Now())
	case "moves":
		s.moves()
	case "members":
		s.members(maker)
	case "units":
		s.units()
	case "requests":
		s.requests()
	default:
		return false
	}
	return true
}

// moves tells what moved since they were told last.
func (s *story) moves() {
	all := s.tape.Moves(nil)
	for _, m := range all[s.told:] {
		why := map[Restrike]string{RestrikeSettlement: "settlement", RestrikeLast: "last", RestrikeMid: "mid", RestrikeCarried: "carried"}[m.Why]
		s.lines = append(s.lines, fmt.Sprintf("%s series %d rows %d to %d around %d: %d by %s %d",
			shortClock(m.At), m.Series, m.First, m.Last, m.Row, m.Strike, why, m.Reference))
	}
	s.told = len(all)
}

func (s *story) members(maker uint8) {
	line := "members"
	for c, y := range s.symbols {
		if s.tape.Member(maker, market.Contract(c)) {
			line += " " + y
		}
	}
	s.lines = append(s.lines, line)
}

func (s *story) units() {
	for _, u := range s.tape.Units(nil) {
		s.lines = append(s.lines, fmt.Sprintf("%d maker %d unit %d: %d contracts scheduled %s effective %s declared %s exempt %s, of it effective %s declared %s",
			u.Date, u.Maker, u.Unit, u.Contracts, span(u.Scheduled), span(u.Effective), span(u.Declared), span(u.Exempt), span(u.ExemptEffective), span(u.ExemptDeclared)))
	}
	for _, u := range s.tape.ResponseUnits(nil) {
		s.lines = append(s.lines, fmt.Sprintf("%d maker %d unit %d: %d answered of %d, %d open, %d excluded, %d merged, %d not owed",
			u.Date, u.Maker, u.Unit, u.Answered, u.Requests, u.Open, u.Excluded, u.Merged, u.NotOwed))
	}
}

func (s *story) requests() {
	for _, q := range s.tape.Responses(nil) {
		line := fmt.Sprintf("%s %s of %s: %s", q.Ref, s.symbols[q.Contract], shortClock(q.At), q.Outcome)
		if q.Maker > 0 {
			line = fmt.Sprintf("maker %d ", q.Maker) + line
		}
		if q.Quote != 0 {
			line += fmt.Sprintf(", #%d since %s held %s", q.Quote, shortClock(q.Since), span(q.Held))
		}
		if q.Decided != 0 {
			line += ", decided " + shortClock(q.Decided)
		}
		s.lines = append(s.lines, line)
	}
}

func shortClock(t market.Time) string {
	return strings.TrimSuffix(strings.TrimRight(clockText(t), "0"), ".")
}
