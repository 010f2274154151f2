package sim

import "quotient/market"

// A row counts one maker and contract. What it holds was true since `since`.
type row struct {
	terms      MakerTerms
	inForce    bool
	member     bool // in force, and in its series' set if it has one
	since      market.Time
	phase      market.Phase
	own        bool // the contract is at its limit
	dominant   bool // the dominant contract is
	underlying bool // the option's underlying is
	cheap      bool // the option is below the floor
	quote      standing
	day        Recount

	asks  *ResponseTerms // nil = no answers are owed
	open  []int32        // of the counter's requests, those that may be undecided
	today []int32        // and all of the trading day
	head  int32          // the last one that counts; none = none today
}

// newDay forgets the trading day that ended, but for the quote that stands.
func (r *row) newDay(date market.Date, now market.Time) {
	*r = row{since: now, phase: r.phase, quote: r.quote, head: none, open: r.open[:0], today: r.today[:0],
		day: Recount{Maker: r.day.Maker, Contract: r.day.Contract, Date: date}}
}

// owes reports whether the day is counted: terms are in force that ask for something.
func (r *row) owes() bool { return r.inForce && !r.terms.Watch }

// settle counts the time from r.since to now, which grants may cut in pieces.
func (r *row) settle(grants []Grant, now market.Time) {
	for r.since < now {
		granted, relax, to := r.granted(grants, now)
		if r.member && r.phase.Scheduled() {
			r.add(granted, relax, to-r.since)
		}
		r.since = to
	}
}

// granted reports whether a grant exempts r.since, how much the most generous
// one relaxes it, and until when the answer stays.
func (r *row) granted(grants []Grant, now market.Time) (yes bool, relax int64, to market.Time) {
	to, relax = now, million
	for i := range grants {
		g := &grants[i]
		if g.Maker != r.day.Maker || g.Contract != market.NoContract && g.Contract != r.day.Contract {
			continue
		}
		if g.From <= r.since && r.since < g.To {
			yes = yes || g.Relax == 0
			relax = max(relax, g.Relax)
		}
		for _, edge := range [2]market.Time{g.From, g.To} {
			if edge > r.since {
				to = min(to, edge)
			}
		}
	}
	return yes, relax, to
}

// exempt returns the first of the row's exemptions; ok is false when there is none.
func (r *row) exempt(granted bool) (why Reason, ok bool) {
	switch {
	case r.phase == market.PhaseAuction || r.phase == market.PhaseMatch:
		return ExemptAuction, true
	case r.own:
		return ExemptOwnLimit, true
	case r.dominant:
		return ExemptDominantLimit, true
	case r.underlying:
		return ExemptUnderlyingLimit, true
	case r.cheap:
		return ExemptFloor, true
	case granted:
		return ExemptGrant, true
	}
	return 0, false
}

// add counts span as what the row says it was.
func (r *row) add(granted bool, relax int64, span market.Time) {
	t, day := &r.terms, &r.day
	d := demand{tiers: &t.Tiers, spread: t.MaxSpread, size: t.MinSize, imbalance: t.Imbalance, relax: relax}
	remains, declared := d.fault(&r.quote, false) == OutcomeOpen, d.fault(&r.quote, true) == OutcomeOpen
	day.Scheduled += span
	if why, ok := r.exempt(granted); ok {
		day.Exempt[why] += span
		if remains {
			day.ExemptEffective += span
		}
		if declared {
			day.ExemptDeclared += span
		}
		return
	}
	if remains {
		day.Effective += span
	} else {
		day.Ineffective += span
	}
	if declared {
		day.Declared += span
	}
}
