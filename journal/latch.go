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

// A Latch is one setting of risk.Latch that outlives the process: how far it
// reaches, what it says, and who said so. A scope is named, not numbered: another
// day's desk numbers its contracts anew.
type Latch struct {
	Mode   risk.Mode
	Scope  risk.Scope
	_      [6]byte
	Name   market.Symbol // of the product or contract; empty for the account
	Epoch  uint64
	At     market.Time
	Actor  market.Ref
	Reason market.Ref
}

const (
	latchFile = "latch"
	latchKind = "latch 2"
	maxLatch  = 1 << 16 // settings in one file
)

// SaveLatch makes these settings, and no others, the durable latch of dir.
func SaveLatch(dir string, all []Latch) error {
	return saveSmall(osDisk{}, filepath.Join(dir, latchFile), latchKind, flat.AppendSlice(nil, all), true)
}

// LoadLatch reads the latch of dir. A directory that never held a journal has
// none. A latch that is missing from a journal, or cannot be read, is one setting
// that kills the account, and err says why.
func LoadLatch(dir string) ([]Latch, error) {
	path := filepath.Join(dir, latchFile)
	all, err := readLatch(path)
	if err == nil {
		return all, nil
	}
	if errors.Is(err, os.ErrNotExist) {
		if segments, listErr := listSegments(dir); listErr == nil && segments.empty() {
			return nil, nil
		}
	}
	return []Latch{{Mode: risk.Killed}}, fmt.Errorf("journal: the latch cannot be read, so it counts as killed: %w", err)
}

// readLatch reads the file, or one of the form before there were scopes.
func readLatch(path string) ([]Latch, error) {
	b, err := loadSmall(path, latchKind)
	if err != nil {
		old, oldErr := loadSmall(path, "latch")
		if oldErr != nil {
			return nil, err
		}
		return oldLatch(path, old)
	}
	n := len(b) / len(flat.Bytes(&Latch{}))
	all := make([]Latch, min(n, maxLatch))
	rest, ok := flat.LoadSlice(all, b)
	if !ok || len(rest) != 0 {
		return nil, &DamageError{path, 0, "not a latch file"}
	}
	for i := range all {
		if all[i].Mode >= risk.ModeCount || all[i].Scope >= risk.ScopeCount {
			return nil, &DamageError{path, 0, "a setting of the latch is of an unknown kind"}
		}
	}
	return all, nil
}

// oldLatch reads the form in which the account alone had a latch. CancelOnly was
// then the start of every journal, and nobody's setting.
func oldLatch(path string, b []byte) ([]Latch, error) {
	var old struct {
		Mode   risk.Mode
		_      [7]byte
		Epoch  uint64
		At     market.Time
		Actor  market.Ref
		Reason market.Ref
	}
	rest, ok := flat.Load(&old, b)
	if !ok || len(rest) != 0 || old.Mode >= risk.ModeCount {
		return nil, &DamageError{path, 0, "not a latch file"}
	}
	if old.Mode == risk.CancelOnly {
		return nil, nil
	}
	return []Latch{{Mode: old.Mode, Epoch: old.Epoch, At: old.At, Actor: old.Actor, Reason: old.Reason}}, nil
}
