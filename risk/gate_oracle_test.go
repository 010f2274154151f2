package risk

import (
	"bytes"
	"os"
	"testing"

	"quotient/market"
)

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
		x.orders.Down()
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
		x.kept(c)
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
