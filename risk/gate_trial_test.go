package risk

import (
	"math/rand/v2"
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
	x.nearNow(c)
	x.oracle.depth(c, d, x.now)
}
