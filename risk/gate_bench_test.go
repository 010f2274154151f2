package risk

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkGate takes the making of the quote, which is the benchmark's own world, off
// what BenchmarkCheckQuote times: both in turns, so that they see the same machine, and
// the medians of a batch. Contracts are judged one after another, none ticks or fills in
// between, and every quote passes, which is the longest way.
func BenchmarkGate(b *testing.B) {
	const batch = 1000
	for i, open := range []func(int) *desk{busy, busyWithAll} {
		for _, n := range []int{10, 500} {
			b.Run(fmt.Sprintf("%s/%d", []string{"base", "every"}[i], n), func(b *testing.B) {
				d := open(n)
				var took [2][]float64
				refused := 0
				for b.Loop() {
					for i := range took {
						at := time.Now()
						for range batch {
							in := d.requote(n)
							if i == 1 {
								if _, v := d.gate.Check(&in, d.orders, d.ledger, d.now); v.Rule != OK {
									refused++
								}
							}
						}
						took[i] = append(took[i], float64(time.Since(at))/batch)
					}
				}
				if refused > 0 {
					b.Fatalf("%d refused", refused)
				}
				slices.Sort(took[0])
				slices.Sort(took[1])
				made, all := took[0][len(took[0])/2], took[1][len(took[1])/2]
				b.ReportMetric(made, "made-ns/quote")
				b.ReportMetric(all-made, "gate-ns/quote")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
