package breaker

import (
	"quotient/internal/flat"
	"quotient/risk/window"
)

// shape tells a Breaker of another size apart. Limits say how much is remembered:
// with others, the same bytes would mean something else.
type shape struct{ contracts, groups, memory uint64 }

func (b *Breaker) shape() shape {
	s := shape{contracts: uint64(len(b.of)), groups: uint64(len(b.p.Groups))}
	s.add(window.Room(b.p.Collar.Most))
	s.add(window.Room(b.p.Repeat.Most))
	s.add(window.Room(b.p.Messages))
	for c := range b.streaks {
		s.add(int64(b.of[c]))
		s.add(int64(len(b.streaks[c].lots)))
	}
	for g := range b.flows {
		s.add(int64(len(b.flows[g].deals)))
	}
	for i := range b.storms {
		s.add(window.Room(max(b.p.Messages, b.stormOf(i).Count)))
	}
	return s
}

// add folds a number into the sum (FNV-1a).
func (s *shape) add(n int64) { s.memory = (s.memory ^ uint64(n)) * 1099511628211 }

// Save appends the Breaker's state to dst.
func (b *Breaker) Save(dst []byte) []byte {
	h := b.shape()
	dst = flat.AppendSlice(flat.AppendSlice(flat.Append(dst, &h), b.latches), b.times)
	dst = flat.Append(flat.AppendSlice(flat.AppendSlice(dst, b.on), b.news), &b.st)
	for c := range b.streaks {
		dst = b.repeat[c].Save(b.collar[c].Save(b.streaks[c].save(dst)))
	}
	for g := range b.flows {
		dst = b.flows[g].save(dst)
	}
	for i := range b.storms {
		dst = b.storms[i].rejected.Save(b.storms[i].sent.Save(dst))
	}
	return flat.AppendSlice(dst, b.purses)
}

// Load takes over what Save wrote, by a Breaker with the same Params. When ok is
// false src is not that, and the Breaker must not be used.
func (b *Breaker) Load(src []byte) (rest []byte, ok bool) {
	var h shape
	if src, _ = flat.Load(&h, src); h != b.shape() {
		return src, false
	}
	for _, part := range [...]func([]byte) ([]byte, bool){b.loadLatches, b.loadContracts, b.loadGroups} {
		if src, ok = part(src); !ok {
			return src, false
		}
	}
	b.rebuild()
	return src, true
}

func (b *Breaker) loadLatches(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.LoadSlice(b.latches, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(b.times, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(b.on, src); !ok {
		return src, false
	}
	for slot := range b.on {
		if !b.sound(slot) {
			return src, false
		}
	}
	if src, ok = flat.LoadSlice(b.news, src); !ok {
		return src, false
	}
	for _, l := range b.news {
		if int(l) >= len(b.latches) {
			return src, false
		}
	}
	src, ok = flat.Load(&b.st, src)
	n := uint64(len(b.news))
	return src, ok && b.st.first < n && b.st.waiting <= n
}

// sound reports whether what is in force in slot can be, and can end.
func (b *Breaker) sound(slot int) bool {
	for k := range KindCount {
		l, on := b.latch(slot, k), b.on[slot]&(1<<k) != 0
		if on != (l.State == Tripped) || on && (l.Kind != k || b.kinds(slot)&(1<<k) == 0) {
			return false
		}
		if on && (l.Until < 0 || (l.Rearm == Unset) != (k == Limit) || l.Rearm > ByRisk || l.Rearm < k.Ends() ||
			l.Rearm == ByItself && k.Ends() == ByItself && l.Until == 0) {
			return false
		}
	}
	return b.on[slot]>>KindCount == 0
}

func (b *Breaker) loadContracts(src []byte) (rest []byte, ok bool) {
	for c := range b.streaks {
		if src, ok = b.streaks[c].load(src); !ok {
			return src, false
		}
		if src, ok = b.collar[c].Load(src); !ok {
			return src, false
		}
		if src, ok = b.repeat[c].Load(src); !ok {
			return src, false
		}
	}
	return src, true
}

func (b *Breaker) loadGroups(src []byte) (rest []byte, ok bool) {
	for g := range b.flows {
		if src, ok = b.flows[g].load(src); !ok {
			return src, false
		}
	}
	for i := range b.storms {
		if src, ok = b.storms[i].sent.Load(src); !ok {
			return src, false
		}
		if src, ok = b.storms[i].rejected.Load(src); !ok {
			return src, false
		}
	}
	src, ok = flat.LoadSlice(b.purses, src)
	for i := range b.purses {
		ok = ok && b.purses[i].n <= peaks
	}
	return src, ok
}

// rebuild sets the alarms from what was loaded. What is wrong in this Breaker's
// own limits blocks, whatever was saved.
func (b *Breaker) rebuild() {
	for slot := range b.on {
		b.rewake(slot)
	}
	for i := range b.purses {
		at := b.purses[i].since
		if at != 0 {
			at += max(1, b.p.Unmarked)
		}
		if b.on[b.slotOfGroup(i)]&(1<<Unmarked) != 0 {
			at = 0
		}
		b.wake.Set(len(b.on)+i, at)
	}
	b.judge()
}
