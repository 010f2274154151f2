package request

import (
	"testing"

	"quotient/market"
)

// TestOutside: the first contract outside the universe is as unknown as any, and
// no quote is number 0.
func TestOutside(t *testing.T) {
	m, now := trading(answers())
	beyond := market.Contract(len(m.duties))
	var ask Ask
	if _, owed := m.Unit(beyond); owed || m.Open(beyond, &ask) {
		t.Error("it owes answers")
	}
	if n, low, high := m.Contract(beyond); n != 0 || low != 0 || high != 0 {
		t.Error("it has requests")
	}
	m.Request(0, ref("R1"), now, now, false)
	if views := m.List(nil); len(views) != 0 {
		t.Errorf("listed without room: %+v", views)
	}
	before := string(m.Save(nil))
	m.QuoteLive(0, 0, now, now)
	m.QuoteLeaves(0, 0, market.Bid, 0, now, now)
	m.QuoteEnding(0, 0, now)
	m.QuoteEnded(0, 0, now, now)
	m.QuoteRejected(0, 0, now, now)
	if string(m.Save(nil)) != before {
		t.Error("quote 0 is known")
	}
}

// TestDownTwice: a link that is down is not lost again.
func TestDownTwice(t *testing.T) {
	m, now := trading(answers())
	m.Down(now)
	sendQuote(m, 1, "R1", now)
	before := string(m.Save(nil))
	if m.Down(now); string(m.Save(nil)) != before {
		t.Error("something changed")
	}
}

// TestAfterTheLastDay: the last day is told once, and what was one with an open
// request leaves no deadline.
func TestAfterTheLastDay(t *testing.T) {
	for _, open := range []bool{false, true} {
		terms := answers()
		terms.Merge = PolicyYes
		m, _ := trading(terms)
		now := clockAt(20260303, 14, 59, 0)
		decided(m, now)
		if open {
			m.Request(0, ref("R1"), now, now, false)
			m.Request(0, ref("R2"), now, now, false)
			sendQuote(m, 1, "R2", now)
		}
		decided(m, now+market.Day)
		checkMeter(t, m)
		var r UnitReading
		days := 0
		for m.TakeUnit(&r) {
			days++
		}
		if want := 4 - int(one(open)); days != want || m.Deadline() != 0 {
			t.Errorf("open %v: %d days, due %d", open, days, m.Deadline())
		}
	}
}

// TestDayOpenedByInput: what was open is out of the list when an input comes
// before the deadline of the new day is noticed.
func TestDayOpenedByInput(t *testing.T) {
	terms := answers()
	terms.Hold = 5 * market.Second
	m, _ := trading(terms)
	now := clockAt(day1, 14, 59, 50)
	m.Request(0, ref("R1"), now, now, false)
	sendQuote(m, 1, "R1", now)
	decided(m, now+market.Hour)
	m.Exempt(0, true, 0, clockAt(20260106, 9, 0, 0))
	checkMeter(t, m)
	if rows := decided(m, 0); len(rows) != 1 || m.duties[0].first >= 0 {
		t.Errorf("%+v, first %d", rows, m.duties[0].first)
	}
}

// TestNotOwedToday: on a day between the terms' a request is told as not owed.
func TestNotOwedToday(t *testing.T) {
	terms := answers()
	terms.To = day1
	m, _ := trading(terms)
	now := clockAt(20260106, 9, 30, 0)
	decided(m, now)
	m.Request(0, ref("R1"), now, now, false)
	if rows := decided(m, now); len(rows) != 1 || rows[0].Low != NotOwed || rows[0].Unit != NoUnit || rows[0].Decided != now {
		t.Errorf("%+v", rows)
	}
}

// TestApartForEver: the first request of a day is one with none, however far
// apart two have to be.
func TestApartForEver(t *testing.T) {
	terms := answers()
	terms.Merge, terms.Apart = PolicyYes, 1<<62
	m, now := trading(terms)
	m.Request(0, ref("R1"), now, now, false)
	m.Request(0, ref("R2"), now+market.Hour, now+market.Hour, false)
	rows := decided(m, now+2*market.Hour)
	if len(rows) != 2 || rows[0].Low == Merged || rows[1].Ref != ref("R2") || rows[1].Low != Merged {
		t.Errorf("%+v", rows)
	}
}

// TestProofOfTwo: proof that is enough for one contract leaves the other waiting.
func TestProofOfTwo(t *testing.T) {
	for _, first := range []market.Contract{0, 2} {
		a, b := answers(), answers()
		b.Contract = 2
		m, now := trading(a, b)
		m.Phase(2, market.PhaseContinuous, now, now)
		m.Alive(now, now)
		for i, c := range []market.Contract{first, 2 - first} {
			from := now + market.Time(i)*5*market.Second
			m.Request(c, ref("R"), from, from, false)
			m.QuoteSent(c, &market.Instruction{ID: uint64(c) + 1, Bid: 7000, Ask: 7004, BidQty: 10, AskQty: 10, Request: ref("R")}, from)
			m.QuoteLive(c, uint64(c)+1, from, from)
		}
		for _, proven := range []market.Time{20, 25} {
			if rows := decided(m, now+40*market.Second); len(rows) != 0 {
				t.Fatalf("decided without proof: %+v", rows)
			}
			m.Alive(now+proven*market.Second, now+40*market.Second)
			checkMeter(t, m)
			if rows := decided(m, now+41*market.Second); len(rows) != 1 || rows[0].Low != Answered {
				t.Errorf("proven for %d: %+v", proven, rows)
			}
		}
	}
}

// TestTicksTurnOver: when there is no more room the oldest change is forgotten,
// and the newest is the end.
func TestTicksTurnOver(t *testing.T) {
	var k ticks
	last := market.Time(tickCount + 3)
	for i := market.Time(1); i <= last; i++ {
		k.add(market.Price(1000+i), i)
	}
	if k.n != tickCount {
		t.Errorf("%d changes are kept", k.n)
	}
	if lo, hi := k.extent(3, last); lo != -far || hi != far {
		t.Errorf("the oldest is known: %d to %d", lo, hi)
	}
	if lo, hi := k.extent(4, last+9); lo != 1004 || hi != 1000+market.Price(last) {
		t.Errorf("%d to %d", lo, hi)
	}
	if at := k.beyond(1004, far, last, last+9); at != 0 {
		t.Errorf("beyond at %d", at)
	}
}
