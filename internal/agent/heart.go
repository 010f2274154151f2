package agent

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// A heart is the file that agent and watchdog beat in: mapped by both, a word each,
// so that a beat costs the duty cycle one store.
type heart struct {
	mem []byte
}

// What the words of a heart are, by index.
const (
	beatAgent    = iota // grows with every turn of the duty cycle; 0 = stopped in order
	beatWatchdog        // grows while the watchdog is there; 0 = stopped in order
	beatTrips           // how often the watchdog cancelled everything
	beatWords
)

const heartName = "heartbeat"

// openHeart maps the heart in a journal's folder, which must be there.
func openHeart(dir string) (*heart, error) {
	f, err := os.OpenFile(filepath.Join(dir, heartName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("heartbeat: %w", err)
	}
	defer f.Close()
	size := os.Getpagesize()
	if err := f.Truncate(int64(size)); err != nil {
		return nil, fmt.Errorf("heartbeat: %w", err)
	}
	mem, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("heartbeat: %w", err)
	}
	return &heart{mem}, nil
}

func (h *heart) word(i int) *atomic.Uint64 {
	return (*atomic.Uint64)(unsafe.Pointer(&h.mem[i*int(unsafe.Sizeof(atomic.Uint64{}))]))
}

// beat says that the owner of the word is there. It never writes 0.
func (h *heart) beat(i int) {
	if h.word(i).Add(1) == 0 {
		h.word(i).Store(1)
	}
}

// rest says that the owner of the word has stopped in order.
func (h *heart) rest(i int) { h.word(i).Store(0) }

// read returns a word.
func (h *heart) read(i int) uint64 { return h.word(i).Load() }

func (h *heart) close() error { return syscall.Munmap(h.mem) }
