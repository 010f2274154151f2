package margin

import (
	"quotient/market"
	"quotient/risk/position"
)

// A Settlement is a contract's settlement of a trading day.
type Settlement struct {
	Date     market.Date
	Price    market.Price // 结算价
	Limit    market.Price // how far from the settlement before the day's nearer limit lay, ticks; 0 not known
	Interest int64        // open interest at the close, lots (持仓量)
}

// settled is a Settlement as it is kept.
type settled struct {
	price    market.Price
	limit    int64 // ppm of the price before; 0 not known
	interest int64
	date     market.Date
	_        [4]byte
}

// Settled takes a contract's settlement: of a day before today it is in force at
// once, of today from the next Roll on. One of the day of the newest replaces it.
// false means figures that cannot be, a day that is over or, once today is known,
// one to come: nothing after it would be taken, and old margin stand for ever.
func (a *Account) Settled(c market.Contract, x Settlement) bool {
	if int(c) >= len(a.rows) || !x.Date.Valid() || !priced(x.Price) || x.Limit < 0 || x.Limit > position.MaxPrice ||
		x.Interest < 0 {
		return false
	}
	past := &a.rows[c].settled
	if x.Date < past[0].date || a.h.today != 0 && x.Date > a.h.today {
		return false
	}
	if x.Date > past[0].date {
		copy(past[1:], past[:depth-1])
	}
	past[0] = settled{price: x.Price, limit: width(x.Limit, past[1].price), interest: x.Interest, date: x.Date}
	a.adopt(c)
	a.refold()
	return true
}

func priced(p market.Price) bool { return p > 0 && p <= position.MaxPrice }

// width is a limit in ppm of the price that it is measured from; 0 is not known.
func width(limit, from market.Price) int64 {
	var k calc
	return k.floor(int64(limit), million, int64(from))
}

// Mark says what a contract is worth now, and how far from the previous
// settlement the nearer of the price limits lies, in ticks (0 not known).
func (a *Account) Mark(c market.Contract, price, limit market.Price) bool {
	if int(c) >= len(a.rows) || !priced(price) || limit < 0 || limit > position.MaxPrice {
		return false
	}
	r := &a.rows[c]
	r.mark, r.limit = price, width(limit, a.previous(c).price)
	return true
}

// previous is the newest settlement of a day before today.
func (a *Account) previous(c market.Contract) *settled {
	past := &a.rows[c].settled
	if past[0].date < a.h.today {
		return &past[0]
	}
	return &past[1]
}

// Roll begins trading day today: the newest settlements are the previous ones,
// the day's rates are in force, and what was of the day before — marks, frozen
// funds, premium, the day's funds — is gone. Call it once the settlements are in;
// a second call for a day changes nothing. false means a day that is over.
func (a *Account) Roll(today market.Date) bool {
	if !today.Valid() || today < a.h.today {
		return false
	}
	if today == a.h.today {
		return true
	}
	a.h = head{today: today}
	a.frozen = sum{}
	for c := range a.rows {
		r := &a.rows[c]
		r.mark, r.limit, r.frozen = 0, 0, [2]market.Money{}
		a.adopt(market.Contract(c))
	}
	a.refold()
	return true
}

// adopt takes over a contract's previous settlement and today's rates.
func (a *Account) adopt(c market.Contract) {
	a.now.value[c] = a.worth(c, a.previous(c).price)
	a.now.rate[c] = a.p.rate(c, a.h.today, a.previous(c).interest)
	a.now.date = a.h.today
}

// worth is what one lot is worth at price, in fen; 0 is not known.
func (a *Account) worth(c market.Contract, price market.Price) market.Money {
	var k calc
	v := k.mul(int64(price), int64(a.p.Instruments[c].TickValue))
	if k.wrong {
		return 0
	}
	return market.Money(v)
}

// A Move is how far settlement prices went over a number of days.
type Move struct {
	From, To  market.Price // settlement before the first day, and the last one
	Threshold market.Price // from this many ticks either way the exchange may raise margin
	Reached   bool
	Source    market.Ref
}

// Move returns where a contract stands against Params.Moves[rule]: the move of
// the last settlements as they are (连续若干个交易日累计涨跌幅). ok is false when the rule
// is not in force today or too few settlements or no limit are known.
func (a *Account) Move(c market.Contract, rule int) (m Move, ok bool) {
	if !a.moves(c, rule) {
		return m, false
	}
	past, days := &a.rows[c].settled, a.p.Moves[rule].Days
	return a.move(rule, past[days].price, past[0].price, past[0].limit)
}

// Projected returns the same as if the day closed at the mark.
func (a *Account) Projected(c market.Contract, rule int) (m Move, ok bool) {
	if !a.moves(c, rule) {
		return m, false
	}
	r := &a.rows[c]
	if r.mark == 0 || r.settled[0].date >= a.h.today {
		return a.Move(c, rule)
	}
	return a.move(rule, r.settled[a.p.Moves[rule].Days-1].price, r.mark, r.limit)
}

// moves reports whether there is such a contract and such a rule.
func (a *Account) moves(c market.Contract, rule int) bool {
	return int(c) < len(a.rows) && uint(rule) < uint(len(a.p.Moves))
}

func (a *Account) move(rule int, from, to market.Price, limit int64) (m Move, ok bool) {
	r := &a.p.Moves[rule]
	var k calc
	part := k.ceil(int64(from), k.mul(limit, r.Multiple), million*million)
	m = Move{From: from, To: to, Threshold: market.Price(part), Source: r.Source}
	m.Reached = max(to-from, from-to) >= m.Threshold
	return m, part > 0 && r.Span.holds(a.h.today)
}
