package fix

import (
	"crypto/subtle"
	"errors"
	"io"
	"net"
	"time"
)

// quickfixgo dials only by itself or through a SOCKS5 proxy. The relay is that
// proxy, for one user with a password of this process alone: nobody else on the
// machine gets through it to the exchange. RFC 1928 and 1929, as far as needed.
const (
	relayUser = "engine"
	relayHost = "exchange" // the relay knows the address, quickfixgo need not
	relayPort = 1

	greetTimeout = 5 * time.Second
)

var errGreeting = errors.New("not the greeting of our engine")

// greet takes the other side's greeting, password and request.
func greet(c net.Conn, secret string) error {
	c.SetDeadline(time.Now().Add(greetTimeout))
	defer c.SetDeadline(time.Time{})
	hello, err := readCounted(c, 5)
	if err != nil {
		return err
	}
	const byPassword = 2
	if !has(hello, byPassword) {
		c.Write([]byte{5, 0xff})
		return errGreeting
	}
	if _, err := c.Write([]byte{5, byPassword}); err != nil {
		return err
	}
	user, err := readCounted(c, 1)
	if err != nil {
		return err
	}
	password, err := readCounted(c, -1)
	if err != nil {
		return err
	}
	if string(user) != relayUser || subtle.ConstantTimeCompare(password, []byte(secret)) != 1 {
		c.Write([]byte{1, 1})
		return errGreeting
	}
	if _, err := c.Write([]byte{1, 0}); err != nil {
		return err
	}
	return request(c)
}

// request reads the command to connect to relayHost.
func request(c net.Conn) error {
	const connect, byName = 1, 3
	var b [4 + 1 + len(relayHost) + 2]byte
	if _, err := io.ReadFull(c, b[:]); err != nil {
		return err
	}
	if b[0] != 5 || b[1] != connect || b[3] != byName || int(b[4]) != len(relayHost) || string(b[5:5+len(relayHost)]) != relayHost {
		return errGreeting
	}
	return nil
}

// readCounted reads a version byte, unless version is negative, then a length and as many bytes.
func readCounted(c net.Conn, version int) ([]byte, error) {
	var b [256]byte
	n := 2
	if version < 0 {
		n = 1
	}
	if _, err := io.ReadFull(c, b[:n]); err != nil {
		return nil, err
	}
	if version >= 0 && int(b[0]) != version {
		return nil, errGreeting
	}
	out := make([]byte, b[n-1])
	_, err := io.ReadFull(c, out)
	return out, err
}

func has(list []byte, b byte) bool {
	for _, x := range list {
		if x == b {
			return true
		}
	}
	return false
}

// answer tells the engine whether the exchange is connected.
func answer(c net.Conn, ok bool) error {
	reply := []byte{5, 1, 0, 1, 0, 0, 0, 0, 0, 0}
	if ok {
		reply[1] = 0
	}
	_, err := c.Write(reply)
	return err
}
