package fix

import (
	"strconv"

	"quotient/gateway/fix/dialect"
	"quotient/internal/frame"
)

// gapFill returns a SequenceReset-GapFill in place of frame f: the same header and
// sequence number, and the next number to expect.
func gapFill(f []byte) []byte {
	seq, _ := strconv.ParseUint(string(frame.Tag(f, dialect.TagMsgSeqNum)), 10, 64)
	b := body(nil).text(dialect.TagMsgType, "4").num(dialect.TagMsgSeqNum, seq)
	for _, tag := range [...]int{49, 52, 56} {
		b = b.text(tag, string(frame.Tag(f, tag)))
	}
	b = b.text(123, "Y").num(36, seq+1)
	return sealed(b)
}

// sealed puts begin string and length before a message and its checksum behind it.
func sealed(b body) []byte {
	out := body(nil).text(8, dialect.BeginString).num(9, uint64(len(b)))
	out = append(out, b...)
	sum := byte(0)
	for _, x := range out {
		sum += x
	}
	return out.text(10, strconv.Itoa(1000 + int(sum))[1:])
}
