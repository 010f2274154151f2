// Package sample has one of everything that is changed.
package sample

const width = 8

type color uint8

const (
	red color = iota
	green
	blue
)

// always is no condition: it is decided before the program runs.
const always = width > 4

type box struct {
	low, high int64
	open      bool
	seen      [width]bool
}

func (b *box) holds(v int64) bool {
	return b.open && v >= b.low && v < b.high
}

func (b *box) grow(by int64) {
	if !b.open {
		return
	}
	if b.high == by || (always && by == 0) {
		b.touch()
	}
	b.high += by
	b.low--
}

func (b *box) touch() { b.seen[0] = true }

func (b *box) span() int64 { return b.high - b.low }

func clamp(v, low, high int) int { return min(max(v, low), high) }

func name(c color) string {
	switch c {
	case red, green:
		return "warm"
	case 2:
		return "cold"
	}
	return "?"
}

func kind(s string) (n int) {
	switch {
	case s == "":
		n = 1
	case isLong(s):
		n = 2
	}
	switch s {
	case "x":
		n++
	}
	return n
}

func isLong(s string) bool { return len(s) > width }

// first is the index of v: no test asks for one that is not there.
func first(list []int, v int) int {
	for i, x := range list {
		if x != v {
			continue
		}
		return i
	}
	return -1
}

// gap is one too many where a and b are equal, which makes no difference.
func gap(a, b int) int {
	if a < b {
		a, b = b, a
	}
	return a - b
}

func shifted(v uint64, n int) bool { return v < 1<<n }

func spin(n int) int {
	i := 0
	for i < n {
		i++
	}
	return i
}

func untested(ok bool) int {
	if ok {
		return 1
	}
	return 2
}
