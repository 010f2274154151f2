package config

import (
	"slices"

	"quotient/market"
	"quotient/obligation/quality"
	"quotient/obligation/steering"
	"quotient/quoter/pricing"
)

// steering reads the dated thresholds of need.
func (b *builder) steering() {
	var last *value
	for _, v := range kids(b.root.get("steering")) {
		from := v.get("from")
		if last != nil && (from == nil || from.sound() && last.sound() && from.num <= last.num) {
			at := from
			if at == nil {
				at = v
			}
			p := at.problem(CodeOverlap, "the entry does not begin after the one above it")
			p.Path, p.Found, p.Hint = join(v.path, "from"), from.string(), "list the entries in order of time, each with its first day"
			b.add(p)
		}
		if last = from; last == nil {
			last = v
		}
		b.desk.Quoter.Steering = append(b.desk.Quoter.Steering, b.thresholds(v))
	}
}

func (b *builder) thresholds(v *value) steering.Params {
	p := steering.Params{
		From:       market.Date(v.get("from").number()),
		Reserve:    market.Time(v.get("reserve").number()),
		Watch:      market.Time(v.get("watch").number()),
		Critical:   v.get("critical").number(),
		Back:       steering.Stance(v.get("step_back").number()), // normal, wide, out
		StepBackAt: v.get("step_back_at").number(),
		ReturnAt:   v.get("return_at").number(),
		MinOff:     market.Time(v.get("min_off").number()),
		MinOn:      market.Time(v.get("min_on").number()),
	}
	back, at, home := v.get("step_back"), v.get("step_back_at"), v.get("return_at")
	switch {
	case p.Back == steering.Normal:
	case at == nil:
		b.want(v, "step_back_at")
	case at.sound() && at.num == 0:
		b.contradiction(at, back, "it would step back while quoting does not lose", "write a figure below 0")
	case at.sound() && home.sound() && home.num <= at.num:
		b.clash(home, at, "above "+at.text, "it would return on the signal that it steps back on", "")
	}
	return p
}

// losing reads a contract's loss signal.
func losing(w view) pricing.LossParams {
	n := func(name string) int64 { return w.get("loss", name).number() }
	return pricing.LossParams{
		MarkAfter:     market.Time(n("mark_after")),
		MarkHalfLife:  market.Time(n("mark_half_life")),
		BriskHalfLife: market.Time(n("brisk_half_life")),
		UsualHalfLife: market.Time(n("usual_half_life")),
		VolLoss:       n("vol_loss"),
	}
}

// quality reads which orders are too large for what they trade to count.
func (b *builder) quality() {
	for _, v := range kids(b.root.get("quality").get("oversize")) {
		b.ordered(v)
		l := quality.Limit{Contract: market.NoContract, From: market.Date(v.get("from").number()),
			To: market.Date(v.get("to").number()), Lots: market.Qty(v.get("lots").number())}
		for _, s := range kids(v.get("contracts")) {
			l.Contract = b.symbol(s)
			b.desk.Quality.Limits = append(b.desk.Quality.Limits, l)
		}
		if v.get("contracts") == nil {
			b.desk.Quality.Limits = append(b.desk.Quality.Limits, l)
		}
	}
}

// ordered reports an entry that ends before it begins.
func (b *builder) ordered(v *value) bool {
	from, to := v.get("from"), v.get("to")
	if !from.sound() || !to.sound() {
		return false
	}
	if from.num > to.num {
		b.contradiction(to, from, "it ends before it begins", "")
	}
	return from.num <= to.num
}

// forecast reads how the month's end is drawn.
func (b *builder) forecast() {
	v := orStandard(b.root.get("forecast"), "forecast")
	b.desk.Forecast = Forecast{Seed: uint64(v.get("seed").number()), Draws: int(v.get("draws").number())}
}

// reconcile reads how the exchange's files are written.
func (b *builder) reconcile() {
	v := orStandard(b.root.get("reconcile"), "reconcile")
	r := &b.desk.Reconcile
	r.Tolerance = market.Time(v.get("tolerance").number())
	for _, m := range kids(v.get("maps")) {
		c := ColumnMap{Name: m.label(), Columns: map[string]string{}}
		headers := map[string]*value{}
		for _, column := range kids(m) {
			if first := headers[column.text]; first != nil && column.sound() {
				b.contradiction(column, first, "one column means two things", "name each column once")
			}
			headers[column.text] = column
			c.Columns[column.label()] = column.text
		}
		if m.sound() && !slices.ContainsFunc(kids(m), figure) {
			p := m.problem(CodeMissing, "no column holds a figure")
			p.Allowed, p.Hint = "obliged, effective, answered, incentive, score, ...", "name at least one column to compare"
			b.add(p)
		}
		r.Maps = append(r.Maps, c)
	}
}

// figure reports whether a column holds one, and not what a line is about.
func figure(column *value) bool {
	return column.label() != "contract" && column.label() != "day" && column.label() != "month"
}
