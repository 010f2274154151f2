package orders

import "quotient/market"

// A Status says how far an instruction has come.
type Status uint8

// The statuses. A slot that was never used is Free.
const (
	Free    Status = iota
	Sent           // handed to the session, not answered
	Live           // the exchange says that it stands
	Ending         // it stood or was on its way; its cancel or replace was sent
	Unknown        // the session was lost, or no answer came: in doubt, may fill
	Owed           // ended, but the exchange owes us fills that it has told of
	Done           // nothing more can come of it
	StatusCount
)

var statusNames = [StatusCount]string{"free", "sent", "live", "ending", "unknown", "owed", "done"}

// String returns the status's name.
func (s Status) String() string {
	if s >= StatusCount {
		return "invalid"
	}
	return statusNames[s]
}

// A Doubt says why an entry is Unknown.
type Doubt uint8

// The doubts.
const (
	NoDoubt      Doubt = iota
	DoubtTimeout       // it, or what was to end it, stayed unanswered
	DoubtDenied        // the exchange contradicts itself: it denies what it had confirmed
	DoubtLost          // the session was lost: fills may be missing until EventSynced
)

// Index of a leg in Entry's arrays.
const (
	BidLeg = 0
	AskLeg = 1
)

// leg returns the index of side s; ok is false when s is no side.
func leg(s market.Side) (i int, ok bool) { return int(s) - 1, s == market.Bid || s == market.Ask }

// side is the inverse of leg.
func side(i int) market.Side { return market.Side(i + 1) }

// An Entry is one instruction of ours. Arrays are by leg: bid, ask; an order has
// one leg. Declared - Filled may still fill until the entry has ended; Leaves is
// the lowest remainder the exchange has told of.
type Entry struct {
	ID       uint64
	Replaces uint64 // a quote: the one it replaces; a cancel: its target
	Contract market.Contract
	Kind     market.InstructionKind
	Purpose  market.Purpose
	Status   Status
	Doubt    Doubt
	Code     uint8 // how it ended: market.End… or, when rejected or not sent, market.Reject…
	Acked    bool  // the exchange has confirmed it
	Replaced bool  // a newer quote was confirmed: its end is on the way
	Offsets  [2]market.Offset
	_        [4]byte
	Price    [2]market.Price
	Declared [2]market.Qty
	Leaves   [2]market.Qty
	Filled   [2]market.Qty

	SentAt    market.Time
	LiveAt    market.Time // when its confirmation was seen
	LiveStamp market.Time // the exchange's stamp of it
	EndSentAt market.Time // when its cancel or replace was first sent
	EndedAt   market.Time // when its end was seen
}

// Gone reports whether the entry can no longer match anything.
func (e *Entry) Gone() bool { return e.Status == Free || e.Status >= Owed }

// Possible returns how many lots of leg i may still come as fills; what is no quote
// or order has declared none.
func (e *Entry) Possible(i int) market.Qty {
	switch e.Status {
	case Done:
		return 0
	case Owed:
		return max(0, e.Declared[i]-e.Filled[i]-e.Leaves[i])
	}
	return max(0, e.Declared[i]-e.Filled[i])
}

// owed reports whether an ended entry still has told fills to come.
func (e *Entry) owed() bool {
	return e.Declared[0]-e.Filled[0] > e.Leaves[0] || e.Declared[1]-e.Filled[1] > e.Leaves[1]
}

// filled reports whether every lot of every leg has filled.
func (e *Entry) filled() bool {
	return e.Filled[0] >= e.Declared[0] && e.Filled[1] >= e.Declared[1]
}

// unanswered reports whether an answer to e, or to what is to end it, is awaited.
func (e *Entry) unanswered() bool { return e.Status == Sent || e.Status == Ending }

// since returns when the oldest wait of an unanswered entry began. One that was
// confirmed waits for its end.
func (e *Entry) since() market.Time {
	if e.Acked {
		return e.EndSentAt
	}
	return e.SentAt
}
