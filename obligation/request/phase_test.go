package request

import (
	"slices"
	"testing"

	"quotient/market"
)

// paint makes the tail one stretch every ten seconds, the first from 60 s before
// now on, by what the calendar has.
func paint(d *duty, now market.Time, cals []market.Phase) (from market.Time) {
	from = now - market.Minute
	s := *d.last()
	d.n, d.edited = int32(len(cals)), tailSize
	for i, cal := range cals {
		s.from, s.cal, s.ann, s.exempt = from+market.Time(i)*10*market.Second, cal, continuous, i%2 == 1
		d.tail[i] = s
	}
	return from
}

// TestPhaseToldLate: the boundaries that the calendar has passed since the stamp
// are met or missed as if the announcement had been told in time.
func TestPhaseToldLate(t *testing.T) {
	for _, c := range []struct {
		ph     market.Phase
		cals   []market.Phase
		missed []uint8
	}{
		{continuous, []market.Phase{continuous, recess, continuous}, []uint8{0, 1, 2}},
		{continuous, []market.Phase{continuous, recess, continuous, recess, continuous}, []uint8{0, 1, 2, 2, 2}},
		{continuous, []market.Phase{recess, continuous, continuous}, []uint8{0, 0, 0}}, // it came early
		{continuous, []market.Phase{recess, continuous, recess, continuous}, []uint8{0, 0, 1, 2}},
		{halted, []market.Phase{continuous, recess, continuous}, []uint8{0, 0, 0}}, // a halt outlives it
		{recess, []market.Phase{continuous, continuous, continuous}, []uint8{0, 0, 0}},
		{recess, []market.Phase{continuous, auction, continuous}, []uint8{0, 1, 2}},
		{auction, []market.Phase{auction, match, continuous}, []uint8{0, 0, 1}},
		{recess, []market.Phase{continuous, closed, continuous}, []uint8{0, 0, 1}},
	} {
		m, now := trading(answers())
		now += 5 * market.Minute
		m.Exempt(0, false, now, now)
		d := &m.duties[0]
		cals := append([]market.Phase{closed}, c.cals...)
		from := paint(d, now, cals)
		d.phaseAt, d.tail[d.n-1].cal = from, cals[len(cals)-1]
		d.next = now + 1 // the calendar has nothing to add
		stamp := from + 10*market.Second
		tail := d.tail
		m.Phase(0, c.ph, stamp, now-market.Millisecond)
		got := []uint8{}
		for i := int32(1); i < int32(len(cals)); i++ {
			s := d.tail[i]
			if got = append(got, s.missed); s.ann != c.ph || s.told || s.from != tail[i].from {
				t.Errorf("%v over %v: stretch %d: %+v", c.ph, c.cals, i, s)
			}
		}
		if !slices.Equal(got, c.missed) {
			t.Errorf("%v over %v: missed %v, want %v", c.ph, c.cals, got, c.missed)
		}
		if d.tail[0].ann != continuous || d.phaseAt != stamp {
			t.Errorf("%v holds from %d: %+v", c.ph, d.phaseAt, d.tail[0])
		}
	}
}

// TestConfirm: an announcement that comes late for one boundary says that the one
// before it held so long; it says nothing about what came before that one.
func TestConfirm(t *testing.T) {
	const no, yes = false, true
	for _, c := range []struct {
		name   string
		ph     market.Phase
		cals   []market.Phase // of the stretches; the announcement comes with the last but one
		missed []uint8
		told   []bool
	}{
		{"late", continuous, []market.Phase{auction, continuous, continuous, recess}, []uint8{0, 1, 0, 0}, []bool{no, yes, no, no}},
		{"late, from the tail's start", continuous, []market.Phase{continuous, continuous, recess}, []uint8{1, 0, 0}, []bool{yes, no, no}},
		{"late, in parts", continuous, []market.Phase{continuous, continuous, continuous, recess}, []uint8{1, 1, 0, 0}, []bool{yes, yes, no, no}},
		{"another than the calendar's", recess, []market.Phase{auction, continuous, continuous, recess}, []uint8{0, 1, 0, 0},
			[]bool{no, no, no, no}},
		{"a halt", halted, []market.Phase{auction, continuous, continuous, recess}, []uint8{0, 1, 0, 0}, []bool{no, yes, no, no}},
		{"two are missing", recess, []market.Phase{continuous, auction, recess, recess, recess}, []uint8{0, 1, 2, 0, 0},
			[]bool{no, no, no, no, no}},
		{"one before was late, too", continuous, []market.Phase{recess, recess, continuous, continuous, recess}, []uint8{1, 0, 1, 0, 0},
			[]bool{no, no, yes, no, no}},
		{"in time", continuous, []market.Phase{auction, continuous, recess}, []uint8{0, 0, 0}, []bool{no, no, no}},
		{"the first word", continuous, []market.Phase{continuous, recess}, []uint8{0, 0}, []bool{no, no}},
	} {
		d := duty{n: int32(len(c.cals))}
		for i := range c.cals {
			d.tail[i].cal, d.tail[i].missed = c.cals[i], c.missed[i]
		}
		d.confirm(d.n-2, c.ph)
		for i, told := range c.told {
			if d.tail[i].told != told {
				t.Errorf("%s: stretch %d: told %v", c.name, i, d.tail[i].told)
			}
		}
	}
}

// TestPhaseAgain: what is announced again and again is one stretch.
func TestPhaseAgain(t *testing.T) {
	m, now := trading(answers())
	for i := range market.Time(50) {
		if m.Phase(0, continuous, now+i, now+i); m.duties[0].n != 1 {
			t.Fatalf("%d stretches after %d words", m.duties[0].n, i)
		}
	}
}

// TestHaltOutlives: also a boundary between sessions of which a halt is neither.
func TestHaltOutlives(t *testing.T) {
	k := clock{cal: recess, ann: halted}
	for _, ph := range []market.Phase{continuous, recess, auction, continuous} {
		if k.boundary(ph); k.missed != 0 || k.cal != ph || k.phase() != halted {
			t.Errorf("%+v", k)
		}
	}
}
