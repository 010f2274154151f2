package conn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quotient/market"
)

func listenAt(t *testing.T, network, addr string) net.Listener {
	t.Helper()
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// The port is refused at first; the dialer waits longer each time, says why, and
// connects when somebody listens at last.
func TestDialUntilSomebodyListens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	var waits []time.Duration
	var remedy string
	late := make(chan net.Listener, 1)
	d := NewDialer(DialParams{Addr: "unix:" + path,
		Backoff: BackoffParams{First: 2 * market.Millisecond, Max: 8 * market.Millisecond, Seed: 1},
		Failed: func(err error, wait time.Duration) {
			waits, remedy = append(waits, wait), Remedy(err)
			if len(waits) == 4 {
				l, err := net.Listen("unix", path)
				if err != nil {
					t.Error(err)
				}
				late <- l
			}
		}})
	c, err := d.Dial(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	(<-late).Close()
	if len(waits) != 4 || !strings.Contains(remedy, "nothing listens there") {
		t.Errorf("waits %v, remedy %q", waits, remedy)
	}
	if waits[0] < time.Millisecond || waits[0] > 2*time.Millisecond || waits[3] < 4*time.Millisecond || waits[3] > 8*time.Millisecond {
		t.Errorf("waits %v, want 1–2 ms first and 4–8 ms last", waits)
	}
}

func TestDialEndsWithContext(t *testing.T) {
	l := listenAt(t, "tcp", "127.0.0.1:0")
	addr := l.Addr().String()
	l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	d := NewDialer(DialParams{Addr: addr, Failed: func(error, time.Duration) { cancel() }})
	if c, err := d.Dial(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", c, err)
	}
}

func TestLostWaits(t *testing.T) {
	d := NewDialer(DialParams{Addr: "x:1", Backoff: BackoffParams{First: 100, Max: 800, Stable: 1000, Seed: 7}})
	if w := d.Lost(0); w < 50 || w > 100 {
		t.Errorf("first wait %d", w)
	}
	if w := d.Lost(500); w < 100 || w > 200 {
		t.Errorf("second wait %d: a short life does not count", w)
	}
	if w := d.Lost(1000); w < 50 || w > 100 {
		t.Errorf("wait after a stable life %d", w)
	}
}

func TestDialTLSAgainstPlain(t *testing.T) {
	l := listenAt(t, "tcp", "127.0.0.1:0")
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Write([]byte("8=FIXT.1.1 is no TLS record"))
			c.Close()
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	var remedy string
	d := NewDialer(DialParams{Addr: l.Addr().String(), TLS: &tls.Config{MinVersion: tls.VersionTLS12},
		Failed: func(err error, _ time.Duration) { remedy = Remedy(err); cancel() }})
	if _, err := d.Dial(ctx); err == nil || !strings.Contains(remedy, "does not speak TLS") {
		t.Errorf("error %v, remedy %q", err, remedy)
	}
}

func TestDialTLS(t *testing.T) {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	addr := server.Listener.Addr().String()
	c, err := NewDialer(DialParams{Addr: addr, TLS: &tls.Config{RootCAs: roots}}).Dial(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	ctx, cancel := context.WithCancel(context.Background())
	var remedy string
	d := NewDialer(DialParams{Addr: addr, TLS: &tls.Config{},
		Failed: func(err error, _ time.Duration) { remedy = Remedy(err); cancel() }})
	if _, err := d.Dial(ctx); err == nil || !strings.Contains(remedy, "CA file") {
		t.Errorf("error %v, remedy %q", err, remedy)
	}
}

func TestDialParamsCheck(t *testing.T) {
	for addr, ok := range map[string]bool{"127.0.0.1:9001": true, "exchange.example:9001": true, "unix:/run/x": true,
		"": false, "127.0.0.1": false, "127.0.0.1:": false, "127.0.0.1:0": false, "unix:": false} {
		p := DialParams{Addr: addr}
		if err := p.Check(); (err == nil) != ok {
			t.Errorf("%q: %v", addr, err)
		}
	}
	p := DialParams{Addr: "a:1", Backoff: BackoffParams{First: 1}}
	if p.Check() == nil {
		t.Error("a bad backoff passes")
	}
}

func TestRemedyOfPortInUse(t *testing.T) {
	l := listenAt(t, "tcp", "127.0.0.1:0")
	_, err := net.Listen("tcp", l.Addr().String())
	if err == nil || !strings.Contains(Remedy(err), "another process uses that port") {
		t.Errorf("%v: %q", err, Remedy(err))
	}
}
