package risk

import "quotient/market"

// An Approved is an instruction that passed the gate. Nothing outside this
// package can make one that holds an instruction: the zero Approved carries
// market.InstructNone, which a session drops.
type Approved struct {
	in    market.Instruction
	epoch uint64
}

// Instruction returns what was approved.
func (a *Approved) Instruction() market.Instruction { return a.in }

// Epoch returns the latch's epoch that the approval holds for.
func (a *Approved) Epoch() uint64 { return a.epoch }

// Passes reports whether a may leave under the latch as it is now: what adds
// exposure only where the latch lets it, cancels and queries always, nothing
// never. A session asks right before it writes.
func (a *Approved) Passes(l *Latch) bool {
	switch {
	case a.in.Kind == market.InstructNone || a.in.Kind >= market.InstructCount:
		return false
	case !a.in.Kind.Adds():
		return true
	}
	return l.Lets(a.in.Kind, a.in.Contract, a.epoch)
}
