package feed

import (
	"bytes"
	"encoding/binary"
)

// A span is the place of a field in its line, without quotes.
type span struct{ lo, hi int32 }

// scanner cuts a row into fields. Rows of a file look alike, so it first looks
// for each field's end where the row before had it. A row whose commas and
// quotes do not all prove to be what that takes them for goes the careful way.
type scanner struct {
	spans [maxColumns]span
}

// separator is "," with the quotes, as the low three bytes of a word.
const separator = '"' | ','<<8 | '"'<<16

var (
	comma = []byte{','}
	quote = []byte{'"'}
)

// split finds the fields of line, which must be want many.
func (s *scanner) split(line []byte, want int) Code {
	if bytes.Count(line, comma) == want-1 {
		switch bytes.Count(line, quote) {
		case 0:
			if s.plain(line, want) {
				return OK
			}
		case 2 * want:
			if s.quoted(line, want) {
				return OK
			}
		}
	}
	return s.careful(line, want)
}

// plain cuts a row without quotes, where every comma separates. It fails when
// what it took for the end of one field was the end of the next.
func (s *scanner) plain(line []byte, want int) bool {
	lo := 0
	spans := s.spans[:want]
	for i := range spans[:want-1] {
		sp := &spans[i]
		hi := lo + int(sp.hi-sp.lo)
		if hi >= len(line) || line[hi] != ',' {
			width := bytes.IndexByte(line[lo:], ',')
			if width < 0 {
				return false
			}
			hi = lo + width
		}
		sp.lo, sp.hi = int32(lo), int32(hi)
		lo = hi + 1
	}
	spans[want-1] = span{int32(lo), int32(len(line))}
	return true
}

// quoted cuts a row whose fields are all quoted. It has want-1 commas and 2*want
// quotes: when they are found as want-1 separators and a quote at either end,
// none is left over that could mean anything else.
func (s *scanner) quoted(line []byte, want int) bool {
	if line[0] != '"' || line[len(line)-1] != '"' {
		return false
	}
	lo := 1
	spans := s.spans[:want]
	for i := range spans[:want-1] {
		sp := &spans[i]
		hi := lo + int(sp.hi-sp.lo)
		if hi+4 > len(line) || binary.LittleEndian.Uint32(line[hi:])&0xffffff != separator {
			if hi = end(line, lo); hi < 0 {
				return false
			}
		}
		sp.lo, sp.hi = int32(lo), int32(hi)
		lo = hi + 3
	}
	spans[want-1] = span{int32(lo), int32(len(line) - 1)}
	return lo < len(line)
}

// end finds where the quoted field that begins at lo ends, looking at commas only.
func end(line []byte, lo int) int {
	for i := lo + 1; i+1 < len(line); i++ {
		if line[i] != ',' {
			continue
		}
		if line[i-1] == '"' && line[i+1] == '"' {
			return i - 1
		}
		return -1
	}
	return -1
}

// careful cuts by RFC 4180: quoted fields may hold commas and doubled quotes,
// which stay doubled.
func (s *scanner) careful(line []byte, want int) Code {
	count := 0
	for i := 0; ; i++ {
		var sp span
		if i < len(line) && line[i] == '"' {
			end := closing(line, i+1)
			if end < 0 || end+1 < len(line) && line[end+1] != ',' {
				return CodeQuote
			}
			sp = span{int32(i + 1), int32(end)}
			i = end + 1
		} else {
			sp.lo = int32(i)
			for ; i < len(line) && line[i] != ','; i++ {
				if line[i] == '"' {
					return CodeQuote
				}
			}
			sp.hi = int32(i)
		}
		if count == want {
			return CodeColumns
		}
		s.spans[count] = sp
		count++
		if i >= len(line) {
			break
		}
	}
	if count != want {
		return CodeColumns
	}
	return OK
}

// closing returns the place of the quote that closes a field whose text begins at i.
func closing(line []byte, i int) int {
	for ; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 == len(line) || line[i+1] != '"' {
			return i
		}
		i++
	}
	return -1
}
