package report

import (
	"bufio"
	"io"

	"quotient/internal/text"
	"quotient/market"
)

// Table writes rows and their totals as text in the given language: first the
// result, then where the time went, then what was sent and traded.
func Table(w io.Writer, rows []Row, lang text.Lang) error {
	r := &Report{Rows: rows, Totals: Totals(rows)}
	return r.Table(w, lang)
}

// Table writes the report as text in the given language.
func (r *Report) Table(w io.Writer, lang text.Lang) error {
	out := bufio.NewWriter(w)
	if r.Empty() {
		io.WriteString(out, text.ReportNone.In(lang)+"\n")
		return out.Flush()
	}
	t := table{lang: lang, Report: r, exchange: some(r.Rows, func(r *Row) bool { return r.HasExchange })}
	for i, part := range t.sections() {
		if i > 0 {
			out.WriteByte('\n')
		}
		if i > 0 || len(r.Rows) == 0 {
			io.WriteString(out, part.title+"\n")
		}
		part.write(out)
	}
	return out.Flush()
}

// A section is one table with its title and the notes under it.
type section struct {
	title string
	grid  *grid
	notes []string
}

func (s *section) write(w *bufio.Writer) {
	s.grid.write(w)
	for _, n := range s.notes {
		io.WriteString(w, n+"\n")
	}
}

type table struct {
	*Report
	lang     text.Lang
	exchange bool // some row has the exchange's own count
}

// sections returns every section that has lines, in the order of reading.
func (t *table) sections() (list []section) {
	add := func(title text.Key, g *grid, notes ...string) {
		if len(g.lines) > 0 {
			list = append(list, section{title.In(t.lang), g, notes})
		}
	}
	add(text.ReportContract, t.result(), t.notes()...)
	add(text.ReportUnits, t.units(), t.unitNotes()...)
	add(text.ReportProducts, t.products())
	add(text.ReportWhere, t.where())
	add(text.ReportTrades, t.trades())
	add(text.ReportExemptions, t.exemptions(), t.auctions()...)
	add(text.ReportAnswers, t.answers())
	add(text.ReportMissedList, t.missed(), t.missedMore()...)
	add(text.ReportQuality, t.quality())
	add(text.ReportMoney, t.money(), t.moneyNotes()...)
	add(text.ReportScorecard, t.scorecard())
	add(text.ReportSeason, t.season())
	add(text.ReportConversion, t.conversion())
	return list
}

// result says how much of the obligation was kept.
func (t *table) result() *grid {
	g := t.grid(text.ReportScheduled, text.ReportObliged, text.ReportEffective, text.ReportExempt, text.ReportIneffective, text.ReportRatio,
		text.ReportTarget, text.ReportSlack, text.ReportNeedRest)
	if t.exchange {
		g.head = append(g.head, text.ReportExchange.In(t.lang))
	}
	g.head = append(g.head, text.ReportVerdict.In(t.lang))
	figures := func(r *Row, effective, obliged market.Time) []string {
		s := r.seconds()
		cells := []string{clockText(s.scheduled), s.obliged(r, obliged), clockText(s.effective), clockText(s.exempts), clockText(s.ineffective),
			percentText(effective, obliged), ppmText(r.Target), spanText(r.Slack), needText(r.NeedRest)}
		if t.exchange && r.HasExchange {
			return append(cells, spanText(r.Exchange))
		} else if t.exchange {
			return append(cells, "–")
		}
		return cells
	}
	t.each(g, func(r *Row) []string {
		effective, obliged := r.Counted()
		return figures(r, effective, obliged)
	}, func(c *Total) []string {
		return append(figures(&c.Row, c.Effective, c.Obliged), t.word("outcome."+VerdictName(c.month())))
	})
	return g
}

// obliged writes obliged time so that it agrees with the other columns to the
// second.
func (s *split) obliged(r *Row, exact market.Time) string {
	switch exact {
	case r.Scheduled - r.ExemptSum():
		return clockText(s.scheduled - s.exempts)
	case r.Scheduled:
		return clockText(s.scheduled)
	}
	return spanText(exact)
}

// trades is the table of what was sent and traded.
func (t *table) trades() *grid {
	g := t.grid(text.ReportQuotes, text.ReportMessages, text.ReportRefusals, text.ReportFills, text.ReportBought, text.ReportSold,
		text.ReportPosition, text.ReportPnL, text.ReportFees)
	figures := func(r *Row) []string {
		return []string{countText(r.Quotes), countText(r.Messages), countText(r.Refusals), countText(r.Fills), countText(int64(r.Bought)),
			countText(int64(r.Sold)), countText(int64(r.Position)), yuanText(r.PnL), yuanText(r.Fees)}
	}
	t.each(g, figures, func(c *Total) []string { return figures(&c.Row) })
	return g
}

func (t *table) grid(columns ...text.Key) *grid {
	return t.plain(leftColumns, append([]text.Key{text.ReportContract, text.ReportDay}, columns...)...)
}

// plain makes a grid of which the first columns, left of them, stand to the left.
func (t *table) plain(left int, columns ...text.Key) *grid {
	g := &grid{left: left}
	for _, k := range columns {
		g.head = append(g.head, k.In(t.lang))
	}
	return g
}

// dayContracts is up to how many contracts' months the tables have a line for each
// day; with more they have the totals alone.
const dayContracts = 40

// each adds the lines of the rows and, behind each contract's month, its total.
func (t *table) each(g *grid, row func(*Row) []string, total func(*Total) []string) {
	rows := t.Rows
	for n := range t.Totals {
		c := &t.Totals[n]
		for i := range rows[:c.Days] {
			if len(t.Totals) > dayContracts {
				break
			}
			g.add(rows[i].Contract, dayText(rows[i].Day)+star(&rows[i]), row(&rows[i]))
		}
		rows = rows[c.Days:]
		g.add(c.Contract, text.ReportTotal.In(t.lang)+" "+monthText(c.Month), total(c))
		if len(rows) > 0 && len(t.Totals) <= dayContracts {
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

// where is the table of exempt and ineffective time by reason, as far as there
// is any.
func (t *table) where() *grid {
	g := t.grid(text.ReportEffective, text.ReportEffectiveHigh)
	var exempt, reasons []int
	for i, n := range exemptNames() {
		if some(t.Rows, func(r *Row) bool { return r.Exempt[i] != 0 }) {
			exempt = append(exempt, i)
			g.head = append(g.head, t.word("exempt."+n))
		}
	}
	for i, n := range reasonNames() {
		if some(t.Rows, func(r *Row) bool { return r.Ineffective[i] != 0 }) {
			reasons = append(reasons, i)
			g.head = append(g.head, t.word("state."+n))
		}
	}
	figures := func(r *Row) []string {
		s := r.seconds()
		cells := []string{clockText(s.effective), spanText(r.High)}
		for _, i := range exempt {
			cells = append(cells, clockText(s.exempt[i]))
		}
		for _, i := range reasons {
			cells = append(cells, clockText(s.reasons[i]))
		}
		return cells
	}
	t.each(g, figures, func(c *Total) []string { return figures(&c.Row) })
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

func (t *table) notes() (list []string) {
	if len(t.Totals) > dayContracts {
		list = append(list, text.ReportDaysElsewhere.In(t.lang))
	}
	if some(t.Rows, func(r *Row) bool { return !r.Final }) {
		list = append(list, text.ReportProvisional.In(t.lang))
	}
	for i := range t.Totals {
		if c := &t.Totals[i]; !c.Whole() {
			list = append(list, text.ReportDiffers.Fill(t.lang, "contract", c.Contract,
				"meter", spanText(c.MonthElapsed), "rows", spanText(c.Obliged)))
		}
	}
	return list
}
