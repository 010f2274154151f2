package request

import (
	"fmt"
	"testing"

	"quotient/internal/flat"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/calendar"
)

var day1 = market.Date(20260105)

func clockAt(d market.Date, h, m, s market.Time) market.Time {
	return d.At(h*market.Hour + m*market.Minute + s*market.Second)
}

// trading returns a Meter for the terms, up and in continuous trading at 9:00.
func trading(t ...Terms) (*Meter, market.Time) {
	p := params(t...)
	p.Contracts = 4
	m, now := New(p, storyDays()), clockAt(day1, 9, 0, 0)
	m.Up(now)
	m.Phase(0, market.PhaseContinuous, now, now)
	return m, now
}

// decided runs the Meter's deadlines up to `until` and returns the rows.
func decided(m *Meter, until market.Time) (rows []Row) {
	for t := m.Deadline(); t != 0 && t <= until; t = m.Deadline() {
		m.Advance(t)
	}
	var row Row
	for m.TakeRow(&row) {
		rows = append(rows, row)
	}
	return rows
}

func sendQuote(m *Meter, id uint64, r string, now market.Time) {
	m.QuoteSent(0, &market.Instruction{ID: id, Bid: 7000, Ask: 7004, BidQty: 10, AskQty: 10, Request: ref(r)}, now)
}

// TestTermsByDate: of a contract's terms those of the day hold, whatever their
// order; on a day between, nothing is owed.
func TestTermsByDate(t *testing.T) {
	later, first := answers(), answers()
	later.From, later.Unit, later.Spread = 20260202, 1, 9
	first.From, first.To = 20260101, 20260105
	p := params(later, first)
	p.Units = append(p.Units, Unit{Target: 1})
	m := New(p, storyDays())
	if u, owed := m.Unit(0); u != NoUnit || owed || m.Owes(0) {
		t.Error("owed before anything was heard")
	}
	for _, c := range []struct {
		date   market.Date
		unit   uint8
		owed   bool
		spread market.Price
	}{{20260105, 0, true, 4}, {20260106, NoUnit, false, 0}, {20260202, 1, true, 9}} {
		now := clockAt(c.date, 9, 30, 0)
		decided(m, now)
		m.Alive(0, now)
		if u, owed := m.Unit(0); u != c.unit || owed != c.owed || m.Owes(0) != c.owed {
			t.Errorf("%d: unit %d %v", c.date, u, owed)
		}
		for k := range m.Units() {
			var r UnitReading
			if m.Read(k, now, &r); r.Contracts != int32(one(c.owed && int(c.unit) == k)) || r.Date != c.date {
				t.Errorf("%d: unit %d: %+v", c.date, k, r)
			}
		}
		m.Request(0, ref("R"), now, now, false)
		var ask Ask
		if open := m.Open(0, &ask); open != c.owed || ask.Demand.Spread != c.spread {
			t.Errorf("%d: open %v %+v", c.date, open, ask)
		}
		var row Row
		if told := m.TakeRow(&row); told && row.Low == NotOwed == c.owed {
			t.Errorf("%d: %+v", c.date, row)
		}
		sendQuote(m, uint64(c.date), "R", now)
	}
	if u, owed := m.Unit(9); u != NoUnit || owed {
		t.Error("a contract outside the universe owes")
	}
	var ask Ask
	if n, _, _ := m.Contract(9); n != 0 || m.Open(9, &ask) {
		t.Error("a contract outside the universe has requests")
	}
}

// TestHoursByDate: from a date on the contract trades by other hours.
func TestHoursByDate(t *testing.T) {
	late := zce()
	late.Day[4].To += market.Hour
	late.Night = late.Day
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}, {Date: 20260106, Prev: 20260105},
		{Date: 20260107, Prev: 20260106}}, Hours: []calendar.Hours{zce(), late}, Covered: []market.Month{202601}})
	first, then := answers(), answers()
	first.To, then.From, then.Hours = 20260105, 20260106, 1
	m := New(params(first, then), cal)
	m.Advance(0)
	m.Up(clockAt(day1, 9, 0, 0))
	if got, want := m.Deadline(), clockAt(20260105, 15, 0, 1); got != want {
		t.Errorf("first day closes %d, want %d", got, want)
	}
	m.Advance(m.Deadline())
	if got, want := m.Deadline(), clockAt(20260106, 16, 0, 1); got != want {
		t.Errorf("second day closes %d, want %d", got, want)
	}
	var r UnitReading
	if !m.TakeUnit(&r) || r.Date != 20260105 || m.TakeUnit(&r) {
		t.Errorf("%+v", r)
	}
}

// TestEndOfData: after the calendar's last day nothing is owed and nothing is due.
func TestEndOfData(t *testing.T) {
	m, now := trading(answers())
	last := clockAt(20260303, 15, 0, 0)
	decided(m, last+Lag)
	if m.Deadline() != 0 || m.Owes(0) {
		t.Fatalf("due %d, owes %v", m.Deadline(), m.Owes(0))
	}
	m.Request(0, ref("R"), last+5, last+5, false)
	var row Row
	if !m.TakeRow(&row) || row.Low != NotOwed {
		t.Errorf("%+v", row)
	}
	sendQuote(m, 1, "R", last+6)
	m.Phase(0, market.PhaseClosed, 0, last+7)
	m.Down(last + 8)
	m.Up(last + 9)
	if m.Deadline() != 0 || now == 0 {
		t.Error("something is due")
	}
	var r UnitReading
	for range 3 {
		if !m.TakeUnit(&r) {
			t.Fatal("a day is missing")
		}
	}
	if !m.TakeUnit(&r) || r.Date != 20260303 || r.Verdict != obligation.NotAssessed {
		t.Errorf("%+v", r)
	}
}

// TestLastDay: what is not proven on the calendar's last day stays open.
func TestLastDay(t *testing.T) {
	m, _ := trading(answers())
	now := clockAt(20260303, 14, 59, 0)
	decided(m, now)
	m.Request(0, ref("R1"), now, now, false)
	sendQuote(m, 1, "R1", now)
	if rows := decided(m, now+market.Day); len(rows) != 0 || m.Deadline() != 0 {
		t.Fatalf("%+v", rows)
	}
	var ask Ask
	if m.Open(0, &ask) {
		t.Errorf("%+v", ask)
	}
	if views := m.List(make([]View, 0, 1)); len(views) != 1 || views[0].HeldHigh != 20*market.Second {
		t.Errorf("%+v", views)
	}
}

// TestStrangers: what is not known changes nothing.
func TestStrangers(t *testing.T) {
	m := New(params(answers()), storyDays())
	now := clockAt(day1, 9, 0, 0)
	m.Advance(now)
	if m.Deadline() != 0 {
		t.Error("due before anything was heard")
	}
	m.Alive(now, now)
	m.Down(now)
	if m.st.proof != 0 || m.st.up {
		t.Error("a link that never was")
	}
	m.Up(now)
	m.Phase(0, market.PhaseContinuous, now, now)
	m.Request(0, ref("R1"), now, now, false)
	sendQuote(m, 1, "R1", now)
	m.QuoteLive(0, 1, now, now)
	before := string(m.Save(nil))
	for _, c := range []market.Contract{0, 1, 7} {
		m.QuoteLive(c, 9, now, now)
		m.QuoteLeaves(c, 9, market.Bid, 0, now, now)
		m.QuoteEnding(c, 9, now)
		m.QuoteEnded(c, 9, now, now)
		m.QuoteRejected(c, 9, now, now)
		m.QuoteLeaves(c, 1, 0, 0, now, now)
		m.QuoteLeaves(c, 1, market.Ask+1, 0, now, now)
		m.Underlying(c, 5, now, now)
	}
	m.Phase(7, market.PhaseBreak, now, now)
	m.Exempt(7, true, now, now)
	m.QuoteSent(7, &market.Instruction{ID: 5}, now)
	m.QuoteSent(1, &market.Instruction{ID: 5}, now)
	m.Exempt(0, false, now, now)
	if string(m.Save(nil)) != before {
		t.Error("something changed")
	}
}

// TestUpTwice: a link that comes up without having gone down was down.
func TestUpTwice(t *testing.T) {
	m, now := trading(answers())
	m.Request(0, ref("R1"), now, now, false)
	sendQuote(m, 1, "R1", now)
	m.Alive(now, now)
	m.QuoteLive(0, 1, now, now)
	m.Up(now + 5*market.Second)
	m.Alive(0, now+40*market.Second)
	m.QuoteEnded(0, 1, now+40*market.Second, now+40*market.Second)
	rows := decided(m, now+50*market.Second)
	if len(rows) != 1 || rows[0].Low != Disconnected || rows[0].High != Answered {
		t.Errorf("%+v", rows)
	}
}

// TestTooManyQuotes: when more quotes may stand than are followed, the oldest is
// forgotten by high, and nothing else breaks.
func TestTooManyQuotes(t *testing.T) {
	terms := answers()
	terms.Hold = 30 * market.Second
	m, now := trading(terms)
	m.Request(0, ref("R1"), now, now, false)
	for i := range uint64(quotes) {
		sendQuote(m, i+1, "R1", now+market.Time(i+1)*market.Millisecond)
	}
	if d := &m.duties[0]; d.find(1) < 0 || d.find(quotes) < 0 {
		t.Fatal("forgotten too early")
	}
	sendQuote(m, quotes+1, "R1", now+market.Second)
	if d := &m.duties[0]; d.find(1) >= 0 || d.find(2) < 0 || d.find(quotes+1) < 0 {
		t.Fatal("the wrong one is forgotten")
	}
	// All in one instant, too.
	for i := range uint64(3 * quotes) {
		sendQuote(m, 100+i, "R1", now+2*market.Second)
	}
	end := now + 40*market.Second
	m.Alive(end, end)
	m.QuoteLive(0, 100+3*quotes-1, now+3*market.Second, end)
	rows := decided(m, end+5*market.Second)
	if len(rows) != 1 || rows[0].High != Answered {
		t.Errorf("%+v", rows)
	}
}

// TestCrowdedPast: so much happens while the link is silent that the past has to
// be folded before it is proven: low has lost it, high has not.
func TestCrowdedPast(t *testing.T) {
	for _, silent := range []bool{true, false} {
		terms := answers()
		terms.Exempt, terms.Respond = PolicyYes, 3*market.Second
		m, now := trading(terms)
		m.Request(0, ref("R1"), now, now, false)
		sendQuote(m, 1, "R1", now)
		m.Alive(now, now)
		m.QuoteLive(0, 1, now, now)
		for i := range market.Time(2 * tailSize) {
			t := now + (i+1)*100*market.Millisecond
			m.Exempt(0, i%2 == 0, t, t)
			if !silent {
				m.Alive(t, t)
			}
		}
		end := now + 30*market.Second
		m.Alive(end, end)
		rows := decided(m, end+5*market.Second)
		want := Answered
		if silent {
			want = Disconnected
		}
		if len(rows) != 1 || rows[0].Low != want || rows[0].High != Answered || rows[0].HeldHigh != 20*market.Second {
			t.Errorf("silent %v: %+v", silent, rows)
		}
	}
}

// TestOvernight: what is open when the next day opens is decided then.
func TestOvernight(t *testing.T) {
	for _, late := range []bool{false, true} {
		terms := answers()
		terms.Merge, terms.Hold = PolicyYes, 5*market.Second
		m, _ := trading(terms)
		now := clockAt(day1, 14, 59, 50)
		m.Phase(0, market.PhaseContinuous, now, now)
		m.Request(0, ref("R1"), now, now, false)
		m.Request(0, ref("R2"), now, now, false)
		sendQuote(m, 1, "R2", now)
		if rows := decided(m, clockAt(20260106, 8, 0, 0)); len(rows) != 0 {
			t.Fatalf("%+v", rows)
		}
		want, then := [2]Verdict{Disconnected, Answered}, Merged
		if late { // told at the last moment
			m.Exempt(0, true, now, clockAt(20260106, 8, 54, 59)+market.Second/2)
			want, then = [2]Verdict{Excluded, Excluded}, Excluded
		}
		rows := decided(m, clockAt(20260106, 9, 0, 0))
		if len(rows) != 2 || rows[1].Low != then || rows[0].Low != want[0] || rows[0].High != want[1] || rows[0].Decided != clockAt(20260106, 8, 55, 0) {
			t.Errorf("%+v", rows)
		}
		if m.duties[0].first >= 0 || m.units[0].open != 0 {
			t.Error("something is left open")
		}
	}
}

// TestHeardLate: a request of the day before that is told today belongs to it.
func TestHeardLate(t *testing.T) {
	m, _ := trading(answers())
	made, now := clockAt(20260106, 14, 59, 0), clockAt(20260202, 9, 30, 0)
	m.Alive(0, clockAt(20260106, 9, 0, 0))
	m.Request(0, ref("R0"), clockAt(20260106, 9, 0, 0), clockAt(20260106, 9, 0, 0), false)
	decided(m, now)
	m.Request(0, ref("R1"), made, now, false)
	rows := decided(m, now+5*market.Second)
	if len(rows) != 1 || rows[0].Date != 20260106 || rows[0].Low != NotAnswered || rows[0].Due != made+10*market.Second {
		t.Fatalf("%+v", rows)
	}
	if n, _, _ := m.Contract(0); n != 0 {
		t.Errorf("it counts for the new month: %d", n)
	}
	// A stamp from the future is now.
	m.Request(0, ref("R2"), now+market.Hour, now+6*market.Second, false)
	var ask Ask
	if !m.Open(0, &ask) || ask.At != now+6*market.Second {
		t.Errorf("%+v", ask)
	}
}

// TestToldAgain: an id is known as long as its request is open, however many came
// since; one without an id is always another.
func TestToldAgain(t *testing.T) {
	m, now := trading(answers())
	for i := range 2 * heardRefs {
		m.Request(0, ref(fmt.Sprint("R", i)), now, now, false)
	}
	m.Request(0, ref("R0"), now, now, false)
	if n := m.units[0].open; n != 2*heardRefs {
		t.Errorf("%d open", n)
	}
	m.Request(0, market.Ref{}, now, now, false)
	m.Request(0, market.Ref{}, now, now, false)
	if n := m.units[0].open; n != 2*heardRefs+2 {
		t.Errorf("%d open", n)
	}
	end := now + 20*market.Second
	if rows := decided(m, end); len(rows) != 2*heardRefs+2 {
		t.Fatalf("%d decided", len(rows))
	}
	m.Request(0, ref(fmt.Sprint("R", heardRefs)), end, end, false)
	if n := m.units[0].open; n != 0 {
		t.Error("one of the last ids is forgotten")
	}
	m.Request(0, ref("R1"), end, end, false)
	if n := m.units[0].open; n != 1 {
		t.Error("an old id is known for ever")
	}
}

// TestTwoHours: a unit's day is over when its last contract has closed it; a
// request of the next month that comes before counts there.
func TestTwoHours(t *testing.T) {
	late := zce()
	late.Day[4].To += market.Hour
	late.Night = late.Day
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260130, Prev: 20260129}, {Date: 20260202, Prev: 20260130},
		{Date: 20260203, Prev: 20260202}}, Hours: []calendar.Hours{zce(), late}, Covered: []market.Month{202601, 202602}})
	a, b := answers(), answers()
	b.Contract, b.Hours = 1, 1
	p := params(a, b)
	p.Units = append(p.Units, Unit{Target: 1})
	m := New(p, cal)
	now := clockAt(20260130, 10, 0, 0)
	m.Up(now)
	m.Request(0, ref("R1"), now, now, false)
	var r UnitReading
	decided(m, clockAt(20260130, 15, 30, 0))
	if m.TakeUnit(&r) {
		t.Fatal("told before the second contract has closed")
	}
	// Contract 0 is in February already.
	now = clockAt(20260130, 15, 30, 0)
	m.Request(0, ref("R2"), now, now, false)
	m.Request(0, ref("R3"), now, now, true)
	decided(m, clockAt(20260130, 15, 59, 0))
	m.Read(0, now, &r)
	if r.Requests != 1 || r.Missed != 1 || r.Excluded != 0 || r.Date != 20260202 {
		t.Errorf("before: %+v", r)
	}
	decided(m, clockAt(20260130, 16, 30, 0))
	if !m.TakeUnit(&r) || r.Date != 20260130 || r.Requests != 1 || r.Verdict != obligation.Missed || r.Contracts != 2 {
		t.Errorf("%+v", r)
	}
	m.Read(0, now, &r)
	if r.Requests != 1 || r.Excluded != 1 || r.Verdict != obligation.Open {
		t.Errorf("after: %+v", r)
	}
	if m.Read(1, now, &r); m.Units() != 2 || r.Date != 0 || r.Contracts != 0 || r.Verdict != obligation.NotAssessed {
		t.Errorf("%d units, %+v", m.Units(), r)
	}
}

// TestList: the earliest due open ones, as many as there is room for, then the
// last decided ones.
func TestList(t *testing.T) {
	a, b := answers(), answers()
	a.Respond, b.Contract = 15*market.Second, 2
	m, now := trading(a, b)
	m.Request(0, ref("D0"), now, now, true)
	m.Request(0, ref("D1"), now, now, true)
	for i, name := range []string{"A", "B", "C"} {
		m.Request(0, ref(name), now+market.Time(i)*market.Second, now+market.Time(i)*market.Second, false)
	}
	m.Request(2, ref("E"), now+3*market.Second, now+3*market.Second, false)
	m.Request(2, ref("F"), now+6*market.Second, now+6*market.Second, false)
	for n, want := range []string{"", "E", "E A", "E A B", "E A B F", "E A B F C", "E A B F C D1", "E A B F C D1 D0", "E A B F C D1 D0"} {
		got := ""
		kept := make([]View, 1, n+1)
		for _, v := range m.List(kept)[1:] {
			if got += " " + v.Ref.String(); v.Open != (v.Ref.String()[0] != 'D') {
				t.Errorf("%s: open %v", v.Ref, v.Open)
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("room for %d: %q, want %q", n, got, want)
		}
	}
}

// TestShares pins the arithmetic: rounded against us, exact at the target.
func TestShares(t *testing.T) {
	for _, c := range []struct{ target, all, kept, want int64 }{
		{800_000, 0, 0, 0}, {800_000, 5, 5, 1}, {800_000, 5, 4, 0}, {800_000, 4, 4, 0}, {800_000, 4, 3, -1}, {1_000_000, 9, 9, 0}, {1, 10, 0, -1},
		{1, 1 << 40, 1 << 40, 1<<40 - 1<<40/1_000_000 - 1}, {800_000, 4, 5, 1},
	} {
		if got := slack(c.target, c.all, c.kept); got != c.want {
			t.Errorf("slack(%d, %d, %d) = %d, want %d", c.target, c.all, c.kept, got, c.want)
		}
	}
	for _, c := range []struct{ target, all, answered, open, want int64 }{
		{800_000, 5, 4, 0, -1}, {800_000, 5, 4, 1, 0}, {800_000, 5, 3, 1, 1_000_000}, {800_000, 5, 3, 2, 500_000}, {800_000, 5, 2, 3, 666_667},
		{800_000, 6, 4, 1, 1_000_000}, {800_000, 5, 2, 1, 2_000_000},
	} {
		if got := needRest(c.target, c.all, c.answered, c.open); got != c.want {
			t.Errorf("needRest(%d, %d, %d, %d) = %d, want %d", c.target, c.all, c.answered, c.open, got, c.want)
		}
	}
	for _, c := range []struct {
		target, all, answered int64
		want                  bool
	}{{800_000, 5, 4, true}, {800_000, 5, 3, false}, {800_001, 5, 4, false}, {1_000_000, 1 << 40, 1 << 40, true},
		{1_000_000, 1 << 40, 1<<40 - 1, false}} {
		if got := reached(c.target, c.all, c.answered); got != c.want {
			t.Errorf("reached(%d, %d, %d)", c.target, c.all, c.answered)
		}
	}
}

// TestUnitsNobodyTakes: the oldest reading is lost, and counted.
func TestUnitsNobodyTakes(t *testing.T) {
	m, _ := trading(answers())
	m.days = flat.NewQueue[UnitReading](1)
	decided(m, clockAt(20260202, 16, 0, 0))
	var r UnitReading
	if !m.TakeUnit(&r) || r.Date != 20260202 || m.TakeUnit(&r) || m.Lost() != 2 {
		t.Errorf("%+v, %d lost", r, m.Lost())
	}
}

// TestJoin: what has become the same is one stretch again.
func TestJoin(t *testing.T) {
	m, now := trading(answers())
	d := &m.duties[0]
	n := d.n
	for i := range market.Time(100) {
		m.Exempt(0, true, now+i, now+i)
		m.Exempt(0, false, now+i, now+i)
		sendQuote(m, 1, "", now+i)
		m.QuoteRejected(0, 1, now+i, now+i)
	}
	if d.n != n {
		t.Errorf("%d stretches, %d before", d.n, n)
	}
}
