//go:build linux

package conn

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"go.uber.org/atomic"
	"golang.org/x/sys/unix"

	"quotient/market"
)

// Forever as a timeout waits until something happens.
const Forever = market.Time(-1)

// wakeKey marks the poller's own eventfd among the epoll events.
const wakeKey = int32(-1)

// maxReady is how many descriptors one Wait reports; the rest come with the next.
const maxReady = 16

// A Ready says what a descriptor is ready for. Lost (error or hang-up) is told
// beside Read: reading then gives what is left and the reason.
type Ready struct {
	Key               int32
	Read, Write, Lost bool
}

// A Poller waits for descriptors, a wake or a deadline, whichever is first.
type Poller struct {
	epoll, event int
	pending      atomic.Bool // a wake was written and not yet seen
	plain        bool        // the kernel lacks epoll_pwait2
	timeout      unix.Timespec
	one, sink    [8]byte // what Wake writes, where drain reads
	events       [maxReady]unix.EpollEvent
	ready        [maxReady]Ready
}

// NewPoller opens an epoll and an eventfd.
func NewPoller() (*Poller, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("conn: epoll: %w", err)
	}
	event, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		unix.Close(epoll)
		return nil, fmt.Errorf("conn: eventfd: %w", err)
	}
	p := &Poller{epoll: epoll, event: event}
	binary.NativeEndian.PutUint64(p.one[:], 1)
	if err := p.control(unix.EPOLL_CTL_ADD, event, wakeKey, true, false); err != nil {
		return nil, fmt.Errorf("%w (and closing: %v)", err, p.Close())
	}
	return p, nil
}

// Add watches fd; Wait names it by key, which must not be negative. Level
// triggered: what was not read is told again.
func (p *Poller) Add(fd int, key int32, read, write bool) error {
	if key < 0 {
		return fmt.Errorf("conn: key %d of descriptor %d is negative", key, fd)
	}
	return p.control(unix.EPOLL_CTL_ADD, fd, key, read, write)
}

// Modify changes what fd is watched for.
func (p *Poller) Modify(fd int, key int32, read, write bool) error {
	return p.control(unix.EPOLL_CTL_MOD, fd, key, read, write)
}

// Remove stops watching fd. A closed descriptor is removed by the kernel.
func (p *Poller) Remove(fd int) error {
	return p.control(unix.EPOLL_CTL_DEL, fd, 0, false, false)
}

func (p *Poller) control(op, fd int, key int32, read, write bool) error {
	ev := unix.EpollEvent{Fd: key}
	if read {
		ev.Events |= unix.EPOLLIN | unix.EPOLLRDHUP
	}
	if write {
		ev.Events |= unix.EPOLLOUT
	}
	if err := unix.EpollCtl(p.epoll, op, fd, &ev); err != nil {
		return fmt.Errorf("conn: watch descriptor %d: %w", fd, err)
	}
	return nil
}

// Wait blocks for at most timeout (0 looks and returns, Forever has no end) and
// returns what is ready, valid until the next Wait, and whether Wake was called
// since the last Wait that said so.
func (p *Poller) Wait(timeout market.Time) (ready []Ready, woken bool, err error) {
	n, err := p.wait(timeout)
	if err == unix.EINTR {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("conn: epoll wait: %w", err)
	}
	count := 0
	for i := range p.events[:n] {
		ev := &p.events[i]
		if ev.Fd == wakeKey {
			woken = true
			continue
		}
		lost := ev.Events&(unix.EPOLLERR|unix.EPOLLHUP|unix.EPOLLRDHUP) != 0
		p.ready[count] = Ready{Key: ev.Fd, Lost: lost,
			Read: lost || ev.Events&unix.EPOLLIN != 0, Write: ev.Events&unix.EPOLLOUT != 0}
		count++
	}
	if woken {
		err = p.drain()
	}
	return p.ready[:count], woken, err
}

// drain empties the eventfd and only then clears pending. The other way round a
// Wake in between would be swallowed by the read and leave pending set for ever.
func (p *Poller) drain() error {
	if _, err := unix.Read(p.event, p.sink[:]); err != nil && err != unix.EAGAIN {
		return fmt.Errorf("conn: eventfd: %w", err)
	}
	p.pending.Store(false)
	return nil
}

// wait is epoll_pwait2, which takes nanoseconds; kernels before 5.11 lack it and
// get milliseconds, rounded up so that a deadline has passed when Wait returns.
func (p *Poller) wait(timeout market.Time) (int, error) {
	if !p.plain {
		n, err := p.pwait2(timeout)
		if err != unix.ENOSYS {
			return n, err
		}
		p.plain = true
	}
	ms := market.Time(-1)
	if timeout >= 0 {
		ms = min((timeout+market.Millisecond-1)/market.Millisecond, 1<<30)
	}
	return unix.EpollWait(p.epoll, p.events[:], int(ms))
}

func (p *Poller) pwait2(timeout market.Time) (int, error) {
	var ts *unix.Timespec
	if timeout >= 0 {
		p.timeout = unix.NsecToTimespec(int64(timeout))
		ts = &p.timeout
	}
	n, _, errno := unix.Syscall6(unix.SYS_EPOLL_PWAIT2, uintptr(p.epoll),
		uintptr(unsafe.Pointer(&p.events[0])), maxReady, uintptr(unsafe.Pointer(ts)), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// Wake makes the Wait under way, or the next one, return. Any goroutine may call
// it; when a wake is already pending it costs one load.
func (p *Poller) Wake() {
	if p.pending.Load() || p.pending.Swap(true) {
		return
	}
	// The counter cannot overflow: pending lets one write through per drain.
	_, _ = unix.Write(p.event, p.one[:])
}

// Close closes the poller, not what it watches. No Wake may run or follow.
func (p *Poller) Close() error {
	err := unix.Close(p.event)
	if e := unix.Close(p.epoll); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("conn: close poller: %w", err)
	}
	return nil
}
