package position

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quotient/market"
)

func TestLoadRefusesWhatIsNotLimits(t *testing.T) {
	change := func(p *LimitParams) { p.Accounts = []Account{{MaxAge: 1}} }
	s := newStory(change)
	saved := s.limits.Save(nil)
	for cut := range saved {
		if _, ok := newStory(change).limits.Load(saved[:cut]); ok {
			t.Errorf("took %d of %d bytes", cut, len(saved))
		}
	}
	if rest, ok := newStory(change).limits.Load(append(slices.Clone(saved), 7)); !ok || len(rest) != 1 {
		t.Error("what follows was taken too")
	}
	for _, pairs := range []int64{-1, 5} {
		s.limits.st.pairs = pairs
		bad := s.limits.Save(nil)
		if _, ok := newStory(change).limits.Load(bad); ok {
			t.Errorf("took %d pairs", pairs)
		}
	}
	p := world()
	p.Instruments = p.Instruments[:6]
	if _, ok := NewLimits(p).Load(saved); ok {
		t.Error("took limits of another size")
	}
}

func TestLoadOfFullAndOfNothing(t *testing.T) {
	one := func(p *LimitParams) { p.MaxPairs = 1 }
	s := newStory(one)
	s.do([]string{"day", "20200803"})
	empty := string(s.limits.Save(nil))
	s.do([]string{"buy", "AP010", "open", "9"})
	s.do([]string{"sell", "AP101", "open", "9"})
	s.do(strings.Fields("confirm long AP010 short AP101 9"))
	again := newStory(one)
	if _, ok := again.limits.Load(s.limits.Save(nil)); !ok || again.limits.Pairs() != 1 || again.limits.Left(0, market.Ask, 9) != 800 {
		t.Error("a full table does not come back")
	}
	// Full, the pairs break as they do elsewhere, and leave nothing behind.
	s.do([]string{"sell", "AP010", "close", "9"})
	s.do([]string{"buy", "AP101", "close", "9"})
	s.ledger.Roll()
	s.limits.NewDay(20200803, 0, s.ledger)
	if string(s.limits.Save(nil)) != empty {
		t.Error("something is left of a pair")
	}
	saved := NewLimits(LimitParams{}).Save(nil)
	for cut := range saved {
		if _, ok := NewLimits(LimitParams{}).Load(saved[:cut]); ok {
			t.Errorf("took %d of %d bytes", cut, len(saved))
		}
	}
}

// many are futures and options of ten products.
func many(n int) LimitParams {
	p := LimitParams{MaxPairs: 64, Accounts: []Account{{MaxAge: market.Day}}}
	for i := range n {
		in := market.Instrument{TickUnits: 1, TickValue: 1000, Kind: market.InstrumentKind(i % 3)}
		in.Product, _ = market.MakeCode([]byte{'A' + byte(i%10), 'P'})
		p.Instruments = append(p.Instruments, in)
		p.Months = append(p.Months, 202101)
	}
	for i := range 10 {
		code, _ := market.MakeCode([]byte{'A' + byte(i), 'P'})
		for _, class := range []Class{Futures, Options} {
			p.Limits = append(p.Limits, Limit{Product: code, Class: class, From: 20200101, Until: 20201231, Period: EveryPeriod, Speculative: 1 << 30, Times: 2})
			p.OpenLimits = append(p.OpenLimits, OpenLimit{Product: code, Class: class, From: 20200101, Until: 20201231, Lots: 1 << 30})
			p.Qualifications = append(p.Qualifications, Qualification{Product: code, Class: class, From: 20200101, Until: 20201231})
		}
	}
	return p
}

func TestLimitsDoNotAllocate(t *testing.T) {
	p := many(20)
	l, ledger := NewLimits(p), New(Params{Instruments: p.Instruments})
	l.NewDay(20200803, 1, ledger)
	l.Told(0, 1)
	saved := l.Save(nil)
	diff := make([]Difference, 0, FieldCount)
	s := Statement{Told: ToldPositions, Figures: [FieldCount]int64{FieldLong: 99}}
	for name, f := range map[string]func(){
		"fill": func() {
			ledger.Fill(1, market.Bid, market.Open, 100, 2)
			l.Update(1, ledger)
			ledger.Fill(2, market.Ask, market.Open, 100, 2)
			l.Update(2, ledger)
		},
		"pair": func() {
			l.Confirm(Leg{Contract: 1, Side: market.Bid}, Leg{Contract: 2, Side: market.Ask}, 1)
			l.Unpair(Leg{Contract: 1, Side: market.Bid}, Leg{Contract: 2, Side: market.Ask}, 1)
		},
		"working": func() { l.Working(1, 4, 4); l.InForce(1) },
		"read":    func() { l.Left(1, market.Bid, 2); l.Restrain(1, 2); l.Over(1, market.Bid); l.Next(2) },
		"import":  func() { l.Import(0, 1, Other{Long: 3}); l.Told(0, 1) },
		"assign":  func() { ledger.Assign(1, market.Ask, 5, Frozen{Close: 1}) },
		"settle":  func() { ledger.Settle(&s, diff) },
		"day":     func() { l.NewDay(20200803, 1, ledger) },
		"load":    func() { l.Load(saved) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// What a fill and the question before an order cost.
func BenchmarkLimits(b *testing.B) {
	for _, n := range []int{10, 500} {
		p := many(n)
		l, ledger := NewLimits(p), New(Params{Instruments: p.Instruments})
		l.NewDay(20200803, 1, ledger)
		l.Told(0, 1)
		c := market.Contract(n - 1)
		b.Run(fmt.Sprintf("left/%d", n), func(b *testing.B) {
			for b.Loop() {
				l.Left(c, market.Bid, 2)
				l.Left(c, market.Ask, 2)
			}
		})
		b.Run(fmt.Sprintf("update/%d", n), func(b *testing.B) {
			for b.Loop() {
				l.Update(c, ledger)
			}
		})
		b.Run(fmt.Sprintf("assign/%d", n), func(b *testing.B) {
			for b.Loop() {
				ledger.Assign(c, market.Bid, 3, Frozen{})
			}
		})
	}
}
