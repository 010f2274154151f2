package sim

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"quotient/market"
)

// TestStatistics holds a generated day against what the data's README says of
// two ZCE months, and prints the real days beside where they are at hand.
func TestStatistics(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		s := record(NewExchange(pair(seed)))
		f := measure(&s[0], &s[1], dayStretches(testDate))
		t.Logf("seed %d:  %s", seed, f.line())
		f.within(t)
	}
	days, _ := filepath.Glob("../../shared/data/czce-ap-202008/AP010-*.csv.gz")
	if len(days) == 0 {
		t.Log("real days: absent, not printed")
	}
	for _, name := range days {
		date, _ := strconv.Atoi(strings.TrimSuffix(strings.SplitN(filepath.Base(name), "-", 2)[1], ".csv.gz"))
		a, b := readDay(t, name), readDay(t, strings.Replace(name, "AP010", "AP101", 1))
		f := measure(a, b, dayStretches(market.Date(date)))
		t.Logf("%d: %s", date, f.line())
	}
}

func (f *figures) line() string {
	n := func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
	var w []string
	for k, name := range [2]string{"busy", "second"} {
		w = append(w, name, "rate", n(f.rate[k]), "size", n(f.sizeMedian[k]), "spread",
			n(f.spread[k][0])+"/"+n(f.spread[k][1])+"/"+n(f.spread[k][2]),
			"move", n(f.move1[k])+"/"+n(f.move10[k])+"/"+n(f.move60[k]))
	}
	w = append(w, "corr", n(f.corr1)+"/"+n(f.corr10)+"/"+n(f.corr60), "share", n(f.share), "drift", n(f.drift))
	return strings.Join(w, " ")
}

// within states the tolerances: those of the README, widened by what one day's
// sample of a random process may miss.
func (f *figures) within(t *testing.T) {
	t.Helper()
	check := func(what string, got, low, high float64) {
		t.Helper()
		if math.IsNaN(got) || got < low || got > high {
			t.Errorf("%s = %.3f, want %.2f to %.2f", what, got, low, high)
		}
	}
	check("busy spread median", f.spread[0][0], 1, 1)
	check("busy spread p90", f.spread[0][1], 2, 2)
	check("busy spread p99", f.spread[0][2], 3, 4)
	check("busy size median", f.sizeMedian[0], 8, 12)
	check("busy snapshots a second", f.rate[0], 0.85, 1)
	check("second spread median", f.spread[1][0], 2, 2)
	check("second spread p90", f.spread[1][1], 3, 4)
	check("second spread p99", f.spread[1][2], 5, 8)
	check("second size median", f.sizeMedian[1], 3, 5)
	check("second snapshots a second", f.rate[1], 0.52, 0.76)
	check("correlation at 1 s", f.corr1, 0.17, 0.36)
	check("correlation at 10 s", f.corr10, 0.54, 0.70)
	check("correlation at 60 s", f.corr60, 0.63, 0.88)
	check("volume share", f.share, 0.12, 0.22)
	check("calendar spread drift", f.drift, 8, 40)
	check("busy move in 60 s", f.move60[0], 5, 9)
	check("second move in 60 s", f.move60[1], 4.5, 8.5)
}

// readDay reads a recorded day's continuous trading.
func readDay(t *testing.T, name string) *series {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zipped, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(zipped)
	rows.ReuseRecord = true
	head, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[h] = i
	}
	s := &series{}
	for {
		r, err := rows.Read()
		if err == io.EOF {
			return s
		}
		if err != nil {
			t.Fatal(err)
		}
		num := func(name string) int64 {
			v, err := strconv.ParseFloat(r[col[name]], 64)
			if err != nil {
				t.Fatal(name, err)
			}
			return int64(v)
		}
		d, _ := strconv.Atoi(r[col["ActionDay"]])
		hms := strings.Split(r[col["UpdateTime"]], ":")
		of := market.Time(0)
		for _, part := range hms {
			n, _ := strconv.Atoi(part)
			of = of*60 + market.Time(n)*market.Second
		}
		e := market.Event{Time: market.Date(d).At(of), Bid: market.Price(num("BidPrice1")), Ask: market.Price(num("AskPrice1")),
			BidQty: market.Qty(num("BidVolume1")), AskQty: market.Qty(num("AskVolume1")), Volume: market.Qty(num("Volume"))}
		for _, st := range dayStretches(market.Date(d)) {
			if e.Time >= st[0] && e.Time < st[1] {
				s.add(&e)
			}
		}
	}
}
