package journal

import (
	"errors"
	"os"
	"path/filepath"

	"quotient/internal/flat"
)

// A headMark notes how far the record was closed for good: a journal that ends
// before its mark has lost something. It is kept in the file "head".
type headMark struct {
	Number uint64 // of the segment
	Size   uint64 // of its file
	Hash   [hashSize]byte
}

const headFile = "head"

func (m *headMark) save(d Disk, dir string, durable bool) error {
	return saveSmall(d, filepath.Join(dir, headFile), "head", flat.Bytes(m), durable)
}

// loadMark reads the mark of dir; ok is false when there is none yet.
func loadMark(dir string) (m headMark, ok bool, err error) {
	path := filepath.Join(dir, headFile)
	b, err := loadSmall(path, "head")
	if errors.Is(err, os.ErrNotExist) {
		return m, false, nil
	}
	if err != nil {
		return m, false, err
	}
	if rest, fits := flat.Load(&m, b); !fits || len(rest) > 0 {
		return m, false, &DamageError{path, 0, "not a head file"}
	}
	return m, true, nil
}
