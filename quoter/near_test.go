package quoter_test

import (
	"strconv"
	"strings"

	"quotient/market"
	"quotient/risk"
)

// limit sets limits of the gate, and what else makes the desk feel them.
func (s *stage) limit(keys []string) {
	c := s.contract("AP101")
	r, q := &s.desk.Risk, &s.desk.Quoter.Contracts[c]
	for _, kv := range keys {
		k, v, _ := strings.Cut(kv, "=")
		n, _ := strconv.ParseInt(v, 10, 64)
		switch k {
		case "net":
			r.Limits[c].MaxLong, r.Limits[c].MaxShort = market.Qty(n), market.Qty(n)
		case "order":
			r.Limits[c].MaxOrderQty = market.Qty(n)
		case "spread":
			r.Limits[c].MaxSpread = market.Price(n)
		case "collar":
			r.Limits[c].CollarTicks = market.Price(n)
		case "value":
			r.Limits[c].MaxValue = market.Money(n)
		case "messages":
			r.MaxMessages, r.ForCancels, r.Window = n, 1, 20*market.Second
		case "day":
			r.MaxDay = n
		case "repeats":
			r.InForce, r.Repeats, r.Refreshes, r.RepeatOver = 1<<risk.RuleRepeat, n, n, market.Minute
		case "skew":
			q.Pricing.SkewPerLot = n
		default:
			s.t.Fatalf("story limits %s", k)
		}
	}
}
