package orders

import "quotient/market"

// A ChangeKind says what an event meant for the table.
type ChangeKind uint8

// The changes.
const (
	ChangeNone         ChangeKind = iota // the event concerns no instruction
	ChangePending                        // the exchange has the quote, it does not stand yet
	ChangeLive                           // confirmed; Entry.Status says whether it counts as Live
	ChangeLeaves                         // a leg's remainder
	ChangeFill                           // Side, Price, Qty, Offset
	ChangeEnded                          // ended: Entry.Code
	ChangeRejected                       // refused by the exchange: Entry.Code
	ChangeNotSent                        // never left the session: Entry.Code
	ChangeCancelReject                   // a cancel was refused; Entry is the cancel, Entry.Replaces its target
	ChangeMassEnded                      // a mass cancel took effect; Qty entries ended
	ChangeMassReject                     // a mass cancel was refused
	ChangeQuery                          // a query was refused
	ChangeSynced                         // nothing is owed any more; Qty entries were let go
	ChangeCount
)

var changeNames = [ChangeCount]string{"none", "pending", "live", "leaves", "fill", "ended", "rejected",
	"not_sent", "cancel_reject", "mass_ended", "mass_reject", "query", "synced"}

// String returns the kind's name.
func (k ChangeKind) String() string {
	if k >= ChangeCount {
		return "invalid"
	}
	return changeNames[k]
}

// A Change is what Apply made of an event. A fill counts for the position unless
// it is Duplicate or Malformed, also when it is Unmatched, Late or Over: the
// exchange says that it happened.
type Change struct {
	Kind      ChangeKind
	Was       Status // Entry.Status before the event
	Side      market.Side
	Offset    market.Offset
	Contract  market.Contract
	Duplicate bool // told before, or overtaken by a later word or by the loss of the session: nothing changed
	Unmatched bool // for nothing in the table
	Late      bool // a fill of an entry that had ended
	Malformed bool // a figure that cannot be: nothing changed
	Conflict  bool // contradicts what the exchange had said
	Untracked bool // a fill, but the set of execution ids is full: a repeat would count twice
	Price     market.Price
	Qty       market.Qty
	Over      market.Qty // of Qty, lots beyond what the entry declared
	Entry     Entry      // after the event; zero when Unmatched
}

// Counts reports whether the change is a fill that moves the position.
func (ch *Change) Counts() bool {
	return ch.Kind == ChangeFill && !ch.Duplicate && !ch.Malformed
}

// Anomaly reports whether the change is something that a sound session with the
// exchange never shows.
func (ch *Change) Anomaly() bool {
	return ch.Unmatched || ch.Malformed || ch.Conflict || ch.Untracked || ch.Over > 0
}
