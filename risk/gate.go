package risk

import (
	"quotient/internal/flat"
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
	"quotient/risk/window"
)

// A rail is one contract's limits and its message windows: six cache lines, of which
// the rules of every desk read the first and the third. missing is the rule of a
// limit that is not set: it blocks the contract.
type rail struct {
	Limits

	maxSum  uint64     // ticks × lots of a leg, by MaxValue
	maxNet  market.Qty // of the product
	tick    int64      // fen per tick and lot
	sent    window.Window
	seats   uint32 // that the contract's code is filed for
	group   uint16
	missing Rule
	option  bool

	acts      window.Window // since the market changed
	strikes   window.Window
	high, low ridge // of references; low has them negated
	_         [48]byte
}

// A state is the rest of what changes, flat for the checkpoint.
type state struct {
	heard   market.Time // the feed's last message, of whatever contract
	mode    Mode
	journal uint8
	seat    uint8
	_       [5]byte
	epoch   uint64
	lastID  uint64
	day     int64  // messages today, cancels and queries excepted
	feed    uint64 // feed epoch, from 1

	funds, earned result // of the account
	rampUntil     market.Time
	rampLots      market.Qty
	rampPercent   int64
}

// A Gate judges every instruction. See the package comment.
type Gate struct {
	p        Params
	rails    []rail
	books    []book
	marks    []mark
	options  []option
	products []ProductLimit // by group
	earned   []result       // by group
	group    []uint16       // by contract
	sent     window.Window  // of the account
	most     int64          // in sent, after one that is no cancel and not ramped
	st       state

	orders *orders.Table // the table and ledger that were told the groups
	ledger *position.Ledger
}

// New makes a gate in CancelOnly with a journal not yet known to be healthy.
func New(p Params) *Gate {
	n := len(p.Instruments)
	g := &Gate{p: p, rails: make([]rail, n), books: make([]book, n), marks: make([]mark, n), options: p.options(),
		group: make([]uint16, n), sent: window.New(p.MaxMessages),
		most: min(p.MaxMessages, window.Most) - p.ForCancels, st: state{feed: 1}}
	g.groups()
	g.earned = make([]result, len(g.products))
	for i := range g.earned {
		g.earned[i] = g.told(0, false, g.products[i].MaxLoss)
	}
	g.st.earned = g.told(0, false, p.MaxLoss)
	for c := range g.rails {
		g.rail(c)
	}
	return g
}

// rail takes over the limits of contract c.
func (g *Gate) rail(c int) {
	r, p := &g.rails[c], &g.p
	if c < len(p.Limits) {
		r.Limits = p.Limits[c]
	}
	r.tick, r.group = int64(p.Instruments[c].TickValue), g.group[c]
	r.maxNet, r.MaxOrderQty = g.products[r.group].MaxNet, min(r.MaxOrderQty, maxQty)
	if r.Code > 0 && int(r.Code) <= len(p.Codes) {
		r.seats = p.Codes[r.Code-1].Seats
	}
	g.options[c].allow(&r.Limits)
	r.MaxValue, r.option = min(r.MaxValue, beyond-1), p.Instruments[c].Option()
	r.QuotePhases, r.OrderPhases = r.QuotePhases&allPhases, r.OrderPhases&allPhases
	r.sent, r.strikes = window.New(r.MaxPerWindow), window.New(strikesKept)
	r.acts = window.New(p.Refreshes)
	if p.InForce.Has(RuleMove) && p.MoveOver >= market.Second && p.MoveOver <= maxMoveOver {
		seconds := int64(p.MoveOver / market.Second)
		r.high, r.low = newRidge(seconds), newRidge(seconds)
	}
	g.books[c].scope, g.books[c].stale = Run, r.StaleAfter
	g.SetExchange(market.Contract(c), r.ExchangeLong, r.ExchangeShort)
	if r.missing = r.firstMissing(); r.missing == OK {
		r.missing = g.firstExtended(c)
		r.most()
	}
}

// groups numbers the products in the order of the contracts.
func (g *Gate) groups() {
	for c := range g.p.Instruments {
		product := g.p.Instruments[c].Product
		first := c
		for i := range c {
			if g.p.Instruments[i].Product == product {
				first = i
			}
		}
		if first != c {
			g.group[c] = g.group[first]
			continue
		}
		g.group[c] = uint16(len(g.products))
		g.products = append(g.products, g.p.product(product))
	}
}

// product returns the limits of a product, zeros when there are none.
func (p *Params) product(product market.Code) ProductLimit {
	for i := range p.Products {
		if p.Products[i].Product == product {
			return p.Products[i]
		}
	}
	return ProductLimit{}
}

// SetMode tells the gate the mode and the epoch of the latch behind it. An older
// epoch is ignored, and under the same one Killed and Isolated are left for what
// is stricter only.
func (g *Gate) SetMode(m Mode, epoch uint64) {
	kept := g.st.mode == Killed || g.st.mode == Isolated
	if epoch < g.st.epoch || epoch == g.st.epoch && kept && Stricter(m, g.st.mode) == g.st.mode {
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
	dst = flat.AppendSlice(flat.AppendSlice(dst, g.books), g.marks)
	dst = g.sent.Save(flat.AppendSlice(dst, g.earned))
	for c := range g.rails {
		r := &g.rails[c]
		dst = r.strikes.Save(r.acts.Save(r.sent.Save(dst)))
		dst = r.low.save(r.high.save(dst))
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
	if src, ok = flat.LoadSlice(g.marks, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(g.earned, src); !ok {
		return src, false
	}
	if src, ok = g.sent.Load(src); !ok {
		return src, false
	}
	for c := range g.rails {
		if src, ok = g.rails[c].load(src); !ok {
			return src, false
		}
	}
	g.orders, g.ledger = nil, nil
	return src, true
}

// load takes over what changes of a rail.
func (r *rail) load(src []byte) (rest []byte, ok bool) {
	for _, w := range [...]*window.Window{&r.sent, &r.acts, &r.strikes} {
		if src, ok = w.Load(src); !ok {
			return src, false
		}
	}
	if src, ok = r.high.load(src); !ok {
		return src, false
	}
	return r.low.load(src)
}
