package orders

import (
	"fmt"
	"testing"

	"quotient/market"
)

func execution1(n int, s market.Side) *market.Event {
	e := &market.Event{Kind: market.EventFill, ID: 1, Side: s, Price: 100, Qty: 1}
	e.Ref, _ = market.MakeRef(fmt.Sprint("exec-", n))
	return e
}

// The day's execution ids are told apart up to the last place; beyond it a fill
// still counts, says that it cannot be told from a repeat, and a known one is
// still recognised.
func TestEveryExecutionIsCountedOnce(t *testing.T) {
	table := New(1)
	for n := range maxExecuted {
		if ch := table.Apply(execution1(n, market.Bid)); !ch.Counts() || ch.Untracked {
			t.Fatalf("execution %d: %+v", n, ch)
		}
	}
	for n := range maxExecuted {
		if ch := table.Apply(execution1(n, market.Bid)); ch.Counts() || !ch.Duplicate {
			t.Fatalf("repeat of %d: %+v", n, ch)
		}
	}
	if n, limit := table.Executions(); n != maxExecuted || limit != maxExecuted {
		t.Errorf("remembers %d of %d", n, limit)
	}
	if ch := table.Apply(execution1(0, market.Ask)); !ch.Counts() || !ch.Untracked || !ch.Anomaly() {
		t.Errorf("one too many: %+v", ch)
	}
	table.NewDay()
	if ch := table.Apply(execution1(0, market.Bid)); !ch.Counts() || ch.Untracked {
		t.Errorf("on a new day: %+v", ch)
	}
}

// MassEnded names every quote that the report ends, and no order.
func TestMassEndedNamesEachEntry(t *testing.T) {
	table := New(3)
	for id := range uint64(6) {
		in := market.Instruction{Kind: market.InstructQuote, ID: id + 1, Contract: market.Contract(id % 3),
			Bid: 100, Ask: 102, BidQty: 1, AskQty: 1}
		if id == 3 {
			in.Kind, in.Side = market.InstructOrder, market.Bid
		}
		table.Send(&in, 0)
	}
	table.Send(&market.Instruction{Kind: market.InstructMassQuotes, ID: 7}, 1)
	report := &market.Event{Kind: market.EventMassCancel, ID: 7}
	ended := map[uint64]int{}
	var ch Change
	for table.MassEnded(report, &ch) {
		if ch.Kind != ChangeEnded || ch.Entry.Status != Done || ch.Entry.Code != market.EndMass {
			t.Errorf("%+v", ch)
		}
		ended[ch.Entry.ID]++
	}
	if fmt.Sprint(ended) != "map[1:1 2:1 3:1 5:1 6:1]" {
		t.Errorf("ended %v", ended)
	}
	if table.MassEnded(report, &ch) || table.InFlight(market.NoContract) {
		t.Error("the report ends things twice")
	}
	if table.Possible(0, market.Bid) != 1 || table.Used() != 1 {
		t.Errorf("left: %d lots, %d entries", table.Possible(0, market.Bid), table.Used())
	}
}

// A full table refuses exposure and still takes cancels.
func TestFullTableKeepsRoomForCancels(t *testing.T) {
	table, id := New(2), uint64(0)
	quote := func() bool {
		id++
		return table.Send(&market.Instruction{Kind: market.InstructQuote, ID: id, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}, 0)
	}
	for quote() {
	}
	if !table.Full() || table.Possible(0, market.Bid) != market.Qty(id-1) {
		t.Fatalf("full %v with %d lots after %d quotes", table.Full(), table.Possible(0, market.Bid), id-1)
	}
	for range slotsReserved {
		id++
		if !table.Send(&market.Instruction{Kind: market.InstructQuoteEnd, ID: id, Target: 1}, 0) {
			t.Fatal("refused a cancel")
		}
	}
	if left := table.Len() - table.Used(); left != 3 { // one more for each contract and the account
		t.Errorf("%d slots left", left)
	}
}

// Groups can be told when there is exposure already.
func TestGroupsSumWhatIsThere(t *testing.T) {
	table := New(3)
	for c := range market.Contract(3) {
		table.Send(&market.Instruction{Kind: market.InstructQuote, ID: uint64(c) + 1, Contract: c, Bid: 1, Ask: 2,
			BidQty: market.Qty(c) + 1, AskQty: 10 * (market.Qty(c) + 1)}, 0)
	}
	table.Group([]uint16{1, 0, 1})
	if table.PossibleGroup(0, market.Bid) != 2 || table.PossibleGroup(1, market.Bid) != 4 ||
		table.PossibleGroup(0, market.Ask) != 20 || table.PossibleGroup(1, market.Ask) != 40 || table.PossibleGroup(1, market.NoSide) != 0 {
		t.Errorf("sums %v", table.sums)
	}
}
