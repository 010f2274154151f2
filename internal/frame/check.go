package frame

import "bytes"

// Protocol is the only value of tag 8 let through.
const Protocol = "FIXT.1.1"

// MaxLength is the longest frame let through, in bytes.
const MaxLength = 64 << 10

const (
	soh     = 1
	head    = "8=" + Protocol + "\x019="
	trailer = "10=000\x01" // every trailer is as long as this
)

// Check reports what is wrong with b, which must be exactly one frame.
func Check(b []byte) Reason {
	switch {
	case len(b) > MaxLength:
		return TooLong
	case !bytes.HasPrefix(b, []byte(head[:len(head)-2])):
		return BeginString
	case !bytes.HasPrefix(b, []byte(head)):
		return BodyLength
	}
	n, body, ok := length(b[len(head):])
	if !ok || len(head)+body+n+len(trailer) != len(b) {
		return BodyLength
	}
	return content(b, len(head)+body)
}

// length reads the value of tag 9 and says how many bytes it takes with its delimiter.
func length(b []byte) (n, used int, ok bool) {
	for i, ch := range b {
		switch {
		case ch == soh:
			return n, i + 1, i > 0
		case ch < '0' || ch > '9' || i == 6:
			return 0, 0, false
		}
		n = n*10 + int(ch-'0')
	}
	return 0, 0, false
}

// content checks a frame whose length is right and whose body starts at body.
func content(b []byte, body int) Reason {
	end := len(b) - len(trailer)
	if r := sum(b, end); r != OK {
		return r
	}
	if !bytes.HasPrefix(b[body:end], []byte("35=")) {
		return MsgType
	}
	return fields(b[body:end])
}

// sum compares the trailer at end with the sum of the bytes before it.
func sum(b []byte, end int) Reason {
	t := b[end:]
	if t[0] != '1' || t[1] != '0' || t[2] != '=' || t[6] != soh || b[end-1] != soh {
		return BodyLength
	}
	want := 0
	for _, ch := range t[3:6] {
		if ch < '0' || ch > '9' {
			return CheckSum
		}
		want = want*10 + int(ch-'0')
	}
	var got uint8
	for _, ch := range b[:end] {
		got += ch
	}
	if int(got) != want {
		return CheckSum
	}
	return OK
}

// fields walks the body, which ends in a delimiter.
func fields(body []byte) Reason {
	var seen uint32
	data, size := 0, 0 // the data tag that must come next, and its length
	for len(body) > 0 {
		tag, value, rest, r := field(body)
		if r != OK {
			return r
		}
		if data != 0 && (tag != data || len(value) != size) {
			return Data
		}
		data = dataTag(tag)
		if data != 0 {
			n, ok := number(value)
			if !ok {
				return Data
			}
			size = n
		}
		if bit := once(tag); bit != 0 {
			if seen&bit != 0 || bit == never {
				return Repeated
			}
			seen |= bit
		}
		body = rest
	}
	if data != 0 {
		return Data
	}
	return OK
}

// field splits the first field off body.
func field(body []byte) (tag int, value, rest []byte, r Reason) {
	end := bytes.IndexByte(body, soh)
	if end < 0 {
		return 0, nil, nil, Field
	}
	eq := bytes.IndexByte(body[:end], '=')
	if eq < 1 || eq > 9 || body[0] == '0' {
		return 0, nil, nil, Field
	}
	tag, ok := number(body[:eq])
	if !ok {
		return 0, nil, nil, Field
	}
	if eq+1 == end {
		return 0, nil, nil, EmptyValue
	}
	return tag, body[eq+1 : end], body[end+1:], OK
}

// number reads at most nine digits.
func number(b []byte) (n int, ok bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	for _, ch := range b {
		if ch < '0' || ch > '9' {
			return 0, false
		}
		n = n*10 + int(ch-'0')
	}
	return n, true
}

const never = 1 << 31

// once returns the bit of a tag that may come at most once in a body: the header
// tags that a session acts on. The framing tags may not come in it at all.
func once(tag int) uint32 {
	switch tag {
	case 8, 9, 10:
		return never
	case 34:
		return 1 << 0
	case 35:
		return 1 << 1
	case 43:
		return 1 << 2
	case 49:
		return 1 << 3
	case 52:
		return 1 << 4
	case 56:
		return 1 << 5
	case 122:
		return 1 << 6
	}
	return 0
}

// dataTag returns the data field that a length tag announces, 0 for other tags.
// Data that holds a delimiter is not let through: the parser behind splits it.
func dataTag(tag int) int {
	switch tag {
	case 93: // SignatureLength, Signature
		return 89
	case 90, 95, 212, 348, 350, 352, 354, 356, 358, 360, 362, 364, 445, 618, 621,
		1184, 1277, 1280, 1282, 1397, 1401, 1403, 1468:
		return tag + 1
	case 1525: // EncodedDocumentationTextLen
		return 1527
	}
	return 0
}

// Tag returns the value of the first field tag in b, which must be a valid
// frame; nil when there is none.
func Tag(b []byte, tag int) []byte {
	for len(b) > 0 {
		t, value, rest, r := field(b)
		if r != OK {
			return nil
		}
		if t == tag {
			return value
		}
		b = rest
	}
	return nil
}
