package lab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"quotient/market"
)

// An Outcome is what one simulated market came to, over all its days.
type Outcome struct {
	Seed       uint64
	Effective  market.Time  // low
	Obliged    market.Time  // scheduled less exempt
	Net        market.Money // P&L after fees
	Fees       market.Money
	Fills      int64
	Messages   int64
	Met        bool // every contract reached its target
	WithinBand bool // the exchange's recount lay within the meter's band everywhere
}

// Spread calls run for n seeds from first on, at most workers at a time, and
// returns the outcomes in the order of the seeds. The first error ends it.
func Spread[T any](ctx context.Context, first uint64, n, workers int, run func(ctx context.Context, seed uint64) (T, error)) ([]T, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	all, errs := make([]T, n), make([]error, n)
	slots := make(chan struct{}, max(1, workers))
	var wg sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if errs[i] = ctx.Err(); errs[i] != nil {
				return
			}
			all[i], errs[i] = run(ctx, first+uint64(i))
			if errs[i] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, err
		}
	}
	return all, errors.Join(errs...)
}

// A Summary is a figure over many markets.
type Summary struct {
	Mean, Deviation, Worst, Best float64
}

// Sum summarises a figure; the least is the worst.
func Sum(all []Outcome, figure func(*Outcome) float64) (s Summary) {
	if len(all) == 0 {
		return s
	}
	s.Worst, s.Best = math.Inf(1), math.Inf(-1)
	var sum, squares float64
	for i := range all {
		v := figure(&all[i])
		sum += v
		s.Worst, s.Best = min(s.Worst, v), max(s.Best, v)
	}
	s.Mean = sum / float64(len(all))
	for i := range all {
		d := figure(&all[i]) - s.Mean
		squares += d * d
	}
	if len(all) > 1 {
		s.Deviation = math.Sqrt(squares / float64(len(all)-1))
	}
	return s
}

// Ratio is an outcome's effective time over obliged time, in per cent.
func Ratio(o *Outcome) float64 {
	if o.Obliged == 0 {
		return 0
	}
	return 100 * float64(o.Effective) / float64(o.Obliged)
}

// Yuan is an outcome's P&L after fees in yuan.
func Yuan(o *Outcome) float64 { return float64(o.Net) / 100 }

// Print writes a line per market and the summaries.
func Print(w io.Writer, all []Outcome) {
	fmt.Fprintf(w, "%-8s %9s %14s %14s %8s %9s %5s\n", "seed", "ratio %", "P&L yuan", "fees yuan", "fills", "messages", "met")
	met := 0
	for i := range all {
		o := &all[i]
		if o.Met {
			met++
		}
		fmt.Fprintf(w, "%-8d %9.2f %14.2f %14.2f %8d %9d %5t\n", o.Seed, math.Floor(Ratio(o)*100)/100, Yuan(o),
			float64(o.Fees)/100, o.Fills, o.Messages, o.Met)
	}
	r, y := Sum(all, Ratio), Sum(all, Yuan)
	fmt.Fprintf(w, "\nratio  mean %.2f %%, deviation %.2f, worst %.2f\n", r.Mean, r.Deviation, math.Floor(r.Worst*100)/100)
	fmt.Fprintf(w, "P&L    mean %.2f yuan, deviation %.2f, worst %.2f, best %.2f\n", y.Mean, y.Deviation, y.Worst, y.Best)
	fmt.Fprintf(w, "met    %d of %d\n", met, len(all))
}
