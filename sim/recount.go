package sim

import "quotient/market"

// A counter is the exchange's recount of the makers' obligation (做市义务统计),
// row by row as the rule says it: an instant counts when a two-sided quote
// stands, both quantities reach the minimum and ask - bid is within the maximum,
// unless the instant is exempt. It counts the phases the exchange announced and
// the limits it published.
type counter struct {
	contracts int
	terms     []MakerTerms
	grants    []Grant
	rows      []row // by maker, then contract; grown to the makers the terms name
	closed    []Recount
	phases    []market.Phase // by contract
	limits    []market.Depth // by contract, as last published
}

// A row counts one maker and contract. What it holds was true since `since`.
type row struct {
	terms    MakerTerms
	inForce  bool
	since    market.Time
	phase    market.Phase
	own      bool // the contract is at its limit
	dominant bool // the dominant contract is
	quote    uint64
	narrow   bool // the quote's width is within the maximum
	remains  bool // what remains of both legs is enough
	declared bool // what was declared is enough, and both legs remain
	day      Recount
}

func newCounter(contracts int, terms []MakerTerms, grants []Grant) counter {
	makers := 1
	for i := range terms {
		makers = max(makers, int(terms[i].Maker)+1)
	}
	n := counter{
		contracts: contracts,
		terms:     terms,
		grants:    append([]Grant(nil), grants...),
		rows:      make([]row, makers*contracts),
		phases:    make([]market.Phase, contracts),
		limits:    make([]market.Depth, contracts),
	}
	for i := range n.rows {
		n.rows[i].day = Recount{Maker: uint8(i / contracts), Contract: market.Contract(i % contracts)}
	}
	return n
}

// row returns the maker's row on the contract, nil when no terms name it.
func (n *counter) row(maker uint8, c market.Contract) *row {
	if i := int(maker)*n.contracts + int(c); int(c) < n.contracts && i < len(n.rows) {
		return &n.rows[i]
	}
	return nil
}

// roll closes the trading day's rows and opens those of date.
func (n *counter) roll(date market.Date, now market.Time) {
	for i := range n.rows {
		r := &n.rows[i]
		r.settle(n.grants, now)
		if r.inForce {
			n.closed = append(n.closed, r.day)
		}
		r.inForce, r.since, r.own, r.dominant = false, now, false, false
		r.day = Recount{Maker: r.day.Maker, Contract: r.day.Contract, Date: date}
		for k := range n.terms {
			if t := &n.terms[k]; t.Maker == r.day.Maker && t.Contract == r.day.Contract && t.covers(date) {
				r.terms, r.inForce = *t, true
			}
		}
	}
	clear(n.limits)
}

func (t *MakerTerms) covers(d market.Date) bool {
	return d >= t.From && (t.To == 0 || d <= t.To)
}

// phase takes over an announced phase.
func (n *counter) phase(c market.Contract, ph market.Phase, now market.Time) {
	n.phases[c] = ph
	for i := int(c); i < len(n.rows); i += n.contracts {
		n.rows[i].settle(n.grants, now)
		n.rows[i].phase = ph
	}
}

// market takes over a published snapshot.
func (n *counter) market(c market.Contract, d *market.Depth, now market.Time) {
	was := &n.limits[c]
	same := LimitTouched.holds(was) == LimitTouched.holds(d) && LimitLast.holds(was) == LimitLast.holds(d) &&
		LimitOneSided.holds(was) == LimitOneSided.holds(d)
	*was = *d
	if same {
		return
	}
	for i := range n.rows {
		r := &n.rows[i]
		if !r.inForce || r.terms.Contract != c && r.terms.Dominant != c {
			continue
		}
		r.settle(n.grants, now)
		r.own = r.terms.Limit.holds(&n.limits[r.terms.Contract])
		if dom := r.terms.Dominant; int(dom) < n.contracts {
			r.dominant = r.terms.Limit.holds(&n.limits[dom])
		}
	}
}

// holds reports whether the published snapshot is at a price limit.
func (l LimitRule) holds(d *market.Depth) bool {
	at := func(p market.Price) bool { return p != 0 && (p == d.Upper || p == d.Lower) }
	switch l {
	case LimitOneSided:
		return d.AskQty == 0 && d.BidQty > 0 && d.Upper != 0 && d.Bid == d.Upper ||
			d.BidQty == 0 && d.AskQty > 0 && d.Lower != 0 && d.Ask == d.Lower
	case LimitLast:
		return at(d.Last)
	}
	return at(d.Last) || d.BidQty > 0 && at(d.Bid) || d.AskQty > 0 && at(d.Ask)
}

// stand takes over the entry as the maker's standing quote, or what a fill left of it.
func (n *counter) stand(e *entry, now market.Time) {
	r := n.row(e.maker, e.contract)
	if r == nil || !e.quote {
		return
	}
	r.settle(n.grants, now)
	bid, ask := &e.legs[0], &e.legs[1]
	r.quote = e.id
	r.narrow = ask.price-bid.price <= r.terms.MaxSpread
	r.remains = min(bid.leaves, ask.leaves) >= max(r.terms.MinSize, 1)
	r.declared = min(bid.leaves, ask.leaves) > 0 && min(bid.declared, ask.declared) >= r.terms.MinSize
}

// gone notes that the quote no longer stands.
func (n *counter) gone(e *entry, now market.Time) {
	if r := n.row(e.maker, e.contract); r != nil && r.quote == e.id {
		r.settle(n.grants, now)
		r.quote, r.narrow, r.remains, r.declared = 0, false, false, false
	}
}

// grant takes an exemption given at now; what is past is not counted again.
func (n *counter) grant(g Grant, now market.Time) {
	for i := range n.rows {
		n.rows[i].settle(n.grants, now)
	}
	n.grants = append(n.grants, g)
}

// settle counts the time from r.since to now, which grants may cut in pieces.
func (r *row) settle(grants []Grant, now market.Time) {
	for r.since < now {
		granted, to := r.granted(grants, now)
		if r.inForce && r.phase.Scheduled() {
			r.add(granted, to-r.since)
		}
		r.since = to
	}
}

// granted reports whether a grant holds at r.since, and until when the answer stays.
func (r *row) granted(grants []Grant, now market.Time) (yes bool, to market.Time) {
	to = now
	for i := range grants {
		g := &grants[i]
		if g.Maker != r.day.Maker || g.Contract != market.NoContract && g.Contract != r.day.Contract {
			continue
		}
		yes = yes || g.From <= r.since && r.since < g.To
		for _, edge := range [2]market.Time{g.From, g.To} {
			if edge > r.since {
				to = min(to, edge)
			}
		}
	}
	return yes, to
}

// add counts span as what the row says it was.
func (r *row) add(granted bool, span market.Time) {
	d := &r.day
	d.Scheduled += span
	switch {
	case r.phase != market.PhaseContinuous:
		d.Exempt[ExemptAuction] += span
		return
	case r.own:
		d.Exempt[ExemptOwnLimit] += span
		return
	case r.dominant:
		d.Exempt[ExemptDominantLimit] += span
		return
	case granted:
		d.Exempt[ExemptGrant] += span
		return
	}
	if r.narrow && r.remains {
		d.Effective += span
	} else {
		d.Ineffective += span
	}
	if r.narrow && r.declared {
		d.Declared += span
	}
}

// AddGrant takes an exemption that is given at now.
func (f *Floor) AddGrant(g Grant, now market.Time) {
	f.Advance(now)
	f.count.grant(g, f.now)
}

// Recount returns the running trading day's count up to the latest time seen.
func (f *Floor) Recount(maker uint8, c market.Contract) Recount {
	r := f.count.row(maker, c)
	if r == nil {
		return Recount{Maker: maker, Contract: c, Date: f.date}
	}
	r.settle(f.count.grants, f.now)
	return r.day
}

// Recounts appends the count of every maker, contract and trading day whose
// terms were in force: the finished days, then the running one.
func (f *Floor) Recounts(dst []Recount) []Recount {
	dst = append(dst, f.count.closed...)
	for i := range f.count.rows {
		if r := &f.count.rows[i]; r.inForce {
			r.settle(f.count.grants, f.now)
			dst = append(dst, r.day)
		}
	}
	return dst
}
