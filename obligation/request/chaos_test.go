package request

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"quotient/market"
)

// A chaos tells a Meter anything in any order: words that come late, twice, or
// never, and contradict each other, with stamps of all kinds.
type chaos struct {
	t    *testing.T
	rand *rand.Rand
	m    *Meter
	now  market.Time
	seen market.Time // some stamp that was used before
	refs []market.Ref
	ids  uint64
	told map[market.Ref]int
	low  int // answered
	calm int // the larger, the fewer odd stamps and words
}

func (x *chaos) n(n int) int { return x.rand.IntN(n) }

func (x *chaos) policy() Policy { return Policy(1 + x.n(2)) }

// stamp is none, the present, the past, the future, or one that was used before.
func (x *chaos) stamp() market.Time {
	switch x.n(x.calm) {
	case 0:
		return 0
	case 1:
		return x.seen
	case 2:
		return x.now + market.Time(x.n(2_000_000_000))
	case 3:
		x.seen = x.now - market.Time(x.n(90))*market.Second
	case 4:
		x.seen = x.now - market.Time(x.n(3_000_000_000))
	default:
		x.seen = x.now
	}
	return x.seen
}

// ref is mostly that of some request told so far, or none.
func (x *chaos) ref() market.Ref {
	if len(x.refs) == 0 || x.n(4) == 0 {
		return market.Ref{}
	}
	return x.refs[len(x.refs)-1-x.n(min(len(x.refs), 4))]
}

func (x *chaos) id() uint64 { return x.ids - min(x.ids, uint64(x.n(5))) }

func (x *chaos) ask() {
	r := ref(fmt.Sprint("R", len(x.refs)))
	x.refs = append(x.refs, r)
	stamp := x.stamp()
	for range 1 + x.n(2) {
		x.m.Request(0, r, stamp, x.now, x.n(10) == 0)
	}
}

func (x *chaos) quote() {
	x.ids++
	bid := market.Price(100 + x.n(3))
	x.m.QuoteSent(0, &market.Instruction{ID: x.ids, Bid: bid, Ask: bid + market.Price(3+x.n(3)), BidQty: market.Qty(9 + x.n(12)),
		AskQty: market.Qty(9 + x.n(12)), Request: x.ref()}, x.now)
	if x.n(x.calm) > 3 {
		x.m.Alive(x.now, x.now)
		x.m.QuoteLive(0, x.ids, x.stamp(), x.now)
	}
}

// word is one word of the exchange about a quote.
func (x *chaos) word() {
	if x.n(3) > 0 {
		x.m.Alive(x.stamp(), x.now)
	}
	switch id, stamp := x.id(), x.stamp(); x.n(8) {
	case 0, 1, 2:
		x.m.QuoteLive(0, id, stamp, x.now)
	case 3, 4:
		x.m.QuoteLeaves(0, id, market.Bid+market.Side(x.n(2)), market.Qty(x.n(20)), stamp, x.now)
	case 5:
		x.m.QuoteEnding(0, id, x.now)
	case 6:
		x.m.QuoteEnded(0, id, stamp, x.now)
	default:
		x.m.QuoteRejected(0, id, stamp, x.now)
	}
}

func (x *chaos) happens() {
	switch k := x.n(40); {
	case k < 8:
		x.ask()
	case k < 16:
		x.quote()
	case k < 30 && x.n(x.calm) < 6:
		x.word()
	case k < 30:
		x.m.Alive(x.stamp(), x.now)
	case k < 32:
		x.m.Exempt(0, x.n(2) == 0, x.stamp(), x.now)
	case x.n(x.calm) > 6:
	case k < 34:
		phases := [...]market.Phase{market.PhaseHalt, market.PhaseContinuous, market.PhaseContinuous, market.PhaseBreak, market.PhaseAuction, market.PhaseClosed}
		x.m.Phase(0, phases[x.n(len(phases))], x.stamp(), x.now)
	case k < 36:
		x.m.Underlying(1, market.Price(100+x.n(8)), x.stamp(), x.now)
	case k == 36:
		x.m.Down(x.now)
	case k < 39:
		x.m.Up(x.now)
	default:
		x.again()
	}
	x.take()
}

// again goes on with a Meter that was loaded from the old one's state.
func (x *chaos) again() {
	m := New(x.m.p, x.m.cal)
	if rest, ok := m.Load(x.m.Save(nil)); !ok || len(rest) != 0 {
		x.t.Fatal("load")
	}
	x.m = m
}

// advance does the deadlines up to t: each must be behind the Meter then.
func (x *chaos) advance(t market.Time) {
	for n := 0; x.m.Deadline() != 0 && x.m.Deadline() <= t; n++ {
		due := max(x.m.Deadline(), x.now)
		x.m.Advance(due)
		if next := x.m.Deadline(); n > 10_000 || next != 0 && next <= due {
			x.t.Fatalf("due %d after %d", next, due)
		}
		x.take()
	}
	x.now = t
}

func (x *chaos) take() {
	var row Row
	for x.m.TakeRow(&row) {
		x.told[row.Ref]++
		x.low += int(one(row.Low == Answered))
		switch {
		case row.Low == Undecided || row.High == Undecided, row.Low.Counts() != row.High.Counts():
			x.t.Fatalf("%+v", row)
		case row.Low == Answered && row.High != Answered:
			x.t.Fatalf("low exceeds high: %+v", row)
		}
	}
}

// TestChaos: whatever is told, every request is decided, once, low does not exceed
// high, and no deadline stays.
func TestChaos(t *testing.T) {
	low := 0
	for seed := range uint64(100) {
		x := &chaos{t: t, rand: rand.New(rand.NewPCG(seed, 2)), told: map[market.Ref]int{}, calm: 6 + int(seed%4)*10}
		terms := answers()
		terms.Respond, terms.Hold = market.Time(1+x.n(8))*market.Second, market.Time(x.n(12))*market.Second
		terms.Declared, terms.Filled, terms.Resting, terms.AnyQuote = x.policy(), x.policy(), x.policy(), x.policy()
		terms.Exempt, terms.Breaks, terms.Merge, terms.Apart = x.policy(), x.policy(), x.policy(), market.Time(1+x.n(60))*market.Second
		terms.Moved, terms.Imbalance = market.Price(x.n(4)), int64(x.n(2)*100_000)
		x.m = New(params(terms), shortCalendar())
		x.now = day1.At(9 * market.Hour)
		x.m.Up(x.now)
		x.m.Phase(0, market.PhaseContinuous, x.now, x.now)
		for range 200 {
			if x.n(3) > 0 {
				x.advance(x.now + market.Time(x.n(3_000_000_000)))
			}
			x.happens()
		}
		x.advance(market.Date(20260202).At(8*market.Hour + 59*market.Minute + market.Second))
		for _, r := range x.refs {
			if x.told[r] != 1 {
				t.Fatalf("seed %d: %s told %d times", seed, r, x.told[r])
			}
		}
		if x.m.units[0].open != 0 || x.m.duties[0].first >= 0 {
			t.Fatalf("seed %d: %d open", seed, x.m.units[0].open)
		}
		low += x.low
	}
	if low < 30 {
		t.Errorf("%d answered: nothing is tried", low)
	}
}
