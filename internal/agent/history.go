package agent

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/forecast"
	"quotient/ops/report"
)

// A history is what past days and months came to, from the journal and, where the
// exchange's figures were reconciled, from those.
type history struct {
	Sessions map[string][]session      // by unit, oldest first
	Months   map[string][]award.Judged // by product, oldest first
}

// A session is one trading day of a unit.
type session struct {
	Date      market.Date
	D         market.Time // obliged
	Low, High market.Time // effective
	Exchange  bool        // Low and High are the exchange's own figure
}

// readHistory reads what a journal's folder says about the past.
func readHistory(dir string, s Streams) (*history, error) {
	m, err := readMonths(dir, s)
	if err != nil {
		return nil, err
	}
	return m.history(), nil
}

// Past are a unit's sessions before a day, as the forecast wants them.
func (h *history) Past(unit string, before market.Date) (list []forecast.Session) {
	for _, s := range h.Sessions[unit] {
		if s.Date < before {
			list = append(list, forecast.Session{D: s.D, E: s.Low})
		}
	}
	return list
}

func (m *months) history() *history {
	h := &history{Sessions: map[string][]session{}, Months: map[string][]award.Judged{}}
	exchange := m.exchangeDays()
	for i := range m.report.Units {
		if u := &m.report.Units[i]; !u.Response() {
			h.Sessions[u.Name] = append(h.Sessions[u.Name], sessionsOf(u, exchange)...)
		}
	}
	for _, list := range h.Sessions {
		slices.SortStableFunc(list, func(a, b session) int { return cmp.Compare(a.Date, b.Date) })
	}
	m.judge(h)
	return h
}

// unitDay is a unit's trading day.
type unitDay struct {
	unit string
	day  market.Date
}

// exchangeDays sums the exchange's effective time by unit and day, where it has
// told of every contract of the unit on that day.
func (m *months) exchangeDays() map[unitDay]market.Time {
	sum, gap := map[unitDay]market.Time{}, map[unitDay]bool{}
	for i := range m.report.Rows {
		r := &m.report.Rows[i]
		if r.Target <= 0 {
			continue
		}
		name := r.Unit
		if name == "" {
			name = r.Product
		}
		key := unitDay{name, r.Day}
		sum[key] += r.Exchange
		gap[key] = gap[key] || !r.HasExchange
	}
	for key := range gap {
		if gap[key] {
			delete(sum, key)
		}
	}
	return sum
}

// sessionsOf takes a unit's standings apart into days. The first standing on
// record may be of several days; it is one session then.
func sessionsOf(u *report.Unit, exchange map[unitDay]market.Time) (list []session) {
	var before report.Point
	for _, p := range u.Points {
		s := session{Date: p.Day, D: market.Time(p.Whole - before.Whole), Low: market.Time(p.PartLow - before.PartLow),
			High: market.Time(p.PartHigh - before.PartHigh)}
		before = p
		if t, ok := exchange[unitDay{u.Name, p.Day}]; ok {
			s.Low, s.High, s.Exchange = t, t, true
		}
		if s.D > 0 {
			list = append(list, s)
		}
	}
	return list
}

// judge collects the months' verdicts by product.
func (m *months) judge(h *history) {
	for i := range m.report.Products {
		o := &m.report.Products[i]
		j := award.Judged{Month: o.Month, Verdict: o.Verdict}
		if v, ok := m.exchangeVerdict(o); ok {
			j.Verdict, j.Exchange = v, true
		}
		h.Months[o.Name] = append(h.Months[o.Name], j)
	}
	for i := range m.figures.Figures { // months of which we have no records
		f := &m.figures.Figures[i]
		if f.Day != 0 || !f.Has[report.MeaningVerdict] || !m.assessed(f.Name) || judgedIn(h.Months[f.Name], f.Month) {
			continue
		}
		h.Months[f.Name] = append(h.Months[f.Name], award.Judged{Month: f.Month, Verdict: verdictOf(f), Exchange: true})
	}
	for _, list := range h.Months {
		slices.SortFunc(list, func(a, b award.Judged) int { return cmp.Compare(a.Month, b.Month) })
	}
}

// assessed reports whether an agreement's term is for a product of that name.
func (m *months) assessed(name string) bool {
	return m.desk != nil && slices.ContainsFunc(m.desk.Award.Terms, func(t award.Term) bool { return t.Product.String() == name })
}

func judgedIn(list []award.Judged, month market.Month) bool {
	return slices.ContainsFunc(list, func(j award.Judged) bool { return j.Month == month })
}

func verdictOf(f *report.Figures) obligation.Verdict {
	if f.Value[report.MeaningVerdict] == 1 {
		return obligation.Met
	}
	return obligation.Missed
}

// exchangeVerdict is the exchange's own word on a product's month: for the product,
// or for each of its units.
func (m *months) exchangeVerdict(o *report.Product) (obligation.Verdict, bool) {
	if f := m.figures.month(o.Name, o.Month); f != nil && f.Has[report.MeaningVerdict] {
		return verdictOf(f), true
	}
	for _, unit := range o.Units {
		f := m.figures.month(unit, o.Month)
		if f == nil || !f.Has[report.MeaningVerdict] {
			return obligation.NotAssessed, false
		}
		if verdictOf(f) == obligation.Missed {
			return obligation.Missed, true
		}
	}
	return obligation.Met, len(o.Units) > 0
}

// month is what the exchange says of a name's month; nil = nothing.
func (f *figures) month(name string, month market.Month) *report.Figures {
	for i := range f.Figures {
		if x := &f.Figures[i]; x.Name == name && x.Month == month && x.Day == 0 {
			return x
		}
	}
	return nil
}

// verdict is the product's verdict of the month, the exchange's where it has one.
func (h *history) verdict(product string, month market.Month, ours obligation.Verdict) obligation.Verdict {
	for _, j := range h.Months[product] {
		if j.Month == month && j.Exchange {
			return j.Verdict
		}
	}
	return ours
}

// seasons fills in where the agreements' terms and half years stand.
func (p *pricer) seasons() {
	for i := range p.desk.Award.Terms {
		t := &p.desk.Award.Terms[i]
		name := t.Product.String()
		list := p.h.Months[name]
		if len(list) == 0 && t.Until == 0 {
			continue
		}
		s := report.Season{Product: name, Month: t.Until, Term: *t, Season: t.Season(list)}
		for _, j := range list {
			if j.Month >= t.From && j.Month <= t.To && j.Verdict != obligation.Open {
				s.Month = max(s.Month, j.Month)
				if j.Exchange {
					s.Exchange++
				}
			}
		}
		p.out.Seasons = append(p.out.Seasons, s)
	}
	p.conversions()
}

// conversions fills in the half years, as of the last trading day on record.
func (p *pricer) conversions() {
	last := market.Date(0)
	for i := range p.report.Rows {
		last = max(last, p.report.Rows[i].Day)
	}
	for i := range p.report.Units {
		for _, x := range p.report.Units[i].Points {
			last = max(last, x.Day)
		}
	}
	for i := range p.desk.Award.Conversions {
		r := &p.desk.Award.Conversions[i]
		role := p.role(r.Product)
		if last == 0 || role == award.RoleUnset {
			continue
		}
		var demotions []market.Month
		if i < len(p.desk.Demotions) {
			demotions = p.desk.Demotions[i].Months
		}
		name := r.Product.String()
		p.out.Conversions = append(p.out.Conversions, report.Conversion{Product: name, Role: role,
			Conversion: r.Judge(role, p.h.Months[name], demotions, last)})
	}
}

// role is what the desk is for the product: who quotes continuously and answers is
// primary, who only answers is a general-response maker.
func (p *pricer) role(product market.Code) award.Role {
	continuous, answers := false, false
	for i := range p.desk.Obligation.Terms {
		t := &p.desk.Obligation.Terms[i]
		continuous = continuous || t.Option && !t.Watch && p.desk.Instruments[t.Contract].Product == product
	}
	for i := range p.desk.Requests.Units {
		answers = answers || p.desk.Requests.Units[i].Product == product
	}
	switch {
	case continuous:
		return award.PrimaryMaker
	case answers:
		return award.GeneralResponse
	}
	return award.RoleUnset
}
