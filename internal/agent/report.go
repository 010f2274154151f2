package agent

import (
	"fmt"
	"io"

	"quotient/config"
	"quotient/internal/text"
	"quotient/journal"
	"quotient/market"
	"quotient/ops/report"
	"quotient/quoter/port"
)

// ReportOptions are the flags of `quotient report`.
type ReportOptions struct {
	Journal string
	Month   string
	Format  string
	Lang    string
	Explain string // CONTRACT@TIME: why that second did or did not count
}

// Report prints the month from a journal, or explains one second of it.
func Report(o ReportOptions, s Streams) error {
	lang, err := parseLang(o.Lang)
	if err != nil {
		return err
	}
	if o.Explain != "" {
		return explain(o, lang, s)
	}
	month, err := parseMonth(o.Month)
	if err != nil {
		return err
	}
	write, err := reportWriter(o.Format, lang, s.Out)
	if err != nil {
		return err
	}
	m, err := readMonths(o.Journal, s)
	if err != nil {
		return err
	}
	rep := m.only(month)
	if rep.Empty() {
		return fail(ExitCondition, fmt.Errorf("the journal in %s has no trading day of %s: a row is written when a day ends or the agent stops", o.Journal, monthName(o.Month)))
	}
	return write(rep)
}

func parseLang(s string) (text.Lang, error) {
	lang, known := text.ParseLang(s)
	if !known {
		return lang, fail(ExitUsage, fmt.Errorf("--lang %s: want en or zh", s))
	}
	return lang, nil
}

// reportWriter returns what writes a report in the format.
func reportWriter(format string, lang text.Lang, w io.Writer) (func(*report.Report) error, error) {
	switch format {
	case "table":
		return func(r *report.Report) error { return r.Table(w, lang) }, nil
	case "json":
		return func(r *report.Report) error { return r.JSON(w) }, nil
	case "csv":
		return func(r *report.Report) error { return r.CSV(w) }, nil
	case "html":
		return func(r *report.Report) error { return r.HTML(w, lang) }, nil
	case "parquet":
		if Terminal(w) {
			return nil, fail(ExitUsage, fmt.Errorf("--format parquet is not for a terminal: send it to a file with > report.parquet"))
		}
		return func(r *report.Report) error { return r.Parquet(w) }, nil
	}
	return nil, fail(ExitUsage, fmt.Errorf("--format %s: want table, json, csv, html or parquet", format))
}

// months is everything that a journal, and the exchange's figures kept beside it,
// say about every month.
type months struct {
	report  *report.Report
	desk    *config.Desk // of the last epoch whose desk file this build reads; nil = none
	figures *figures
}

// readMonths reads the record of a journal.
func readMonths(dir string, s Streams) (*months, error) {
	r, err := journal.OpenReader(dir, journal.ReadOptions{RecordOnly: true})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	m := &months{}
	c := report.NewCollector(0)
	epoch, desks := uint64(0), deskCache{}
	for rec := new(port.Record); r.Next(rec); {
		if r.Epoch() != epoch {
			epoch = r.Epoch()
			c.Universe(r.Header().Instruments)
			m.under(c, desks.of(r.Header(), s))
		}
		c.Add(rec)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	if m.report, err = c.Report(); err != nil {
		return nil, err
	}
	if m.figures, err = loadFigures(dir); err != nil {
		return nil, err
	}
	m.report.Join(m.figures.Figures)
	m.price()
	return m, nil
}

// under tells the collector what the epoch's desk file owes.
func (m *months) under(c *report.Collector, d *config.Desk) {
	if d == nil {
		c.Agreement(nil, nil)
		return
	}
	m.desk = d
	c.Agreement(&d.Obligation, &d.Requests)
}

// only is the report on one month, or on all for month 0.
func (m *months) only(month market.Month) *report.Report { return m.report.Only(month) }

// A deskCache keeps the desk of the last header: most epochs have the same.
type deskCache struct {
	text  string
	speed float64
	desk  *config.Desk
	said  bool
}

// of is the desk that the epoch ran with; nil, and said once, when this build
// cannot read its desk file.
func (k *deskCache) of(h *journal.Header, s Streams) *config.Desk {
	if k.desk != nil && h.ConfigText == k.text && h.Speed == k.speed {
		return k.desk
	}
	d, err := deskOf(h)
	if err != nil {
		if !k.said {
			fmt.Fprintf(s.Err, "epoch %d: %v: its units and terms are not named\n", h.Epoch, err)
		}
		k.said, k.desk = true, nil
		return nil
	}
	k.text, k.speed, k.desk = h.ConfigText, h.Speed, d
	return d
}

func monthName(text string) string {
	if text == "" {
		return "any month"
	}
	return text
}
