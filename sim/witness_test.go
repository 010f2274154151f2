package sim

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"quotient/market"
)

// A witness keeps what left the exchange, and afterwards judges each piece of the
// day between two changes by the rule's text: slow, and written without a look at
// the recount.
type witness struct {
	p         *Params
	from, to  market.Time
	phases    [][]stamped[market.Phase]
	books     [][]stamped[market.Event]
	settles   [][]stamped[market.Price]
	quotes    [][]*spell // by contract
	byID      map[uint64]*spell
	requested []market.Event
	grants    []Grant
}

// A spell is a quote's time in the market.
type spell struct {
	in       market.Instruction
	from, to market.Time // to never = stands
	left     []stamped[[2]market.Qty]
}

func newWitness(p *Params) *witness {
	n := len(p.Instruments)
	w := &witness{p: p, phases: make([][]stamped[market.Phase], n), books: make([][]stamped[market.Event], n),
		settles: make([][]stamped[market.Price], n), quotes: make([][]*spell, n), byID: map[uint64]*spell{}, grants: slices.Clone(p.Grants)}
	for _, a := range p.Script {
		if a.Kind == ActGrant || a.Kind == ActStress {
			g := Grant{Contract: a.Contract, From: a.At, To: a.At + a.For}
			if a.Kind == ActStress {
				g.Relax = a.Relax
			}
			w.grants = append(w.grants, g)
		}
	}
	return w
}

// latest returns the last value stamped at or before t; ok is false before the first.
func latest[T any](s []stamped[T], t market.Time) (v T, ok bool) {
	i := sort.Search(len(s), func(i int) bool { return s[i].at > t })
	if i == 0 {
		return v, false
	}
	return s[i-1].v, true
}

func (w *witness) hear(o *Out) {
	e := &o.Event
	switch e.Kind {
	case market.EventDepth:
		note(&w.books[e.Contract], e.Time, *e)
	case market.EventPhase:
		note(&w.phases[e.Contract], e.Time, e.Phase)
	case market.EventSettlement:
		note(&w.settles[e.Contract], e.Time, e.Price)
	case market.EventRequest:
		w.requested = append(w.requested, *e)
	case market.EventQuoteLive:
		s := w.byID[e.ID]
		s.from, s.to = e.Time, never
		note(&s.left, e.Time, [2]market.Qty{s.in.BidQty, s.in.AskQty})
		w.quotes[e.Contract] = append(w.quotes[e.Contract], s)
	case market.EventQuoteEnded:
		w.byID[e.ID].to = e.Time
	case market.EventFill:
		if s := w.byID[e.ID]; e.Flags&market.FlagOrder == 0 {
			left := s.left[len(s.left)-1].v
			left[e.Side-market.Bid] = e.Leaves
			note(&s.left, e.Time, left)
		}
	}
}

// day is when the trading day that t belongs to began: its first phase.
func (w *witness) day(t market.Time) (at market.Time) {
	date := market.Date(0)
	for _, l := range w.p.Phases {
		if l.At > t {
			break
		}
		if l.Date != date {
			date, at = l.Date, l.At
		}
	}
	return at
}

// book returns the contract's snapshot of the trading day at t.
func (w *witness) book(c market.Contract, t market.Time) (e market.Event, ok bool) {
	i := sort.Search(len(w.books[c]), func(i int) bool { return w.books[c][i].at > t })
	if i == 0 || w.books[c][i-1].at < w.day(t) {
		return e, false
	}
	return w.books[c][i-1].v, true
}

// settled returns the settlement price of the day before, 0 = none was told.
func (w *witness) settled(c market.Contract, t market.Time) market.Price {
	day := w.day(t)
	before := w.day(day - 1)
	p := market.Price(0)
	for _, s := range w.settles[c] {
		if s.at <= t && s.at < day && (before == 0 || s.at > before) {
			p = s.v
		}
	}
	return p
}

func (w *witness) limited(rule LimitRule, c market.Contract, t market.Time) bool {
	e, ok := w.book(c, t)
	if !ok {
		return false
	}
	switch rule {
	case LimitOneSided:
		return e.AskQty == 0 && e.BidQty > 0 && e.Bid == e.Upper || e.BidQty == 0 && e.AskQty > 0 && e.Ask == e.Lower
	case LimitLast:
		return e.Last == e.Upper || e.Last == e.Lower
	}
	return e.Last == e.Upper || e.Last == e.Lower || e.BidQty > 0 && (e.Bid == e.Upper || e.Bid == e.Lower) ||
		e.AskQty > 0 && (e.Ask == e.Upper || e.Ask == e.Lower)
}

// exempt names the reason at t, "" = none.
func (w *witness) exempt(t *MakerTerms, at market.Time) string {
	ph, _ := latest(w.phases[t.Contract], at)
	u, known := w.book(t.Underlying, at)
	d, seen := w.book(t.Contract, at)
	out := known && u.Last > 0 && (t.Call && u.Last < t.Strike || !t.Call && u.Last > t.Strike)
	cheap := false
	switch t.FloorBy {
	case FloorBid:
		cheap = seen && (d.BidQty == 0 || d.Bid < t.Floor)
	case FloorLast:
		cheap = seen && d.Last > 0 && d.Last < t.Floor
	case FloorSettlement:
		p := w.settled(t.Contract, at)
		cheap = p > 0 && p < t.Floor
	}
	switch {
	case ph == market.PhaseAuction || ph == market.PhaseMatch:
		return "auction"
	case w.limited(t.Limit, t.Contract, at):
		return "own_limit"
	case w.limited(t.Limit, t.Underlying, at):
		return "underlying_limit"
	case t.Floor > 0 && out && cheap:
		return "floor"
	}
	for _, g := range w.grants {
		if g.Relax == 0 && g.From <= at && at < g.To && (g.Contract == market.NoContract || g.Contract == t.Contract) {
			return "manual"
		}
	}
	return ""
}

// relax is the greatest factor at t in ppm.
func (w *witness) relax(c market.Contract, at market.Time) int64 {
	f := int64(1_000_000)
	for _, g := range w.grants {
		if g.From <= at && at < g.To && (g.Contract == market.NoContract || g.Contract == c) {
			f = max(f, g.Relax)
		}
	}
	return f
}

// good says whether a quote with so much left is good enough.
func good(tiers *Tiers, size market.Qty, imbalance, relax int64, in *market.Instruction, left [2]market.Qty, declared bool) bool {
	if left[0] == 0 || left[1] == 0 {
		return false
	}
	if declared {
		left = [2]market.Qty{in.BidQty, in.AskQty}
	}
	key, wide := in.Bid, market.Price(0)
	if tiers.ByMid {
		key = (in.Bid + in.Ask) / 2
	}
	for _, r := range tiers.Rows {
		if key >= r.From {
			wide = max(r.Ticks, key*market.Price(r.PPM)/1_000_000)
		}
	}
	one := big.NewRat(relax, 1_000_000)
	width := big.NewRat(int64(in.Ask-in.Bid), 1)
	if width.Cmp(new(big.Rat).Mul(big.NewRat(int64(wide), 1), one)) > 0 {
		return false
	}
	small, large := min(left[0], left[1]), max(left[0], left[1])
	if big.NewRat(int64(small), 1).Cmp(new(big.Rat).Quo(big.NewRat(int64(size), 1), one)) < 0 {
		return false
	}
	return imbalance == 0 || big.NewRat(int64(large-small), int64(large)).Cmp(big.NewRat(imbalance, 1_000_000)) <= 0
}

// standing returns the quote at t and what is left of it, nil = none.
func (w *witness) standing(c market.Contract, t market.Time) (*spell, [2]market.Qty) {
	for _, s := range w.quotes[c] {
		if s.from <= t && t < s.to {
			left, _ := latest(s.left, t)
			return s, left
		}
	}
	return nil, [2]market.Qty{}
}

// rows is the at-the-money row from each instant on.
func (w *witness) rows(s *Series) (list []stamped[int]) {
	near := func(twice market.Price) (best int) {
		gap := market.Price(1 << 40)
		for k, r := range s.Rows {
			g := 2*r.Strike - twice
			if g = max(g, -g); g < gap || g == gap && s.TieHigh {
				best, gap = k, g
			}
		}
		return best
	}
	if s.By == RestrikeSettlement {
		date := market.Date(0)
		for _, l := range w.p.Phases {
			if l.Date == date {
				continue
			}
			date = l.Date
			row := -1
			if p := w.settled(s.Underlying, l.At); p > 0 {
				row = near(2 * p)
			} else if e, ok := w.book(s.Underlying, l.At-1); ok && e.Last > 0 {
				row = near(2 * e.Last)
			}
			note(&list, l.At, row)
		}
		return list
	}
	// Pieces in which one strike is nearest, -1 where the reference is not known.
	var pieces []stamped[int]
	for _, b := range w.books[s.Underlying] {
		k, e := -1, b.v
		if s.By == RestrikeLast && e.Last > 0 {
			k = near(2 * e.Last)
		}
		if s.By == RestrikeMid && e.BidQty > 0 && e.AskQty > 0 {
			k = near(e.Bid + e.Ask)
		}
		if n := len(pieces); n == 0 || pieces[n-1].v != k {
			note(&pieces, b.at, k)
		}
	}
	row, known := -1, false
	for i, p := range pieces {
		end := w.to + 1
		if i+1 < len(pieces) {
			end = pieces[i+1].at
		}
		at := p.at + s.Hold
		if !known {
			at = p.at
		}
		if p.v != -1 && (p.v != row || !known) && at <= end {
			row, known = p.v, true
			note(&list, at, row)
		}
		for _, l := range w.p.Phases { // the last price of the day before stands in
			if day := w.day(l.At); day == l.At && p.at < day && day <= end && !known {
				if e, ok := w.book(s.Underlying, day-1); ok && e.Last > 0 {
					row = near(2 * e.Last)
					note(&list, day, row)
				}
			}
		}
	}
	return list
}

// member says whether the contract is in the series' set at t.
func member(s *Series, rows []stamped[int], c market.Contract, t market.Time) bool {
	row, ok := latest(rows, t)
	for k, r := range s.Rows {
		if ok && row >= 0 && (r.Call == c || r.Put == c) {
			return k-row <= s.Around && row-k <= s.Around
		}
	}
	return false
}

// cuts are the instants at which anything about the contract may change.
func (w *witness) cuts(t *MakerTerms, rows []stamped[int]) (all []market.Time) {
	all = append(all, w.from, w.to)
	for _, c := range []market.Contract{t.Contract, t.Underlying} {
		for _, b := range w.books[c] {
			all = append(all, b.at)
		}
		for _, ph := range w.phases[c] {
			all = append(all, ph.at)
		}
	}
	for _, s := range w.quotes[t.Contract] {
		all = append(all, s.from, s.to)
		for _, l := range s.left {
			all = append(all, l.at)
		}
	}
	for _, r := range rows {
		all = append(all, r.at)
	}
	for _, g := range w.grants {
		all = append(all, g.From, g.To)
	}
	for _, l := range w.p.Phases {
		all = append(all, l.At)
	}
	slices.Sort(all)
	return all
}

// recount counts the contract's time between from and to as the trading day of date.
func (w *witness) recount(t *MakerTerms, rows []stamped[int], date market.Date, from, to market.Time) (r Recount) {
	r.Contract, r.Date = t.Contract, date
	cuts := w.cuts(t, rows)
	for i := range cuts[:len(cuts)-1] {
		at, span := cuts[i], cuts[i+1]-cuts[i]
		ph, _ := latest(w.phases[t.Contract], at)
		if span == 0 || at < from || at >= to || !ph.Scheduled() || t.Series > 0 && !member(&w.p.Series[t.Series-1], rows, t.Contract, at) {
			continue
		}
		s, left := w.standing(t.Contract, at)
		var is [2]bool
		for k := range is {
			is[k] = s != nil && good(&t.Tiers, t.MinSize, t.Imbalance, w.relax(t.Contract, at), &s.in, left, k == 1)
		}
		r.Scheduled += span
		if why := w.exempt(t, at); why != "" {
			for k := range r.Exempt {
				if Reason(k).String() == why {
					r.Exempt[k] += span
				}
			}
			r.ExemptEffective += pick(is[0], span)
			r.ExemptDeclared += pick(is[1], span)
			continue
		}
		r.Effective += pick(is[0], span)
		r.Ineffective += pick(!is[0], span)
		r.Declared += pick(is[1], span)
	}
	return r
}

func pick(yes bool, span market.Time) market.Time {
	if yes {
		return span
	}
	return 0
}

// A chain is good answers that follow each other without a gap.
type chain struct {
	from, to market.Time // to never = stands
	kept     market.Time // when it was released as kept; never = it was not
}

// chains are the chains of answers to the request: each begins with a quote that
// answers it, and goes on with whatever is good.
func (w *witness) chains(t *ResponseTerms, asked *market.Event, one map[market.Ref]bool) (list []chain) {
	for _, s := range w.quotes[t.Contract] {
		if s.to <= asked.Time && s.from < asked.Time {
			continue
		}
		begin := max(s.from, asked.Time)
		end, kept := w.goodUntil(t, s, begin)
		if end == begin && kept != begin { // it stood for no time: an answer only where none is asked
			entered := s.from == begin && good(&t.Tiers, t.MinSize, t.Imbalance, 1_000_000, &s.in, s.left[0].v, t.Declared)
			if t.Hold > 0 || !entered {
				continue
			}
		}
		answers := t.AnyQuote || one[s.in.Request]
		if s.from < asked.Time {
			answers = t.Resting
		}
		if n := len(list); n > 0 && list[n-1].to == begin && list[n-1].kept == never {
			list[n-1].to, list[n-1].kept = end, kept
		} else if answers {
			list = append(list, chain{begin, end, kept})
		}
	}
	return list
}

// goodUntil says how long from begin on the quote is good for answers, and when
// a side was filled completely, if that keeps the holding.
func (w *witness) goodUntil(t *ResponseTerms, s *spell, begin market.Time) (end, kept market.Time) {
	for k, l := range s.left {
		if s.from < begin && k+1 < len(s.left) && s.left[k+1].at <= begin {
			continue // no longer so at begin
		}
		at := max(l.at, begin)
		if (l.v[0] == 0 || l.v[1] == 0) && t.Filled && (k > 0 && l.at > begin || s.from == begin) {
			return at, at
		}
		if !good(&t.Tiers, t.MinSize, t.Imbalance, 1_000_000, &s.in, l.v, t.Declared) {
			return at, never
		}
	}
	return s.to, never
}

// held is how much of [from, to) counts as held.
func (w *witness) held(t *ResponseTerms, from, to market.Time) (sum market.Time) {
	at := from
	for at < to {
		next := to
		for _, ph := range w.phases[t.Contract] {
			if ph.at > at {
				next = min(next, ph.at)
			}
		}
		if ph, _ := latest(w.phases[t.Contract], at); ph == market.PhaseContinuous || t.Breaks {
			sum += next - at
		}
		at = next
	}
	return sum
}

// answered says whether one of the chains kept what the request asks by w.to.
func (w *witness) answered(t *ResponseTerms, asked *market.Event, one map[market.Ref]bool) bool {
	for _, ch := range w.chains(t, asked, one) {
		if ch.from > asked.Time+t.Respond {
			continue
		}
		end := min(ch.to, ch.kept, w.to)
		if base, ok := w.book(t.Underlying, ch.from); t.Moved > 0 && ok && base.Last > 0 {
			for _, b := range w.books[t.Underlying] {
				if d := b.v.Last - base.Last; b.at > ch.from && b.at < end && max(d, -d) >= t.Moved {
					return true
				}
			}
		}
		if ch.kept <= w.to || w.held(t, ch.from, end) >= t.Hold {
			return true
		}
	}
	return false
}

// responses judges every request on the contract.
func (w *witness) responses(m *MakerTerms, t *ResponseTerms, rows []stamped[int]) (out []string) {
	var heads []*market.Event
	ones := map[market.Ref]map[market.Ref]bool{}
	outcome := map[market.Ref]string{}
	for i := range w.requested {
		e := &w.requested[i]
		if e.Contract != t.Contract {
			continue
		}
		in := m.Series == 0 || member(&w.p.Series[m.Series-1], rows, t.Contract, e.Time)
		switch {
		case in && !t.All:
			outcome[e.Ref] = "not_owed"
		case t.Merge && len(heads) > 0 && e.Time < heads[len(heads)-1].Time+t.Apart && heads[len(heads)-1].Time >= w.day(e.Time):
			outcome[e.Ref] = "merged"
			ones[heads[len(heads)-1].Ref][e.Ref] = true
		case !t.Exempt && w.exempt(m, e.Time) != "":
			outcome[e.Ref] = "excluded"
		default:
			heads = append(heads, e)
			ones[e.Ref] = map[market.Ref]bool{e.Ref: true}
		}
	}
	for _, e := range heads {
		outcome[e.Ref] = "missed"
		if w.answered(t, e, ones[e.Ref]) {
			outcome[e.Ref] = "answered"
		}
	}
	for i := range w.requested {
		if e := &w.requested[i]; e.Contract == t.Contract {
			out = append(out, fmt.Sprint(e.Ref, " ", outcome[e.Ref]))
		}
	}
	return out
}

// dice draw a random day.
type dice struct{ *rand.Rand }

func (d *dice) in(low, high int) int              { return low + d.IntN(high-low+1) }
func (d *dice) span(most market.Time) market.Time { return market.Time(d.Int64N(int64(most) + 1)) }
func (d *dice) yes() bool                         { return d.IntN(2) == 0 }
func one[T any](d *dice, of ...T) T               { return of[d.IntN(len(of))] }

// drawOptions returns a morning of sugar's options with terms of all kinds.
func drawOptions(t *dice) Params {
	all, series := sugar()
	p := Params{Seed: t.Uint64(), Makers: 1, Instruments: all, Phases: optionPhases()}
	p.Contracts = []ContractParams{BusyMonth(6000)}
	p.Contracts[0].Step = 2 * market.Second
	p.Contracts[0].Vol = 6000
	for c := 1; c < len(all); c++ {
		m := OptionMarket(all, market.Contract(c), &p.Contracts[0])
		m.Step, m.RequestGap = 4*market.Second, 4*market.Minute
		p.Contracts = append(p.Contracts, m)
	}
	yes := func(string) bool { return t.yes() }
	series.By = one(t, []Restrike{RestrikeSettlement, RestrikeLast, RestrikeMid}...)
	series.Around, series.TieHigh = t.in(0, 2), yes("tie high")
	series.Hold = market.Time(t.in(0, 20)) * market.Second
	p.Series = []Series{series}
	p.Terms, p.Responses = sugarTerms(all)
	limit := LimitRule(t.in(0, 2))
	floorBy, imbalance := FloorRule(t.in(0, 3)), one(t, []int64{0, 100_000}...)
	byMid, always := yes("by mid"), t.in(0, 3) == 0
	ask := ResponseTerms{All: yes("all"), Declared: yes("declared"), Filled: yes("filled"), Resting: yes("resting"),
		AnyQuote: yes("any quote"), Exempt: yes("exempt"), Breaks: yes("breaks"), Merge: yes("merge"), Apart: 60 * market.Second,
		Moved: market.Price(one(t, []int{0, 0, 12}...))}
	for i := range p.Terms {
		m, r := &p.Terms[i], &p.Responses[i]
		m.Limit, m.Floor, m.FloorBy, m.Imbalance, m.Tiers.ByMid = limit, 230, floorBy, imbalance, byMid
		if always {
			m.Series = 0
		}
		tiers, c := r.Tiers, r.Contract
		*r = ask
		r.Contract, r.Tiers, r.MinSize, r.Imbalance, r.Underlying = c, tiers, 10, imbalance, 0
		r.Respond = market.Time(t.in(0, 20)) * market.Second
		r.Hold = market.Time(t.in(0, 20)) * market.Second
	}
	p.Rules.Unequal = true
	p.Script = drawOptionScript(t)
	return p
}

// optionPhases are a short first day and a second one.
func optionPhases() (list []PhaseAt) {
	for _, d := range []market.Date{testDate, 20200804} {
		for _, l := range []struct {
			at market.Time
			ph market.Phase
		}{{0, market.PhaseAuction}, {20, market.PhaseMatch}, {30, market.PhaseContinuous}, {150, market.PhaseBreak},
			{165, market.PhaseContinuous}, {300, market.PhaseClosed}} {
			list = append(list, PhaseAt{At: d.At(9*market.Hour + l.at*market.Second), Contract: market.NoContract, Phase: l.ph, Date: d})
		}
	}
	return list
}

func drawOptionScript(t *dice) (s []Act) {
	now := clock(8, 59, 0)
	for range t.in(0, 8) {
		now += t.span(2 * market.Minute)
		if now > clock(9, 6, 0) && now.Date() == testDate {
			now = market.Date(20200804).At(8*market.Hour + 59*market.Minute)
		}
		a := Act{At: now, Contract: market.Contract(t.in(0, 10)), Qty: 5, Relax: 1_500_000,
			For:  t.span(20 * market.Second),
			Kind: one(t, []ActKind{ActLimit, ActHalt, ActResume, ActGrant, ActStress, ActHole, ActSweep, ActHit, ActCancel, ActRestrike, ActRequest, ActStorm, ActSettle}...)}
		a.Side = one(t, market.Bid, market.Ask)
		switch a.Kind {
		case ActLimit:
			a.Contract = market.Contract(one(t, 0, 0, 3, 8, 1, 10))
			if t.yes() {
				a.Side = market.NoSide
			}
		case ActRestrike:
			a.Contract, a.Price = 0, market.Price(t.in(5700, 6300))
		case ActSettle: // keep the next one back
		case ActGrant, ActStress, ActHalt, ActResume:
			if t.yes() {
				a.Contract = market.NoContract
			}
		case ActStorm:
			a.Contract, a.Qty = market.NoContract, 40
		}
		s = append(s, a)
	}
	return s
}

// drawOptionMove returns what a maker of options does next.
func drawOptionMove(t *dice, x *Exchange, id uint64, last *market.Event) market.Instruction {
	c := market.Contract(t.in(1, 10))
	if t.yes() && last.Contract > 0 {
		c = last.Contract
	}
	in := market.Instruction{ID: id, Contract: c, BidOffset: market.Open, AskOffset: market.Open}
	d := x.Depth(c)
	if t.in(0, 9) == 0 {
		in.Kind = market.InstructMassQuotes
		return in
	}
	in.Kind = market.InstructQuote
	in.Bid = max(d.Bid-market.Price(t.in(-2, 6)), 1)
	wide := market.Price(8)
	if in.Bid >= 100 {
		wide = max(20, in.Bid/10)
	}
	in.Ask = in.Bid + max(wide+market.Price(t.in(-3, 1)), 1)
	in.BidQty = market.Qty(t.in(9, 14))
	in.AskQty = in.BidQty + market.Qty(t.in(0, 2))
	if t.in(0, 3) > 0 && c == last.Contract {
		in.Request = last.Ref
	}
	return in
}

// TestRecountOfOptionsFromOutside holds the exchange's recount of options and of
// answers, to the nanosecond, against the witness's, on random days.
func TestRecountOfOptionsFromOutside(t *testing.T) {
	tally, days := map[string]int{}, uint64(120)
	if os.Getenv("QUOTIENT_LONG") != "" {
		days = 5000
	}
	for seed := range days {
		w, x := attend(t, &dice{rand.New(rand.NewPCG(seed, 1))})
		if why := w.check(x, tally); why != "" {
			t.Fatalf("seed %d: %s", seed, why)
		}
	}
	t.Log(tally)
	for _, what := range []string{"answered", "missed", "excluded", "merged", "not_owed", "effective", "declared", "relaxed",
		"own_limit", "underlying_limit", "floor", "manual", "moves"} {
		if tally[what] < 5 {
			t.Errorf("hardly any %s in all the days: %v", what, tally)
		}
	}
}

// attend plays a random day to a maker and returns who saw it.
func attend(t *testing.T, d *dice) (*witness, *Exchange) {
	p := drawOptions(d)
	p.Check(func(key string, found, allowed int64) { t.Fatalf("%s %d %d", key, found, allowed) })
	x, w := NewExchange(p), newWitness(&p)
	x.Advance(clock(8, 50, 0))
	x.Connect(0, x.Now())
	last := market.Event{}
	hear := func() {
		for o := (Out{}); x.Pop(&o); {
			w.hear(&o)
			if o.Event.Kind == market.EventRequest {
				last = o.Event
			}
		}
	}
	now := clock(9, 0, 0)
	for id := range uint64(d.in(1, 300)) {
		now += 1 + d.span(4*market.Second)
		if now > clock(9, 6, 0) && now.Date() == testDate {
			now = market.Date(20200804).At(9 * market.Hour)
		}
		x.Advance(now)
		hear()
		in := drawOptionMove(d, x, id+1, &last)
		w.byID[id+1] = &spell{in: in, to: never}
		x.Handle(0, &in, now)
		hear()
	}
	w.from, w.to = clock(8, 50, 0), now
	return w, x
}

// check compares every contract, request and unit, and says what differs.
func (w *witness) check(x *Exchange, tally map[string]int) string {
	rows := w.rows(&w.p.Series[0])
	tally["moves"] += max(len(x.Moves(nil))-1, 0)
	var sum UnitCount
	for i := range w.p.Terms {
		if why := w.checkTime(x, &w.p.Terms[i], rows, &sum, tally); why != "" {
			return why
		}
		if why := w.checkAnswers(x, i, rows, tally); why != "" {
			return why
		}
	}
	var units UnitCount
	for _, u := range x.Units(nil) {
		units.Scheduled += u.Scheduled
		units.Effective += u.Effective
		units.Declared += u.Declared
	}
	if units != sum {
		return fmt.Sprintf("units %+v, contracts %+v", units, sum)
	}
	return ""
}

func (w *witness) checkTime(x *Exchange, m *MakerTerms, rows []stamped[int], sum *UnitCount, tally map[string]int) string {
	n := 0
	for _, got := range x.Recounts(nil) {
		if got.Contract != m.Contract {
			continue
		}
		n++
		if want := w.recount(m, rows, got.Date, got.Date.At(0), min(got.Date.At(market.Day), w.to)); got != want {
			return fmt.Sprintf("exchange %+v\nwitness  %+v\nrows %v", got, want, rows)
		}
		sum.Scheduled += got.Scheduled
		sum.Effective += got.Effective
		sum.Declared += got.Declared
		tally["effective"] += int(pick(got.Effective > 0, 1))
		tally["declared"] += int(pick(got.Declared > got.Effective, 1))
		for k, v := range got.Exempt {
			tally[Reason(k).String()] += int(pick(v > 0, 1))
		}
		for _, g := range w.grants {
			tally["relaxed"] += int(pick(g.Relax > 0 && got.Effective > 0, 1))
		}
	}
	if n == 0 {
		return fmt.Sprintf("no row of contract %d", m.Contract)
	}
	return ""
}

func (w *witness) checkAnswers(x *Exchange, i int, rows []stamped[int], tally map[string]int) string {
	m, t := &w.p.Terms[i], &w.p.Responses[i]
	var got []string
	for _, q := range x.Responses(nil) {
		if q.Contract == m.Contract {
			got = append(got, fmt.Sprint(q.Ref, " ", coarse(q.Outcome)))
			tally[coarse(q.Outcome)]++
		}
	}
	want := w.responses(m, t, rows)
	if len(got) != len(want) {
		return fmt.Sprintf("contract %d: exchange %v\nwitness %v", m.Contract, got, want)
	}
	for k := range want {
		if got[k] != want[k] && !(open(got[k]) && strings.HasSuffix(want[k], " missed")) {
			return fmt.Sprintf("contract %d: exchange %s\nwitness %s", m.Contract, got[k], want[k])
		}
	}
	return ""
}

func open(s string) bool { return len(s) > 4 && s[len(s)-4:] == "open" }

// coarse is what the witness knows of an outcome.
func coarse(o Outcome) string {
	switch o {
	case OutcomeOpen:
		return "open"
	case NotAnswered, Late, OneSided, TooSmall, TooWide, HeldShort:
		return "missed"
	}
	return o.String()
}
