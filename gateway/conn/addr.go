package conn

import (
	"fmt"
	"net/netip"
	"strings"
)

// maxUnixPath is the longest socket path that the kernel takes.
const maxUnixPath = 107

// An Addr is where to connect: a numeric IP and port, or the path of a Unix
// socket. The zero Addr is none.
type Addr struct {
	IP   netip.AddrPort
	Path string // of a Unix socket; empty = use IP
}

// ParseAddr reads "127.0.0.1:9001", "[::1]:9001" or "unix:/run/feed.sock". Names
// are refused: resolving one blocks, which only Dial may do.
func ParseAddr(s string) (Addr, error) {
	if path, ok := strings.CutPrefix(s, "unix:"); ok {
		return parsePath(s, path)
	}
	ip, err := netip.ParseAddrPort(s)
	if err != nil {
		return Addr{}, fmt.Errorf("conn: address %q: want a numeric IP and port such as 127.0.0.1:9001, or unix:/path", clip(s))
	}
	if ip.Port() == 0 {
		return Addr{}, fmt.Errorf("conn: address %q: port 0 cannot be connected to", clip(s))
	}
	if ip.Addr().Zone() != "" {
		return Addr{}, fmt.Errorf("conn: address %q: zones are not supported", clip(s))
	}
	return Addr{IP: ip}, nil
}

func parsePath(s, path string) (Addr, error) {
	switch {
	case path == "":
		return Addr{}, fmt.Errorf("conn: address %q: the path after unix: is empty", clip(s))
	case len(path) > maxUnixPath:
		return Addr{}, fmt.Errorf("conn: address %q: a socket path has at most %d bytes, this one %d", clip(s), maxUnixPath, len(path))
	case strings.IndexByte(path, 0) >= 0:
		return Addr{}, fmt.Errorf("conn: address %q: the path holds a zero byte", clip(s))
	}
	return Addr{Path: path}, nil
}

// String returns the address as ParseAddr reads it.
func (a Addr) String() string {
	if a.Path != "" {
		return "unix:" + a.Path
	}
	return a.IP.String()
}

// clip bounds text that goes into an error.
func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}
