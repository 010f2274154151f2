package quoter

import (
	"quotient/market"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// viewDuty fills in what the agreement wants on the contract and how that goes.
func (l *Loop) viewDuty(c market.Contract, v *port.ContractView) {
	k := &l.contracts[c]
	v.Unit, v.AnswerUnit, v.Member = port.NoUnit, port.NoUnit, 0
	if t, owed := l.r.Meter.Terms(c, l.st.date); owed {
		if int(t.Unit) < len(l.p.Units) {
			v.Unit = t.Unit
		}
		if t.Series == 0 || l.r.Meter.Member(c) {
			v.Member = 1
		}
		if d, ok := l.r.Meter.Demand(c, l.st.date); ok && v.QuoteID != 0 {
			v.MaxSpread, v.MinSize = d.Widest(v.Bid, v.Ask), d.Least() // as the tiers have it for this price
		}
	}
	if u, owed := l.r.Requests.Unit(c); owed {
		v.AnswerUnit = uint8(len(l.p.Units)) + u
	}
	v.Need, v.Stance, v.Loss = k.need.need, uint8(k.stance), k.loss
	if len(l.p.Steering) == 0 || v.Member == 0 {
		v.Need = port.NoNeed
	}
	var ask request.Ask
	v.AnswerDue = 0
	if l.r.Requests.Open(c, &ask) {
		v.AnswerDue = ask.Due
	}
	l.r.Quality.Read(c, max(l.now, l.st.now), &v.Quality)
}

// viewUnits fills in every unit: those of continuous quoting, then those of
// answers.
func (l *Loop) viewUnits(s *port.Snapshot) {
	now, n := max(l.now, l.st.now), 0
	for u := range min(len(l.units), port.MaxUnits) {
		l.r.Meter.ReadUnit(u, now, &l.unit)
		v := &s.Unit[n]
		l.viewUnit(&l.unit, &v.Unit)
		v.Need, v.Since, v.Worst = l.worstNeed(u), l.units[u].since, l.unit.Worst
		n++
	}
	for u := range l.r.Requests.Units() {
		if n == port.MaxUnits {
			break
		}
		v := &s.Unit[n]
		l.r.Requests.Read(u, now, &l.asked)
		v.Unit = l.viewAnswers(&l.asked)
		v.Need, v.Since = 0, 0
		for i := range v.Worst {
			v.Worst[i] = market.NoContract
		}
		n++
	}
	s.Units = uint32(n)
}

// viewRequests fills in the requests for quote, open ones first.
func (l *Loop) viewRequests(s *port.Snapshot) {
	l.list = l.r.Requests.List(l.list[:0])
	n := min(len(l.list), port.RequestViews)
	for i := range n {
		r, v := &l.list[i], &s.Request[i]
		v.Request, v.Open, v.Until = l.viewRequest(&r.Row), 0, r.Until
		if r.Open {
			v.Open = 1
		}
	}
	s.Asked = uint32(n)
}

// worstNeed is the pool's need, or the worst of the unit's contracts.
func (l *Loop) worstNeed(u int) (need uint8) {
	if len(l.p.Steering) == 0 {
		return port.NoNeed
	}
	if l.units[u].pooled {
		return l.units[u].need
	}
	for c := range l.contracts {
		if t, owed := l.r.Meter.Terms(market.Contract(c), l.st.date); owed && int(t.Unit) == u {
			need = max(need, l.contracts[c].need.need)
		}
	}
	return need
}
