package config

import (
	"slices"
	"strings"

	"quotient/market"
)

// selections finds the contracts of each month of an agreement.
func (b *builder) selections(a *agreement) {
	rule := b.rule(a)
	b.dominantMonths(a)
	lists := b.lists(a)
	if rule == nil && !a.v.get("contracts").written() {
		b.want(a.v, "contracts")
	}
	found := false
	for m := a.terms.From.Month(); m <= a.terms.To.Month(); m = next(m) {
		one := month{Month: m, ruled: rule != nil}
		switch list := lists[m]; {
		case list != nil:
			one.listed, one.ruled = true, false
			one.picks = b.listPicks(a, list)
		case rule != nil && b.desk.covers(m):
			one.listed, one.picks = true, b.rulePicks(a, rule, m)
		}
		found = found || len(one.picks) > 0 || one.listed && !one.ruled
		a.months = append(a.months, one)
	}
	if rule != nil && !found && len(b.desk.Calendar.Covered) > 0 {
		p := rule.problem(CodeReference, "no contract is selected in any month of the terms")
		p.Found, p.Allowed = a.product.String(), "contracts of the product among instruments and chains"
		p.Hint = "list the contracts under instruments, or check product, from and to"
		b.add(p)
	}
}

// next returns the month after m.
func next(m market.Month) market.Month {
	if m%100 == 12 {
		return m + 89
	}
	return m + 1
}

// rule returns what stands in for lists: the key that says so; nil when lists are wanted.
func (b *builder) rule(a *agreement) (rule *value) {
	for _, v := range []*value{a.v.get("expiring_within"), a.v.get("all_listed"), a.v.get("at_the_money").get("months")} {
		if !v.written() || v.key.kind == kindBool && v.num == 0 {
			continue
		}
		if rule != nil {
			b.contradiction(v, rule, "two rules select the contracts", "keep one of the two")
		}
		rule = v
	}
	if rule == nil && a.role == roleResponse && !a.v.get("contracts").written() {
		rule = a.v.get("role")
	}
	return rule
}

// dominantMonths checks that the traditional dominant months are known from the
// first day on, and in order.
func (b *builder) dominantMonths(a *agreement) {
	v := a.v.get("expiring_within").get("traditional_dominant_months")
	last := market.Date(0)
	for i, entry := range kids(v) {
		from := entry.get("from")
		if !from.sound() {
			return
		}
		day := market.Date(from.num)
		if i == 0 && day > a.terms.From {
			p := v.problem(CodeCoverage, "the traditional dominant months are not known on the terms' first day")
			p.Found, p.Allowed = from.text, "an entry from "+formatDate(a.terms.From)+" or earlier"
			p.Hint = "add the entry that holds before"
			b.add(p)
		}
		if day <= last {
			p := from.problem(CodeOverlap, "the entry does not begin after the one above it")
			p.Found, p.Hint = from.text, "list the entries in order of time"
			b.add(p)
		}
		last = day
	}
}

// lists finds the lists by month, and reports those that cannot hold.
func (b *builder) lists(a *agreement) map[market.Month]*value {
	lists := map[market.Month]*value{}
	for _, list := range kids(a.v.get("contracts")) {
		m, _ := readMonth(list.label())
		if m < a.terms.From.Month() || m > a.terms.To.Month() {
			p := list.problem(CodeContradiction, "the month lies outside the terms")
			p.Found = list.label()
			p.Allowed = formatMonth(a.terms.From.Month()) + " to " + formatMonth(a.terms.To.Month()) + " (" + a.v.path + ".from and .to)"
			b.add(p)
			continue
		}
		if len(b.desk.Calendar.Covered) > 0 && !b.desk.covers(m) {
			b.uncovered(list, m)
		}
		lists[m] = list
	}
	return lists
}

// listPicks are the contracts that a list names. An option named for itself is
// owed all the time, also where its underlying is named.
func (b *builder) listPicks(a *agreement, list *value) (picks []pick) {
	var futures []pick
	named := map[market.Contract]bool{}
	for _, s := range list.kids {
		c := b.symbol(s)
		if c == market.NoContract {
			continue
		}
		if in := &b.desk.Instruments[c]; !in.Option() && a.role != roleFutures {
			futures = append(futures, pick{c: c, at: s})
			continue
		} else if in.Option() && a.role == roleFutures {
			b.contradiction(s, a.v.get("role"), "the contract is an option", "write role: options_primary")
			continue
		}
		b.ofProduct(c, s, a.v.get("product"))
		named[c] = true
		picks = append(picks, pick{c: c, at: s})
	}
	for _, f := range futures {
		for _, p := range b.optionsOn(a, f.c, f.at) {
			if !named[p.c] {
				picks = append(picks, p)
			}
		}
	}
	return picks
}

// optionsOn are the options on a future: its moving set, or all of them.
func (b *builder) optionsOn(a *agreement, future market.Contract, at *value) (picks []pick) {
	for _, c := range a.pool {
		if b.desk.Instruments[c].Underlying == future {
			picks = append(picks, pick{c: c, series: b.seriesOf(a, c, at), at: at})
		}
	}
	if len(picks) == 0 {
		p := at.problem(CodeReference, "no option of the product is on this future")
		p.Found, p.Hint = at.text, "list its options under instruments or chains"
		b.add(p)
	}
	return picks
}

// rulePicks are the contracts that a rule selects for a month.
func (b *builder) rulePicks(a *agreement, rule *value, m market.Month) (picks []pick) {
	near := int64(len(b.desk.Instruments))
	if rule.key.name == "months" {
		near = rule.num
	}
	underlyings := b.nearest(a, m)
	underlyings = underlyings[:min(int64(len(underlyings)), near)]
	for _, c := range a.pool {
		in := &b.desk.Instruments[c]
		switch {
		case in.Option() && !slices.Contains(underlyings, in.Underlying):
		case b.gone(c, m):
		case rule.key.name == "expiring_within" && !b.expiring(a, c, rule, m):
		default:
			picks = append(picks, pick{c: c, series: b.seriesOf(a, c, rule), at: rule})
		}
	}
	return picks
}

// nearest lists the underlyings of options that trade in month m, nearest first.
func (b *builder) nearest(a *agreement, m market.Month) (list []market.Contract) {
	for _, c := range a.pool {
		in := &b.desk.Instruments[c]
		if in.Option() && in.Underlying != market.NoContract && !b.gone(c, m) && !slices.Contains(list, in.Underlying) {
			list = append(list, in.Underlying)
		}
	}
	slices.SortStableFunc(list, func(x, y market.Contract) int { return int(b.delivery(x, m)) - int(b.delivery(y, m)) })
	return list
}

// expiring reports whether a future expires soon and is of no traditional
// dominant month.
func (b *builder) expiring(a *agreement, c market.Contract, rule *value, m market.Month) bool {
	delivery := b.delivery(c, m)
	last := delivery
	if e := b.desk.Instruments[c].Expiry; e != 0 {
		last = e.Month()
	}
	if delivery == 0 || int64(after(m, last)) >= rule.get("months").number() {
		return false
	}
	dominant := []*value(nil)
	for _, v := range kids(rule.get("traditional_dominant_months")) {
		if market.Date(v.get("from").number()) <= max(a.terms.From, market.Date(m*100+1)) {
			dominant = kids(v.get("months"))
		}
	}
	return !slices.ContainsFunc(dominant, func(v *value) bool { return v.num == int64(delivery%100) })
}

// gone reports whether a contract has expired before month m, as far as is known.
func (b *builder) gone(c market.Contract, m market.Month) bool {
	in := &b.desk.Instruments[c]
	if in.Expiry != 0 {
		return in.Expiry.Month() < m
	}
	if in.Option() && in.Underlying != market.NoContract {
		// Without a date: an option expires before its underlying's delivery month begins.
		d := b.delivery(in.Underlying, m)
		return d != 0 && d <= m
	}
	d := b.delivery(c, m)
	return d != 0 && d < m
}

// delivery returns the delivery month that a future's symbol says: 609 and 2609
// are September 2026. The decade of one digit is the one that is near m; 0 means
// that the symbol says none.
func (b *builder) delivery(c market.Contract, m market.Month) market.Month {
	text := strings.TrimLeft(b.desk.Instruments[c].Symbol.String(), letters)
	n, ok := digits(text, len(text))
	month := market.Month(n % 100)
	if !ok || len(text) < 3 || len(text) > 4 || month < 1 || month > 12 {
		return 0
	}
	if len(text) == 4 {
		return market.Month(200000 + n)
	}
	year := int64(m/100) - 1
	for year%10 != n/100 {
		year++
	}
	return market.Month(year*100) + month
}

// after returns how many months b is after a.
func after(a, b market.Month) int { return int(b/100-a/100)*12 + int(b%100) - int(a%100) }
