package config

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"quotient/market"
	"quotient/obligation"
)

// A termsAt is one row of obligation.Params.Terms with its place in the file.
type termsAt struct {
	obligation.Terms
	block *value // the entry of terms
	at    *value // the symbol in its contracts list
}

// terms reads the agreements: one row for each month and contract.
func (b *builder) terms() {
	b.desk.Obligation.Contracts = len(b.desk.Instruments)
	for _, v := range kids(b.root.get("terms")) {
		row := b.block(v)
		if !v.get("from").sound() || !v.get("to").sound() {
			continue
		}
		if row.From > row.To {
			b.contradiction(v.get("to"), v.get("from"), "the terms end before they begin", "")
			continue
		}
		b.months(v, row)
	}
	for i := range b.rows {
		b.desk.Obligation.Terms = append(b.desk.Obligation.Terms, b.rows[i].Terms)
	}
	b.overlaps()
}

// block reads what an agreement says about all its contracts.
func (b *builder) block(v *value) obligation.Terms {
	t := obligation.Terms{
		Dominant:  market.NoContract,
		From:      market.Date(v.get("from").number()),
		To:        market.Date(v.get("to").number()),
		Target:    v.get("target").number(),
		MaxSpread: market.Price(v.get("max_spread_ticks").number()),
		MinSize:   market.Qty(v.get("min_size_lots").number()),
		Exempt:    obligation.Effect(v.get("exempt_time").number() + 1),
		Limit:     obligation.LimitRule(v.get("at_limit").number() + 1),
		Basis:     obligation.SizeBasis(v.get("size_basis").number() + 1),
	}
	if d := v.get("dominant"); d.sound() {
		t.Dominant = b.symbol(d)
		b.ofProduct(t.Dominant, d, v.get("product"))
	}
	t.Source = b.source(v.get("source"))
	return t
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

// source returns the index of the agreement's shortened name.
func (b *builder) source(v *value) uint8 {
	if !v.sound() {
		return 0
	}
	t := v.text
	for len(t) > len(market.Ref{}) {
		_, size := utf8.DecodeLastRuneInString(t)
		t = t[:len(t)-size]
	}
	ref, _ := market.MakeRef(t)
	list := &b.desk.Obligation.Sources
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

// months makes a row for each contract of each month's list.
func (b *builder) months(v *value, row obligation.Terms) {
	for _, list := range kids(v.get("contracts")) {
		m, _ := readMonth(list.label())
		if m < row.From.Month() || m > row.To.Month() {
			p := list.problem(CodeContradiction, "the month lies outside the terms")
			p.Found = list.label()
			p.Allowed = formatMonth(row.From.Month()) + " to " + formatMonth(row.To.Month()) + " (" + v.path + ".from and .to)"
			b.add(p)
			continue
		}
		if len(b.desk.Calendar.Covered) > 0 && !b.desk.covers(m) {
			b.uncovered(list, m)
		}
		for _, s := range list.kids {
			c := b.symbol(s)
			if c == market.NoContract {
				continue
			}
			b.ofProduct(c, s, v.get("product"))
			t := row
			t.Contract, t.Hours = c, b.desk.Hours[c]
			t.From, t.To = max(row.From, market.Date(m*100+1)), min(row.To, lastOf(m))
			b.rows = append(b.rows, termsAt{t, v, s})
		}
	}
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
	next := market.DateOfDays(market.Date(m*100+1).Days() + 31).Month()
	return market.DateOfDays(market.Date(next*100+1).Days() - 1)
}

// overlaps reports contracts that two rows hold for on the same day.
func (b *builder) overlaps() {
	order := make([]*termsAt, len(b.rows))
	for i := range b.rows {
		order[i] = &b.rows[i]
	}
	slices.SortStableFunc(order, func(x, y *termsAt) int {
		return cmp.Or(cmp.Compare(x.Contract, y.Contract), cmp.Compare(x.From, y.From))
	})
	var last *termsAt // of this contract, the row that holds longest
	for _, row := range order {
		switch {
		case last == nil || last.Contract != row.Contract || last.To < row.From:
			last = row
			continue
		case later(last, row):
			b.overlap(last, row)
		default:
			b.overlap(row, last)
		}
		if row.To > last.To {
			last = row
		}
	}
}

// later reports whether x stands below y in the file.
func later(x, y *termsAt) bool {
	m, n := x.at.node, y.at.node
	return cmp.Or(cmp.Compare(m.Line, n.Line), cmp.Compare(m.Column, n.Column)) > 0
}

func (b *builder) overlap(x, y *termsAt) {
	p := x.at.problem(CodeOverlap, "two terms hold for the contract on the same day")
	p.Found = x.at.text + " from " + formatDate(x.From) + " to " + formatDate(x.To)
	p.Allowed = "one; " + y.at.path + " on line " + itoa(int64(y.at.node.Line)) + " holds from " +
		formatDate(y.From) + " to " + formatDate(y.To)
	p.Hint = "end the earlier terms before the later ones begin, or list the contract once"
	b.add(p)
}

// grants reads the manual exemptions: one row for each contract.
func (b *builder) grants() {
	for _, v := range kids(b.root.get("grants")) {
		from, to, name := v.get("from"), v.get("to"), v.get("reference")
		if from.sound() && to.sound() && from.num >= to.num {
			b.contradiction(to, from, "the grant ends before it begins", "")
		}
		g := obligation.Grant{Contract: market.NoContract, From: market.Time(from.number()), To: market.Time(to.number())}
		var ok bool
		if g.Ref, ok = market.MakeRef(name.string()); !ok {
			p := name.problem(CodeRange, "the reference is too long")
			p.Found, p.Allowed = name.text, "at most 24 bytes"
			b.add(p)
		}
		for _, s := range kids(v.get("contracts")) {
			g.Contract = b.symbol(s)
			b.desk.Obligation.Grants = append(b.desk.Obligation.Grants, g)
		}
		if v.get("contracts") == nil {
			b.desk.Obligation.Grants = append(b.desk.Obligation.Grants, g)
		}
	}
}
