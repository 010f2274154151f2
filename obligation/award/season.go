package award

import (
	"quotient/market"
	"quotient/obligation"
)

// A Term is an agreement's term for a product and how many months missed within it
// lose the product (取消做市商资格): 2 in a row or 3 in all at ZCE (3).
type Term struct {
	Product  market.Code
	From, To market.Month // inclusive
	Row, All int32        // missed months that lose it; 0 = none do

	// What our records do not hold: the standing after month Until; 0 = none.
	Until                market.Month
	UntilRow, UntilTotal int32
}

// Judged is what a month came to for the product as a whole: a primary market maker's
// is met when continuous quoting and responses are (24). Exchange marks the exchange's
// own figure, which overrides ours for the month.
type Judged struct {
	Month    market.Month
	Verdict  obligation.Verdict
	Exchange bool
}

// A Season is where an agreement's term stands. Missed counts what is proven, May
// also what may have been: months reached by high alone, and months before the last
// known one that nobody judged.
type Season struct {
	Row, Total       int32 // missed in a row up to the last month known, and in all
	MayRow, MayTotal int32
	Met              int32
	Unknown          int32        // months that nobody judged
	Lost             bool         // the product is lost
	LostAt           market.Month // with this month
	MayLose          bool         // it may be lost already
	Last             bool         // it is not, and one more month missed loses it, or may
}

// Season counts the months of the term. A month without anything assessed (不予考核)
// neither counts nor breaks a row; an open one does not count yet.
func (t *Term) Season(months []Judged) (s Season) {
	sure, may := run{row: t.UntilRow, total: t.UntilTotal}, run{row: t.UntilRow, total: t.UntilTotal}
	sure.hold(t, t.Until)
	may.hold(t, t.Until)
	end := t.last(months)
	for m := max(t.From, after(t.Until)); m <= end; m = after(m) {
		v, known := judged(months, m)
		if !known {
			s.Unknown++
		}
		switch {
		case !known, v == obligation.InBand:
			sure.row = 0
			may.miss(t, m)
		case v == obligation.Missed:
			sure.miss(t, m)
			may.miss(t, m)
		case v == obligation.Met:
			s.Met++
			sure.row, may.row = 0, 0
		}
	}
	s.Row, s.Total, s.MayRow, s.MayTotal = sure.row, sure.total, may.row, may.total
	s.Lost, s.LostAt, s.MayLose = sure.lost, sure.at, may.lost
	s.Last = !may.lost && t.loses(may.row+1, may.total+1)
	return s
}

// run counts one reading of the months.
type run struct {
	row, total int32
	lost       bool
	at         market.Month
}

func (r *run) miss(t *Term, m market.Month) {
	r.row++
	r.total++
	r.hold(t, m)
}

// hold notes the month that loses the product.
func (r *run) hold(t *Term, m market.Month) {
	if !r.lost && t.loses(r.row, r.total) {
		r.lost, r.at = true, m
	}
}

func (t *Term) loses(row, total int32) bool {
	return t.Row != 0 && row >= t.Row || t.All != 0 && total >= t.All
}

// last is the last month of the term that somebody judged.
func (t *Term) last(months []Judged) (m market.Month) {
	for i := range months {
		if months[i].Month <= t.To {
			m = max(m, months[i].Month)
		}
	}
	return m
}

// judged is the month's verdict, the exchange's first.
func judged(months []Judged, m market.Month) (v obligation.Verdict, known bool) {
	sure := false
	for i := range months {
		if j := &months[i]; j.Month == m && (j.Exchange || !sure) {
			v, known, sure = j.Verdict, true, j.Exchange
		}
	}
	return v, known
}
