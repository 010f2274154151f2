package obligation

import (
	"slices"
	"testing"

	"quotient/market"
)

// excuses takes what the Meter tells of exemptions.
func excuses(m *Meter) (list []Excuse) {
	for x := (Excuse{}); m.TakeExcuse(&x); {
		list = append(list, x)
	}
	return list
}

// TestExcuseSince: an exemption is told with its beginning, whatever else happened
// since, and be that when the day opened.
func TestExcuseSince(t *testing.T) {
	m := New(pair(RestrikeSettlement), storyDays())
	m.Up(clock(8, 54))
	m.Advance(clock(8, 55))
	m.QuoteSent(1, &market.Instruction{ID: 1, Bid: 10, Ask: 12, BidQty: 10, AskQty: 10}, clock(8, 56))
	m.QuoteLive(1, 1, clock(8, 57), clock(8, 57))
	if n := m.duties[1].n; n < 3 {
		t.Fatalf("%d stretches", n)
	}
	want := []Excuse{{1, ExemptAuction, clock(8, 55)}, {2, ExemptAuction, clock(8, 55)}}
	if got := excuses(m); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	late := New(pair(RestrikeSettlement), storyDays())
	late.Up(clock(8, 57))
	if got := excuses(late); !slices.Equal(got, want) {
		t.Errorf("late: %v, want %v", got, want)
	}
	late.Advance(clock(9, 0))
	if got := excuses(late); len(got) != 2 || got[0] != (Excuse{1, ExemptNone, clock(9, 0)}) {
		t.Errorf("over: %v", got)
	}
}

// TestFirstWordIsOfAnother: every account says what it is at the first input,
// whichever contract that speaks of.
func TestFirstWordIsOfAnother(t *testing.T) {
	m := New(pair(RestrikeSettlement), storyDays())
	m.Settlement(0, 5900, clock(8, 57), clock(8, 57))
	told := 0
	for ch := (Change{}); m.TakeChange(&ch); {
		told++
	}
	if told == 0 || len(excuses(m)) != 2 {
		t.Errorf("%d changes told", told)
	}
}

// TestFuturesHaveNoChain: contract 0 is an option's underlying, not the future's
// whose terms name none.
func TestFuturesHaveNoChain(t *testing.T) {
	p := pair(RestrikeSettlement)
	x := futures()
	x.Contract, x.Underlying = 3, 0
	p.Contracts, p.Terms = 4, append(p.Terms, x)
	if of := newPlan(&p); slices.Contains(of.chain, 3) || len(of.chain) != 2 {
		t.Errorf("the chain is %v", of.chain)
	}
}
