package report

import (
	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation/award"
)

// Money is what a month brings and costs, and what it means for the season, as
// package award estimates it. The exchange's own settlement prevails.
type Money struct {
	Estimates   []Estimate
	Scores      []Score
	Seasons     []Season
	Conversions []Conversion
}

// An Estimate is one amount with its formula and inputs.
type Estimate struct {
	Product  string
	Contract string // "" = the product as a whole
	Month    market.Month
	Day      market.Date // of a fee on one day; 0 = the month's
	award.Estimate
}

// A Score is a product's or contract's score of one month (评价考核).
type Score struct {
	Product  string
	Contract string // "" = the product as a whole
	Month    market.Month
	award.Score
	Parts []Part
}

// A Part is one indicator of a score.
type Part struct {
	award.Indicator
	award.Raw
	Points int64 // in 1/1000
}

// A Season is a product's record within the agreement's term: months missed in a
// row and in all (连续与累计未完成月数).
type Season struct {
	Product  string
	Month    market.Month // up to and with this one
	Exchange int64        // months whose verdict is the exchange's own
	Term     award.Term
	award.Season
}

// A Conversion is where a product's half year stands (角色转换).
type Conversion struct {
	Product string
	Role    award.Role
	award.Conversion
}

func (e *Estimate) name() string {
	if e.Contract != "" {
		return e.Contract
	}
	return e.Product
}

// money is the table of estimates.
func (t *table) money() *grid {
	g := t.plain(4, text.ReportProduct, text.ReportMonth, text.ReportItem, text.ReportVerdict, text.ReportAmount)
	for i := range t.Money.Estimates {
		e := &t.Money.Estimates[i]
		when := monthText(e.Month)
		if e.Day != 0 {
			when = dayText(e.Day)
		}
		g.add(e.name(), when, []string{t.word("award." + e.Formula.String()), t.word("estimate." + e.Outcome.String()), e.amount()})
	}
	return g
}

// amount is the estimate's amount where it has one.
func (e *Estimate) amount() string {
	switch e.Outcome {
	case award.Estimated, award.Conditional:
		return yuanText(e.Amount)
	case award.NotDone, award.Forfeited, award.Excused:
		return yuanText(0)
	}
	return "–"
}

// moneyNotes say the formula of each item and the inputs of every estimate.
func (t *table) moneyNotes() (notes []string) {
	var said [award.FormulaCount]bool
	for i := range t.Money.Estimates {
		e := &t.Money.Estimates[i]
		if f := e.Formula; f < award.FormulaCount && !said[f] {
			said[f] = true
			notes = append(notes, t.word("award."+f.String())+": "+t.word("formula."+f.String()))
		}
	}
	for i := range t.Money.Estimates {
		if e := &t.Money.Estimates[i]; e.N > 0 {
			notes = append(notes, e.name()+" · "+t.word("award."+e.Formula.String())+": "+t.inputs(e.Inputs()))
		}
	}
	if len(notes) > 0 {
		notes = append(notes, text.ReportEstimates.In(t.lang))
	}
	return notes
}

func (t *table) inputs(list []award.Input) (s string) {
	for i := range list {
		if i > 0 {
			s += "; "
		}
		s += t.word("figure."+list[i].Figure.String()) + " " + t.figure(list[i])
	}
	return s
}

// scorecard is the table of indicators and scores.
func (t *table) scorecard() *grid {
	g := t.plain(3, text.ReportProduct, text.ReportMonth, text.ReportIndicator, text.ReportValue, text.ReportWeight, text.ReportPoints)
	for i := range t.Money.Scores {
		s := &t.Money.Scores[i]
		name := s.Product
		if s.Contract != "" {
			name = s.Contract
		}
		weights := market.Time(0)
		for k := range s.Parts {
			weights += market.Time(s.Parts[k].Weight)
		}
		for k := range s.Parts {
			p := &s.Parts[k]
			g.add(name, monthText(s.Month), []string{t.word("measure." + p.Measure.String()), p.value(),
				percentText(market.Time(p.Weight), weights), milliText(p.Points)})
		}
		points := "–"
		if s.Outcome == award.Estimated {
			points = milliText(s.Points)
		}
		g.add(name, monthText(s.Month), []string{text.ReportTotal.In(t.lang), t.word("estimate." + s.Outcome.String()), "", points})
		if i+1 < len(t.Money.Scores) {
			g.rule()
		}
	}
	return g
}

// season is the table of months missed within the agreement's term.
func (t *table) season() *grid {
	g := t.plain(2, text.ReportProduct, text.ReportMonth, text.ReportSeasonMet, text.ReportSeasonRow, text.ReportSeasonAll,
		text.ReportSeasonUnknown, text.ReportSeasonExchange, text.ReportSeasonState)
	for i := range t.Money.Seasons {
		s := &t.Money.Seasons[i]
		g.add(s.Product, monthText(s.Month), []string{countText(int64(s.Met)), missedText(s.Row, s.MayRow, s.Term.Row),
			missedText(s.Total, s.MayTotal, s.Term.All), countText(int64(s.Unknown)), countText(s.Exchange), t.word("season." + s.Standing().String())})
	}
	return g
}

// missedText is months missed, up to those that may have been, of those that
// lose the product.
func missedText(low, high, limit int32) string {
	s := countText(int64(low))
	if high > low {
		s += "–" + countText(int64(high))
	}
	if limit > 0 {
		s += " / " + countText(int64(limit))
	}
	return s
}

// conversion is the table of half years.
func (t *table) conversion() *grid {
	g := t.plain(3, text.ReportProduct, text.ReportMonth, text.ReportRole, text.ReportSeasonMet, text.ReportMayStill, text.ReportNeeded,
		text.ReportRequestBy, text.ReportDemotions, text.ReportSeasonState)
	for i := range t.Money.Conversions {
		c := &t.Money.Conversions[i]
		g.add(c.Product, monthText(c.From)+" – "+monthText(c.To), []string{t.word("role." + c.Role.String()), countText(int64(c.Met)), countText(int64(c.May)),
			countText(int64(c.Need)), dayText(c.RequestBy), countText(int64(c.Demotions)), t.word("prospect." + c.Prospect.String())})
	}
	return g
}
