package port

import (
	"unsafe"

	"quotient/market"
)

// A RecordKind says which body a Record carries.
type RecordKind uint8

// The records, in the order in which a Poll writes them.
const (
	RecordNone      RecordKind = iota
	RecordCommand              // Command: an input, in the order drained
	RecordEvent                // market.Event: an input, in the order drained
	RecordDecision             // Decision: an instruction and what the gate said
	RecordMode                 // Mode: the loop's mode changed
	RecordState                // State: a contract's meter state changed
	RecordTallyTime            // TallyTime: one contract and day, the times
	RecordTally                // Tally: the same, the trades
	RecordPoll                 // Poll: closes every working Poll
	RecordExempt               // Exempt: one line of the exemption ledger
	RecordUnit                 // Unit: what is judged as one, after a trading day
	RecordRequest              // Request: a request for quote that is decided
	RecordMember               // Member: the continuous-quote set of a series moved
	RecordNeed                 // Need: how badly a unit or contract needs its quote
	RecordQuality              // Quality: one contract and day, what incentives are paid on
	RecordTrip                 // Trip: a protection tripped or was re-armed
	RecordAlarm                // Alarm: a rule on our own conduct came nearer or went
	RecordHold                 // Hold: what holds a contract back changed
	RecordCount
)

var recordNames = [RecordCount]string{"none", "command", "event", "decision", "mode", "state",
	"tally_time", "tally", "poll", "exempt", "unit", "request", "member", "need", "quality", "trip", "alarm", "hold"}

// String returns the kind's name as the journal writes it.
func (k RecordKind) String() string {
	if k >= RecordCount {
		return "invalid"
	}
	return recordNames[k]
}

// The rings an input came through: Record.Ring and the index of Poll.Drained.
const (
	RingCommand uint8 = iota
	RingVenue
	RingFeed
	RingCount
)

// bodyWords is the size of a Record's body in 8-byte words.
const bodyWords = 32

// A Record is one line of what happened, written by the loop into a ring before
// any byte it describes leaves. Body holds the struct that Kind names, Size says
// how many of its bytes are meaningful: what follows is zero.
type Record struct {
	Seq  uint64      // 1, 2, 3, … without a hole within an epoch
	Now  market.Time // the Poll's now
	Kind RecordKind
	Ring uint8  // of an input
	Size uint16 // bytes of Body
	_    uint32
	Body [bodyWords]uint64
}

// Clear makes r an empty record of the given kind.
func (r *Record) Clear(kind RecordKind) {
	*r = Record{Kind: kind}
}

// body views r's body as a T and notes its size.
func body[T any](r *Record, set bool) *T {
	p := (*T)(unsafe.Pointer(&r.Body))
	if set {
		r.Size = uint16(unsafe.Sizeof(*p))
	}
	return p
}

// depthSize is how much of an event a depth fills: what follows stays zero.
const depthSize = uint16(unsafe.Offsetof(market.Event{}.ID))

// SetEvent makes r the record of e, which came through the given ring.
func (r *Record) SetEvent(ring uint8, e *market.Event) {
	*body[market.Event](r, true) = *e
	r.Ring = ring
	if e.Kind == market.EventDepth {
		r.Size = depthSize
	}
}

// SetCommand makes r the record of c.
func (r *Record) SetCommand(c *Command) { *body[Command](r, true) = *c }

// Event views the body of a RecordEvent.
func (r *Record) Event() *market.Event { return body[market.Event](r, false) }

// Command views the body of a RecordCommand.
func (r *Record) Command() *Command { return body[Command](r, false) }

// NewDecision sizes r for a Decision and returns it to be filled in.
func (r *Record) NewDecision() *Decision { return body[Decision](r, true) }

// Decision views the body of a RecordDecision.
func (r *Record) Decision() *Decision { return body[Decision](r, false) }

// NewMode sizes r for a Mode and returns it to be filled in.
func (r *Record) NewMode() *Mode { return body[Mode](r, true) }

// Mode views the body of a RecordMode.
func (r *Record) Mode() *Mode { return body[Mode](r, false) }

// NewState sizes r for a State and returns it to be filled in.
func (r *Record) NewState() *State { return body[State](r, true) }

// State views the body of a RecordState.
func (r *Record) State() *State { return body[State](r, false) }

// NewTallyTime sizes r for a TallyTime and returns it to be filled in.
func (r *Record) NewTallyTime() *TallyTime { return body[TallyTime](r, true) }

// TallyTime views the body of a RecordTallyTime.
func (r *Record) TallyTime() *TallyTime { return body[TallyTime](r, false) }

// NewTally sizes r for a Tally and returns it to be filled in.
func (r *Record) NewTally() *Tally { return body[Tally](r, true) }

// Tally views the body of a RecordTally.
func (r *Record) Tally() *Tally { return body[Tally](r, false) }

// NewPoll sizes r for a Poll and returns it to be filled in.
func (r *Record) NewPoll() *Poll { return body[Poll](r, true) }

// Poll views the body of a RecordPoll.
func (r *Record) Poll() *Poll { return body[Poll](r, false) }

// NewExempt sizes r for an Exempt and returns it to be filled in.
func (r *Record) NewExempt() *Exempt { return body[Exempt](r, true) }

// Exempt views the body of a RecordExempt.
func (r *Record) Exempt() *Exempt { return body[Exempt](r, false) }

// NewUnit sizes r for a Unit and returns it to be filled in.
func (r *Record) NewUnit() *Unit { return body[Unit](r, true) }

// Unit views the body of a RecordUnit.
func (r *Record) Unit() *Unit { return body[Unit](r, false) }

// NewRequest sizes r for a Request and returns it to be filled in.
func (r *Record) NewRequest() *Request { return body[Request](r, true) }

// Request views the body of a RecordRequest.
func (r *Record) Request() *Request { return body[Request](r, false) }

// NewMember sizes r for a Member and returns it to be filled in.
func (r *Record) NewMember() *Member { return body[Member](r, true) }

// Member views the body of a RecordMember.
func (r *Record) Member() *Member { return body[Member](r, false) }

// NewNeed sizes r for a Need and returns it to be filled in.
func (r *Record) NewNeed() *Need { return body[Need](r, true) }

// Need views the body of a RecordNeed.
func (r *Record) Need() *Need { return body[Need](r, false) }

// NewQuality sizes r for a Quality and returns it to be filled in.
func (r *Record) NewQuality() *Quality { return body[Quality](r, true) }

// Quality views the body of a RecordQuality.
func (r *Record) Quality() *Quality { return body[Quality](r, false) }

// NewTrip sizes r for a Trip and returns it to be filled in.
func (r *Record) NewTrip() *Trip { return body[Trip](r, true) }

// Trip views the body of a RecordTrip.
func (r *Record) Trip() *Trip { return body[Trip](r, false) }

// NewAlarm sizes r for an Alarm and returns it to be filled in.
func (r *Record) NewAlarm() *Alarm { return body[Alarm](r, true) }

// Alarm views the body of a RecordAlarm.
func (r *Record) Alarm() *Alarm { return body[Alarm](r, false) }

// NewHold sizes r for a Hold and returns it to be filled in.
func (r *Record) NewHold() *Hold { return body[Hold](r, true) }

// Hold views the body of a RecordHold.
func (r *Record) Hold() *Hold { return body[Hold](r, false) }
