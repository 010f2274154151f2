package position

import (
	"fmt"
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
