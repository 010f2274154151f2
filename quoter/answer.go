package quoter

import (
	"quotient/market"
	"quotient/obligation/request"
	"quotient/obligation/rule"
)

// A task is what the agreement wants on a contract now.
type task struct {
	quote  bool        // continuous quoting (持续报价) is wanted
	answer bool        // a request for quote is open (回应报价)
	ask    request.Ask // of answer
	demand rule.Demand // of either, the stricter one of both
	bound  bool        // demand holds
}

// task finds out what is wanted on the contract. Outside its series' set a
// contract is quoted only while a request is open; one without any terms is
// quoted as it is configured.
func (l *Loop) task(c market.Contract) (t task) {
	terms, owed := l.r.Meter.Terms(c, l.st.date)
	t.quote = owed && (terms.Series == 0 || l.r.Meter.Member(c)) || !owed && !l.r.Requests.Owes(c)
	if owed && t.quote && l.p.Contracts[c].Comply {
		t.demand, t.bound = l.r.Meter.Demand(c, l.st.date)
	}
	if t.answer = l.r.Requests.Open(c, &t.ask); t.answer {
		t.demand, t.bound = stricter(&t.demand, &t.ask.Demand, t.bound), true
	}
	return t
}

// stricter is an answer's demand, with the quote's where that asks for more. Of
// two tier tables the answer's decides.
func stricter(quote, answer *rule.Demand, both bool) (d rule.Demand) {
	d = *answer
	if !both {
		return d
	}
	d.MinSize = max(d.Least(), quote.Least())
	d.Relax = min(d.Relax, quote.Relax)
	if d.Tiers == nil && quote.Tiers == nil {
		d.Spread = min(d.Spread, quote.Spread)
	}
	return d
}

// due reports whether an answer has to be sent: none stands, and none that names
// the request is on its way.
func (t *task) due(k *contract) bool {
	return t.answer && t.ask.Until == 0 && k.answering != t.ask.Ref
}

// request takes a request for quote over.
func (l *Loop) request(e *market.Event) {
	c := e.Contract
	l.r.Requests.Request(c, e.Ref, e.Time, l.now, l.r.Meter.MemberAt(c, e.Time, l.now))
	l.r.Quality.Request(c)
	if l.r.Conduct != nil && e.Flags&market.FlagOwn != 0 {
		l.r.Conduct.Request(c, l.now)
	}
	if l.p.Contracts[c].Quote {
		l.markUrgent(c)
	}
}

// keep makes sure that the contract is looked at when its open request is due,
// and when its answer has stood long enough.
func (l *Loop) keep(c market.Contract, t *task) {
	if !t.answer {
		return
	}
	if t.ask.Until > l.now {
		l.wakeAt(c, t.ask.Until)
	} else if t.ask.Until == 0 && t.ask.Due > l.now {
		l.wakeAt(c, t.ask.Due)
	}
}
