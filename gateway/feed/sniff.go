package feed

import (
	"bufio"
	"bytes"

	"github.com/klauspost/compress/gzip"
)

// SniffSize is how many of a file's first bytes Sniff wants.
const SniffSize = 4096

// Sniff tells from the first bytes of a file, plain or gzip, whether it holds
// recorded ticks, so that a folder may hold other files beside them.
func Sniff(first []byte) (kind Kind, ok bool) {
	if isGzip(first) {
		first = unzipFront(first)
	}
	line, _, _ := bytes.Cut(first, []byte("\n"))
	c, err := parseHeader(bytes.TrimSuffix(line, []byte("\r")))
	if err != nil {
		return KindNone, false
	}
	return c.kind, true
}

// unzipFront returns what the front of a gzip file holds, as far as it goes.
func unzipFront(first []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(first))
	if err != nil {
		return nil
	}
	// A line too long for the buffer is no header of ours; an error at the end
	// of the front is expected.
	line, _ := bufio.NewReaderSize(z, SniffSize).ReadSlice('\n')
	return line
}
