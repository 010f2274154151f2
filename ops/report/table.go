package report

import (
	"bufio"
	"io"

	"quotient/internal/text"
	"quotient/market"
)

// Table writes rows and their totals as text in the given language: first the
// result, then where the time went.
func Table(w io.Writer, rows []Row, lang text.Lang) error {
	out := bufio.NewWriter(w)
	if len(rows) == 0 {
		io.WriteString(out, text.ReportNone.In(lang)+"\n")
		return out.Flush()
	}
	totals := Totals(rows)
	t := table{lang: lang, exchange: some(rows, func(r *Row) bool { return r.HasExchange })}
	t.result(rows, totals).write(out)
	t.notes(out, rows, totals)
	io.WriteString(out, "\n"+text.ReportWhere.In(lang)+"\n")
	t.where(rows, totals).write(out)
	io.WriteString(out, "\n"+text.ReportTrades.In(lang)+"\n")
	t.trades(rows, totals).write(out)
	return out.Flush()
}

type table struct {
	lang     text.Lang
	exchange bool // some row has the exchange's own count
}

// result is the first table: how much of the obligation was kept.
func (t *table) result(rows []Row, totals []Total) *grid {
	g := t.grid(text.ReportScheduled, text.ReportObliged, text.ReportEffective, text.ReportExempt, text.ReportIneffective, text.ReportRatio,
		text.ReportTarget, text.ReportSlack, text.ReportNeedRest)
	if t.exchange {
		g.head = append(g.head, text.ReportExchange.In(t.lang))
	}
	g.head = append(g.head, text.ReportVerdict.In(t.lang))
	figures := func(r *Row, effective, obliged market.Time) []string {
		cells := []string{spanText(r.Scheduled), spanText(obliged), spanText(r.Low), spanText(r.ExemptSum()), lossText(r.IneffectiveSum()),
			percentText(effective, obliged), ppmText(r.Target), spanText(r.Slack), needText(r.NeedRest)}
		if t.exchange && r.HasExchange {
			return append(cells, spanText(r.Exchange))
		} else if t.exchange {
			return append(cells, "–")
		}
		return cells
	}
	t.each(g, rows, totals, func(r *Row) []string {
		effective, obliged := r.Counted()
		return figures(r, effective, obliged)
	}, func(c *Total) []string {
		return append(figures(&c.Row, c.Effective, c.Obliged), t.verdict(c.Verdict))
	})
	return g
}

// trades is the table of what was sent and traded.
func (t *table) trades(rows []Row, totals []Total) *grid {
	g := t.grid(text.ReportQuotes, text.ReportMessages, text.ReportRefusals, text.ReportFills, text.ReportBought, text.ReportSold,
		text.ReportPosition, text.ReportPnL, text.ReportFees)
	figures := func(r *Row) []string {
		return []string{countText(r.Quotes), countText(r.Messages), countText(r.Refusals), countText(r.Fills), countText(int64(r.Bought)),
			countText(int64(r.Sold)), countText(int64(r.Position)), yuanText(r.PnL), yuanText(r.Fees)}
	}
	t.each(g, rows, totals, figures, func(c *Total) []string { return figures(&c.Row) })
	return g
}

func (t *table) grid(columns ...text.Key) *grid {
	g := &grid{head: []string{text.ReportContract.In(t.lang), text.ReportDay.In(t.lang)}}
	for _, k := range columns {
		g.head = append(g.head, k.In(t.lang))
	}
	return g
}

// each adds the lines of the rows and, behind each contract's month, its total.
func (t *table) each(g *grid, rows []Row, totals []Total, row func(*Row) []string, total func(*Total) []string) {
	for n := range totals {
		c := &totals[n]
		for i := range rows[:c.Days] {
			g.add(rows[i].Contract, dayText(rows[i].Day)+star(&rows[i]), row(&rows[i]))
		}
		rows = rows[c.Days:]
		g.add(c.Contract, text.ReportTotal.In(t.lang)+" "+monthText(c.Month), total(c))
		if len(rows) > 0 {
			g.rule()
		}
	}
}

func star(r *Row) string {
	if r.Final {
		return ""
	}
	return "*"
}

func (t *table) verdict(v Verdict) string {
	switch v {
	case Met:
		return text.VerdictMet.In(t.lang)
	case NotMet:
		return text.VerdictMissed.In(t.lang)
	}
	return text.VerdictNone.In(t.lang)
}

// where is the table of exempt and ineffective time by reason, as far as there
// is any.
func (t *table) where(rows []Row, totals []Total) *grid {
	g := t.grid(text.ReportEffective, text.ReportEffectiveHigh)
	var exempt, reasons []int
	for i, n := range exemptNames() {
		if some(rows, func(r *Row) bool { return r.Exempt[i] != 0 }) {
			exempt = append(exempt, i)
			g.head = append(g.head, t.word("exempt."+n))
		}
	}
	for i, n := range reasonNames() {
		if some(rows, func(r *Row) bool { return r.Ineffective[i] != 0 }) {
			reasons = append(reasons, i)
			g.head = append(g.head, t.word("state."+n))
		}
	}
	figures := func(r *Row) []string {
		cells := []string{spanText(r.Low), spanText(r.High)}
		for _, i := range exempt {
			cells = append(cells, spanText(r.Exempt[i]))
		}
		for _, i := range reasons {
			cells = append(cells, lossText(r.Ineffective[i]))
		}
		return cells
	}
	t.each(g, rows, totals, figures, func(c *Total) []string { return figures(&c.Row) })
	return g
}

func (t *table) word(name string) string {
	s, _ := text.Lookup(t.lang, name)
	return s
}

func some(rows []Row, f func(*Row) bool) bool {
	for i := range rows {
		if f(&rows[i]) {
			return true
		}
	}
	return false
}

func (t *table) notes(w *bufio.Writer, rows []Row, totals []Total) {
	if some(rows, func(r *Row) bool { return !r.Final }) {
		io.WriteString(w, text.ReportProvisional.In(t.lang)+"\n")
	}
	for i := range totals {
		if c := &totals[i]; !c.Whole() {
			io.WriteString(w, text.ReportDiffers.Fill(t.lang, "contract", c.Contract,
				"meter", spanText(c.MonthElapsed), "rows", spanText(c.Obliged))+"\n")
		}
	}
}
