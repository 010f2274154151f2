package config

import (
	"quotient/market"
	"quotient/risk/position"
)

// positionLimits reads position limits and qualifications.
func (b *builder) positionLimits() {
	v := b.root.get("limits")
	if !v.written() || v.unread() {
		return
	}
	p := &position.LimitParams{Instruments: b.desk.Instruments, Months: b.months(v),
		MaxPairs: int(v.get("max_spreads").number()), KeepPairs: v.get("keep_spreads").number() == 1}
	b.positions(p, v.get("positions"))
	b.opens(p, v.get("opens"))
	b.qualifications(p, v.get("qualifications"))
	for _, a := range kids(v.get("accounts")) {
		p.Accounts = append(p.Accounts, position.Account{Name: refOf(a.get("name").string()), MaxAge: market.Time(a.get("max_age").number())})
	}
	b.limitsReach(v, p)
	b.desk.Limits = p
}

// months finds the delivery month of every contract: written, or told from the
// symbol as of the first day of the terms; an option's is its underlying's.
func (b *builder) months(at *value) []market.Month {
	list := make([]market.Month, len(b.desk.Instruments))
	for i := range list {
		if !b.desk.Instruments[i].Option() {
			list[i] = b.month(at, i)
		}
	}
	for i := range list {
		in := &b.desk.Instruments[i]
		if in.Option() && int(in.Underlying) < len(list) {
			list[i] = list[in.Underlying]
		}
	}
	return list
}

func (b *builder) month(at *value, i int) market.Month {
	if own := b.listed[i].entry.get("delivery"); own.written() {
		return market.Month(own.num)
	}
	in := &b.desk.Instruments[i]
	if m, ok := position.DeliveryMonth(in.Symbol, b.firstDay()); ok {
		return m
	}
	if in.Expiry != 0 {
		return in.Expiry.Month()
	}
	p := b.listed[i].symbol.problem(CodeMissing, "the delivery month cannot be told from the symbol")
	p.Path, p.Found, p.Allowed = join(b.listed[i].entry.path, "delivery"), in.Symbol.String(), "a month such as 2020-08, because "+at.path+" is written"
	p.Hint = "add delivery: to the instrument"
	b.add(p)
	return 0
}

// firstDay is the first day of all terms, or the simulated start: symbols that
// leave out the decade are read as of it.
func (b *builder) firstDay() (day market.Date) {
	for _, a := range b.duty {
		if a.terms.From.Valid() && (day == 0 || a.terms.From < day) {
			day = a.terms.From
		}
	}
	if start := b.root.get("sim").get("start"); day == 0 && start.sound() && start.num != 0 {
		day = market.Time(start.num).Date()
	}
	return day
}

func (b *builder) positions(p *position.LimitParams, list *value) {
	var rows []row
	for _, v := range kids(list) {
		if v.bad {
			continue
		}
		b.ordered(v)
		l := position.Limit{Product: b.productOf(v), Class: classOf(v), Symbol: b.rowSymbol(v), Maker: v.get("market_maker").number() == 1,
			From: market.Date(v.get("from").number()), Until: lastDay(v), Period: position.Ordinary + position.Period(v.get("period").number()),
			Speculative: market.Qty(v.get("lots").number()), Times: v.get("times").number(), Source: refOf(v.get("source").string())}
		if symbol := v.get("symbol"); symbol.sound() && l.Class == position.Options {
			b.contradiction(symbol, v.get("class"), "options are counted by month, not by contract", "remove symbol")
		}
		rows = b.once(rows, row{v, l.From, l.Until}, func(i int) bool {
			o := &p.Limits[i]
			return l.Product == o.Product && l.Symbol == o.Symbol && l.Class == o.Class && l.Maker == o.Maker &&
				(l.Period == o.Period || l.Period == position.EveryPeriod || o.Period == position.EveryPeriod)
		})
		p.Limits = append(p.Limits, l)
	}
}

func (b *builder) opens(p *position.LimitParams, list *value) {
	var rows []row
	for _, v := range kids(list) {
		if v.bad {
			continue
		}
		b.ordered(v)
		l := position.OpenLimit{Product: b.productOf(v), Class: classOf(v), Symbol: b.rowSymbol(v), Free: v.get("free").number() == 1,
			From: market.Date(v.get("from").number()), Until: lastDay(v), Lots: market.Qty(v.get("lots").number()),
			Source: refOf(v.get("source").string())}
		switch lots := v.get("lots"); {
		case l.Free && lots.written():
			b.contradiction(lots, v.get("free"), "a limit where there is none", "write one of the two")
		case !l.Free && lots == nil:
			b.want(v, "lots")
		}
		rows = b.once(rows, row{v, l.From, l.Until}, func(i int) bool {
			o := &p.OpenLimits[i]
			return l.Product == o.Product && l.Symbol == o.Symbol && l.Class == o.Class
		})
		p.OpenLimits = append(p.OpenLimits, l)
	}
}

func (b *builder) qualifications(p *position.LimitParams, list *value) {
	for _, v := range kids(list) {
		if v.bad {
			continue
		}
		b.ordered(v)
		p.Qualifications = append(p.Qualifications, position.Qualification{Product: b.productOf(v), Class: classOf(v),
			From: market.Date(v.get("from").number()), Until: lastDay(v), Source: refOf(v.get("source").string())})
	}
}

func classOf(v *value) position.Class {
	if c := v.get("class"); c.sound() {
		return position.Futures + position.Class(c.num)
	}
	return position.NoClass
}

// rowSymbol returns the contract that a row is about, if it names one.
func (b *builder) rowSymbol(v *value) (y market.Symbol) {
	own := v.get("symbol")
	if c := b.symbol(own); c != market.NoContract {
		y = b.desk.Instruments[c].Symbol
		b.ofProduct(c, own, v.get("product"))
	}
	return y
}

// A row is a dated row where it is written.
type row struct {
	at       *value
	from, to market.Date
}

// once appends a row and reports one above that holds on the same day and for
// which alike says that it is about the same.
func (b *builder) once(rows []row, r row, alike func(i int) bool) []row {
	for i, o := range rows {
		if r.from > o.to || o.from > r.to || !alike(i) {
			continue
		}
		p := r.at.problem(CodeOverlap, "two rows hold for the same on the same day")
		p.Found = formatDate(r.from) + " to " + formatDate(r.to)
		p.Allowed = "one; " + o.at.path + " on line " + itoa(int64(o.at.problem("", "").Line)) + " holds from " +
			formatDate(o.from) + " to " + formatDate(o.to)
		p.Hint = "end the earlier row before the later one begins"
		b.add(p)
		break
	}
	return append(rows, r)
}

// limitsReach reports what is quoted and could never be opened.
func (b *builder) limitsReach(v *value, p *position.LimitParams) {
	type class struct {
		product market.Code
		class   position.Class
	}
	told := map[class]bool{}
	for i := range b.desk.Instruments {
		in := &b.desk.Instruments[i]
		x := class{in.Product, position.ClassOf(in)}
		if !b.quoted(i) || told[x] {
			continue
		}
		told[x] = true
		var limit, open, right bool
		for _, l := range p.Limits {
			limit = limit || l.Product == x.product && l.Class == x.class
		}
		for _, l := range p.OpenLimits {
			open = open || l.Product == x.product && l.Class == x.class
		}
		for _, q := range p.Qualifications {
			right = right || q.Product == x.product && q.Class == x.class
		}
		b.reaches(v.get("positions"), limit, in, "position limit")
		b.reaches(v.get("opens"), open, in, "limit on opening")
		b.reaches(v.get("qualifications"), right, in, "qualification")
	}
}

func (b *builder) reaches(list *value, ok bool, in *market.Instrument, what string) {
	if ok || !list.sound() || !soundKids(list) {
		return
	}
	class := "futures"
	if in.Option() {
		class = "options"
	}
	p := list.problem(CodeMissing, "no "+what+" for "+in.Product.String()+" "+class+", which are quoted: nothing could be opened")
	p.Found, p.Hint = in.Symbol.String(), "add a row for them, or set quote: false"
	b.add(p)
}

func soundKids(list *value) bool {
	for _, v := range list.kids {
		if v.bad || v.get("product") == nil || v.get("class") == nil || v.get("product").bad || v.get("class").bad {
			return false
		}
	}
	return true
}
