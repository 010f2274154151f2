package ops

import (
	"log"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"

	"github.com/rs/zerolog"
)

// guard puts around h what every request must pass: a panic of ours ends the
// request and nothing else, a foreign Host is refused (DNS rebinding), and so is
// a change that another site's page asks for.
func guard(h http.Handler, at net.Addr, log zerolog.Logger) http.Handler {
	return recovered(log, headers(hosts(at, http.NewCrossOriginProtection().Handler(h))))
}

// headers sets what every answer carries.
func headers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		set := w.Header().Set
		set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		set("X-Content-Type-Options", "nosniff")
		set("X-Frame-Options", "DENY")
		set("Referrer-Policy", "no-referrer")
		set("Cross-Origin-Resource-Policy", "same-origin")
		set("Cross-Origin-Opener-Policy", "same-origin")
		set("Cache-Control", "no-store")
		h.ServeHTTP(w, r)
	})
}

// hosts lets through requests that name a loopback host or the address that is
// listened on. The port is free: a tunnel has its own.
func hosts(at net.Addr, h http.Handler) http.Handler {
	own := hostOf(at.String())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host := hostOf(r.Host); host != "localhost" && host != "127.0.0.1" && host != "::1" && host != own {
			refuse(w, problem{Status: http.StatusForbidden, Code: "host", Message: "this host name is not served",
				Found: clip(r.Host, 64), Allowed: "localhost, 127.0.0.1, [::1]", Hint: "open the page by its loopback address"})
			return
		}
		h.ServeHTTP(w, r)
	})
}

// hostOf returns the host of host or host:port, in lower case.
func hostOf(s string) string {
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr().String()
	}
	if h, _, err := net.SplitHostPort(s); err == nil {
		s = h
	}
	return strings.ToLower(strings.Trim(s, "[]"))
}

// recovered ends a request that panicked and says so in the log.
func recovered(log zerolog.Logger, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			log.Error().Interface("panic", v).Str("method", r.Method).Str("path", clip(r.URL.Path, 128)).
				Bytes("stack", debug.Stack()).Msg("ops: a request failed")
			refuse(w, problem{Status: http.StatusInternalServerError, Code: "internal",
				Message: "the request failed inside the server", Hint: "see the log; the desk itself goes on"})
		}()
		h.ServeHTTP(w, r)
	})
}

// errorLog carries net/http's own complaints into the log.
func errorLog(l zerolog.Logger) *log.Logger {
	return log.New(l.With().Str("room", "ops").Logger(), "", 0)
}

// clip shortens s to at most n bytes without cutting a character in two.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
