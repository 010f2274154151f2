package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"quotient/internal/text"
	"quotient/market"
)

// Table writes the scenarios and the limit days as text.
func (s *Stress) Table(w io.Writer, lang text.Lang) error {
	out := bufio.NewWriter(w)
	t := table{lang: lang, Report: &Report{}}
	io.WriteString(out, fmt.Sprintf("%s %s, %s\n\n", t.word("stress.title"), s.Account, stampText(s.At)))
	g, d := s.grid(&t), s.days(&t)
	io.WriteString(out, t.word("stress.grid")+"\n")
	g.write(out)
	for i := range s.Portfolios {
		if p := &s.Portfolios[i]; len(p.Lacks) > 0 {
			io.WriteString(out, t.portfolio(p)+": "+t.word("stress.lacks")+" "+strings.Join(p.Lacks, ", ")+"\n")
		}
	}
	if len(d.lines) > 0 {
		io.WriteString(out, "\n"+t.word("stress.limit_days")+"\n")
		d.write(out)
	}
	return out.Flush()
}

// portfolio names p.
func (t *table) portfolio(p *Portfolio) string {
	if p.Name == "" {
		return t.word("stress.whole")
	}
	return p.Name
}

func (s *Stress) grid(t *table) *grid {
	g := &grid{left: 1, head: t.words("stress.portfolio", "stress.price", "stress.vol", "stress.pnl", "stress.free", "stress.remark")}
	for i := range s.Portfolios {
		p := &s.Portfolios[i]
		worst := p.Grid.worst()
		for j, c := range p.Grid.Cells {
			cells := append([]string{t.portfolio(p), moveText(c.Price), pointsText(c.Vol)}, t.outcome(p.Grid.Assessed, c.PnL, c.Free)...)
			if p.Grid.Assessed && j == worst {
				cells[5] = t.word("stress.worst")
			}
			g.add(cells[0], cells[1], cells[2:])
		}
	}
	return g
}

func (s *Stress) days(t *table) *grid {
	g := &grid{left: 2, head: t.words("stress.portfolio", "stress.way", "stress.day", "stress.pnl", "stress.free", "stress.remark")}
	for i := range s.Portfolios {
		p := &s.Portfolios[i]
		for _, way := range [...]struct {
			name string
			*Limits
		}{{"stress.down", &p.Down}, {"stress.up", &p.Up}} {
			for _, d := range way.Days {
				g.add(t.portfolio(p), t.word(way.name), append([]string{digits(d.Day)}, t.outcome(way.Assessed, d.PnL, d.Free)...))
			}
		}
	}
	return g
}

// outcome are result, what is left free, and the remark.
func (t *table) outcome(assessed bool, pnl, free market.Money) []string {
	if !assessed {
		return []string{"–", "–", t.word("stress.not_assessed")}
	}
	return []string{yuanText(pnl), yuanText(free), ""}
}

func (t *table) words(names ...string) []string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = t.word(n)
	}
	return list
}

// moveText writes a move of prices in per cent, with its sign.
func moveText(ppm int64) string {
	sign, v := "+", ppm
	if v < 0 {
		sign, v = "-", -v
	}
	if v == 0 {
		sign = ""
	}
	return fmt.Sprintf("%s%d.%02d%%", sign, v/10_000, v/100%100)
}

// pointsText writes a move of volatility in points, with its sign.
func pointsText(milli int64) string {
	sign, v := "+", milli
	if v < 0 {
		sign, v = "-", -v
	}
	if v == 0 {
		sign = ""
	}
	return fmt.Sprintf("%s%d.%03d", sign, v/1000, v%1000)
}

type (
	stressJSON struct {
		Schema     int             `json:"schema"`
		Account    string          `json:"account"`
		Day        string          `json:"trading_day"`
		At         int64           `json:"at_ns"`
		AtText     string          `json:"at"`
		Portfolios []portfolioJSON `json:"portfolios"`
	}
	portfolioJSON struct {
		Portfolio *string     `json:"portfolio"` // null = the whole account
		Lacks     []string    `json:"without_gamma_and_vega"`
		Grid      []cellJSON  `json:"grid"`
		Worst     *int        `json:"worst"` // index in grid
		Limits    []limitJSON `json:"limit_days"`
	}
	cellJSON struct {
		Price int64         `json:"price_ppm"`
		Vol   int64         `json:"volatility_millipoints"`
		PnL   *market.Money `json:"pnl_fen"` // null = not assessed
		Free  *market.Money `json:"free_fen"`
	}
	limitJSON struct {
		Way  string        `json:"way"`
		Day  int64         `json:"day"`
		PnL  *market.Money `json:"pnl_fen"`
		Free *market.Money `json:"free_fen"`
	}
)

// JSON writes everything as one object. What is not assessed is null.
func (s *Stress) JSON(w io.Writer) error {
	o := stressJSON{1, s.Account, dayText(s.Day), int64(s.At), stampText(s.At), make([]portfolioJSON, 0, len(s.Portfolios))}
	for i := range s.Portfolios {
		o.Portfolios = append(o.Portfolios, s.Portfolios[i].object())
	}
	_, err := w.Write(append(appendObject(nil, o), '\n'))
	return err
}

func (p *Portfolio) object() portfolioJSON {
	o := portfolioJSON{Lacks: append([]string{}, p.Lacks...), Grid: []cellJSON{}, Limits: []limitJSON{}}
	if p.Name != "" {
		o.Portfolio = &p.Name
	}
	for _, c := range p.Grid.Cells {
		o.Grid = append(o.Grid, cellJSON{c.Price, c.Vol, known(c.PnL, p.Grid.Assessed), known(c.Free, p.Grid.Assessed)})
	}
	if w := p.Grid.worst(); p.Grid.Assessed && w < len(p.Grid.Cells) {
		o.Worst = &w
	}
	for _, d := range p.Down.Days {
		o.Limits = append(o.Limits, limitJSON{"down", d.Day, known(d.PnL, p.Down.Assessed), known(d.Free, p.Down.Assessed)})
	}
	for _, d := range p.Up.Days {
		o.Limits = append(o.Limits, limitJSON{"up", d.Day, known(d.PnL, p.Up.Assessed), known(d.Free, p.Up.Assessed)})
	}
	return o
}

// CSV writes one line for each scenario and limit day. What does not apply, and
// what is not assessed, is empty.
func (s *Stress) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"portfolio", "case", "price_ppm", "volatility_millipoints", "day", "assessed", "pnl_fen", "free_fen"})
	for i := range s.Portfolios {
		p := &s.Portfolios[i]
		for _, c := range p.Grid.Cells {
			out.Write([]string{p.Name, "grid", digits(c.Price), digits(c.Vol), "", strconv.FormatBool(p.Grid.Assessed),
				unless(!p.Grid.Assessed, int64(c.PnL)), unless(!p.Grid.Assessed, int64(c.Free))})
		}
		p.Down.csv(out, p.Name, "down")
		p.Up.csv(out, p.Name, "up")
	}
	out.Flush()
	return out.Error()
}

func (l *Limits) csv(out *csv.Writer, name, way string) {
	for _, d := range l.Days {
		out.Write([]string{name, way, "", "", digits(d.Day), strconv.FormatBool(l.Assessed),
			unless(!l.Assessed, int64(d.PnL)), unless(!l.Assessed, int64(d.Free))})
	}
}
