package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// ids grants instruction ids. The file holds the first id never granted: it is
// durable before a grant is answered, so an id is used by one life only. What a
// crash leaves unused of a block is lost.
type ids struct {
	disk Disk
	path string
	next uint64
}

// openIDs reads the file of dir. A journal that had a life before must have one,
// unless first, above all ids used so far, is given to start anew from.
func openIDs(d Disk, dir string, first uint64, fresh bool) (*ids, error) {
	x := &ids{disk: d, path: filepath.Join(dir, "ids"), next: max(first, 1)}
	b, err := loadSmall(x.path, "ids")
	switch {
	case err == nil && len(b) == 8:
		x.next = max(binary.LittleEndian.Uint64(b), x.next)
	case err == nil:
		return nil, &DamageError{x.path, 0, "not an ids file"}
	case !errors.Is(err, os.ErrNotExist):
		return nil, err
	case !fresh && first == 0:
		return nil, fmt.Errorf("journal: %s is missing: ids could repeat; restore the file, or start with a first id above all used so far", x.path)
	}
	return x, nil
}

func (x *ids) grant(n uint64) (first uint64, err error) {
	if n == 0 || x.next > math.MaxInt64 || n > math.MaxInt64-x.next {
		return 0, fmt.Errorf("journal: cannot grant %d ids after %d", n, x.next-1)
	}
	if err := x.save(x.next + n); err != nil {
		return 0, err
	}
	first, x.next = x.next, x.next+n
	return first, nil
}

func (x *ids) save(next uint64) error {
	return saveSmall(x.disk, x.path, "ids", binary.LittleEndian.AppendUint64(nil, next), true)
}
