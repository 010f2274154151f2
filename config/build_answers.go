package config

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
)

// An answersAt is one row of request.Params.Terms with its place in the file.
type answersAt struct {
	request.Terms
	duty *agreement
	at   *value
}

// response reads what an agreement asks of answers.
func (b *builder) response(a *agreement) {
	v := a.v.get("response")
	if a.answers = v.written() && !v.unread(); !a.answers {
		return
	}
	from := b.demandOf(a, v)
	a.answer = request.Terms{
		Unit:      b.answerUnit(a, v),
		Scope:     request.ScopeAll,
		From:      a.terms.From,
		To:        a.terms.To,
		Respond:   market.Time(v.get("within").number()),
		Hold:      market.Time(v.get("hold").number()),
		MinSize:   market.Qty(from("min_size_lots").number()),
		Imbalance: from("max_imbalance").number(),
		Declared:  policy(from("size_basis")),
		Filled:    policy(v.get("filled_side_ends")),
		Resting:   policy(v.get("standing_quote_answers")),
		AnyQuote:  policy(v.get("any_quote_answers")),
		Exempt:    policy(v.get("exempt_counts")),
		Breaks:    policy(v.get("break_counts")),
		Merge:     policy(v.get("merge_within")),
		Apart:     market.Time(v.get("merge_within").number()),
		Moved:     market.Price(v.get("moved_ticks").number()),
	}
	if scope := v.get("scope"); scope.sound() && scope.text == "rest" || scope == nil && a.role == rolePrimary {
		a.answer.Scope = request.ScopeRest
	}
	wide := a.v
	if v.get("max_spread_ticks").written() || v.get("tiers").written() {
		wide = v
	}
	a.answer.Tiers, a.answer.Spread = b.spreads(a, wide, &b.desk.Requests.Tiers)
	if moved := v.get("moved_ticks"); moved.number() > 0 && a.role == roleFutures {
		b.contradiction(moved, a.v.get("role"), "a future has no underlying that moves", "remove it")
	}
}

// demandOf returns how a key of the response is found: as written there, else as
// in the terms.
func (b *builder) demandOf(a *agreement, v *value) func(name string) *value {
	from := func(name string) *value {
		if own := v.get(name); own.written() {
			return own
		}
		return a.v.get(name)
	}
	for _, name := range []string{"min_size_lots", "max_spread_ticks"} {
		wide := name == "max_spread_ticks" && (v.get("tiers").written() || a.v.get("tiers").written())
		if from(name) == nil && !wide && a.role == roleResponse { // in other roles the terms lack it
			b.want(v, name)
		}
	}
	return from
}

// policy reads a yes or no, or a number that is more than nothing, as a policy.
func policy(v *value) request.Policy {
	if v.number() > 0 {
		return request.PolicyYes
	}
	return request.PolicyNo
}

// answered makes a row of request.Params for each contract whose requests are
// owed an answer: the listed ones, or every option of a primary market maker's product.
func (b *builder) answered(a *agreement) {
	if !a.answers {
		return
	}
	if a.role == rolePrimary {
		at := a.v.get("response")
		for _, c := range a.pool {
			b.answerRow(a, c, a.answer.From, a.answer.To, at)
		}
		return
	}
	last := map[market.Contract]int{}
	for _, m := range a.months {
		for _, p := range m.picks {
			from, to := b.within(p.c, a, m.Month)
			if i, ok := last[p.c]; ok && from <= to && from.Days() == b.asks[i].To.Days()+1 {
				b.asks[i].To = to
				continue
			}
			last[p.c] = len(b.asks)
			b.answerRow(a, p.c, from, to, p.at)
		}
	}
}

func (b *builder) answerRow(a *agreement, c market.Contract, from, to market.Date, at *value) {
	in := &b.desk.Instruments[c]
	if in.Expiry != 0 {
		to = min(to, in.Expiry)
	}
	if from > to {
		return
	}
	t := a.answer
	t.Contract, t.Hours, t.From, t.To = c, b.desk.Hours[c], from, to
	t.Underlying = market.NoContract
	if in.Option() {
		t.Underlying = in.Underlying
	}
	b.asks = append(b.asks, answersAt{t, a, at})
}

// watched makes a row of obligation.Params for the days on which a contract's
// requests are owed an answer and continuous quotes are not: the meter follows
// its exemptions.
func (b *builder) watched() {
	owed := map[market.Contract][]*obligation.Terms{}
	for i := range b.rows {
		t := &b.rows[i].Terms
		owed[t.Contract] = append(owed[t.Contract], t)
	}
	for i := range b.asks {
		ask := &b.asks[i]
		rows := owed[ask.Contract]
		slices.SortFunc(rows, func(x, y *obligation.Terms) int { return cmp.Compare(x.From, y.From) })
		from, unit := ask.From, ask.duty.terms.Unit
		for _, t := range rows {
			unit = t.Unit // a contract's month is judged in one unit
			if t.From > ask.To || t.To < from {
				continue
			}
			if t.From > from {
				b.watch(ask, from, market.DateOfDays(t.From.Days()-1), unit)
			}
			from = market.DateOfDays(t.To.Days() + 1)
		}
		if from <= ask.To {
			b.watch(ask, from, ask.To, unit)
		}
	}
}

func (b *builder) watch(ask *answersAt, from, to market.Date, unit uint8) {
	t := b.rowFor(ask.duty, pick{c: ask.Contract})
	t.From, t.To, t.Unit, t.Watch = from, to, unit, true
	t.Target, t.MaxSpread, t.MinSize, t.Tiers = ask.duty.v.get("response").get("target").number(), ask.Spread, ask.MinSize, 0
	b.desk.Obligation.Terms = append(b.desk.Obligation.Terms, t)
}
