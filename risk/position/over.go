package position

import "quotient/market"

// A Restraint is a set of reasons for which a contract may only be closed
// (REDUCE_ONLY, 只平). The zero Restraint is none.
type Restraint uint8

// The reasons.
const (
	OverLimit   Restraint = 1 << iota // more is held than the limit allows (超仓)
	NoLimit                           // no limit in force is known
	Unqualified                       // no longer market maker on the product
	Untold                            // an account under common control was not heard of
	NoOpens                           // what may be opened today is used up, or not known
)

// Reasons is how many reasons Limits can have.
const Reasons = 5

// ToDelivery is one that Limits know nothing of: what is held is headed to delivery
// and is taken down (临近交割).
const ToDelivery Restraint = 1 << Reasons

// Restrain returns why c may only be closed. A contract that is none of ours may
// not be opened for any reason.
func (l *Limits) Restrain(c market.Contract, now market.Time) (r Restraint) {
	if int(c) >= len(l.rows) {
		return 1<<Reasons - 1
	}
	i := l.scope[c]
	if l.scopes[i].over != [2]uint8{} {
		r |= OverLimit
	}
	if !l.limits[i].known {
		r |= NoLimit
	}
	if !l.qualified[l.group[c]] {
		r |= Unqualified
	}
	if l.Untold(now) {
		r |= Untold
	}
	if left, ok := l.OpensLeft(c); !ok || left <= 0 {
		r |= NoOpens
	}
	return r
}

// Left returns how many more lots an order on side s of c may open as speculation,
// so that no limit is passed should everything that works fill (see Working): 0
// while Restrain gives a reason.
func (l *Limits) Left(c market.Contract, s market.Side, now market.Time) market.Qty {
	left, _ := l.LeftBut(c, s, now, [2]market.Qty{})
	return left
}

// LeftBut returns Left, and what it were if so many lots of ours that work on c, to
// buy and to sell, were gone.
func (l *Limits) LeftBut(c market.Contract, s market.Side, now market.Time, gone [2]market.Qty) (left, but market.Qty) {
	if s != market.Bid && s != market.Ask || l.Restrain(c, now) != 0 {
		return 0, 0
	}
	product, own, spare := l.opening[l.group[c]], l.openingOf(c), l.spare(c, s)
	left = max(0, min(l.opensBut(c, product, own), spare))
	both := gone[0] + gone[1]
	if gone == [2]market.Qty{} {
		return left, left
	}
	return left, max(0, min(l.opensBut(c, product-both, own-both), spare+gone[s-market.Bid]))
}

// spare is what c's limit leaves on side s beside everything that works, below 0 when
// that is too much.
func (l *Limits) spare(c market.Contract, s market.Side) market.Qty {
	sc, b, at := &l.scopes[l.scope[c]], &l.limits[l.scope[c]], l.at(c, s)
	all := sc.held[at] + sc.others[at] + sc.opening[at]
	return min(b.most-all+sc.paired[at], b.all-all)
}

// Strained reports whether a limit of c would be passed should everything that works
// fill, though none is yet: others came to hold more, or the limit fell, after it was
// sent.
func (l *Limits) Strained(c market.Contract) bool {
	if int(c) >= len(l.rows) {
		return true
	}
	if l.limits[l.scope[c]].known && min(l.spare(c, market.Bid), l.spare(c, market.Ask)) < 0 {
		return true
	}
	own, product := &l.opens[c], &l.groupOpens[l.group[c]]
	return product.known && !product.free && l.opened[l.group[c]]+l.opening[l.group[c]] > product.most ||
		own.known && !own.free && l.openedOf(c)+l.openingOf(c) > own.most
}

// OpensLeft returns how many lots of c may still be opened today, bought and sold
// together, by its own limit and its product's. false when neither is known.
func (l *Limits) OpensLeft(c market.Contract) (lots market.Qty, ok bool) {
	if int(c) >= len(l.rows) {
		return 0, false
	}
	return l.opensBut(c, 0, 0), l.opens[c].known || l.groupOpens[l.group[c]].known
}

// opensBut is OpensLeft with so many lots of the product, and of them of c, opened
// besides.
func (l *Limits) opensBut(c market.Contract, more, ofC market.Qty) (lots market.Qty) {
	own, product := &l.opens[c], &l.groupOpens[l.group[c]]
	lots = MaxQty
	if product.known && !product.free {
		lots = product.most - l.opened[l.group[c]] - more
	}
	if own.known && !own.free {
		lots = min(lots, own.most-l.openedOf(c)-ofC)
	}
	return max(0, lots)
}

// openingOf returns what working orders in c may open yet, ours and others'.
func (l *Limits) openingOf(c market.Contract) market.Qty {
	lots := l.rows[c].working[0] + l.rows[c].working[1]
	for i := int(c); i < len(l.others); i += len(l.rows) {
		lots += l.others[i].OpeningLong + l.others[i].OpeningShort
	}
	return lots
}

// InForce returns c's limit of the trading day, with its source; false when none
// is known.
func (l *Limits) InForce(c market.Contract) (Limit, bool) { return l.p.LimitOn(c, l.st.date) }

// openedOf returns what was opened of c today, ours and others'.
func (l *Limits) openedOf(c market.Contract) market.Qty {
	lots := l.rows[c].opened
	for i := int(c); i < len(l.others); i += len(l.rows) {
		lots += l.others[i].Opened
	}
	return lots
}

// Held returns what counts against c's limit on side s: all lots, and of them
// those of spread positions.
func (l *Limits) Held(c market.Contract, s market.Side) (all, spread market.Qty) {
	if !l.leg(Leg{Contract: c, Side: s}) {
		return 0, 0
	}
	sc, at := &l.scopes[l.scope[c]], l.at(c, s)
	return sc.held[at] + sc.others[at], sc.paired[at]
}

// Over returns by how many lots c's limit is exceeded on side s, and until when
// they have to be gone before the exchange closes them itself (强行平仓); 0 when
// that is not known. The countdown is until minus now.
func (l *Limits) Over(c market.Contract, s market.Side) (lots market.Qty, until market.Time, over bool) {
	if !l.leg(Leg{Contract: c, Side: s}) {
		return 0, 0, false
	}
	i, at := l.scope[c], l.at(c, s)
	sc := &l.scopes[i]
	return sc.excess(at, &l.limits[i]), sc.until[at], sc.over[at] != 0
}

// ExcessOn returns by how many lots what is held now would be over on another
// trading day, such as the first of a month with a lower limit. false when no
// limit of that day is known.
func (l *Limits) ExcessOn(c market.Contract, s market.Side, day market.Date) (lots market.Qty, ok bool) {
	if !l.leg(Leg{Contract: c, Side: s}) {
		return 0, false
	}
	limit, ok := l.p.LimitOn(c, day)
	b := bound{most: limit.Speculative, all: limit.Speculative * market.Qty(limit.Times), known: ok}
	return l.scopes[l.scope[c]].excess(l.at(c, s), &b), ok
}

// Next returns the first instant after now at which something changes by itself:
// a countdown ends, or an account is no longer known; 0 = none.
func (l *Limits) Next(now market.Time) (at market.Time) {
	const never = 1<<63 - 1
	at = never
	sooner := func(t market.Time) {
		if t > now {
			at = min(at, t)
		}
	}
	for i := range l.scopes {
		sooner(l.scopes[i].until[0])
		sooner(l.scopes[i].until[1])
	}
	for i, t := range l.told {
		if t != 0 {
			sooner(t + l.p.Accounts[i].MaxAge)
		}
	}
	if at == never {
		return 0
	}
	return at
}
