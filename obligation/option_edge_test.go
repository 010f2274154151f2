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

// TestMemberAt: what a request made before the set moved is heard after it, or the
// other way round, is judged by the instant of the request.
func TestMemberAt(t *testing.T) {
	p := pair(RestrikeLast)
	p.Series[0].Hold = 10 * market.Second
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	start := clock(9, 0)
	for k, last := range []market.Price{5900, 6000} {
		d, at := money(last, start+market.Time(k)*market.Minute), start+market.Time(k)*market.Minute
		m.Market(0, &d, at)
	}
	moves := start + market.Minute + 10*market.Second // nobody has advanced to it
	for _, x := range []struct {
		at, now market.Time
		first   bool
	}{{moves - 1, moves + 5, true}, {moves, moves + 5, false}, {moves + 5, moves + 5, false}, {0, moves + 6, false},
		{moves + 9, moves + 6, false}, {start - market.Hour, moves + 6, true}} {
		if is := m.MemberAt(1, x.at, x.now); is != x.first {
			t.Errorf("at %d, heard at %d: %v", x.at-moves, x.now-moves, is)
		}
	}
	if m.MemberAt(0, moves, moves) || m.MemberAt(9, moves, moves) {
		t.Error("one without terms is a member")
	}
	for i := range p.Terms {
		p.Terms[i].From = 20260106
	}
	m = New(p, storyDays())
	m.Up(clock(9, 0))
	if m.MemberAt(1, clock(9, 0), clock(9, 1)) || m.MemberAt(1, 0, clock(9, 1)) {
		t.Error("one whose terms begin tomorrow is a member today")
	}
}

// TestLateInputs: a price that comes when much has come due that nobody advanced
// to finds the same as if it had been done in time: in every member's account
// and in the moves that were told.
func TestLateInputs(t *testing.T) {
	for k := range market.Time(6) {
		by := RestrikeSettlement + Restrike(k/2)
		p := pair(by)
		if p.Series[0].Hold = k % 2 * 10 * market.Minute; k%2 == 0 {
			p.Series[0].Rows[1], p.Terms[1].Call = StrikeRow{6000, market.NoContract, 2}, false
		}
		p.Units = []Unit{{By: AggregatePooled, Target: million}}
		var told [2][]MemberRow
		var days [2][]DayRow
		var units [2][]UnitReading
		var read [2][2]Reading
		for late := range 2 {
			m := New(p, storyDays())
			to := func(now market.Time) market.Time {
				for x := m.Deadline(); late == 0 && x != 0 && x <= now; x = m.Deadline() {
					m.Advance(x)
				}
				return now
			}
			m.Up(to(clock(8, 50)))
			m.Settlement(0, 6000, clock(8, 50), to(clock(8, 50)))
			d := money(6000, clock(9, 30))
			m.Market(0, &d, to(clock(9, 30)))
			d = money(5900, clock(10, 10)) // held into the break
			m.Market(0, &d, to(clock(10, 10)))
			next := market.Date(20260106).At(9*market.Hour + 30*market.Minute)
			m.Settlement(0, 6000, next, to(next))
			d = money(6000, next)
			m.Market(0, &d, next)
			end := market.Date(20260202).At(9*market.Hour + 30*market.Minute)
			d = money(6000, end)
			m.Market(0, &d, to(end))
			for x := (MemberRow{}); m.TakeMember(&x); {
				told[late] = append(told[late], x)
			}
			for x := (UnitReading{}); m.TakeUnit(&x); {
				units[late] = append(units[late], x)
			}
			for x := (DayRow{}); m.TakeDay(&x); {
				days[late] = append(days[late], x)
			}
			for c := range market.Contract(2) {
				read[late][c] = m.Read(c+1, end)
			}
		}
		if len(told[0]) < 2 || len(told[0]) != len(told[1]) || len(units[0]) != 2 || len(units[1]) != 2 || len(days[0]) != 4 || len(days[1]) != 4 {
			t.Fatalf("policy %d: %d and %d moves, %d and %d units", by, len(told[0]), len(told[1]), len(units[0]), len(units[1]))
		}
		for i := range days[0] {
			if days[0][i] != days[1][i] {
				t.Errorf("policy %d: day %+v\nlate %+v", by, days[0][i], days[1][i])
			}
		}
		for i := range told[0] {
			if told[0][i] != told[1][i] {
				t.Errorf("policy %d: move %+v\nlate %+v", by, told[0][i], told[1][i])
			}
		}
		for i := range units[0] {
			if units[0][i] != units[1][i] {
				t.Errorf("policy %d: unit %+v\nlate %+v", by, units[0][i], units[1][i])
			}
		}
		if read[0] != read[1] {
			t.Errorf("policy %d: %+v\nlate %+v", by, read[0][0].DayRow, read[1][0].DayRow)
		}
	}
}

// TestUnitsOfSkippedDays: days in which the process was not there are told in
// order, each with what all contracts had done by then.
func TestUnitsOfSkippedDays(t *testing.T) {
	p := Params{Contracts: 3, Units: []Unit{{By: AggregatePooled, Target: 800_000}}}
	for c := range market.Contract(2) {
		x := futures()
		x.Contract, x.Dominant = c, 2
		p.Terms = append(p.Terms, x)
	}
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	m.Advance(market.Date(20260202).At(9*market.Hour + market.Minute))
	var r UnitReading
	for i, want := range []market.Date{20260105, 20260106} {
		if !m.TakeUnit(&r) || r.Date != want || !r.Final || r.D != market.Time(i+1)*450*market.Minute || r.Days != int32(i+1) {
			t.Fatalf("want %d: %+v", want, r)
		}
	}
	if m.TakeUnit(&r) {
		t.Errorf("a third day: %+v", r)
	}
}

// TestReadingOptionsChangesNothing: also past a day's end, and a month's.
func TestReadingOptionsChangesNothing(t *testing.T) {
	m, _ := chain(6, RestrikeSettlement, 1)
	next := market.Date(20260106).At(9 * market.Hour)
	m.Advance(next)
	was := string(m.Save(nil))
	m.Read(1, next+28*market.Day) // begins one other day in a copy
	if string(m.Save(nil)) != was {
		t.Error("one reading has changed the state")
	}
	for _, at := range []market.Time{next, next + 7*market.Hour, next + 28*market.Day, next + 80*market.Day} {
		for c := range market.Contract(7) {
			m.Read(c, at)
		}
		var r UnitReading
		m.ReadUnit(0, at, &r)
		if r.Date != 20260106 {
			t.Errorf("the unit reads %d", r.Date)
		}
	}
	if string(m.Save(nil)) != was {
		t.Error("reading has changed the state")
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

// TestRestOfMonth: of a month of three days, what terms of one or two of them
// leave to come.
func TestRestOfMonth(t *testing.T) {
	day := 4 * market.Minute
	for _, c := range []struct {
		rows []Terms
		want market.Time // after the first day's close
	}{
		{[]Terms{{From: 20260101, To: 20260131}}, 2 * day},
		{[]Terms{{From: 20260101, To: 20260106}}, day},
		{[]Terms{{From: 20260101, To: 20260105}, {From: 20260107, To: 20260131}}, day},
		{[]Terms{{From: 20260101, To: 20260105}, {From: 20260106, To: 20260228}}, 2 * day},
		{[]Terms{{From: 20260101, To: 20260105}, {From: 20260202, To: 20260228}}, 0},
		{[]Terms{{From: 20251201, To: 20260201}}, 2 * day},
	} {
		p := Params{Contracts: 2}
		for _, r := range c.rows {
			x := futures()
			x.From, x.To = r.From, r.To
			p.Terms = append(p.Terms, x)
		}
		m := New(p, shortCalendar())
		m.Up(clock(9, 0))
		if r := m.Read(0, clock(9, 5)); r.R != c.want {
			t.Errorf("%v: %v left, want %v", c.rows, r.R, c.want)
		}
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

// TestTwoHours: contracts that trade from nine to three, with and without a lunch.
func TestTwoHours(t *testing.T) {
	whole := zce()
	whole.Day[2].To = 15 * market.Hour
	whole.DayCount, whole.NightCount, whole.Night = 3, 3, whole.Day
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}},
		Hours: []calendar.Hours{zce(), whole}, Covered: []market.Month{202601}})
	p := Params{Contracts: 2}
	for c := range market.Contract(2) {
		x := futures()
		x.Contract, x.Hours = c, uint8(c)
		p.Terms = append(p.Terms, x)
	}
	m := New(p, cal)
	m.Up(clock(9, 0))
	for range 2 {
		for c, want := range []market.Time{225 * market.Minute, 6 * market.Hour} {
			if r := m.Read(market.Contract(c), clock(9, 0)); r.R != want {
				t.Errorf("contract %d: %d left, want %d", c, r.R, want)
			}
		}
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

// TestPlan: the chain is in order of strike, each option once, its own underlying's.
func TestPlan(t *testing.T) {
	p := Params{Contracts: 8}
	for i, x := range []struct {
		c      market.Contract
		strike market.Price
		on     market.Contract
	}{{2, 6000, 0}, {3, 6000, 0}, {4, 5800, 0}, {5, 5900, 1}, {6, 5900, 0}, {2, 6000, 0}, {7, 6100, 0}} {
		t := futures()
		t.Contract, t.Option, t.Strike, t.Underlying = x.c, true, x.strike, x.on
		t.From, t.To = market.Date(20260101+i), market.Date(20260101+i)
		p.Terms = append(p.Terms, t)
	}
	of := newPlan(&p)
	r := &of.roots[of.rootOf[0]]
	chain, want := of.chain[r.chain.from:r.chain.to], []market.Contract{4, 6, 2, 3, 7}
	if len(chain) != len(want) {
		t.Fatalf("chain %v, want %v", chain, want)
	}
	for i := range want {
		if chain[i] != want[i] {
			t.Fatalf("chain %v, want %v", chain, want)
		}
	}
	for _, c := range []struct {
		lo, hi market.Price
		n      int
	}{{5800, 5800, 1}, {5801, 5899, 0}, {5800, 6000, 4}, {1, 9999, 5}, {6000, 6000, 2}, {6001, 6099, 0}} {
		if got := of.between(r, c.lo, c.hi); len(got) != c.n {
			t.Errorf("%d to %d: %v", c.lo, c.hi, got)
		}
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
