package quoter_test

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// TestGuardedChaos is TestChaos with every guard in force: nothing leaves that one of
// them holds back, no limit is passed though everything fills, and whenever a valid
// quote of the least size fits all of them one stands within bounded time.
func TestGuardedChaos(outer *testing.T) {
	chaosChecks(outer, "40", "2000")
	desk := loadDesk(outer)
	seen := new(sightings)
	rapid.Check(outer, func(t *rapid.T) {
		c := newChaos(t, desk, seen)
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			c.trouble()
			c.calm()
		}
		c.end()
		seen.Crossed += c.told.ours.crossed
	})
	outer.Logf("%+v", *seen)
	if !testing.Short() && (seen.Held == [risk.ModeCount]int{} || seen.Trips == 0 || seen.Refused[risk.RuleExchange]+seen.Refused[risk.RuleFunds]+
		seen.Refused[risk.RuleRamp]+seen.Refused[risk.RuleSeat] == 0 || seen.Let == 0 || seen.Tight == 0 || seen.Crossed == 0) {
		outer.Error("the guards had nothing to do")
	}
}

// sightings are what the guards had to do, over all runs.
type sightings struct {
	Held    [risk.ModeCount]int
	Trips   int
	Refused [risk.RuleCount]int
	Let     int // looks at a contract that every guard lets be quoted
	Crossed int // replacements that crossed what they replaced
	Tight   int // looks at one that the exchange's limit, the account's or the funds do not
}

// guards is what the chaos knows of the guards by itself.
type guards struct {
	on      bool
	m       measures
	balance market.Money
	seat    int16
	other   [2]position.Other
	ramp    market.Time // until when
	held    [2]risk.Mode
	blocked bool          // by the rule on fills
	fills   []market.Time // since the last re-arming
	seen    *sightings
}

// guard puts every guard in force, some of them with figures that bind.
func (c *chaos) guard(seen *sightings) {
	g := &c.guards
	g.on, g.m, g.seen = true, roomy, seen
	g.m.side = rapid.SampledFrom([]market.Qty{1000, 60, 40, 24}).Draw(c.t, "exchange limit")
	g.m.fills = rapid.SampledFrom([][2]int64{{1 << 12, 1 << 12}, {3, 6}}).Draw(c.t, "fills")
	g.m.most = rapid.SampledFrom([]int64{1 << 40, 1 << 40, 300}).Draw(c.t, "conduct")
	lots := rapid.SampledFrom([]market.Money{2000, 160, 70}).Draw(c.t, "funds for")
	g.balance = lots * 780_000
	everyGuard(c.desk, g.m)
	source, _ := market.MakeRef("sister")
	c.desk.Breaker.Unacked = market.Second
	c.desk.Limits.Accounts = []position.Account{{Name: source, MaxAge: 12 * market.Hour}}
}

// armed tells what a start tells the guards, and re-arms all of them.
func (c *chaos) armed() {
	g := &c.guards
	if !g.on {
		return
	}
	g.seat, g.other, g.ramp = 1, [2]position.Other{}, 0
	c.command(port.Command{Kind: port.CommandSeat, Value: 1})
	c.command(port.Command{Kind: port.CommandFunds, Value: 1, First: uint64(g.balance)})
	c.command(port.Command{Kind: port.CommandRamp})
	c.imports(0)
	c.imports(1)
	c.rearm()
}

// imports tells what the sister account holds.
func (c *chaos) imports(n market.Contract) {
	o := &c.guards.other[n]
	c.pump()
	m := port.Command{Kind: port.CommandOther, Contract: n, First: uint64(o.Long), Count: uint64(o.Short)}
	c.give(m)
	c.give(port.Command{Kind: port.CommandOther, Contract: market.NoContract})
	c.pump()
}

// give is command without its idea of which contract is meant.
func (c *chaos) give(m port.Command) {
	c.input()
	if !c.rings.Commands.Push(&m) || !c.other.Commands.Push(&m) {
		c.t.Fatal("command ring is full")
	}
}

// rearm has a person of every authority end what may be ended.
func (c *chaos) rearm() {
	if !c.guards.on {
		return
	}
	c.pump()
	for _, s := range []breaker.Scope{breaker.Account, breaker.Group, breaker.Contract} {
		for n := range market.Contract(2) {
			c.give(port.Command{Kind: port.CommandRearm, Contract: n, Value: int16(s), Mode: uint8(breaker.ByRisk)})
		}
	}
	c.poll()
}

// watch does what the desk's people do about guards.
func (c *chaos) watch(n market.Contract, k int) {
	g := &c.guards
	switch k {
	case 32, 33:
		c.rearm()
	case 34:
		g.seat = rapid.SampledFrom([]int16{1, 2, 3, 0}).Draw(c.t, "seat")
		c.command(port.Command{Kind: port.CommandSeat, Value: g.seat})
		c.pump()
	case 35:
		c.pump()
		g.ramp = c.now + 5*market.Second
		c.command(port.Command{Kind: port.CommandRamp, To: g.ramp, First: 3, Count: 50})
		c.pump()
	case 36, 37:
		half := int(g.m.side / 2)
		g.other[n] = position.Other{Long: market.Qty(rapid.IntRange(0, half).Draw(c.t, "others long")), Short: market.Qty(rapid.IntRange(0, half).Draw(c.t, "others short"))}
		c.imports(n)
	default:
		c.setLatch(risk.ReduceOnly)
	}
}

// record takes over what the guards put on record.
func (g *guards) record(c *chaos, r *port.Record) {
	switch r.Kind {
	case port.RecordHold:
		h := r.Hold()
		g.held[h.Contract] = risk.Mode(h.Now)
		if h.Trip == 0 && h.Restraint == 0 && surveillance.Level(h.Level) < surveillance.Stop {
			g.held[h.Contract] = risk.Run // what the latch holds back is judged by itself
		}
		g.seen.Held[g.held[h.Contract]]++
	case port.RecordTrip:
		switch x := r.Trip(); breaker.State(x.State) {
		case breaker.Tripped:
			g.seen.Trips++
		case breaker.Rearmed:
			if breaker.Kind(x.Kind) == breaker.Protection {
				g.blocked, g.fills = false, nil
			}
		}
	case port.RecordDecision:
		d := r.Decision()
		if g.seen.Refused[d.Rule]++; d.Rule == 0 && d.Instruction.Kind.Adds() {
			g.adding(c, &d.Instruction)
		}
	}
}

// told counts a fill by itself, as the rule on fills does: over both contracts, which
// are one group.
func (g *guards) told(now market.Time) {
	g.fills = append(g.fills, now)
	for i, most := range g.m.fills {
		n, span := int64(0), [2]market.Time{market.Second, 10 * market.Second}[i]
		for _, at := range g.fills {
			if now-at <= span {
				n++
			}
		}
		g.blocked = g.blocked || n >= most
	}
}

// adding judges what adds exposure by what holds it back.
func (g *guards) adding(c *chaos, in *market.Instruction) {
	quote := in.Kind == market.InstructQuote
	switch {
	case g.blocked:
		c.t.Fatalf("%s leaves after %d fills", describe(in), len(g.fills))
	case g.held[in.Contract] != risk.Run && (quote || g.held[in.Contract] != risk.ReduceOnly):
		c.t.Fatalf("%s leaves while held to %v", describe(in), g.held[in.Contract])
	case g.seat != 1 && g.seat != 2:
		c.t.Fatalf("%s leaves over seat %d", describe(in), g.seat)
	case c.now < g.ramp && max(in.BidQty, in.AskQty) > 10:
		c.t.Fatalf("%s leaves while a build proves itself", describe(in))
	}
}

// worst judges the truth with in by what the exchange and the broker allow: what is
// held and all that may open, on each side.
func (g *guards) worst(c *chaos, in *market.Instruction) {
	var all market.Qty
	opens := in.BidQty > 0 && in.BidOffset == market.Open || in.AskQty > 0 && in.AskOffset == market.Open
	for n := range market.Contract(2) {
		sides := c.ex.sides(n)
		others := [2]market.Qty{g.other[n].Long, g.other[n].Short}
		for i := range sides {
			leg := [2]bool{in.BidQty > 0 && in.BidOffset == market.Open, in.AskQty > 0 && in.AskOffset == market.Open}[i]
			if sides[i]+others[i] > g.m.side && leg && in.Contract == n {
				c.t.Fatalf("%s: %d lots of %d on a side, others %d, limit %d\n%v", describe(in), sides[i], n, others[i], g.m.side, c.rules.recent)
			}
			all += sides[i]
		}
	}
	if !opens {
		return
	}
	c.loop.Snapshot(&c.snap)
	if need := market.Money(all) * 730_000; need > c.snap.Funds.Equity+c.snap.Funds.Equity/20 {
		c.t.Fatalf("%s: %d lots need %d fen of %d", describe(in), all, need, c.snap.Funds.Equity)
	}
	if all > c.desk.Risk.MaxLots {
		c.t.Fatalf("%s: %d lots of the account, limit %d", describe(in), all, c.desk.Risk.MaxLots)
	}
}

// sides are the lots held on each side, with all that may open there.
func (x *exchange) sides(n market.Contract) (lots [2]market.Qty) {
	lots = x.gross[n]
	add := func(in *market.Instruction, leaves [2]market.Qty) {
		if in.Contract == n && in.BidOffset == market.Open {
			lots[0] += leaves[0]
		}
		if in.Contract == n && in.AskOffset == market.Open {
			lots[1] += leaves[1]
		}
	}
	for _, o := range x.live {
		add(&o.in, o.leaves)
	}
	for i := range x.coming {
		if in := &x.coming[i].what; in.Kind.Adds() {
			add(in, [2]market.Qty{in.BidQty, in.AskQty})
		}
	}
	return lots
}

// closes reports whether what in is to close is held, and no other order of ours is to
// close it; the quote that in replaces may have been filled on the way.
func (x *exchange) closes(in *market.Instruction) bool {
	for s := market.Bid; s <= market.Ask; s++ {
		if in.Qty(s) == 0 || offsetOf(in, s) == market.Open {
			continue
		}
		left := x.gross[in.Contract][2-s]
		for _, o := range x.live {
			if o.in.Contract == in.Contract && o.leaves[s-1] > 0 && offsetOf(&o.in, s) != market.Open && !(o.in.Kind == market.InstructQuote && in.Kind == market.InstructQuote) {
				left -= o.leaves[s-1]
			}
		}
		if in.Qty(s) > left {
			return false
		}
	}
	return true
}

func offsetOf(in *market.Instruction, s market.Side) market.Offset {
	if s == market.Ask {
		return in.AskOffset
	}
	return in.BidOffset
}

// keep books a fill long or short.
func (x *exchange) keep(r *resting, s market.Side, qty market.Qty) {
	i := int(s) - 1
	if offsetOf(&r.in, s) == market.Open {
		x.gross[r.in.Contract][i] += qty
		return
	}
	x.gross[r.in.Contract][1-i] -= qty
}

// lets reports whether the guards let a quote of the least size stand on n, with
// nothing else of ours in the market.
func (g *guards) lets(c *chaos, n market.Contract) bool {
	if !g.on {
		return true
	}
	least, all := leastSize(n), market.Qty(0)
	for k := range market.Contract(2) {
		all += c.ex.gross[k][0] + c.ex.gross[k][1]
		if q := c.ex.quoteOn(k); q != nil && k != n {
			all += q.leaves[0] + q.leaves[1]
		}
	}
	c.loop.Snapshot(&c.snap)
	v, long, short := &c.snap.Contract[n].Guard, c.ex.gross[n][0]+g.other[n].Long, c.ex.gross[n][1]+g.other[n].Short
	if max(long, short)+least > g.m.side || all+2*least > c.desk.Risk.MaxLots || market.Money(all+2*least)*810_000 > c.snap.Funds.Equity {
		g.seen.Tight++
		return false
	}
	if g.held[n] != risk.Run || surveillance.Level(v.Level) >= surveillance.Stop {
		return false
	}
	g.seen.Let++
	return true
}

// stopped reports whether a guard ends the day for n: nobody may expect a quote.
func (g *guards) stopped(c *chaos, n market.Contract) bool {
	if !g.on {
		return false
	}
	c.loop.Snapshot(&c.snap)
	return c.snap.Contract[n].Guard.Level >= uint8(surveillance.Throttle)
}
