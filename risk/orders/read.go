package orders

import "quotient/market"

// Quote returns the quote that stands on contract c: the Acked reading. There is
// none while its cancel or replace is on the way.
func (t *Table) Quote(c market.Contract) (e Entry, ok bool) { return t.entry(t.at(c).quote) }

// Pending returns the newest quote on c that was sent and not answered, else the
// newest such order.
func (t *Table) Pending(c market.Contract) (e Entry, ok bool) { return t.entry(t.at(c).pending) }

// Find returns the entry of id as long as the table remembers it.
func (t *Table) Find(id uint64) (e Entry, ok bool) { return t.entry(t.find(id)) }

func (t *Table) entry(i int32) (e Entry, ok bool) {
	if i == nowhere {
		return e, false
	}
	return t.slots[i].Entry, true
}

// QuoteID returns the ID of the quote that stands on c, 0 when there is none.
func (t *Table) QuoteID(c market.Contract) uint64 {
	if i := t.at(c).quote; i != nowhere {
		return t.slots[i].ID
	}
	return 0
}

// Possible returns how many lots on side s of c may still fill if everything goes
// the worst way: in flight, live, ending, unknown, owed, a replace at both ends.
func (t *Table) Possible(c market.Contract, s market.Side) market.Qty {
	i, ok := leg(s)
	if !ok {
		return 0
	}
	return t.at(c).Possible[i]
}

// PossibleGroup is Possible summed over the contracts of a group.
func (t *Table) PossibleGroup(group int, s market.Side) market.Qty {
	i, ok := leg(s)
	if !ok {
		return 0
	}
	return t.sums[group].Lots[i]
}

// BestPossible returns the most aggressive price on side s of c at which
// something of ours may still match.
func (t *Table) BestPossible(c market.Contract, s market.Side) (p market.Price, ok bool) {
	i, ok := leg(s)
	k := t.at(c)
	if !ok || k.Best[i] == [2]market.Price{NoBid, NoAsk}[i] {
		return 0, false
	}
	return k.Best[i], true
}

// BestPossibleBut is BestPossible without the instruction id.
func (t *Table) BestPossibleBut(c market.Contract, s market.Side, id uint64) (p market.Price, ok bool) {
	i, found := leg(s)
	if !found {
		return 0, false
	}
	for at := t.at(c).head; at != nowhere; at = t.slots[at].next {
		e := &t.slots[at].Entry
		if e.ID == id || e.Gone() || e.Leaves[i] <= 0 {
			continue
		}
		if !ok || better(i, e.Price[i], p) {
			p, ok = e.Price[i], true
		}
	}
	return p, ok
}

// InFlight reports whether an answer is awaited on c: to a quote, an order or a
// cancel, or the end of a quote that was replaced. market.NoContract asks for
// the account's mass cancels and queries.
func (t *Table) InFlight(c market.Contract) bool { return t.at(c).InFlight > 0 }

// OldestInFlight returns when the longest wait on c began, 0 when there is none.
func (t *Table) OldestInFlight(c market.Contract) market.Time { return t.at(c).oldest }

// InDoubt returns how many quotes and orders of c are Unknown.
func (t *Table) InDoubt(c market.Contract) int { return int(t.at(c).unknown) }

// at returns the book of c, the account's for what is no contract.
func (t *Table) at(c market.Contract) *book { return &t.books[min(int(c), t.contracts)] }

// Live returns how many quotes and orders are Live.
func (t *Table) Live() int { return t.live }

// Unknown returns how many quotes and orders are Unknown.
func (t *Table) Unknown() int { return t.unknown }

// Used returns how many slots hold entries that are not done.
func (t *Table) Used() int { return int(t.used) }

// Executions returns how many execution ids are remembered, and how many can be.
func (t *Table) Executions() (n, limit int) { return t.executed.n, maxExecuted }

// Len returns the number of slots. At visits all of them with 0 ≤ i < Len; one
// that holds nothing has Status Free.
func (t *Table) Len() int { return len(t.slots) }

// At returns the entry of slot i.
func (t *Table) At(i int) Entry { return t.slots[i].Entry }
