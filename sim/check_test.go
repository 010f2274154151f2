package sim

import (
	"testing"

	"quotient/market"
)

// TestCheck: a good set passes, and each broken figure is named.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		key     string
		spoil   func(*Params)
		allowed int64
	}{
		{"", func(*Params) {}, 0},
		{"contracts", func(p *Params) { p.Contracts = p.Contracts[:1] }, 2},
		{"contracts.lead", func(p *Params) { p.Contracts[1].Lead = 1 }, 1},
		{"contracts.start", func(p *Params) { p.Contracts[1].Start = 5 }, int64(pair(1).Contracts[1].Lower)},
		{"contracts.step", func(p *Params) { p.Contracts[0].Step = 0 }, int64(market.Millisecond)},
		{"contracts.vol", func(p *Params) { p.Contracts[0].Vol = -1 }, 0},
		{"contracts.snapshot", func(p *Params) { p.Contracts[0].Snapshot = 0 }, int64(market.Millisecond)},
		{"holes", func(p *Params) { p.Holes = []Hole{{5, 5}} }, 5},
		{"phases.at", func(p *Params) { p.Phases[2].At = 0 }, int64(clock(8, 59, 0))},
		{"phases.phase", func(p *Params) { p.Phases[2].Phase = market.PhaseUnknown }, 1},
		{"terms.maker", func(p *Params) { p.Terms[0].Maker = 1 }, 0},
		{"terms.max_spread", func(p *Params) { p.Terms[0].MaxSpread = 0 }, 1},
		{"terms.min_size", func(p *Params) { p.Terms[0].MinSize = 0 }, 1},
		{"terms.dominant", func(p *Params) { p.Terms[0].Dominant = 2 }, 1},
		{"grants.contract", func(p *Params) { p.Grants = []Grant{{Contract: 2}} }, 1},
		{"holdings.side", func(p *Params) { p.Holdings = []Holding{{Qty: 1}} }, 1},
		{"script.at", func(p *Params) { p.Script = Script{{At: 2, Kind: ActHalt}, {At: 1, Kind: ActHalt}} }, 2},
		{"script.side", func(p *Params) { p.Script = Script{{Kind: ActHit}} }, 1},
		{"script.maker", func(p *Params) { p.Script = Script{{Kind: ActDisconnect, Maker: 1}} }, 0},
		{"delays.order", func(p *Params) { p.Delays.Order = -1 }, 0},
	} {
		p := pair(1)
		c.spoil(&p)
		said := false
		p.Check(func(key string, found, allowed int64) {
			if key != c.key || allowed != c.allowed {
				t.Errorf("want %q, allowed %d; said %q, found %d, allowed %d", c.key, c.allowed, key, found, allowed)
			}
			said = true
		})
		if said != (c.key != "") {
			t.Errorf("%q: said %v", c.key, said)
		}
	}
}

// TestCheckDuty: what is wrong about options, their terms and answers is named, too.
func TestCheckDuty(t *testing.T) {
	for _, c := range []struct {
		key     string
		spoil   func(*Params)
		allowed int64
	}{
		{"", func(*Params) {}, 0},
		{"instruments.underlying", func(p *Params) { p.Instruments[3].Underlying = 11 }, 10},
		{"instruments.underlying", func(p *Params) { p.Instruments[3].Underlying = 4 }, int64(market.Future)},
		{"instruments.strike", func(p *Params) { p.Instruments[3].Strike = 0 }, 1},
		{"contracts.time_value", func(p *Params) { p.Contracts[3].TimeValue = -1 }, 0},
		{"contracts.widen", func(p *Params) { p.Contracts[3].Widen = -1 }, 0},
		{"terms.max_spread", func(p *Params) { p.Terms[0].Tiers.Rows = nil }, 1},
		{"terms.tiers", func(p *Params) { p.Terms[0].Tiers.Rows = make([]Tier, maxTiers+1); ascend(p.Terms[0].Tiers.Rows) }, maxTiers},
		{"terms.tiers.from", func(p *Params) { p.Terms[0].Tiers.Rows = []Tier{{From: 5}, {From: 5}} }, 6},
		{"terms.tiers.ticks", func(p *Params) { p.Terms[0].Tiers.Rows = []Tier{{Ticks: -1}} }, 0},
		{"terms.tiers.ppm", func(p *Params) { p.Terms[0].Tiers.Rows = []Tier{{PPM: million + 1}} }, million},
		{"terms.imbalance", func(p *Params) { p.Terms[0].Imbalance = million + 1 }, million},
		{"terms.series", func(p *Params) { p.Terms[0].Series = 2 }, 1},
		{"terms.underlying", func(p *Params) { p.Terms[0].Underlying = 11 }, 10},
		{"terms.floor", func(p *Params) { p.Terms[0].Floor = -1 }, 0},
		{"terms.floor_by", func(p *Params) { p.Terms[0].FloorBy = FloorSettlement + 1 }, int64(FloorSettlement)},
		{"grants.relax", func(p *Params) { p.Grants = []Grant{{Relax: million}} }, million + 1},
		{"grants.relax", func(p *Params) { p.Grants = []Grant{{Relax: maxRelax + 1}} }, maxRelax},
		{"series.underlying", func(p *Params) { p.Series[0].Underlying = market.NoContract }, 10},
		{"series.rows", func(p *Params) { p.Series[0].Rows = nil }, 1},
		{"series.around", func(p *Params) { p.Series[0].Around = -1 }, 0},
		{"series.restrike", func(p *Params) { p.Series[0].By = RestrikeNone }, int64(RestrikeSettlement)},
		{"series.restrike", func(p *Params) { p.Series[0].By = RestrikeCarried }, int64(RestrikeMid)},
		{"series.hold", func(p *Params) { p.Series[0].Hold = -1 }, 0},
		{"series.call", func(p *Params) { p.Series[0].Rows[1].Call = 11 }, 10},
		{"series.put", func(p *Params) { p.Series[0].Rows[1].Put = 11 }, 10},
		{"series.strike", func(p *Params) { p.Series[0].Rows[1].Strike = 5800 }, 5801},
		{"responses.maker", func(p *Params) { p.Responses[0].Maker = 2 }, 1},
		{"responses.contract", func(p *Params) { p.Responses[0].Contract = 11 }, 10},
		{"responses.respond", func(p *Params) { p.Responses[0].Respond = -1 }, 0},
		{"responses.hold", func(p *Params) { p.Responses[0].Hold = market.Day + 1 }, int64(market.Day)},
		{"responses.max_spread", func(p *Params) { p.Responses[0].Tiers = Tiers{} }, 1},
		{"responses.tiers.ticks", func(p *Params) { p.Responses[0].Tiers.Rows = []Tier{{Ticks: -1}} }, 0},
		{"responses.min_size", func(p *Params) { p.Responses[0].MinSize = 0 }, 1},
		{"responses.imbalance", func(p *Params) { p.Responses[0].Imbalance = -1 }, 0},
		{"responses.apart", func(p *Params) { p.Responses[0].Apart = -1 }, 0},
		{"responses.moved", func(p *Params) { p.Responses[0].Moved = -1 }, 0},
		{"responses.underlying", func(p *Params) { p.Responses[0].Underlying = 11 }, 10},
		{"script.qty", func(p *Params) { p.Script = Script{{Kind: ActStorm}} }, 1},
		{"script.qty", func(p *Params) { p.Script = Script{{Kind: ActStorm, Qty: maxStorm + 1}} }, maxStorm},
		{"script.phase", func(p *Params) { p.Script = Script{{Kind: ActPhase, Phase: market.PhaseHalt}} }, int64(market.PhaseBreak)},
		{"script.relax", func(p *Params) { p.Script = Script{{Kind: ActStress, Relax: million}} }, million + 1},
	} {
		p := sugarMarket()
		c.spoil(&p)
		said := false
		p.Check(func(key string, found, allowed int64) {
			if key != c.key || allowed != c.allowed {
				t.Errorf("want %q, allowed %d; said %q, found %d, allowed %d", c.key, c.allowed, key, found, allowed)
			}
			said = true
		})
		if said != (c.key != "") {
			t.Errorf("%q: said %v", c.key, said)
		}
	}
}

func ascend(rows []Tier) {
	for i := range rows {
		rows[i].From = market.Price(i)
	}
}

// TestCheckTape: a Tape has no book to sweep.
func TestCheckTape(t *testing.T) {
	p := TapeParams{Instruments: apples(), Script: Script{{Kind: ActSlow}, {Kind: ActSweep, Side: market.Bid}}}
	n := 0
	p.Check(func(key string, found, _ int64) {
		if n++; key != "script.act" || found != int64(ActSweep) {
			t.Errorf("%s %d", key, found)
		}
	})
	if n != 1 {
		t.Errorf("%d complaints", n)
	}
}
