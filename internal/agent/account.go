package agent

import (
	"quotient/market"
	"quotient/quoter/port"
)

// An account is what a journal or its recount came to: finished trading days, and
// requests for quote that are decided.
type account struct {
	days     map[dayKey]port.TallyTime
	requests map[askKey]port.Request
}

// An askKey names a request for quote.
type askKey struct {
	contract market.Contract
	date     market.Date
	ref      market.Ref
}

func newAccount() account {
	return account{map[dayKey]port.TallyTime{}, map[askKey]port.Request{}}
}

// note takes over a row of a trading day that is over, or a decided request.
func (a *account) note(r *port.Record) {
	switch r.Kind {
	case port.RecordTallyTime:
		if t := r.TallyTime(); t.Final != 0 {
			a.days[dayKey{t.Contract, t.Date}] = *t
		}
	case port.RecordRequest:
		q := r.Request()
		a.requests[askKey{q.Contract, q.Date, q.Ref}] = *q
	}
}

// A dayKey names one contract's trading day.
type dayKey struct {
	contract market.Contract
	date     market.Date
}

// differ reports whether two rows differ in what the inputs alone decide.
func differ(a, b *port.TallyTime) bool {
	return a.Scheduled != b.Scheduled || a.Low != b.Low || a.High != b.High || a.Exempt != b.Exempt
}

// decided reports whether two records of a request come to different things.
func decided(a, b *port.Request) bool {
	return a.Low != b.Low || a.High != b.High || a.At != b.At || a.HeldLow != b.HeldLow || a.HeldHigh != b.HeldHigh
}
