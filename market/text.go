package market

// A Ref is a short text that someone else chose: an exchange's execution id, a
// quote request's id, a grant's reference. Unused bytes are zero, so Refs can
// be compared with ==. The zero Ref is none. A codec that meets a longer text
// replaces it by a digest of the same length.
type Ref [24]byte

// MakeRef copies s; ok is false when s does not fit or holds a zero byte.
func MakeRef[T string | []byte](s T) (r Ref, ok bool) {
	return r, pack(r[:], s)
}

// String returns the text.
func (r Ref) String() string { return string(r[:textLen(r[:])]) }

// Append appends the text to dst.
func (r *Ref) Append(dst []byte) []byte { return append(dst, r[:textLen(r[:])]...) }

// A Symbol is an instrument's code as the exchange writes it, such as AP101 or
// SR609C6000. Unused bytes are zero.
type Symbol [32]byte

// MakeSymbol copies s; ok is false when s is empty or does not fit.
func MakeSymbol[T string | []byte](s T) (y Symbol, ok bool) {
	return y, len(s) > 0 && pack(y[:], s)
}

// String returns the text.
func (y Symbol) String() string { return string(y[:textLen(y[:])]) }

// Append appends the text to dst.
func (y *Symbol) Append(dst []byte) []byte { return append(dst, y[:textLen(y[:])]...) }

// A Code is a short name such as an exchange (CZCE) or a product (AP).
type Code [8]byte

// MakeCode copies s; ok is false when s is empty or does not fit.
func MakeCode[T string | []byte](s T) (c Code, ok bool) {
	return c, len(s) > 0 && pack(c[:], s)
}

// String returns the text.
func (c Code) String() string { return string(c[:textLen(c[:])]) }

func pack[T string | []byte](dst []byte, s T) bool {
	if len(s) > len(dst) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] == 0 {
			return false
		}
		dst[i] = s[i]
	}
	return true
}

func textLen(b []byte) int {
	n := len(b)
	for n > 0 && b[n-1] == 0 {
		n--
	}
	return n
}
