package conn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

// DialParams say how a Dialer connects.
type DialParams struct {
	Addr    string        // host:port, or unix:/path; names are resolved at every attempt
	TLS     *tls.Config   // nil = plain; ServerName is taken from Addr when it is empty
	Timeout time.Duration // of one attempt, TLS included; 0 = 5 s
	Backoff BackoffParams // the zero value means DefaultBackoff(0)

	// Failed, which may be nil, is told of every failed attempt and of the wait
	// before the next.
	Failed func(err error, wait time.Duration)

	// Pace, which may be nil, is asked again and again while the Dialer waits.
	Pace func() Pace

	// Sleep, which may be nil, waits in place of the clock.
	Sleep func(context.Context, time.Duration) error
}

// Check reports the first thing that is wrong with p.
func (p *DialParams) Check() error {
	if strings.HasPrefix(p.Addr, "unix:") {
		_, err := ParseAddr(p.Addr)
		return err
	}
	if _, port, err := net.SplitHostPort(p.Addr); err != nil || port == "" || port == "0" {
		return fmt.Errorf("conn: address %q: want host:port such as 127.0.0.1:9001, or unix:/path", clip(p.Addr))
	}
	if p.Backoff == (BackoffParams{}) {
		return nil
	}
	return p.Backoff.Check()
}

// A Dialer connects the blocking way, again and again, with a backoff that
// outlives a single connection. It belongs to one goroutine at a time.
type Dialer struct {
	p       DialParams
	backoff *Backoff
	wait    time.Duration // before the next attempt
}

const (
	dialTimeout = 5 * time.Second
	connectSoon = time.Second // for TCP alone at PaceSoon: who answered nothing by then is asked anew
)

// NewDialer assumes that Check passed.
func NewDialer(p DialParams) *Dialer {
	if p.Timeout <= 0 {
		p.Timeout = dialTimeout
	}
	if p.Backoff == (BackoffParams{}) {
		p.Backoff = DefaultBackoff(0)
	}
	if p.Pace == nil {
		p.Pace = func() Pace { return PaceUsual }
	}
	if p.Sleep == nil {
		p.Sleep = sleep
	}
	return &Dialer{p: p, backoff: NewBackoff(p.Backoff)}
}

// Dial returns the next connection. It waits out the backoff and tries until it
// succeeds or ctx ends, whose error it then returns.
func (d *Dialer) Dial(ctx context.Context) (net.Conn, error) {
	for {
		if err := d.waitOut(ctx); err != nil {
			return nil, err
		}
		d.wait = 0
		c, err := d.once(ctx)
		if err == nil {
			if d.p.Pace() != PaceNever {
				return c, nil
			}
			c.Close()
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if wait := d.fail(); d.p.Failed != nil {
			d.p.Failed(err, wait)
		}
	}
}

// waitOut waits as long as the pace says. It looks at the pace once in each draw of
// the short wait, so that haste which begins meanwhile counts at once.
func (d *Dialer) waitOut(ctx context.Context) error {
	short := time.Duration(d.backoff.soon())
	for waited := time.Duration(0); ; {
		left := d.wait - waited
		switch d.p.Pace() {
		case PaceSoon:
			left = min(d.wait, short) - waited
		case PaceNever:
			left = short
		}
		if left <= 0 {
			return ctx.Err()
		}
		nap := min(left, short)
		if err := d.p.Sleep(ctx, nap); err != nil {
			return err
		}
		waited += nap
	}
}

// Lost notes that a connection is gone after it served for up; zero when it was
// never of use, such as after a refused logon. It returns the wait before the
// next attempt.
func (d *Dialer) Lost(up time.Duration) time.Duration {
	if up > 0 && time.Duration(d.p.Backoff.Stable) <= up {
		d.backoff.Reset()
	}
	return d.fail()
}

// fail sets the wait before the next attempt and returns it, as the pace is now.
func (d *Dialer) fail() time.Duration {
	d.wait = time.Duration(d.backoff.Fail())
	if d.p.Pace() == PaceSoon {
		return min(d.wait, time.Duration(d.p.Backoff.within()))
	}
	return d.wait
}

func (d *Dialer) once(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, d.p.Timeout)
	defer cancel()
	network, addr := "tcp", d.p.Addr
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		network, addr = "unix", path
	}
	plain := net.Dialer{Timeout: connectSoon, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3}}
	if d.p.Pace() != PaceSoon {
		plain.Timeout = 0
	}
	c, err := plain.DialContext(ctx, network, addr)
	if err != nil || d.p.TLS == nil {
		return c, err
	}
	config := d.p.TLS.Clone()
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(addr)
	}
	secure := tls.Client(c, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return secure, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Remedy says in one sentence what to do about an error of a Dialer or a listener.
func Remedy(err error) string {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	var dns *net.DNSError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, os.ErrNotExist):
		return "nothing listens there: start the exchange side, or correct the address"
	case errors.Is(err, syscall.EADDRINUSE):
		return "another process uses that port: stop it, or choose another port"
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		return "this user may not use that address: choose a port above 1023, or correct the firewall"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "this machine does not have that address: correct it"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "there is no route: check the network and the VPN"
	case errors.As(err, &dns):
		return "the name cannot be resolved: correct it, or use a numeric address"
	case errors.As(err, &record):
		return "the other side does not speak TLS there: correct the port, or switch TLS off"
	case errors.As(err, &unknown), errors.As(err, &host):
		return "the certificate is not the one expected: give the exchange's CA file and server name"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "no answer in time: check the address, the firewall and the exchange"
	}
	return "check the address and that the exchange is up"
}
