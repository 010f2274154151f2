package journal

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"unsafe"

	"quotient/market"
	"quotient/quoter/port"
)

// A frame is crc u32 | type u8, length u24 | payload; the CRC32C covers all but
// itself. In the record, 32 bytes of chain hash follow it.
const (
	frameHead = 8
	maxFrame  = 1 << 24

	// The journal's own frames. Others hold a port.Record: kind | ring<<ringShift.
	frameHeader = 0x80 // JSON of Header; first of an epoch
	frameSeal   = 0x81 // a tape segment is closed
	frameClose  = 0x82 // the epoch is over
)

const (
	bodyBytes = unsafe.Sizeof(port.Record{}.Body)
	bodyWords = int(bodyBytes) / 8
	maxWords  = 2 + bodyWords
	// maxRecord is the most a record takes in the buffer, hash and slack included.
	maxRecord = frameHead + 2 + (maxWords+1)/2 + 8*maxWords + hashSize + 8
)

// Where a record's frame has kind and ring.
const (
	ringShift = 5
	kindMask  = 1<<ringShift - 1
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// valid reports whether r can be written and read back as it is.
func valid(r *port.Record) bool {
	return r.Kind > port.RecordNone && r.Kind < port.RecordCount && r.Ring < port.RingCount &&
		int(r.Size) <= int(bodyBytes)
}

// streamOf returns the stream of a kind that came through ring: feed events and
// polls are tape.
func streamOf(kind port.RecordKind, ring uint8) stream {
	if kind == port.RecordPoll || kind == port.RecordEvent && ring == port.RingFeed {
		return streamTape
	}
	return streamRecord
}

// appendRecord appends r as a frame. dst must have maxRecord bytes of room.
//
// The payload is the body's size, one length nibble per 8-byte word, and of
// each word the low bytes up to its highest that is not zero: a depth is
// mostly small numbers in wide fields.
func appendRecord(dst []byte, r *port.Record) []byte {
	start := len(dst)
	n := (int(r.Size) + 7) / 8
	b := dst[start : start+maxRecord]
	binary.LittleEndian.PutUint16(b[frameHead:], r.Size)
	lens := b[frameHead+2 : frameHead+2+(n+3)/2]
	clear(lens)
	p := frameHead + 2 + len(lens)
	a := (bits.Len64(r.Seq) + 7) >> 3
	binary.LittleEndian.PutUint64(b[p:], r.Seq)
	p += a
	binary.LittleEndian.PutUint64(b[p:], uint64(r.Now))
	c := (bits.Len64(uint64(r.Now)) + 7) >> 3
	p += c
	lens[0] = byte(a | c<<4)
	for i, w := range r.Body[:n] {
		k := (bits.Len64(w) + 7) >> 3
		binary.LittleEndian.PutUint64(b[p:], w)
		p += k
		lens[1+i>>1] |= byte(k << (4 * (i & 1)))
	}
	return seal(dst[:start+p], start, byte(r.Kind)|r.Ring<<ringShift)
}

// seal fills in the head of the frame that starts at start and ends dst.
func seal(dst []byte, start int, kind byte) []byte {
	b := dst[start:]
	binary.LittleEndian.PutUint32(b[4:], uint32(kind)|uint32(len(b)-frameHead)<<8)
	binary.LittleEndian.PutUint32(b, crc32.Checksum(b[4:], castagnoli))
	return dst
}

// appendFrame appends a frame of the journal's own.
func appendFrame(dst []byte, kind byte, payload []byte) []byte {
	start := len(dst)
	dst = append(dst, make([]byte, frameHead)...)
	return seal(append(dst, payload...), start, kind)
}

// parseFrame looks at the front of b. size is the frame's length with its head,
// 0 when b does not start with a whole and correct frame; more reports that b
// may only be too short.
func parseFrame(b []byte) (kind byte, payload []byte, size int, more bool) {
	if len(b) < frameHead {
		return 0, nil, 0, true
	}
	head := binary.LittleEndian.Uint32(b[4:])
	kind, size = byte(head), int(head>>8)+frameHead
	if !knownFrame(kind) || kind < frameHeader && size > maxRecord {
		return 0, nil, 0, false
	}
	if len(b) < size {
		return 0, nil, 0, true
	}
	if crc32.Checksum(b[4:size], castagnoli) != binary.LittleEndian.Uint32(b) {
		return 0, nil, 0, false
	}
	return kind, b[frameHead:size], size, false
}

func knownFrame(kind byte) bool {
	if kind >= frameHeader {
		return kind <= frameClose
	}
	k := port.RecordKind(kind & kindMask)
	return k > port.RecordNone && k < port.RecordCount && kind>>ringShift < port.RingCount
}

// decodeRecord reads a record's frame over r, whose body is empty beyond its size;
// false when the payload is not one.
func decodeRecord(r *port.Record, kind byte, b []byte) bool {
	if kind >= frameHeader || len(b) < 2 {
		return false
	}
	size := binary.LittleEndian.Uint16(b)
	n := (int(size) + 7) / 8
	if int(size) > int(bodyBytes) || len(b) < 2+(n+3)/2 {
		return false
	}
	lens, at := b[2:2+(n+3)/2], 2+(n+3)/2
	if !spans(lens, len(b)-at) {
		return false
	}
	b = slack(b)
	used := max((int(r.Size)+7)/8, n+1) // a word's half of the last length is not to stay
	r.Kind, r.Ring, r.Size = port.RecordKind(kind&kindMask), kind>>ringShift, size
	a, c := int(lens[0]&15), int(lens[0]>>4)
	r.Seq = binary.LittleEndian.Uint64(b[at:]) & lowBytes[a]
	r.Now = market.Time(binary.LittleEndian.Uint64(b[at+a:]) & lowBytes[c])
	at += a + c
	for i, l := range lens[1:] { // the last has a half that may stand for no word
		a, c = int(l&15), int(l>>4)
		r.Body[2*i&(bodyWords-1)] = binary.LittleEndian.Uint64(b[at:]) & lowBytes[a]
		r.Body[(2*i+1)&(bodyWords-1)] = binary.LittleEndian.Uint64(b[at+a:]) & lowBytes[c]
		at += a + c
	}
	clear(r.Body[n:min(used, bodyWords)])
	return true
}

// lowBytes masks the low k bytes of a word.
var lowBytes = [16]uint64{0, 1<<8 - 1, 1<<16 - 1, 1<<24 - 1, 1<<32 - 1, 1<<40 - 1, 1<<48 - 1, 1<<56 - 1, 1<<64 - 1}

// spans reports whether words of the given lengths take exactly n bytes and none
// is longer than eight.
func spans(lens []byte, n int) bool {
	for _, l := range lens {
		a, c := int(l&15), int(l>>4)
		n -= a + c
		if a > 8 || c > 8 {
			return false
		}
	}
	return n == 0
}

// slack returns b with eight bytes more behind its end, so that a word can be
// read whole: those of the buffer, or else some of its own.
func slack(b []byte) []byte {
	if n := len(b) + 8; n <= cap(b) {
		return b[:n]
	}
	return append(b[:len(b):len(b)], make([]byte, 8)...)
}

// sequence returns the Seq of a record's frame; false when its payload is not one.
func sequence(b []byte) (uint64, bool) {
	if len(b) < 3 {
		return 0, false
	}
	at, k := 2+((int(binary.LittleEndian.Uint16(b))+7)/8+3)/2, int(b[2]&15)
	if k > 8 || at+k > len(b) {
		return 0, false
	}
	return binary.LittleEndian.Uint64(slack(b)[at:]) & lowBytes[k], true
}

// A tapeSeal is the payload of frameSeal.
type tapeSeal struct {
	Number uint64
	Bytes  uint64         // length of the file
	Last   uint64         // last Seq in it
	Sum    [hashSize]byte // SHA-256 of the file
}

// An epochEnd is the payload of frameClose.
type epochEnd struct {
	Recovered uint64 // 1: written by the next writer, after a crash
	Last      uint64 // last Seq of either stream
	CutRecord uint64 // bytes of a torn tail that were cut
	CutTape   uint64
}
