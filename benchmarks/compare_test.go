package benchmarks

import (
	"slices"
	"testing"
	"time"
)

// A rival is one way to do n times what is compared. begin, which may be nil,
// prepares a turn and returns what to run and how to end; neither is measured.
type rival struct {
	name  string
	run   func(n int)
	begin func() (run func(n int), end func())
}

// turn is how many operations one rival does before the next has its turn.
const turn = 2000

// compare measures rivals in turns and reports the median ns of each, and how
// many times the first is faster than each of the others.
func compare(b *testing.B, per string, rivals ...rival) {
	b.Helper()
	took := make([][]float64, len(rivals))
	for b.Loop() {
		for i, r := range rivals {
			run, end := r.run, func() {}
			if r.begin != nil {
				run, end = r.begin()
			}
			start := time.Now()
			run(turn)
			took[i] = append(took[i], float64(time.Since(start).Nanoseconds())/turn)
			end()
		}
	}
	b.ReportMetric(0, "ns/op") // one op is a turn of everybody: not a figure
	for i, r := range rivals {
		b.ReportMetric(median(took[i]), r.name+"-ns/"+per)
		if i == 0 {
			continue
		}
		ratio := make([]float64, len(took[i]))
		for k := range ratio {
			ratio[k] = took[i][k] / took[0][k]
		}
		b.ReportMetric(median(ratio), "x-"+r.name)
	}
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

func TestMedian(t *testing.T) {
	in := []float64{9, 1, 5}
	if median(in) != 5 || in[0] != 9 || median([]float64{2}) != 2 {
		t.Error(median(in), in)
	}
}
