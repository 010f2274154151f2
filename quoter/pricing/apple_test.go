package pricing

import (
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

// appleDays are where the shared recordings lie, seen from this folder.
const appleDays = "../../../shared/data/czce-ap-202008"

// appleParams are what a desk would start with for AP101 leaning on AP010.
func appleParams() Params {
	return Params{
		LeadBetaFast: 190_000, LeadFast: 5 * market.Second, ImbalanceGain: 205_000,
		ThinSpread: 20, ThinAge: 15 * market.Second, SpreadHalfLife: 60 * market.Second,
		VolHalfLife: 5 * market.Minute, WidthVol: 300_000, MinWidth: 2, MaxWidth: 12,
		SkewPerLot: 100, MaxSkew: 2000,
	}
}

// readDay returns a contract's snapshots by second of the day.
func readDay(t *testing.T, path string) map[int]market.Depth {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(z)
	head, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range head {
		column[name] = i
	}
	days := map[int]market.Depth{}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return days
		}
		if err != nil {
			t.Fatal(err)
		}
		number := func(name string) int64 {
			v, err := strconv.ParseFloat(row[column[name]], 64)
			if err != nil {
				t.Fatal(path, err)
			}
			return int64(v)
		}
		hms := strings.Split(row[column["UpdateTime"]], ":")
		h, _ := strconv.Atoi(hms[0])
		m, _ := strconv.Atoi(hms[1])
		s, _ := strconv.Atoi(hms[2])
		days[h*3600+m*60+s] = market.Depth{
			Bid: market.Price(number("BidPrice1")), BidQty: market.Qty(number("BidVolume1")),
			Ask: market.Price(number("AskPrice1")), AskQty: market.Qty(number("AskVolume1")),
		}
	}
}

// sections are the stretches of continuous trading, in seconds of the day.
var sections = [][2]int{{9 * 3600, 10*3600 + 900}, {10*3600 + 1800, 11*3600 + 1800}, {13*3600 + 1800, 15 * 3600}}

// score is the mean squared distance of forecasts from own mid some time later.
type score struct{ sum, n float64 }

func (s *score) add(forecast, later float64) { s.sum += (forecast - later) * (forecast - later); s.n++ }
func (s *score) rmse() float64               { return math.Sqrt(s.sum / s.n) }

// scoreDay forecasts own mid +5 s in every second of a day in three ways.
func scoreDay(own, lead map[int]market.Depth, p *Params, model, mid, slow *score) {
	var m Model
	mids := map[int]float64{}
	fair, basis := map[int]float64{}, map[int]float64{}
	start := market.Date(20200803).At(0)
	for _, sec := range sections {
		var o, l market.Depth
		filtered, seen := 0.0, false
		for s := sec[0]; s < sec[1]; s++ {
			now := start + market.Time(s)*market.Second
			if d, ok := lead[s]; ok {
				l = d
				m.Lead(&d, p, now)
			}
			if d, ok := own[s]; ok {
				o = d
				m.Own(&d, p, now)
			}
			if !o.TwoSided() || !l.TwoSided() {
				continue
			}
			om, lm := float64(o.Bid+o.Ask)/2, float64(l.Bid+l.Ask)/2
			if !seen {
				filtered, seen = om-lm, true
			}
			filtered += (1 - math.Exp(-1.0/60)) * (om - lm - filtered)
			if f, ok := m.Fair(p, now); ok {
				mids[s], fair[s], basis[s] = om, f, lm+filtered
			}
		}
	}
	for s, f := range fair {
		if later, ok := mids[s+5]; ok {
			model.add(f, later)
			mid.add(mids[s], later)
			slow.add(basis[s], later)
		}
	}
}

// On real days of the second month the model must forecast the own mid five
// seconds later better than the dominant plus a slow spread, and no worse than
// the own mid itself.
func TestFairOnAppleDays(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(appleDays, "AP101-*.csv.gz"))
	if len(files) == 0 {
		t.Skip("skipped: the shared apple days are not here")
	}
	p := appleParams()
	var model, mid, slow score
	for _, f := range files {
		lead := strings.Replace(f, "AP101", "AP010", 1)
		scoreDay(readDay(t, f), readDay(t, lead), &p, &model, &mid, &slow)
	}
	t.Logf("%d days, %.0f seconds; RMSE in ticks at +5 s: model %.4f, own mid %.4f, dominant + slow spread %.4f",
		len(files), model.n, model.rmse(), mid.rmse(), slow.rmse())
	if model.n < 50_000 {
		t.Fatalf("only %.0f seconds were scored", model.n)
	}
	if model.rmse() > mid.rmse() {
		t.Errorf("the model (%.4f) is worse than own mid (%.4f)", model.rmse(), mid.rmse())
	}
	if model.rmse() >= slow.rmse() {
		t.Errorf("the model (%.4f) does not beat the dominant + slow spread (%.4f)", model.rmse(), slow.rmse())
	}
}
