package breaker

import "quotient/market"

// A State says what became of a trip.
type State uint8

// The states.
const (
	Quiet   State = iota // never tripped
	Warned               // half-way: nothing is stopped
	Tripped              // in force
	Rearmed              // over
	states
)

var stateNames = [states]string{"quiet", "warned", "tripped", "rearmed"}

// String returns the state's name as the journal writes it.
func (s State) String() string {
	if s >= states {
		return "invalid"
	}
	return stateNames[s]
}

// A Trip is one protection that tripped, warned or was re-armed, in a fixed layout
// without pointers.
type Trip struct {
	At       market.Time     // when it tripped
	Until    market.Time     // not before is it re-armed (0 = no such instant); of a Rearmed one when that was
	Over     market.Time     // the stretch in which Value was counted; 0 = none
	Value    int64           // what was found, as said at the Kind
	Limit    int64           // the value that trips
	Contract market.Contract // the contract stopped, or whose event it was; NoContract = none
	Group    uint16          // its group, or the one stopped; NoGroup = none
	Nth      uint16          // how often this tripped here today, with this one
	Scope    Scope
	Kind     Kind
	Measure  Measure
	Rearm    Authority // who may end it
	State    State
	Code     uint8 // of Rejects: the last reject's; of Collar and Repeat: the gate's rule
	queued   uint8 // waits for Take
	_        [3]byte
}
