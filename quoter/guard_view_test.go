package quoter

import (
	"testing"

	"quotient/market"
	"quotient/risk/surveillance"
)

// A counter that nothing feeds is not shown as one that stands at a good 0.
func TestSelfTradesAreNotAssessed(t *testing.T) {
	for kind, want := range map[surveillance.Kind]uint8{surveillance.SelfTrades: 0, surveillance.Cancels: 1} {
		l := &Loop{}
		l.nearest(0, 0, &surveillance.Reading{Kind: kind, Assessed: true, Contract: market.NoContract})
		if got := l.drawing[0].Assessed; got != want {
			t.Errorf("%s: assessed %d, want %d", kind, got, want)
		}
	}
}
