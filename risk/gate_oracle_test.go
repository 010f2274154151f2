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

// base is about where contract c trades: two futures of a product and one of
// another, and a call and a put on the first, of strike 95.
var base = []market.Price{100, 100, 100, 10, 5}

func trialParams() Params {
	p := params()
	for _, kind := range []market.InstrumentKind{market.Call, market.Put} {
		p.Instruments = append(p.Instruments, market.Instrument{Product: code("APO"), TickUnits: 1, TickValue: 1000,
			Kind: kind, Underlying: 0, Strike: 95, Expiry: 20990101})
		p.Limits = append(p.Limits, p.Limits[0])
	}
	for c := range p.Limits {
		l := &p.Limits[c]
		l.MaxOrderQty, l.MinOrderQty, l.MaxLong, l.MaxShort, l.MaxPerWindow = 6, 2, 12, 11, 6
		l.MaxValue, l.StaleAfter = 5*103*1000, 300*market.Millisecond
		l.Code, l.MoveTicks, l.BoundTicks, l.ParityTicks, l.RampFloor = 1, 7, 1, 3, 3
		l.ExchangeLong, l.ExchangeShort = 14, 13
		if p.Instruments[c].Option() {
			l.Code = 2
		}
	}
	p.Products = []ProductLimit{{code("AP"), 15, 17000, 500, 900}, {code("CF"), 11, 10000, 500, 900}, {code("APO"), 13, 5000, 400, 900}}
	p.MaxMessages, p.ForCancels, p.MaxDay = 40, 6, 60
	p.InForce = Extended
	p.Codes = []Filed{{Code: market.Ref{1}, Class: Futures, Seats: 3}, {Code: market.Ref{2}, Class: Options, Seats: 1}}
	p.MoveOver, p.StrikeOver, p.Headroom, p.MaxLots = 2*market.Second, 10*market.Second, 950_000, 60
	p.MaxDelta, p.MaxVega, p.MaxLoss = 21000, 420, 1500
	p.Repeats, p.Refreshes, p.RepeatOver = 2, 4, 500*market.Millisecond
	return p
}

func newTrial(t *testing.T, seed uint64, s *stats) *trial {
	rnd := rand.New(rand.NewPCG(seed, 7))
	p := trialParams()
	n := len(p.Instruments)
	x := &trial{desk: open(p), t: t, rnd: rnd, stats: s,
		world: &world{rnd: rnd, up: true, net: make([]market.Qty, n)},
		oracle: &oracle{p: p, net: make([]market.Qty, n), books: make([]view, n), mode: Run, journal: true,
			home: map[uint64]market.Contract{}, held: make([][2]market.Qty, n), more: more{
				scopes: make([]Mode, n), refs: make([][]reference, n), today: make([][2]market.Qty, n), greeks: make([][2]int64, n),
				margins: make([][2]market.Money, n), linked: make([][2]market.Price, n), acts: make([][]act, n),
				earned: map[market.Code]*market.Money{}}}}
	for c := range market.Contract(n) {
		x.gate.Gap(c)
		x.oracle.books[c].phase = market.PhaseContinuous
		x.oracle.scopes[c] = Run
		d := market.Depth{Bid: 100, Ask: 102, BidQty: 9, AskQty: 9, Last: 101, Upper: 115, Lower: 85} // as open says
		x.oracle.books[c].Depth, x.oracle.books[c].at = d, x.now
		x.tick(c)
		x.weigh(c)
		x.earn(c)
	}
	x.now += 3 * market.Second // what open said is forgotten
	x.earn(market.NoContract)
	x.fund()
	x.sit(1)
	return x
}

// weigh tells what a lot of c counts and freezes.
func (x *trial) weigh(c market.Contract) {
	k := int64(x.rnd.IntN(200))
	w := [][2]int64{{1000, 0}, {1000, 0}, {1000, 0}, {500 + k, 30 + k/10}, {-300 - k, 30 + k/10}}[c]
	m := [2]market.Money{100 + market.Money(k), 120 + market.Money(k)}
	x.gate.Greeks(c, w[0], w[1])
	x.gate.LotMargin(c, m[0], m[1])
	x.oracle.greeks[c], x.oracle.margins[c] = w, m
}

func (x *trial) sit(seat uint8) {
	x.gate.SetSeat(seat)
	x.oracle.seat = seat
}

// fund tells what there is to open with; now and then it is not known.
func (x *trial) fund() {
	fen := market.Money(3000 + x.rnd.IntN(8000))
	known := x.rnd.IntN(40) > 0
	x.gate.Funds(fen, known)
	if x.oracle.funds = &fen; !known {
		x.oracle.funds = nil
	}
}

// earn tells what a product or the account has earned.
func (x *trial) earn(c market.Contract) {
	fen := market.Money(x.rnd.IntN(6000) - 950)
	known := x.rnd.IntN(40) > 0
	x.gate.Loss(c, fen, known)
	told := &fen
	if !known {
		told = nil
	}
	if c == market.NoContract {
		x.oracle.whole = told
	} else {
		x.oracle.earned[x.p.Instruments[c].Product] = told
	}
}

// net lets the exchange set long against short lots of c.
func (x *trial) pair(c market.Contract) {
	h, today := &x.oracle.held[c], &x.oracle.today[c]
	n := min(h[0], h[1])
	for i := range h {
		h[i] -= n
		today[i] = min(today[i], h[i])
	}
	for i := range h {
		x.ledger.Open(c, market.Side(i+1), h[i], today[i])
	}
}

// tell gives gate and oracle some of all that they are told beside the market.
func (x *trial) tell() {
	c := x.contract()
	switch x.rnd.IntN(14) {
	case 0:
		x.weigh(c)
	case 1, 2:
		x.earn(c)
	case 3:
		x.earn(market.NoContract)
	case 4, 5:
		x.fund()
	case 6:
		x.sit([]uint8{2, 0, 33}[min(2, x.rnd.IntN(3))])
		if x.rnd.IntN(9) > 0 {
			x.sit(1)
		}
	case 7:
		m := []Mode{ReduceOnly, ReduceOnly, CancelOnly, Killed, Isolated, Run}[min(5, x.rnd.IntN(16))]
		x.gate.SetScope(c, m)
		x.oracle.scopes[c] = m
	case 8:
		s, price, ok := market.Side(1+x.rnd.IntN(2)), base[c]+market.Price(x.rnd.IntN(7)-3), x.rnd.IntN(3) == 0
		x.gate.Linked(c, s, price, ok)
		if x.oracle.linked[c][s-1] = price; !ok {
			x.oracle.linked[c][s-1] = 0
		}
	case 9, 10:
		x.oracle.ramp, x.oracle.lots, x.oracle.percent = x.now+market.Time(x.rnd.IntN(300))*market.Millisecond, 1+market.Qty(x.rnd.IntN(4)), int64(20+x.rnd.IntN(80))
		x.gate.Ramp(x.oracle.ramp, x.oracle.lots, x.oracle.percent)
	case 11:
		x.gate.Gap(c)
		x.oracle.books[c].fresh = false
	default:
		x.pair(c)
	}
}

func (x *trial) contract() market.Contract {
	return market.Contract(x.rnd.IntN(len(x.p.Instruments)))
}

// tick tells gate and oracle a book.
func (x *trial) tick(c market.Contract) {
	d := market.Depth{Bid: base[c] - 1 + market.Price(x.rnd.IntN(3)), BidQty: 5, AskQty: 5, Last: base[c] + 1, Upper: base[c] + 6, Lower: max(1, base[c]-5)}
	d.Ask = d.Bid + 1 + market.Price(x.rnd.IntN(2))
	if x.rnd.IntN(3) == 0 { // the market does not change
		d.Bid, d.Ask = x.oracle.books[c].Bid, x.oracle.books[c].Ask
		d.BidQty, d.AskQty = x.oracle.books[c].BidQty, x.oracle.books[c].AskQty
	}
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
	case 5, 6:
		d.Upper, d.Lower = base[c]+2, max(1, base[c]-2)
	}
	if x.rnd.IntN(40) == 0 { // a jump
		d.Bid, d.Ask = d.Bid+3, d.Ask+3
	}
	x.depth(c, d)
	x.oracle.depth(c, d, x.now)
}

// wish is an instruction that a careless quoter might want.
func (x *trial) wish() market.Instruction {
	c := x.contract()
	p := base[c] - 3 + market.Price(x.rnd.IntN(8))
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
	case n < 88:
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
	case n < 97: // what was sent last of the contract, again
		for _, r := range x.oracle.sent {
			if r.in.Kind.Adds() {
				in = r.in
			}
		}
		if a := x.oracle.acts[c]; len(a) > 0 {
			k := a[len(a)-1].key
			in = quote(c, market.Price(k[1]), market.Price(k[2]), market.Qty(k[3]))
			if in.Target = x.orders.QuoteID(c); market.InstructionKind(k[0]) == market.InstructOrder {
				in = order(c, market.Bid, market.Price(k[1]), market.Qty(k[3]))
				if k[3] == 0 {
					in = order(c, market.Ask, market.Price(k[2]), market.Qty(k[4]))
				}
			}
		}
		if in.Kind == market.InstructNone {
			in = order(c, market.Bid, p, q)
		}
	default:
		in = market.Instruction{Kind: market.InstructMassQuotes + market.InstructionKind(x.rnd.IntN(2)), Contract: market.NoContract}
	}
	in.ID = x.id + 1
	if in.Kind.Adds() {
		in.Code = x.p.Limits[in.Contract].Code
		for i, mark := range []*market.Offset{&in.BidOffset, &in.AskOffset} {
			if x.oracle.held[in.Contract][1-i] >= q && x.rnd.IntN(3) > 0 {
				*mark = []market.Offset{market.Close, market.Close, market.CloseToday}[x.rnd.IntN(3)]
			}
		}
	}
	x.spoil(&in)
	return in
}

// spoil breaks a wish now and then.
func (x *trial) spoil(in *market.Instruction) {
	switch x.rnd.IntN(60) {
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
			in.Contract = 9
		}
	case 9:
		in.BidOffset, in.AskOffset = market.Close, market.Close
	case 10:
		in.BidQty, in.AskQty = 0, 0
	case 11, 13:
		in.Ask += 4
	case 14:
		in.BidQty, in.AskQty = 2*in.BidQty, 2*in.AskQty
	case 15:
		if in.Kind == market.InstructQuote {
			in.Bid, in.BidQty = in.Bid-1, in.BidQty+1
		}
	case 16:
		in.Purpose = market.PurposeSafety
	case 17:
		if in.Kind == market.InstructQuote {
			in.Bid = in.Ask
		}
	case 18:
		if in.Kind == market.InstructQuote {
			in.Bid, in.Ask = in.Bid-2, in.Bid+3+market.Price(x.rnd.IntN(3))
		}
	case 12:
		in.Code = uint8(x.rnd.IntN(4))
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

func names(rules Rules) (list []string) {
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
	case n < 890:
		x.tick(x.contract())
	case n < 900:
		x.tell()
	case n < 990:
		x.now += market.Time(x.rnd.IntN(80)) * market.Millisecond
	case n < 993:
		c, ph := x.contract(), market.Phase(x.rnd.IntN(int(market.PhaseCount)))
		if x.rnd.IntN(6) > 0 {
			ph = market.PhaseContinuous
		}
		x.gate.Phase(c, ph)
		if x.oracle.books[c].phase != ph {
			x.oracle.acts[c] = nil
		}
		x.oracle.books[c].phase = ph
	case n < 994:
		x.gate.FeedDown()
		for c := range x.oracle.books {
			x.oracle.books[c].fresh = false
		}
	case n < 996:
		x.setMode([]Mode{CancelOnly, Killed, ReduceOnly, Isolated, Run}[min(4, x.rnd.IntN(40))])
	case n < 997:
		x.oracle.journal = x.rnd.IntN(20) > 0
		x.gate.SetJournal(x.oracle.journal)
	case n < 998:
		x.gate.NewDay()
		x.ledger.Roll()
		x.oracle.day = 0
		clear(x.oracle.today)
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

// room: what Room says is the most that the oracle lets pass, account and funds
// taken for both legs of a quote.
func (x *trial) room(c market.Contract) {
	if x.rnd.IntN(20) > 0 {
		return
	}
	l, o := &x.p.Limits[c], x.oracle
	product := x.p.Instruments[c].Product
	for s := market.Bid; s <= market.Ask; s++ {
		i := int(s) - 1
		alone := o.worst(s, func(x market.Contract) bool { return x == c })
		together := o.worst(s, func(y market.Contract) bool {
			return int(y) < len(x.p.Instruments) && x.p.Instruments[y].Product == product
		})
		if o.short {
			return
		}
		fits := func(q market.Qty) bool {
			var lots [2]int64
			lots[i] = int64(q)
			if alone+q > []market.Qty{l.MaxLong, l.MaxShort}[i] || together+q > x.p.product(product).MaxNet ||
				x.now < o.ramp && q > max(o.lots, l.RampFloor) || o.greekRules(c, lots[0], lots[1]) != 0 {
				return false
			}
			both := o.openRules(c, [2]int64{int64(q), int64(q)})&^(1<<RuleExchange) | o.openRules(c, lots)
			return int64(q) <= o.closable(c, i, market.Close, x.orders.QuoteID(c)) || both == 0
		}
		most := l.MaxOrderQty
		for most > 0 && !fits(most) {
			most--
		}
		if most < l.MinOrderQty {
			most = 0
		}
		if room := x.gate.Room(c, s, x.orders, x.ledger, x.now); room != most {
			x.t.Fatalf("step %d: room %d on side %v of %d, want %d", x.stats.steps, room, s, c, most)
		}
	}
}

// The gate decides as the oracle does: nothing that could breach a limit in any
// order of fills passes, nothing else is refused.
func TestGateEqualsOracle(t *testing.T) {
	trials, steps, least := 200, 5000, 100
	switch {
	case raced:
		trials, least = 40, 1
	case testing.Short():
		trials, least = 60, 20
	case os.Getenv("QUOTIENT_LONG") != "":
		trials, least = 20000, 10_000
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
	for r := RuleIDs; r <= RuleRamp; r++ { // the one after it is no rule of the gate
		t.Logf("%-14v alone decisive %d times", r, s.alone[r])
		if s.alone[r] < least {
			t.Errorf("%v was decisive alone only %d times: the histories do not test it", r, s.alone[r])
		}
	}
	if share := s.approved * 100 / s.asked; share < 20 || share > 80 {
		t.Errorf("%d %% approved", share)
	}
	if s.short*100 > s.asked {
		t.Errorf("%d of %d not judged", s.short, s.asked)
	}
}
