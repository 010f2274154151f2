package request

import (
	"slices"
	"testing"

	"quotient/market"
)

// starts are when the tail's stretches begin.
func starts(d *duty) (list []market.Time) {
	for i := range d.n {
		list = append(list, d.tail[i].from)
	}
	return list
}

// ruled makes n stretches, a second long, of which the first begins at from.
func ruled(d *duty, n int32, from market.Time) {
	s := *d.last()
	d.n, d.edited = n, tailSize
	for i := range n {
		s.from, s.exempt = from+market.Time(i)*market.Second, i%2 == 1
		d.tail[i] = s
	}
}

// TestSplitFull: a stretch that finds no room drops the first, wherever it begins;
// within the first it is settled.
func TestSplitFull(t *testing.T) {
	for in := range int32(tailSize) {
		m, now := trading(answers())
		d := &m.duties[0]
		ruled(d, tailSize, now)
		want := starts(d)[1:]
		at := d.tail[in].from + market.Second/2
		i := m.split(d, at)
		if in > 0 {
			want = slices.Insert(want, int(in), at)
		}
		if got := starts(d); i != in || !slices.Equal(got, want) {
			t.Errorf("stretch %d: split at %d: %v, want %v", in, i, got, want)
		}
		if in > 0 && (d.tail[i].exempt != (in%2 == 1) || d.tail[i-1].exempt != (in%2 == 1)) {
			t.Errorf("stretch %d: %+v", in, d.tail[i])
		}
	}
}

// TestFoldOld: what ended a minute ago is folded, and while a request is open only
// what is proven.
func TestFoldOld(t *testing.T) {
	for _, c := range []struct {
		open   bool
		now    market.Time
		proof  market.Time
		stands int32
	}{
		{false, 62*market.Second - 1, 0, 9}, {false, 62 * market.Second, 0, 8}, {false, 65 * market.Second, 0, 5},
		{false, 120 * market.Second, 0, 1},
		{true, 120 * market.Second, 0, 10}, {true, 120 * market.Second, market.Second - 1, 10},
		{true, 120 * market.Second, market.Second, 9}, {true, 120 * market.Second, 5 * market.Second, 5},
		{true, 65 * market.Second, 60 * market.Second, 5},
	} {
		m, start := trading(answers())
		m.Exempt(0, false, start, start)
		if c.open {
			m.Request(0, ref("R1"), start, start, false)
		}
		d := &m.duties[0]
		ruled(d, 10, start)
		m.st.proof = start + c.proof
		m.catchUp(d, start+c.now)
		if d.n != c.stands || d.tail[0].from != start+market.Time(10-c.stands)*market.Second {
			t.Errorf("open %v, %d after, proof %d: %d stretches from %d", c.open, c.now, c.proof, d.n, d.tail[0].from-start)
		}
	}
}

// TestTouchFolds: every input on a contract folds what is old.
func TestTouchFolds(t *testing.T) {
	m, now := trading(answers())
	d := &m.duties[0]
	ruled(d, 10, now)
	if m.QuoteEnding(0, 5, now+2*market.Minute); d.n != 1 {
		t.Errorf("%d stretches", d.n)
	}
}

// TestFoldExcused: a request made in the stretch that is folded was made during an
// exemption when the stretch is one, from its start, its end excluded.
func TestFoldExcused(t *testing.T) {
	for _, on := range []bool{true, false} {
		m, now := trading(answers())
		d := &m.duties[0]
		at := []market.Time{-1, 0, 1, market.Second - 1, market.Second, market.Second + 1}
		for i, ref := range refs(len(at)) {
			m.Request(0, ref, now+at[i], now+2*market.Second, false)
		}
		want := []bool{!on, on, on, on, !on, !on}
		ruled(d, 3, now)
		d.tail[0].exempt, d.tail[1].exempt = on, !on
		for i := d.first; i >= 0; i = m.table[i].next {
			m.table[i].excused = !on
		}
		m.foldFirst(d, now+market.Second)
		k := 0
		for i := d.first; i >= 0; i = m.table[i].next {
			if m.table[i].excused != want[k] {
				t.Errorf("made at %d: excused %v", at[k], !want[k])
			}
			k++
		}
	}
}

// TestFoldProven: low loses a chain that is folded before it is proven to the end.
func TestFoldProven(t *testing.T) {
	for _, lag := range []market.Time{0, 1} {
		m, now := trading(answers())
		m.Request(0, ref("R1"), now, now, false)
		sendQuote(m, 1, "R1", now)
		m.QuoteLive(0, 1, now, now)
		d := &m.duties[0]
		end := now + 5*market.Second
		m.st.proof = end - lag
		m.Exempt(0, true, end, end)
		m.foldFirst(d, end)
		r := &m.table[d.first]
		if (r.low.since != 0) != (lag == 0) || r.low.held+r.low.best != 5*market.Second-lag || r.high.held != 5*market.Second {
			t.Errorf("proven up to %d before the end: low %+v high %+v", lag, r.low, r.high)
		}
	}
}

// TestFoldEdited: what was edited is joined, also when the first has been folded since.
func TestFoldEdited(t *testing.T) {
	m, now := trading(answers())
	d := &m.duties[0]
	ruled(d, 5, now)
	d.tail[4].exempt = d.tail[3].exempt
	d.edited = 4
	m.foldFirst(d, d.tail[1].from)
	d.join()
	if d.n != 3 || d.edited != tailSize {
		t.Errorf("%d stretches, edited %d", d.n, d.edited)
	}
}

// TestPhaseFull: an announcement finds room in a full past, and changes it to its end.
func TestPhaseFull(t *testing.T) {
	m, now := trading(answers())
	d := &m.duties[0]
	m.Request(0, ref("R1"), now, now, false) // nothing is folded before it is proven
	ruled(d, tailSize, now)
	end := now + tailSize*market.Second
	if m.Phase(0, halted, end-market.Second/2, end); d.n != tailSize || d.last().ann != halted || d.tail[tailSize-2].ann != continuous {
		t.Errorf("%d stretches, the last %+v", d.n, d.last())
	}
}

// TestFoldAtTheRequest: a stretch that ends when the request is made is none of its time.
func TestFoldAtTheRequest(t *testing.T) {
	terms := answers()
	terms.Resting, terms.AnyQuote = PolicyYes, PolicyYes
	m, now := trading(terms)
	sendQuote(m, 1, "", now)
	m.QuoteLive(0, 1, now, now)
	d := &m.duties[0]
	end := now + 5*market.Second
	m.st.proof = end
	m.Exempt(0, true, end, end) // another stretch begins
	m.Request(0, ref("R1"), end, end, false)
	r := &m.table[d.first]
	r.low, r.high = attempt{}, attempt{}
	for d.tail[0].from < end {
		m.foldFirst(d, d.tail[1].from)
	}
	if r.low != (attempt{}) || r.high != (attempt{}) {
		t.Errorf("low %+v, high %+v", r.low, r.high)
	}
}
