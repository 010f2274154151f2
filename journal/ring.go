package journal

import (
	"encoding/binary"
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"quotient/internal/ring"
	"quotient/quoter/port"
)

// ringHead is what stands before the slots of a mapped ring: magic with the
// layout, slots, bytes of a slot, the journal's id, its epoch.
const (
	ringHead  = 4096
	ringMagic = "quotring"
	slotBytes = int(unsafe.Sizeof(ring.Slot[port.Record]{}))
	maxSlots  = 1 << 24
)

// A Ring is the memory between the loop and the journaler. Mapped from a file on
// tmpfs it outlives the process: Open finds there what the journaler had not
// yet written. Give it to Open, and push only into what Writer.Ring returns.
type Ring struct {
	slots []ring.Slot[port.Record]
	head  []byte // nil when the ring lies in ordinary memory
	file  *os.File
	mem   []byte
}

// MemoryRing returns a ring that a crash of the process loses. slots is a power of two.
func MemoryRing(slots int) *Ring {
	return &Ring{slots: make([]ring.Slot[port.Record], slots)}
}

// MapRing maps the ring file at path, making it with the given number of slots,
// a power of two, if there is none. An existing file keeps its size.
func MapRing(path string, slots int) (*Ring, error) {
	if slots <= 0 || slots&(slots-1) != 0 || slots > maxSlots {
		return nil, fmt.Errorf("journal: a ring has a power of two slots up to %d, not %d", maxSlots, slots)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, fmt.Errorf("journal: opening the ring: %w", err)
	}
	r, err := mapRing(f, slots)
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func mapRing(f *os.File, slots int) (*Ring, error) {
	if err := lockFile(f); err != nil {
		return nil, fmt.Errorf("journal: the ring %s is in use by another process", f.Name())
	}
	slots, fresh, err := ringSlots(f, slots)
	if err != nil {
		return nil, err
	}
	size := ringHead + slots*slotBytes
	if err := syscall.Fallocate(int(f.Fd()), 0, 0, int64(size)); err != nil {
		return nil, fmt.Errorf("journal: no room for the ring %s of %d bytes: %w", f.Name(), size, err)
	}
	mem, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED|syscall.MAP_POPULATE)
	if err != nil {
		return nil, fmt.Errorf("journal: mapping the ring %s: %w", f.Name(), err)
	}
	r := &Ring{file: f, mem: mem, head: mem[:ringHead],
		slots: unsafe.Slice((*ring.Slot[port.Record])(unsafe.Pointer(&mem[ringHead])), slots)}
	if fresh {
		le := binary.LittleEndian
		le.PutUint32(r.head[8:], port.Version)
		le.PutUint32(r.head[12:], uint32(slots))
		le.PutUint32(r.head[16:], uint32(slotBytes))
		copy(r.head, ringMagic)
	}
	return r, nil
}

// ringSlots reads how many slots the file has; fresh when it has no ring yet.
func ringSlots(f *os.File, wish int) (slots int, fresh bool, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, false, err
	}
	var head [20]byte
	if n, _ := f.ReadAt(head[:], 0); n < len(head) || head == [20]byte{} {
		return wish, true, nil
	}
	le := binary.LittleEndian
	slots = int(le.Uint32(head[12:]))
	if string(head[:8]) != ringMagic || le.Uint32(head[8:]) != port.Version || int(le.Uint32(head[16:])) != slotBytes ||
		slots <= 0 || slots > maxSlots || slots&(slots-1) != 0 || info.Size() < int64(ringHead+slots*slotBytes) {
		return 0, false, fmt.Errorf("journal: %s is not a ring of this build: start the build that made it once, so that "+
			"nothing left in it is lost, or remove the file", f.Name())
	}
	return slots, false, nil
}

// claim says whose records the ring will hold.
func (r *Ring) claim(id [16]byte, epoch uint64) {
	if r.head != nil {
		copy(r.head[32:48], id[:])
		binary.LittleEndian.PutUint64(r.head[48:], epoch)
	}
}

// disown says that the ring holds nobody's records.
func (r *Ring) disown() { r.claim([16]byte{}, 0) }

// owner says whose records the ring holds; epoch 0 is nobody's.
func (r *Ring) owner() (id [16]byte, epoch uint64) {
	if r.head != nil {
		copy(id[:], r.head[32:48])
		epoch = binary.LittleEndian.Uint64(r.head[48:])
	}
	return id, epoch
}

// left counts the records that nobody took.
func (r *Ring) left() (n int) {
	if r.head != nil {
		ring.Leftover(r.slots, func(*port.Record) { n++ })
	}
	return n
}

// name says where the ring lies.
func (r *Ring) name() string {
	if r.file == nil {
		return "memory"
	}
	return r.file.Name()
}

// Close unmaps the ring. Nobody may push or drain any more.
func (r *Ring) Close() error {
	if r.mem == nil {
		return nil
	}
	err := syscall.Munmap(r.mem)
	r.mem, r.head, r.slots = nil, nil, nil
	if closeErr := r.file.Close(); err == nil {
		err = closeErr
	}
	return err
}
