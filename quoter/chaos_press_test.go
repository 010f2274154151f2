package quoter_test

import (
	"pgregory.net/rapid"

	"quotient/market"
	"quotient/quoter"
	"quotient/risk"
)

// How long a contract may be without a quote that counts: in a sound market with
// room for one, and while inventory has to be lowered first.
const (
	darkMost  = 3 * market.Second
	lowerMost = 10 * market.Second
)

// press trades with the quotes of a sound market until their limits are near, or
// reached. Whenever a quote of the least size fits every limit one stands within
// darkMost, and it never takes longer than lowerMost to be so again.
func (c *chaos) press() {
	var dark, short [2]market.Time // since when
	for range rapid.IntRange(0, 60).Draw(c.t, "pressed") {
		n := market.Contract(rapid.IntRange(0, 1).Draw(c.t, "pressed contract"))
		switch {
		case c.percent(30, "pressing trade"):
			c.ex.trade(n)
		case c.percent(30, "pressing move"):
			c.ex.tick(n)
		}
		for n := range market.Contract(2) {
			c.ex.calmTick(n, true)
		}
		c.wait(250 * market.Millisecond)
		c.rearm()
		for n := range market.Contract(2) {
			if !c.desk.Quoter.Contracts[n].Quote || counts(n, c.ex.quoteOn(n)) || c.guards.on && !c.guards.lets(c, n) {
				dark[n], short[n] = 0, 0
				continue
			}
			if short[n] == 0 {
				short[n] = c.now
			}
			if dark[n] == 0 && c.leastFits(n) {
				dark[n] = c.now
			} else if !c.leastFits(n) {
				dark[n] = 0
			}
			if dark[n] != 0 && c.now-dark[n] > darkMost || c.now-short[n] > lowerMost {
				c.without(n)
			}
		}
	}
}

// counts reports whether the quote meets the terms of the second contract; the
// first has none.
func counts(n market.Contract, q *resting) bool {
	if q == nil {
		return false
	}
	least := leastSize(n)
	return min(q.leaves[0], q.leaves[1]) >= least && (n == 0 || q.in.Ask-q.in.Bid <= 4)
}

func leastSize(n market.Contract) market.Qty {
	if n == 0 {
		return 1
	}
	return 10
}

// leastFits reports whether a quote of the least size fits the limits in truth,
// with nothing else of ours in the market.
func (c *chaos) leastFits(n market.Contract) bool {
	held := c.ex.position[n]
	return max(held, -held)+leastSize(n) <= c.desk.Risk.Limits[n].MaxLong
}

func (c *chaos) without(n market.Contract) {
	c.loop.Snapshot(&c.snap)
	v := &c.snap.Contract[n]
	c.t.Fatalf("no quote that counts on %d: held %d of %d, stage %v, mode %v, book %+v\nrefusals %v\nlast %v", n, v.Long-v.Short,
		c.desk.Risk.Limits[n].MaxLong, quoter.Stage(c.snap.Stage), risk.Mode(c.snap.Mode), v.Book, c.snap.Refusals, c.rules.recent)
}
