package breaker

import "quotient/internal/flat"

// shape tells a Breaker of another size apart.
type shape struct{ contracts, groups uint64 }

func (b *Breaker) shape() shape { return shape{uint64(len(b.of)), uint64(len(b.p.Groups))} }

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
	for slot, on := range b.on {
		if on&^b.kinds(slot) != 0 {
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
