package agent

import (
	"fmt"
	"testing"

	"quotient/config"
	"quotient/market"
)

// troubledFutures makes a random desk of futures, its script and its orders.
func troubledFutures(tb testing.TB, seed uint64) (*config.Desk, []order) {
	x := newTrouble(seed, "AP701", "AP703")
	x.replace(holes, "")
	x.replace("  holes:\n", "")
	x.replace("seed: 7", fmt.Sprintf("seed: %d\n  script: random\n%s", x.r.IntN(1_000_000), x.delays()))
	x.replace("start: 2026-11-23 09:00", "start: 2026-11-24 08:50")
	x.replace("    min_size_lots: 10\n", fmt.Sprintf("    min_size_lots: %d\n    size_basis: %s\n    at_limit: %s\n    exempt_time: %s\n%s", 8+x.r.IntN(4),
		x.pick("remaining", "declared"), x.pick("one_sided", "last_price", "touched"), x.pick("leaves", "counts", "ignored"),
		x.pick("", "", fmt.Sprintf("    max_imbalance: %d%%\n", 5+x.r.IntN(60)))))
	x.replace("    refill_at_lots: 10\n", fmt.Sprintf("    refill_at_lots: %d\n    comply: false\n", x.r.IntN(12)))
	for range 5 + x.r.IntN(30) {
		x.happens()
	}
	x.at(troubleDay.At(9*market.Hour+9*market.Minute), "reconnect")
	return exampleDesk(tb, "dev", x.files(), x.desk...), x.commands()
}

// On random days of futures the meter's band holds the exchange's own recount,
// which shares no code with it, and every nanosecond is accounted for.
func TestRandomDays(t *testing.T) {
	eachDay(t, long(25, 500), func(t *testing.T, b bench, day uint64) {
		d, orders := troubledFutures(t, day)
		b.try(t, d, 1, orders).agree(t, day%2 == 0)
		if t.Failed() {
			t.Logf("day %d goes wrong with\n%s\n%v\n%s", day, d.Text, orders, d.Files["random"])
		}
	})
}
