package ops

import (
	"fmt"

	"quotient/market"
	"quotient/obligation/award"
)

// A Season is where an agreement's term for a product stands, as whoever keeps
// past months says it: months missed by what is proven, and by what may have been.
type Season struct {
	Product            string
	From, To           market.Month // of the term, inclusive
	Months             []SeasonMonth
	Row, Total         int32 // missed in a row up to the last month known, and in all
	MayRow, MayTotal   int32
	LoseRow, LoseTotal int32 // so many lose the product; 0 = none do
	Lost               bool
	LostAt             market.Month
	MayLose            bool        // it may be lost already
	Last               bool        // one more missed month loses it, or may
	Role               uint8       // award.Role; 0 = the product has no roles
	Prospect           uint8       // award.Prospect of the next conversion
	RequestBy          market.Date // the last day to ask for it; 0 = none
}

// A SeasonMonth is what one month came to. Exchange marks the exchange's figure.
type SeasonMonth struct {
	Month    market.Month
	Verdict  uint8 // obligation.Verdict
	Exchange bool
}

// A Term is a Season as it is shown.
type Term struct {
	Product   string      `json:"product"`
	From      string      `json:"from"`
	To        string      `json:"to"`
	Months    []TermMonth `json:"months"`
	Row       int32       `json:"missed_row"`
	Total     int32       `json:"missed_total"`
	MayRow    int32       `json:"may_have_missed_row"`
	MayTotal  int32       `json:"may_have_missed_total"`
	LoseRow   int32       `json:"lose_row"`
	LoseTotal int32       `json:"lose_total"`
	Standing  string      `json:"standing"` // safe, at_stake, may_be_lost, lost
	LostAt    string      `json:"lost_at"`
	Role      string      `json:"role"`     // "" = the product has no roles
	Prospect  string      `json:"prospect"` // of the next conversion
	RequestBy string      `json:"request_by"`
}

// A TermMonth is one month of a term.
type TermMonth struct {
	Month    string `json:"month"`
	Verdict  string `json:"verdict"`
	Exchange bool   `json:"exchange"`
}

func (in *Info) terms() []Term {
	list := []Term{}
	if in.seasons == nil {
		return list
	}
	for _, s := range in.seasons() {
		list = append(list, s.shown())
	}
	return list
}

func (s *Season) shown() Term {
	t := Term{Product: s.Product, From: monthText(s.From), To: monthText(s.To), Months: []TermMonth{},
		Row: s.Row, Total: s.Total, MayRow: s.MayRow, MayTotal: s.MayTotal, LoseRow: s.LoseRow, LoseTotal: s.LoseTotal,
		Standing: award.StandingOf(s.Lost, s.MayLose, s.Last).String(), LostAt: monthText(s.LostAt), RequestBy: dateText(s.RequestBy)}
	for _, m := range s.Months {
		t.Months = append(t.Months, TermMonth{monthText(m.Month), outcomeName(m.Verdict), m.Exchange})
	}
	if award.Role(s.Role) != award.RoleUnset {
		t.Role, t.Prospect = award.Role(s.Role).String(), award.Prospect(s.Prospect).String()
	}
	return t
}

// monthText returns m as 2006-01, "" for none.
func monthText(m market.Month) string {
	if m == 0 {
		return ""
	}
	s := fmt.Sprintf("%06d", m)
	return s[:4] + "-" + s[4:]
}
