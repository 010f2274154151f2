package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// A Disk is where a Writer writes: the machine's file system, or in tests one
// that fails on purpose.
type Disk interface {
	// Create makes the file anew, with room for reserve bytes if that is not 0.
	Create(path string, reserve int64) (File, error)
	// Resume opens the file to append to its first size bytes; the rest is cut.
	Resume(path string, size int64) (File, error)
	Rename(from, to string) error
	// SyncDir makes the names in dir durable.
	SyncDir(dir string) error
}

// A File is open for appending.
type File interface {
	io.Writer
	Sync() error
	Truncate(size int64) error
	Close() error
}

// osDisk is the machine's file system.
type osDisk struct{}

// osFile syncs data and size, not the times.
type osFile struct{ *os.File }

func (f osFile) Sync() error {
	if err := syscall.Fdatasync(int(f.Fd())); err != nil {
		return &os.PathError{Op: "fdatasync", Path: f.Name(), Err: err}
	}
	return nil
}

func (osDisk) Create(path string, reserve int64) (File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return nil, err
	}
	if reserve > 0 {
		if err := syscall.Fallocate(int(f.Fd()), 0, 0, reserve); err != nil && !errors.Is(err, syscall.EOPNOTSUPP) {
			f.Close()
			return nil, &os.PathError{Op: "fallocate", Path: path, Err: err}
		}
	}
	return osFile{f}, nil
}

func (osDisk) Resume(path string, size int64) (File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	if err = f.Truncate(size); err == nil {
		_, err = f.Seek(size, io.SeekStart)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return osFile{f}, nil
}

func (osDisk) Rename(from, to string) error { return os.Rename(from, to) }

func (osDisk) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// place writes b as the beginning of a file that appears at path whole or not
// at all, and returns it open. Without durable a power loss may undo it.
func place(d Disk, path string, b []byte, reserve int64, durable bool) (File, error) {
	tmp := path + ".tmp"
	f, err := d.Create(tmp, reserve)
	if err != nil {
		return nil, err
	}
	if _, err = f.Write(b); err == nil && durable {
		err = f.Sync()
	}
	if err == nil {
		err = d.Rename(tmp, path)
	}
	if err == nil && durable {
		err = d.SyncDir(filepath.Dir(path))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// A dirLock keeps a second writer out of a directory while it is open.
type dirLock struct{ f *os.File }

func lockDir(dir string) (*dirLock, error) {
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		holder := make([]byte, 20)
		n, _ := f.ReadAt(holder, 0)
		f.Close()
		return nil, fmt.Errorf("journal: %s is in use by another writer (process %s): stop it, or give this one another directory",
			dir, holder[:n])
	}
	if err := f.Truncate(0); err == nil {
		_, err = fmt.Fprintf(f, "%d", os.Getpid())
		if err != nil {
			f.Close()
			return nil, err
		}
	}
	return &dirLock{f}, nil
}

func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

func (l *dirLock) release() { l.f.Close() }
