package config

import (
	"quotient/market"
	"quotient/obligation/rule"
)

// A demanded is what one row of terms or answers asks of a contract's quotes, by
// the values that say so.
type demanded struct {
	c            market.Contract
	spread, size *value
	tiers        *rule.Tiers // in place of spread
	table        *value
}

// quotesAndDemands compares what is quoted with what the agreements count.
func (b *builder) quotesAndDemands() {
	o, r := &b.desk.Obligation, &b.desk.Requests
	for i := range b.rows {
		row := &b.rows[i]
		b.quoteAndDemand(b.demandedBy(row.Contract, row.duty.v, row.duty.v, o.Tiers, row.Tiers))
	}
	for i := range b.asks {
		row := &b.asks[i]
		b.quoteAndDemand(b.demandedBy(row.Contract, row.duty.v.get("response"), row.duty.v, r.Tiers, row.Tiers))
	}
}

// demandedBy finds the values that ask something of a contract: in v, or where v
// says nothing in terms.
func (b *builder) demandedBy(c market.Contract, v, terms *value, tables []rule.Tiers, index uint8) demanded {
	d := demanded{c: c, size: v.get("min_size_lots"), spread: v.get("max_spread_ticks"), table: v.get("tiers")}
	if d.size == nil {
		d.size = terms.get("min_size_lots")
	}
	if d.spread == nil && !d.table.written() {
		d.spread, d.table = terms.get("max_spread_ticks"), terms.get("tiers")
	}
	if index > 0 {
		d.tiers = &tables[index-1]
	}
	return d
}

// quoteAndDemand compares what is quoted with what counts.
func (b *builder) quoteAndDemand(d demanded) {
	if !b.quoted(int(d.c)) {
		return
	}
	q := b.quote[d.c]
	narrow, wide, comply := q.get("pricing", "min_width_ticks"), q.get("pricing", "max_width_ticks"), q.get("comply")
	const never = "no quote of this width would count"
	switch {
	case d.tiers != nil:
		// With comply the loop keeps to the row of the price: only a table that
		// never allows the narrowest quote contradicts it.
		if most, more := widest(d.tiers); !more {
			b.atMost(narrow, d.table, int64(most), never, "")
		}
	case d.spread.sound():
		b.atMost(narrow, d.spread, d.spread.num, never, "")
		if comply.sound() && comply.num == 1 {
			b.atMost(wide, d.spread, d.spread.num, "the widest quote would not count", "lower it, or set comply: false")
		}
	}
	if least := d.size; least.sound() {
		size := q.get("size_lots")
		b.atLeast(size, least, least.num, "no quote of this size would count", "")
		if comply.sound() && comply.num == 1 && size.number() >= least.num {
			b.atLeast(q.get("refill_at_lots"), least, least.num-1,
				"a side may stay too small to count after a partial fill", "")
		}
	}
}
