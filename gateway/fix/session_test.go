package fix

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quotient/market"
	"quotient/risk"
	"quotient/sim"
)

// A day's life over a real session: logon, resynchronisation, quote, replace,
// fill, cancel, orders, rejects, mass cancel, and the queries again.
func TestLifeOfASession(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 1024).start(t)
	r.want("up")
	if !r.s.Up() {
		t.Error("not up after EventUp")
	}

	r.send(end(market.InstructMassQuotes, 1, 0))
	r.send(end(market.InstructMassOrders, 2, 0))
	r.want("mass_cancel 1", "mass_cancel 2")
	r.send(end(market.InstructTrades, 3, 0))
	r.send(end(market.InstructPositions, 4, 0))
	r.want("position 4 bid", "position 4 ask", "position 4 bid", "position 4 ask", "synced 4")

	var bid, ask market.Price
	v.Do(func(x *sim.Exchange, _ market.Time) { d := x.Depth(1); bid, ask = d.Bid, d.Ask })
	r.send(quote(5, bid-20, ask+20, 10))
	got := r.want("quote_live 5", "leg_state 5 bid", "leg_state 5 ask")
	if got[1].Price != bid-20 || got[2].Price != ask+20 || got[1].Leaves != 10 || got[0].Contract != 1 {
		t.Errorf("legs %s and %s", describeEvent(&got[1]), describeEvent(&got[2]))
	}
	if got[0].Time < opening || got[0].Time > opening+market.Minute {
		t.Errorf("stamp %d is not the exchange's clock", got[0].Time)
	}
	in := quote(6, bid-19, ask+19, 8)
	in.Target = 5
	r.send(in)
	r.want("quote_live 6", "quote_ended 5 code=2", "leg_state 6 bid", "leg_state 6 ask")
	r.send(end(market.InstructQuoteEnd, 7, 6))
	r.want("quote_ended 6 code=1")

	// An order that crosses trades at once; one far away stands and is cancelled.
	var d market.Depth
	v.Do(func(x *sim.Exchange, _ market.Time) { d = x.Depth(0) })
	r.send(order(8, market.Bid, d.Upper, 1))
	r.want("order_live 8 bid")
	fill := r.want("fill 8 bid")[0]
	if fill.Price <= d.Lower || fill.Price > d.Upper || fill.Qty != 1 || fill.Leaves != 0 || fill.Flags != market.FlagOrder || fill.Offset != market.Open || fill.Ref == (market.Ref{}) {
		t.Errorf("fill %s", describeEvent(&fill))
	}
	r.want("order_ended 8 code=3")
	r.send(order(9, market.Bid, d.Lower, 5))
	r.want("order_live 9 bid")
	r.send(end(market.InstructOrderEnd, 10, 9))
	r.want("order_ended 9 code=1")

	r.send(quote(11, 7100, 7000, 1))
	r.want("quote_reject 11 code=6")
	r.send(order(12, market.Bid, d.Upper+1, 1))
	r.want("order_reject 12 code=4")
	r.send(end(market.InstructQuoteEnd, 13, 999))
	r.want("cancel_reject 13 code=2")
	r.send(end(market.InstructOrderEnd, 14, 999))
	r.want("cancel_reject 14 code=2")

	r.send(quote(15, bid-20, bid+40, 3))
	r.want("quote_live 15", "leg_state 15 bid", "leg_state 15 ask")
	r.send(end(market.InstructMassQuotes, 16, 0))
	r.want("quote_ended 15 code=5", "mass_cancel 16")

	r.send(end(market.InstructPositions, 17, 0))
	r.send(end(market.InstructTrades, 18, 0))
	pos := r.want("position 17 bid", "position 17 ask", "position 17 bid", "position 17 ask")
	told := r.want("fill 8 bid", "synced 17")[0]
	if told.Ref != fill.Ref || told.Flags != fill.Flags|market.FlagRecovered || told.Qty != fill.Qty || told.Price != fill.Price {
		t.Errorf("told again: %s", describeEvent(&told))
	}
	if pos[0].Qty != 1 || pos[0].Leaves != 1 || pos[2].Qty != 0 {
		t.Errorf("position %s", describeEvent(&pos[0]))
	}

	seen, forgotten := v.Messages()
	if len(seen) != 18 || forgotten != 0 {
		t.Fatalf("the exchange saw %d messages", len(seen))
	}
	for i, s := range seen {
		if s.ID != uint64(i+1) {
			t.Errorf("message %d at the exchange has id %d", i+1, s.ID)
		}
	}
	if st := r.s.Stats(); st.Messages != 18 || st.NotSent != 0 || st.Unread != 0 || st.Frames != 0 || st.Logons != 1 {
		t.Errorf("stats %+v", st)
	}
}

// Nothing is sent before the logon, and nothing that was approved before it afterwards.
func TestNothingIsSentWhileDown(t *testing.T) {
	t.Parallel()
	addr := freePort(t)
	r := newRig(t, addr, 64).start(t)
	r.send(quote(1, 7000, 7500, 1))
	r.send(end(market.InstructMassQuotes, 2, 0))
	r.want("not_sent 1 code=11", "not_sent 2 code=11")
	r.logged("cannot connect", addr, "nothing listens there")
	v := startExchange(t, exchangeParams(addr))
	r.want("up")
	r.send(end(market.InstructMassQuotes, 3, 0))
	r.want("mass_cancel 3")
	if seen, _ := v.Messages(); len(seen) != 1 || seen[0].ID != 3 {
		t.Errorf("the exchange saw %v", seen)
	}
}

// After a kill nothing that adds exposure leaves; cancels do.
func TestLatchHoldsBackWhatAdds(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 64).start(t)
	r.want("up")
	r.send(quote(1, 7000, 7500, 1))
	r.want("quote_live 1", "leg_state 1 bid", "leg_state 1 ask")
	old := r.epoch
	killed := r.latch.Set(risk.Killed)
	r.sendUnder(quote(2, 7001, 7500, 1), old)
	r.sendUnder(order(3, market.Bid, 7000, 1), killed)
	r.want("not_sent 2 code=10", "not_sent 3 code=10")
	r.sendUnder(end(market.InstructMassQuotes, 4, 0), old)
	r.want("quote_ended 1 code=5", "mass_cancel 4")
	again := r.latch.Set(risk.Run)
	r.sendUnder(quote(5, 7001, 7500, 1), old)
	r.want("not_sent 5 code=10")
	r.sendUnder(quote(6, 7001, 7500, 1), again)
	r.want("quote_live 6")
	seen, _ := v.Messages()
	var ids []string
	for _, s := range seen {
		ids = append(ids, fmt.Sprint(s.MsgType, s.ID))
	}
	if got := strings.Join(ids, " "); got != "S1 Z4 S6" {
		t.Errorf("the exchange saw %s", got)
	}
	if !r.s.Up() || r.s.Stats().Logons != 1 {
		t.Error("the session did not survive the kill")
	}
}

// The exchange goes and comes back in mid-session: Down, then Up, and no message
// of the old session is said again in the new one.
func TestExchangeRestarts(t *testing.T) {
	t.Parallel()
	p := exchangeParams(freePort(t))
	v := startExchange(t, p)
	r := newRig(t, p.FIXAddr, 64).start(t)
	r.want("up")
	r.send(quote(1, 7000, 7500, 1))
	r.want("quote_live 1", "leg_state 1 bid", "leg_state 1 ask")
	stopExchange(v)
	r.want("down")
	if r.s.Up() {
		t.Error("up without an exchange")
	}
	r.send(quote(2, 7000, 7500, 1))
	r.want("not_sent 2 code=11")
	v = startExchange(t, p)
	r.want("up")
	r.send(end(market.InstructMassQuotes, 3, 0))
	r.want("mass_cancel 3")
	if seen, _ := v.Messages(); len(seen) != 1 || seen[0].ID != 3 {
		t.Errorf("the new exchange saw %v", seen)
	}
	if n := r.s.Stats().Logons; n != 2 {
		t.Errorf("%d logons", n)
	}
	r.logged("session lost")
}

// The exchange keeps a maker out: each attempt says why, and backs off.
func TestLogonRefused(t *testing.T) {
	t.Parallel()
	p := exchangeParams("127.0.0.1:0")
	p.Exchange.Script = sim.Script{{At: opening, Kind: sim.ActDisconnect}}
	v := startExchange(t, p)
	r := newRig(t, v.FIXAddr(), 64).start(t)
	r.logged("logon refused", "does not admit QUOTIENT at the moment", "retry_in_ms")
	if r.s.Up() {
		t.Error("up although refused")
	}
}

func TestWrongCompID(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 64, func(p *Params) { p.SenderCompID = "STRANGER" }).start(t)
	r.logged("logon refused", `"sender_comp_id":"STRANGER"`, "closed without an answer", "check both comp ids")
	if n := v.Counters().Logons; n != 0 {
		t.Errorf("%d logons at the exchange", n)
	}
}

// The loop stops taking events: the session stops reading and loses nothing.
func TestFullRingStopsReading(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 8).start(t)
	r.want("up")
	const quotes = 120 // three or four events each into eight places
	for id := uint64(1); id <= quotes; id++ {
		r.send(quote(id, 7000, 7500, market.Qty(id)))
	}
	for deadline := time.Now().Add(patience); r.s.Stats().Full == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the ring never filled")
		}
	}
	time.Sleep(50 * time.Millisecond) // nobody takes anything
	live := map[uint64]int{}
	for n := 0; n < quotes; {
		if e := r.next(); e.Kind == market.EventQuoteLive {
			live[e.ID]++
			n++
		}
	}
	for id := uint64(1); id <= quotes; id++ {
		if live[id] != 1 {
			t.Errorf("quote %d is live %d times", id, live[id])
		}
	}
	if st := r.s.Stats(); st.Lost != 0 {
		t.Errorf("%d events lost", st.Lost)
	}
}

// The link proves that it lives while nothing else is said.
func TestAlive(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 64, func(p *Params) { p.HeartBt = market.Second }).start(t)
	r.want("up")
	var e market.Event
	for deadline := time.Now().Add(patience); e.Kind != market.EventAlive; time.Sleep(time.Millisecond) {
		r.in.Pop(&e)
		if time.Now().After(deadline) {
			t.Fatal("no sign of life at a heartbeat interval of one second")
		}
	}
	if e.Time != 0 || e.Edge == 0 || e.Contract != market.NoContract {
		t.Errorf("alive %s edge=%d", describeEvent(&e), e.Edge)
	}
}

// Instructions that are none come back and harm nothing.
func TestNonsenseIsNotSent(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 64).start(t)
	r.want("up")
	r.send(market.Instruction{})
	r.send(market.Instruction{Kind: market.InstructCount, ID: 1})
	bad := quote(2, 7000, 7500, 1)
	bad.Contract = 9
	r.send(bad)
	r.want("not_sent code=1", "not_sent 1 code=1", "not_sent 2 code=1")
	r.logged("instruction cannot be said in FIX", `"id":2`)
	r.send(end(market.InstructMassQuotes, 3, 0))
	r.want("mass_cancel 3")
}

// The exchange cannot read a message: the loop hears of it under its id.
func TestBusinessReject(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	r := newRig(t, v.FIXAddr(), 64, func(p *Params) { p.Instruments = append(p.Instruments, apple("AP999")) }).start(t)
	r.want("up")
	in := quote(1, 7000, 7500, 1)
	in.Contract = 2
	r.send(in)
	if e := r.want("quote_reject 1 code=1")[0]; e.Contract != 2 {
		t.Errorf("contract %d", e.Contract)
	}
	r.logged("could not read our message", "tag 55 names no contract of this exchange")
}

func TestParamsCheck(t *testing.T) {
	good := testParams()
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for want, spoil := range map[string]func(*Params){
		"address is empty":     func(p *Params) { p.Addr = "" },
		"both are needed":      func(p *Params) { p.TargetCompID = "" },
		"heartbeat interval":   func(p *Params) { p.HeartBt = 1500 * market.Millisecond },
		"largest age":          func(p *Params) { p.MaxAge = 0 },
		"no instruments":       func(p *Params) { p.Instruments = nil },
		"account \"a\\x01b\"":  func(p *Params) { p.Account = "a\x01b" },
		"only printable ASCII": func(p *Params) { p.Party = "客户" },
	} {
		p := testParams()
		spoil(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
