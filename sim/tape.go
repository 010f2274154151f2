package sim

import "quotient/market"

// A Tape fills the makers' quotes and orders against recorded snapshots, which
// know nothing of them. Its fills are meant to be hard to get:
//
//   - A snapshot fills nothing unless lots were traded since the one before, and
//     all fills of a snapshot together are at most those lots.
//   - A leg through which the market traded or is booked (the last price beyond
//     it, or the opposite best at or beyond it) takes what is left of those lots.
//   - A leg at the touched price (the last price is its own) waits until the lots
//     that stood before it are traded or gone, and takes what was traded beyond.
//   - A fill is always at the leg's own price, also where the market was better.
//
// The lots before a leg are those shown at its price when it enters at the best
// price or when the best price first comes to it; they never grow again, and are
// never more than what is shown. A leg inside the spread is first. An order that
// crosses the book waits for the next snapshot with a trade, too.
//
// A Tape speaks to makers and announces phases; the snapshots themselves are the
// caller's to pass on.
type Tape struct {
	Floor
	books []market.Depth // by contract, as last told
	known []bool         // by contract: a snapshot of the trading day was told
}

// NewTape returns a Tape before its first phase. p must have passed Check.
func NewTape(p TapeParams) *Tape {
	n := len(p.Instruments)
	t := &Tape{books: make([]market.Depth, n), known: make([]bool, n)}
	t.Floor.init(&p, t)
	return t
}

// Depth returns the contract's last snapshot.
func (t *Tape) Depth(c market.Contract) market.Depth { return t.books[c] }

// Tick takes over what was recorded at now: a snapshot, a settlement price or a
// request for quote.
func (t *Tape) Tick(e *market.Event, now market.Time) {
	t.Advance(now)
	if int(e.Contract) >= len(t.books) {
		return
	}
	switch e.Kind {
	case market.EventSettlement:
		t.count.settlement(e.Contract, e.Price, t.inside(), t.now)
		return
	case market.EventRequest:
		t.count.request(e.Contract, e.Ref, t.now)
		return
	}
	d := &t.books[e.Contract]
	was := d.Volume
	d.Apply(e)
	traded := d.Volume - was
	if !t.known[e.Contract] {
		t.known[e.Contract], traded = true, 0
	}
	t.count.market(e.Contract, d, t.now)
	if t.phase[e.Contract] == market.PhaseContinuous {
		t.trade(e.Contract, max(traded, 0))
	}
}

// trade shares the traded lots out to the contract's legs, the oldest first.
func (t *Tape) trade(c market.Contract, traded market.Qty) {
	d := &t.books[c]
	left := traded
	for i := t.table.on[c].oldest; i != none; {
		e := &t.table.slots[i]
		i = e.same.newer
		for s := market.Bid; s <= market.Ask && e.live; s++ {
			if l := e.leg(s); l.leaves > 0 {
				if n := min(l.reached(d, traded), l.leaves, left); n > 0 {
					left -= n
					t.matches++
					t.fill(l, e, n, l.price)
				}
			}
		}
	}
}

// enter rests a new leg.
func (t *Tape) enter(l *leg, e *entry) {
	d := &t.books[e.contract]
	l.passive = !l.booked(d)
	l.ahead = unseen
	l.moveUp(d)
}

func (t *Tape) leave(l *leg, e *entry)   {}
func (t *Tape) due() market.Time         { return never }
func (t *Tape) run(now market.Time)      {}
func (t *Tape) phased(c market.Contract) {}
func (t *Tape) act(a *Act)               {}

// rolled forgets the day before: volumes start again.
func (t *Tape) rolled() {
	clear(t.books)
	clear(t.known)
}

func (t *Tape) limits(c market.Contract) (lower, upper market.Price) {
	return t.books[c].Lower, t.books[c].Upper
}
