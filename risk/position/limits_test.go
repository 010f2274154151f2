package position

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quotient/market"
)

func TestLimitParamsCheck(t *testing.T) {
	sound := world()
	sound.Accounts = []Account{{MaxAge: 1}, {MaxAge: 10 * market.Day}}
	sound.Check(func(key string, found, allowed int64) { t.Errorf("sound: %s %d %d", key, found, allowed) })
	for _, x := range []struct {
		spoil func(p *LimitParams)
		want  string
	}{
		{func(p *LimitParams) { p.Months = p.Months[:6] }, "months 6 7"},
		{func(p *LimitParams) { p.Months[2] = 202113 }, "months[2] 202113 200001"},
		{func(p *LimitParams) { p.Months[2] = 202100 }, "months[2] 202100 200001"},
		{func(p *LimitParams) { p.Months[2] = 12 }, "months[2] 12 200001"},
		{func(p *LimitParams) { p.MaxPairs = -1 }, "max_pairs -1 0"},
		{func(p *LimitParams) { p.MaxPairs = 1<<16 + 1 }, "max_pairs 65537 65536"},
		{func(p *LimitParams) { p.Accounts[1].MaxAge = 0 }, "accounts[1].max_age 0 1"},
		{func(p *LimitParams) { p.Accounts[0].MaxAge = 10*market.Day + 1 }, "accounts[0].max_age 864000000000001 864000000000000"},
		{func(p *LimitParams) { p.Limits[1].Class = NoClass }, "limits[1].class 0 1"},
		{func(p *LimitParams) { p.Limits[1].Class = 3 }, "limits[1].class 3 2"},
		{func(p *LimitParams) { p.Limits[5].Period = NoPeriod }, "limits[5].period 0 1"},
		{func(p *LimitParams) { p.Limits[5].Period = PeriodCount }, "limits[5].period 5 4"},
		{func(p *LimitParams) { p.Limits[0].Speculative = 0 }, "limits[0].speculative 0 1"},
		{func(p *LimitParams) { p.Limits[0].Speculative = MaxQty + 1 }, "limits[0].speculative 2147483649 2147483648"},
		{func(p *LimitParams) { p.Limits[0].Times = 0 }, "limits[0].times 0 1"},
		{func(p *LimitParams) { p.Limits[0].Times = 11 }, "limits[0].times 11 10"},
		{func(p *LimitParams) { p.Limits[5].Symbol[0] = 'Z' }, "limits[5].symbol 1 0"},
		{func(p *LimitParams) { p.Limits[0].From = 20200230 }, "limits[0].from 20200230 19700101"},
		{func(p *LimitParams) { p.Limits[0].Until = 20191231 }, "limits[0].until 20191231 20200101"},
		{func(p *LimitParams) { p.Limits[0].Until = 20200931 }, "limits[0].until 20200931 20200101"},
		{func(p *LimitParams) { p.Limits[0].Source = market.Ref{} }, "limits[0].source 0 1"},
		{func(p *LimitParams) { p.Limits[1].Period = Ordinary }, "limits[1] 1 0"},
		{func(p *LimitParams) { p.Limits[0].Period = EveryPeriod }, "limits[1] 1 0 limits[2] 2 0"},
		{func(p *LimitParams) { p.Limits[2].Period = EveryPeriod }, "limits[2] 2 0 limits[2] 2 1"},
		{func(p *LimitParams) { p.Limits[3].Maker, p.Limits[3].From = false, 20191231 }, "limits[3] 3 0"},
		{func(p *LimitParams) {
			p.Limits[3].Maker, p.Limits[3].From, p.Limits[0].Until = false, 20200701, 20200701
		}, "limits[3] 3 0"},
		{func(p *LimitParams) {
			p.Limits[3].Maker, p.Limits[0].From = false, 20200831
		}, "limits[3] 3 0"},
		{func(p *LimitParams) {
			p.Limits[3].Maker, p.Limits[0].From = false, 20200901
		}, ""},
		{func(p *LimitParams) {
			p.Limits[3].Maker, p.Limits[3].From, p.Limits[0].Until = false, 20200702, 20200701
		}, ""},
		{func(p *LimitParams) { p.Limits[4].Symbol = market.Symbol{} }, "limits[4] 4 0"},
		{func(p *LimitParams) { p.Limits[4].Symbol[0] = 'B' }, ""},
		{func(p *LimitParams) { p.Limits[3].Maker, p.Limits[3].Class = false, Options }, ""},
		{func(p *LimitParams) { p.OpenLimits[0].Class = NoClass }, "open_limits[0].class 0 1"},
		{func(p *LimitParams) { p.OpenLimits[0].Lots = 0 }, "open_limits[0].lots 0 1"},
		{func(p *LimitParams) { p.OpenLimits[0].Lots = MaxQty + 1 }, "open_limits[0].lots 2147483649 2147483648"},
		{func(p *LimitParams) { p.OpenLimits[2].Lots = 1 }, "open_limits[2].lots 1 0"},
		{func(p *LimitParams) { p.OpenLimits[2].Lots = -1 }, "open_limits[2].lots -1 0"},
		{func(p *LimitParams) { p.OpenLimits[2].Source = market.Ref{} }, "open_limits[2].source 0 1"},
		{func(p *LimitParams) { p.OpenLimits[1].Symbol = market.Symbol{} }, "open_limits[1] 1 0"},
		{func(p *LimitParams) { p.OpenLimits[1].Symbol, p.OpenLimits[1].Class = market.Symbol{}, Options }, ""},
		{func(p *LimitParams) { p.OpenLimits[1].Symbol, p.OpenLimits[0].Until = market.Symbol{}, 20200101 }, "open_limits[1] 1 0"},
		{func(p *LimitParams) {
			p.OpenLimits[1].Symbol, p.OpenLimits[0].Until, p.OpenLimits[1].From = market.Symbol{}, 20200101, 20200102
		}, ""},
		{func(p *LimitParams) { p.OpenLimits[1].Symbol, p.OpenLimits[0].From = market.Symbol{}, 20201231 }, "open_limits[1] 1 0"},
		{func(p *LimitParams) {
			p.OpenLimits[1].Symbol, p.OpenLimits[0].From, p.OpenLimits[1].Until = market.Symbol{}, 20201231, 20201230
		}, ""},
		{func(p *LimitParams) { p.OpenLimits[2].Product[0] = 'Y' }, ""},
		{func(p *LimitParams) { p.OpenLimits[1].Symbol, p.OpenLimits[1].Product[0] = market.Symbol{}, 'Y' }, ""},
		{func(p *LimitParams) { p.Qualifications[1].Class = NoClass }, "qualifications[1].class 0 1"},
		{func(p *LimitParams) { p.Qualifications[1].Until = 0 }, "qualifications[1].until 0 20200101"},
	} {
		p := world()
		p.Accounts = []Account{{MaxAge: 1}, {MaxAge: 10 * market.Day}}
		x.spoil(&p)
		got := ""
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprintf(" %s %d %d", key, found, allowed) })
		if got != "" {
			got = got[1:]
		}
		if got != x.want {
			t.Errorf("found %q, want %q", got, x.want)
		}
	}
	if at("x", 0, ".y") != "x[0].y" || at("x", 1209, "") != "x[1209]" {
		t.Error("keys are numbered wrongly")
	}
}

// A row that cannot be blocks, although a wider one would allow.
func TestUnsoundRowsBlock(t *testing.T) {
	for name, spoil := range map[string]func(p *LimitParams){
		"zero":       func(p *LimitParams) { p.Limits[3].Speculative = 0 },
		"negative":   func(p *LimitParams) { p.Limits[3].Speculative = -1 },
		"too many":   func(p *LimitParams) { p.Limits[3].Speculative = MaxQty + 1 },
		"no times":   func(p *LimitParams) { p.Limits[3].Times = 0 },
		"many times": func(p *LimitParams) { p.Limits[3].Times = 11 },
		"no opens":   func(p *LimitParams) { p.OpenLimits[0].Lots = 0 },
		"own opens":  func(p *LimitParams) { p.OpenLimits[1].Lots = -1 },
		"opens later": func(p *LimitParams) {
			p.OpenLimits[0].From, p.OpenLimits[1].From = 20200804, 20200804
		},
		"opens before": func(p *LimitParams) {
			p.OpenLimits[0].Until, p.OpenLimits[1].Until = 20200802, 20200802
		},
		"no month":   func(p *LimitParams) { p.Months = p.Months[:1] },
		"no product": func(p *LimitParams) { p.OpenLimits = nil },
		"no limits":  func(p *LimitParams) { p.Limits = nil },
		"no right":   func(p *LimitParams) { p.Qualifications = nil },
		"untold":     func(p *LimitParams) { p.Accounts = []Account{{}} },
	} {
		s := newStory(spoil)
		s.do([]string{"day", "20200803"})
		if s.limits.Restrain(1, s.now) == 0 || s.limits.Left(1, market.Bid, s.now) != 0 {
			t.Errorf("%s: may open %d", name, s.limits.Left(1, market.Bid, s.now))
		}
	}
	for name, allow := range map[string]func(p *LimitParams){
		"most":         func(p *LimitParams) { p.Limits[3].Speculative, p.Limits[3].Times = MaxQty, 10 },
		"own row only": func(p *LimitParams) { p.OpenLimits = p.OpenLimits[1:] },
		"own is free": func(p *LimitParams) {
			p.OpenLimits[0].Free, p.OpenLimits[1].Free, p.OpenLimits[1].Lots = true, true, 0
		},
	} {
		s := newStory(allow)
		s.do([]string{"day", "20200803"})
		if s.limits.Restrain(1, s.now) != 0 || s.limits.Left(1, market.Bid, s.now) <= 0 {
			t.Errorf("%s: %05b", name, s.limits.Restrain(1, s.now))
		}
	}
	s := newStory(nil)
	if s.limits.Restrain(1, s.now)&NoLimit == 0 || s.limits.Left(1, market.Bid, s.now) != 0 {
		t.Error("may open before the first day began")
	}
}

// Of rows that contradict each other the lower one holds; without the right to it
// a market maker's limit is none.
func TestWhichRowHolds(t *testing.T) {
	for _, x := range []struct {
		name  string
		spoil func(p *LimitParams)
		want  market.Qty
		times int64
	}{
		{"as agreed", func(*LimitParams) {}, 800, 2},
		{"no right", func(p *LimitParams) { p.Qualifications[0].Until = 20200802 }, 500, 2},
		{"the right of another class", func(p *LimitParams) { p.Qualifications[0].Class = Options }, 500, 2},
		{"lower first", func(p *LimitParams) { p.Limits[0].Maker, p.Limits[0].Times = true, 3 }, 500, 3},
		{"lower last", func(p *LimitParams) { p.Limits[4].Maker, p.Limits[4].Symbol = true, market.Symbol{} }, 50, 2},
		{"the same", func(p *LimitParams) { p.Limits[0].Maker, p.Limits[0].Speculative, p.Limits[0].Times = true, 800, 1 }, 800, 1},
		{"by its name", func(p *LimitParams) { p.Limits[4].Symbol, p.Limits[3].Maker = p.Instruments[1].Symbol, false }, 50, 2},
	} {
		p := world()
		x.spoil(&p)
		limits := NewLimits(p)
		limits.NewDay(20200803, 0, New(Params{Instruments: p.Instruments}))
		if l, ok := limits.InForce(1); l.Speculative != x.want || l.Times != x.times || !ok {
			t.Errorf("%s: %d, %d times, %v", x.name, l.Speculative, l.Times, ok)
		}
	}
}

// A lost row does not end a countdown.
func TestALostLimitEndsNoCountdown(t *testing.T) {
	s := newStory(func(p *LimitParams) { p.Limits[0].Until, p.Limits[3].Until = 20200803, 20200803 })
	s.do([]string{"day", "20200803", "cure", "2020-08-04T10:15"})
	s.do([]string{"buy", "AP101", "open", "801"})
	s.do([]string{"day", "20200804", "cure", "2020-08-05T10:15"})
	if lots, until, over := s.limits.Over(1, market.Bid); lots != 0 || until != instant("2020-08-04T10:15") || !over || s.limits.Restrain(1, s.now) != OverLimit|NoLimit {
		t.Errorf("%d until %d %v", lots, until, over)
	}
}

func TestQuestionsWithoutMeaning(t *testing.T) {
	s := newStory(func(p *LimitParams) { p.Accounts = []Account{{MaxAge: 1}} })
	s.do([]string{"day", "20200803"})
	l := s.limits
	s.do([]string{"told", "0"})
	l.Update(7, s.ledger)
	l.Working(7, 1, 1)
	l.Working(1, -1, -1)
	if r := l.Restrain(7, s.now); r != OverLimit|NoLimit|Unqualified|Untold|NoOpens {
		t.Errorf("restrained by %b", r)
	}
	if l.Left(7, market.Bid, 0) != 0 || l.Left(1, market.NoSide, s.now) != 0 || l.Left(1, market.Ask+1, s.now) != 0 || l.Left(1, market.Ask, s.now) != 800 {
		t.Error("left")
	}
	if lots, ok := l.OpensLeft(7); lots != 0 || ok {
		t.Error("opens")
	}
	none := []Leg{{Contract: 7, Side: market.Bid}, {Contract: 1}, {Contract: 1, Side: market.Ask + 1}}
	s.do([]string{"buy", "AP101", "open", "5"})
	s.do([]string{"buy", "AP010", "open", "5"})
	before := string(l.Save(nil))
	for _, g := range none {
		good := Leg{Contract: 1, Side: market.Bid}
		if g.Contract == 1 {
			good.Contract = 0
		}
		_, _, over := l.Over(g.Contract, g.Side)
		all, _ := l.Held(g.Contract, g.Side)
		_, known := l.ExcessOn(g.Contract, g.Side, 20200803)
		if over || all != 0 || known || l.Spread(g) != 0 || l.Speculation(g) != 0 || l.Confirm(g, good, 1) || l.Confirm(good, g, 1) {
			t.Errorf("%v means something", g)
		}
	}
	big := Other{Long: MaxQty, Short: MaxQty, OpeningLong: MaxQty, OpeningShort: MaxQty, Opened: MaxQty}
	if !l.Import(0, 0, Other{}) || l.Import(-1, 0, big) || l.Import(1, 0, big) || l.Import(0, 7, big) || l.Told(-1, 9) || l.Told(1, 9) {
		t.Error("imported")
	}
	for _, spoil := range []func(o *Other){func(o *Other) { o.Long++ }, func(o *Other) { o.Short = -1 }, func(o *Other) { o.OpeningLong++ },
		func(o *Other) { o.OpeningShort = -1 }, func(o *Other) { o.Opened++ }} {
		o := big
		if spoil(&o); l.Import(0, 0, o) {
			t.Errorf("imported %+v", o)
		}
	}
	if string(l.Save(nil)) != before {
		t.Error("something changed")
	}
	if !l.Import(0, 0, big) {
		t.Error("refused what can be")
	}
	l.p.Months = append(l.p.Months, 202101)
	if _, ok := l.p.LimitOn(7, 20200803); ok {
		t.Error("a limit for no contract")
	}
}

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

func TestNext(t *testing.T) {
	s := newStory(func(p *LimitParams) {
		p.Accounts = []Account{{MaxAge: 100}, {MaxAge: 10}}
		p.OpenLimits[1].Symbol = p.Instruments[0].Symbol
	})
	l := s.limits
	if !l.Untold(5) {
		t.Error("told by nobody")
	}
	l.NewDay(20200803, 50, s.ledger)
	if l.Next(0) != 0 {
		t.Error("something comes of nothing")
	}
	l.Told(0, 5)
	if l.Next(0) != 105 || l.Next(104) != 105 || l.Next(105) != 0 || !l.Untold(6) {
		t.Error("one account")
	}
	l.Told(1, 6)
	if l.Next(6) != 16 || l.Next(15) != 16 || l.Next(16) != 105 || l.Untold(15) || !l.Untold(16) {
		t.Error("two accounts")
	}
	s.do([]string{"sell", "AP010", "open", "801"})
	if l.Next(20) != 50 || l.Next(50) != 105 {
		t.Error("short")
	}
	l.NewDay(20200803, 40, s.ledger)
	s.do([]string{"buy", "AP101", "open", "801"})
	if l.Next(20) != 40 || l.Next(40) != 50 {
		t.Error("long")
	}
	l.Import(1, 0, Other{Opened: 1})
	if lots, ok := l.OpensLeft(0); lots != 98 || !ok { // 900 of its own, less 801 and 1
		t.Errorf("%d opens left", lots)
	}
}

func TestPairsAreFew(t *testing.T) {
	s := newStory(func(p *LimitParams) { p.MaxPairs = 1 })
	s.do([]string{"day", "20200803"})
	for _, c := range []string{"AP010", "AP101", "AP105"} {
		s.do([]string{"buy", c, "open", "9"})
	}
	ok := []bool{
		s.limits.Confirm(Leg{Contract: 0, Side: market.Bid}, Leg{Contract: 1, Side: market.Bid}, 9),
		s.limits.Confirm(Leg{Contract: 1, Side: market.Bid}, Leg{Contract: 2, Side: market.Bid}, 1),
		s.limits.Unpair(Leg{Contract: 1, Side: market.Bid}, Leg{Contract: 0, Side: market.Bid}, 0),
		s.limits.Unpair(Leg{Contract: 1, Side: market.Bid}, Leg{Contract: 0, Side: market.Bid}, 9),
		s.limits.Confirm(Leg{Contract: 1, Side: market.Bid}, Leg{Contract: 2, Side: market.Bid}, 1),
	}
	if !slices.Equal(ok, []bool{true, false, false, true, true}) || s.limits.Pairs() != 1 {
		t.Errorf("%v, %d pairs", ok, s.limits.Pairs())
	}
	s = newStory(nil)
	for _, c := range []string{"AP010", "AP101", "AP105"} {
		s.do([]string{"buy", c, "open", "9"})
	}
	s.do(strings.Fields("confirm long AP010 long AP101 3"))
	s.do(strings.Fields("confirm long AP101 long AP105 4"))
	s.do(strings.Fields("unpair long AP010 long AP101 3"))
	if p := s.limits.Pair(0); s.limits.Pairs() != 1 || p.B.Contract != 2 || p.Lots != 4 {
		t.Errorf("left is %+v", p)
	}
	if NewLimits(LimitParams{MaxPairs: -1}).Pairs() != 0 {
		t.Error("pairs of nothing")
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
