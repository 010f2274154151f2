package obligation

import (
	"fmt"
	"testing"

	"quotient/market"
	"quotient/obligation/rule"
)

// options are parameters with one of everything that options have.
func options() Params {
	t := futures()
	t.Contract, t.Dominant, t.Option, t.Underlying, t.Strike, t.Call = 1, market.NoContract, true, 0, 6000, true
	t.Series, t.Tiers, t.Floor, t.FloorBy, t.Imbalance = 1, 1, 20, FloorSettlement, million
	return Params{Contracts: 3, Terms: []Terms{t}, Units: []Unit{{By: AggregateDays, Target: million, DayShare: million}},
		Tiers:    []rule.Tiers{{N: 1, Row: [rule.MaxTiers]rule.Tier{{From: 0, Ticks: 4}}}},
		Series:   []Series{{Underlying: 0, By: RestrikeMid, Hold: market.Day, Around: 1<<15 - 1, Rows: []StrikeRow{{6000, 1, 2}, {6001, 2, market.NoContract}}}},
		Grants:   []Grant{{Contract: 1, From: 1, To: 2, Relax: 100 * million}},
		Unlisted: []Gap{{0, 202612}}}
}

func TestCheckOptions(t *testing.T) {
	for _, c := range []struct {
		want string
		harm func(p *Params)
	}{
		{"", func(p *Params) {}},
		{"", func(p *Params) {
			p.Terms[0].Imbalance, p.Terms[0].MaxSpread, p.Terms[0].FloorBy, p.Terms[0].Strike = 0, 0, FloorBid, 1
			p.Series[0].Hold, p.Series[0].Around, p.Series[0].By = 0, 0, RestrikeSettlement
			p.Series[0].Rows[0].Strike, p.Grants[0].Relax, p.Units[0].Target, p.Units[0].DayShare = 1, million+1, 1, 1
			p.Unlisted[0].Month = 202601
		}},
		{"", func(p *Params) { p.Terms[0].Floor, p.Terms[0].FloorBy = 0, 0 }},
		{"", func(p *Params) { p.Units[0] = Unit{By: AggregateSome, Target: 1, Least: 1} }},
		{"", func(p *Params) { p.Units = append(p.Units, make([]Unit, 31)...); setTargets(p) }},
		{"", func(p *Params) { // what a row that is only watched does not need
			x := &p.Terms[0]
			x.Watch, x.Target, x.MaxSpread, x.MinSize, x.Tiers, x.Exempt, x.Basis, x.Unit = true, 0, 0, 0, 9, 0, 0, 9
		}},
		{"tiers 0 16", func(p *Params) { p.Tiers[0].N = 0 }},
		{"terms.tiers 2 1", func(p *Params) { p.Terms[0].Tiers = 2 }},
		{"terms.max_spread 0 1", func(p *Params) { p.Terms[0].Tiers, p.Terms[0].MaxSpread = 0, 0 }},
		{"terms.max_spread -1 1", func(p *Params) { p.Terms[0].MaxSpread = -1 }},
		{"terms.imbalance -1 1000000", func(p *Params) { p.Terms[0].Imbalance = -1 }},
		{"terms.imbalance 1000001 1000000", func(p *Params) { p.Terms[0].Imbalance = million + 1 }},
		{"terms.series 2 1", func(p *Params) { p.Terms[0].Series = 2 }},
		{"terms.series 1 0", func(p *Params) { p.Series[0].Rows = p.Series[0].Rows[1:] }},
		{"", func(p *Params) { p.Series[0].Rows = p.Series[0].Rows[:1] }},
		{"", func(p *Params) { p.Series[0].Rows[0].Call, p.Series[0].Rows[0].Put = 2, 1 }},
		{"terms.floor -1 0", func(p *Params) { p.Terms[0].Floor = -1 }},
		{"terms.floor 20 0", func(p *Params) { p.Terms[0].Option, p.Terms[0].Series = false, 0 }},
		{"terms.floor_by 0 3", func(p *Params) { p.Terms[0].FloorBy = 0 }},
		{"terms.floor_by 4 3", func(p *Params) { p.Terms[0].FloorBy = 4 }},
		{"terms.underlying 3 2", func(p *Params) { p.Terms[0].Underlying = 3 }},
		{"terms.underlying 1 2", func(p *Params) { p.Terms[0].Underlying = 1 }},
		{"terms.strike 0 1", func(p *Params) { p.Terms[0].Strike = 0 }},
		{"terms.unit 1 0", func(p *Params) { p.Terms[0].Unit = 1 }},
		{"series.underlying 3 2", func(p *Params) { p.Series[0].Underlying = 3 }},
		{"series.rows 0 32767", func(p *Params) { p.Series = append(p.Series, Series{By: RestrikeLast}) }},
		{"series.rows 32768 32767", func(p *Params) { p.Series = append(p.Series, rowsOf(1<<15)) }},
		{"", func(p *Params) { p.Series = append(p.Series, rowsOf(1<<15-1)) }},
		{"series.around -1 32767", func(p *Params) { p.Series[0].Around = -1 }},
		{"series.around 32768 32767", func(p *Params) { p.Series[0].Around = 1 << 15 }},
		{"series.restrike 0 3", func(p *Params) { p.Series[0].By = 0 }},
		{"series.restrike 4 3", func(p *Params) { p.Series[0].By = RestrikeCarried }},
		{"series.hold -1 86400000000000", func(p *Params) { p.Series[0].Hold = -1 }},
		{"series.hold 86400000000001 86400000000000", func(p *Params) { p.Series[0].Hold++ }},
		{"series.strike 0 1", func(p *Params) { p.Series[0].Rows[0].Strike = 0 }},
		{"series.strike 6000 1", func(p *Params) { p.Series[0].Rows[1].Strike = 6000 }},
		{"series.contract 3 2", func(p *Params) { p.Series[0].Rows[1].Call = 3 }},
		{"series.contract 3 2", func(p *Params) { p.Series[0].Rows[1].Put = 3 }},
		{"units 33 32", func(p *Params) { p.Units = append(p.Units, make([]Unit, 32)...); setTargets(p) }},
		{"units.aggregation 4 3", func(p *Params) { p.Units[0].By = AggregateResponse }},
		{"units.target 0 1000000", func(p *Params) { p.Units[0].Target = 0 }},
		{"units.target 1000001 1000000", func(p *Params) { p.Units[0].Target++ }},
		{"units.least 0 1", func(p *Params) { p.Units[0].By = AggregateSome }},
		{"units.day_share 0 1000000", func(p *Params) { p.Units[0].DayShare = 0 }},
		{"units.day_share 1000001 1000000", func(p *Params) { p.Units[0].DayShare++ }},
		{"unlisted.unit 1 0", func(p *Params) { p.Unlisted[0].Unit = 1 }},
		{"unlisted.month 202613 0", func(p *Params) { p.Unlisted[0].Month++ }},
		{"grants.relax 1000000 1000001", func(p *Params) { p.Grants[0].Relax = million }},
		{"grants.relax -1 1000001", func(p *Params) { p.Grants[0].Relax = -1 }},
		{"grants.relax 100000001 100000000", func(p *Params) { p.Grants[0].Relax++ }},
	} {
		p, got := options(), ""
		c.harm(&p)
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprint(key, " ", found, " ", allowed) })
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// rowsOf is a series of n strikes that nobody trades.
func rowsOf(n int) Series {
	r := Series{By: RestrikeLast}
	for i := range market.Price(n) {
		r.Rows = append(r.Rows, StrikeRow{i + 1, market.NoContract, market.NoContract})
	}
	return r
}

func setTargets(p *Params) {
	for i := range p.Units {
		p.Units[i].Target, p.Units[i].By = 1, AggregateEvery
	}
}

// TestCheckRows holds two rows of one contract against each other.
func TestCheckRows(t *testing.T) {
	for _, c := range []struct {
		want string
		harm func(a, b *Terms)
	}{
		{"", func(a, b *Terms) {}},
		{"terms.unit 1 0", func(a, b *Terms) { b.Unit = 1 }}, // in one month
		{"terms.unit 1 0", func(a, b *Terms) { b.Unit, a.From, a.To, b.From, b.To = 1, b.From, b.To, a.From, a.To }},
		{"terms.from 20251201 20260110", func(a, b *Terms) { b.From, b.To = 20251201, 20260101 }},
		{"terms.from 20260110 20260110", func(a, b *Terms) { b.From = 20260110 }},
		{"", func(a, b *Terms) { b.Unit, b.Contract = 1, 2; b.Series = 0 }},
		{"", func(a, b *Terms) { b.Unit, b.From, b.To = 1, 20260201, 20260228 }},
		{"", func(a, b *Terms) { b.Unit, b.From, b.To = 1, 20251201, 20251231 }},
		{"terms.strike 7000 6000", func(a, b *Terms) { b.Strike = 7000 }},
		{"terms.strike 6000 6000", func(a, b *Terms) { b.Call = false }},
		{"terms.strike 6000 6000", func(a, b *Terms) { b.Underlying = 2 }},
		{"", func(a, b *Terms) { b.Option, b.Floor, b.Strike = false, 0, 7000 }},
		{"", func(a, b *Terms) { a.Option, a.Floor, a.Strike = false, 0, 7000 }},
	} {
		p, got := options(), ""
		p.Units = append(p.Units, p.Units[0])
		p.Terms = append(p.Terms, p.Terms[0])
		p.Terms[0].From, p.Terms[0].To = 20260101, 20260110
		p.Terms[1].From, p.Terms[1].To = 20260111, 20260131
		c.harm(&p.Terms[0], &p.Terms[1])
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprint(key, " ", found, " ", allowed) })
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
