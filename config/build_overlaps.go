package config

import (
	"cmp"
	"slices"

	"quotient/market"
)

// A span is the days on which a row holds for a contract, what selects it, and
// the unit that it is judged in; requests are each judged in their own row's unit.
type span struct {
	c        market.Contract
	unit     uint8
	from, to market.Date
	at       *value
}

// overlaps reports contracts that two rows of terms, or two of answers, hold for
// on the same day.
func (b *builder) overlaps() {
	quotes, answers := make([]span, len(b.rows)), make([]span, len(b.asks))
	for i := range b.rows {
		r := &b.rows[i]
		quotes[i] = span{r.Contract, r.Unit, r.From, r.To, r.at}
	}
	for i := range b.asks {
		r := &b.asks[i]
		answers[i] = span{r.Contract, 0, r.From, r.To, r.at}
	}
	b.overlapping(quotes)
	b.overlapping(answers)
}

func (b *builder) overlapping(rows []span) {
	slices.SortStableFunc(rows, func(x, y span) int {
		return cmp.Or(cmp.Compare(x.c, y.c), cmp.Compare(x.from, y.from))
	})
	told := map[[2]*value]bool{} // a selector may select hundreds: one of them is enough
	var last *span               // of this contract, the row that holds longest
	for i := range rows {
		row := &rows[i]
		apart := last == nil || last.c != row.c || last.to < row.from
		if apart && (last == nil || last.c != row.c || last.unit == row.unit || last.to.Month() < row.from.Month()) {
			last = row
			continue
		}
		x, y := last, row
		if !later(x, y) {
			x, y = y, x
		}
		if pair := [2]*value{x.at, y.at}; !told[pair] {
			told[pair] = true
			b.overlap(x, y, apart)
		}
		if row.to > last.to {
			last = row
		}
	}
}

// later reports whether x stands below y in the file.
func later(x, y *span) bool {
	m, n := x.at.problem("", ""), y.at.problem("", "")
	return cmp.Or(cmp.Compare(m.Line, n.Line), cmp.Compare(m.Column, n.Column)) > 0
}

// overlap reports two rows that hold for a contract on the same day, or in the
// same month although they are of two units.
func (b *builder) overlap(x, y *span, apart bool) {
	p := x.at.problem(CodeOverlap, "two terms hold for the contract on the same day")
	p.Found = b.desk.Instruments[x.c].Symbol.String() + " from " + formatDate(x.from) + " to " + formatDate(x.to)
	p.Allowed = "one; " + y.at.path + " on line " + itoa(int64(y.at.problem("", "").Line)) + " holds from " +
		formatDate(y.from) + " to " + formatDate(y.to)
	p.Hint = "end the earlier terms before the later ones begin, or list the contract once"
	if apart {
		p.Message = "the contract's month is judged in two units"
		p.Hint = "give both terms one unit, or begin the later ones with a month"
	}
	b.add(p)
}
