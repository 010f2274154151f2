package request

import (
	"fmt"
	"testing"

	"quotient/market"
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
