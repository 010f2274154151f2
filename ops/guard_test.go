package ops

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/quoter/port"
)

func TestOnlyLoopbackIsServed(t *testing.T) {
	t.Parallel()
	for _, address := range []string{":8080", "0.0.0.0:8080", "[::]:8080", "192.168.1.5:8080", "desk.example:8080", "8080", "", "127.0.0.1"} {
		_, err := Start(Params{Listen: address, Pages: port.NewPages(), Log: zerolog.Nop()})
		if err == nil || !strings.Contains(err.Error(), "set ops.listen to 127.0.0.1:8080") || !strings.Contains(err.Error(), `"`+address+`"`) {
			t.Errorf("%q: %v", address, err)
		}
	}
	for address, want := range map[string]string{"localhost:1": "127.0.0.1:1", "127.9.9.9:1": "127.9.9.9:1", "[::1]:0": "[::1]:0"} {
		if got, err := loopback(address); err != nil || got != want {
			t.Errorf("%q: %q %v", address, got, err)
		}
	}
}

func TestPortInUseNamesTheRemedy(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	_, err := Start(Params{Listen: d.Addr(), Pages: port.NewPages(), Log: zerolog.Nop()})
	if err == nil || !strings.Contains(err.Error(), d.Addr()+" is in use") || !strings.Contains(err.Error(), "port 0 takes a free one") {
		t.Errorf("%v", err)
	}
}

func TestStartRefusesWhatItCannotShow(t *testing.T) {
	t.Parallel()
	if _, err := Start(Params{Listen: "127.0.0.1:0"}); err == nil {
		t.Error("started without pages")
	}
	_, err := Start(Params{Listen: "127.0.0.1:0", Pages: port.NewPages(), Info: Info{Lang: "fr"}})
	if err == nil || !strings.Contains(err.Error(), "zh or en") {
		t.Errorf("%v", err)
	}
}

func TestHostsAndOrigins(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	const jsonType = "application/json"
	for _, c := range []struct {
		why     string
		status  int
		headers []string
	}{
		{"its own name", 202, []string{"Content-Type", jsonType}},
		{"localhost through a tunnel", 202, []string{"Content-Type", jsonType, "Host", "localhost:9000"}},
		{"loopback v6", 202, []string{"Content-Type", jsonType, "Host", "[::1]:9000"}},
		{"the page itself", 202, []string{"Content-Type", jsonType, "Origin", "http://" + d.Addr()}},
		{"the page, as a browser says it", 202, []string{"Content-Type", jsonType, "Sec-Fetch-Site", "same-origin"}},
		{"a rebound name", 403, []string{"Content-Type", jsonType, "Host", "evil.example"}},
		{"a name that only begins right", 403, []string{"Content-Type", jsonType, "Host", "localhost.evil.example:80"}},
		{"another site's page", 403, []string{"Content-Type", jsonType, "Origin", "http://evil.example"}},
		{"another port's page", 403, []string{"Content-Type", jsonType, "Origin", "http://127.0.0.1:1"}},
		{"another site, as a browser says it", 403, []string{"Content-Type", jsonType, "Sec-Fetch-Site", "cross-site"}},
		{"a form", 415, []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"a simple request", 415, []string{"Content-Type", "text/plain"}},
		{"no type", 415, nil},
	} {
		before, _ := d.told()
		a := d.ask("POST", "/api/v1/pause", `{"actor":"zhang"}`, c.headers...)
		after, _ := d.told()
		if a.status != c.status || len(after)-len(before) != map[bool]int{true: 1}[c.status == 202] {
			t.Errorf("%s: %d, %d commands: %s", c.why, a.status, len(after)-len(before), a.body)
		}
	}
	if a := d.ask("GET", "/api/v1/status", "", "Host", "evil.example"); a.status != 403 || !strings.Contains(a.body, "127.0.0.1") {
		t.Errorf("reading under a foreign name: %d %s", a.status, a.body)
	}
}

func TestPageFiles(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(p *Params) { p.Info.Lang = "zh" })
	a := d.get("/")
	csp := a.header.Get("Content-Security-Policy")
	if a.status != 200 || !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Errorf("%d, policy %q", a.status, csp)
	}
	if !strings.Contains(a.body, `<html data-lang="zh" `) {
		t.Error("the page does not know the desk's language")
	}
	for _, inline := range []string{"<style", " style=", " onclick", " onload", "javascript:", "http://", "https://"} {
		if strings.Contains(a.body, inline) {
			t.Errorf("the page holds %q", inline)
		}
	}
	if n, src := strings.Count(a.body, "<script"), strings.Count(a.body, "<script type=\"module\" src="); n != 1 || src != 1 {
		t.Errorf("%d scripts, %d by source", n, src)
	}
	for path, kind := range map[string]string{"/page.css": "text/css", "/page.js": "text/javascript", "/i18n/zh.json": "application/json", "/icon.svg": "image/svg+xml"} {
		f := d.get(path)
		tag := f.header.Get("ETag")
		if f.status != 200 || !strings.HasPrefix(f.header.Get("Content-Type"), kind) || tag == "" {
			t.Errorf("%s: %d %v", path, f.status, f.header)
		}
		if again := d.ask("GET", path, "", "If-None-Match", tag); again.status != 304 || again.body != "" {
			t.Errorf("%s again: %d, %d bytes", path, again.status, len(again.body))
		}
	}
	if a := d.get("/../server.go"); a.status == 200 && strings.Contains(a.body, "package ops") {
		t.Error("a source file is served")
	}
}

func TestAPanicEndsOneRequest(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	d := newDesk(t, func(p *Params) {
		p.Command = func(port.Command) error { panic("broken desk") }
		p.Log = zerolog.New(&log)
	})
	if a := d.post("/api/v1/pause", `{"actor":"zhang"}`); a.status != 500 || !strings.Contains(a.body, "the desk itself goes on") || strings.Contains(a.body, "broken") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if !strings.Contains(log.String(), "broken desk") || !strings.Contains(log.String(), "/api/v1/pause") {
		t.Errorf("log: %s", log.String())
	}
	if a := d.get("/healthz"); a.status != 200 || a.body != "ok\n" {
		t.Errorf("afterwards: %d %q", a.status, a.body)
	}
}

// Connections beyond the cap are closed at once instead of left waiting, and a
// place that is given back is taken again.
func TestConnectionCap(t *testing.T) {
	t.Parallel()
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan net.Conn, 2*maxConnections)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			accepted <- c
		}
	}()
	dial := func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	var served net.Conn
	for range maxConnections {
		dial()
		served = <-accepted
	}
	extra := dial()
	extra.SetReadDeadline(time.Now().Add(30 * time.Second))
	var timeout net.Error
	if _, err := extra.Read(make([]byte, 1)); err == nil || errors.As(err, &timeout) && timeout.Timeout() {
		t.Errorf("a connection beyond the cap was kept: %v", err)
	}
	served.Close()
	served.Close() // a second close gives no second place
	dial()
	<-accepted
	if n := l.(*capped).open.Load(); n != maxConnections {
		t.Errorf("%d places are taken, want %d", n, maxConnections)
	}
}

func TestReadiness(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	lines := func(a answered) string { return strings.TrimSpace(a.body) }
	if a := d.get("/readyz"); a.status != 503 || lines(a) != "the loop has published nothing yet" {
		t.Errorf("%d %q", a.status, a.body)
	}
	d.show(nil)
	if a := d.get("/readyz"); a.status != 200 || lines(a) != "ready" {
		t.Errorf("%d %q", a.status, a.body)
	}
	d.show(func(s *port.Snapshot) { s.FeedUp, s.VenueUp, s.Mode = 0, 0, 2 })
	d.mu.Lock()
	d.ready = []string{"the calendar does not cover September"}
	d.mu.Unlock()
	want := "the trading session is down\nthe market data feed is down\nthe mode is killed\nthe calendar does not cover September"
	if a := d.get("/readyz"); a.status != 503 || lines(a) != want {
		t.Errorf("%d %q", a.status, a.body)
	}
	p := &sample{view: &view{status: Status{Venue: Link{Up: true}, Feed: Link{Up: true}}, raw: rawFigures{mode: 1}}}
	if reasons := p.notReady(staleAfter + 1_300_000_000); len(reasons) != 1 || reasons[0] != "the loop has not published for 3.3 s" {
		t.Errorf("%q", reasons)
	}
}

func TestCloseEndsStreams(t *testing.T) {
	t.Parallel()
	p := Params{Listen: "127.0.0.1:0", Pages: port.NewPages(), Log: zerolog.Nop()}
	s, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.Get(s.URL() + "events")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Error("a second close:", err)
	}
}
