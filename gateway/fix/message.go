package fix

import (
	"bytes"

	"quotient/gateway/fix/dialect"
	"quotient/market"
)

const maxFields = 128

// A message is a parsed frame: tags and values in order, without copies.
type message struct {
	n      int
	tags   [maxFields]int32
	values [maxFields][]byte
}

// parse splits a frame, or any run of fields; ok is false when it is none.
// Fields beyond maxFields are not seen.
func (m *message) parse(frame []byte) (ok bool) {
	m.n = 0
	for len(frame) > 0 && m.n < maxFields {
		end := bytes.IndexByte(frame, soh)
		if end < 0 {
			return false
		}
		eq := bytes.IndexByte(frame[:end], '=')
		tag, isNumber := digits(frame[:max(eq, 0)])
		if !isNumber || tag > 1<<30 {
			return false
		}
		m.tags[m.n], m.values[m.n] = int32(tag), frame[eq+1:end]
		m.n++
		frame = frame[end+1:]
	}
	return m.n > 0
}

// get returns the value of the first field tag, nil when there is none.
func (m *message) get(tag int) []byte {
	for i, t := range m.tags[:m.n] {
		if int(t) == tag {
			return m.values[i]
		}
	}
	return nil
}

// char returns a one-character value, 0 when it is none.
func (m *message) char(tag int) byte {
	if v := m.get(tag); len(v) == 1 {
		return v[0]
	}
	return 0
}

// num returns a number that is not negative; -1 when there is none.
func (m *message) num(tag int) int64 {
	if v, ok := digits(m.get(tag)); ok {
		return v
	}
	return -1
}

func (m *message) side() market.Side {
	switch m.char(dialect.TagSide) {
	case dialect.SideBuy:
		return market.Bid
	case dialect.SideSell:
		return market.Ask
	}
	return market.NoSide
}

func (m *message) offset(tag int) market.Offset {
	if ch := m.char(tag); ch != 0 {
		return market.Offset(max(bytes.IndexByte(effects[:], ch), 0))
	}
	return market.NoOffset
}

// id reads one of our ids: decimal digits of an uint64.
func id(b []byte) (uint64, bool) {
	if len(b) == 0 || len(b) > 20 || b[0] == '0' {
		return 0, false
	}
	v := uint64(0)
	for _, ch := range b {
		d := uint64(ch - '0')
		if d > 9 || v > (1<<64-1-d)/10 {
			return 0, false
		}
		v = v*10 + d
	}
	return v, true
}
