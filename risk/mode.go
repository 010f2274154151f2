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

// strictness orders the modes; one that does not exist is the strictest.
func (m Mode) strictness() int {
	switch m {
	case Run:
		return 0
	case ReduceOnly:
		return 1
	case CancelOnly:
		return 2
	case Killed:
		return 3
	case Isolated:
		return 4
	}
	return 5
}

// Stricter returns the mode that lets less pass: Run, ReduceOnly, CancelOnly,
// Killed, Isolated from loose to strict.
func Stricter(a, b Mode) Mode {
	if b.strictness() > a.strictness() {
		return b
	}
	return a
}
