package config

import (
	"slices"

	"quotient/market"
	"quotient/obligation/rule"
)

// tierTable reads a table of widest spreads by price; ok is false without a sound one.
func (b *builder) tierTable(a *agreement, v *value) (t rule.Tiers, ok bool) {
	if !v.written() || len(a.pool) == 0 {
		return t, false
	}
	t.Key = rule.Key(v.get("by").number())
	ok = !v.get("rows").unread()
	for i, row := range kids(v.get("rows")) {
		r, sound := b.tier(a, row)
		if !sound || i >= rule.MaxTiers {
			return t, false
		}
		if from := row.get("from"); i > 0 && r.From <= t.Row[i-1].From {
			p := from.problem(CodeOverlap, "the row does not begin above the one before it")
			p.Found, p.Hint = from.text, "list the rows ascending by from"
			b.add(p)
			ok = false
		}
		t.Row[i], t.N = r, uint8(i+1)
	}
	return t, ok && t.N > 0
}

// tier reads one row.
func (b *builder) tier(a *agreement, row *value) (r rule.Tier, ok bool) {
	from, spread, share := row.get("from"), row.get("spread"), row.get("share")
	if !share.sound() {
		return r, false
	}
	r.PPM = share.num
	if r.From, ok = b.priceOfAll(a, from); !ok {
		return r, false
	}
	if r.Ticks, ok = b.priceOfAll(a, spread); !ok {
		return r, false
	}
	if r.Ticks == 0 && r.PPM == 0 {
		p := row.problem(CodeMissing, "the row allows no spread")
		p.Path, p.Allowed, p.Hint = join(row.path, "spread"), spread.key.allowed(), "add spread or share"
		b.add(p)
		return r, false
	}
	return r, true
}

// keepTiers returns the index + 1 of a table in a list.
func (b *builder) keepTiers(list *[]rule.Tiers, t rule.Tiers, at *value) uint8 {
	i := slices.Index(*list, t)
	if i < 0 {
		i = len(*list)
		*list = append(*list, t)
	}
	if i >= 255 {
		p := at.problem(CodeRange, "too many tables")
		p.Allowed, p.Hint = "at most 255", "end terms that are over"
		b.add(p)
		return 0
	}
	return uint8(i + 1)
}

// widest is the widest spread that a table allows at any price; wide is false
// when a share of the price may be wider still.
func widest(t *rule.Tiers) (ticks market.Price, wide bool) {
	for _, r := range t.Row[:t.N] {
		ticks, wide = max(ticks, r.Ticks), wide || r.PPM > 0
	}
	return max(1, ticks), wide
}

// spreads reads how wide a quote may be: one figure, or a table. With a table the
// figure is the widest that the table knows.
func (b *builder) spreads(a *agreement, v *value, list *[]rule.Tiers) (index uint8, spread market.Price) {
	flat, table := v.get("max_spread_ticks"), v.get("tiers")
	if flat.written() && table.written() {
		b.contradiction(flat, table, "one figure and a table of tiers", "keep one of the two")
	}
	if t, ok := b.tierTable(a, table); ok {
		spread, _ = widest(&t)
		return b.keepTiers(list, t, table), spread
	}
	return 0, market.Price(flat.number())
}
