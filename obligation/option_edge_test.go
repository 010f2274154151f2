package obligation

import (
	"slices"
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// money is a snapshot with a last price and both sides around it.
func money(last market.Price, stamp market.Time) market.Depth {
	return market.Depth{Bid: last - 1, Ask: last + 1, BidQty: 5, AskQty: 5, Last: last, Upper: 9000, Lower: 4000, Stamp: stamp}
}

// row returns a call and no put.
func row(strike market.Price, c market.Contract) StrikeRow {
	return StrikeRow{Strike: strike, Call: c, Put: market.NoContract}
}

// pair is a future (0) and two calls on it, at 5900 (1) and 6000 (2), of which
// the one at the money is owed.
func pair(by Restrike) Params {
	p := Params{Contracts: 4, Series: []Series{{Underlying: 0, By: by, Rows: []StrikeRow{row(5900, 1), row(6000, 2)}}}}
	for c := market.Contract(1); c <= 2; c++ {
		t := futures()
		t.Contract, t.Dominant, t.Option, t.Call, t.Series, t.Strike = c, market.NoContract, true, true, 1, p.Series[0].Rows[c-1].Strike
		p.Terms = append(p.Terms, t)
	}
	return p
}

// TestUnknownOptions: what is not known changes nothing and is not owed.
func TestUnknownOptions(t *testing.T) {
	p := pair(RestrikeSettlement)
	future := futures()
	future.Contract = 3
	p.Terms = append(p.Terms, future)
	m := New(p, storyDays())
	m.Settlement(0, 6000, clock(8, 50), clock(8, 50)) // the first thing that ever happens
	m.Settlement(4, 6000, clock(8, 50), clock(8, 50))
	m.Settlement(3, 6000, clock(8, 50), clock(8, 50)) // owed, and no option
	if m.Member(1) || !m.Member(2) || !m.Member(3) || m.Member(0) || m.Member(4) || m.Member(99) {
		t.Error("members")
	}
	if _, owed := m.Demand(0, 20260105); owed {
		t.Error("a contract without terms is owed")
	}
	if _, owed := m.Demand(2, 20251231); owed {
		t.Error("a day without terms is owed")
	}
	if d, owed := m.Demand(2, 20260106); !owed || d.Spread != 4 || d.Relax != 0 {
		t.Errorf("tomorrow's demand %+v", d)
	}
	var told []Excuse
	m.Advance(clock(8, 56))
	for x := (Excuse{}); m.TakeExcuse(&x); {
		told = append(told, x)
	}
	var want []Excuse // out of the set there is an auction as well; where nothing is owed there is none
	for c := market.Contract(1); c <= 3; c++ {
		want = append(want, Excuse{c, ExemptAuction, clock(8, 55)})
	}
	if !slices.Equal(told, want) {
		t.Errorf("excuses %v, want %v", told, want)
	}
}

// TestRelaxedDemandIsTodays: what is relaxed now is not asked less tomorrow.
func TestRelaxedDemandIsTodays(t *testing.T) {
	m := New(pair(RestrikeSettlement), storyDays())
	m.Up(clock(9, 0))
	m.AddGrant(Grant{Contract: 1, From: clock(9, 0), To: clock(9, 10), Relax: 2 * million}, clock(9, 0))
	today, _ := m.Demand(1, 20260105)
	tomorrow, _ := m.Demand(1, 20260106)
	if today.Relax != 2*million || tomorrow.Relax != 0 {
		t.Errorf("relaxed by %d and %d", today.Relax, tomorrow.Relax)
	}
}

// TestAtOnce: without Hold the set moves in the very call that brings the price.
func TestAtOnce(t *testing.T) {
	m := New(pair(RestrikeLast), storyDays())
	m.Up(clock(8, 50))
	for _, last := range []market.Price{5900, 6000, 5900} {
		d := money(last, clock(9, 0))
		m.Market(0, &d, clock(9, 0))
		if m.Member(1) != (last == 5900) || m.Member(2) != (last == 6000) {
			t.Errorf("at %d: %v %v", last, m.Member(1), m.Member(2))
		}
	}
}

// TestEndOfCalendar: after the last trading day nothing moves, and the unit keeps
// the month that was last closed. A start after it is none.
func TestEndOfCalendar(t *testing.T) {
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}},
		Hours: []calendar.Hours{zce()}, Covered: []market.Month{202601}})
	p := pair(RestrikeLast)
	p.Terms[0].Floor, p.Terms[0].FloorBy, p.Series[0].Hold = 20, FloorBid, market.Minute
	p.Units = []Unit{{By: AggregateDays, Target: 800_000, DayShare: million}}
	settled := p.Series[0]
	settled.By = RestrikeSettlement
	p.Series = append(p.Series, settled)
	m := New(p, cal)
	m.Up(clock(8, 50))
	m.Settlement(0, 6000, clock(8, 50), clock(8, 50))
	d := money(5900, clock(9, 0))
	m.Market(0, &d, clock(9, 0))
	d = money(6000, clock(9, 10))
	m.Market(0, &d, clock(9, 10))
	m.Advance(clock(9, 11)) // a move on the last day: it opens no other
	d = money(5900, clock(9, 12))
	m.Market(0, &d, clock(9, 12))
	m.Advance(clock(9, 13))
	if m.sets[1].why != RestrikeSettlement || m.sets[1].row != 1 {
		t.Errorf("the set by settlement has moved: %+v", m.sets[1])
	}
	after := clock(15, 0) + market.Day
	m.Advance(after)
	m.Market(1, &d, after)
	m.Market(0, &d, after)
	m.Settlement(0, 6000, after, after)
	m.Settlement(1, 1, after, after)
	var r UnitReading
	m.ReadUnit(0, after, &r)
	if r.Date != 20260105 || r.Verdict != Missed || r.Days != 1 || r.D != 225*market.Minute || r.R != 0 {
		t.Errorf("unit %+v", r)
	}
	if m.Member(1) || m.Member(2) || m.Deadline() != 0 {
		t.Error("something is owed after the last day")
	}
	n := New(p, cal)
	n.Up(after)
	n.Settlement(0, 6000, after, after)
	n.Market(0, &d, after)
	n.ReadUnit(0, after, &r)
	if r.Verdict != NotAssessed || r.Date != 0 || n.Deadline() != 0 {
		t.Errorf("started too late: %+v", r)
	}
}

// TestSettlementWithoutOptions: a settlement price is of no use to futures.
func TestSettlementWithoutOptions(t *testing.T) {
	m, now := busy(1)
	m.Settlement(0, 7000, now, now)
	if r := m.Read(0, now); r.State != Effective {
		t.Errorf("state %v", r.State)
	}
}

// TestPutsHaveTheirRow: a put is in the set with its strike, also on a day on which
// the set does not move.
func TestPutsHaveTheirRow(t *testing.T) {
	p := pair(RestrikeSettlement)
	p.Series[0].Rows[1].Call, p.Series[0].Rows[1].Put = market.NoContract, 2
	p.Terms[1].Call = false
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	m.Settlement(0, 5900, clock(8, 50), clock(8, 50))
	m.Settlement(0, 5900, clock(16, 0), clock(16, 0))
	m.Advance(clock(24+9, 0))
	if !m.Member(1) || m.Member(2) {
		t.Error("the put has the call's row")
	}
}

// TestManyMoves: who does not take the moves loses the oldest, and it is counted.
func TestManyMoves(t *testing.T) {
	m := New(pair(RestrikeLast), storyDays())
	m.Up(clock(8, 50))
	for i := range market.Price(30) {
		d := money(5900+i%2*100, clock(9, 0)+market.Time(i))
		m.Market(0, &d, clock(9, 0)+market.Time(i))
	}
	n, row := 0, MemberRow{}
	for ; m.TakeMember(&row); n++ {
	}
	if n+int(m.st.lost) != 30 || m.st.lost == 0 || row.At != clock(9, 0)+29 {
		t.Errorf("%d rows, %d lost, the last %+v", n, m.st.lost, row)
	}
}

// TestEmptyRow is what is told when nothing gives a reference.
func TestEmptyRow(t *testing.T) {
	m := New(pair(RestrikeSettlement), storyDays())
	m.Up(clock(8, 50))
	m.Settlement(0, 6000, clock(8, 50), clock(8, 50))
	next := market.Date(20260106).At(8*market.Hour + 55*market.Minute)
	m.Advance(next)
	var r MemberRow
	if !m.TakeMember(&r) || r.Reference != 6000 || r.Strike != 6000 || r.Underlying != 0 || r.Series != 0 {
		t.Errorf("first %+v", r)
	}
	if !m.TakeMember(&r) || r != (MemberRow{Row: -1, Last: -1, At: next}) {
		t.Errorf("then %+v", r)
	}
}

// TestSeriesOfOthers: a set may be of contracts that are no options to us.
func TestSeriesOfOthers(t *testing.T) {
	p := pair(RestrikeSettlement)
	for i := range p.Terms {
		p.Terms[i].Option = false
	}
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	m.Settlement(0, 6000, clock(8, 50), clock(8, 50))
	if m.Member(1) || !m.Member(2) {
		t.Error("the set does not move")
	}
}
