package config

import (
	"quotient/market"
	"quotient/obligation/rule"
	"quotient/obligation/steering"
)

// feasible refuses limits of the gate that some way of quoting cannot keep: each
// posture at each row of what the agreements ask.
func (b *builder) feasible(tight *needs) {
	o, r := &b.desk.Obligation, &b.desk.Requests
	for i := range b.rows {
		t := &b.rows[i]
		v := b.demandedBy(t.Contract, t.duty.v, t.duty.v, o.Tiers, t.Tiers)
		for _, demand := range b.desk.stressed(t.Contract, b.desk.quoteDemand(&t.Terms)) {
			b.posturesFit(&v, dutyQuote, demand, tight)
		}
	}
	for i := range b.asks {
		t := &b.asks[i]
		v := b.demandedBy(t.Contract, t.duty.v.get("response"), t.duty.v, r.Tiers, t.Tiers)
		b.posturesFit(&v, dutyAnswer, b.desk.answerDemand(&t.Terms), tight)
	}
	b.answersInTime()
	b.quotedInDay()
}

// quotedInDay compares the day's messages with the contracts: each is quoted once
// at least.
func (b *builder) quotedInDay() {
	contracts := int64(0)
	for i := range b.quote {
		if b.quoted(i) {
			contracts++
		}
	}
	b.atLeast(b.root.get("risk").get("max_messages_per_day"), b.root.get("quoter"), contracts,
		"the day's messages do not quote every contract once", "")
}

// A need is the least that a limit must be, and the value that asks for it.
type need struct {
	v, other      *value
	least         int64
	message, hint string
}

// needs holds the largest need of each limit: one word about a limit is enough.
type needs []need

func (list *needs) add(n need) {
	if !n.v.sound() || n.v.num >= n.least {
		return
	}
	for i := range *list {
		if o := &(*list)[i]; o.v == n.v {
			if n.least > o.least {
				*o = n
			}
			return
		}
	}
	*list = append(*list, n)
}

// posturesFit compares the postures of a contract with the gate.
func (b *builder) posturesFit(v *demanded, duty string, demand rule.Demand, tight *needs) {
	if !b.quoted(int(v.c)) || !b.demandSound(v) {
		return
	}
	for _, p := range b.desk.postures(v.c, duty, demand) {
		if p.stance != steering.Out {
			b.postureFits(v, &p, tight)
		}
	}
}

// demandSound reports whether every value that a fit depends on could be read.
func (b *builder) demandSound(v *demanded) bool {
	q, g := b.quote[v.c], b.gate[v.c]
	for _, one := range []*value{v.size, q.get("size_lots"), q.get("step_wide_ticks"), q.get("pricing", "max_width_ticks"),
		q.get("pricing", "max_skew"), q.get("pricing", "skew_per_lot"), g.get("max_long_lots"), g.get("max_short_lots")} {
		if !one.sound() {
			return false
		}
	}
	if v.tiers == nil && !v.spread.sound() {
		return false
	}
	return b.desk.Instruments[v.c].TickValue > 0
}

// postureFits notes, for the row that needs most, each limit that is too tight.
func (b *builder) postureFits(v *demanded, p *posture, tight *needs) {
	most := b.desk.most(p)
	g, wide, why := b.gate[p.c], b.widener(v, p), whys[p.stance]
	if p.demand.Relax != 0 {
		why += ", while a grant relaxes the terms by " + decimalText(p.demand.Relax, 6)
	}
	spread, collar := g.get("max_spread_ticks"), g.get("collar_ticks")
	if p.stance != steering.Normal { // the normal widths are compared as they are written
		tight.add(need{spread, wide, most.high, "the gate would refuse " + why, widthHint(p)})
	}
	if p.stance != steering.Normal || collar.number() >= most.high {
		tight.add(need{collar, b.far(p, wide, most.high), most.reach,
			"the collar would refuse " + why + ", leaning against the largest position", ""})
	}
	tight.add(need{g.get("max_order_value"), v.rowOr(wide), most.value, "the gate would refuse " + why + " at a price that the terms have a row for", ""})
	if p.stance == steering.Duty {
		b.atMost(g.get("min_order_lots"), v.size, most.size, "the gate would refuse "+why, "")
	}
}

// whys say what a stance shows.
var whys = map[steering.Stance]string{
	steering.Normal: "the widest quote",
	steering.Duty:   "the least quote that counts, which is what a critical need shows",
	steering.Wide:   "a quote that is stepped back wide",
}

func widthHint(p *posture) string {
	if p.stance == steering.Wide {
		return "step_wide_ticks is added to the widest that the terms count; raise max_spread_ticks to their sum"
	}
	return "this is the widest that the terms count; raise max_spread_ticks to it"
}

// widener is the value that makes a posture's quote as wide as it is.
func (b *builder) widener(v *demanded, p *posture) *value {
	switch {
	case p.stance == steering.Wide:
		return b.quote[p.c].get("step_wide_ticks")
	case p.stance == steering.Normal:
		return b.quote[p.c].get("pricing", "max_width_ticks")
	}
	return v.asked()
}

// asked is the value that says how wide a quote counts.
func (v *demanded) asked() *value {
	if v.tiers != nil {
		return v.table
	}
	return v.spread
}

// rowOr is the table of the terms, which has the price, or else other.
func (v *demanded) rowOr(other *value) *value {
	if v.tiers != nil {
		return v.table
	}
	return other
}

// far is what takes a price farthest from fair value: the width, or the skew when
// the collar would do without it.
func (b *builder) far(p *posture, wide *value, width int64) *value {
	q := b.quote[p.c]
	if reach(width, 0, 0) > int64(b.desk.Risk.Limits[p.c].CollarTicks) {
		return wide
	}
	if long, short := b.desk.skew(p.c); max(long, short) < b.desk.Quoter.Contracts[p.c].Pricing.MaxSkew {
		return q.get("pricing", "skew_per_lot")
	}
	return q.get("pricing", "max_skew")
}

// most is the largest of every figure of a posture over the stretches of its
// table, each at both ends; the open one at its first price.
func (d *Desk) most(p *posture) (need fit) {
	need.size = highestSize
	for _, s := range stretches(&p.demand) {
		if s.dead {
			continue
		}
		for _, at := range []market.Price{s.from, s.to} {
			if at == s.to && s.open {
				continue
			}
			f := d.fit(p, at)
			need.high, need.reach, need.value = max(need.high, f.high), max(need.reach, f.reach), max(need.value, f.value)
			need.size = min(need.size, f.size)
		}
	}
	need.value = min(need.value, 1<<53)
	return need
}

const highestSize = 1 << 40

// answersInTime compares the message window with the time for an answer. A share
// of the contracts as large as the target may be asked in one instant: even a window
// that was empty must take their answers.
func (b *builder) answersInTime() {
	risk := b.root.get("risk")
	most, kept, window := risk.get("max_messages"), risk.get("reserved_for_cancels"), risk.get("window")
	if !most.sound() || !kept.sound() || !window.sound() || kept.num >= most.num {
		return
	}
	for i := range b.asks {
		row := &b.asks[i]
		within := row.duty.v.get("response").get("within")
		if !within.sound() || !b.quoted(int(row.Contract)) || int(row.Unit) >= len(b.desk.Requests.Units) {
			continue
		}
		a := b.desk.answerFit(row.Unit)
		due := ceilDiv(a.contracts*b.desk.Requests.Units[row.Unit].Target, onePPM)
		if a.within == market.Time(within.num) && a.atOnce < due {
			least := kept.num + ceilDiv(due, ceilDiv(within.num, window.num))
			b.atLeast(most, within, least, "the window has too few messages to answer the target's share of "+
				itoa(a.contracts)+" contracts asked at once", "")
		}
	}
}
