package rule

import "quotient/market"

// MaxTiers is how many rows a tier table may have.
const MaxTiers = 16

// A Key is the price by which a row of a tier table is chosen.
type Key uint8

// The keys. The zero Key is the bid price (买价), as ZCE's tables use.
const (
	KeyBid Key = iota
	KeyMid     // the middle of bid and ask, rounded down
	KeyCount
)

// A Tier is one row: from price From on, up to the next row's, a quote may be
// as wide as the larger of Ticks and PPM parts per million of the key price.
type Tier struct {
	From  market.Price
	Ticks market.Price
	PPM   int64
}

// Tiers are the widest spreads by price (最大买卖价差分档). Rows ascend by From;
// a price below the first row has no allowance.
type Tiers struct {
	N   uint8
	Key Key
	Row [MaxTiers]Tier
}

// Widest returns the widest spread in ticks that the table allows a quote.
func (t *Tiers) Widest(bid, ask market.Price) (widest market.Price) {
	key := bid
	if t.Key == KeyMid {
		key = bid + (ask-bid)/2
	}
	for i := range t.Row[:t.N] {
		r := &t.Row[i]
		if key < r.From {
			break
		}
		widest = max(r.Ticks, market.Price(int64(key)*r.PPM/million))
	}
	return widest
}

const million = 1_000_000

// Check calls bad for each row that cannot be.
func (t *Tiers) Check(bad func(key string, found, allowed int64)) {
	if t.N == 0 || t.N > MaxTiers {
		bad("tiers", int64(t.N), MaxTiers)
		return
	}
	if t.Key >= KeyCount {
		bad("tiers.key", int64(t.Key), int64(KeyCount)-1)
	}
	for i := range t.Row[:t.N] {
		r := &t.Row[i]
		if i > 0 && r.From <= t.Row[i-1].From {
			bad("tiers.from", int64(r.From), int64(t.Row[i-1].From)+1)
		}
		if r.Ticks < 0 || r.Ticks == 0 && r.PPM == 0 {
			bad("tiers.ticks", int64(r.Ticks), 1)
		}
		if r.PPM < 0 || r.PPM > million {
			bad("tiers.share", r.PPM, million)
		}
	}
}
