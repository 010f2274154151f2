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
