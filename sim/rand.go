package sim

import "math/bits"

// random is a splitmix64 generator. Its draws are whole numbers, so that the
// same seed gives the same market on every processor.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number in [0, n); n must be positive.
func (r *random) below(n int64) int64 {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int64(hi)
}

// chance is true in permille of 1000 cases.
func (r *random) chance(permille int64) bool { return r.below(1000) < permille }

// normal returns a nearly normal number with mean 0 and standard deviation
// sd, as the sum of four uniform ones.
func (r *random) normal(sd int64) int64 {
	if sd <= 0 {
		return 0
	}
	const steps = 1 << 15
	z := r.next()
	sum := int64(z&0xffff) + int64(z>>16&0xffff) + int64(z>>32&0xffff) + int64(z>>48) - 4*steps
	// A uniform on 2·steps has variance steps²/3, four of them 4·steps²/3.
	return sum * sd * 866 / (steps * 1000)
}

// heavy returns a positive number whose mean is close to mean (at least 3) and
// whose tail is a power law cut at 64 times its scale: sizes look like that.
func (r *random) heavy(mean int64) int64 {
	n := 1 + r.below(max((200*mean+155)/311-1, 1))
	for range 6 {
		if !r.chance(450) {
			break
		}
		n *= 2
	}
	return n
}
