//go:build linux

package conn

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// socket is a non-blocking stream socket; the calls a Client makes, no state.
type socket struct{ fd int }

var noSocket = socket{fd: -1}

// dialSocket begins to connect. done means that it is connected already, as
// Unix sockets are.
func dialSocket(a Addr) (s socket, done bool, err error) {
	family, to := sockaddr(a)
	fd, err := unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return noSocket, false, fmt.Errorf("socket: %w", err)
	}
	s = socket{fd: fd}
	if family != unix.AF_UNIX {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1); err != nil {
			return s, false, fmt.Errorf("TCP_NODELAY: %w", err)
		}
	}
	switch err := unix.Connect(fd, to); err {
	case nil:
		return s, true, s.checkSelf()
	case unix.EINPROGRESS, unix.EINTR:
		return s, false, nil
	default:
		return s, false, err
	}
}

func sockaddr(a Addr) (family int, sa unix.Sockaddr) {
	if a.Path != "" {
		return unix.AF_UNIX, &unix.SockaddrUnix{Name: a.Path}
	}
	if ip := a.IP.Addr().Unmap(); ip.Is4() {
		return unix.AF_INET, &unix.SockaddrInet4{Port: int(a.IP.Port()), Addr: ip.As4()}
	}
	return unix.AF_INET6, &unix.SockaddrInet6{Port: int(a.IP.Port()), Addr: a.IP.Addr().As16()}
}

// connected tells how a connect under way stands. SO_ERROR means something only
// once the socket is writable.
func (s socket) connected() (done bool, err error) {
	fds := [1]unix.PollFd{{Fd: int32(s.fd), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds[:], 0)
	if err == unix.EINTR || err == nil && n == 0 {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("poll: %w", err)
	}
	code, err := unix.GetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return false, fmt.Errorf("SO_ERROR: %w", err)
	}
	if code != 0 {
		return false, unix.Errno(code)
	}
	return true, s.checkSelf()
}

// checkSelf refuses the connection to itself that TCP makes when the source port
// the kernel picked happens to be the port dialled and nobody listens there.
func (s socket) checkSelf() error {
	own, err := unix.Getsockname(s.fd)
	if err != nil {
		return fmt.Errorf("getsockname: %w", err)
	}
	peer, err := unix.Getpeername(s.fd)
	if err != nil {
		return fmt.Errorf("getpeername: %w", err)
	}
	same := false
	switch a := own.(type) {
	case *unix.SockaddrInet4:
		b, ok := peer.(*unix.SockaddrInet4)
		same = ok && a.Port == b.Port && a.Addr == b.Addr
	case *unix.SockaddrInet6:
		b, ok := peer.(*unix.SockaddrInet6)
		same = ok && a.Port == b.Port && a.Addr == b.Addr
	}
	if same {
		return ErrSelf
	}
	return nil
}

// read returns 0 when nothing has arrived. RawSyscall: the call cannot block, so
// the scheduler need not be told, which a polling thread pays for at each call.
func (s socket) read(buf []byte) (int, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_RECVFROM, uintptr(s.fd),
		uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)), unix.MSG_DONTWAIT, 0, 0)
	switch errno {
	case 0:
		if n == 0 {
			return 0, ErrPeerClosed
		}
		return int(n), nil
	case unix.EAGAIN, unix.EINTR:
		return 0, nil
	}
	return 0, errno
}

// write returns 0 when the kernel's buffer is full.
func (s socket) write(b []byte) (int, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_SENDTO, uintptr(s.fd), uintptr(unsafe.Pointer(&b[0])),
		uintptr(len(b)), unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL, 0, 0)
	switch errno {
	case 0:
		return int(n), nil
	case unix.EAGAIN, unix.EINTR:
		return 0, nil
	}
	return 0, errno
}

// close forgets the descriptor; errors of a close change nothing any more.
func (s *socket) close() {
	if s.fd >= 0 {
		_ = unix.Close(s.fd)
		s.fd = -1
	}
}
