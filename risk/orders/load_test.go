package orders

import (
	"testing"

	"quotient/market"
)

// A state whose links lead nowhere, or of another shape, is refused.
func TestLoadRefusesEachDamage(t *testing.T) {
	const slots = 100
	for name, damage := range map[string]func(*Table){
		"first free below":     func(x *Table) { x.queue[0] = -2 },
		"first free above":     func(x *Table) { x.queue[0] = slots },
		"last free below":      func(x *Table) { x.queue[1] = -2 },
		"last free above":      func(x *Table) { x.queue[1] = slots },
		"head below":           func(x *Table) { x.books[1].head = -2 },
		"head above":           func(x *Table) { x.books[0].head = slots },
		"slot before, below":   func(x *Table) { x.slots[3].prev = -2 },
		"slot before, above":   func(x *Table) { x.slots[3].prev = slots },
		"slot behind, below":   func(x *Table) { x.slots[3].next = -2 },
		"slot behind, above":   func(x *Table) { x.slots[3].next = slots },
		"a status":             func(x *Table) { x.slots[3].Status = StatusCount },
		"a mass cancel's mark": func(x *Table) { x.slots[3].cursor = -1 },
	} {
		table := newTable(2, slots)
		if _, ok := newTable(2, slots).Load(table.Save(nil)); !ok {
			t.Fatal("refused a sound one")
		}
		damage(table)
		if _, ok := newTable(2, slots).Load(table.Save(nil)); ok {
			t.Errorf("%s: taken", name)
		}
	}
	sound := append(newTable(2, slots).Save(nil), make([]byte, 200)...) // another room's state
	if _, ok := newTable(3, slots).Load(sound); ok {
		t.Error("taken with another contract")
	}
	if _, ok := newTable(2, slots+1).Load(sound); ok {
		t.Error("taken with another slot")
	}
}

// Loading forgets what the table had before: entries, sums and executions.
func TestLoadIntoAUsedTable(t *testing.T) {
	used, other := New(1), New(1)
	fill := func(table *Table, id uint64) *Change {
		return must(table.Apply(&market.Event{Kind: market.EventFill, ID: id, Side: market.Bid, Qty: 1, Leaves: 4, Ref: market.Ref{byte(id)}}))
	}
	for id, table := range map[uint64]*Table{1: used, 2: other} {
		table.Send(&market.Instruction{Kind: market.InstructQuote, ID: id, Bid: 10, Ask: 20, BidQty: 5, AskQty: 5}, 0)
		table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: id})
		fill(table, id)
	}
	used.Send(&market.Instruction{Kind: market.InstructQuote, ID: 3, Bid: 10, Ask: 20, BidQty: 5, AskQty: 5}, 0)
	used.Down()
	if _, ok := used.Load(other.Save(nil)); !ok {
		t.Fatal("refused")
	}
	_, known := used.Find(1)
	if known || used.Live() != 1 || used.Unknown() != 0 || *used.Account() != *other.Account() {
		t.Errorf("1 known %v, live %d, unknown %d, %+v", known, used.Live(), used.Unknown(), *used.Account())
	}
	if !fill(used, 2).Duplicate || fill(used, 1).Duplicate {
		t.Error("executions are not those that were saved")
	}
}

// However often a table is loaded, its index holds the last state only.
func TestLoadAgainAndAgain(t *testing.T) {
	table := newTable(1, 70)
	for id, round := uint64(1), 0; round < 6; round++ {
		other := newTable(1, 70)
		for range 70 {
			other.Send(&market.Instruction{Kind: market.InstructTrades, ID: id}, 0)
			id++
		}
		if _, ok := table.Load(other.Save(nil)); !ok {
			t.Fatal("refused")
		}
		if _, ok := table.Find(id - 1); !ok {
			t.Errorf("%d is not there", id-1)
		}
		if _, ok := table.Find(id); ok {
			t.Errorf("%d is there", id)
		}
	}
}

// A full set of executions can be saved; one with more is none.
func TestLoadExecutions(t *testing.T) {
	var x, y executed
	x.init()
	y.init()
	for n := range maxExecuted {
		x.add(execution1(n, market.Bid))
	}
	if _, ok := y.load(x.save(nil)); !ok || y.n != maxExecuted || y.add(execution1(7, market.Bid)) != seen {
		t.Errorf("loaded %d", y.n)
	}
	saved := x.save(nil)
	saved[2]++ // 65,536 more
	if _, ok := y.load(saved); ok {
		t.Error("took too many")
	}
}

// However often executions are loaded, the index holds the last ones only.
func TestLoadExecutionsAgainAndAgain(t *testing.T) {
	var x, y executed
	x.init()
	y.init()
	const each = 30_000
	for round := range 5 {
		x.clear()
		for n := range each {
			x.add(execution1(round*each+n, market.Bid))
		}
		if _, ok := y.load(x.save(nil)); !ok {
			t.Fatal("refused")
		}
		if y.add(execution1(0, market.Ask)) != fresh || y.n != each+1 {
			t.Fatalf("round %d: %d are there", round, y.n)
		}
	}
}
