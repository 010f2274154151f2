package feed

import "quotient/market"

// A Lookup finds the contract that a symbol names.
type Lookup func(symbol []byte) (market.Contract, *market.Instrument, bool)

// Symbols finds contracts by symbol without allocating: open addressing with
// linear probing, at most half full. It does not change after NewSymbols and may
// be read from any thread.
type Symbols struct {
	instruments []market.Instrument
	slots       []uint16 // contract + 1; 0 = free
	mask        uint32
}

// NewSymbols indexes instruments, whose place is their contract. Of two with the
// same symbol the first is found.
func NewSymbols(instruments []market.Instrument) *Symbols {
	size := 8
	for size < 2*len(instruments) {
		size *= 2
	}
	s := &Symbols{instruments: instruments, slots: make([]uint16, size), mask: uint32(size - 1)}
	var text []byte
	for i := range instruments[:min(len(instruments), int(market.NoContract))] {
		text = instruments[i].Symbol.Append(text[:0])
		slot, found := s.probe(text)
		if !found {
			s.slots[slot] = uint16(i + 1)
		}
	}
	return s
}

// Find returns the contract of symbol.
func (s *Symbols) Find(symbol []byte) (market.Contract, bool) {
	slot, found := s.probe(symbol)
	if !found {
		return market.NoContract, false
	}
	return market.Contract(s.slots[slot] - 1), true
}

// Lookup is Find with the instrument beside it: a Lookup for Ticks.
func (s *Symbols) Lookup(symbol []byte) (market.Contract, *market.Instrument, bool) {
	c, ok := s.Find(symbol)
	if !ok {
		return c, nil, false
	}
	return c, &s.instruments[c], true
}

// probe returns the slot that holds symbol, or the free one where it would go.
func (s *Symbols) probe(symbol []byte) (slot uint32, found bool) {
	slot = hash(symbol) & s.mask
	for ; s.slots[slot] != 0; slot = (slot + 1) & s.mask {
		if equal(&s.instruments[s.slots[slot]-1].Symbol, symbol) {
			return slot, true
		}
	}
	return slot, false
}

// equal compares without making a Symbol of the text.
func equal(y *market.Symbol, text []byte) bool {
	if len(text) == 0 || len(text) > len(y) || string(y[:len(text)]) != string(text) {
		return false
	}
	return len(text) == len(y) || y[len(text)] == 0
}

// hash is FNV-1a; its low bits are folded because they pick the slot.
func hash(text []byte) uint32 {
	h := uint32(2166136261)
	for _, b := range text {
		h = (h ^ uint32(b)) * 16777619
	}
	return h ^ h>>15
}
