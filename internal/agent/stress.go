package agent

import (
	"context"
	"errors"
	"fmt"
	"io"

	"quotient/internal/text"
	"quotient/market"
	"quotient/ops/report"
	"quotient/risk/margin"
)

// Stress prints what bad markets would do to the account as it stands at the end of
// a journal, also of one that is being written.
func Stress(ctx context.Context, o ReportOptions, s Streams) error {
	lang, err := parseLang(o.Lang)
	if err != nil {
		return err
	}
	if o.Month != "" || o.Explain != "" {
		return fail(ExitUsage, errors.New("--stress is about the account as it stands: leave out --month and --explain"))
	}
	write, err := stressWriter(o.Format, lang, s.Out)
	if err != nil {
		return err
	}
	all, err := headersOf(o.Journal)
	if err != nil {
		return err
	}
	f, err := catchUp(ctx, o.Journal, all[len(all)-1].Epoch, false)
	if err != nil {
		return err
	}
	if f.core.account == nil {
		return fail(ExitCondition, errors.New("funds are not in force: the desk file in the journal has no section funds, so there is nothing to stress"))
	}
	return write(f.core.stress())
}

// stressWriter returns what writes the report in the format.
func stressWriter(format string, lang text.Lang, w io.Writer) (func(*report.Stress) error, error) {
	switch format {
	case "table":
		return func(r *report.Stress) error { return r.Table(w, lang) }, nil
	case "json":
		return func(r *report.Stress) error { return r.JSON(w) }, nil
	case "csv":
		return func(r *report.Stress) error { return r.CSV(w) }, nil
	}
	return nil, fail(ExitUsage, fmt.Errorf("--format %s: --stress wants table, json or csv", format))
}

// stress works out every portfolio that holds something, the whole account first.
func (c *core) stress() *report.Stress {
	r := &report.Stress{Account: c.desk.Account, At: c.loop.Now()}
	r.Day, _ = c.cal.TradingDay(c.desk.Hours[0], r.At)
	r.Portfolios = append(r.Portfolios, c.portfolio(margin.Whole))
	for p := range c.desk.Margin.Portfolios {
		for i := range c.desk.Instruments {
			if c.inPortfolio(uint16(p), i) {
				r.Portfolios = append(r.Portfolios, c.portfolio(uint16(p)))
				break
			}
		}
	}
	return r
}

// inPortfolio reports whether contract i is of a portfolio, and held.
func (c *core) inPortfolio(p uint16, i int) bool {
	long, short := c.account.Lots(market.Contract(i))
	return (p == margin.Whole || p == c.desk.Margin.Terms[i].Portfolio) && long+short > 0
}

func (c *core) portfolio(p uint16) (v report.Portfolio) {
	d := c.desk.Margin
	for i := range c.desk.Instruments {
		in := &c.desk.Instruments[i]
		if v.Name == "" && p != margin.Whole && d.Terms[i].Portfolio == p {
			v.Name = in.Product.String() // of the first listed; an option's underlying comes before it
		}
		if c.inPortfolio(p, i) && !c.account.Weighed(market.Contract(i)) {
			v.Lacks = append(v.Lacks, in.Symbol.String())
		}
	}
	cells := make([]margin.Cell, len(d.Prices)*len(d.Vols))
	_, v.Grid.Assessed = c.account.Stress(p, cells)
	for _, x := range cells {
		v.Grid.Cells = append(v.Grid.Cells, report.Scenario{Price: x.Price, Vol: x.Vol, PnL: x.PnL, Free: x.Free})
	}
	v.Down, v.Up = c.limitDays(p, false), c.limitDays(p, true)
	return v
}

func (c *core) limitDays(p uint16, up bool) (v report.Limits) {
	days := make([]margin.Locked, len(c.desk.Margin.Steps))
	_, v.Assessed = c.account.LimitDays(p, up, days)
	for _, x := range days {
		v.Days = append(v.Days, report.LimitDay{Day: x.Day, PnL: x.PnL, Free: x.Free})
	}
	return v
}
