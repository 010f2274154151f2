package config

import (
	"slices"

	"quotient/market"
	"quotient/obligation/award"
)

// awards reads what the exchange pays and charges.
func (b *builder) awards() {
	for _, v := range kids(b.root.get("award")) {
		b.ordered(v)
		s := award.Scheme{
			Product:       b.productOf(v),
			From:          market.Date(v.get("from").number()),
			To:            market.Date(v.get("to").number()),
			Source:        b.source(v.get("source"), &b.desk.Award.Sources),
			ReliefOwn:     v.get("relief").get("own").number(),
			ReliefOther:   v.get("relief").get("other").number(),
			OnlyMet:       v.get("only_met").number() == 1,
			Caps:          award.Caps{Orders: v.get("caps").get("orders").number(), Requests: v.get("caps").get("requests").number()},
			Extra:         extraFee(v.get("extra_fee")),
			Order:         b.orderFee(v.get("order_fee")),
			Trading:       b.trading(v.get("trading")),
			Card:          b.card(v.get("score")),
			PositionLimit: market.Qty(v.get("position_limit_lots").number()),
		}
		for _, row := range kids(v.get("quoting")) {
			s.Quoting = append(s.Quoting, award.Step{Ratio: row.get("ratio").number(), Spread: row.get("spread_ticks").number(),
				Amount: market.Money(row.get("amount").number())})
		}
		for _, amount := range kids(v.get("ranking")) {
			s.Ranking = append(s.Ranking, market.Money(amount.num))
		}
		for c := range award.ConductCount {
			bound := v.get("conduct").get(c.String())
			s.Conduct[c] = award.Bound{Count: bound.get("count").number(), Excused: bound.get("excused").number() == 1}
		}
		b.schemeOverlap(v, &s)
		b.desk.Award.Schemes = append(b.desk.Award.Schemes, s)
	}
}

// schemeOverlap reports two schemes for a product on the same day.
func (b *builder) schemeOverlap(v *value, s *award.Scheme) {
	for i := range b.desk.Award.Schemes {
		o := &b.desk.Award.Schemes[i]
		if o.Product != s.Product || s.From > o.To || o.From > s.To || !v.get("from").sound() || !v.get("to").sound() {
			continue
		}
		p := v.get("from").problem(CodeOverlap, "two schemes hold for the product on the same day")
		p.Found = s.Product.String() + " from " + formatDate(s.From) + " to " + formatDate(s.To)
		p.Allowed = "one; award[" + itoa(int64(i)) + "] holds from " + formatDate(o.From) + " to " + formatDate(o.To)
		p.Hint = "end the earlier scheme before the later one begins"
		b.add(p)
		return
	}
}

func extraFee(v *value) award.Extra {
	return award.Extra{Cancels: v.get("cancels").number(), Ratio: v.get("ratio").number(), Rate: v.get("rate").number(),
		Excused: v.get("excused").number() == 1}
}

func (b *builder) orderFee(v *value) award.OrderFee {
	f := award.OrderFee{Ratio: v.get("ratio").number(), Excused: v.get("excused").number() == 1}
	last := int64(0)
	for _, row := range kids(v.get("tiers")) {
		from, each, over := row.get("from"), row.get("each"), row.get("over")
		if from.sound() && from.num <= last {
			p := from.problem(CodeOverlap, "the tier does not begin above the one before it")
			p.Found, p.Hint = from.text, "list the tiers ascending by from"
			b.add(p)
		}
		last = from.number()
		if over == nil {
			over = each
		}
		if over.sound() && each.sound() {
			b.atLeast(over, each, each.num, "too many messages would cost less", "")
		}
		f.Tiers = append(f.Tiers, award.OrderTier{From: last, Each: market.Money(each.number()), Over: market.Money(over.number())})
	}
	return f
}

func (b *builder) trading(v *value) award.Trading {
	t := award.Trading{Pool: market.Money(v.get("pool").number()), Volume: v.get("volume").number(),
		Open: v.get("open_interest").number(), Passive: v.get("passive").number()}
	if volume, open := v.get("volume"), v.get("open_interest"); volume.sound() && open.sound() {
		b.atMost(open, volume, onePPM-volume.num, "more than the whole pool would be paid", "")
	}
	return t
}

// card reads the scorecard.
func (b *builder) card(v *value) award.Card {
	least, most := v.get("least"), v.get("most")
	c := award.Card{Least: least.number(), Most: most.number()}
	if least.sound() && most.sound() && least.num >= most.num {
		b.clash(most, least, "above "+least.text, "the highest score is not above the least", "")
	}
	for _, row := range kids(v.get("indicators")) {
		measure := row.get("measure")
		if !measure.sound() {
			continue
		}
		in := award.Indicator{Measure: award.Measure(measure.num + 1), Reverse: row.get("reverse").number() == 1,
			Weight: row.get("weight").number()}
		low, high := row.get("low"), row.get("high")
		in.Low, in.High = b.inUnit(low, in.Measure), b.inUnit(high, in.Measure)
		if low.sound() && high.sound() && low.num >= high.num {
			b.clash(high, low, "above "+low.text, "the range is empty", "for an indicator of which less is better write reverse: true")
		}
		c.Indicators = append(c.Indicators, in)
	}
	return c
}

// inUnit turns a figure of 1/1000000 into the measure's unit; a problem is
// reported when it is finer.
func (b *builder) inUnit(v *value, m award.Measure) int64 {
	unit, allowed := int64(onePPM), "a whole number"
	switch m {
	case award.ByRatio, award.ByAtBest, award.ByAnswered, award.ByVolumeShare, award.ByOpenShare:
		unit = 1
	case award.BySpread:
		unit, allowed = 1000, "at most 3 decimals"
	case award.ByProfit:
		unit, allowed = 10_000, "at most 2 decimals"
	}
	if v.sound() && v.num%unit != 0 {
		p := v.problem(CodeRange, "finer than what is measured")
		p.Found, p.Allowed = v.text, allowed
		b.add(p)
		v.bad = true
	}
	return v.number() / unit
}

// measureWords are the words of an indicator's measure, in the order of award's.
func measureWords() (words []string) {
	for m := award.NoMeasure + 1; m < award.MeasureCount; m++ {
		words = append(words, m.String())
	}
	return words
}

// seasons reads the agreements' terms and the changes of role.
func (b *builder) seasons() {
	for _, v := range kids(b.root.get("season")) {
		open := v.get("opening")
		t := award.Term{
			Product: b.productOf(v),
			From:    market.Month(v.get("from").number()), To: market.Month(v.get("to").number()),
			Row: int32(v.get("in_a_row").number()), All: int32(v.get("in_all").number()),
			Until:      market.Month(open.get("until").number()),
			UntilRow:   int32(open.get("in_a_row").number()),
			UntilTotal: int32(open.get("in_all").number()),
		}
		if b.ordered(v) {
			b.opening(v, open, &t)
		}
		b.desk.Award.Terms = append(b.desk.Award.Terms, t)
	}
	for _, v := range kids(b.root.get("conversion")) {
		n := func(name string) int32 { return int32(v.get(name).number()) }
		r := award.ConversionRule{Product: b.productOf(v), Promote: n("promote"), Keep: n("keep"), Ahead: n("months_ahead"),
			Demotions: n("demotions"), Lock: n("lock_months")}
		b.desk.Award.Conversions = append(b.desk.Award.Conversions, r)
		d := Demotions{Product: r.Product}
		for _, m := range kids(v.get("demoted")) {
			d.Months = append(d.Months, market.Month(m.num))
		}
		if !slices.IsSorted(d.Months) {
			p := v.get("demoted").problem(CodeOverlap, "the months are not in order")
			p.Hint = "list the months ascending"
			b.add(p)
		}
		b.desk.Demotions = append(b.desk.Demotions, d)
	}
}

// opening checks the standing that a term begins with.
func (b *builder) opening(v, open *value, t *award.Term) {
	until, row, all := open.get("until"), open.get("in_a_row"), open.get("in_all")
	if !until.sound() {
		if !until.written() && (row.written() || all.written()) {
			b.want(open, "until")
		}
		return
	}
	b.atLeast(until, v.get("from"), v.get("from").num, "the month lies outside the term", "")
	b.atMost(until, v.get("to"), v.get("to").num, "the month lies outside the term", "")
	if row.sound() && all.sound() {
		b.atMost(row, all, all.num, "more months in a row than in all", "")
	}
}

// productOf reads the product of an entry that is about one of the instruments'.
func (b *builder) productOf(v *value) market.Code {
	at := v.get("product")
	code := b.code(at)
	if !at.sound() {
		return code
	}
	var names []string
	for i := range b.desk.Instruments {
		if p := b.desk.Instruments[i].Product; p == code {
			return code
		} else if !slices.Contains(names, p.String()) {
			names = append(names, p.String())
		}
	}
	b.reference(at, at.text, "the products of instruments", names)
	return code
}
