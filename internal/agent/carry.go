package agent

import (
	"context"

	"quotient/journal"
	"quotient/market"
	"quotient/quoter/port"
)

// carryOn brings a new life, which begins at started as the given epoch, to where
// the last one ended. When contracts or terms have changed its state means
// nothing to the new desk: the month so far is then counted again, by the new
// terms, from what arrived and what left; same is false.
func carryOn(dir string, from, to *core, epoch uint64, started market.Time) (same bool, err error) {
	if resume(from, to) {
		return true, nil
	}
	all, err := headersOf(dir)
	if err != nil {
		return false, err
	}
	month := started.Date().Month()
	for i := range all {
		if all[i].Epoch >= epoch || i+1 < len(all) && all[i+1].Started.Date().Month() < month {
			continue // this life, or one that ended before the month
		}
		if err := countAgain(dir, &all[i], to); err != nil {
			return false, err
		}
	}
	return false, nil
}

// countAgain feeds one epoch to a core with other contracts, by their symbols.
func countAgain(dir string, h *journal.Header, to *core) error {
	old, err := deskOf(h)
	if err != nil {
		return err
	}
	names := make([]market.Contract, len(old.Instruments))
	for i := range old.Instruments {
		names[i] = market.NoContract
		if c, ok := to.desk.Lookup(old.Instruments[i].Symbol.String()); ok {
			names[i] = c
		}
	}
	nothing := func(*port.Record) {}
	if _, err := countEpoch(context.Background(), dir, h, to, names, nothing, nothing); err != nil {
		return err
	}
	to.loop.Resume()
	return nil
}

// renumber gives a record's contract its new number; false when there is none
// any more.
func renumber(r *port.Record, names []market.Contract) bool {
	var c *market.Contract
	switch r.Kind {
	case port.RecordCommand:
		c = &r.Command().Contract
	case port.RecordEvent:
		c = &r.Event().Contract
	case port.RecordDecision:
		c = &r.Decision().Instruction.Contract
	default:
		return true
	}
	if *c == market.NoContract {
		return true
	}
	if int(*c) >= len(names) {
		return false
	}
	*c = names[*c]
	return *c != market.NoContract
}
