package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/quality"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// rowsPerPoll bounds how many rows of a kind one Poll puts on record: the rest
// waits for the next, which is due at once.
const rowsPerPoll = 512

// accountDays puts finished trading days on record, by contract and by unit.
func (l *Loop) accountDays() {
	var ex obligation.ExemptRow
	for n := 0; l.turnOf(&n) && l.r.Meter.TakeExempt(&ex); {
		*l.record(port.RecordExempt).NewExempt() = port.Exempt{Contract: ex.Contract, Witness: ex.Witness, Exempt: uint8(ex.Exempt),
			Date: ex.Date, From: ex.From, To: ex.To, Price: ex.Price, Ref: ex.Ref}
		l.ring.Records.Commit()
	}
	var day obligation.DayRow
	for n := 0; l.turnOf(&n) && l.r.Meter.TakeDay(&day); {
		l.recordTally(&day, 1)
	}
	for n := 0; l.turnOf(&n) && l.r.Quality.TakeDay(&l.quality); {
		l.recordQuality(&l.quality)
	}
	for n := 0; l.turnOf(&n) && l.r.Meter.TakeUnit(&l.unit); {
		l.recordUnit(&l.unit, 1)
	}
}

// accountAnswers puts decided requests for quote on record, and the units of
// answers after a trading day.
func (l *Loop) accountAnswers() {
	var row request.Row
	for n := 0; l.turnOf(&n) && l.r.Requests.TakeRow(&row); {
		l.recordRequest(&row)
	}
	for n := 0; l.turnOf(&n) && l.r.Requests.TakeUnit(&l.asked); {
		l.recordAnswers(&l.asked, 1)
	}
}

// turnOf counts a row; at the end of the Poll's share it says no, and that there
// may be more.
func (l *Loop) turnOf(n *int) bool {
	if *n == rowsPerPoll {
		l.st.more = 1
		return false
	}
	*n++
	return true
}

// tellUnits puts every unit's standing on record as it is.
func (l *Loop) tellUnits() {
	for u := range l.r.Meter.Units() {
		l.r.Meter.ReadUnit(u, l.now, &l.unit)
		l.recordUnit(&l.unit, 0)
	}
	for u := range l.r.Requests.Units() {
		l.r.Requests.Read(u, l.now, &l.asked)
		l.recordAnswers(&l.asked, 0)
	}
}

// members puts moves of the continuous-quote sets on record and has every
// contract looked at anew.
func (l *Loop) members() {
	var m obligation.MemberRow
	for l.r.Meter.TakeMember(&m) {
		*l.record(port.RecordMember).NewMember() = port.Member{Series: m.Series, Why: uint8(m.Why), Underlying: m.Underlying,
			First: m.First, Last: m.Last, Row: m.Row, At: m.At, Reference: m.Reference, Strike: m.Strike}
		l.ring.Records.Commit()
		l.markAll()
	}
}

func (l *Loop) recordUnit(r *obligation.UnitReading, final uint8) {
	u := l.record(port.RecordUnit).NewUnit()
	l.viewUnit(r, u)
	u.Final = final
	l.ring.Records.Commit()
}

// viewUnit fills in a unit of continuous quoting.
func (l *Loop) viewUnit(r *obligation.UnitReading, u *port.Unit) {
	*u = port.Unit{Unit: uint8(r.Unit), By: uint8(r.By), Verdict: uint8(r.Verdict), Date: r.Date, Name: r.Name,
		Contracts: r.Contracts, Passed: r.Passed, Days: r.Days, DaysPassed: r.DaysPassed, Target: r.Target,
		D: r.D, R: r.R, Low: r.Low, High: r.High, Slack: r.Slack, NeedRest: r.NeedRest}
}

func (l *Loop) recordAnswers(r *request.UnitReading, final uint8) {
	u := l.record(port.RecordUnit).NewUnit()
	*u = l.viewAnswers(r)
	u.Final = final
	l.ring.Records.Commit()
}

// viewAnswers is a unit of answers. Its units follow those of continuous quoting.
func (l *Loop) viewAnswers(r *request.UnitReading) port.Unit {
	return port.Unit{Unit: uint8(len(l.p.Units)) + r.Unit, By: uint8(obligation.AggregateResponse), Verdict: uint8(r.Verdict),
		Date: r.Date, Name: r.Name, Contracts: r.Contracts, Target: r.Target, NeedRest: r.NeedRest,
		Slack: market.Time(r.Slack), Requests: r.Requests, Excluded: r.Excluded,
		AnsweredLow: r.AnsweredLow, AnsweredHigh: r.AnsweredHigh, Missed: r.Missed, Open: r.Open}
}

// viewRequest is a request for quote as it stands.
func (l *Loop) viewRequest(r *request.Row) port.Request {
	v := port.Request{Contract: r.Contract, Unit: port.NoUnit, Low: uint8(r.Low), High: uint8(r.High), Date: r.Date, Ref: r.Ref,
		At: r.At, Seen: r.Seen, Due: r.Due, AnsweredLow: r.AnsweredLow, AnsweredHigh: r.AnsweredHigh,
		HeldLow: r.HeldLow, HeldHigh: r.HeldHigh, Decided: r.Decided, QuoteID: r.QuoteID}
	if r.Unit != request.NoUnit {
		v.Unit = uint8(len(l.p.Units)) + r.Unit
	}
	return v
}

// recordRequest puts a decided request on record, with what kept the loop from
// answering it.
func (l *Loop) recordRequest(r *request.Row) {
	k := &l.contracts[r.Contract]
	v := l.record(port.RecordRequest).NewRequest()
	*v = l.viewRequest(r)
	v.Cause, v.Rule = k.why, uint8(k.refusedBy)
	if r.QuoteID != 0 {
		v.Purpose = uint8(market.PurposeResponse)
	}
	l.ring.Records.Commit()
}

func (l *Loop) recordQuality(r *quality.Row) {
	*l.record(port.RecordQuality).NewQuality() = *r
	l.ring.Records.Commit()
}
