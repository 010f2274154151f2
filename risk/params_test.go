package risk

import (
	"fmt"
	"strings"
	"testing"

	"quotient/market"
	"quotient/risk/window"
)

func TestCheckNamesEveryLimit(t *testing.T) {
	p := params()
	p.Check(func(key string, found, allowed int64) { t.Errorf("sound parameters: %s %d %d", key, found, allowed) })
	for _, x := range []struct {
		change func(*Params)
		want   string
	}{
		{func(p *Params) { p.Limits[1].MaxOrderQty = 0 }, "limits[1].max_order_qty 0 1;limits[1].min_order_qty 2 1"},
		{func(p *Params) { p.Limits[1].MaxOrderQty = maxQty + 1 }, "limits[1].max_order_qty 2147483649 2147483648"},
		{func(p *Params) { p.Limits[1].MinOrderQty = 0 }, "limits[1].min_order_qty 0 1"},
		{func(p *Params) { p.Limits[1].MinOrderQty = 21 }, "limits[1].min_order_qty 21 20"},
		{func(p *Params) { p.Limits[2].MaxLong = -1 }, "limits[2].max_long -1 1"},
		{func(p *Params) { p.Limits[2].MaxShort = 0 }, "limits[2].max_short 0 1"},
		{func(p *Params) { p.Limits[0].MaxValue = 0 }, "limits[0].max_value 0 1"},
		{func(p *Params) { p.Limits[0].CollarTicks = 0 }, "limits[0].collar_ticks 0 1"},
		{func(p *Params) { p.Limits[0].MaxSpread = 0 }, "limits[0].max_spread 0 1"},
		{func(p *Params) { p.Limits[0].StaleAfter = 0 }, "limits[0].stale_after 0 1"},
		{func(p *Params) { p.Limits[0].StaleAfter = market.Day + 1 }, "limits[0].stale_after 86400000000001 86400000000000"},
		{func(p *Params) { p.Limits[0].QuotePhases = 1 << market.PhaseCount }, "limits[0].quote_phases 128 127"},
		{func(p *Params) { p.Limits[0].MaxPerWindow = 0 }, "limits[0].max_per_window 0 1"},
		{func(p *Params) { p.Limits = p.Limits[:2] }, "limits 2 3"},
		{func(p *Params) { p.Window = 0 }, "window 0 1"},
		{func(p *Params) { p.MaxMessages = 1 }, "max_messages 1 2;for_cancels 20 1"},
		{func(p *Params) { p.MaxMessages = window.Most + 1 }, "max_messages 65537 65536"},
		{func(p *Params) { p.ForCancels = 0 }, "for_cancels 0 1"},
		{func(p *Params) { p.ForCancels = 100 }, "for_cancels 100 99"},
		{func(p *Params) { p.MaxDay = 0 }, "max_day 0 1"},
		{func(p *Params) { p.Products[1].MaxNet = 0 }, "products[1].max_net 0 1"},
		{func(p *Params) { p.Products[1].Product = p.Products[0].Product }, "products[1].product 1 0;instruments[2].product 0 1"},
	} {
		p := params()
		x.change(&p)
		var got []string
		p.Check(func(key string, found, allowed int64) {
			got = append(got, fmt.Sprintf("%s %d %d", key, found, allowed))
		})
		if strings.Join(got, ";") != x.want {
			t.Errorf("found %v, want %s", got, x.want)
		}
	}
	if got := index("limits", 511); got != "limits[511]" {
		t.Error(got)
	}
}

func TestLoadRefusesWhatIsNotAGate(t *testing.T) {
	saved := New(params()).Save(nil)
	for _, cut := range []int{0, 7, 30, 200, len(saved) - 1} {
		if _, ok := New(params()).Load(saved[:cut]); ok {
			t.Errorf("took %d of %d bytes", cut, len(saved))
		}
	}
	p := params()
	p.Instruments, p.Limits = p.Instruments[:2], p.Limits[:2]
	if _, ok := New(p).Load(saved); ok {
		t.Error("took a gate of another size")
	}
}

// A phase that does not exist is closed, whatever the mask says.
func TestUnknownPhaseIsClosed(t *testing.T) {
	p := params()
	p.Limits[0].QuotePhases = 1<<16 - 1
	d := open(p)
	for ph := range market.PhaseCount + 9 {
		d.gate.Phase(0, ph)
		in := quote(0, 99, 103, 5)
		v := d.send(&in)
		if (v.Rule == OK) != (ph < market.PhaseCount) {
			t.Errorf("phase %d: %+v", ph, v)
		}
		d.apply(market.Event{Kind: market.EventQuoteReject, ID: d.id})
	}
	d.gate.Phase(99, market.PhaseContinuous)
	d.gate.Depth(99, &market.Depth{}, 0)
}

// There is no room where there is no contract or no side.
func TestRoomOfNothing(t *testing.T) {
	d := open(params())
	for _, x := range []struct {
		c    market.Contract
		side market.Side
		want market.Qty
	}{{2, market.Bid, 20}, {2, market.Ask, 20}, {2, market.NoSide, 0}, {2, 3, 0}, {3, market.Bid, 0}, {market.NoContract, market.Ask, 0}} {
		if room := d.gate.Room(x.c, x.side, d.orders, d.ledger, d.now); room != x.want {
			t.Errorf("%d %v: room %d, want %d", x.c, x.side, room, x.want)
		}
	}
	if at := d.gate.NextBudget(3, d.now); at != 0 {
		t.Errorf("a budget for no contract at %d", at)
	}
}

// Without a limit there is no instant at which a quote passes, and always one
// for a cancel.
func TestWaitingForWhatIsNotLimited(t *testing.T) {
	for _, x := range []struct {
		change        func(*Params)
		cancel, quote market.Time
	}{
		{func(*Params) {}, market.Second, market.Second},
		{func(p *Params) { p.MaxMessages = 0 }, market.Second, 0},
		{func(p *Params) { p.Window = 0 }, market.Second, 0},
		{func(p *Params) { p.ForCancels = p.MaxMessages }, market.Second, 0},
		{func(p *Params) { p.Window, p.MaxMessages = 0, 3 }, market.Second, 0},
		{func(p *Params) { p.Limits[0].MaxPerWindow = 0 }, market.Second, 0},
	} {
		p := params()
		x.change(&p)
		d := open(p)
		for range 3 { // whatever left before
			d.send(&market.Instruction{Kind: market.InstructMassQuotes})
		}
		cancel, quote := d.gate.NextFree(market.InstructMassQuotes, d.now), d.gate.NextBudget(0, d.now)
		if cancel != x.cancel || quote != x.quote {
			t.Errorf("a cancel at %d, a quote at %d, want %d, %d", cancel, quote, x.cancel, x.quote)
		}
	}
}

// Contracts for which no limits were given are blocked.
func TestContractsWithoutLimitsAreBlocked(t *testing.T) {
	p := params()
	p.Limits = p.Limits[:1]
	d := open(p)
	for c, want := range []Rule{OK, RuleSize, RuleSize} {
		in := quote(market.Contract(c), 99, 103, 5)
		if v := d.send(&in); v.Rule != want {
			t.Errorf("contract %d: %+v", c, v)
		}
	}
}

// Every limit may be the least and the most that Check allows, and one beyond
// either is named with the nearest that is allowed.
func TestLimitsAtTheirBounds(t *testing.T) {
	const each, most = 1 << 40, 1 << 60
	for i, x := range []struct {
		key       string
		at        func(*Params) any
		low, high int64
	}{
		{"window", func(p *Params) any { return &p.Window }, 1, int64(market.Day)},
		{"max_messages", func(p *Params) any { return &p.MaxMessages }, 2, window.Most},
		{"for_cancels", func(p *Params) any { return &p.ForCancels }, 1, 99},
		{"max_day", func(p *Params) any { return &p.MaxDay }, 1, each},
		{"limits[3].max_order_qty", func(p *Params) any { return &p.Limits[3].MaxOrderQty }, 1, maxQty},
		{"limits[3].min_order_qty", func(p *Params) any { return &p.Limits[3].MinOrderQty }, 1, 20},
		{"limits[3].max_long", func(p *Params) any { return &p.Limits[3].MaxLong }, 1, each},
		{"limits[3].max_short", func(p *Params) any { return &p.Limits[3].MaxShort }, 1, each},
		{"limits[3].max_value", func(p *Params) any { return &p.Limits[3].MaxValue }, 1, 1 << 62},
		{"limits[3].collar_ticks", func(p *Params) any { return &p.Limits[3].CollarTicks }, 1, each},
		{"limits[3].max_spread", func(p *Params) any { return &p.Limits[3].MaxSpread }, 1, each},
		{"limits[3].stale_after", func(p *Params) any { return &p.Limits[3].StaleAfter }, 1, int64(market.Day)},
		{"limits[3].quote_phases", func(p *Params) any { return &p.Limits[3].QuotePhases }, 0, 127},
		{"limits[3].order_phases", func(p *Params) any { return &p.Limits[3].OrderPhases }, 0, 127},
		{"limits[3].max_per_window", func(p *Params) any { return &p.Limits[3].MaxPerWindow }, 1, window.Most},
		{"products[2].max_net", func(p *Params) any { return &p.Products[2].MaxNet }, 1, 1<<63 - 1},
		{"products[2].max_delta", func(p *Params) any { return &p.Products[2].MaxDelta }, 1, most},
		{"products[2].max_vega", func(p *Params) any { return &p.Products[2].MaxVega }, 1, most},
		{"products[2].max_loss", func(p *Params) any { return &p.Products[2].MaxLoss }, 1, most},
		{"move_over", func(p *Params) any { return &p.MoveOver }, int64(market.Second), int64(maxMoveOver)},
		{"strike_over", func(p *Params) any { return &p.StrikeOver }, 1, int64(market.Day)},
		{"headroom", func(p *Params) any { return &p.Headroom }, 1, 1_000_000},
		{"max_lots", func(p *Params) any { return &p.MaxLots }, 1, each},
		{"max_delta", func(p *Params) any { return &p.MaxDelta }, 1, most},
		{"max_vega", func(p *Params) any { return &p.MaxVega }, 1, most},
		{"max_loss", func(p *Params) any { return &p.MaxLoss }, 1, most},
		{"repeats", func(p *Params) any { return &p.Repeats }, 1, mostRepeats},
		{"refreshes", func(p *Params) any { return &p.Refreshes }, 1, mostRepeats},
		{"repeat_over", func(p *Params) any { return &p.RepeatOver }, 1, int64(market.Day)},
		{"limits[3].move_ticks", func(p *Params) any { return &p.Limits[3].MoveTicks }, 1, each},
		{"limits[3].exchange_long", func(p *Params) any { return &p.Limits[3].ExchangeLong }, 1, each},
		{"limits[3].exchange_short", func(p *Params) any { return &p.Limits[3].ExchangeShort }, 1, each},
		{"limits[3].ramp_floor", func(p *Params) any { return &p.Limits[3].RampFloor }, 1, maxQty},
		{"limits[3].bound_ticks", func(p *Params) any { return &p.Limits[3].BoundTicks }, 1, maxPrice},
		{"limits[3].parity_ticks", func(p *Params) any { return &p.Limits[3].ParityTicks }, 1, maxPrice},
	} {
		for _, v := range []struct{ found, nearest int64 }{{x.low, x.low}, {x.low - 1, x.low}, {x.high, x.high}, {x.high + 1, x.high}} {
			if v.found < 0 { // below 0, or more than fits
				continue
			}
			p := extended()
			p.InForce, p.ForCancels, p.Limits[3].MinOrderQty = Extended, 1, 1
			set(x.at(&p), v.found)
			want, got := "", ""
			if v.found != v.nearest {
				want = fmt.Sprintf("%s %d %d;", x.key, v.found, v.nearest)
			}
			p.Check(func(key string, found, allowed int64) { got += fmt.Sprintf("%s %d %d;", key, found, allowed) })
			if got != want {
				t.Errorf("%s %d: found %q, want %q", x.key, v.found, got, want)
			}
			blocks := New(p).rails[3].missing != OK // the first four are for every message to ask
			if want == "" && blocks || v.found < x.low && i >= 4 && !blocks {
				t.Errorf("%s %d: blocks is %v", x.key, v.found, blocks)
			}
		}
	}
}

// A future has no limits as an option.
func TestAFutureIsNoOption(t *testing.T) {
	p := extended("bound", "parity")
	p.Limits[0].BoundTicks, p.Limits[0].ParityTicks = 0, 0
	p.Check(func(key string, found, allowed int64) { t.Errorf("%s %d %d", key, found, allowed) })
	in := quote(0, 99, 103, 5)
	if v := open(p).send(&in); v.Rule != OK {
		t.Errorf("%+v", v)
	}
}

func set(at any, v int64) {
	switch p := at.(type) {
	case *int64:
		*p = v
	case *uint16:
		*p = uint16(v)
	case *market.Qty:
		*p = market.Qty(v)
	case *market.Price:
		*p = market.Price(v)
	case *market.Money:
		*p = market.Money(v)
	case *market.Time:
		*p = market.Time(v)
	}
}

// A contract whose tick is worth nothing would make every leg worth nothing: its
// value cannot be limited, and it is blocked.
func TestATickWorthNothingBlocks(t *testing.T) {
	for _, worth := range []market.Money{0, -1, 1} {
		p := params()
		p.Instruments[0].TickValue = worth
		in := quote(0, 99, 103, 5)
		want := Verdict{Rule: RuleValue}
		if worth > 0 {
			want = Verdict{}
		}
		if v := open(p).send(&in); v != want {
			t.Errorf("a tick of %d: %+v", worth, v)
		}
	}
}
