package surveillance_test

import (
	"testing"

	"quotient/market"
	"quotient/risk/surveillance"
)

func cancelled(w *surveillance.Watch, c market.Contract, n int) {
	for range n {
		w.Cancelled(&surveillance.Cancel{Contract: c, BidLots: 10}, 1000)
	}
}

// TestLoadJudgesAnew: a restart with other thresholds keeps the counts; with other
// rules or products it knows nothing.
func TestLoadJudgesAnew(t *testing.T) {
	p := params(zce2018())
	w := surveillance.New(3, p)
	w.NewDay(20251010)
	cancelled(w, 0, 240)
	saved := w.Save(nil)
	load := func(p surveillance.Params) (*surveillance.Watch, bool) {
		w := surveillance.New(len(p.Products), p)
		_, ok := w.Load(saved)
		return w, ok
	}

	tighter := params(zce2018())
	tighter.Rules[3].Limit = 250
	if w, ok := load(tighter); !ok || w.Level(0) != surveillance.Stop || w.Level(1) != surveillance.OK || w.Date() != 20251010 {
		t.Fatal("the tighter threshold is not in force")
	}
	exempt := tighter
	exempt.Exemptions = []surveillance.Exemption{{Kind: surveillance.Cancels, From: 20251010, Until: 20251010, Source: ref("guide")}}
	if w, ok := load(exempt); !ok || w.Level(0) != surveillance.OK {
		t.Fatal("the exemption is not in force")
	}
	ended := params(zce2018())
	ended.Rules[3].Limit, ended.Rules[3].Until = 1, 20251009
	if w, ok := load(ended); !ok || w.Level(0) != surveillance.OK {
		t.Fatal("a rule that has ended holds")
	}
	needs := params(zce2018())
	needs.Need = []surveillance.Kind{surveillance.Burst}
	if w, ok := load(needs); !ok || w.Halted() != surveillance.Missing {
		t.Fatal("what is needed now is not missed")
	}
	for name, change := range map[string]func(*surveillance.Params){
		"a contract more": func(p *surveillance.Params) { p.Products = append(p.Products, code("AP")) },
		"other products":  func(p *surveillance.Params) { p.Products[1] = code("TA") },
		"a rule more":     func(p *surveillance.Params) { p.Rules = append(p.Rules, p.Rules[0]) },
		"another kind":    func(p *surveillance.Params) { p.Rules[6].Kind = surveillance.Cancels },
		"another burst":   func(p *surveillance.Params) { p.Rules[6].Messages = 9 },
		"another product": func(p *surveillance.Params) { p.Rules[6].Product = code("AP") },
	} {
		p := params(zce2018())
		change(&p)
		if _, ok := load(p); ok {
			t.Errorf("%s, and it loads", name)
		}
	}
	before := surveillance.New(3, p)
	if _, ok := before.Load(surveillance.New(3, p).Save(nil)); !ok || before.Halted() != surveillance.NoDay {
		t.Fatal("a day began by loading none")
	}
}

// TestDayBeginsOnce: a day that is told again, and one before it, change nothing.
func TestDayBeginsOnce(t *testing.T) {
	w := surveillance.New(3, params(zce2018()))
	w.NewDay(20251010)
	cancelled(w, 0, 250)
	w.NewDay(20251010)
	w.NewDay(20251009)
	if r, _ := w.Reading(3, 0); r.Value != 250 || w.Level(0) != surveillance.Warn {
		t.Fatalf("%+v", r)
	}
	w.NewDay(20251011)
	if r, _ := w.Reading(3, 0); r.Value != 0 || r.Level != surveillance.OK || w.Level(0) != surveillance.OK {
		t.Fatalf("%+v", r)
	}
}

// TestNewDayForgets: books, bursts, openings and pushes of yesterday are nothing today.
func TestNewDayForgets(t *testing.T) {
	p := params(draft2015(), rules2025(), zce2018(), own())
	p.Rules[5].Messages = 1 // every message is a burst
	w := surveillance.New(3, p)
	w.NewDay(20251010)
	d := market.Depth{Bid: 100, Ask: 102, BidQty: 1, AskQty: 1, Upper: 115, Lower: 85, Volume: 70}
	w.Book(0, &d, 1000)
	w.Filled(&surveillance.Fill{Contract: 0, Side: market.Ask, Lots: 1}, 1000)
	for range 4 {
		w.Sent(&market.Instruction{Kind: market.InstructOrder, Contract: 0, BidQty: 1, BidOffset: market.Open}, 1000)
	}
	w.NewDay(20251013)
	if w.Spare(1000) != 0 {
		t.Fatal("with bursts of one message there is never one to spare")
	}
	w.Closing(0, 1, 1000)
	w.Cancelled(&surveillance.Cancel{Contract: 0, Bid: 115, BidLots: 50, Sent: 900}, 1000)
	w.Cancelled(&surveillance.Cancel{Contract: 0, Bid: 9, BidLots: 50, Sent: 900}, 1000)
	w.Sent(&market.Instruction{Kind: market.InstructOrder, Contract: 1, AskQty: 1, AskOffset: market.Open}, 1000)
	w.Sent(&market.Instruction{Kind: market.InstructOrder, Contract: 2, AskQty: 1, AskOffset: market.Close}, 1000)
	d.Bid, d.Ask, d.Volume = 120, 122, 90
	w.Book(0, &d, 1000)
	w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 20}, 1000)
	for i := range w.Rules() {
		r, ok := w.Reading(i, 0)
		if !ok {
			continue
		}
		want := map[surveillance.Kind]int64{surveillance.Cancels: 2, surveillance.CancelRatio: 2, surveillance.CloseShare: 1_000_000,
			surveillance.OrdersOpposite: 2, surveillance.OrdersProducts: 2, surveillance.OrdersQuick: 2}[r.Kind]
		if r.Kind == surveillance.Burst && i == 5 {
			want = 1
		}
		if r.Value != want && r.InForce || r.Seen != 0 && r.Kind != surveillance.OrdersQuick {
			t.Errorf("rule %d %v: %d, combined %d, want %d", i, r.Kind, r.Value, r.Seen, want)
		}
	}
}

func TestReadingOfNothing(t *testing.T) {
	w := surveillance.New(3, params(zce2018(), own()))
	w.NewDay(20251010)
	for _, at := range []struct {
		rule int
		c    market.Contract
	}{{-1, 0}, {w.Rules(), 0}, {0, 3}, {0, market.NoContract}} {
		if r, ok := w.Reading(at.rule, at.c); ok || r != (surveillance.Reading{}) {
			t.Errorf("%v: %+v", at, r)
		}
	}
	if _, ok := w.Reading(8, 2); ok {
		t.Error("a rule for AP on TA")
	}
	if r, ok := w.Reading(w.Rules()-1, 2); !ok || r.Contract != 2 || r.Product != code("TA") || r.Scope != surveillance.Contract {
		t.Errorf("%+v", r)
	}
	if n := w.Spare(5); n != 1<<62 {
		t.Errorf("%d to spare where no rule bounds it", n)
	}
}

// TestWhatNeverCounts: fills without a side or lots.
func TestWhatNeverCounts(t *testing.T) {
	w := surveillance.New(3, params(own(), zce2018()))
	w.NewDay(20251010)
	for _, f := range []surveillance.Fill{{Side: market.NoSide, Lots: 1}, {Side: 3, Lots: 1}, {Side: market.Bid}, {Side: market.Bid, Lots: -1}} {
		f.Opens, f.Self = true, true
		w.Filled(&f, 5)
	}
	for i := range w.Rules() {
		if r, ok := w.Reading(i, 0); !ok || r.Value != 0 {
			t.Errorf("%+v", r)
		}
	}
}

// TestExtraFeeBounds: what fits no amount is not said.
func TestExtraFeeBounds(t *testing.T) {
	p := params(draft2015())
	p.Rules[4].Limit, p.Rules[4].Rate = 1, 1_000_000
	w := surveillance.New(3, p)
	w.NewDay(20251010)
	big := market.Qty(1 << 31)
	for range 4 {
		w.Cancelled(&surveillance.Cancel{Contract: 0, BidLots: big, AskLots: big}, 5)
	}
	w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 1}, 5)
	w.Cancelled(&surveillance.Cancel{Contract: 1, BidLots: 11}, 5)
	w.Filled(&surveillance.Fill{Contract: 1, Side: market.Bid, Lots: 1}, 5)
	for _, fees := range []market.Money{1000, -1} { // one cancel, and more than one is charged
		if fee, ok := w.ExtraFee(4, 1, fees); fee != 0 || ok != (fees > 0) {
			t.Errorf("%d on %d fen, %v", fee, fees, ok)
		}
	}
	for _, c := range []struct {
		rule int
		fees market.Money
		fee  market.Money
		ok   bool
	}{
		{4, 0, 0, true}, {4, 1, 1 << 34, true}, {4, 1 << 28, 1 << 62, true}, {4, 1<<29 - 1, 1<<63 - 1<<34, true},
		{4, 1 << 29, 0, false}, {4, 1 << 30, 0, false}, {4, 1 << 40, 0, false}, {4, 1 << 62, 0, false}, {4, -1, 0, false}, {3, 1, 0, false}, {5, 1, 0, false},
	} {
		fee, ok := w.ExtraFee(c.rule, 0, c.fees)
		if ok != c.ok || ok && fee != c.fee {
			t.Errorf("%+v: %d %v", c, fee, ok)
		}
	}
}

// TestHugeRatios: products beyond 64 bits compare as they are.
func TestHugeRatios(t *testing.T) {
	p := params(draft2015())
	r := &p.Rules[4]
	r.Limit, r.Rate, r.Ratio = 1, 100, 1<<40
	for _, c := range []struct {
		cancelled, traded market.Qty
		level             surveillance.Level
		ratio             int64
	}{
		{1 << 33, 1 << 50, surveillance.Stop, 1_000_000 << 17},
		{1 << 33, 1 << 55, surveillance.OK, 1_000_000 << 22},
		{1, 1 << 45, surveillance.OK, 1<<63 - 1},
		{1, 1 << 43, surveillance.OK, 1_000_000 << 43},
	} {
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		w.Cancelled(&surveillance.Cancel{Contract: 0, BidLots: c.cancelled}, 5)
		w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: c.traded}, 5)
		got, _ := w.Reading(4, 0)
		if got.Level != c.level || got.Ratio != c.ratio {
			t.Errorf("%+v: %v, ratio %d", c, got.Level, got.Ratio)
		}
	}
	w := surveillance.New(3, p)
	w.NewDay(20251010)
	for range 2 {
		w.Cancelled(&surveillance.Cancel{Contract: 0, BidLots: 1 << 33}, 5)
	}
	w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 1 << 45}, 5)
	if fee, ok := w.ExtraFee(4, 0, 100); ok {
		t.Errorf("a fee of %d where the ratio fits nothing", fee)
	}
	p.Rules[4].Rate = 0
	w = surveillance.New(3, p)
	w.NewDay(20251010)
	w.Cancelled(&surveillance.Cancel{Contract: 0, BidLots: 1, AskLots: 1}, 5)
	w.Cancelled(&surveillance.Cancel{Contract: 0, BidLots: 1, AskLots: 1}, 5)
	if fee, ok := w.ExtraFee(4, 0, 100); fee != 0 || !ok {
		t.Errorf("a fee of %d, %v without a rate", fee, ok)
	}
}

// TestDates: a rule and an exemption hold on their first and on their last day.
func TestDates(t *testing.T) {
	p := params(own(), zce2018())
	p.Rules = []surveillance.Rule{*at(&p, surveillance.Requests), *at(&p, surveillance.SelfTrades)}
	for i := range p.Rules {
		p.Rules[i].Limit, p.Rules[i].From, p.Rules[i].Until = 1, 20251010, 20251014
		p.Exemptions = append(p.Exemptions, surveillance.Exemption{Kind: p.Rules[i].Kind, Product: code("TA"), From: 20251011, Until: 20251013, Source: ref("notice")})
	}
	w := surveillance.New(3, p)
	for date := market.Date(20251009); date <= 20251015; date++ {
		w.NewDay(date)
		for c := range market.Contract(3) {
			w.Request(c, 5)
			w.Filled(&surveillance.Fill{Contract: c, Side: market.Bid, Lots: 1, Self: true}, 5)
		}
		covered := date >= 20251010 && date <= 20251014
		exempt := date >= 20251011 && date <= 20251013
		if (w.Halted() == surveillance.Uncovered) == covered || w.Level(0) != surveillance.Stop || (w.Level(2) == surveillance.OK) != exempt {
			t.Errorf("%d: %v, %v", date, w.Halted(), w.Level(2))
		}
		for i := range p.Rules {
			ap, _ := w.Reading(i, 0)
			ta, _ := w.Reading(i, 2)
			if (ta.Exempt == ref("notice")) != exempt || ap.Exempt != (market.Ref{}) || ta.InForce != covered {
				t.Errorf("%d: %+v", date, ta)
			}
		}
	}
}

// TestOtherProducts: what happens on TA is nothing to a rule for AP.
func TestOtherProducts(t *testing.T) {
	all := params(own())
	for _, k := range []surveillance.Kind{surveillance.PriceBurst, surveillance.CloseShare} {
		p := params([]surveillance.Rule{*at(&all, k)})
		p.Rules[0].Product = code("AP")
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		d := market.Depth{Bid: 100, Ask: 102, BidQty: 1, AskQty: 1}
		w.Book(0, &d, 1000)
		w.Book(2, &d, 1000)
		w.Closing(0, 1, 1000)
		w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 20}, 1000)
		for range 4 {
			w.Sent(&market.Instruction{Kind: market.InstructOrder, Contract: 2, BidQty: 1, BidOffset: market.Open}, 1000)
		}
		d.Bid, d.Ask, d.Volume = 110, 112, 4000
		w.Book(2, &d, 1000)
		want := map[surveillance.Kind]int64{surveillance.CloseShare: 1_000_000}[k]
		if r, ok := w.Reading(0, 0); !ok || r.Value != want {
			t.Errorf("%+v", r)
		}
		if _, ok := w.Reading(0, 2); ok {
			t.Error("read for TA")
		}
	}
}

// TestCrossedSettlesAtOnce: a fill that turns out to have been a self-trade raises the
// level then and there, and only where somebody dealt.
func TestCrossedSettlesAtOnce(t *testing.T) {
	w := surveillance.New(3, params(zce2018()))
	w.NewDay(20251010)
	cross := func(c market.Contract, s market.Side, want surveillance.Level) {
		t.Helper()
		if w.Crossed(&surveillance.Fill{Contract: c, Side: s, Lots: 1}, 1000); w.Level(0) != want {
			t.Errorf("level %v, want %v", w.Level(0), want)
		}
	}
	for _, s := range []market.Side{market.NoSide, market.Ask + 1} {
		for range 5 {
			cross(0, s, surveillance.OK)
		}
	}
	cross(0, market.Bid, surveillance.OK)
	cross(3, market.Bid, surveillance.OK)
	cross(0, market.Bid, surveillance.Warn)
	for range 3 {
		cross(0, market.Ask, surveillance.Warn)
	}
	cross(0, market.Ask, surveillance.Stop)

	all := params(draft2015())
	w = surveillance.New(3, params([]surveillance.Rule{*at(&all, surveillance.CancelRatio)}))
	w.NewDay(20251010)
	cancelled(w, 0, 300)
	w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 601}, 1000)
	if w.Level(0) != surveillance.OK {
		t.Fatalf("%v with 601 of 3,000 lots dealt", w.Level(0))
	}
	cross(0, market.Bid, surveillance.Warn) // 600 are a fifth, twice the threshold
}

// TestNoEdge: of what is no contract, and under rules that cannot be, there is none.
func TestNoEdge(t *testing.T) {
	p := params(own())
	w := surveillance.New(3, p)
	w.NewDay(20251010)
	if _, ok := w.Edge(2, market.Hour); !ok {
		t.Error("no edge")
	}
	if _, ok := w.Edge(3, market.Hour); ok {
		t.Error("an edge of no contract")
	}
	p.Warn = -1
	w = surveillance.New(3, p)
	if _, ok := w.Edge(2, market.Hour); ok {
		t.Error("an edge under rules that cannot be")
	}
	w.Crossed(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 1}, 1000)
}
