package journal

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
)

// smallHead is what stands before a small file's content: magic with its kind,
// length, CRC32C of all that follows the CRC.
const smallHead = 20

// saveSmall replaces the file at path by content, whole or not at all.
func saveSmall(d Disk, path, kind string, content []byte, durable bool) error {
	b := make([]byte, smallHead, smallHead+len(content))
	copy(b[4:16], magic[:4]+kind)
	binary.LittleEndian.PutUint32(b[16:], uint32(len(content)))
	b = append(b, content...)
	binary.LittleEndian.PutUint32(b, crc32.Checksum(b[4:], castagnoli))
	f, err := place(d, path, b, 0, durable)
	if err != nil {
		return fmt.Errorf("journal: saving %s: %w", path, err)
	}
	return f.Close()
}

// loadSmall returns the content of the file at path. A missing file is an
// os.ErrNotExist; a damaged one a DamageError.
func loadSmall(path, kind string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var want [12]byte
	copy(want[:], magic[:4]+kind)
	switch {
	case len(b) < smallHead:
		return nil, &DamageError{path, 0, "the file is cut short"}
	case crc32.Checksum(b[4:], castagnoli) != binary.LittleEndian.Uint32(b):
		return nil, &DamageError{path, 0, "the checksum differs"}
	case string(b[4:16]) != string(want[:]) || int(binary.LittleEndian.Uint32(b[16:])) != len(b)-smallHead:
		return nil, &DamageError{path, 0, "not a " + kind + " file"}
	}
	return b[smallHead:], nil
}
