package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

// A desk of options with funds: what bad markets would do is read off its journal, by
// portfolio, and not assessed until somebody weighs every option that is held.
func TestStressReport(t *testing.T) {
	desk := optionsDesk(t, "\nfees:\n", `
funds:
  balance: 50000000
  max_usage: 80%
  margins:
    - {product: SR, from: 2026-01-01, source: example, long: 10%, short: 10%}
  sellers:
    - {product: SR, from: 2026-01-01, source: example, out_of_money: 50%, least: 50%}
  stress:
    prices: [-4%, 4%]
    volatilities: [0, 10]
    limit_days: [{width: 100%, margin: 100%}]

fees:
`)
	half := "contract,delta,vega\n"
	full := "contract,delta,vega,gamma,vega_yuan\n"
	for i := range desk.Instruments {
		switch in := &desk.Instruments[i]; in.Kind {
		case market.Call:
			half += fmt.Sprintf("%s,0.5,2\n", in.Symbol.String())
			full += fmt.Sprintf("%s,0.5,2,0.001,55.5\n", in.Symbol.String())
		case market.Put:
			half += fmt.Sprintf("%s,-0.5,2\n", in.Symbol.String())
			full += fmt.Sprintf("%s,-0.5,2,0.001,55.5\n", in.Symbol.String())
		}
	}
	for _, c := range []struct {
		name  string
		files []aTold
		known bool
	}{{"weighed", []aTold{{market.Minute, full}}, true}, {"no longer", []aTold{{market.Minute, full}, {2 * market.Minute, half}}, false}, {"never", nil, false}} {
		dir := t.TempDir()
		shown := toldRunIn(t, dir, desk, 12, c.files)
		if known := shown.Outlook.Known&port.OutlookStress != 0; known != c.known || shown.Outlook.Known&port.OutlookLocked == 0 {
			t.Errorf("%s: known %b", c.name, shown.Outlook.Known)
		}
		var out bytes.Buffer
		if err := Stress(context.Background(), ReportOptions{Journal: dir, Format: "json", Lang: "en"}, Streams{&out, &out}); err != nil {
			t.Fatal(c.name, err)
		}
		var got struct {
			Portfolios []struct {
				Portfolio *string
				Lacks     []string `json:"without_gamma_and_vega"`
				Grid      []struct {
					Free *int64 `json:"free_fen"`
				}
				Limits []struct {
					Free *int64 `json:"free_fen"`
				} `json:"limit_days"`
			}
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Portfolios) != 2 {
			t.Fatalf("%s: %v %s", c.name, err, out.String())
		}
		whole, sr := got.Portfolios[0], got.Portfolios[1]
		if whole.Portfolio != nil || sr.Portfolio == nil || *sr.Portfolio != "SR" || len(whole.Grid) != 4 || len(whole.Limits) != 2 || whole.Limits[0].Free == nil ||
			(whole.Grid[0].Free != nil) != c.known || (len(whole.Lacks) == 0) != c.known || len(sr.Lacks) != len(whole.Lacks) {
			t.Errorf("%s: %s", c.name, out.String())
		}
		if c.known && *whole.Grid[3].Free != int64(shown.Outlook.Left) && *whole.Grid[1].Free != int64(shown.Outlook.Left) {
			t.Errorf("the report says %d and %d, the page %d", *whole.Grid[1].Free, *whole.Grid[3].Free, shown.Outlook.Left)
		}
	}
}

// What cannot be answered is said in one sentence.
func TestStressReportRefused(t *testing.T) {
	bare := t.TempDir()
	toldRunIn(t, bare, devDesk(t, devFunds(), ""), 1, nil)
	for want, o := range map[string]ReportOptions{
		"funds are not in force":     {Journal: bare, Format: "csv", Lang: "zh"},
		"wants table, json or csv":   {Journal: bare, Format: "html", Lang: "en"},
		"want en or zh":              {Journal: bare, Format: "csv", Lang: "fr"},
		"leave out --month":          {Journal: bare, Format: "csv", Lang: "en", Month: "2026-11"},
		"leave out --month and --ex": {Journal: bare, Format: "csv", Lang: "en", Explain: "AP703@2026-11-17T10:31:07"},
		"no journal":                 {Journal: bare + "/none", Format: "csv", Lang: "en"},
	} {
		var out bytes.Buffer
		if err := Stress(context.Background(), o, Streams{&out, &out}); err == nil || !strings.Contains(err.Error(), want) || out.Len() != 0 {
			t.Errorf("%s: %v %s", want, err, out.String())
		}
	}
}
