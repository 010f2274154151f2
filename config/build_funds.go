package config

import (
	"slices"

	"quotient/market"
	"quotient/risk"
	"quotient/risk/margin"
)

// funds reads margin and the account's money. Fees have been read.
func (b *builder) funds() {
	v := b.root.get("funds")
	if !v.written() || v.unread() {
		return
	}
	p := &margin.Params{Instruments: b.desk.Instruments, MaxUsage: v.get("max_usage").number(), Profit: v.get("profit").number()}
	b.accountTerms(p, v.get("larger_side"))
	b.margins(p, v.get("margins"))
	b.sellers(p, v.get("sellers"))
	b.reliefs(p, v.get("reliefs"))
	for _, m := range kids(v.get("moves")) {
		b.ordered(m)
		p.Moves = append(p.Moves, margin.MoveRule{Span: spanOf(m), Days: m.get("days").number(), Multiple: m.get("multiple").number(),
			Raised: m.get("raised").number(), Source: refOf(m.get("source").string())})
	}
	b.pairings(p, v.get("spreads"))
	stress(p, v.get("stress"))
	b.unwinding(p, v.get("delivery"), v.get("stress"))
	b.margined(v, p)
	b.desk.Funds.Balance = market.Money(v.get("balance").number())
	b.desk.Risk.InForce |= 1 << risk.RuleFunds
	b.desk.Margin = p
}

// spanOf reads the days of a row; margin's end is the day after the last.
func spanOf(v *value) margin.Span {
	s := margin.Span{From: market.Date(v.get("from").number())}
	if to := v.get("to"); to.sound() {
		s.Until = market.DateOfDays(market.Date(to.num).Days() + 1)
	}
	return s
}

// accountTerms gives every contract its fee, and the portfolio of its product; an
// option is in its underlying's.
func (b *builder) accountTerms(p *margin.Params, larger *value) {
	var products []market.Code
	for i := range b.desk.Instruments {
		in := &b.desk.Instruments[i]
		product := in.Product
		if in.Option() && int(in.Underlying) < len(b.desk.Instruments) {
			product = b.desk.Instruments[in.Underlying].Product
		}
		at := slices.Index(products, product)
		if at < 0 {
			at, products = len(products), append(products, product)
		}
		t := margin.Terms{Portfolio: uint16(at)}
		if i < len(b.desk.Position.Fees) {
			t.Fee = b.desk.Position.Fees[i]
		}
		for _, v := range kids(larger) {
			t.OneSide = t.OneSide || v.text == in.Product.String()
		}
		p.Terms = append(p.Terms, t)
	}
	p.Portfolios = max(1, len(products))
	names := b.productNames()
	for _, v := range kids(larger) {
		if v.sound() && !slices.Contains(names, v.text) {
			b.reference(v, v.text, "the products of instruments", names)
		}
	}
}

func (b *builder) margins(p *margin.Params, list *value) {
	for _, v := range kids(list) {
		b.ordered(v)
		months, day := v.get("months_before"), v.get("day")
		r := margin.Row{Product: b.productOf(v), Contract: b.rowSymbol(v), Span: spanOf(v), Months: uint8(months.number()), Day: uint8(day.number()),
			OpenInterest: v.get("open_interest").number(), Long: v.get("long").number(), Short: v.get("short").number(),
			Source: refOf(v.get("source").string())}
		if months.written() && day == nil {
			b.because(v, join(v.path, "day"), v.key.child("day"), months, "")
		}
		b.staged(&r, day)
		p.Rows = append(p.Rows, r)
	}
}

// staged reports a contract whose stages cannot be told.
func (b *builder) staged(r *margin.Row, day *value) {
	if !day.sound() {
		return
	}
	for i := range b.desk.Instruments {
		in := &b.desk.Instruments[i]
		if in.Option() || in.Product != r.Product || in.Expiry != 0 || r.Contract != (market.Symbol{}) && r.Contract != in.Symbol {
			continue
		}
		entry := b.listed[i].entry
		b.because(entry, join(entry.path, "expiry"), entry.key.child("expiry"), day, "")
	}
}

func (b *builder) sellers(p *margin.Params, list *value) {
	for _, v := range kids(list) {
		b.ordered(v)
		p.Sellers = append(p.Sellers, margin.Seller{Product: b.productOf(v), Span: spanOf(v), OutOfMoney: v.get("out_of_money").number(),
			Least: v.get("least").number(), Source: refOf(v.get("source").string())})
	}
}

func (b *builder) reliefs(p *margin.Params, list *value) {
	for _, v := range kids(list) {
		b.ordered(v)
		p.Reliefs = append(p.Reliefs, margin.Relief{Product: b.productOf(v), Span: spanOf(v), Rate: v.get("rate").number(),
			AtOnce: v.get("at_once").number() == 1, Source: refOf(v.get("source").string())})
	}
}

// pairings reads the pairs of futures.
func (b *builder) pairings(p *margin.Params, list *value) {
	for _, v := range kids(list) {
		first, second := v.get("first"), v.get("second")
		x := margin.Pair{First: b.leg(first), Second: b.leg(second)}
		switch {
		case x.First == market.NoContract || x.Second == market.NoContract:
			continue
		case x.First == x.Second:
			b.contradiction(second, first, "a spread of a contract and itself", "name another contract")
		case slices.Contains(p.Pairs, x) || slices.Contains(p.Pairs, margin.Pair{First: x.Second, Second: x.First}):
			q := second.problem(CodeDuplicate, "the pair is listed twice")
			q.Found, q.Hint = first.text+" and "+second.text, "keep one of the two"
			b.add(q)
		}
		p.Pairs = append(p.Pairs, x)
		b.desk.Funds.Spreads = append(b.desk.Funds.Spreads, [2]market.Qty{market.Qty(v.get("long").number()), market.Qty(v.get("short").number())})
	}
}

// leg returns the future that v names.
func (b *builder) leg(v *value) market.Contract {
	c := b.symbol(v)
	if c != market.NoContract && b.desk.Instruments[c].Option() {
		p := v.problem(CodeReference, "a leg of a spread is a future")
		p.Found, p.Hint = v.text, "name a future"
		b.add(p)
		return market.NoContract
	}
	return c
}

func stress(p *margin.Params, v *value) {
	for _, x := range kids(v.get("prices")) {
		p.Prices = append(p.Prices, x.num)
	}
	for _, x := range kids(v.get("volatilities")) {
		p.Vols = append(p.Vols, x.num)
	}
	for _, x := range kids(v.get("limit_days")) {
		p.Steps = append(p.Steps, margin.Limit{Width: x.get("width").number(), Rate: x.get("margin").number()})
	}
	p.Share, p.Soon = v.get("share_of_volume").number(), v.get("delivery_days").number()
}

// unwinding reads from when on lots headed to delivery are taken down. Futures whose
// last trading day nobody says are reported.
func (b *builder) unwinding(p *margin.Params, v, stress *value) {
	days := v.get("unwind_days")
	p.Unwind = days.number()
	b.atMost(days, stress.get("delivery_days"), p.Soon, "lots would be taken down before anybody is warned", "raise delivery_days")
	for i := range b.desk.Instruments {
		if in := &b.desk.Instruments[i]; days.written() && !in.Option() && in.Expiry == 0 {
			entry := b.listed[i].entry
			b.because(entry, join(entry.path, "expiry"), entry.key.child("expiry"), days, "")
		}
	}
}

// margined reports products of which no row says the margin.
func (b *builder) margined(v *value, p *margin.Params) {
	type class struct {
		product market.Code
		option  bool
	}
	told := map[class]bool{}
	for i := range b.desk.Instruments {
		in := &b.desk.Instruments[i]
		list, covered := v.get("margins"), false
		for _, r := range p.Rows {
			covered = covered || !in.Option() && r.Product == in.Product && (r.Contract == market.Symbol{} || r.Contract == in.Symbol)
		}
		if in.Option() {
			list = v.get("sellers")
			for _, s := range p.Sellers {
				covered = covered || s.Product == in.Product
			}
		}
		name := class{in.Product, in.Option()}
		if covered || told[name] || list == nil && !in.Option() || list != nil && !list.sound() {
			continue
		}
		told[name] = true
		at := list
		if at == nil {
			at = v
		}
		q := at.problem(CodeMissing, "no margin for "+in.Symbol.String()+": nothing of it could be opened")
		q.Path, q.Found = join(v.path, map[bool]string{false: "margins", true: "sellers"}[in.Option()]), in.Product.String()
		q.Hint = "add a row for its product"
		b.add(q)
	}
}
