package agent

import (
	"fmt"
	"time"

	"quotient/config"
	"quotient/quoter/port"
	"quotient/sim"
)

type result struct {
	desk             *config.Desk
	pump             *pump
	recounts         []sim.Recount
	lines            int64
	took             time.Duration
	total            int64
	exchange         bool
	exchangeMessages int64
}

func newResult(d *config.Desk, p *pump, r []sim.Recount) *result {
	return &result{desk: d, pump: p, recounts: r}
}

func (r *result) print(asJSON bool, lang string, s Streams) error {
	for i := range r.pump.keep {
		k := &r.pump.keep[i]
		if k.Kind == port.RecordTallyTime {
			fmt.Fprintf(s.Out, "%+v\n", *k.TallyTime())
		} else {
			fmt.Fprintf(s.Out, "%+v\n", *k.Tally())
		}
	}
	for _, x := range r.recounts {
		fmt.Fprintf(s.Out, "%+v\n", x)
	}
	fmt.Fprintf(s.Out, "digest %s counts %+v lines %d took %v\n", r.pump.sum(), r.pump.counts, r.total, r.took)
	return nil
}
