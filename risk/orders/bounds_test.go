package orders

import (
	"testing"

	"quotient/market"
)

// What may be sent: a known kind, a new id, a contract of the table, a side.
func TestSendRefuses(t *testing.T) {
	table := New(1)
	good := market.Instruction{Kind: market.InstructQuote, ID: 9, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}
	if !table.Send(&good, 0) {
		t.Fatal("refused a quote")
	}
	for name, change := range map[string]func(*market.Instruction){
		"no kind":           func(in *market.Instruction) { in.Kind = market.InstructNone },
		"unknown kind":      func(in *market.Instruction) { in.Kind = market.InstructCount },
		"id 0":              func(in *market.Instruction) { in.ID = 0 },
		"a known id":        func(in *market.Instruction) { in.ID = 9 },
		"the next contract": func(in *market.Instruction) { in.Contract = 1 },
		"no side":           func(in *market.Instruction) { in.Kind = market.InstructOrder },
	} {
		in := good
		in.ID = 10
		if change(&in); table.Send(&in, 0) {
			t.Errorf("%s: taken", name)
		}
	}
	if table.Used() != 1 {
		t.Errorf("%d entries", table.Used())
	}
}

// When every slot is taken nothing is sent, not even a cancel.
func TestSendIntoNoSlot(t *testing.T) {
	table := newTable(1, 70)
	for id := uint64(1); id <= 70; id++ {
		if !table.Send(&market.Instruction{Kind: market.InstructTrades, ID: id}, 0) {
			t.Fatalf("refused query %d", id)
		}
	}
	if table.Send(&market.Instruction{Kind: market.InstructMassQuotes, ID: 71}, 0) {
		t.Error("sent with no slot left")
	}
	table.Apply(&market.Event{Kind: market.EventQueryReject, ID: 70})
	if !table.Send(&market.Instruction{Kind: market.InstructTrades, ID: 1000}, 0) || table.Send(&market.Instruction{Kind: market.InstructTrades, ID: 1001}, 0) {
		t.Error("one slot came free, and not one more was sent")
	}
	table.Apply(&market.Event{Kind: market.EventSynced})
	for id := uint64(71); id <= 140; id++ { // all slots again, in the order in which they came free
		if !table.Send(&market.Instruction{Kind: market.InstructTrades, ID: id}, 0) {
			t.Fatalf("refused query %d", id)
		}
	}
	if _, ok := table.Find(69); ok || table.Used() != 70 {
		t.Errorf("69 is still there, or %d used", table.Used())
	}
}

// An entry says what was sent: of an order one side, of a quote what it replaces,
// of a mass cancel no contract.
func TestEntries(t *testing.T) {
	table := New(2)
	quote := market.Instruction{Kind: market.InstructQuote, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}
	for id := uint64(1); id < 7; id += 2 {
		quote.ID, quote.Target = id, 0
		table.Send(&quote, 0)
		table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: id})
		if e, _ := table.Find(id - 2); id > 1 && !e.Replaced {
			t.Errorf("%d is confirmed and %d not replaced", id, id-2)
		}
		if quote.ID = id + 1; id == 3 {
			quote.Target = 77
		}
		table.Send(&quote, 0)
		table.Apply(&market.Event{Kind: market.EventQuoteReject, ID: id + 1, Code: market.RejectOther})
	}
	table.Send(&market.Instruction{Kind: market.InstructOrder, ID: 10, Side: market.Ask, Ask: 5, AskQty: 6,
		BidOffset: market.Close, AskOffset: market.Open}, 0)
	table.Send(&market.Instruction{Kind: market.InstructMassOrders, ID: 11}, 0)
	const refused = market.RejectOther
	for id, want := range map[uint64]Entry{2: {Replaces: 1, Code: refused}, 3: {Replaces: 1}, 4: {Replaces: 77, Code: refused},
		6: {Replaces: 5, Code: refused}, 10: {}, 11: {Contract: market.NoContract}} {
		if e, ok := table.Find(id); !ok || e.Replaces != want.Replaces || e.Contract != want.Contract || e.Code != want.Code {
			t.Errorf("%d: %+v", id, e)
		}
	}
	if e, _ := table.Find(10); e.Offsets != [2]market.Offset{market.NoOffset, market.Open} || e.Declared != [2]market.Qty{0, 6} {
		t.Errorf("order: %+v", e)
	}
}

// Of two orders that wait the newer is Pending, and a quote goes before both.
func TestPending(t *testing.T) {
	table := New(1)
	for id := uint64(1); id < 3; id++ {
		table.Send(&market.Instruction{Kind: market.InstructOrder, ID: id, Side: market.Bid, Bid: 1, BidQty: 1}, 0)
		if e, ok := table.Pending(0); !ok || e.ID != id {
			t.Errorf("pending %d, want %d", e.ID, id)
		}
	}
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 3, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}, 0)
	table.Send(&market.Instruction{Kind: market.InstructOrder, ID: 4, Side: market.Bid, Bid: 1, BidQty: 1}, 0)
	if e, ok := table.Pending(0); !ok || e.ID != 3 {
		t.Errorf("pending %d, want the quote", e.ID)
	}
}

// A fill counts once its figures can be: a side, a contract, 1 to MaxQty lots, an id.
func TestFillFigures(t *testing.T) {
	table := New(1)
	good := market.Event{Kind: market.EventFill, Side: market.Bid, Qty: MaxQty}
	for name, change := range map[string]func(*market.Event){
		"no side":           func(e *market.Event) { e.Side = market.NoSide },
		"the next contract": func(e *market.Event) { e.Contract = 1 },
		"no lots":           func(e *market.Event) { e.Qty = 0 },
		"too many lots":     func(e *market.Event) { e.Qty = MaxQty + 1 },
		"no id":             func(e *market.Event) { e.Ref = market.Ref{} },
	} {
		e := good
		e.Ref = market.Ref{1}
		if change(&e); !must(table.Apply(&e)).Malformed {
			t.Errorf("%s: taken", name)
		}
	}
	good.Ref = market.Ref{1}
	if ch := table.Apply(&good); ch.Malformed || !ch.Counts() || !ch.Unmatched {
		t.Errorf("%+v", ch)
	}
}

func must(ch Change) *Change { return &ch }

// Remainders are believed as far as they can be.
func TestRemainders(t *testing.T) {
	for _, x := range []struct {
		side   market.Side
		leaves market.Qty
		want   market.Qty
	}{{market.Bid, 3, 3}, {market.Bid, 0, 0}, {market.Bid, 7, 5}, {market.Bid, -1, 5}, {market.NoSide, 3, 5}} {
		table := New(1)
		table.Send(&market.Instruction{Kind: market.InstructOrder, ID: 1, Side: market.Bid, Bid: 1, BidQty: 5}, 0)
		table.Apply(&market.Event{Kind: market.EventOrderLive, ID: 1, Side: x.side, Leaves: x.leaves})
		if e, _ := table.Find(1); e.Leaves[0] != x.want {
			t.Errorf("%+v: leaves %d", x, e.Leaves[0])
		}
	}
}

// Every anomaly is one, and nothing else is.
func TestAnomaly(t *testing.T) {
	for _, ch := range []Change{{Unmatched: true}, {Malformed: true}, {Conflict: true}, {Untracked: true}, {Over: 1}} {
		if !ch.Anomaly() {
			t.Errorf("%+v is none", ch)
		}
	}
	if ch := (Change{Kind: ChangeFill, Duplicate: true, Late: true, Qty: 1}); ch.Anomaly() {
		t.Errorf("%+v is one", ch)
	}
}

// Kinds and statuses have names, also those that there are not.
func TestNames(t *testing.T) {
	for got, want := range map[string]string{ChangeCount.String(): "invalid", (ChangeCount - 1).String(): "synced",
		StatusCount.String(): "invalid", (StatusCount - 1).String(): "done"} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// Only what may still match counts, by status and kind.
func TestEntryByItself(t *testing.T) {
	for status, want := range map[Status]struct {
		gone     bool
		possible market.Qty
	}{Free: {true, 0}, Sent: {false, 6}, Live: {false, 6}, Ending: {false, 6}, Unknown: {false, 6}, Owed: {true, 2}, Done: {true, 0}} {
		e := Entry{Kind: market.InstructQuote, Status: status, Declared: [2]market.Qty{10, 10}, Filled: [2]market.Qty{4, 11},
			Leaves: [2]market.Qty{4, 4}}
		if e.Gone() != want.gone || e.Possible(0) != want.possible || e.Possible(1) != 0 {
			t.Errorf("%v: gone %v, possible %d %d", status, e.Gone(), e.Possible(0), e.Possible(1))
		}
		if e.Kind = market.InstructMassQuotes; e.Possible(0) != 0 {
			t.Errorf("a mass cancel may fill %d", e.Possible(0))
		}
	}
}

// A quote that came into doubt because nobody answered, and was confirmed at last,
// waits for its second cancel since that was sent.
func TestSecondCancelWaitsAnew(t *testing.T) {
	table := New(1)
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 1, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}, 0)
	table.Send(&market.Instruction{Kind: market.InstructQuoteEnd, ID: 2, Target: 1}, 10)
	table.Timeout(200, 100)
	table.Apply(&market.Event{Kind: market.EventCancelReject, ID: 2, Code: market.RejectRate})
	table.Send(&market.Instruction{Kind: market.InstructQuoteEnd, ID: 3, Target: 1}, 250)
	table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: 1})
	if e, _ := table.Find(1); e.Status != Ending || table.OldestInFlight(0) != 250 {
		t.Errorf("%+v waits since %d", e, table.OldestInFlight(0))
	}
}

// Without a side there is nothing.
func TestNoSide(t *testing.T) {
	table := New(1)
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 1, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}, 0)
	_, best := table.BestPossible(0, market.NoSide)
	_, but := table.BestPossibleBut(0, market.NoSide, 0)
	if best || but || table.Possible(0, market.NoSide) != 0 {
		t.Error("something is possible on no side")
	}
}

// What an ended quote is still owed fills, and matches nothing any more.
func TestOwedMatchesNothing(t *testing.T) {
	table := New(1)
	for id := uint64(1); id < 3; id++ {
		table.Send(&market.Instruction{Kind: market.InstructQuote, ID: id, Bid: 10, Ask: 20, BidQty: 5, AskQty: 5}, market.Time(id))
	}
	table.Apply(&market.Event{Kind: market.EventLegState, ID: 1, Side: market.Bid, Leaves: 3})
	table.Apply(&market.Event{Kind: market.EventQuoteEnded, ID: 1, Code: market.EndReplaced})
	if e, _ := table.Find(1); e.Status != Owed || table.Possible(0, market.Bid) != 7 {
		t.Fatalf("%+v, %d possible", e, table.Possible(0, market.Bid))
	}
	if p, ok := table.BestPossibleBut(0, market.Bid, 2); ok {
		t.Errorf("something may still match at %d", p)
	}
	table.Apply(&market.Event{Kind: market.EventQuoteReject, ID: 2, Code: market.RejectOther})
	if e, _ := table.Find(1); e.Status != Owed || e.EndSentAt != 2 {
		t.Errorf("after the refusal of the next: %+v", e)
	}
}

// A cancel may come before what it names: what it then is in doubt counts so.
func TestCancelAheadOfItsQuote(t *testing.T) {
	table := New(1)
	table.Send(&market.Instruction{Kind: market.InstructQuoteEnd, ID: 1, Target: 2, Contract: market.NoContract}, 0)
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 2, Bid: 10, Ask: 20, BidQty: 5, AskQty: 5}, 0)
	table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: 2})
	table.Apply(&market.Event{Kind: market.EventCancelReject, ID: 1, Code: market.RejectUnknown})
	if table.InDoubt(0) != 1 || table.Unknown() != 1 || table.QuoteID(0) != 0 {
		t.Errorf("in doubt %d, unknown %d, quote %d", table.InDoubt(0), table.Unknown(), table.QuoteID(0))
	}
}
