package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"quotient/internal/flat"
	"quotient/market"
	"quotient/risk"
)

// A Latch is the state of risk.Latch that outlives the process.
type Latch struct {
	Mode   risk.Mode
	_      [7]byte
	Epoch  uint64
	At     market.Time
	Actor  market.Ref
	Reason market.Ref
}

const latchFile = "latch"

// SaveLatch makes l the durable latch of dir.
func SaveLatch(dir string, l *Latch) error {
	return saveSmall(osDisk{}, filepath.Join(dir, latchFile), "latch", flat.Bytes(l), true)
}

// LoadLatch reads the latch of dir. A directory that never held a journal gives
// the zero Latch, which is CancelOnly. A latch that is missing from a journal,
// or cannot be read, is Killed, and err says why.
func LoadLatch(dir string) (Latch, error) {
	b, err := loadSmall(filepath.Join(dir, latchFile), "latch")
	var l Latch
	if err == nil {
		rest, ok := flat.Load(&l, b)
		if ok && len(rest) == 0 && l.Mode < risk.ModeCount {
			return l, nil
		}
		err = &DamageError{filepath.Join(dir, latchFile), 0, "not a latch file"}
	}
	if errors.Is(err, os.ErrNotExist) {
		if segments, listErr := listSegments(dir); listErr == nil && segments.empty() {
			return Latch{}, nil
		}
	}
	return Latch{Mode: risk.Killed}, fmt.Errorf("journal: the latch cannot be read, so it counts as killed: %w", err)
}
