package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// clock is an instant of the first story day.
func clock(h, m market.Time) market.Time {
	return market.Date(20260105).At(h*market.Hour + m*market.Minute)
}

// TestUnprovenOutlivesTheTail: more changes without a message than the tail
// holds. What was effective after the last proof is taken back all the same.
func TestUnprovenOutlivesTheTail(t *testing.T) {
	m, now := busy(2)
	m.Alive(0, now+market.Minute)
	now += market.Minute
	for i := range market.Time(4 * tailSize) {
		now += 100 * market.Millisecond
		d := market.Depth{Bid: 7200, BidQty: 5, Upper: 7200, Lower: 6800, Stamp: now}
		if i%2 == 0 {
			d.Ask, d.AskQty = 7202, 5
		}
		m.Market(1, &d, now)
	}
	before, _ := m.Row(1, now)
	m.Down(now)
	row, _ := m.Row(1, now)
	checkIdentity(t, &row)
	if want := market.Minute - market.Millisecond; row.Low != want {
		t.Errorf("low %d, want %d", row.Low, want)
	}
	if before.Low <= row.Low || row.High != before.High || row.ExemptNs != before.ExemptNs {
		t.Errorf("before %+v\nafter  %+v", before, row)
	}
}

// TestReadingChangesNothing: reading, and advancing before the deadline, leave
// every byte as it was, even when much has come due.
func TestReadingChangesNothing(t *testing.T) {
	m, now := busy(3)
	var ch Change
	for m.TakeChange(&ch) {
	}
	m.Deadline()
	was := string(m.Save(nil))
	for _, at := range []market.Time{now + 1, clock(10, 20), clock(15, 1), clock(15, 1) + market.Day} {
		r := m.Read(1, at)
		checkIdentity(t, &r.DayRow)
		m.Row(1, at)
		m.Describe(nil, 1, at)
	}
	m.Advance(m.Deadline() - 1)
	if string(m.Save(nil)) != was {
		t.Error("reading has changed the state")
	}
}

// TestRead looks at what a page shows.
func TestRead(t *testing.T) {
	m, _ := busy(2)
	m.Alive(0, clock(9, 30))
	r := m.Read(1, clock(9, 30))
	if !r.Obliged || r.State != Effective || r.QuoteID != 1 || r.MaxSpread != 4 || r.MinSize != 10 || r.Lost {
		t.Errorf("reading %+v", r.DayRow)
	}
	if r.Since != clock(9, 0)+market.Millisecond || r.Proven != clock(9, 30) || r.Date != 20260105 {
		t.Errorf("since %d, proven %d, date %d", r.Since, r.Proven, r.Date)
	}
	if r.MonthScheduled != r.Scheduled || r.MonthExempt != r.ExemptNs[ExemptAuction] || r.MonthExempt != 5*market.Minute {
		t.Errorf("month %d, exempt %d", r.MonthScheduled, r.MonthExempt)
	}
	// 230 minutes in 480 cells: 35 of them are 73 cells, 10 of those the auction's.
	if r.StripFrom != clock(8, 55) || r.StripCell != 28750*market.Millisecond {
		t.Errorf("strip from %d, cell %d", r.StripFrom, r.StripCell)
	}
	for i, want := range map[int]State{0: Exempted, 9: Exempted, 11: Effective, 72: Effective} {
		if r.Strip[i] != uint8(want)+1 {
			t.Errorf("cell %d is %d", i, r.Strip[i])
		}
	}
	if r.Strip[74] != 0 {
		t.Errorf("cell 74 is painted: %d", r.Strip[74])
	}
	if none := m.Read(7, clock(9, 30)); none.Obliged || none.NeedRest != -1 {
		t.Errorf("a contract that is none: %+v", none.DayRow)
	}
}

// TestTermsByDate: terms that change in the month, and a day without any.
func TestTermsByDate(t *testing.T) {
	first, second := futures(), futures()
	first.To, second.From, second.MinSize = 20260105, 20260202, 12
	m := New(Params{Contracts: 2, Terms: []Terms{second, first}}, storyDays())
	for date, want := range map[market.Date]market.Qty{20260105: 10, 20260106: 0, 20260202: 12} {
		if got, ok := m.Terms(0, date); got.MinSize != want || ok != (want != 0) {
			t.Errorf("%d: %v %d", date, ok, got.MinSize)
		}
	}
	m.Up(clock(9, 0))
	if r := m.Read(0, clock(9, 0)); r.R != 225*market.Minute {
		t.Errorf("only the first day is owed in January, not %d", r.R)
	}
	m.Alive(0, clock(15, 0))
	m.Advance(clock(15, 0) + 2*market.Minute)
	var row DayRow
	if !m.TakeDay(&row) || row.Date != 20260105 || row.R != 0 {
		t.Errorf("row %+v", row)
	}
	if r := m.Read(0, clock(33, 30)); r.Obliged || r.State != Off || r.Date != 20260106 {
		t.Errorf("nothing is owed on the 6th: %+v", r.DayRow)
	}
	m.Advance(market.Date(20260202).At(9 * market.Hour))
	if r := m.Read(0, market.Date(20260202).At(9*market.Hour+market.Minute)); !r.Obliged || r.MinSize != 12 || r.MonthScheduled != 6*market.Minute {
		t.Errorf("February: %v %+v", r.MonthScheduled, r.DayRow)
	}
	if m.TakeDay(&row) {
		t.Errorf("a row without terms: %+v", row)
	}
}

// TestSkippedDays: days in which the process was not there are rows of their own.
func TestSkippedDays(t *testing.T) {
	m, _ := busy(1)
	m.Advance(market.Date(20260202).At(9*market.Hour + market.Minute))
	for _, want := range []market.Date{20260105, 20260106} {
		var row DayRow
		if !m.TakeDay(&row) || row.Date != want || row.Scheduled != 230*market.Minute {
			t.Fatalf("want %d: %+v", want, row)
		}
		checkIdentity(t, &row)
		if row.Low != 0 {
			t.Errorf("%d: low %d is not proven", row.Date, row.Low)
		}
	}
}

// TestNightSession: the evening belongs to the next trading day, and so to that
// day's month; over a weekend, Friday's evening is Monday's.
func TestNightSession(t *testing.T) {
	h := zce()
	h.Night = [calendar.MaxStretches]calendar.Stretch{
		{Phase: market.PhaseAuction, Eve: true, From: 20*market.Hour + 55*market.Minute, To: 21 * market.Hour},
		{Phase: market.PhaseContinuous, Eve: true, From: 21 * market.Hour, To: 23 * market.Hour},
	}
	copy(h.Night[2:], h.Day[2:5])
	cal := calendar.New(calendar.Params{
		Days:  []calendar.Day{{Date: 20260130, Prev: 20260129}, {Date: 20260202, Prev: 20260130, Night: true}},
		Hours: []calendar.Hours{h}, Covered: []market.Month{202601, 202602},
	})
	m := New(Params{Contracts: 1, Terms: []Terms{futures()}}, cal)
	friday := market.Date(20260130)
	m.Up(friday.At(14 * market.Hour))
	m.Alive(0, friday.At(16*market.Hour))
	m.Advance(friday.At(16 * market.Hour))
	var row DayRow
	if !m.TakeDay(&row) || row.Date != 20260130 || row.R != 0 {
		t.Errorf("Friday's row: %+v", row)
	}
	m.Phase(0, market.PhaseContinuous, friday.At(21*market.Hour), friday.At(21*market.Hour))
	r := m.Read(0, friday.At(22*market.Hour))
	if r.Date != 20260202 || r.Scheduled != 65*market.Minute || r.D != market.Hour || r.R != (60+225)*market.Minute {
		t.Errorf("Friday's evening: date %d, scheduled %d, D %d, R %d", r.Date, r.Scheduled, r.D, r.R)
	}
}

// TestUnknownQuotesAndContracts: what is not ours or not known changes nothing.
func TestUnknownQuotesAndContracts(t *testing.T) {
	m, now := busy(1)
	m.QuoteLive(0, 99, now, now)
	m.QuoteEnded(0, 99, now, now)
	m.QuoteLive(9, 1, now, now)
	m.Phase(9, market.PhaseHalt, now, now)
	m.Market(9, &market.Depth{}, now)
	if r := m.Read(0, now+market.Millisecond); r.State != Effective || r.QuoteID != 1 {
		t.Errorf("state %v", r.State)
	}
}

// TestManyUnknownQuotes: more quotes than slots; the newest are kept.
func TestManyUnknownQuotes(t *testing.T) {
	m, now := busy(1)
	for id := range uint64(3 * slots) {
		now += market.Second
		in := market.Instruction{ID: id + 2, Bid: 1, Ask: 2, BidQty: 10, AskQty: 10}
		m.QuoteSent(0, &in, now)
	}
	now += market.Second
	m.Alive(now, now)
	m.QuoteLive(0, 3*slots+1, now, now)
	if r := m.Read(0, now); r.State != Effective || r.QuoteID != 3*slots+1 {
		t.Errorf("state %v, quote %d", r.State, r.QuoteID)
	}
}

// TestTwoInFlight: a quote acknowledged after its successor was sent does not
// count, and the successor's acknowledgement ends it even when both were sent in
// one instant.
func TestTwoInFlight(t *testing.T) {
	m, now := busy(1)
	now += market.Second
	for id := range uint64(2) {
		in := market.Instruction{ID: id + 2, Bid: 1, Ask: 2, BidQty: 10, AskQty: 10}
		m.QuoteSent(0, &in, now)
	}
	m.Alive(now, now+market.Second)
	m.QuoteLive(0, 2, now, now+market.Second)
	if r := m.Read(0, now+market.Second); r.State != AwaitingAck {
		t.Errorf("state %v", r.State)
	}
	m.QuoteLive(0, 3, now, now+2*market.Second)
	m.QuoteEnding(0, 3, now+3*market.Second)
	m.QuoteEnded(0, 3, now+3*market.Second, now+3*market.Second)
	r := m.Read(0, now+5*market.Second)
	if want := market.Second - market.Millisecond + market.Second; r.State != NoQuote || r.Low != want {
		t.Errorf("state %v, low %d, want %d", r.State, r.Low, want)
	}
	if want := market.Second - market.Millisecond/2 + 3*market.Second; r.High != want {
		t.Errorf("high %d, want %d", r.High, want)
	}
}

// TestSinceOutlivesTheTail: a state lasts through changes that do not change it.
func TestSinceOutlivesTheTail(t *testing.T) {
	m, _ := busy(1)
	for minute := range market.Time(20) {
		m.Alive(0, clock(9, 10+minute))
		m.Why(0, CauseStale, minute%2 == 0, clock(9, 10+minute))
	}
	if r := m.Read(0, clock(9, 30)); r.Since != clock(9, 0)+market.Millisecond || r.State != Effective {
		t.Errorf("%v since %d", r.State, r.Since)
	}
}

// TestStripCell: a cell shows the state that holds longest in it.
func TestStripCell(t *testing.T) {
	m, _ := busy(1)
	cell := m.Read(0, clock(9, 1)).StripCell
	at := clock(8, 55) + 100*cell // a cell's edge
	m.Alive(0, at)
	m.QuoteEnding(0, 1, at+cell/4)          // cell 100: a quarter good
	send(m, 0, 2, at+cell+cell/8)           // cell 101: seven eighths good
	m.QuoteEnding(0, 2, at+2*cell+cell*3/4) // cell 102: three quarters good
	r := m.Read(0, at+5*cell+cell/2)        // cell 105: half of it has passed
	for i, want := range []State{Effective, NoQuote, Effective, Effective, NoQuote, NoQuote, NoQuote} {
		if got := r.Strip[99+i]; got != uint8(want)+1 {
			t.Errorf("cell %d is %v, want %v", 99+i, State(got-1), want)
		}
	}
	if r.Strip[106] != 0 {
		t.Error("a cell of the future is painted")
	}
}

// TestEndedUnanswered: when a replacement ends that was never acknowledged, what
// it was to replace may stand or not.
func TestEndedUnanswered(t *testing.T) {
	m, now := busy(1)
	in := market.Instruction{ID: 2, Bid: 1, Ask: 2, BidQty: 10, AskQty: 10}
	m.QuoteSent(0, &in, now+market.Second)
	m.QuoteEnded(0, 2, now+2*market.Second, now+2*market.Second)
	r := m.Read(0, now+3*market.Second)
	if r.State != CannotTell || r.Low != market.Second-market.Millisecond || r.High != 3*market.Second-market.Millisecond/2 {
		t.Errorf("state %v, low %d, high %d", r.State, r.Low, r.High)
	}
}
