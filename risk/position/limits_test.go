package position

import (
	"slices"
	"strings"
	"testing"

	"quotient/market"
)

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

// What works counts against the product's opens of the day, and no more once gone.
func TestWhatIsGoneMayBeOpenedAgain(t *testing.T) {
	s := newStory(nil)
	s.do([]string{"day", "20200803"})
	c := s.contract("AP105")
	s.do([]string{"buy", "AP010", "open", "700"})
	for _, act := range []string{"buy open", "sell close", "buy open", "sell close"} {
		w := strings.Fields(act)
		s.do([]string{w[0], "AP105", w[1], "500"})
	}
	s.limits.Working(c, 60, 40)
	if left, but := s.limits.LeftBut(c, market.Bid, s.now, [2]market.Qty{30, 20}); left != 200 || but != 250 {
		t.Errorf("may open %d of 2000, were 50 gone %d", left, but)
	}
}

// What others do, or a limit that falls, strains what works already: by lots opened
// in a day too, bought and sold together, the contract's own and its product's.
func TestStrainedByOpens(t *testing.T) {
	s := newStory(nil)
	s.do([]string{"day", "20200803", "cure", "2020-08-04T10:15"})
	l, c, other, option := s.limits, s.contract("AP101"), s.contract("AP105"), s.contract("ZC011C600")
	if !l.Strained(market.Contract(len(l.rows))) {
		t.Error("a contract that is none has room")
	}
	turn := func(name, lots string) {
		s.do([]string{"buy", name, "open", lots})
		s.do([]string{"sell", name, "close", lots})
	}
	strained := func(c market.Contract, bid, ask market.Qty, want bool) {
		t.Helper()
		if l.Working(c, bid, ask); l.Strained(c) != want {
			t.Errorf("%d working to buy and %d to sell: strained %v", bid, ask, !want)
		}
	}
	turn("AP101", "500") // of 900
	strained(c, 200, 200, false)
	strained(c, 200, 201, true)
	strained(c, 0, 0, false)
	for range 3 {
		turn("AP105", "400") // 1,700 of the product's 2,000
	}
	strained(other, 150, 150, false)
	strained(other, 151, 150, true)
	strained(c, 0, 0, true)
	strained(option, 1, 1, false) // the row says that none is set

	s = newStory(func(p *LimitParams) { p.OpenLimits[1].Free, p.OpenLimits[1].Lots = true, 0 }) // AP101's own
	s.do([]string{"day", "20200803", "cure", "2020-08-04T10:15"})
	l = s.limits
	strained(c, 1, 1, false)
}
