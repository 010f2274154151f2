package lab

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"

	"quotient/market"
	"quotient/obligation/forecast"
	"quotient/obligation/steering"
)

// A Standing is what a policy made of a month.
type Standing struct {
	D, E     market.Time // obliged, effective
	Met      bool
	Saved    float64     // cost of complying not paid, by stepping back
	Off      market.Time // stepped back
	Switches int         // times it stepped back
}

// A MonthOutcome is one month under two policies.
type MonthOutcome struct {
	Seed            uint64
	Always, Steered Standing
	Best            float64 // what could have been saved, knowing the whole month, without missing the target
}

// Months runs n generated months at the target in ppm, each always on and under
// the first steering rule with p, where the loss signal is 1000 times a forecast of
// the cost of complying.
func Months(ctx context.Context, first uint64, n, workers int, target int64, p steering.Params) ([]MonthOutcome, error) {
	return Spread(ctx, first, n, workers, func(ctx context.Context, seed uint64) (MonthOutcome, error) {
		return newMonth(seed).outcome(seed, target, &p), ctx.Err()
	})
}

func (m *month) outcome(seed uint64, target int64, p *steering.Params) MonthOutcome {
	o := MonthOutcome{Seed: seed, Always: m.run(target, nil), Steered: m.run(target, p)}
	o.Best = m.best(forecast.Slack(target, o.Always.D, 0, o.Always.E))
	return o
}

// run quotes through the month: always, or as steering says.
func (m *month) run(target int64, p *steering.Params) (s Standing) {
	in := steering.Input{Was: steering.Normal}
	left := market.Time(len(m.cost)) * step
	for i := range m.cost {
		if p != nil {
			m.steer(i, target, left, p, &in, &s)
		}
		in.Now += step
		left -= step
		if m.exempt[i] {
			continue
		}
		s.D += step
		switch {
		case m.dark[i]:
		case in.Was.SteppedBack():
			s.Off += step
			s.Saved += m.cost[i] * float64(step) / float64(market.Second)
		default:
			s.E += step
		}
	}
	s.Met = s.D > 0 && forecast.Slack(target, s.D, 0, s.E) >= 0
	return s
}

// steer takes the stance for step i. Time to come counts as obliged: what will be
// exempt is not known.
func (m *month) steer(i int, target int64, left market.Time, p *steering.Params, in *steering.Input, s *Standing) {
	in.Slack = forecast.Slack(target, s.D, left, s.E)
	in.Need = steering.NeedOf(in.Slack, forecast.NeedRest(target, s.D, left, s.E), p)
	in.Loss = -int64(1000 * m.seen[i])
	stance := steering.Choose(*in, p)
	if stance == in.Was {
		return
	}
	if stance.SteppedBack() {
		s.Switches++
	}
	in.Was, in.Since = stance, in.Now
}

// best is the cost of the dearest steps that fit into the slack left by being
// always on.
func (m *month) best(slack market.Time) (saved float64) {
	if m.dear == nil {
		m.dear = make([]float64, 0, len(m.cost))
		for i, c := range m.cost {
			if !m.exempt[i] && !m.dark[i] && c > 0 {
				m.dear = append(m.dear, c)
			}
		}
		slices.Sort(m.dear)
	}
	fits := min(int(max(0, slack/step)), len(m.dear))
	for _, c := range m.dear[len(m.dear)-fits:] {
		saved += c * float64(step) / float64(market.Second)
	}
	return saved
}

// Capture is the share of what could have been saved that was, in per cent; 0 when
// nothing could.
func Capture(all []MonthOutcome) float64 {
	var saved, best float64
	for i := range all {
		saved, best = saved+all[i].Steered.Saved, best+all[i].Best
	}
	if best == 0 {
		return 0
	}
	return 100 * saved / best
}

// Completed counts the months that met the target, always on and steered.
func Completed(all []MonthOutcome) (always, steered int) {
	for i := range all {
		if all[i].Always.Met {
			always++
		}
		if all[i].Steered.Met {
			steered++
		}
	}
	return always, steered
}

// PrintMonths writes a line for each policy: months met, the ratio, and what of the
// cost it saved. Never one without the other: who risks the month saves more.
func PrintMonths(w io.Writer, target int64, all []MonthOutcome) {
	always, steered := Completed(all)
	fmt.Fprintf(w, "target %.2f %%, %d months\n", float64(target)/10_000, len(all))
	fmt.Fprintf(w, "%-16s %9s %9s %9s %9s %10s %9s\n", "policy", "met", "mean %", "worst %", "off %", "switches/d", "capture %")
	line := func(name string, met int, capture float64, of func(*MonthOutcome) *Standing) {
		mean, worst, off, switches := standings(all, of)
		fmt.Fprintf(w, "%-16s %4d/%-4d %9.2f %9.2f %9.2f %10.1f %9.1f\n", name, met, len(all), mean, worst, off, switches, capture)
	}
	line("always on", always, 0, func(o *MonthOutcome) *Standing { return &o.Always })
	line("first steering", steered, Capture(all), func(o *MonthOutcome) *Standing { return &o.Steered })
}

// standings sums up one policy's months: ratios and time stepped back in per cent,
// rounded down, and times stepped back a day.
func standings(all []MonthOutcome, of func(*MonthOutcome) *Standing) (mean, worst, off, switches float64) {
	if len(all) == 0 {
		return 0, 0, 0, 0
	}
	worst = math.Inf(1)
	for i := range all {
		s := of(&all[i])
		ratio := Ratio(&Outcome{Effective: s.E, Obliged: s.D})
		mean, worst = mean+ratio, min(worst, ratio)
		if s.D > 0 {
			off += 100 * float64(s.Off) / float64(s.D)
		}
		switches += float64(s.Switches) / monthDays
	}
	n := float64(len(all))
	return math.Floor(100*mean/n) / 100, math.Floor(100*worst) / 100, off / n, switches / n
}
