package forecast

import "math/bits"

// assessed keeps the sessions on which something was owed.
func assessed(all []Session) (kept []Session) {
	for _, s := range all {
		if s.D > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

// owed reports whether each of in owed something on the back-th newest day.
func owed(in []Input, back int) bool {
	for i := range in {
		s := in[i].Sessions
		if s[len(s)-1-back].D <= 0 {
			return false
		}
	}
	return true
}

// depth is how many past days all of in have.
func depth(in []Input) int {
	n := len(in[0].Sessions)
	for i := range in {
		n = min(n, len(in[i].Sessions))
	}
	return n
}

// together counts the past days on which each of in owed something.
func together(in []Input) (n int) {
	for back := range depth(in) {
		if owed(in, back) {
			n++
		}
	}
	return n
}

// common are the sessions of in[i] on those days, oldest first.
func common(in []Input, i int) (kept []Session) {
	s := in[i].Sessions
	for back := depth(in) - 1; back >= 0; back-- {
		if owed(in, back) {
			kept = append(kept, s[len(s)-1-back])
		}
	}
	return kept
}

// blocks walks past days 0…n-1 in blocks of two or three in a row; after the
// newest comes the oldest.
type blocks struct {
	rng      random
	n        int
	at, left int
}

func (b *blocks) next() int {
	if b.left == 0 {
		b.left = 2 + b.rng.below(2)
		b.at = b.rng.below(b.n)
	}
	day := b.at
	b.left--
	if b.at++; b.at == b.n {
		b.at = 0
	}
	return day
}

// random is splitmix64 (Steele, Lea and Flood 2014).
type random uint64

// newRand is the stream of one draw: near seeds and draws are far apart.
func newRand(seed, draw uint64) random {
	r := random(seed)
	return random(r.next() ^ draw*0xd1342543de82ef95)
}

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns one of 0…n-1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// quantile is the smallest value at or below which percent of the values lie,
// found by halving the range of values instead of sorting them.
func quantile(values []int64, percent int64) int64 {
	low, high := int64(0), int64(million)
	for low < high {
		middle := (low + high) / 2
		if atMost(values, middle)*100 >= percent*int64(len(values)) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// atMost counts the values at or below v.
func atMost(values []int64, v int64) (n int64) {
	for _, x := range values {
		if x <= v {
			n++
		}
	}
	return n
}
