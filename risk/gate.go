package risk

import (
	"quotient/internal/flat"
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// A book is what the gate has been told of one contract's market.
type book struct {
	bid, ask, last, upper, lower market.Price
	bidQty, askQty               market.Qty
	at                           market.Time // of the last depth
	feed                         uint64      // feed epoch of the last depth; 0 = none
	phase                        market.Phase
	_                            [7]byte
}

// A rail is one contract's limits and its message window. missing is the rule of
// a limit that is not set: it blocks the contract.
type rail struct {
	Limits
	tick    int64 // fen per tick and lot
	group   uint16
	missing Rule
	sent    window
}

// A state is the rest of what changes, flat for the checkpoint.
type state struct {
	heard   market.Time // the feed's last message, of whatever contract
	mode    Mode
	journal uint8
	_       [6]byte
	epoch   uint64
	lastID  uint64
	day     int64  // messages today, cancels and queries excepted
	feed    uint64 // feed epoch, from 1
}

// A Gate judges every instruction. See the package comment.
type Gate struct {
	p     Params
	rails []rail
	books []book
	net   []market.Qty // MaxNet by group
	group []uint16     // by contract
	sent  window       // of the account
	st    state

	orders *orders.Table // the table and ledger that were told the groups
	ledger *position.Ledger
}

// New makes a gate in CancelOnly with a journal not yet known to be healthy.
func New(p Params) *Gate {
	n := len(p.Instruments)
	g := &Gate{p: p, rails: make([]rail, n), books: make([]book, n), group: make([]uint16, n),
		sent: newWindow(p.MaxMessages), st: state{feed: 1}}
	g.groups()
	for c := range g.rails {
		r := &g.rails[c]
		if c < len(p.Limits) {
			r.Limits = p.Limits[c]
		}
		r.tick, r.group = int64(p.Instruments[c].TickValue), g.group[c]
		r.MaxValue = min(r.MaxValue, beyond-1)
		r.missing = r.firstMissing(g.net[r.group])
		r.sent = newWindow(r.MaxPerWindow)
	}
	return g
}

// groups numbers the products in the order of the contracts.
func (g *Gate) groups() {
	for c := range g.p.Instruments {
		product := g.p.Instruments[c].Product
		first := c
		for i := range c {
			if g.p.Instruments[i].Product == product {
				first = i
				break
			}
		}
		if first != c {
			g.group[c] = g.group[first]
			continue
		}
		g.group[c] = uint16(len(g.net))
		g.net = append(g.net, g.p.maxNet(product))
	}
}

// maxNet returns the limit of a product, 0 when there is none.
func (p *Params) maxNet(product market.Code) market.Qty {
	for i := range p.Products {
		if p.Products[i].Product == product {
			return p.Products[i].MaxNet
		}
	}
	return 0
}

// firstMissing returns the rule whose limit is not set, OK when all are.
func (r *rail) firstMissing(maxNet market.Qty) Rule {
	switch {
	case r.MaxOrderQty <= 0 || r.MinOrderQty <= 0:
		return RuleSize
	case r.MaxLong <= 0 || r.MaxShort <= 0:
		return RulePosition
	case maxNet <= 0:
		return RuleProduct
	case r.MaxValue <= 0 || r.tick <= 0:
		return RuleValue
	case r.CollarTicks <= 0:
		return RuleCollar
	case r.MaxSpread <= 0:
		return RuleSpread
	case r.StaleAfter <= 0:
		return RuleStale
	case r.MaxPerWindow <= 0:
		return RuleContractRate
	}
	return OK
}

// Phase takes over the contract's phase as the exchange announced it.
func (g *Gate) Phase(c market.Contract, ph market.Phase) {
	if int(c) < len(g.books) {
		g.books[c].phase = ph
	}
}

// Depth takes over the contract's book at now.
func (g *Gate) Depth(c market.Contract, d *market.Depth, now market.Time) {
	if int(c) >= len(g.books) {
		return
	}
	b := &g.books[c]
	b.bid, b.ask, b.last, b.upper, b.lower = d.Bid, d.Ask, d.Last, d.Upper, d.Lower
	b.bidQty, b.askQty, b.at, b.feed = d.BidQty, d.AskQty, now, g.st.feed
}

// Heard notes that the feed has sent something at now: a book that has not
// changed since is as fresh as the feed is.
func (g *Gate) Heard(now market.Time) { g.st.heard = now }

// FeedDown makes every book stale until its next Depth.
func (g *Gate) FeedDown() { g.st.feed++ }

// SetMode tells the gate the mode and the epoch of the latch behind it. An older
// epoch is ignored, and Killed is left only under a newer one.
func (g *Gate) SetMode(m Mode, epoch uint64) {
	if epoch < g.st.epoch || epoch == g.st.epoch && g.st.mode == Killed {
		return
	}
	g.st.mode, g.st.epoch = m, epoch
}

// Mode returns the mode in force.
func (g *Gate) Mode() Mode { return g.st.mode }

// SetJournal tells the gate whether the journal is healthy.
func (g *Gate) SetJournal(ok bool) {
	g.st.journal = 0
	if ok {
		g.st.journal = 1
	}
}

// NewDay starts the count of the day's messages again.
func (g *Gate) NewDay() { g.st.day = 0 }

// Save appends the gate's state to dst.
func (g *Gate) Save(dst []byte) []byte {
	n := uint64(len(g.rails))
	dst = flat.Append(flat.Append(dst, &n), &g.st)
	dst = flat.AppendSlice(dst, g.books)
	dst = g.sent.save(dst)
	for c := range g.rails {
		dst = g.rails[c].sent.save(dst)
	}
	return dst
}

// Load takes over what Save wrote, by a gate with the same Params. When ok is
// false src is not that, and the gate must not be used.
func (g *Gate) Load(src []byte) (rest []byte, ok bool) {
	var n uint64
	if src, ok = flat.Load(&n, src); !ok || n != uint64(len(g.rails)) {
		return src, false
	}
	if src, ok = flat.Load(&g.st, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(g.books, src); !ok {
		return src, false
	}
	if src, ok = g.sent.load(src); !ok {
		return src, false
	}
	for c := range g.rails {
		if src, ok = g.rails[c].sent.load(src); !ok {
			return src, false
		}
	}
	return src, true
}
