package sim

import (
	"math"
	"slices"

	"quotient/market"
)

// A series is one contract's day of snapshots, as a recorder would have kept it.
type series struct {
	at     []market.Time
	mid2   []int64 // bid + ask
	spread []int64
	sizes  []int64
	volume []int64
	total  market.Qty
}

func (s *series) add(e *market.Event) {
	s.at = append(s.at, e.Time)
	s.mid2 = append(s.mid2, int64(e.Bid+e.Ask))
	s.spread = append(s.spread, int64(e.Ask-e.Bid))
	s.sizes = append(s.sizes, int64(e.BidQty), int64(e.AskQty))
	s.volume = append(s.volume, int64(e.Volume-s.total))
	s.total = e.Volume
}

func quantile(v []int64, p float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return float64(v[min(int(p*float64(len(v))), len(v)-1)])
}

// grid returns the mid at every whole second of the stretches, the last known one.
func (s *series) grid(stretches [][2]market.Time) [][]float64 {
	var out [][]float64
	i, mid := 0, float64(s.mid2[0])/2
	for _, st := range stretches {
		var g []float64
		for t := st[0]; t < st[1]; t += market.Second {
			for i < len(s.at) && s.at[i] < t+market.Second {
				mid = float64(s.mid2[i]) / 2
				i++
			}
			g = append(g, mid)
		}
		out = append(out, g)
	}
	return out
}

// moves returns the changes over h seconds, the first half minute of a stretch left out.
func moves(grid [][]float64, h int) []float64 {
	var out []float64
	for _, g := range grid {
		for t := 30; t+h < len(g); t += h {
			out = append(out, g[t+h]-g[t])
		}
	}
	return out
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func deviation(v []float64) float64 { return math.Sqrt(covariance(v, v)) }

func covariance(a, b []float64) float64 {
	ma, mb, sum := mean(a), mean(b), 0.0
	for i := range a {
		sum += (a[i] - ma) * (b[i] - mb)
	}
	return sum / float64(len(a))
}

func correlation(a, b []float64) float64 {
	return covariance(a, b) / (deviation(a) * deviation(b))
}

// figures are what the data's README states of a pair of contracts.
type figures struct {
	rate, sizeMedian      [2]float64
	spread                [2][3]float64 // median, p90, p99
	move1, move10, move60 [2]float64
	corr1, corr10, corr60 float64
	share, drift          float64
}

func measure(a, b *series, stretches [][2]market.Time) (f figures) {
	seconds := 0.0
	for _, s := range stretches {
		seconds += float64((s[1] - s[0]) / market.Second)
	}
	var grids [2][][]float64
	for k, s := range []*series{a, b} {
		f.rate[k] = float64(len(s.at)) / seconds
		f.sizeMedian[k] = quantile(s.sizes, 0.5)
		f.spread[k] = [3]float64{quantile(s.spread, 0.5), quantile(s.spread, 0.9), quantile(s.spread, 0.99)}
		grids[k] = s.grid(stretches)
		f.move1[k], f.move10[k], f.move60[k] = deviation(moves(grids[k], 1)), deviation(moves(grids[k], 10)), deviation(moves(grids[k], 60))
	}
	f.corr1 = correlation(moves(grids[0], 1), moves(grids[1], 1))
	f.corr10 = correlation(moves(grids[0], 10), moves(grids[1], 10))
	f.corr60 = correlation(moves(grids[0], 60), moves(grids[1], 60))
	f.share = float64(b.total) / float64(a.total)
	var apart []float64
	for i := range grids[0] {
		for t := range grids[0][i] {
			apart = append(apart, grids[1][i][t]-grids[0][i][t])
		}
	}
	f.drift = deviation(apart)
	return f
}
