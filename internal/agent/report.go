package agent

import (
	"fmt"

	"quotient/internal/text"
	"quotient/journal"
	"quotient/ops/report"
	"quotient/quoter/port"
)

// ReportOptions are the flags of `quotient report`.
type ReportOptions struct {
	Journal string
	Month   string
	Format  string
	Lang    string
}

// Report prints the month from a journal.
func Report(o ReportOptions, s Streams) error {
	month, err := parseMonth(o.Month)
	if err != nil {
		return err
	}
	lang, known := text.ParseLang(o.Lang)
	if !known {
		return fail(ExitUsage, fmt.Errorf("--lang %s: want en or zh", o.Lang))
	}
	r, err := journal.OpenReader(o.Journal, journal.ReadOptions{RecordOnly: true})
	if err != nil {
		return err
	}
	defer r.Close()
	c := report.NewCollector(month)
	epoch := uint64(0)
	for rec := new(port.Record); r.Next(rec); {
		if r.Epoch() != epoch {
			epoch = r.Epoch()
			c.Universe(r.Header().Instruments)
		}
		c.Add(rec)
	}
	if err := r.Err(); err != nil {
		return err
	}
	rows, err := c.Rows()
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fail(ExitCondition, fmt.Errorf("the journal in %s has no trading day of %s: a row is written when a day ends or the agent stops", o.Journal, monthName(o.Month)))
	}
	switch o.Format {
	case "table":
		return report.Table(s.Out, rows, lang)
	case "json":
		return report.JSON(s.Out, rows)
	case "csv":
		return report.CSV(s.Out, rows)
	}
	return fail(ExitUsage, fmt.Errorf("--format %s: want table, json or csv", o.Format))
}

func monthName(text string) string {
	if text == "" {
		return "any month"
	}
	return text
}
