package obligation

import (
	"slices"
	"testing"

	"quotient/market"
)

// TestFirstInput: whatever comes first opens the accounts, and opens all of them;
// that time passes does not.
func TestFirstInput(t *testing.T) {
	now := clock(9, 40)
	quote := market.Instruction{ID: 1, Bid: 1, Ask: 2, BidQty: 10, AskQty: 10}
	for name, do := range map[string]func(m *Meter){
		"up":       func(m *Meter) { m.Up(now) },
		"down":     func(m *Meter) { m.Down(now) },
		"alive":    func(m *Meter) { m.Alive(0, now) },
		"why":      func(m *Meter) { m.Why(0, CausePaused, true, now) },
		"why all":  func(m *Meter) { m.Why(market.NoContract, CausePaused, true, now) },
		"grant":    func(m *Meter) { m.AddGrant(Grant{Contract: 0, From: now, To: now + 1}, now) },
		"quote":    func(m *Meter) { m.QuoteSent(0, &quote, now) },
		"nobody's": func(m *Meter) { m.QuoteSent(9, &quote, now) },
	} {
		p := Params{Contracts: 3}
		for c := range market.Contract(2) {
			x := futures()
			x.Contract = c
			p.Terms = append(p.Terms, x)
		}
		m := New(p, storyDays())
		do(m)
		checkState(t, m)
		for c := range market.Contract(2) {
			if r := m.Read(c, now); r.Scheduled != 45*market.Minute || r.ExemptNs[ExemptAuction] != 5*market.Minute {
				t.Errorf("%s: contract %d: %+v", name, c, r.DayRow)
			}
		}
	}
	m := New(Params{Contracts: 2, Terms: []Terms{futures()}}, storyDays())
	was := string(m.Save(nil))
	if m.Advance(now); string(m.Save(nil)) != was || m.Deadline() != 0 {
		t.Error("a Meter to which nothing has happened has advanced")
	}
}

// TestLateLink: an input that comes when much has come due that nobody advanced to
// finds the same as if it had been done in time.
func TestLateLink(t *testing.T) {
	next := market.Date(20260106).At(9*market.Hour + 30*market.Minute)
	for _, c := range []struct {
		name string
		at   market.Time
		do   func(m *Meter, now market.Time)
	}{
		{"up", next, func(m *Meter, now market.Time) { m.Up(now) }},
		{"down", next, func(m *Meter, now market.Time) { m.Down(now) }},
		{"alive", next, func(m *Meter, now market.Time) { m.Alive(0, now) }},
		{"grant", clock(10, 20), func(m *Meter, now market.Time) {
			m.AddGrant(Grant{Contract: 0, From: now, To: now + market.Hour}, now)
		}},
		{"why", clock(10, 40), func(m *Meter, now market.Time) { m.Why(0, CausePaused, true, now) }},
	} {
		for _, down := range []bool{false, true} {
			var read [2]Reading
			var days [2][]DayRow
			for late := range 2 {
				m, _ := busy(1)
				to := func(now market.Time) market.Time {
					for x := m.Deadline(); late == 0 && x != 0 && x <= now; x = m.Deadline() {
						m.Advance(x)
					}
					return now
				}
				m.Alive(0, to(clock(9, 10)))
				if down {
					m.Down(to(clock(9, 20)))
				}
				if c.at > clock(15, 0) {
					m.Phase(0, market.PhaseClosed, clock(15, 0), to(clock(15, 0)))
				}
				c.do(m, to(c.at))
				checkState(t, m)
				m.Alive(0, to(c.at+10*market.Minute))
				read[late] = m.Read(0, c.at+10*market.Minute)
				for x := (DayRow{}); m.TakeDay(&x); {
					checkIdentity(t, &x)
					days[late] = append(days[late], x)
				}
			}
			if read[0] != read[1] || !slices.Equal(days[0], days[1]) || c.at > clock(15, 0) && len(days[0]) != 1 {
				t.Errorf("%s, down %v:\nin time %+v %+v\nlate    %+v %+v", c.name, down, read[0], days[0], read[1], days[1])
			}
		}
	}
}

// TestProvenEnds: what comes on a link that is taken for lost proves nothing.
func TestProvenEnds(t *testing.T) {
	m, _ := busy(1)
	m.Alive(0, clock(9, 10))
	m.Down(clock(9, 20))
	m.Alive(0, clock(9, 30))
	if r := m.Read(0, clock(9, 40)); r.Proven != clock(9, 10) {
		t.Errorf("proven up to %d", r.Proven)
	}
}
