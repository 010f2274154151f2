package position

import (
	"quotient/internal/flat"
	"quotient/market"
)

// Open takes over a position: total lots long (Bid) or short (Ask), of which
// today were opened today, as the exchange or a settlement file says. What
// differs from the ledger enters the day's P&L at the last price noted. false
// means figures that cannot be; nothing is taken over.
func (l *Ledger) Open(c market.Contract, s market.Side, total, today market.Qty) bool {
	if int(c) >= len(l.rows) || s != market.Bid && s != market.Ask || today < 0 || total < today || total > MaxQty {
		return false
	}
	h := &l.rows[c]
	before := l.Net(c)
	l.count(c, -1)
	h.side[s-market.Bid] = lots{total, today}
	h.opened[s-market.Bid] = max(h.opened[s-market.Bid], today)
	h.enter(l.Net(c) - before)
	l.count(c, 1)
	return true
}

// enter counts net lots as bought at the last price noted, or as unpriced.
func (h *holding) enter(net market.Qty) {
	if h.marked == 0 {
		h.unpriced += net
		return
	}
	h.pay(-int64(net), int64(h.mark))
}

// Differs reports whether the exchange's long and short differ from the ledger's.
func (l *Ledger) Differs(c market.Contract, long, short market.Qty) bool {
	return l.Long(c) != long || l.Short(c) != short
}

// Roll begins a trading day: today's lots become yesterday's, the day's counters
// and fees are 0, and P&L starts again at the last price noted (see Mark).
func (l *Ledger) Roll() {
	for c := range l.rows {
		h := &l.rows[c]
		net := l.Net(market.Contract(c))
		h.side[0].today, h.side[1].today = 0, 0
		h.opened = [2]market.Qty{}
		h.bought, h.sold, h.fills, h.cash, h.fees, h.unpriced, h.broken = 0, 0, 0, 0, 0, 0, 0
		h.enter(net)
	}
}

// Save appends the ledger's state to dst.
func (l *Ledger) Save(dst []byte) []byte {
	n := uint64(len(l.rows))
	return flat.AppendSlice(flat.Append(dst, &n), l.rows)
}

// Load takes over what Save wrote, by a ledger for as many contracts. When ok is
// false src is not that, and the ledger must not be used.
func (l *Ledger) Load(src []byte) (rest []byte, ok bool) {
	var n uint64
	if src, _ = flat.Load(&n, src); n != uint64(len(l.rows)) {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.rows, src); !ok {
		return src, false
	}
	for c := range l.rows {
		if !l.rows[c].sound() {
			return src, false
		}
	}
	l.regroup()
	return src, true
}

// sound reports whether lots are what fills and replies can have made.
func (h *holding) sound() bool {
	for i := range h.side {
		x := &h.side[i]
		if x.today < 0 || x.total < x.today || x.total > maxTotal || h.opened[i] < 0 || h.opened[i] > maxTotal {
			return false
		}
	}
	return true
}
