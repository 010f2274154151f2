package agent

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/rs/zerolog"
)

// A ctlOrder is one line that `quotient ctl` writes to the agent's socket.
type ctlOrder struct {
	Act      string `json:"act"`
	Actor    string `json:"actor"`
	Reason   string `json:"reason"`
	Contract string `json:"contract,omitempty"`
	Product  string `json:"product,omitempty"`
	Role     string `json:"role,omitempty"`    // as what somebody asks: trader or risk
	Seat     string `json:"seat,omitempty"`    // of seat
	Balance  string `json:"balance,omitempty"` // of funds: yuan
	Moved    string `json:"moved,omitempty"`
	File     string `json:"file,omitempty"` // of import: its name, for messages
	Text     string `json:"text,omitempty"` // its content
}

// A ctlAnswer is the line that comes back.
type ctlAnswer struct {
	Accepted string   `json:"accepted,omitempty"`
	Scope    string   `json:"scope,omitempty"`
	Waiting  bool     `json:"waiting_for_second_person,omitempty"`
	Rows     int      `json:"rows,omitempty"`     // of a file: taken over
	Skipped  int      `json:"skipped,omitempty"`  // about products that the desk does not trade
	Problems []string `json:"problems,omitempty"` // one for each bad row
	Error    string   `json:"error,omitempty"`
}

// Limits of the socket.
const (
	ctlName    = "ctl.sock"
	ctlTimeout = 2 * time.Second
	ctlFile    = 2 << 20     // bytes of a file that is imported
	ctlLine    = 6 * ctlFile // of an order: every character may be escaped
	ctlImport  = 30 * time.Second
	ctlPath    = 100 // bytes of a path that fit into a socket's address
)

// A ctlSocket takes orders beside the page: it works when HTTP does not. Only the
// agent's own user and root get through, and the system says who it is.
type ctlSocket struct {
	listener *net.UnixListener
	path     string
	do       func(ctlOrder) (ctlAnswer, error)
	log      zerolog.Logger
	wg       sync.WaitGroup
}

// openCtl listens in the journal's folder, which belongs to one agent at a time.
func openCtl(dir string, do func(ctlOrder) (ctlAnswer, error), log zerolog.Logger) (*ctlSocket, error) {
	s := &ctlSocket{path: filepath.Join(dir, ctlName), do: do, log: log}
	if err := os.Remove(s.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("ctl: %w", err)
	}
	at, release, err := shortPath(dir)
	if err != nil {
		return nil, fmt.Errorf("ctl: %w", err)
	}
	defer release()
	s.listener, err = net.ListenUnix("unix", &net.UnixAddr{Name: at, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("ctl: no socket in %s: %w", dir, err)
	}
	s.listener.SetUnlinkOnClose(false)
	if err := os.Chmod(s.path, 0o600); err != nil {
		s.listener.Close()
		return nil, fmt.Errorf("ctl: %w", err)
	}
	s.wg.Go(s.serve)
	return s, nil
}

// shortPath is a path of the socket that fits into its address, however deep the
// folder lies; it holds until release.
func shortPath(dir string) (path string, release func(), err error) {
	path = filepath.Join(dir, ctlName)
	if len(path) <= ctlPath {
		return path, func() {}, nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", f.Fd(), ctlName), func() { f.Close() }, nil
}

func (s *ctlSocket) serve() {
	for {
		c, err := s.listener.AcceptUnix()
		if err != nil {
			return
		}
		s.wg.Go(func() {
			defer c.Close()
			c.SetDeadline(time.Now().Add(ctlTimeout))
			if err := json.NewEncoder(c).Encode(s.answer(c)); err != nil {
				s.log.Warn().Err(err).Msg("ctl: the answer was not taken")
			}
		})
	}
}

// answer reads one order and carries it out. A kill needs no more than its name.
func (s *ctlSocket) answer(c *net.UnixConn) ctlAnswer {
	var o ctlOrder
	if err := json.NewDecoder(io.LimitReader(c, ctlLine)).Decode(&o); err != nil {
		return ctlAnswer{Error: "want one JSON object: " + err.Error()}
	}
	who, err := peer(c)
	if err != nil {
		return ctlAnswer{Error: err.Error()}
	}
	o.Actor = who
	if o.Act == actImport {
		c.SetDeadline(time.Now().Add(ctlImport))
	}
	done, err := s.do(o)
	if err != nil {
		return ctlAnswer{Error: err.Error()}
	}
	done.Accepted = o.Act
	return done
}

// peer names the user on the other side, as the system knows it.
func peer(c *net.UnixConn) (string, error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return "", err
	}
	var cred *syscall.Ucred
	var credErr error
	if err := raw.Control(func(fd uintptr) {
		cred, credErr = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}); err != nil || credErr != nil {
		return "", errors.Join(err, credErr)
	}
	if cred.Uid != 0 && int(cred.Uid) != os.Geteuid() { // the socket's mode says so too
		return "", fmt.Errorf("user %d may not", cred.Uid)
	}
	id := strconv.FormatUint(uint64(cred.Uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username, nil
	}
	return "uid " + id, nil
}

// close stops listening and removes the socket. A nil socket is closed.
func (s *ctlSocket) close() {
	if s == nil {
		return
	}
	s.listener.Close()
	s.wg.Wait()
	if err := os.Remove(s.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.log.Warn().Err(err).Msg("ctl: the socket stays behind")
	}
}

// ctlOverSocket asks the agent whose journal lies in dir.
func ctlOverSocket(dir string, o *ctlOrder) (a ctlAnswer, err error) {
	at, release, err := shortPath(dir)
	if err != nil {
		return a, err
	}
	defer release()
	c, err := net.DialTimeout("unix", at, ctlTimeout)
	if err != nil {
		return a, err
	}
	defer c.Close()
	wait := ctlTimeout
	if o.Act == actImport {
		wait = ctlImport
	}
	c.SetDeadline(time.Now().Add(wait))
	if err := json.NewEncoder(c).Encode(o); err != nil {
		return a, err
	}
	return a, json.NewDecoder(io.LimitReader(c, ctlLine)).Decode(&a)
}
