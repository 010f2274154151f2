package journal

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Mark is a place in the journal: after record Seq of epoch Epoch.
type Mark struct {
	Epoch, Seq uint64
}

// keepCheckpoints is how many are kept: the newest, and one to fall back to.
const keepCheckpoints = 2

// SaveCheckpoint keeps state, taken at the given mark by the given build. Older
// checkpoints than the last two are removed.
func SaveCheckpoint(dir string, at Mark, build string, state []byte) error {
	b := binary.LittleEndian.AppendUint64(nil, at.Epoch)
	b = binary.LittleEndian.AppendUint64(b, at.Seq)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(build)))
	b = append(append(b, build...), state...)
	name := fmt.Sprintf("checkpoint-%08d-%012d.qc", at.Epoch, at.Seq)
	if err := saveSmall(osDisk{}, filepath.Join(dir, name), "check", b, true); err != nil {
		return err
	}
	names, err := checkpoints(dir)
	if err != nil {
		return err
	}
	for len(names) > keepCheckpoints {
		if err := os.Remove(filepath.Join(dir, names[len(names)-1])); err != nil {
			return err
		}
		names = names[:len(names)-1]
	}
	return nil
}

// LoadCheckpoint returns the newest readable checkpoint of the given build; ok
// is false when there is none. err names the newer ones that could not be read;
// an older good one is returned all the same.
func LoadCheckpoint(dir, build string) (at Mark, state []byte, ok bool, err error) {
	names, err := checkpoints(dir)
	if err != nil {
		return Mark{}, nil, false, err
	}
	for _, name := range names {
		at, made, state, bad := loadCheckpoint(filepath.Join(dir, name))
		if bad != nil {
			err = errors.Join(err, bad)
		} else if made == build {
			return at, state, true, err
		}
	}
	return Mark{}, nil, false, err
}

func loadCheckpoint(path string) (at Mark, build string, state []byte, err error) {
	b, err := loadSmall(path, "check")
	if err != nil {
		return at, "", nil, err
	}
	if len(b) < 24 || binary.LittleEndian.Uint64(b[16:]) > uint64(len(b)-24) {
		return at, "", nil, &DamageError{path, 0, "not a checkpoint"}
	}
	at = Mark{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])}
	n := 24 + binary.LittleEndian.Uint64(b[16:])
	return at, string(b[24:n]), b[n:], nil
}

// checkpoints lists dir's checkpoint files, newest first.
func checkpoints(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "checkpoint-") && strings.HasSuffix(e.Name(), ".qc") {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(b, a) })
	return names, nil
}
