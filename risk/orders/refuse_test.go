package orders

import (
	"bytes"
	"testing"

	"quotient/internal/flat"
	"quotient/market"
)

// What cannot be sent is not entered.
func TestWhatIsNotSent(t *testing.T) {
	for what, change := range map[string]func(in *market.Instruction){
		"nothing":              func(in *market.Instruction) { in.Kind = market.InstructNone },
		"no kind":              func(in *market.Instruction) { in.Kind = market.InstructCount },
		"no id":                func(in *market.Instruction) { in.ID = 0 },
		"a known id":           func(in *market.Instruction) { in.ID = 1 },
		"no contract":          func(in *market.Instruction) { in.Contract = contracts },
		"an order of no side":  func(in *market.Instruction) { in.Kind = market.InstructOrder },
		"an order of any side": func(in *market.Instruction) { in.Kind, in.Side = market.InstructOrder, 3 },
	} {
		table := New(contracts)
		in := market.Instruction{Kind: market.InstructQuote, ID: 1, Contract: 2, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}
		if !table.Send(&in, 0) {
			t.Fatal("a sound quote is refused")
		}
		before := table.Save(nil)
		in.ID = 2
		change(&in)
		if table.Send(&in, 0) || !bytes.Equal(table.Save(nil), before) {
			t.Errorf("%s was entered", what)
		}
	}
}

// A cancel that finds no slot is refused as well.
func TestNoSlotForACancel(t *testing.T) {
	table, id := newTable(1, slotsReserved+10), uint64(0)
	for table.Send(&market.Instruction{Kind: market.InstructMassQuotes, ID: id + 1}, 0) {
		id++
	}
	if int(id) != table.Len() || table.Used() != table.Len() {
		t.Errorf("%d of %d slots", id, table.Len())
	}
}

// Slots are used again, the one that has been done for longest first, and never one
// that is not done; its instruction is found until then.
func TestSlotsAreUsedAgain(t *testing.T) {
	const slots = slotsReserved + 6
	table, id := newTable(1, slots), uint64(0)
	fill := func() (n int) {
		for table.Send(&market.Instruction{Kind: market.InstructMassQuotes, ID: id + 1}, 0) {
			id++
			n++
		}
		return n
	}
	done := func(from, to uint64) {
		for id := from; id <= to; id++ {
			table.Apply(&market.Event{Kind: market.EventMassReject, ID: id}, 1)
		}
	}
	status := func(id uint64) Status { e, _ := table.Find(id); return e.Status }
	if n := fill(); n != slots {
		t.Fatalf("%d of %d slots", n, slots)
	}
	done(2, slots)
	if n := fill(); n != slots-1 || status(1) != Sent || status(2) != Free || status(slots) != Free || status(id) != Sent {
		t.Errorf("%d used again; 1 is %v, 2 is %v", n, status(1), status(2))
	}
	done(1, id)
	for range 3 * slots {
		table.Send(&market.Instruction{Kind: market.InstructMassQuotes, ID: id + 1}, 0)
		id++
		done(id, id)
		if status(id-slots+1) != Done || status(id-slots) != Free {
			t.Fatalf("at %d: %d is %v, %d is %v", id, id-slots+1, status(id-slots+1), id-slots, status(id-slots))
		}
	}
	if n := fill(); n != slots || table.Used() != slots {
		t.Errorf("%d of %d slots in the end", n, slots)
	}
}

// What an entry says beside prices and lots.
func TestWhatIsEntered(t *testing.T) {
	table := New(contracts)
	send := func(in market.Instruction) Entry {
		in.Bid, in.Ask, in.BidQty, in.AskQty, in.BidOffset, in.AskOffset = 1, 2, 3, 3, market.Open, market.Close
		if !table.Send(&in, 5) {
			t.Fatalf("refused %+v", in)
		}
		e, _ := table.Find(in.ID)
		return e
	}
	first := send(market.Instruction{Kind: market.InstructQuote, ID: 1, Contract: 2})
	if first.Offsets != [2]market.Offset{market.Open, market.Close} || first.Replaces != 0 {
		t.Errorf("quote %+v", first)
	}
	table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: 1}, 6)
	if e := send(market.Instruction{Kind: market.InstructQuote, ID: 2, Contract: 2}); e.Replaces != 1 {
		t.Errorf("the quote that stands is replaced, and it says %d", e.Replaces)
	}
	if old, _ := table.Find(1); old.Status != Ending || old.EndSentAt != 5 {
		t.Errorf("replaced: %+v", old)
	}
	table.Apply(&market.Event{Kind: market.EventQuoteReject, ID: 2}, 6)
	if old, _ := table.Find(1); old.Status != Live || old.EndSentAt != 0 || old.Replaced {
		t.Errorf("stands again: %+v", old)
	}
	if e := send(market.Instruction{Kind: market.InstructQuote, ID: 3, Contract: 2, Target: 7}); e.Replaces != 7 {
		t.Errorf("7 is named, and it says %d", e.Replaces)
	}
	table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: 3}, 7)
	if old, _ := table.Find(1); old.Status != Ending || old.EndSentAt != 5 || !old.Replaced {
		t.Errorf("the new one stands: %+v", old)
	}
	if e := send(market.Instruction{Kind: market.InstructOrder, ID: 4, Side: market.Ask}); e.Offsets != [2]market.Offset{market.NoOffset, market.Close} ||
		e.Declared != [2]market.Qty{0, 3} || e.Price != [2]market.Price{0, 2} {
		t.Errorf("order %+v", e)
	}
	if e := send(market.Instruction{Kind: market.InstructMassOrders, ID: 5, Contract: 1}); e.Contract != market.NoContract {
		t.Errorf("a mass cancel is of contract %d", e.Contract)
	}
}

// When the end of what is owed was asked for stays known, whatever else is refused.
func TestWhenAnEndWasAskedFor(t *testing.T) {
	table := New(contracts)
	for _, in := range []market.Instruction{
		{Kind: market.InstructOrder, ID: 1, Side: market.Bid, Bid: 1, BidQty: 3},
		{Kind: market.InstructOrderEnd, ID: 2, Target: 1},
		{Kind: market.InstructOrder, ID: 3, Side: market.Bid, Bid: 1, BidQty: 3},
	} {
		table.Send(&in, 5)
	}
	table.Apply(&market.Event{Kind: market.EventLegState, ID: 1, Side: market.Bid, Leaves: 2}, 6)
	table.Apply(&market.Event{Kind: market.EventOrderEnded, ID: 1, Code: market.EndCancelled}, 6)
	table.Send(&market.Instruction{Kind: market.InstructOrderEnd, ID: 4, Target: 3}, 7)
	table.Apply(&market.Event{Kind: market.EventCancelReject, ID: 4, Code: market.RejectRate}, 8)
	if e, _ := table.Find(1); e.Status != Owed || e.EndSentAt != 5 {
		t.Errorf("owed: %+v", e)
	}
	if p, ok := table.BestPossibleBut(0, market.Bid, 3); ok {
		t.Errorf("what is owed may match at %d", p)
	}
	if e, _ := table.Find(3); e.Status != Sent || e.EndSentAt != 0 {
		t.Errorf("not to end any more: %+v", e)
	}
}

// A fill that cannot be changes nothing, one at the bounds counts, and one of no
// instruction of ours counts too.
func TestFillsThatCannotBe(t *testing.T) {
	for _, x := range []struct {
		what   string
		change func(e *market.Event)
		want   Change
	}{
		{"sound", func(*market.Event) {}, Change{}},
		{"no side", func(e *market.Event) { e.Side = market.NoSide }, Change{Malformed: true}},
		{"no such side", func(e *market.Event) { e.Side = 3 }, Change{Malformed: true}},
		{"no contract", func(e *market.Event) { e.Contract = contracts }, Change{Malformed: true}},
		{"no lots", func(e *market.Event) { e.Qty = 0 }, Change{Malformed: true}},
		{"the most lots", func(e *market.Event) { e.Qty = MaxQty }, Change{Over: MaxQty - 3}},
		{"more lots", func(e *market.Event) { e.Qty = MaxQty + 1 }, Change{Malformed: true}},
		{"no execution", func(e *market.Event) { e.Ref = market.Ref{} }, Change{Malformed: true}},
		{"another contract", func(e *market.Event) { e.Contract = 1 }, Change{Unmatched: true}},
		{"the side it has not", func(e *market.Event) { e.Side = market.Ask }, Change{Unmatched: true}},
		{"a cancel", func(e *market.Event) { e.ID = 2 }, Change{Unmatched: true}},
		{"nobody's", func(e *market.Event) { e.ID = 9 }, Change{Unmatched: true}},
	} {
		table := New(contracts)
		table.Send(&market.Instruction{Kind: market.InstructOrder, ID: 1, Side: market.Bid, Bid: 1, BidQty: 3}, 0)
		table.Send(&market.Instruction{Kind: market.InstructOrderEnd, ID: 2, Target: 1}, 0)
		e := market.Event{Kind: market.EventFill, ID: 1, Side: market.Bid, Price: 1, Qty: 2, Leaves: 1, Ref: market.Ref{1}}
		x.change(&e)
		ch := table.Apply(&e, 0)
		if ch.Malformed != x.want.Malformed || ch.Unmatched != x.want.Unmatched || ch.Over != x.want.Over || ch.Counts() == x.want.Malformed {
			t.Errorf("%s: %+v", x.what, ch)
		}
	}
}

func TestAnomalies(t *testing.T) {
	for _, x := range []struct {
		ch   Change
		want bool
	}{{Change{}, false}, {Change{Duplicate: true, Late: true}, false}, {Change{Unmatched: true}, true}, {Change{Malformed: true}, true},
		{Change{Conflict: true}, true}, {Change{Untracked: true}, true}, {Change{Over: 1}, true}} {
		if x.ch.Anomaly() != x.want {
			t.Errorf("%+v", x.ch)
		}
	}
	if ChangeCount.String() != "invalid" || StatusCount.String() != "invalid" || Done.String() != "done" || ChangeSynced.String() != "synced" {
		t.Error("a name beyond the last")
	}
	if e := (Entry{}); !e.Gone() {
		t.Error("what there never was can match")
	}
}

// The sums take notice of every exposure that a book has.
func TestExposureIsPossibleAndOpening(t *testing.T) {
	k := book{possible: [2]market.Qty{3, 4}, opens: [2]market.Qty{3, 0}}
	for i := range 2 {
		possible, opens := k, k
		possible.possible[i]++
		opens.opens[i]++
		if !k.exposedAs(&k) || k.exposedAs(&possible) || k.exposedAs(&opens) {
			t.Errorf("leg %d", i)
		}
	}
}

// Of no side nothing is possible.
func TestNoSide(t *testing.T) {
	table := New(contracts)
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 1, Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}, 0)
	if _, ok := table.BestPossible(0, market.NoSide); ok || table.Possible(0, market.NoSide) != 0 {
		t.Error("possible on no side")
	}
	if _, ok := table.BestPossibleBut(0, market.NoSide, 7); ok {
		t.Error("a price on no side")
	}
}

// Every link that a loaded table has leads to a slot or nowhere, and every number
// is one that can be.
func TestLoadLooksAtEveryLink(t *testing.T) {
	const slots = 40
	links := map[string]func(*Table) *int32{
		"first free": func(x *Table) *int32 { return &x.queue[0] },
		"last free":  func(x *Table) *int32 { return &x.queue[1] },
		"first book": func(x *Table) *int32 { return &x.books[0].head },
		"account":    func(x *Table) *int32 { return &x.books[contracts].head },
		"first prev": func(x *Table) *int32 { return &x.slots[0].prev },
		"first next": func(x *Table) *int32 { return &x.slots[0].next },
		"last prev":  func(x *Table) *int32 { return &x.slots[slots-1].prev },
		"last next":  func(x *Table) *int32 { return &x.slots[slots-1].next },
	}
	loads := func(change func(*Table)) bool {
		table := newTable(contracts, slots)
		change(table)
		_, ok := newTable(contracts, slots).Load(table.Save(nil))
		return ok
	}
	for what, link := range links {
		for value, want := range map[int32]bool{nowhere: true, nowhere - 1: false, slots: false, slots - 1: true} {
			if got := loads(func(x *Table) { *link(x) = value }); got != want {
				t.Errorf("%s leads to %d: loads %v", what, value, got)
			}
		}
	}
	for value, want := range map[Status]bool{StatusCount - 1: true, StatusCount: false} {
		if got := loads(func(x *Table) { x.slots[3].Status, x.slots[3].ID = value, 1 }); got != want {
			t.Errorf("status %d: loads %v", value, got)
		}
	}
	for value, want := range map[int32]bool{0: true, -1: false} {
		if got := loads(func(x *Table) { x.slots[3].cursor = value }); got != want {
			t.Errorf("cursor %d: loads %v", value, got)
		}
	}
	saved := newTable(contracts, slots)
	saved.queue[1], saved.slots[slots-2].next = slots-2, nowhere // nothing leads to the last slot
	for _, other := range []*Table{newTable(contracts+1, slots), newTable(contracts, slots-1)} {
		if _, ok := other.Load(saved.Save(nil)); ok {
			t.Errorf("loads into %d contracts, %d slots", other.contracts, len(other.slots))
		}
		if _, ok := other.Load(append(saved.Save(nil), make([]byte, 64)...)); ok { // nor is it too short
			t.Errorf("loads into %d contracts, %d slots", other.contracts, len(other.slots))
		}
	}
}

// A table that was used forgets all of it when another is loaded into it.
func TestLoadOverAUsedTable(t *testing.T) {
	used, other := New(contracts), New(contracts)
	for i, table := range []*Table{used, other} {
		for id := uint64(1); id < 4; id++ {
			id := id + 10*uint64(i)
			table.Send(&market.Instruction{Kind: market.InstructQuote, ID: id, Contract: market.Contract(id % 3), Bid: 1, Ask: 2, BidQty: 5, AskQty: 5}, 0)
			table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: id}, 1)
			table.Apply(&market.Event{Kind: market.EventFill, ID: id, Contract: market.Contract(id % 3), Side: market.Bid, Qty: 1, Leaves: 4,
				Ref: market.Ref{byte(id)}}, 1)
		}
	}
	used.Send(&market.Instruction{Kind: market.InstructOrder, ID: 4, Side: market.Bid, Bid: 1, BidQty: 1}, 2)
	used.Apply(&market.Event{Kind: market.EventOrderLive, ID: 4, Leaves: 1}, 2)
	more := market.Event{Kind: market.EventFill, ID: 99, Side: market.Ask, Qty: 1, Ref: market.Ref{99}}
	used.Apply(&more, 2)
	if _, ok := used.Load(other.Save(nil)); !ok {
		t.Fatal("does not load")
	}
	if ch := used.Apply(&more, 3); ch.Duplicate || other.Apply(&more, 3) != ch {
		t.Errorf("an execution that was forgotten: %+v", ch)
	}
	if used.Live() != other.Live() || used.Unknown() != other.Unknown() || *used.Account() != *other.Account() || !bytes.Equal(used.Save(nil), other.Save(nil)) {
		t.Errorf("%d live, %+v", used.Live(), *used.Account())
	}
	places := 0
	for _, i := range used.index {
		if i != nowhere {
			places++
		}
	}
	if places != 3 {
		t.Errorf("%d places of the index for 3 ids", places)
	}
	for id := uint64(1); id < 14; id++ {
		_, got := used.Find(id)
		if _, want := other.Find(id); got != want {
			t.Errorf("%d is known: %v", id, got)
		}
		fill := market.Event{Kind: market.EventFill, ID: id, Side: market.Bid, Qty: 1, Ref: market.Ref{byte(id)}}
		if a, b := used.Apply(&fill, 3), other.Apply(&fill, 3); a != b || b.Duplicate != (id > 10) {
			t.Errorf("fill %d again: %+v, want %+v", id, a, b)
		}
	}
}

// As many executions load as are remembered, and no more.
func TestLoadOfExecutions(t *testing.T) {
	var x executed
	x.init()
	for n := range uint64(2) {
		n += maxExecuted
		src := flat.AppendSlice(flat.Append(nil, &n), make([]execution, n))
		if _, ok := x.load(src); ok != (n == maxExecuted) {
			t.Errorf("%d: loads %v", n, ok)
		}
	}
}
