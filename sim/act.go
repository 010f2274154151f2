package sim

import "quotient/market"

// An ActKind says what an Act does.
type ActKind uint8

// The acts. A Tape does those that need no book of its own: disconnect,
// reconnect, halt, resume, phase, grant, stress, refuse, slow and cancel.
const (
	ActNone       ActKind = iota
	ActLimit              // lock Contract at its limit: Side Bid = up, Ask = down, NoSide = unlock
	ActDisconnect         // cut Maker's session and keep it out
	ActReconnect          // let Maker in again
	ActHole               // no snapshots For this long
	ActHalt               // phase halt on Contract
	ActResume             // back to the phase of the plain list
	ActGrant              // exemption of Maker on Contract For this long, Ref
	ActRequest            // a request for quote on Contract, Ref
	ActRefuse             // every quote and order is refused For this long
	ActSlow               // replies take For, until the next ActSlow
	ActCancel             // the exchange ends every quote on Contract
	ActSweep              // an order of Qty lots takes liquidity on Contract; Side Bid buys
	ActHit                // just enough flow to fill Qty lots of Maker's quote on Side
	ActJump               // Contract's fair price moves by Move ticks
	ActSettle             // the settlement price of the day before of Contract is told: Price; 0 = the next one is not
	ActRestrike           // Contract's fair price goes to Price, which is also the day's settlement price
	ActStorm              // Qty requests for quote For this long, in turn on Contract or on every option
	ActStress             // stressed market for Maker on Contract For this long: Relax, Ref
	ActGap                // the feed says that something of Contract is missing
	ActPhase              // Phase is announced on Contract, until the next line of the plain list
	ActCount
)

// An Act is one line of a Script.
type Act struct {
	At       market.Time
	Kind     ActKind
	Maker    uint8
	Side     market.Side
	Contract market.Contract // NoContract = every contract
	Qty      market.Qty
	Move     market.Price
	For      market.Time
	Ref      market.Ref
	Price    market.Price
	Relax    int64 // ppm
	Phase    market.Phase
}

// onTape reports whether a Tape can do the act.
func (k ActKind) onTape() bool {
	switch k {
	case ActDisconnect, ActReconnect, ActHalt, ActResume, ActPhase, ActGrant, ActStress, ActRefuse, ActSlow, ActCancel:
		return true
	}
	return false
}

// on reports whether the act means contract c.
func (a *Act) on(c market.Contract) bool { return a.Contract == market.NoContract || a.Contract == c }

// play does the next act of the script.
func (f *Floor) play() {
	a := f.script[0]
	f.script = f.script[1:]
	switch a.Kind {
	case ActDisconnect:
		f.makers[a.Maker].barred = true
		f.disconnect(a.Maker)
	case ActReconnect:
		f.makers[a.Maker].barred = false
		if f.relogon {
			f.connect(a.Maker)
		}
	case ActHalt, ActResume:
		for c := range f.halted {
			if a.on(market.Contract(c)) {
				f.halted[c] = a.Kind == ActHalt
				f.say(market.Contract(c))
			}
		}
	case ActPhase:
		for c := range f.listed {
			if a.on(market.Contract(c)) {
				f.listed[c] = a.Phase
				f.say(market.Contract(c))
			}
		}
	case ActGrant:
		f.count.grant(Grant{Maker: a.Maker, Contract: a.Contract, From: f.now, To: f.now + a.For, Ref: a.Ref}, f.now)
	case ActStress:
		f.count.grant(Grant{Maker: a.Maker, Contract: a.Contract, From: f.now, To: f.now + a.For, Ref: a.Ref, Relax: a.Relax}, f.now)
	case ActRefuse:
		f.refuse = f.now + a.For
	case ActSlow:
		f.reply = max(f.delays.Reply, a.For)
	case ActCancel:
		f.endWhere(market.EndExpired, func(e *entry) bool { return e.quote && a.on(e.contract) })
	default:
		f.match.act(&a)
	}
}

// act does what touches the generated market. Outside continuous trading a lock
// and a jump wait for it, and there is nothing to sweep, hit or ask for.
func (x *Exchange) act(a *Act) {
	switch a.Kind {
	case ActHole:
		x.silent = max(x.silent, x.now+a.For)
		return
	case ActStorm:
		x.brew(a)
		return
	}
	for i := range x.pits {
		t := &x.pits[i]
		if !a.on(t.contract) {
			continue
		}
		switch a.Kind {
		case ActLimit:
			t.lock = a.Side
		case ActJump:
			t.shift(int64(a.Move) * 1000)
		case ActGap:
			x.publish(market.EventGap, t.contract)
		case ActSettle:
			x.settleBy(t.contract, a.Price)
			continue
		case ActRestrike:
			t.shift(int64(a.Price)*1000 - t.value())
			x.fixed[t.contract] = a.Price
		}
		if x.phase[i] == market.PhaseContinuous {
			x.stir(t, a)
		}
		x.touch(t)
	}
}

// stir does what takes trading.
func (x *Exchange) stir(t *pit, a *Act) {
	switch a.Kind {
	case ActLimit:
		x.requote(t)
		if s := a.Side.Opposite(); s != market.NoSide { // so that the last price is the limit
			x.take(t, s, 3, t.reach(s, 0), nil, nil)
		}
	case ActJump, ActRestrike:
		x.requote(t)
	case ActSweep:
		x.take(t, a.Side, a.Qty, t.reach(a.Side, int32(len(t.book.levels))), nil, nil)
	case ActHit:
		x.hit(t, a)
	case ActRequest:
		x.broadcast(t.contract, a.Ref)
	}
}

// hit takes exactly what stands before the maker's leg and a.Qty lots of it.
func (x *Exchange) hit(t *pit, a *Act) {
	e := x.table.standing(a.Maker, t.contract)
	if e == nil || e.leg(a.Side).node < 0 {
		return
	}
	l := e.leg(a.Side)
	at := t.book.nodes[l.node].price
	qty := min(a.Qty, l.leaves)
	for i := t.book.best[a.Side-market.Bid]; i != at; i = t.book.worse(a.Side, i) {
		qty += t.book.levels[i].qty
	}
	for n := t.book.levels[at].head; n != l.node; n = t.book.nodes[n].next {
		qty += t.book.nodes[n].qty
	}
	x.take(t, a.Side.Opposite(), qty, at, nil, nil)
}
