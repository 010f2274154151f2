package sim

import (
	"testing"

	"quotient/market"
)

// told plays p to its end and returns the events of one kind.
func told(p Params, kind market.EventKind) (x *Exchange, list []market.Event) {
	x = NewExchange(p)
	for at := x.Next(); at != 0; at = x.Next() {
		x.Advance(at)
		for o := (Out{}); x.Pop(&o); {
			if o.Event.Kind == kind {
				list = append(list, o.Event)
			}
		}
	}
	return x, list
}

// twoDays is a short chain for two short days.
func twoDays() Params {
	p := strip(8, 4)
	p.Phases = nil
	for _, d := range []market.Date{testDate, nextDate} {
		p.Phases = append(p.Phases, dayPhases(d)[:4]...)
		p.Phases[len(p.Phases)-1].Phase = market.PhaseClosed
	}
	return p
}

const nextDate = market.Date(20200804)

// TestSettlement: five minutes before each day's first phase every contract's
// settlement price of the day before is told: at first the start's, then the
// future's last price and what the options are worth. Futures alone tell none.
func TestSettlement(t *testing.T) {
	p := twoDays()
	x, all := told(p, market.EventSettlement)
	if len(all) != 18 {
		t.Fatalf("%d settlement prices", len(all))
	}
	last := market.Price(0)
	y := NewExchange(p)
	y.Advance(clock(15, 0, 0))
	last = y.Depth(0).Last
	for i, e := range all {
		c, day := market.Contract(i%9), i/9
		at := [2]market.Time{clock(8, 50, 0), nextDate.At(8*market.Hour + 50*market.Minute)}[day]
		if e.Contract != c || e.Time != at {
			t.Fatalf("contract %d at %s, want %d at %s", e.Contract, clockText(e.Time), c, clockText(at))
		}
		want := p.Contracts[c].Start
		if day == 1 {
			want = market.Price((y.pits[c].value() + 500) / 1000)
		}
		if day == 1 && c == 0 {
			want = last
		}
		if d := e.Price - want; c == 0 && d != 0 || d < -1 || d > 1 {
			t.Errorf("contract %d: %d, want %d", c, e.Price, want)
		}
	}
	if x.Date() != nextDate {
		t.Error("the second day did not come")
	}
	if _, none := told(pair(1), market.EventSettlement); len(none) != 0 {
		t.Errorf("futures alone told %d", len(none))
	}
}

// TestSettlementAfterClose: where the night is short it is told as soon as the day has closed.
func TestSettlementAfterClose(t *testing.T) {
	p := strip(4, 4)
	close := p.Phases[len(p.Phases)-1].At
	p.Phases = append(p.Phases, PhaseAt{At: close + market.Minute, Contract: market.NoContract, Phase: market.PhaseAuction, Date: nextDate})
	x, all := told(p, market.EventSettlement)
	if len(all) != 10 || all[9].Time != close+1 {
		t.Errorf("told %+v", all[len(all)-1])
	}
	x.settleBy(0, 6001) // after the last line of the plain list
	if x.count.told[0] != 6001 {
		t.Errorf("for the day to come %d", x.count.told[0])
	}
}

// TestSettleActs: one kept back is not told, but the next; one said is told then.
func TestSettleActs(t *testing.T) {
	p := twoDays()
	p.Script = Script{{At: clock(15, 30, 0), Kind: ActSettle, Contract: 0}, {At: clock(15, 30, 0), Kind: ActSettle, Contract: 2},
		{At: clock(20, 0, 0), Kind: ActSettle, Contract: 2, Price: 77}}
	_, all := told(p, market.EventSettlement)
	if len(all) != 9+1+7 {
		t.Fatalf("%d settlement prices", len(all))
	}
	if e := all[9]; e.Contract != 2 || e.Price != 77 || e.Time != clock(20, 0, 0) {
		t.Errorf("told %+v", e)
	}
	for _, e := range all[10:] {
		if e.Contract == 0 || e.Contract == 2 {
			t.Errorf("kept back, but told: %+v", e)
		}
	}
}

// TestRestrike: the price goes to where it is put, a held series follows after
// its time, and the next day is struck from it.
func TestRestrike(t *testing.T) {
	p := twoDays()
	p.Contracts[0].Vol = 0
	p.Series[0].Hold, p.Series[0].Around = 5*market.Second, 0
	p.Script = Script{{At: clock(10, 0, 0), Kind: ActRestrike, Contract: 0, Price: 6021}}
	x, all := told(p, market.EventSettlement)
	if all[9].Price != 6021 {
		t.Errorf("settlement price %d", all[9].Price)
	}
	moves := x.Moves(nil)
	m := moves[len(moves)-1]
	if len(moves) != 2 || m.Strike != 6020 || m.At < clock(10, 0, 5) || m.At > clock(10, 0, 15) || m.Date != testDate || m.Why != RestrikeLast {
		t.Errorf("moves %+v", moves)
	}
	if d := x.Depth(0); d.Last < 6019 || d.Last > 6023 {
		t.Errorf("last price %d", d.Last)
	}
}

// TestStorm: so many requests in that time, in turn on every option, evenly
// spread; none outside of continuous trading or in a hole; of futures alone on all.
func TestStorm(t *testing.T) {
	p := strip(10, 2)
	for c := range p.Contracts {
		p.Contracts[c].RequestGap = 0
	}
	p.Script = Script{{At: clock(10, 0, 0), Kind: ActStorm, Contract: market.NoContract, Qty: 500, For: market.Second},
		{At: clock(10, 0, 0), Kind: ActStorm, Contract: 3, Qty: 3, For: 30 * market.Second},
		{At: clock(10, 15, 0), Kind: ActStorm, Contract: market.NoContract, Qty: 10, For: market.Second},
		{At: clock(10, 40, 0), Kind: ActHole, For: market.Minute},
		{At: clock(10, 40, 1), Kind: ActStorm, Contract: market.NoContract, Qty: 10, For: market.Second}}
	_, all := told(p, market.EventRequest)
	if len(all) != 503 {
		t.Fatalf("%d requests", len(all))
	}
	count, refs, alone := map[market.Contract]int{}, map[market.Ref]bool{}, 0
	for i, e := range all {
		if refs[e.Ref] = true; e.Contract == 0 {
			t.Error("asked for a future")
		}
		if count[e.Contract]++; e.Time >= clock(10, 0, 0)+market.Second {
			alone++
			if e.Contract != 3 || e.Time != clock(10, 0, 10*alone) {
				t.Errorf("alone: %+v", e)
			}
		} else if k := i - 1; i > 1 && (e.Time != clock(10, 0, 0)+market.Time(k)*2*market.Millisecond || e.Contract != market.Contract(k%10+1)) {
			t.Fatalf("request %d at %s on %d", i, clockText(e.Time), e.Contract)
		}
	}
	if len(refs) != 503 || alone != 2 || count[3] != 53 || count[4] != 50 {
		t.Errorf("%d names, alone %d, counts %v", len(refs), alone, count)
	}
	f := pair(1)
	f.Contracts[1].RequestGap = 0
	f.Script = Script{{At: clock(10, 0, 0), Kind: ActStorm, Contract: market.NoContract, Qty: 7, For: 0}}
	if _, all = told(f, market.EventRequest); len(all) != 7 || all[6].Contract != 0 || all[6].Time != clock(10, 0, 0) {
		t.Errorf("futures: %+v", all)
	}
}

// TestRequestsKeepApart: the crowd waits a minute after a scripted request, too.
func TestRequestsKeepApart(t *testing.T) {
	p := pair(1)
	p.Contracts[1].RequestGap = 2 * market.Second
	p.Script = Script{{At: clock(9, 30, 0), Kind: ActRequest, Contract: 1}, {At: clock(9, 30, 59), Kind: ActRequest, Contract: 1}}
	_, all := told(p, market.EventRequest)
	was, close := market.Time(0), 0
	for _, e := range all {
		if e.Time-was < market.Minute {
			close++
			if e.Time != clock(9, 30, 0) && e.Time != clock(9, 30, 59) {
				t.Errorf("the crowd asked %s after the last", span(e.Time-was))
			}
		}
		was = e.Time
	}
	if close == 0 || len(all) < 200 {
		t.Errorf("%d of %d are close", close, len(all))
	}
}

// TestRequestByHand: a floor announces what it is told to, by its name or a number.
func TestRequestByHand(t *testing.T) {
	x := NewExchange(sugarMarket())
	x.Advance(clock(9, 30, 0))
	for o := (Out{}); x.Pop(&o); {
	}
	mine, _ := market.MakeRef("Z1")
	if got := x.Request(3, mine, clock(9, 31, 0)); got != mine {
		t.Errorf("named %s", got)
	}
	if got := x.Request(4, market.Ref{}, clock(9, 31, 1)); got.String()[0] != 'Q' {
		t.Errorf("named %s", got)
	}
	n := 0
	for _, q := range x.Responses(nil) {
		if q.At >= clock(9, 31, 0) {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d requests are counted", n)
	}
}

// sugarMarket is sugar with a market of its own and no requests but ours.
func sugarMarket() Params {
	p := sugarDays()
	p.Contracts = []ContractParams{BusyMonth(6000)}
	for c := 1; c < len(p.Instruments); c++ {
		m := OptionMarket(p.Instruments, market.Contract(c), &p.Contracts[0])
		m.RequestGap = 0
		p.Contracts = append(p.Contracts, m)
	}
	return p
}

// TestFind: an id that a later one has pushed out of its place is still found.
func TestFind(t *testing.T) {
	x := NewExchange(quietPair())
	x.Advance(clock(9, 0, 0))
	x.Connect(0, x.Now())
	for _, id := range []uint64{5, 5 + recentIDs} {
		x.Handle(0, &market.Instruction{Kind: market.InstructOrder, ID: id, Contract: 1, Side: market.Bid, Bid: 7200, BidQty: 1, BidOffset: market.Open}, x.Now())
	}
	if e := x.find(0, 5, false); e == nil || e.id != 5 {
		t.Error("not found")
	}
	for _, no := range []*entry{x.find(0, 5, true), x.find(1, 5, false), x.find(0, 6, false)} {
		if no != nil {
			t.Errorf("found %+v", no)
		}
	}
}

// TestTableFull: no more than so many live, and the places of those that ended
// are used again.
func TestTableFull(t *testing.T) {
	x := NewExchange(quietPair())
	x.Advance(clock(9, 0, 0))
	x.Connect(0, x.Now())
	order := market.Instruction{Kind: market.InstructOrder, Contract: 1, Side: market.Bid, Bid: 7200, BidQty: 1, BidOffset: market.Open}
	refused := 0
	for id := range uint64(maxEntries + 2) {
		order.ID = id + 1
		x.Handle(0, &order, x.Now())
	}
	for o := (Out{}); x.Pop(&o); {
		if o.Event.Kind == market.EventOrderReject && o.Event.Code == market.RejectOther {
			refused++
		}
	}
	x.Handle(0, &market.Instruction{Kind: market.InstructMassOrders, ID: 10_000}, x.Now())
	if refused != 2 || len(x.table.free) != maxEntries || x.table.live != empty || x.table.on[1] != empty {
		t.Errorf("%d refused, %d free, live %v, on %v", refused, len(x.table.free), x.table.live, x.table.on)
	}
}
