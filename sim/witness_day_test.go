package sim

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"quotient/market"
)

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
