package agent

import (
	"fmt"
	"strings"
	"time"

	"quotient/internal/text"
	"quotient/journal"
	"quotient/market"
	"quotient/ops/report"
	"quotient/quoter/port"
)

// explainPast is how long after a second its records may come: the exemption
// ledger closes a row when it is settled, at the latest with the trading day.
const explainPast = 36 * market.Hour

// explain says why one second did or did not count.
func explain(o ReportOptions, lang text.Lang, s Streams) error {
	symbol, at, err := parseMoment(o.Explain)
	if err != nil {
		return err
	}
	if o.Format != "table" && o.Format != "json" {
		return fail(ExitUsage, fmt.Errorf("--explain prints table or json, not %s", o.Format))
	}
	r, err := journal.OpenReader(o.Journal, journal.ReadOptions{RecordOnly: true})
	if err != nil {
		return err
	}
	headers, err := r.Headers()
	r.Close()
	if err != nil {
		return err
	}
	x := report.NewExplainer(symbol, at)
	var day market.Date
	for i := range headers {
		h := &headers[i]
		if i+1 < len(headers) && headers[i+1].Started <= at || h.Started > at+explainPast {
			continue // over before the second, or begun long after it
		}
		desk, err := deskOf(h)
		if err != nil {
			fmt.Fprintf(s.Err, "epoch %d: %v: the terms in force are not told\n", h.Epoch, err)
			x.Epoch(h.Epoch, h.Started, h.Instruments, nil)
		} else {
			x.Epoch(h.Epoch, h.Started, h.Instruments, &desk.Obligation)
			if c, ok := desk.Lookup(symbol); ok && day == 0 {
				day, _ = desk.Table().TradingDay(desk.Hours[c], at)
			}
		}
		if err := explainEpoch(x, o.Journal, h.Epoch, at); err != nil {
			return err
		}
	}
	e, known := x.Explain(day)
	if !known {
		return fail(ExitCondition, fmt.Errorf("the journal in %s knows no contract %s at that time", o.Journal, symbol))
	}
	if o.Format == "json" {
		return e.JSON(s.Out, lang)
	}
	return e.Text(s.Out, lang)
}

// explainEpoch hands an epoch's records to the explainer, market data with them as
// far as the tape is there.
func explainEpoch(x *report.Explainer, dir string, epoch uint64, at market.Time) error {
	r, err := journal.OpenReader(dir, journal.ReadOptions{Epoch: epoch})
	if err != nil {
		return err
	}
	defer r.Close()
	for rec := new(port.Record); r.Next(rec); {
		if rec.Now > at+explainPast {
			break
		}
		x.Add(rec)
	}
	return r.Err()
}

// parseMoment reads AP101@2026-11-17T10:31:07.
func parseMoment(s string) (symbol string, at market.Time, err error) {
	symbol, when, cut := strings.Cut(s, "@")
	t, wrong := time.ParseInLocation("2006-01-02T15:04:05", when, time.FixedZone("CST", 8*3600))
	if !cut || symbol == "" || wrong != nil {
		return "", 0, fail(ExitUsage, fmt.Errorf("--explain %s: want CONTRACT@TIME such as AP101@2026-11-17T10:31:07", s))
	}
	return symbol, market.Time(t.UnixNano()), nil
}
