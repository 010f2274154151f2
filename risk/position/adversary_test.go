package position

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"quotient/market"
)

// Frozen lots that cannot be free nothing and overflow nothing.
func TestFrozenBeyondMeasure(t *testing.T) {
	l := New(params())
	l.Open(0, market.Ask, 4, 2)
	const huge, low = math.MaxInt64, math.MinInt64
	for f, want := range map[Frozen][2]market.Qty{
		{huge, huge}: {0, 0}, {huge, 0}: {0, 0}, {0, huge}: {0, 0}, {low, low}: {2, 2}, {-1, -5}: {2, 2},
		{low, 1}: {2, 1}, {1, low}: {1, 2},
	} {
		if yesterday, today := l.Free(0, market.Bid, f); yesterday != want[0] || today != want[1] {
			t.Errorf("%v leaves %d and %d", f, yesterday, today)
		}
	}
	for _, qty := range []market.Qty{huge, low, -1} {
		if a := l.Assign(0, market.Bid, qty, Frozen{}); a.Open+a.Close+a.CloseToday != max(0, qty) || a.Close+a.CloseToday > 4 {
			t.Errorf("%d: %+v", qty, a)
		}
	}
	if old, today := l.Free(3, market.Bid, Frozen{}); old != 0 || today != 0 || l.Offset(3, market.Bid, 1) != market.NoOffset {
		t.Error("something to close of no contract")
	}
}

// Fees beyond all measure are a loss, whatever sign their overflow would have.
func TestFeesBeyondMeasure(t *testing.T) {
	for _, fee := range []market.Money{1 << 61, 1 << 62, 1<<62 + 1, math.MaxInt64} {
		p := params()
		p.Fees[0] = Fee{OpenPerLot: fee}
		l := New(p)
		l.Fill(0, market.Bid, market.Open, 1, 1)
		if got := l.PnL(0, 1, true); got != max(-fee, worst) {
			t.Errorf("%d of fees: %d", fee, got)
		}
		l.rows[0].cash = -(1 << 61) / int64(p.Instruments[0].TickValue)
		if got := l.PnL(0, 0, true); got > -fee && got != worst || got < worst {
			t.Errorf("%d of fees and a loss: %d", fee, got)
		}
	}
}

// Working lots beyond belief leave nothing to open.
func TestWorkingBeyondMeasure(t *testing.T) {
	s := newStory(func(*LimitParams) {})
	s.do([]string{"day", "20200803"})
	before := s.limits.Left(0, market.Bid, 9)
	for range 3 {
		for c := range market.Contract(len(s.limits.rows)) {
			s.limits.Working(c, math.MaxInt64, math.MaxInt64)
		}
		for c := range market.Contract(len(s.limits.rows)) {
			if n := s.limits.Left(c, market.Bid, 9); n != 0 {
				t.Errorf("%d: %d left", c, n)
			}
		}
	}
	for c := range market.Contract(len(s.limits.rows)) {
		s.limits.Working(c, math.MinInt64, 0)
	}
	if n := s.limits.Left(0, market.Bid, 9); before == 0 || n != before {
		t.Errorf("%d left, before %d", n, before)
	}
}

// A day told again keeps what others opened in it; the next forgets it.
func TestDayToldAgain(t *testing.T) {
	s := newStory(func(p *LimitParams) { p.Accounts = []Account{{MaxAge: market.Day}} })
	s.do([]string{"day", "20200803"})
	s.limits.Told(0, 1)
	all, _ := s.limits.OpensLeft(0)
	s.limits.Import(0, 0, Other{Opened: 7})
	s.limits.NewDay(20200803, 5, s.ledger)
	if left, _ := s.limits.OpensLeft(0); left != all-7 {
		t.Errorf("told again: %d of %d", left, all)
	}
	s.limits.NewDay(20200804, 5, s.ledger)
	if left, _ := s.limits.OpensLeft(0); left != all {
		t.Errorf("next day: %d of %d", left, all)
	}
}

// held is a story with a spread, others' positions and working orders.
func held(t *testing.T) *story {
	s := newStory(func(p *LimitParams) { p.Accounts = []Account{{MaxAge: market.Day}} })
	s.do([]string{"day", "20200803"})
	s.limits.Told(0, 1)
	s.do([]string{"buy", "AP010", "open", "9"})
	s.do([]string{"sell", "AP101", "open", "9"})
	s.do(strings.Fields("confirm long AP010 short AP101 6"))
	s.limits.Working(0, 3, 4)
	if !s.limits.Import(0, 0, Other{1, 2, 3, 4, 5}) || s.limits.Pairs() != 1 {
		t.Fatal("nothing is held")
	}
	return s
}

// What is loaded is made of parts that can be, and the sums are theirs.
func TestLoadGathers(t *testing.T) {
	for name, x := range map[string]struct {
		fine  bool
		spoil func(l *Limits)
	}{
		"as it was":        {true, func(*Limits) {}},
		"less held":        {true, func(l *Limits) { l.scopes[0].held = [2]market.Qty{-9, -9} }},
		"more paired":      {true, func(l *Limits) { l.scopes[0].paired[0] = 99 }},
		"fewer others":     {true, func(l *Limits) { l.scopes[0].others[0] = -99 }},
		"fewer working":    {true, func(l *Limits) { l.scopes[0].opening[0] = -99 }},
		"row paired":       {true, func(l *Limits) { l.rows[0].paired[0] = 99 }},
		"a pair of none":   {false, func(l *Limits) { l.pairs[0].A.Contract = 99 }},
		"a pair of itself": {false, func(l *Limits) { l.pairs[0].B = l.pairs[0].A }},
		"no side":          {false, func(l *Limits) { l.pairs[0].B.Side = 0 }},
		"no lots":          {false, func(l *Limits) { l.pairs[0].Lots = 0 }},
		"fewer than none":  {false, func(l *Limits) { l.pairs[0].Lots = -1 }},
		"all lots":         {false, func(l *Limits) { l.pairs[0].Lots, l.rows[0].held[0] = 9, 8 }},
		"of the other":     {false, func(l *Limits) { l.rows[l.pairs[0].B.Contract].held[1] = 5 }},
		"held":             {false, func(l *Limits) { l.rows[1].held[0] = -1 }},
		"held short":       {false, func(l *Limits) { l.rows[1].held[1] = maxTotal + 1 }},
		"working":          {false, func(l *Limits) { l.rows[1].working[0] = -1 }},
		"working short":    {false, func(l *Limits) { l.rows[1].working[1] = maxTotal + 1 }},
		"opened":           {false, func(l *Limits) { l.rows[1].opened = -1 }},
		"opened by others": {false, func(l *Limits) { l.others[1].Opened = -1 }},
	} {
		s, again := held(t), newStory(func(p *LimitParams) { p.Accounts = []Account{{MaxAge: market.Day}} })
		sound := s.limits.Save(nil)
		x.spoil(s.limits)
		_, ok := again.limits.Load(s.limits.Save(nil))
		if ok != x.fine || ok && !bytes.Equal(again.limits.Save(nil), sound) {
			t.Errorf("%s: loads %v", name, ok)
		}
		if used := held(t).limits; ok {
			if _, ok := used.Load(sound); !ok || !bytes.Equal(used.Save(nil), sound) || !slices.Equal(used.opened, again.limits.opened) ||
				!slices.Equal(used.opening, again.limits.opening) {
				t.Errorf("%s: limits in use do not load as new ones do", name)
			}
		}
		if want := held(t).limits; ok {
			for c := range market.Contract(7) {
				left, _ := again.limits.OpensLeft(c)
				if all, _ := want.OpensLeft(c); left != all || again.limits.Left(c, market.Bid, 9) != want.Left(c, market.Bid, 9) {
					t.Errorf("%s: %d may be opened of %d", name, left, c)
				}
			}
		}
	}
}

// A ledger whose lots cannot be is not taken over.
func TestLedgerLoadsLotsThatCanBe(t *testing.T) {
	for name, x := range map[string]struct {
		fine  bool
		spoil func(h *holding)
	}{
		"today":       {false, func(h *holding) { h.side[0].today = -1 }},
		"total":       {false, func(h *holding) { h.side[1] = lots{2, 3} }},
		"most":        {true, func(h *holding) { h.side[1], h.opened[1] = lots{maxTotal, maxTotal}, maxTotal }},
		"beyond":      {false, func(h *holding) { h.side[1].total = maxTotal + 1 }},
		"opened":      {false, func(h *holding) { h.opened[0] = -1 }},
		"opened most": {false, func(h *holding) { h.opened[1] = maxTotal + 1 }},
	} {
		l := New(params())
		x.spoil(&l.rows[1])
		if _, ok := New(params()).Load(l.Save(nil)); ok != x.fine {
			t.Errorf("%s: loads %v", name, ok)
		}
	}
}

// Each amount at the edge of what fits.
func TestMoneyAtItsEdge(t *testing.T) {
	for _, x := range []struct {
		value market.Money
		rate  int64
		want  market.Money
		ok    bool
	}{
		{-1, 1, 0, false}, {1, -1, 0, false}, {1 << 62, 4 * ratePer, 0, false}, {1 << 61, ratePer, 1 << 61, false},
		{1<<61 - 1, ratePer, 1<<61 - 1, true}, {1, 1, 1, true}, {ratePer, 1, 1, true}, {ratePer + 1, 1, 2, true},
	} {
		if got, ok := share(x.value, x.rate); ok != x.ok || got != x.want {
			t.Errorf("%d of %d: %d %v", x.rate, x.value, got, ok)
		}
	}
	bare := func(f ...Fee) *Ledger {
		return New(Params{Instruments: []market.Instrument{{TickUnits: 1, TickValue: 1 << 30}}, Fees: f})
	}
	if bare().Fill(0, market.Bid, market.Open, MaxPrice, MaxQty) {
		t.Error("a product that does not fit is none")
	}
	if bare(Fee{OpenPerLot: -1, OpenRate: ratePer}).Fill(0, market.Bid, market.Open, 100, 1) {
		t.Error("a fee below 0")
	}
	l := bare(Fee{OpenPerLot: 5, CloseTodayPerLot: 7, CloseTodayRate: -1})
	if !l.Fill(0, market.Bid, market.Open, 100, 1) || l.Fill(0, market.Ask, market.Close, 100, 1) || l.Fees(0) != 5 {
		t.Errorf("fees %d", l.Fees(0))
	}
	for _, x := range []struct {
		cash int64
		fees market.Money
		want market.Money
	}{
		{1 << 32, 7, 1<<62 - 7}, {1<<32 + 1, 7, worst}, {-1 << 33, 1, worst}, {-1 << 32, 0, worst}, {-1 << 32, 1, worst},
		{5, 1 << 62, 5<<30 - 1<<62}, {5, 1<<62 + 1, worst}, {0, 3, -3},
	} {
		l := bare()
		l.rows[0].cash, l.rows[0].fees = x.cash, x.fees
		if got := l.PnL(0, 0, true); got != x.want {
			t.Errorf("cash %d, fees %d: %d, want %d", x.cash, x.fees, got, x.want)
		}
	}
	l = bare()
	if l.Mark(0, -MaxPrice); l.rows[0].mark != -MaxPrice {
		t.Error("the lowest mark is refused")
	}
}
