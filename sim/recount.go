package sim

import (
	"slices"

	"quotient/market"
)

// A counter is the exchange's recount of the makers' obligation (做市义务统计),
// row by row as the rule says it: an instant counts when a two-sided quote
// stands, both quantities reach the minimum and ask - bid is within the maximum,
// unless the instant is exempt. It counts the phases the exchange announced and
// the prices it published.
type counter struct {
	contracts int
	terms     []MakerTerms
	grants    []Grant
	responses []ResponseTerms
	date      market.Date
	rows      []row // by maker, then contract; grown to the makers the terms name
	closed    []Recount
	units     []UnitCount    // of closed days
	phases    []market.Phase // by contract
	limits    []market.Depth // by contract, as last published this trading day
	seen      []bool         // by contract: it was

	told   []market.Price // by contract: the settlement price for the day to come; 0 = not told
	settle []market.Price // by contract: that of the day before; 0 = not known
	before []market.Price // by contract: the last price of the day before; 0 = not known

	sets   []set
	moves  []Move
	cheaps [][]int32 // by underlying: rows with a floor, ascending by strike

	asked  []request
	open   []int32   // those of asked that may be undecided
	follow [][]int32 // by underlying: of them, those that its moves release
}

func newCounter(p *TapeParams) counter {
	makers, contracts := 1, len(p.Instruments)
	for i := range p.Terms {
		makers = max(makers, int(p.Terms[i].Maker)+1)
	}
	for i := range p.Responses {
		makers = max(makers, int(p.Responses[i].Maker)+1)
	}
	n := counter{
		contracts: contracts,
		terms:     p.Terms,
		grants:    append([]Grant(nil), p.Grants...),
		responses: p.Responses,
		rows:      make([]row, makers*contracts),
		phases:    make([]market.Phase, contracts),
		limits:    make([]market.Depth, contracts),
		seen:      make([]bool, contracts),
		told:      make([]market.Price, contracts),
		settle:    make([]market.Price, contracts),
		before:    make([]market.Price, contracts),
		cheaps:    make([][]int32, contracts),
		follow:    make([][]int32, contracts),
	}
	for i := range n.rows {
		n.rows[i].day = Recount{Maker: uint8(i / contracts), Contract: market.Contract(i % contracts)}
	}
	for i := range p.Series {
		n.sets = append(n.sets, newSet(&p.Series[i], uint8(i)))
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
	n.upTo(now)
	n.closeRequests(now)
	day := len(n.units)
	for i := range n.rows {
		r := &n.rows[i]
		r.settle(n.grants, now)
		if r.owes() {
			n.closed = append(n.closed, r.day)
			n.units = addUnit(n.units, day, r)
		}
		r.newDay(date, now)
	}
	n.date = date
	for k := range n.terms {
		if t := &n.terms[k]; covers(t.From, t.To, date) {
			r := n.row(t.Maker, t.Contract)
			r.terms, r.inForce, r.member = *t, true, t.Series == 0 && !t.Watch
		}
	}
	for k := range n.responses {
		if t := &n.responses[k]; covers(t.From, t.To, date) {
			n.row(t.Maker, t.Contract).asks = t
		}
	}
	for c := range n.limits {
		n.before[c] = n.limits[c].Last
		n.settle[c], n.told[c] = n.told[c], 0
		n.limits[c], n.seen[c] = market.Depth{}, false
	}
	n.listCheap()
	n.rollSets(now)
}

func covers(from, to, d market.Date) bool { return d >= from && (to == 0 || d <= to) }

// listCheap finds the rows that a floor may exempt.
func (n *counter) listCheap() {
	for u := range n.cheaps {
		n.cheaps[u] = n.cheaps[u][:0]
	}
	for i := range n.rows {
		t := &n.rows[i].terms
		if t.Floor > 0 && int(t.Underlying) < n.contracts {
			n.cheaps[t.Underlying] = append(n.cheaps[t.Underlying], int32(i))
		}
	}
	for _, list := range n.cheaps {
		slices.SortStableFunc(list, func(i, j int32) int { return int(n.rows[i].terms.Strike - n.rows[j].terms.Strike) })
	}
}

// phase takes over an announced phase.
func (n *counter) phase(c market.Contract, ph market.Phase, now market.Time) {
	n.upTo(now)
	for i := int(c); i < len(n.rows); i += n.contracts {
		n.rows[i].settle(n.grants, now)
		n.pass(&n.rows[i], now)
		n.rows[i].phase = ph
	}
	n.phases[c] = ph
}

// market takes over a published snapshot.
func (n *counter) market(c market.Contract, d *market.Depth, now market.Time) {
	n.upTo(now)
	was := n.limits[c]
	n.limits[c], n.seen[c] = *d, true
	for l := LimitOneSided; l <= LimitTouched; l++ {
		if l.holds(&was) != l.holds(d) {
			n.limit(c, now)
			break
		}
	}
	for i := int(c); i < len(n.rows); i += n.contracts {
		n.cheapen(&n.rows[i], now)
	}
	if d.Last != was.Last {
		n.crossed(c, was.Last, d.Last, now)
		n.release(c, d.Last, now)
	}
	n.look(c, d, now)
}

// limit judges anew the rows for which c's limit matters.
func (n *counter) limit(c market.Contract, now market.Time) {
	at := func(t *MakerTerms, of market.Contract) bool {
		return int(of) < n.contracts && t.Limit.holds(&n.limits[of])
	}
	for i := range n.rows {
		r := &n.rows[i]
		t := &r.terms
		if !r.inForce || t.Contract != c && t.Dominant != c && !(t.Option && t.Underlying == c) {
			continue
		}
		r.settle(n.grants, now)
		r.own, r.dominant = at(t, t.Contract), at(t, t.Dominant)
		r.underlying = t.Option && at(t, t.Underlying)
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

// crossed judges anew the options whose strikes lie between two last prices of
// the underlying: only they may have come into the money or gone out of it.
func (n *counter) crossed(c market.Contract, was, last market.Price, now market.Time) {
	list := n.cheaps[c]
	low, high := min(was, last), max(was, last)
	if was == 0 || last == 0 {
		high = market.Price(never)
	}
	i, _ := slices.BinarySearchFunc(list, low, func(i int32, p market.Price) int {
		if n.rows[i].terms.Strike < p {
			return -1
		}
		return 1
	})
	for ; i < len(list) && n.rows[list[i]].terms.Strike <= high; i++ {
		n.cheapen(&n.rows[list[i]], now)
	}
}

// cheapen judges anew whether the row's option is out of the money and below the floor.
func (n *counter) cheapen(r *row, now market.Time) {
	cheap := r.terms.Floor > 0 && n.cheap(&r.terms)
	if cheap != r.cheap {
		r.settle(n.grants, now)
		r.cheap = cheap
	}
}

// cheap reports whether the option is out of the money by the underlying's last
// price and its own price below the floor.
func (n *counter) cheap(t *MakerTerms) bool {
	if !t.Option || int(t.Underlying) >= n.contracts {
		return false
	}
	last, d := n.limits[t.Underlying].Last, &n.limits[t.Contract]
	out := t.Call && t.Strike > last || !t.Call && t.Strike < last
	if last == 0 || !out {
		return false
	}
	switch t.FloorBy {
	case FloorBid:
		return n.seen[t.Contract] && (d.BidQty == 0 || d.Bid < t.Floor)
	case FloorLast:
		return d.Last > 0 && d.Last < t.Floor
	case FloorSettlement:
		return n.settle[t.Contract] > 0 && n.settle[t.Contract] < t.Floor
	}
	return false
}

// settlement takes over a settlement price. Inside a trading day that has none it
// is that of the day before; between two days it is for the one to come.
func (n *counter) settlement(c market.Contract, p market.Price, inside bool, now market.Time) {
	n.upTo(now)
	switch {
	case !inside:
		n.told[c] = p
	case n.settle[c] == 0:
		n.settle[c] = p
		for i := int(c); i < len(n.rows); i += n.contracts {
			n.cheapen(&n.rows[i], now)
		}
		n.settled(c, now)
	}
}

// stand takes over the entry as the maker's standing quote, or what a fill left of it.
func (n *counter) stand(e *entry, now market.Time) {
	r := n.row(e.maker, e.contract)
	if r == nil || !e.quote {
		return
	}
	n.upTo(now)
	r.settle(n.grants, now)
	n.pass(r, now)
	fresh := r.quote.id != e.id
	r.quote = newStanding(e)
	if fresh {
		n.answer(r, now)
	} else {
		n.filled(r, now)
	}
}

// gone notes that the quote no longer stands.
func (n *counter) gone(e *entry, now market.Time) {
	if r := n.row(e.maker, e.contract); r != nil && r.quote.id == e.id {
		n.upTo(now)
		r.settle(n.grants, now)
		n.pass(r, now)
		r.quote = standing{}
		n.broken(r, now)
	}
}

// grant takes an exemption given at now; what is past is not counted again.
func (n *counter) grant(g Grant, now market.Time) {
	n.upTo(now)
	for i := range n.rows {
		n.rows[i].settle(n.grants, now)
	}
	n.grants = append(n.grants, g)
}
