package position

import "quotient/market"

// Bounds of what a fill may say; beyond them it is not believed.
const (
	MaxQty   market.Qty   = 1 << 31
	MaxPrice market.Price = 1 << 40
)

// maxTotal bounds what is believed of many fills together.
const maxTotal market.Qty = 1 << 45

// A lots is one direction of a contract: total, and of that opened today. What
// is not of today is yesterday's.
type lots struct{ total, today market.Qty }

// A holding is one contract's row. cash is in ticks × lots: sold minus bought
// since the day began, the position that the day began with counted as bought
// at the mark of that moment. Two cache lines, what the gate reads first.
type holding struct {
	side         [2]lots // long, short
	bought, sold market.Qty
	opened       [2]market.Qty // lots opened today, bought and sold
	fills        int64
	cash         int64
	fees         market.Money
	mark         market.Price // last price noted by Mark or a fill
	unpriced     market.Qty   // net lots taken over before any price was known
	marked       uint8
	broken       uint8 // an amount did not fit: P&L and fees cannot be told
	_            [22]byte
}

// A Ledger keeps the positions of all contracts.
type Ledger struct {
	p       Params
	rows    []holding
	group   []uint16
	weights []weight // by contract
	sums    []Sum    // by group
	total   Sum
}

// New makes an empty ledger for p.Instruments.
func New(p Params) *Ledger {
	n := len(p.Instruments)
	return &Ledger{p: p, rows: make([]holding, n), group: make([]uint16, n),
		weights: make([]weight, n), sums: make([]Sum, max(1, n))}
}

// Check calls bad for each parameter that no ledger can work with.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if n := len(p.TodayApart); n != 0 && n != len(p.Instruments) {
		bad("today_apart", int64(n), int64(len(p.Instruments)))
	}
	if len(p.Fees) != len(p.Instruments) {
		bad("fees", int64(len(p.Fees)), int64(len(p.Instruments)))
	}
	for i := range p.Instruments {
		p.Instruments[i].Check(bad)
	}
	for i := range p.Fees {
		f := &p.Fees[i]
		for _, v := range [...]struct {
			key   string
			found int64
		}{
			{"open_per_lot", int64(f.OpenPerLot)}, {"close_per_lot", int64(f.ClosePerLot)},
			{"close_today_per_lot", int64(f.CloseTodayPerLot)}, {"open_rate", f.OpenRate},
			{"close_rate", f.CloseRate}, {"close_today_rate", f.CloseTodayRate},
		} {
			if v.found < 0 {
				bad(v.key, v.found, 0)
			}
		}
	}
}

// Group makes sums of Net by group of contracts (such as a product): of[c] is the
// group of contract c, below the number of contracts. The gate calls it.
func (l *Ledger) Group(of []uint16) {
	copy(l.group, of)
	l.regroup()
}

func (l *Ledger) regroup() {
	clear(l.sums)
	l.total = Sum{}
	for c := range l.rows {
		l.count(market.Contract(c), 1)
	}
}

// Fill books an execution of qty lots on side s at price. An unset offset is
// chosen as Offset does. false means that something was wrong: with figures that
// cannot be, nothing is booked; a close of more than is held is booked with the
// rest as opened, so that Net is right whatever the offset said; an amount that
// does not fit leaves the position right and the money untold.
func (l *Ledger) Fill(c market.Contract, s market.Side, offset market.Offset, price market.Price, qty market.Qty) bool {
	if int(c) >= len(l.rows) || s != market.Bid && s != market.Ask || qty <= 0 || qty > MaxQty ||
		price > MaxPrice || price < -MaxPrice {
		return false
	}
	h := &l.rows[c]
	l.count(c, -1)
	h.note(price)
	if offset == market.NoOffset {
		offset = l.Offset(c, s, qty)
	}
	parts := h.move(s, offset, qty)
	h.opened[s-market.Bid] += parts.opened
	l.charge(c, price, parts)
	signed := qty
	if s == market.Ask {
		signed = -qty
		h.sold += qty
	} else {
		h.bought += qty
	}
	h.fills++
	h.pay(-int64(signed), int64(price))
	l.count(c, 1)
	return h.broken == 0 && (offset == market.Open || parts.opened == 0)
}

// parts says which lots a fill opened and closed.
type parts struct{ opened, closed, closedToday market.Qty }

// move books qty lots on side s: Close takes yesterday's lots first, CloseToday
// today's first, and what neither can take is opened.
func (h *holding) move(s market.Side, offset market.Offset, qty market.Qty) (p parts) {
	own := &h.side[s-market.Bid]
	opposite := &h.side[s.Opposite()-market.Bid]
	switch offset {
	case market.Close:
		p.closed = min(qty, opposite.total-opposite.today)
		p.closedToday = min(qty-p.closed, opposite.today)
	case market.CloseToday:
		p.closedToday = min(qty, opposite.today)
		p.closed = min(qty-p.closedToday, opposite.total-opposite.today)
	}
	p.opened = qty - p.closed - p.closedToday
	opposite.total -= p.closed + p.closedToday
	opposite.today -= p.closedToday
	own.total += p.opened
	own.today += p.opened
	return p
}

// note takes a price as the last one known, and prices what had none.
func (h *holding) note(price market.Price) {
	h.mark, h.marked = price, 1
	if h.unpriced != 0 {
		h.pay(-int64(h.unpriced), int64(price))
		h.unpriced = 0
	}
}

// Offset says how an order of qty lots on side s is best marked: it closes when
// the opposite position holds that much, else it opens.
func (l *Ledger) Offset(c market.Contract, s market.Side, qty market.Qty) market.Offset {
	if int(c) >= len(l.rows) || s != market.Bid && s != market.Ask {
		return market.NoOffset
	}
	if qty > 0 && l.rows[c].side[s.Opposite()-market.Bid].total >= qty {
		return market.Close
	}
	return market.Open
}

// Net returns long minus short lots.
func (l *Ledger) Net(c market.Contract) market.Qty {
	h := &l.rows[c]
	return h.side[0].total - h.side[1].total
}

// NetGroup is Net summed over the contracts of a group.
func (l *Ledger) NetGroup(group int) market.Qty { return l.sums[group].Net }

// Long returns the lots held long.
func (l *Ledger) Long(c market.Contract) market.Qty { return l.rows[c].side[0].total }

// Short returns the lots held short.
func (l *Ledger) Short(c market.Contract) market.Qty { return l.rows[c].side[1].total }

// Today returns how many of the lots long (Bid) or short (Ask) were opened today.
func (l *Ledger) Today(c market.Contract, s market.Side) market.Qty {
	if s != market.Bid && s != market.Ask {
		return 0
	}
	return l.rows[c].side[s-market.Bid].today
}

// Yesterday returns how many of the lots long (Bid) or short (Ask) are older.
func (l *Ledger) Yesterday(c market.Contract, s market.Side) market.Qty {
	if s != market.Bid && s != market.Ask {
		return 0
	}
	h := l.rows[c].side[s-market.Bid]
	return h.total - h.today
}

// Bought returns the lots bought today.
func (l *Ledger) Bought(c market.Contract) market.Qty { return l.rows[c].bought }

// Sold returns the lots sold today.
func (l *Ledger) Sold(c market.Contract) market.Qty { return l.rows[c].sold }

// Opened returns how many lots were opened today by buying (Bid) or selling (Ask),
// whether or not they are still held (开仓量): what a limit on the day's opens counts.
func (l *Ledger) Opened(c market.Contract, s market.Side) market.Qty {
	if s != market.Bid && s != market.Ask {
		return 0
	}
	return l.rows[c].opened[s-market.Bid]
}

// Fills returns the number of fills today.
func (l *Ledger) Fills(c market.Contract) int64 { return l.rows[c].fills }
