package agent

import (
	"cmp"
	"slices"
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/quoter/port"
	"quotient/sim"
)

// A standing is what the agreement makes of an account: obliged time, and of it
// the effective time.
type standing struct{ obliged, effective market.Time }

// byTerms is what one contract's day, or a sum of days, comes to under the terms.
func byTerms(t *obligation.Terms, scheduled, exempt, effective, onExempt market.Time) standing {
	switch t.Exempt {
	case obligation.EffectCounts:
		return standing{scheduled, effective + exempt}
	case obligation.EffectIgnored:
		return standing{scheduled, effective + onExempt}
	}
	return standing{scheduled - exempt, effective}
}

// terms are the contract's terms on a day.
func (t *trial) terms(c market.Contract, d market.Date) *obligation.Terms {
	for i := range t.desk.Obligation.Terms {
		if m := &t.desk.Obligation.Terms[i]; m.Contract == c && m.From <= d && d <= m.To && !m.Watch {
			return m
		}
	}
	return nil
}

// byBasis is the exchange's figure by the size that the agreement looks at.
func byBasis(t *obligation.Terms, r *sim.Recount) (effective, onExempt market.Time) {
	if t.Basis == obligation.SizeDeclared {
		return r.Declared, r.ExemptDeclared
	}
	return r.Effective, r.ExemptEffective
}

// exemptions pairs the exchange's reasons with the meter's.
var exemptions = [sim.ReasonCount]obligation.Exempt{
	sim.ExemptAuction: obligation.ExemptAuction, sim.ExemptOwnLimit: obligation.ExemptOwnLimit,
	sim.ExemptDominantLimit: obligation.ExemptDominantLimit, sim.ExemptGrant: obligation.ExemptManual,
	sim.ExemptUnderlyingLimit: obligation.ExemptUnderlyingLimit, sim.ExemptFloor: obligation.ExemptFloor,
}

// agree holds everything that the desk counted against the exchange's own count.
// Exact says that the desk knows the exchange's stamps of all that happened: then
// high must be the exchange's figure to the nanosecond.
func (t *trial) agree(tb testing.TB, exact bool) {
	tb.Helper()
	t.agreeDays(tb, exact)
	t.agreeUnits(tb, exact)
	// A quote that is replaced in no time leaves no gap that a stamp could show.
	t.agreeRequests(tb, exact && t.desk.Sim.Delays.Order > 0)
	t.agreeMembers(tb)
}

func (t *trial) agreeDays(tb testing.TB, exact bool) {
	tb.Helper()
	found := 0
	for _, n := range t.x.Recounts(nil) {
		row, ok := t.days[dayKey{n.Contract, n.Date}]
		terms := t.terms(n.Contract, n.Date)
		if !ok || terms == nil {
			tb.Errorf("%s %d: the exchange has a row, the desk has none", t.symbol(n.Contract), n.Date)
			continue
		}
		found++
		t.agreeDay(tb, terms, &row, &n, exact)
	}
	if found != len(t.days) {
		tb.Errorf("%d rows, the exchange has %d", len(t.days), found)
	}
}

func (t *trial) agreeDay(tb testing.TB, terms *obligation.Terms, row *port.TallyTime, n *sim.Recount, exact bool) {
	tb.Helper()
	name := t.symbol(row.Contract)
	sum := row.Low
	for _, x := range row.Exempt {
		sum += x
	}
	for _, x := range row.Ineffective {
		sum += x
	}
	if sum != row.Scheduled {
		tb.Errorf("%s %d: low, exempt and reasons make %d, scheduled is %d", name, row.Date, sum, row.Scheduled)
	}
	if row.Scheduled != n.Scheduled {
		tb.Errorf("%s %d: scheduled %d, the exchange %d", name, row.Date, row.Scheduled, n.Scheduled)
	}
	for r, e := range exemptions {
		if row.Exempt[e] != n.Exempt[r] {
			tb.Errorf("%s %d: exempt by %s %d, the exchange %d", name, row.Date, e, row.Exempt[e], n.Exempt[r])
		}
	}
	effective, _ := byBasis(terms, n)
	if row.Low > effective || effective > row.High || exact && effective != row.High {
		tb.Errorf("%s %d: low %d, exchange %d, high %d (exact %t)", name, row.Date, row.Low, effective, row.High, exact)
	}
}

// agreeUnits holds the months of the units, as they stood after each trading day,
// against the exchange's daily sums.
func (t *trial) agreeUnits(tb testing.TB, exact bool) {
	tb.Helper()
	days := t.x.Units(nil)
	for i := range t.units {
		u := &t.units[i]
		if obligation.Aggregation(u.By) == obligation.AggregateResponse {
			t.agreeAnswers(tb, u)
			continue
		}
		var sum standing
		for _, n := range days {
			if n.Unit == u.Unit && n.Date.Month() == u.Date.Month() && n.Date <= u.Date {
				terms := t.unitTerms(u.Unit, n.Date)
				effective, onExempt := n.Effective, n.ExemptEffective
				if terms.Basis == obligation.SizeDeclared {
					effective, onExempt = n.Declared, n.ExemptDeclared
				}
				day := byTerms(terms, n.Scheduled, n.Exempt, effective, onExempt)
				sum.obliged, sum.effective = sum.obliged+day.obliged, sum.effective+day.effective
			}
		}
		if u.D != sum.obliged || u.Low > sum.effective || sum.effective > u.High || exact && sum.effective != u.High {
			tb.Errorf("unit %s %d: D %d, low %d, high %d; the exchange %d obliged, %d effective (exact %t)",
				u.Name, u.Date, u.D, u.Low, u.High, sum.obliged, sum.effective, exact)
		}
	}
}

// unitTerms are the terms of any contract of a unit on a day.
func (t *trial) unitTerms(u uint8, d market.Date) *obligation.Terms {
	for i := range t.desk.Obligation.Terms {
		if m := &t.desk.Obligation.Terms[i]; m.Unit == u && m.From <= d && d <= m.To && !m.Watch {
			return m
		}
	}
	return nil
}

// agreeAnswers holds a unit of answers against the exchange's daily sums.
func (t *trial) agreeAnswers(tb testing.TB, u *port.Unit) {
	tb.Helper()
	var requests, answered, excluded int64
	for _, n := range t.x.ResponseUnits(nil) {
		if n.Unit == u.Unit-uint8(len(t.desk.Obligation.Units)) && n.Date.Month() == u.Date.Month() && n.Date <= u.Date {
			requests, answered = requests+int64(n.Requests), answered+int64(n.Answered)
			excluded += int64(n.Excluded + n.Merged + n.NotOwed)
		}
	}
	if u.Requests != requests || u.Excluded != excluded || u.AnsweredLow > answered || answered > u.AnsweredHigh {
		tb.Errorf("answers %s %d: %d requests, %d not counted, %d to %d answered; the exchange %d, %d, %d",
			u.Name, u.Date, u.Requests, u.Excluded, u.AnsweredLow, u.AnsweredHigh, requests, excluded, answered)
	}
}

func (t *trial) agreeRequests(tb testing.TB, exact bool) {
	tb.Helper()
	mine := map[market.Ref]*port.Request{}
	for i := range t.requests {
		r := &t.requests[i]
		if mine[r.Ref] != nil {
			tb.Errorf("request %s is told twice", r.Ref)
		}
		mine[r.Ref] = r
	}
	for _, n := range t.x.Responses(nil) {
		r := mine[n.Ref]
		if r == nil {
			tb.Errorf("request %s on %s: the exchange has it, the desk does not", n.Ref, t.symbol(n.Contract))
			continue
		}
		t.agreeRequest(tb, r, &n, exact)
	}
}

func (t *trial) agreeRequest(tb testing.TB, r *port.Request, n *sim.Response, exact bool) {
	tb.Helper()
	low, high := request.Verdict(r.Low), request.Verdict(r.High)
	fail := func(what string) {
		tb.Errorf("request %s on %s at %d: %s: low %s (since %d, held %d), high %s (since %d, held %d, quote %d); the exchange says %s (since %d, held %d, quote %d)",
			n.Ref, t.symbol(n.Contract), n.At, what, low, r.AnsweredLow, r.HeldLow, high, r.AnsweredHigh, r.HeldHigh, r.QuoteID, n.Outcome, n.Since, n.Held, n.Quote)
	}
	outside := map[sim.Outcome]request.Verdict{sim.Excluded: request.Excluded, sim.Merged: request.Merged, sim.NotOwed: request.NotOwed}
	want, out := outside[n.Outcome]
	switch {
	case r.At != n.At || r.Contract != n.Contract || r.Date != n.Date || n.Outcome != sim.NotOwed && r.Due != n.Due:
		fail("another request")
	case out && (low != want || high != want), !out && (!low.Counts() || !high.Counts()):
		fail("another denominator")
	case out:
	case n.Outcome == sim.OutcomeOpen:
		fail("open after the end")
	case low == request.Answered && n.Outcome != sim.Answered:
		fail("not proven")
	case n.Outcome == sim.Answered && high != request.Answered && high != request.Unknown:
		fail("not thought possible")
	case high == request.Answered && r.HeldHigh == 1: // what came and went in an instant, high lets pass in any order
	case exact && (high == request.Answered) != (n.Outcome == sim.Answered):
		fail("not exact")
	}
}

// A move is what a set came to be, as of the time of a trading day.
type move struct {
	at                market.Time
	series            uint8
	first, last, row  int16
	reference, strike market.Price
}

// agreeMembers holds the moves of the sets against the exchange's.
func (t *trial) agreeMembers(tb testing.TB) {
	tb.Helper()
	var mine, theirs []move
	for _, m := range t.members {
		mine = append(mine, move{m.At, m.Series, m.First, m.Last, m.Row, t.reference(m.Series, m.Reference), m.Strike})
	}
	for _, m := range t.x.Moves(nil) {
		if m.Row < 0 { // of no rows the desk says that none is the first
			m.First = 0
		}
		theirs = append(theirs, move{m.At, m.Series, m.First, m.Last, m.Row, t.reference(m.Series, m.Reference), m.Strike})
	}
	mine, theirs = t.inHours(mine), t.inHours(theirs)
	if !slices.Equal(mine, theirs) {
		tb.Errorf("moves of the sets: %v, the exchange's: %v", mine, theirs)
	}
}

// reference is the reference of a move. A set that is held moves by itself, and
// the desk knows the price of a while ago.
func (t *trial) reference(series uint8, p market.Price) market.Price {
	if t.desk.Obligation.Series[series].Hold > 0 {
		return 0
	}
	return p
}

// inHours leaves of the moves what matters for time that is counted: those before
// a trading day's open are one at the open, and those for days that the exchange
// does not know are none.
func (t *trial) inHours(list []move) (out []move) {
	for _, m := range list {
		if d, ok := t.cal.TradingDay(t.desk.Hours[0], m.at); ok {
			open, _, _ := t.cal.Span(t.desk.Hours[0], d)
			m.at = max(m.at, open)
		}
		if m.at >= t.over {
			continue
		}
		for k := len(out) - 1; k >= 0 && out[k].at >= m.at && out[k].series == m.series; k-- {
			out = out[:k]
		}
		was := move{row: -1}
		for _, o := range out {
			if o.series == m.series {
				was = o
			}
		}
		if m.row != was.row {
			out = append(out, m)
		}
	}
	order := func(a, b move) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.series, b.series)) }
	slices.SortStableFunc(out, order)
	return out
}
