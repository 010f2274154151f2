package risk

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"

	"quotient/market"
)

// trial is one random history: a desk, the world, and the oracle looking on.
type trial struct {
	*desk
	t      *testing.T
	rnd    *rand.Rand
	world  *world
	oracle *oracle
	stats  *stats
}

type stats struct {
	steps, asked, approved, short int
	alone                         [RuleCount]int // refused by this rule and no other
}

func trialParams() Params {
	p := params()
	for c := range p.Limits {
		l := &p.Limits[c]
		l.MaxOrderQty, l.MinOrderQty, l.MaxLong, l.MaxShort, l.MaxPerWindow = 6, 2, 12, 11, 6
		l.MaxValue, l.StaleAfter = 5*103*1000, 300*market.Millisecond
	}
	p.Products = []ProductLimit{{Product: code("AP"), MaxNet: 15}, {Product: code("CF"), MaxNet: 14}}
	p.MaxMessages, p.ForCancels, p.MaxDay = 26, 4, 60
	return p
}

func newTrial(t *testing.T, seed uint64, s *stats) *trial {
	rnd := rand.New(rand.NewPCG(seed, 7))
	p := trialParams()
	x := &trial{desk: open(p), t: t, rnd: rnd, stats: s,
		world: &world{rnd: rnd, up: true, net: make([]market.Qty, len(p.Instruments))},
		oracle: &oracle{p: p, net: make([]market.Qty, len(p.Instruments)), books: make([]view, len(p.Instruments)), mode: Run, journal: true,
			home: map[uint64]market.Contract{}, held: make([][2]market.Qty, len(p.Instruments))}}
	for c := range market.Contract(len(p.Instruments)) {
		x.tick(c)
		x.oracle.books[c].phase = market.PhaseContinuous
	}
	return x
}

func (x *trial) contract() market.Contract {
	return market.Contract(x.rnd.IntN(len(x.p.Instruments)))
}

// tick tells gate and oracle a book.
func (x *trial) tick(c market.Contract) {
	d := market.Depth{Bid: 99 + market.Price(x.rnd.IntN(3)), BidQty: 5, AskQty: 5, Last: 101, Upper: 108, Lower: 94}
	d.Ask = d.Bid + 1 + market.Price(x.rnd.IntN(2))
	switch x.rnd.IntN(30) {
	case 0:
		d.BidQty = 0
	case 1:
		d.AskQty = 0
	case 2:
		d.Ask = d.Bid
	case 3:
		d.Upper, d.Lower = 0, 0
	case 4:
		d.BidQty, d.AskQty, d.Last = 0, 0, 0
	}
	x.depth(c, d)
	v := &x.oracle.books[c]
	v.Depth, v.at, v.fresh = d, x.now, true
}

// wish is an instruction that a careless quoter might want.
func (x *trial) wish() market.Instruction {
	c := x.contract()
	p := 97 + market.Price(x.rnd.IntN(8))
	q := 2 + market.Qty(x.rnd.IntN(4))
	var in market.Instruction
	switch n := x.rnd.IntN(100); {
	case n < 55:
		in = quote(c, p-1, p+1+market.Price(x.rnd.IntN(4)), q)
		if id := x.orders.QuoteID(c); id != 0 && x.rnd.IntN(8) > 0 {
			in.Target = id
		}
	case n < 75:
		in = order(c, market.Side(1+x.rnd.IntN(2)), p, q)
	case n < 90:
		in = market.Instruction{Kind: market.InstructQuoteEnd, Contract: c, Purpose: market.PurposeSafety}
		in.Target = uint64(x.rnd.IntN(8)) // rarely a real one
		if n := len(x.oracle.sent); n > 0 {
			at := x.oracle.sent[x.rnd.IntN(n)].in
			in.Target, in.Contract = at.ID, at.Contract
			if at.Kind == market.InstructOrder {
				in.Kind = market.InstructOrderEnd
			}
			if !at.Kind.Adds() {
				in = market.Instruction{Kind: market.InstructMassOrders, Contract: market.NoContract}
			}
		}
	default:
		in = market.Instruction{Kind: market.InstructMassQuotes + market.InstructionKind(x.rnd.IntN(2)), Contract: market.NoContract}
	}
	in.ID = x.id + 1
	x.spoil(&in)
	return in
}

// spoil breaks a wish now and then.
func (x *trial) spoil(in *market.Instruction) {
	switch x.rnd.IntN(90) {
	case 0:
		in.BidQty, in.AskQty = 2*in.BidQty, 2*in.AskQty
	case 1:
		in.BidQty, in.AskQty = min(1, in.BidQty), min(1, in.AskQty)
	case 2:
		if in.Kind == market.InstructQuote {
			in.Ask = in.Bid - market.Price(x.rnd.IntN(2))
		}
	case 3:
		if in.Kind == market.InstructQuote {
			in.BidQty++
		}
	case 4:
		in.Bid -= 4
		in.Ask -= 4
	case 5:
		in.Bid += 5
		in.Ask += 5
	case 6:
		in.Purpose = market.NoPurpose
	case 7:
		in.ID = max(1, x.id)
	case 8:
		if in.Kind.Adds() {
			in.Contract = 3
		}
	case 9:
		in.BidOffset, in.AskOffset = market.Close, market.Close
	case 10:
		in.BidQty, in.AskQty = 0, 0
	case 11:
		in.Ask += 4
	}
	if in.Kind == market.InstructOrder && in.Side == market.Bid {
		in.Ask, in.AskQty, in.AskOffset = 0, 0, 0
	} else if in.Kind == market.InstructOrder {
		in.Bid, in.BidQty, in.BidOffset = 0, 0, 0
	}
}

// ask lets gate and oracle judge the same instruction.
func (x *trial) ask(in *market.Instruction) {
	x.oracle.short = false
	broken := x.oracle.violated(in, x.now)
	if x.oracle.short || x.orders.Full() {
		x.stats.short++
		return
	}
	v := x.send(in)
	x.stats.asked++
	switch {
	case v.Rule == OK && broken != 0:
		x.t.Fatalf("step %d: breach of %v let through: %+v", x.stats.steps, names(broken), *in)
	case v.Rule != OK && broken>>v.Rule&1 == 0:
		x.t.Fatalf("step %d: false refusal %+v of %+v; the oracle sees %v", x.stats.steps, v, *in, names(broken))
	case v.Rule != OK:
		if broken == 1<<v.Rule {
			x.stats.alone[v.Rule]++
		}
		return
	}
	x.stats.approved++
	x.oracle.send(in, x.now)
	if x.world.up {
		x.world.toIt = append(x.world.toIt, *in)
	} else {
		e := market.Event{Kind: market.EventNotSent, ID: in.ID, Code: market.RejectDown}
		x.apply(e)
		r := x.oracle.find(in.ID)
		r.over, r.settled = true, true
		x.oracle.forget()
	}
}

func names(rules uint32) (list []string) {
	for r := range RuleCount {
		if rules>>r&1 != 0 {
			list = append(list, r.String())
		}
	}
	return list
}

// hear folds the oldest thing the exchange has told.
func (x *trial) hear() {
	if len(x.world.toUs) == 0 {
		return
	}
	e := x.world.toUs[0]
	x.world.toUs = x.world.toUs[1:]
	ch := x.apply(e)
	x.oracle.tell(&e, ch.Counts())
	if x.rnd.IntN(20) == 0 { // told twice
		if ch := x.apply(e); ch.Counts() {
			x.t.Fatalf("counted twice: %+v", e)
		}
	}
	for c := range x.oracle.net {
		if x.ledger.Net(market.Contract(c)) != x.oracle.net[c] {
			x.t.Fatalf("position %d, told %d", x.ledger.Net(market.Contract(c)), x.oracle.net[c])
		}
	}
}

func (x *trial) setMode(m Mode) {
	x.gate.SetMode(m, x.gate.st.epoch+1)
	x.oracle.mode = m
}

// reconnect drops the line or brings it back; what follows is what the loop does,
// or, now and then, what it must not: quote on before anything is known.
func (x *trial) reconnect() {
	if x.world.up {
		for range x.rnd.IntN(3) {
			x.world.take()
		}
		x.world.drop()
		x.orders.Down(x.now)
		x.oracle.drop()
		return
	}
	x.world.up = true
	for _, kind := range []market.InstructionKind{market.InstructMassQuotes, market.InstructMassOrders, market.InstructTrades} {
		x.ask(&market.Instruction{Kind: kind, ID: x.id + 1, Contract: market.NoContract, Purpose: market.PurposeSafety})
	}
}

func (x *trial) step() {
	x.stats.steps++
	switch n := x.rnd.IntN(1000); {
	case n < 250:
		in := x.wish()
		x.ask(&in)
	case n < 480:
		x.hear()
	case n < 660:
		x.world.take()
	case n < 740:
		x.world.fill(market.Side(x.rnd.IntN(3)), x.rnd.IntN(2) == 0)
	case n < 900:
		x.tick(x.contract())
	case n < 990:
		x.now += market.Time(x.rnd.IntN(80)) * market.Millisecond
	case n < 993:
		c, ph := x.contract(), market.Phase(x.rnd.IntN(int(market.PhaseCount)))
		if x.rnd.IntN(3) > 0 {
			ph = market.PhaseContinuous
		}
		x.gate.Phase(c, ph)
		x.oracle.books[c].phase = ph
	case n < 994:
		x.gate.FeedDown()
		for c := range x.oracle.books {
			x.oracle.books[c].fresh = false
		}
	case n < 996:
		x.setMode([]Mode{CancelOnly, Killed, Run}[min(2, x.rnd.IntN(12))])
	case n < 997:
		x.oracle.journal = x.rnd.IntN(9) > 0
		x.gate.SetJournal(x.oracle.journal)
	case n < 998:
		x.gate.NewDay()
		x.oracle.day = 0
	case n < 999:
		x.reload()
	default:
		x.reconnect()
	}
	x.inspect()
}

// reload saves everything, loads it into fresh rooms and goes on with those.
func (x *trial) reload() {
	g, o, l := x.gate.Save(nil), x.orders.Save(nil), x.ledger.Save(nil)
	fresh := open(x.p)
	for _, load := range []struct {
		saved []byte
		into  func([]byte) ([]byte, bool)
	}{{g, fresh.gate.Load}, {o, fresh.orders.Load}, {l, fresh.ledger.Load}} {
		if rest, ok := load.into(load.saved); !ok || len(rest) != 0 {
			x.t.Fatal("what was saved does not load")
		}
	}
	if !bytes.Equal(fresh.gate.Save(nil), g) {
		x.t.Fatal("the gate does not come back")
	}
	x.gate, x.orders, x.ledger = fresh.gate, fresh.orders, fresh.ledger
}

// inspect looks at what is true at the exchange, told or not.
func (x *trial) inspect() {
	if x.world.fault != "" {
		x.t.Fatal(x.world.fault)
	}
	sums := map[market.Code]market.Qty{}
	for c, net := range x.world.net {
		if net > x.p.Limits[c].MaxLong || -net > x.p.Limits[c].MaxShort {
			x.t.Fatalf("step %d: contract %d truly holds %d", x.stats.steps, c, net)
		}
		sums[x.p.Instruments[c].Product] += net
	}
	for _, limit := range x.p.Products {
		if net := sums[limit.Product]; max(net, -net) > limit.MaxNet {
			x.t.Fatalf("step %d: product %v truly holds %d", x.stats.steps, limit.Product, net)
		}
	}
	for c := range market.Contract(len(x.p.Instruments)) {
		x.room(c)
	}
}

// room: what Room says fits the position limits, one lot more does not.
func (x *trial) room(c market.Contract) {
	if x.rnd.IntN(20) > 0 {
		return
	}
	l := &x.p.Limits[c]
	for s := market.Bid; s <= market.Ask; s++ {
		room := x.gate.Room(c, s, x.orders, x.ledger, x.now)
		most := min(l.MaxOrderQty, []market.Qty{l.MaxLong, l.MaxShort}[s-1]-x.oracle.worst(s, func(o market.Contract) bool { return o == c }))
		for _, p := range x.p.Products {
			if p.Product == x.p.Instruments[c].Product {
				most = min(most, p.MaxNet-x.oracle.worst(s, func(o market.Contract) bool {
					return int(o) < len(x.p.Instruments) && x.p.Instruments[o].Product == p.Product
				}))
			}
		}
		if most < l.MinOrderQty {
			most = 0
		}
		if room != most && !x.oracle.short {
			x.t.Fatalf("room %d on side %v of %d, want %d", room, s, c, most)
		}
	}
}

// The gate decides as the oracle does: nothing that could breach a limit in any
// order of fills passes, nothing else is refused.
func TestGateEqualsOracle(t *testing.T) {
	trials, steps := 200, 5000
	switch {
	case raced:
		trials = 40
	case os.Getenv("QUOTIENT_LONG") != "":
		trials = 6000
	}
	s := &stats{}
	for seed := range trials {
		x := newTrial(t, uint64(seed), s)
		for range steps {
			x.step()
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
	t.Logf("%d steps, %d instructions, %d approved, %d not judged", s.steps, s.asked, s.approved, s.short)
	for r := RuleIDs; r < RuleCount; r++ {
		t.Logf("%-14v alone decisive %d times", r, s.alone[r])
		if s.alone[r] == 0 {
			t.Errorf("%v was never decisive alone: the histories do not test it", r)
		}
	}
	if share := s.approved * 100 / s.asked; share < 20 || share > 80 {
		t.Errorf("%d %% approved", share)
	}
	if s.short*100 > s.asked {
		t.Errorf("%d of %d not judged", s.short, s.asked)
	}
}
