package risk

// A Mode says what may leave. The zero Mode is CancelOnly: a start-up is that.
type Mode uint8

// The modes.
const (
	CancelOnly Mode = iota // cancels and queries only
	Run                    // everything that passes the gate
	Killed                 // as CancelOnly, and only a newer setting of the latch ends it
	ReduceOnly             // cancels, queries, and what takes the position down
	Isolated               // as Killed, and the sessions are logged out (系统隔离)
	ModeCount
)

var modeNames = [ModeCount]string{"cancel_only", "run", "killed", "reduce_only", "isolated"}

// String returns the mode's name as the journal writes it.
func (m Mode) String() string {
	if m >= ModeCount {
		return "invalid"
	}
	return modeNames[m]
}
