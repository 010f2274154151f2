package ops

import (
	"fmt"
	"net/http"
	"time"

	"quotient/risk"
)

// healthz answers as long as the process serves at all.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "ok")
}

// readyz answers 200 when the desk could quote now, else 503 and why not, one
// reason a line.
func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	p, old := s.sampler.latest()
	ready, reasons := s.ready(p, old)
	if ready {
		fmt.Fprintln(w, "ready")
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	for _, reason := range reasons {
		fmt.Fprintln(w, reason)
	}
}

// ready says whether the desk could quote, and every reason why not.
func (s *Server) ready(p *sample, old time.Duration) (bool, []string) {
	reasons := []string{}
	if p == nil {
		reasons = append(reasons, "the loop has published nothing yet")
	} else {
		reasons = append(reasons, p.notReady(old)...)
	}
	if s.p.Ready != nil {
		if ok, more := s.p.Ready(); !ok {
			reasons = append(reasons, more...)
		}
	}
	return len(reasons) == 0, reasons
}

// notReady is what the snapshot itself has against quoting.
func (s *sample) notReady(old time.Duration) (reasons []string) {
	st := &s.view.status
	if old > staleAfter {
		reasons = append(reasons, fmt.Sprintf("the loop has not published for %.1f s", old.Seconds()))
	}
	if !st.Venue.Up {
		reasons = append(reasons, "the trading session is down")
	}
	if !st.Feed.Up {
		reasons = append(reasons, "the market data feed is down")
	}
	if s.view.raw.mode != uint8(risk.Run) {
		reasons = append(reasons, "the mode is "+st.Mode)
	}
	return reasons
}
