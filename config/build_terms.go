package config

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
)

// A termsAt is one row of obligation.Params.Terms with its place in the file.
type termsAt struct {
	obligation.Terms
	duty *agreement
	at   *value // what selects the contract
}

// An agreement is one entry of terms while it is read.
type agreement struct {
	v       *value
	role    int64
	product market.Code
	terms   obligation.Terms  // what holds for all its contracts
	pool    []market.Contract // contracts of the product that the role is about, by contract
	answer  request.Terms     // what it asks of answers
	answers bool
	months  []month
	series  map[seriesKey]uint8
}

// A month is what an agreement selects for one month, or for the part of it in
// which the terms hold.
type month struct {
	market.Month
	picks  []pick
	listed bool // the file has a list for the month, or a rule selects
	ruled  bool // a rule stands in for the list
	kept   bool // the picks are those of the last list
}

// A pick is one contract that the terms hold for. Series is an index into
// obligation.Params.Series + 1.
type pick struct {
	c      market.Contract
	series uint8
	at     *value
}

// terms reads the agreements.
func (b *builder) terms() {
	b.desk.Obligation.Contracts = len(b.desk.Instruments)
	b.desk.Requests.Contracts = len(b.desk.Instruments)
	for _, v := range kids(b.root.get("terms")) {
		if !v.get("product").sound() || !v.get("from").sound() || !v.get("to").sound() || !v.get("role").sound() {
			b.source(v.get("source"), &b.desk.Obligation.Sources)
			continue
		}
		if from, to := v.get("from"), v.get("to"); from.num > to.num {
			b.contradiction(to, from, "the terms end before they begin", "")
			continue
		}
		b.duty = append(b.duty, b.agreement(v))
	}
	for _, a := range b.duty {
		b.selections(a)
	}
	for _, a := range b.duty {
		b.keepLast(a)
		b.continuous(a)
		b.answered(a)
	}
	for i := range b.rows {
		b.desk.Obligation.Terms = append(b.desk.Obligation.Terms, b.rows[i].Terms)
	}
	for i := range b.asks {
		b.desk.Requests.Terms = append(b.desk.Requests.Terms, b.asks[i].Terms)
	}
	b.overlaps()
	b.watched()
	b.units()
	slices.SortStableFunc(b.desk.Alarms, func(x, y Alarm) int { return cmp.Compare(x.At, y.At) })
	b.desk.duty = b.duty
}

// agreement reads what one entry says about all its contracts.
func (b *builder) agreement(v *value) *agreement {
	a := &agreement{v: v, series: map[seriesKey]uint8{}, role: v.get("role").number(), product: b.code(v.get("product"))}
	a.terms = obligation.Terms{
		Dominant:   market.NoContract,
		Underlying: market.NoContract,
		From:       market.Date(v.get("from").number()),
		To:         market.Date(v.get("to").number()),
		Target:     v.get("target").number(),
		MinSize:    market.Qty(v.get("min_size_lots").number()),
		Imbalance:  v.get("max_imbalance").number(),
		Exempt:     obligation.Effect(v.get("exempt_time").number() + 1),
		Limit:      obligation.LimitRule(v.get("at_limit").number() + 1),
		Basis:      obligation.SizeBasis(v.get("size_basis").number() + 1),
		Source:     b.source(v.get("source"), &b.desk.Obligation.Sources),
	}
	for i := range b.desk.Instruments {
		in := &b.desk.Instruments[i]
		if in.Product == a.product && in.Option() == (a.role != roleFutures) {
			a.pool = append(a.pool, market.Contract(i))
		}
	}
	b.ofRole(a)
	b.dominant(a)
	b.floor(a)
	if a.role != roleResponse {
		a.terms.Tiers, a.terms.MaxSpread = b.spreads(a, v, &b.desk.Obligation.Tiers)
	}
	b.unit(a)
	b.response(a)
	return a
}

// dominant finds the contract whose limit exempts all.
func (b *builder) dominant(a *agreement) {
	if d := a.v.get("dominant"); d.sound() {
		a.terms.Dominant = b.symbol(d)
		b.ofProduct(a.terms.Dominant, d, a.v.get("product"))
	}
}

// floor reads below which price an option out of the money is exempt.
func (b *builder) floor(a *agreement) {
	f := a.v.get("floor")
	if below := f.get("below"); below.sound() && len(a.pool) > 0 {
		a.terms.Floor, _ = b.priceOfAll(a, below)
		a.terms.FloorBy = obligation.FloorRule(f.get("by").number() + 1)
	}
}

// priceOfAll reads a price that holds for every contract of the agreement, which
// must have one tick.
func (b *builder) priceOfAll(a *agreement, v *value) (ticks market.Price, ok bool) {
	if !v.sound() || len(a.pool) == 0 {
		return 0, false
	}
	first := &b.desk.Instruments[a.pool[0]]
	for _, c := range a.pool[1:] {
		in := &b.desk.Instruments[c]
		if in.TickUnits != first.TickUnits || in.Decimals != first.Decimals {
			p := v.problem(CodeContradiction, "a price for contracts whose ticks differ")
			p.Found, p.Allowed = v.text, "one tick; "+first.Symbol.String()+" has "+first.FormatPrice(1)+" and "+in.Symbol.String()+" has "+in.FormatPrice(1)
			p.Hint = "write terms of their own for those with another tick"
			b.add(p)
			return 0, false
		}
	}
	return b.price(a.pool[0], v, v.text)
}

// ofRole reports keys that say nothing in the agreement's role, and those that it lacks.
func (b *builder) ofRole(a *agreement) {
	idle := map[int64][]string{
		roleFutures:  {"at_the_money", "floor"},
		rolePrimary:  {"expiring_within", "dominant"},
		roleResponse: {"expiring_within", "dominant", "at_the_money", "target", "aggregation", "least_contracts", "day_share", "unit"},
	}[a.role]
	for _, name := range idle {
		if own := a.v.get(name); own.written() {
			b.contradiction(own, a.v.get("role"), "this says nothing in the role", "remove it, or choose another role")
		}
	}
	if a.role == roleResponse {
		b.want(a.v, "response")
		return
	}
	b.want(a.v, "target")
	b.want(a.v, "min_size_lots")
	if !a.v.get("tiers").written() {
		b.want(a.v, "max_spread_ticks")
	}
}

// want reports a key that is not written and must be, here.
func (b *builder) want(v *value, name string) {
	if k := v.key.child(name); !v.get(name).written() {
		p := v.problem(CodeMissing, "missing")
		p.Path, p.Allowed, p.Hint = join(v.path, name), k.allowed(), "add "+name+": "+k.doc
		b.add(p)
	}
}

// ofProduct reports a contract that is not of the terms' product.
func (b *builder) ofProduct(c market.Contract, at, product *value) {
	if c == market.NoContract || !product.sound() {
		return
	}
	if own := b.desk.Instruments[c].Product.String(); own != product.text {
		b.contradiction(at, product, "the contract's product is "+own, "list it under the terms of its own product")
	}
}

// source returns the index of an agreement's shortened name in a list.
func (b *builder) source(v *value, list *[]market.Ref) uint8 {
	if !v.sound() {
		return 0
	}
	ref := refOf(v.text)
	for i, r := range *list {
		if r == ref {
			return uint8(i)
		}
	}
	if len(*list) == 256 {
		p := v.problem(CodeRange, "too many agreements")
		p.Allowed = "at most 256 sources"
		b.add(p)
		return 0
	}
	*list = append(*list, ref)
	return uint8(len(*list) - 1)
}

// refOf shortens text to what a Ref holds, at a character's end.
func refOf(t string) market.Ref {
	for len(t) > len(market.Ref{}) {
		_, size := utf8.DecodeLastRuneInString(t)
		t = t[:len(t)-size]
	}
	ref, _ := market.MakeRef(t)
	return ref
}

// continuous makes a row for each contract and month. Rows of one contract that
// say the same and touch are one.
func (b *builder) continuous(a *agreement) {
	if a.role == roleResponse {
		return
	}
	last := map[market.Contract]int{}
	for _, m := range a.months {
		for _, p := range m.picks {
			t := b.rowFor(a, p)
			if t.From, t.To = b.within(p.c, a, m.Month); t.From > t.To {
				continue
			}
			if i, ok := last[p.c]; ok && joins(&b.rows[i].Terms, &t) {
				b.rows[i].To = t.To
				continue
			}
			last[p.c] = len(b.rows)
			b.rows = append(b.rows, termsAt{t, a, p.at})
		}
	}
}

// within returns the days of a month on which the agreement holds for a contract.
func (b *builder) within(c market.Contract, a *agreement, m market.Month) (from, to market.Date) {
	from, to = max(a.terms.From, market.Date(m*100+1)), min(a.terms.To, lastOf(m))
	if e := b.desk.Instruments[c].Expiry; e != 0 {
		to = min(to, e)
	}
	return from, to
}

// rowFor is what the agreement says about one contract.
func (b *builder) rowFor(a *agreement, p pick) obligation.Terms {
	t, in := a.terms, &b.desk.Instruments[p.c]
	t.Contract, t.Hours, t.Series = p.c, b.desk.Hours[p.c], p.series
	if in.Option() {
		t.Option, t.Call, t.Underlying, t.Strike = true, in.Kind == market.Call, in.Underlying, in.Strike
	}
	return t
}

// joins reports whether the later row only lengthens the earlier one.
func joins(early, late *obligation.Terms) bool {
	e := *early
	e.From, e.To = late.From, late.To
	return e == *late && late.From.Days() == early.To.Days()+1
}

// uncovered reports a month for which the calendar has no days or hours.
func (b *builder) uncovered(at *value, m market.Month) {
	covered := b.desk.Calendar.Covered
	p := at.problem(CodeCoverage, "the calendar does not cover this month")
	p.Found = formatMonth(m)
	p.Allowed = formatMonth(covered[0]) + " to " + formatMonth(covered[len(covered)-1])
	p.Hint = "name a calendar file with calendar.file that covers it"
	b.add(p)
}

// lastOf returns the last day of a month.
func lastOf(m market.Month) market.Date {
	return market.DateOfDays(market.Date(next(m)*100+1).Days() - 1)
}
