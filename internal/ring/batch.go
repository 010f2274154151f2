package ring

// Ahead returns the i-th oldest value in place (0 is what Peek returns), nil when
// the ring holds no more than i. It stays valid until dropped. With it a consumer
// can take a batch and Drop it only when it is safe elsewhere. Consumer only.
func (r *SPSC[T]) Ahead(i uint64) *T {
	if i > r.mask {
		return nil
	}
	turn := r.read + i
	s := &r.slots[turn&r.mask]
	if s.seq.Load() != 2*turn+1 {
		return nil
	}
	return &s.value
}
