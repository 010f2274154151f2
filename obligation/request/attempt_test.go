package request

import "testing"

// begun is an attempt that began at 10 and is due by 20, to hold 8.
func begun() *attempt {
	a := &attempt{}
	a.step(glimpse{from: 10, to: 12, due: 20, hold: 8, stands: true, begins: true, adds: true, links: 1, quote: 7})
	return a
}

// TestWhyNot: of the reasons for which no answer stood the last counts, but a
// lost link only while nothing else is known.
func TestWhyNot(t *testing.T) {
	for _, c := range []struct {
		wants []Verdict
		want  Verdict
	}{
		{nil, NotAnswered},
		{[]Verdict{TooWide}, TooWide},
		{[]Verdict{TooWide, TooSmall}, TooSmall},
		{[]Verdict{TooWide, Undecided}, TooWide},
		{[]Verdict{Disconnected}, Disconnected},
		{[]Verdict{Disconnected, Undecided}, Disconnected},
		{[]Verdict{Disconnected, OneSided}, OneSided},
		{[]Verdict{TooWide, Disconnected}, TooWide},
	} {
		var a attempt
		for _, w := range c.wants {
			a.step(glimpse{from: 10, to: 11, due: 20, hold: 8, wants: w})
		}
		a.step(glimpse{from: 11, to: 20, due: 20, hold: 8})
		if a.done != 0 {
			t.Errorf("%v: given up at the deadline", c.wants)
		}
		if a.step(glimpse{from: 20, to: 21, due: 20, hold: 8}); a.verdict != c.want || a.done != 20 {
			t.Errorf("%v: %v at %d, want %v", c.wants, a.verdict, a.done, c.want)
		}
	}
}

// TestLate: only where nothing stood before, an answer after the deadline makes it late.
func TestLate(t *testing.T) {
	for v, want := range map[Verdict]Verdict{NotAnswered: Late, Disconnected: Late, TooWide: TooWide, TooSmall: TooSmall, Answered: Answered} {
		for _, tries := range []bool{true, false} {
			a := attempt{verdict: v, done: 20}
			if !tries {
				want = v
			}
			if a.step(glimpse{from: 21, to: 22, due: 20, tries: tries, begins: true, stands: true}); a.verdict != want || a.since != 0 {
				t.Errorf("%v, tries %v: %v, want %v", v, tries, a.verdict, want)
			}
		}
	}
	a := attempt{verdict: Disconnected, first: 10, done: 20}
	if a.step(glimpse{from: 21, to: 22, due: 20, tries: true}); a.verdict != Disconnected {
		t.Errorf("an answer that stood is %v", a.verdict)
	}
}

// TestChainEnds: what ends a chain, and when it is enough.
func TestChainEnds(t *testing.T) {
	for _, c := range []struct {
		name    string
		g       glimpse
		verdict Verdict
		done    int64
		held    int64
	}{
		{"stands on", glimpse{stands: true, adds: true, links: 1, to: 17}, Undecided, 0, 7},
		{"long enough", glimpse{stands: true, adds: true, links: 1, to: 18}, Answered, 18, 8},
		{"longer", glimpse{stands: true, adds: true, links: 1, to: 19}, Answered, 18, 8},
		{"paused", glimpse{stands: true, links: 1, to: 30}, Undecided, 0, 2},
		{"broken", glimpse{fault: TooWide, to: 15}, TooWide, 0, 0},
		{"broken too late for another", glimpse{fault: TooWide, to: 21}, TooWide, 20, 0},
		{"gap", glimpse{gap: true, stands: true, adds: true, links: 1, fault: HeldShort, to: 15}, HeldShort, 0, 0},
		{"filled", glimpse{hit: 1, to: 15}, Answered, 12, 2},
		{"another filled", glimpse{hit: 2, fault: OneSided, to: 15}, OneSided, 0, 0},
	} {
		a := begun()
		c.g.from, c.g.due, c.g.hold = 12, 20, 8
		a.step(c.g)
		if a.verdict != c.verdict || int64(a.done) != c.done || int64(a.held) != c.held && a.since != 0 || a.first != 10 || a.quote != 7 {
			t.Errorf("%s: %+v", c.name, a)
		}
		if c.verdict != Undecided && c.verdict != Answered && (a.best != 2 || a.links != 0) {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
	// One that asks for no time is enough in a break, too.
	a := &attempt{}
	if a.step(glimpse{from: 10, to: 12, due: 20, stands: true, begins: true, links: 1}); a.verdict != Answered || a.done != 10 {
		t.Errorf("no time: %+v", a)
	}
	// A replacement that is not answered keeps the links.
	a = begun()
	a.step(glimpse{from: 12, to: 13, due: 20, hold: 8, stands: true})
	if a.step(glimpse{from: 13, to: 14, due: 20, hold: 8, hit: 1}); a.verdict != Answered || a.done != 13 {
		t.Errorf("links: %+v", a)
	}
}

// TestMoved: high takes any price that was in force as the chain may have begun,
// low is sure of all of them.
func TestMoved(t *testing.T) {
	var k ticks
	k.add(100, 5)
	k.add(102, 11)
	k.add(103, 14)
	for _, c := range []struct {
		name string
		a    attempt
		g    glimpse
		done int64
	}{
		{"high from 10", attempt{since: 10, until: 10, first: 10}, glimpse{}, 14},
		{"high from 11", attempt{since: 11, until: 11, first: 11}, glimpse{}, 0},
		{"high from 10 to 11", attempt{since: 10, until: 11, first: 10}, glimpse{}, 14},
		{"high, a link that came by 13", attempt{since: 11, until: 11, first: 11}, glimpse{until: 13}, 0},
		{"high, a link that came by 16", attempt{since: 11, until: 11, first: 11}, glimpse{until: 16, move: 1}, 14},
		{"low from 10", attempt{since: 10, first: 10}, glimpse{low: true, back: 10}, 14},
		{"low from 11, perhaps from 10", attempt{since: 11, first: 11}, glimpse{low: true, back: 10}, 0},
		{"low from 11, one tick", attempt{since: 11, first: 11}, glimpse{low: true, back: 10, move: 1}, 14},
		{"low, never heard of before", attempt{since: 4, first: 4}, glimpse{low: true, back: 4}, 0},
		{"high, never heard of before", attempt{since: 4, until: 4, first: 4}, glimpse{}, 14},
	} {
		c.g.from, c.g.to, c.g.due, c.g.hold, c.g.ticks, c.g.stands, c.g.links = 13, 15, 20, 100, &k, true, 1
		if c.g.move == 0 {
			c.g.move = 3
		}
		if c.a.step(c.g); int64(c.a.done) != c.done {
			t.Errorf("%s: %+v", c.name, c.a)
		}
	}
	// A wider window for high than the one it began with.
	a := attempt{since: 12, until: 12, first: 12}
	g := glimpse{from: 12, to: 14, due: 20, hold: 100, ticks: &k, move: 1, stands: true, links: 1, until: 20}
	if a.step(g); a.until != 20 || a.done != 0 {
		t.Errorf("%+v", a)
	}
	g.from, g.to, g.until = 14, 15, 0
	if a.step(g); a.until != 20 || a.done != 14 {
		t.Errorf("%+v", a)
	}
}
