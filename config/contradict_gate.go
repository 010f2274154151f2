package config

// quoteAndMore compares what is quoted with the rules of the gate that a desk may
// go without.
func (b *builder) quoteAndMore(i int) {
	q, g, root := b.quote[i], b.gate[i], b.root.get("risk")
	if width := q.get("pricing", "max_width_ticks"); width.sound() {
		b.atLeast(g.get("move_ticks"), width, width.num, "the gate would refuse the widest quote", "")
	}
	size, share := q.get("size_lots"), root.get("exchange_headroom")
	if !size.sound() || !share.sound() || share.num == 0 {
		return
	}
	const both = "a quote could never be replaced within the head-room: until the exchange answers, the old one and the new one may both fill"
	least := (2*size.num*onePPM + share.num - 1) / share.num
	b.atLeast(g.get("exchange_long_lots"), size, least, both, "")
	b.atLeast(g.get("exchange_short_lots"), size, least, both, "")
}

// quotesAndAccount compares all that is quoted with the account's limit on lots:
// of every contract both sides may open, and of one the new quote too.
func (b *builder) quotesAndAccount() {
	sum, largest := int64(0), (*value)(nil)
	for i := range b.desk.Instruments {
		size := b.quote[i].get("size_lots")
		if !b.quoted(i) || !size.sound() {
			continue
		}
		sum += 2 * size.num
		if largest == nil || size.num > largest.num {
			largest = size
		}
	}
	if most := b.root.get("risk").get("max_lots"); largest != nil {
		b.atLeast(most, largest, sum+2*largest.num, "a quote could never be replaced within the account's limit: "+
			"both sides of every contract's quote and of the new one may open", "")
	}
}
