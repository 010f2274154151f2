package agent

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// randomScript makes a day of trouble: cuts, locks, holes, halts, slow and
// refused answers, hits and grants, in any order and overlap.
func randomScript(r *rand.Rand) string {
	var lines []string
	at := func(text string) {
		sec := 8*3600 + 55*60 + r.IntN(6*3600)
		lines = append(lines, fmt.Sprintf("at %02d:%02d:%02d %s", sec/3600, sec/60%60, sec%60, text))
	}
	contract := func() string { return []string{"AP701", "AP703"}[r.IntN(2)] }
	for range 5 + r.IntN(25) {
		switch r.IntN(12) {
		case 0:
			at("disconnect")
			at("reconnect")
		case 1:
			at("limit " + contract() + " " + []string{"up", "down"}[r.IntN(2)])
			at("limit " + contract() + " off")
		case 2:
			at(fmt.Sprintf("hole %ds", 1+r.IntN(60)))
		case 3:
			at("halt " + contract())
			at("resume " + contract())
		case 4:
			at(fmt.Sprintf("grant AP703 %ds G-%d", 1+r.IntN(900), r.IntN(1000)))
		case 5:
			at(fmt.Sprintf("refuse %ds", 1+r.IntN(20)))
		case 6:
			at(fmt.Sprintf("slow %dms", r.IntN(1500)))
			at("slow 0s")
		case 7:
			at("cancel AP703")
		case 8:
			at(fmt.Sprintf("sweep AP703 %s %d", []string{"buy", "sell"}[r.IntN(2)], 1+r.IntN(80)))
		case 9, 10:
			at(fmt.Sprintf("hit AP703 %s %d", []string{"bid", "ask"}[r.IntN(2)], 1+r.IntN(12)))
		case 11:
			at(fmt.Sprintf("jump %s %d", contract(), (1+r.IntN(30))*(1-2*r.IntN(2))))
		}
	}
	at("reconnect")
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// On random days the meter's band holds the exchange's own recount, which shares
// no code with it, and every nanosecond is accounted for.
func TestRandomDays(t *testing.T) {
	days := 25
	if os.Getenv("QUOTIENT_LONG") != "" {
		days = 500
	}
	for i := range days {
		r := rand.New(rand.NewPCG(2026, uint64(i)))
		d := devDesk(t, holes, "", "  holes:\n", "", "start: 2026-11-23 09:00", "start: 2026-11-23 08:54", "seed: 7", fmt.Sprint("seed: ", i+1))
		d.Sim.Script = "random"
		script := randomScript(r)
		d.Files["random"] = []byte(script)
		res, err := simulate(context.Background(), d, 1, "")
		if err != nil {
			t.Fatalf("day %d: %v\n%s", i, err, script)
		}
		for j := range res.rows {
			checkRow(t, &res.rows[j])
		}
		if t.Failed() {
			t.Fatalf("day %d goes wrong with\n%s", i, script)
		}
	}
}
