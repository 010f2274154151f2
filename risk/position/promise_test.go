package position

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// Whoever opens no more than Left allows never goes over a limit, in whatever
// order working orders fill, are cancelled, or legs are confirmed and closed
// without a pair; and Left is no smaller than it must be.
func TestWhatIsLeftIsSafeAndWhole(t *testing.T) {
	placed, full := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := newStory(func(p *LimitParams) {
			p.Limits[5].Speculative = 700 // of coal options, to be near it
			p.OpenLimits[2].Free, p.OpenLimits[2].Lots = false, 3000
		})
		s.do([]string{"day", "20200803"})
		var working [7][2]market.Qty
		for range rapid.IntRange(1, 80).Draw(t, "acts") {
			c := market.Contract(rapid.SampledFrom([]int{0, 1, 2, 4, 5}).Draw(t, "contract"))
			i := rapid.IntRange(0, 1).Draw(t, "side")
			side, w := market.Bid+market.Side(i), &working[c]
			lots := market.Qty(rapid.IntRange(1, 400).Draw(t, "lots"))
			switch rapid.IntRange(0, 7).Draw(t, "act") {
			case 0, 1, 2: // place what is left, or less
				left := s.limits.Left(c, side, s.now)
				if left < lots {
					full++
					wouldBreak(t, s, c, side, left, working)
				}
				w[i] += min(lots, left)
				placed += int(min(lots, left))
			case 3, 4, 5: // some of it fills
				lots = min(lots, w[i])
				w[i] -= lots
				s.ledger.Fill(c, side, market.Open, 100, lots)
				s.limits.Update(c, s.ledger)
			case 6: // the rest is cancelled
				w[i] = 0
			default: // something is closed
				s.ledger.Fill(c, side, market.Close, 100, min(lots, s.ledger.rows[c].side[1-i].total))
				s.limits.Update(c, s.ledger)
			}
			s.limits.Working(c, w[0], w[1])
			for k := range market.Contract(7) {
				if r := s.limits.Restrain(k, s.now); r&OverLimit != 0 {
					t.Fatalf("contract %d is over its limit", k)
				}
			}
		}
	})
	if placed == 0 || full == 0 {
		t.Errorf("%d lots placed, %d times full", placed, full)
	}
}

// wouldBreak fails when one lot more than left, all that works filled, is within
// every limit.
func wouldBreak(t *rapid.T, s *story, c market.Contract, side market.Side, left market.Qty, working [7][2]market.Qty) {
	working[c][side-market.Bid] += left + 1
	products, all := [][]market.Contract{{0, 1, 2}, {4, 5, 6}}[c/4], market.Qty(0)
	for _, k := range products {
		all += working[k][0] + working[k][1] + s.ledger.Opened(k, market.Bid) + s.ledger.Opened(k, market.Ask)
	}
	own := working[1][0] + working[1][1] + s.ledger.Opened(1, market.Bid) + s.ledger.Opened(1, market.Ask)
	if all > []market.Qty{2000, 3000}[c/4] || c == 1 && own > 900 {
		return
	}
	rising := s.ledger.Long(c) + working[c][0]
	falling := s.ledger.Short(c) + working[c][1]
	most := market.Qty(800)
	if c > 3 {
		most = 700
		rising = s.ledger.Long(4) + working[4][0] + s.ledger.Short(5) + working[5][1]
		falling = s.ledger.Short(4) + working[4][1] + s.ledger.Long(5) + working[5][0]
	}
	if rising <= most && falling <= most {
		t.Fatalf("contract %d %v: %d left, and one more would do", c, side, left)
	}
}
