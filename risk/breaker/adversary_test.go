package breaker

import (
	"bytes"
	"math"
	"testing"

	"quotient/market"
)

// Whoever loads a trip that cannot be, or that nothing could end, is told; a pause
// that ends before time began once made Advance go round for ever.
func TestLoadRefusesTripsThatCannotBe(t *testing.T) {
	for name, x := range map[string]struct {
		fine  bool
		spoil func(b *Breaker, l *Trip)
	}{
		"as it was":       {true, func(*Breaker, *Trip) {}},
		"by a trader":     {true, func(_ *Breaker, l *Trip) { l.Rearm = ByTrader }},
		"by risk":         {true, func(_ *Breaker, l *Trip) { l.Rearm, l.Until = ByRisk, 0 }},
		"before time":     {false, func(_ *Breaker, l *Trip) { l.Until = -1 }},
		"without end":     {false, func(_ *Breaker, l *Trip) { l.Until = 0 }},
		"by nobody":       {false, func(_ *Breaker, l *Trip) { l.Rearm = Unset }},
		"by no authority": {false, func(_ *Breaker, l *Trip) { l.Rearm = authorities }},
		"another kind":    {false, func(_ *Breaker, l *Trip) { l.Kind = Jump }},
		"over":            {false, func(_ *Breaker, l *Trip) { l.State = Rearmed }},
		"not in force":    {false, func(b *Breaker, _ *Trip) { b.on[b.account()] = 0 }},
		"no kind":         {false, func(b *Breaker, _ *Trip) { b.on[b.account()] |= 1 << KindCount }},
		"the none": {false, func(b *Breaker, _ *Trip) {
			b.on[b.account()] |= 1
			*b.latch(b.account(), KindNone) = Trip{State: Tripped, Rearm: ByRisk}
		}},
		"not its own": {false, func(b *Breaker, _ *Trip) {
			b.on[b.account()] |= 1 << Collar
			*b.latch(b.account(), Collar) = Trip{State: Tripped, Kind: Collar, Rearm: ByRisk}
		}},
		"too low": {false, func(b *Breaker, _ *Trip) {
			b.on[b.account()] |= 1 << Loss
			*b.latch(b.account(), Loss) = Trip{State: Tripped, Kind: Loss, Rearm: ByTrader, Until: 1}
		}},
		"a mark is missing": {true, func(b *Breaker, _ *Trip) {
			b.on[b.account()] |= 1 << Unmarked
			*b.latch(b.account(), Unmarked) = Trip{State: Tripped, Kind: Unmarked, Rearm: ByItself}
		}},
		"a limit that somebody ends": {false, func(b *Breaker, _ *Trip) {
			b.on[b.account()] |= 1 << Limit
			*b.latch(b.account(), Limit) = Trip{State: Tripped, Kind: Limit, Rearm: ByRisk}
		}},
		"a limit": {true, func(b *Breaker, _ *Trip) {
			b.on[b.account()] |= 1 << Limit
			*b.latch(b.account(), Limit) = Trip{State: Tripped, Kind: Limit}
		}},
	} {
		b := New(params())
		b.Late(market.Second, start)
		x.spoil(b, b.latch(b.account(), Late))
		again := New(params())
		if _, ok := again.Load(b.Save(nil)); ok != x.fine {
			t.Errorf("%s: loads %v", name, ok)
		} else if ok {
			again.Advance(start + market.Hour)
		}
	}
}

// A state spoilt here and there: whatever loads neither panics nor hangs.
func TestSpoiltStateStopsNothing(t *testing.T) {
	b := New(params())
	b.Fill(0, market.Bid, 50, 0, 0, start)
	b.Late(market.Second, start)
	b.PnL(Account, 0, 0, false, start)
	b.Reject(1, market.RejectPrice, start)
	all := b.Save(nil)
	for i := 0; i < len(all); i += 1 + i/20 {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			bad := bytes.Clone(all)
			bad[i] ^= flip
			again := New(params())
			if _, ok := again.Load(bad); ok {
				use(again)
			}
		}
	}
}

// use does everything once.
func use(b *Breaker) {
	var news Trip
	for _, now := range []market.Time{start, start + market.Second, start + market.Day} {
		for c := range market.Contract(3) {
			b.Fill(c, market.Ask, 1, 1, 1, now)
			b.Sent(c, now)
			b.Reject(c, market.RejectPrice, now)
			b.Refused(c, 16, now)
			b.Unacked(c, market.Second, now)
			b.Blocked(c)
		}
		b.PnL(Group, 0, -5, true, now)
		b.PnL(Account, 0, 0, true, now)
		b.Advance(now)
		b.Deadline()
		for range len(b.news) + 1 {
			b.Take(&news)
		}
		b.Rearm(Account, 0, ByRisk, now)
		b.NewDay()
	}
}

// Limits that make another memory do not read what was saved under these, even
// where enough bytes follow.
func TestLoadKnowsItsMemory(t *testing.T) {
	all := append(New(params()).Save(nil), make([]byte, 1<<20)...)
	for name, x := range map[string]struct {
		fine   bool
		change func(p *Params)
	}{
		"streak":   {false, func(p *Params) { p.Groups[1].OneSided = 9 }},
		"fills":    {false, func(p *Params) { p.Groups[0].Flow.Fills[Long] = 17 }},
		"collar":   {false, func(p *Params) { p.Collar.Most = 5 }},
		"repeat":   {false, func(p *Params) { p.Repeat.Most = 5 }},
		"messages": {false, func(p *Params) { p.Messages = 1025 }},
		"storm":    {false, func(p *Params) { p.Groups[0].Storm.Count = 1025 }},
		"groups":   {false, func(p *Params) { p.Of = []uint16{0, 1, 1} }},
		"the same": {true, func(p *Params) { p.Collar.Most, p.Groups[0].OneSided, p.Messages, p.Storm.Count = 4, 7, 1024, 9 }},
	} {
		p := params()
		x.change(&p)
		if _, ok := New(p).Load(all); ok != x.fine {
			t.Errorf("%s: loads %v", name, ok)
		}
	}
}

// Where rejects take more room than messages do, messages still count.
func TestLoadKnowsItsMessages(t *testing.T) {
	p := params()
	p.Storm.Count, p.Groups[0].Storm.Count, p.Groups[1].Storm.Count = 2000, 2000, 2000
	all := append(New(p).Save(nil), make([]byte, 1<<20)...)
	p.Messages = 1025
	if _, ok := New(p).Load(all); ok {
		t.Error("reads messages from a smaller memory")
	}
}

// A share of so many messages that they are never remembered would never trip.
func TestAShareThatCannotTripBlocks(t *testing.T) {
	p := params()
	p.Storm.Least, p.Messages = 100, 99
	if got := findings(p)["storm.least"]; got != (finding{100, 99}) {
		t.Errorf("%v", got)
	}
	if trip, ok := New(p).Blocked(0); !ok || trip.Kind != Limit || trip.Scope != Account {
		t.Errorf("%+v %v", trip, ok)
	}
}

// Losses beyond all measure trip, whatever sign their overflow would have.
func TestLossesBeyondMeasure(t *testing.T) {
	for _, v := range []market.Money{math.MinInt64, math.MinInt64 + 1, -mostMoney - 1} {
		p := params()
		p.Purse = Purse{Floor: mostMoney, Drawdown: mostMoney}
		b := New(p)
		b.PnL(Account, 0, math.MaxInt64, true, start)
		b.PnL(Account, 0, v, true, start+1)
		if _, ok := b.InForce(Account, 0, Loss); !ok {
			t.Errorf("%d is no loss", v)
		}
		if trip, ok := b.InForce(Account, 0, Drawdown); !ok || trip.Value != 2*mostMoney {
			t.Errorf("%d is no fall: %+v", v, trip)
		}
	}
}
