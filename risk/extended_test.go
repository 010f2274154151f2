package risk

import (
	"fmt"
	"strings"
	"testing"

	"quotient/market"
)

// Every limit of an extended rule: when it is missing, Check names it and the gate
// blocks by its rule; without the rule in force neither does.
func TestALimitMissingBlocks(t *testing.T) {
	for _, x := range []struct {
		rule   Rule
		change func(*Params)
		want   string
	}{
		{RuleCode, func(p *Params) { p.Limits[3].Code = 0 }, "limits[3].code 0 2"},
		{RuleCode, func(p *Params) { p.Limits[3].Code = 3 }, "limits[3].code 3 2"},
		{RuleCode, func(p *Params) { p.Limits[3].Code = 1 }, "limits[3].code 1 2"},
		{RuleCode, func(p *Params) { p.Codes[1].Code = p.Codes[0].Code }, "codes[1].code 1 0"},
		{RuleCode, func(p *Params) { p.Codes[1].Code = market.Ref{} }, "codes[1].code 0 1"},
		{RuleCode, func(p *Params) { p.Codes[1].Class = NoClass }, "codes[1].class 0 1"},
		{RuleMove, func(p *Params) { p.Limits[3].MoveTicks = 0 }, "limits[3].move_ticks 0 1"},
		{RuleMove, func(p *Params) { p.MoveOver = 0 }, "move_over 0 1000000000"},
		{RuleMove, func(p *Params) { p.MoveOver = maxMoveOver + 1 }, "move_over 600000000001 600000000000"},
		{RuleMove, func(p *Params) { p.StrikeOver = 0 }, "strike_over 0 1"},
		{RuleBound, func(p *Params) { p.Limits[3].BoundTicks = 0 }, "limits[3].bound_ticks 0 1"},
		{RuleBound, func(p *Params) { p.Limits[3].BoundTicks = maxPrice + 1 }, "limits[3].bound_ticks 1099511627777 1099511627776"},
		{RuleBound, func(p *Params) { p.Instruments[3].Underlying = 9 }, "instruments[3].underlying 9 4"},
		{RuleBound, func(p *Params) { p.Instruments[3].Underlying = 4 }, "instruments[3].underlying 4 4"},
		{RuleBound, func(p *Params) { p.Instruments[3].Strike = 0 }, "instruments[3].underlying 0 4"},
		{RuleBound, func(p *Params) { p.Instruments[3].Expiry = 0 }, "instruments[3].underlying 0 4"},
		{RuleBound, func(p *Params) { p.Instruments[3].TickUnits = maxUnits }, "instruments[3].underlying 0 4"},
		{RuleBound, func(p *Params) { p.Instruments[3].Decimals = 7 }, "instruments[3].underlying 0 4"},
		{RuleParity, func(p *Params) { p.Limits[3].ParityTicks = 0 }, "limits[3].parity_ticks 0 1"},
		{RuleParity, func(p *Params) { p.Limits[3].ParityTicks = maxPrice + 1 }, "limits[3].parity_ticks 1099511627777 1099511627776"},
		{RuleParity, func(p *Params) { p.InForce &^= 1 << RuleBound }, "in_force 29 28"},
		{RuleAccount, func(p *Params) { p.MaxLots = 0 }, "max_lots 0 1"},
		{RuleDelta, func(p *Params) { p.MaxDelta = 0 }, "max_delta 0 1"},
		{RuleDelta, func(p *Params) { p.Products[2].MaxDelta = 0 }, "products[2].max_delta 0 1"},
		{RuleVega, func(p *Params) { p.MaxVega = 0 }, "max_vega 0 1"},
		{RuleVega, func(p *Params) { p.Products[2].MaxVega = 0 }, "products[2].max_vega 0 1"},
		{RuleExchange, func(p *Params) { p.Headroom = 0 }, "headroom 0 1"},
		{RuleExchange, func(p *Params) { p.Headroom = 1_000_001 }, "headroom 1000001 1000000"},
		{RuleExchange, func(p *Params) { p.Limits[3].ExchangeLong = 0 }, "limits[3].exchange_long 0 1"},
		{RuleExchange, func(p *Params) { p.Limits[3].ExchangeShort = -1 }, "limits[3].exchange_short -1 1"},
		{RuleLoss, func(p *Params) { p.MaxLoss = 0 }, "max_loss 0 1"},
		{RuleLoss, func(p *Params) { p.Products[2].MaxLoss = 0 }, "products[2].max_loss 0 1"},
		{RuleRepeat, func(p *Params) { p.Repeats = 0 }, "repeats 0 1"},
		{RuleRepeat, func(p *Params) { p.Refreshes = 0 }, "refreshes 0 1"},
		{RuleRepeat, func(p *Params) { p.RepeatOver = 0 }, "repeat_over 0 1"},
		{RuleRamp, func(p *Params) { p.Limits[3].RampFloor = 0 }, "limits[3].ramp_floor 0 1"},
	} {
		names := []string{x.rule.String(), RuleBound.String()}
		p := extended(names...)
		x.change(&p)
		var got []string
		p.Check(func(key string, found, allowed int64) {
			got = append(got, fmt.Sprintf("%s %d %d", key, found, allowed))
		})
		if all := strings.Join(got, ";"); !strings.Contains(all, x.want) || strings.Contains(all, "codes[0]") {
			t.Errorf("found %v, want %s", got, x.want)
		}
		in := quote(3, 99, 103, 5)
		d := open(p)
		if room := d.gate.Room(3, market.Bid, d.orders, d.ledger, d.now); room != 0 {
			t.Errorf("%s: room %d", x.want, room)
		}
		if v := d.send(&in); v != (Verdict{Rule: x.rule}) {
			t.Errorf("%s: %v %+v", x.want, x.rule, v)
		}
		p.InForce = 0
		p.Check(func(key string, found, allowed int64) { t.Errorf("not in force, yet %s %d %d", key, found, allowed) })
		if v := open(p).send(&in); v.Rule != OK {
			t.Errorf("not in force, yet %+v", v)
		}
	}
	p := extended()
	p.InForce = Extended
	p.Check(func(key string, found, allowed int64) { t.Errorf("sound parameters: %s %d %d", key, found, allowed) })
	p.InForce |= 1 << RuleSize
	p.Codes[0].Seats = 0
	var got []string
	p.Check(func(key string, _, _ int64) { got = append(got, key) })
	if strings.Join(got, " ") != "in_force codes[0].seats" {
		t.Errorf("found %v", got)
	}
}

// What is told of a contract that does not exist changes nothing, and what cannot
// be told of one that does blocks it.
func TestWhatCannotBeTold(t *testing.T) {
	d := open(extended("delta", "vega", "funds"))
	before := string(d.gate.Save(nil))
	d.gate.Gap(9)
	d.gate.SetScope(9, Run)
	d.gate.Greeks(9, 1, 1)
	d.gate.LotMargin(9, 1, 1)
	d.gate.Loss(9, 1, true)
	d.gate.SetExchange(9, 1, 1)
	d.gate.Linked(9, market.Ask, 1, true)
	d.gate.Linked(0, market.NoSide, 1, true)
	if string(d.gate.Save(nil)) != before || d.gate.Strikes(9, d.now) != 0 || d.gate.Scope(9) != Isolated {
		t.Error("took what is of no contract")
	}
	d.gate.Funds(1<<60, true)
	for _, x := range []struct {
		delta, vega int64
		margin      market.Money
		want        Rule
	}{{1 << 30, 1, 1, RuleDelta}, {-1 << 30, 1, 1, RuleDelta}, {1, 1 << 30, 1, RuleVega}, {1, -1 << 30, 1, RuleVega},
		{1, 1, 1 << 30, RuleFunds}, {1, 1, 0, RuleFunds}, {1, 1, -1, RuleFunds}, {1, 1, 1 << 29, OK}} {
		for i, s := range []market.Side{market.Bid, market.Ask} { // the other side's margin is not asked for
			d.gate.Greeks(0, x.delta, x.vega)
			margin := [2]market.Money{}
			margin[i] = x.margin
			d.gate.LotMargin(0, margin[0], margin[1])
			in := order(0, s, 101, 5)
			if v := d.send(&in); v.Rule != x.want {
				t.Errorf("%+v on side %v: %+v", x, s, v)
			}
			d.apply(market.Event{Kind: market.EventOrderReject, ID: d.id})
		}
		d.gate.Greeks(0, x.delta, x.vega)
		d.gate.LotMargin(0, x.margin, x.margin)
		in := quote(0, 99, 103, 5)
		room := d.gate.Room(0, market.Bid, d.orders, d.ledger, d.now)
		if v := d.send(&in); v.Rule != x.want || (room > 0) != (v.Rule == OK) {
			t.Errorf("%+v: %+v, room %d", x, v, room)
		}
	}
}

// An option is known until the last trading day has passed.
func TestAnExpiredOptionIsNotBounded(t *testing.T) {
	p := extended("bound")
	p.Instruments[3].Expiry = 20261120
	d := open(p)
	for _, x := range []struct {
		at   market.Time
		want Rule
	}{{market.Date(20261120).At(market.Day) - 1, OK}, {market.Date(20261120).At(market.Day), RuleBound}} {
		d.now = x.at
		for c := range market.Contract(5) {
			d.depth(c, market.Depth{Bid: 100, Ask: 102, BidQty: 9, AskQty: 9, Last: 101, Upper: 115, Lower: 85})
		}
		in := quote(3, 99, 103, 5)
		if v := d.send(&in); v.Rule != x.want {
			t.Errorf("%+v, want %v", v, x.want)
		}
		d.apply(market.Event{Kind: market.EventQuoteReject, ID: d.id})
	}
}

// Tick sizes differ: the call's is 0.5 with one decimal, the future's 1 with none.
func TestBoundsAcrossTicks(t *testing.T) {
	p := extended("bound")
	in := &p.Instruments[3]
	in.TickUnits, in.Decimals = 5, 1
	p.Limits[3].CollarTicks = 1000
	d := open(p)
	d.depth(3, market.Depth{Bid: 18, Ask: 20, BidQty: 9, AskQty: 9, Last: 19})
	for _, x := range []struct {
		ask  market.Price
		want Verdict
	}{{10, Verdict{RuleBound, 10, 11}}, {11, Verdict{}}} { // worth 6.0 exercised, leeway 0.5: 5.5
		in := order(3, market.Ask, x.ask, 2)
		if v := d.send(&in); v != x.want {
			t.Errorf("%+v, want %+v", v, x.want)
		}
	}
}

// When a ramp ends the windows are whole again.
func TestNextBudgetSeesTheRampEnd(t *testing.T) {
	d := open(params())
	d.gate.Ramp(d.now+100*market.Millisecond, 5, 0)
	in := quote(0, 99, 103, 5)
	if v := d.send(&in); v.Rule != OK {
		t.Fatal(v)
	}
	if at := d.gate.NextBudget(0, d.now); at != d.now+100*market.Millisecond || d.gate.Budget(d.now) != 0 {
		t.Errorf("a quote at %d", at)
	}
}

// Sums hold no more than orders.MaxLots on a side of a contract, so no more waits.
func TestNoMoreLotsWaitThanSumsHold(t *testing.T) {
	p := params()
	l := &p.Limits[0]
	l.MaxOrderQty, l.MaxLong, l.MaxShort, l.MaxValue = 1<<23, 1<<40, 1<<40, 1<<62
	p.Products[0].MaxNet = 1 << 40
	for _, side := range []market.Side{market.Bid, market.Ask} {
		d := open(p)
		short := p
		short.Limits = append([]Limits(nil), p.Limits...)
		short.Limits[0].MaxLong, short.Limits[0].MaxShort = 1<<22-1, 1<<22-1
		in := order(0, side, 99, 1<<22)
		if v := open(short).send(&in); v != (Verdict{RulePosition, 1 << 22, 1<<22 - 1}) {
			t.Errorf("%v %+v", side, v)
		}
		for _, x := range []struct {
			qty  market.Qty
			want Verdict
		}{{1<<22 + 1, Verdict{RulePosition, 1<<22 + 1, 1 << 22}}, {1 << 22, Verdict{}}} {
			in := order(0, side, 99, x.qty)
			if v := d.send(&in); v != x.want {
				t.Errorf("%v %d: %+v", side, x.qty, v)
			}
		}
		if room := d.gate.Room(0, side, d.orders, d.ledger, d.now); room != 0 {
			t.Errorf("room %d", room)
		}
	}
}

// Where nothing may leave, a ramp's one message at least is none, and no instant
// is named.
func TestARampAddsNoBudget(t *testing.T) {
	p := params()
	p.ForCancels = p.MaxMessages
	d := open(p)
	d.gate.Ramp(d.now+market.Second, 5, 50)
	in := quote(0, 99, 103, 5)
	if v := d.send(&in); v.Rule != RuleRate || d.gate.NextBudget(0, d.now) != 0 || d.gate.Budget(d.now) != 0 {
		t.Errorf("%+v, budget %d at %d", v, d.gate.Budget(d.now), d.gate.NextBudget(0, d.now))
	}
}

// The longest memory of references that there may be is none too long.
func TestTheLongestMemoryOfReferences(t *testing.T) {
	p := extended("move")
	p.MoveOver = maxMoveOver
	in := quote(0, 99, 103, 5)
	if v := open(p).send(&in); v.Rule != OK {
		t.Errorf("%+v", v)
	}
}

// A gate that was loaded tells its own weights to a table that knew others.
func TestLoadTellsTheWeightsAgain(t *testing.T) {
	d := open(extended("delta"))
	d.gate.Greeks(0, 1000, 0)
	first := order(0, market.Bid, 99, 5)
	if v := d.send(&first); v.Rule != OK {
		t.Fatal(v)
	}
	d.apply(market.Event{Kind: market.EventOrderLive, ID: d.id})
	saved := d.gate.Save(nil)
	d.gate.Greeks(0, 2000, 0)
	if _, ok := d.gate.Load(saved); !ok {
		t.Fatal("does not load")
	}
	for _, x := range []struct {
		qty  market.Qty
		want Verdict
	}{{16, Verdict{RuleDelta, 21000, 20000}}, {15, Verdict{}}} {
		in := order(0, market.Bid, 99, x.qty)
		if v := d.send(&in); v != x.want {
			t.Errorf("%d: %+v", x.qty, v)
		}
	}
}
