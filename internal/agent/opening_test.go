package agent

import (
	"testing"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/margin"
)

// What the desk file says is confirmed as a spread is told once: a life that goes on
// from an earlier one knows better what is left of it.
func TestConfirmedSpreadsAreTold(t *testing.T) {
	t.Parallel()
	desk := devDesk(t)
	desk.Margin = &margin.Params{Instruments: desk.Instruments, Terms: make([]margin.Terms, len(desk.Instruments)), Portfolios: 1, Pairs: []margin.Pair{{First: 0, Second: 1}, {First: 1, Second: 0}}}
	desk.Funds.Spreads = [][2]market.Qty{{}, {3, 4}}
	c := build(desk, options{})
	var pairs []port.Command
	for _, x := range c.opening(0, true) {
		if x.Kind == port.CommandPair {
			pairs = append(pairs, x)
		}
	}
	if len(pairs) != 1 || pairs[0].Value != 1 || pairs[0].First != 3 || pairs[0].Count != 4 {
		t.Fatalf("told %+v", pairs)
	}
	c.rings.Commands.Push(&pairs[0])
	c.loop.Poll(market.Date(20200803).At(9 * market.Hour))
	for _, x := range c.opening(0, true) {
		if x.Kind == port.CommandPair {
			t.Errorf("told again: %+v", x)
		}
	}
}
