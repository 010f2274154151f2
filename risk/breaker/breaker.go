package breaker

import (
	"quotient/internal/alarm"
	"quotient/market"
	"quotient/risk/window"
)

const million = 1_000_000

// A storm counts what was sent and what came back.
type storm struct{ sent, rejected window.Window }

// A Breaker keeps the trips of all contracts, groups and the account. Its slots
// are the contracts, then the groups, then the account.
type Breaker struct {
	p       Params
	of      []uint16 // by contract, always a group
	latches []Trip   // by slot and kind
	times   []uint16 // by slot and kind: how often it tripped today
	on      []uint16 // by slot: bit 1<<kind
	news    []uint32 // ring of latches for Take
	st      struct{ first, waiting uint64 }

	streaks []streak        // by contract
	collar  []window.Window // by contract
	repeat  []window.Window // by contract
	flows   []flow          // by group
	storms  []storm         // by group, then the account
	purses  []purse         // by group, then the account

	wake alarm.List // by slot: the first pause over; then by purse: unknown too long
}

// New makes a Breaker. What p.Check finds wrong blocks where it is wrong, and
// for as long as the Breaker is used.
func New(p Params) *Breaker {
	b := &Breaker{p: p, of: make([]uint16, len(p.Of))}
	copy(b.of, p.Of)
	if len(p.Groups) == 0 {
		b.p.Groups = make([]Limits, 1)
	}
	groups := len(b.p.Groups)
	slots := len(b.of) + groups + 1
	b.latches = make([]Trip, slots*int(KindCount))
	b.times = make([]uint16, len(b.latches))
	b.on = make([]uint16, slots)
	b.news = make([]uint32, len(b.latches))
	b.wake = alarm.New(slots + groups + 1)
	b.makeContracts()
	b.makeGroups()
	b.judge()
	return b
}

func (b *Breaker) makeContracts() {
	n := len(b.of)
	b.streaks, b.collar, b.repeat = make([]streak, n), make([]window.Window, n), make([]window.Window, n)
	for c := range b.of {
		if int(b.of[c]) >= len(b.p.Groups) {
			b.of[c] = 0 // judge blocks it
		}
		b.streaks[c] = newStreak(b.p.Groups[b.of[c]].OneSided)
		b.collar[c] = window.New(b.p.Collar.Most)
		b.repeat[c] = window.New(b.p.Repeat.Most)
	}
}

func (b *Breaker) makeGroups() {
	n := len(b.p.Groups)
	b.flows, b.storms, b.purses = make([]flow, n), make([]storm, n+1), make([]purse, n+1)
	for g := range b.flows {
		fills := &b.p.Groups[g].Flow.Fills
		b.flows[g] = newFlow(max(fills[Short], fills[Long]))
	}
	for i := range b.storms {
		b.storms[i] = storm{window.New(b.p.Messages), window.New(max(b.p.Messages, b.stormOf(i).Count))}
	}
}

// stormOf and purseOf return the limits of a group, or of the account after the last.
func (b *Breaker) stormOf(i int) *Storm {
	if i == len(b.p.Groups) {
		return &b.p.Storm
	}
	return &b.p.Groups[i].Storm
}

func (b *Breaker) purseOf(i int) *Purse {
	if i == len(b.p.Groups) {
		return &b.p.Purse
	}
	return &b.p.Groups[i].Purse
}

// judge blocks what has a limit that Check finds wrong.
func (b *Breaker) judge() {
	slot := 0
	bad := func(_ string, found, allowed int64) {
		b.trip(slot, Limit, Trip{Contract: market.NoContract, Value: found, Limit: allowed}, 0)
	}
	for ; slot < len(b.of); slot++ {
		b.p.checkContract(slot, bad)
	}
	for g := range b.p.Groups {
		slot = b.slotOfGroup(g)
		b.p.checkGroup(g, "", bad)
	}
	slot = b.account()
	b.p.checkAccount(bad)
}

func (b *Breaker) slotOfGroup(g int) int { return len(b.of) + g }
func (b *Breaker) account() int          { return len(b.on) - 1 }

// slot returns the slot of a scope; ok is false when there is none such.
func (b *Breaker) slot(s Scope, i int) (slot int, ok bool) {
	switch {
	case s == Contract && uint(i) < uint(len(b.of)):
		return i, true
	case s == Group && uint(i) < uint(len(b.p.Groups)):
		return b.slotOfGroup(i), true
	case s == Account:
		return b.account(), true
	}
	return 0, false
}

// place fills in whom a trip in slot stops.
func (b *Breaker) place(t *Trip, slot int) {
	switch {
	case slot < len(b.of):
		t.Scope, t.Contract, t.Group = Contract, market.Contract(slot), b.of[slot]
	case slot < b.account():
		t.Scope, t.Group = Group, uint16(slot-len(b.of))
	default:
		t.Scope, t.Group = Account, NoGroup
	}
}

// kinds returns what can trip in slot: bit 1<<kind.
func (b *Breaker) kinds(slot int) uint16 {
	const both = 1<<Limit | 1<<Rejects | 1<<Loss | 1<<Drawdown | 1<<Unmarked
	switch {
	case slot < len(b.of):
		return 1<<Limit | 1<<OneSided | 1<<Unacked | 1<<Collar | 1<<Repeat
	case slot < b.account():
		return both | 1<<Protection
	}
	return both | 1<<Late | 1<<Jump
}
