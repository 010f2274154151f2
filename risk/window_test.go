package risk

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// most is the most messages that any stretch of length span holds, ends included,
// found by looking at every pair.
func most(times []market.Time, span market.Time) (most int) {
	for i, from := range times {
		n := 0
		for _, at := range times[i:] {
			if at-from <= span {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// However messages come, in bursts across window edges or at one instant: no
// stretch of the window's length holds more than the limit, quotes leave the
// reserve free, and whoever waits until NextFree or NextBudget gets through, not
// a nanosecond earlier.
func TestNoWindowHoldsMoreThanTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := params()
		p.MaxMessages = rapid.Int64Range(2, 12).Draw(t, "max")
		p.ForCancels = rapid.Int64Range(1, p.MaxMessages-1).Draw(t, "reserve")
		p.Window = market.Time(rapid.Int64Range(1, 50).Draw(t, "window"))
		p.Limits[0].MaxPerWindow = rapid.Int64Range(1, 10).Draw(t, "per contract")
		d := open(p)
		var sent, quotes []market.Time
		for range rapid.IntRange(1, 120).Draw(t, "messages") {
			if rapid.IntRange(0, 2).Draw(t, "pause") == 0 {
				d.now += market.Time(rapid.Int64Range(0, int64(p.Window)+2).Draw(t, "elapsed"))
			}
			used := int64(0)
			for _, at := range sent {
				if d.now-at <= p.Window {
					used++
				}
			}
			if d.gate.Messages(d.now) != used || d.gate.Budget(d.now) != max(0, p.MaxMessages-p.ForCancels-used) {
				t.Fatalf("says %d used, budget %d; %d are", d.gate.Messages(d.now), d.gate.Budget(d.now), used)
			}
			in := market.Instruction{Contract: market.NoContract, Target: 1 << 40, Kind: rapid.SampledFrom([]market.InstructionKind{market.InstructMassQuotes, market.InstructMassOrders,
				market.InstructQuoteEnd, market.InstructTrades}).Draw(t, "kind")}
			at := d.gate.NextFree(in.Kind, d.now)
			adds := rapid.Bool().Draw(t, "quote")
			if adds {
				in = quote(0, 99, 103, 5)
				at = d.gate.NextBudget(0, d.now)
			}
			if rapid.IntRange(0, 4).Draw(t, "wait for it") == 0 {
				d.now = max(d.now, at-1)
			}
			d.tick(0)
			v := d.send(&in)
			passed := v.Rule == OK
			if passed != (d.now >= at) {
				t.Fatalf("at %d: %v says %+v, was told %d", d.now, in.Kind, v, at)
			}
			if !passed {
				continue
			}
			sent = append(sent, d.now)
			if adds {
				quotes = append(quotes, d.now)
				d.apply(market.Event{Kind: market.EventQuoteReject, ID: d.id, Code: market.RejectOther})
			}
			if left := p.MaxMessages - d.gate.Messages(d.now); in.Kind != market.InstructMassQuotes && in.Kind != market.InstructMassOrders && left < min(2, p.ForCancels-1) {
				t.Fatalf("%v leaves %d to mass cancels", in.Kind, left)
			}
			if left := p.MaxMessages - d.gate.Messages(d.now); adds && left < p.ForCancels {
				t.Fatalf("a quote leaves %d of the reserve of %d", left, p.ForCancels)
			}
		}
		if n := most(sent, p.Window); int64(n) > p.MaxMessages {
			t.Fatalf("%d messages within %d: %v", n, p.Window, sent)
		}
		if n := most(quotes, p.Window); int64(n) > p.Limits[0].MaxPerWindow {
			t.Fatalf("%d quotes of one contract within %d: %v", n, p.Window, quotes)
		}
	})
}

// tick keeps the contract's book fresh.
func (d *desk) tick(c market.Contract) {
	d.depth(c, market.Depth{Bid: 100, Ask: 102, BidQty: 9, AskQty: 9, Last: 101, Upper: 115, Lower: 85})
}
