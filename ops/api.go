package ops

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A problem is why a request was not served: what was found, what is allowed,
// and what to do.
type problem struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Found   string `json:"found,omitempty"`
	Allowed string `json:"allowed,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// Error is the problem in one line.
func (p *problem) Error() string {
	text := p.Message
	for _, more := range []struct{ name, text string }{{"found", p.Found}, {"allowed", p.Allowed}, {"hint", p.Hint}} {
		if more.text != "" {
			text += "; " + more.name + ": " + more.text
		}
	}
	return text
}

// refuse answers with p.
func refuse(w http.ResponseWriter, p problem) {
	answer(w, p.Status, struct {
		Schema int     `json:"schema"`
		Error  problem `json:"error"`
	}{Schema, p})
}

// answer writes v as JSON, indented: people read it too.
func answer(w http.ResponseWriter, status int, v any) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic("ops: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
}

// noSnapshot is the answer before the loop has published anything.
var noSnapshot = problem{Status: http.StatusServiceUnavailable, Code: "no_snapshot",
	Message: "the loop has published nothing yet", Hint: "try again in a second"}

// reads are the first words of the paths that are read by GET.
var reads = [...]string{"status", "contracts", "units", "requests", "seasons", "controls"}

// unknownPath answers for what is not in the API.
func unknownPath(w http.ResponseWriter, r *http.Request) {
	p := problem{Status: http.StatusNotFound, Code: "unknown_path", Message: "there is no such path",
		Found: r.Method + " " + clip(r.URL.Path, 64), Allowed: "GET status, contracts, contracts/{symbol}, units, requests, seasons, controls; POST " + actNames}
	wrong := func(allowed string) {
		p.Status, p.Code, p.Message, p.Allowed = http.StatusMethodNotAllowed, "method", "this path does not take that method", allowed
		w.Header().Set("Allow", allowed)
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/v1/"), "/")
	switch _, isAct := acts[name]; {
	case isAct && r.Method != http.MethodPost:
		wrong("POST")
	case slices.Contains(reads[:], name) && r.Method != http.MethodGet:
		wrong("GET")
	}
	refuse(w, p)
}

// withSample calls f with the newest sample, or answers that there is none.
func (s *Server) withSample(w http.ResponseWriter, f func(*sample, time.Duration)) {
	p, old := s.sampler.latest()
	if p == nil {
		refuse(w, noSnapshot)
		return
	}
	f(p, old)
}

// head is what every document of the API begins with. AgeMs is how long ago, by
// the wall clock, the loop published what follows.
type head struct {
	Schema int    `json:"schema"`
	AgeMs  int64  `json:"age_ms"`
	Now    string `json:"now"`
}

func newHead(p *sample, old time.Duration) head {
	return head{Schema: Schema, AgeMs: old.Milliseconds(), Now: p.view.status.Now}
}

func (s *Server) getStatus(w http.ResponseWriter, _ *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		ready, reasons := s.ready(p, old)
		answer(w, http.StatusOK, struct {
			Schema   int      `json:"schema"`
			AgeMs    int64    `json:"age_ms"`
			Ready    bool     `json:"ready"`
			NotReady []string `json:"not_ready"`
			*Status
		}{Schema, old.Milliseconds(), ready, reasons, &p.view.status})
	})
}

func (s *Server) getContracts(w http.ResponseWriter, _ *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		answer(w, http.StatusOK, struct {
			head
			Contracts []Contract `json:"contracts"`
		}{newHead(p, old), p.view.contracts})
	})
}

func (s *Server) getContract(w http.ResponseWriter, r *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		i := p.find(r.PathValue("symbol"))
		if i < 0 {
			refuse(w, p.unknownContract(r.PathValue("symbol"), http.StatusNotFound))
			return
		}
		answer(w, http.StatusOK, struct {
			head
			*Contract
			Strip *Strip `json:"strip"`
		}{newHead(p, old), &p.view.contracts[i], &p.view.strips[i]})
	})
}

func (s *Server) getUnits(w http.ResponseWriter, _ *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		answer(w, http.StatusOK, struct {
			head
			Units []Unit `json:"units"`
		}{newHead(p, old), p.view.units})
	})
}

func (s *Server) getRequests(w http.ResponseWriter, _ *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		answer(w, http.StatusOK, struct {
			head
			Requests []Request `json:"requests"`
		}{newHead(p, old), p.view.requests})
	})
}

func (s *Server) getSeasons(w http.ResponseWriter, _ *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		answer(w, http.StatusOK, struct {
			head
			Seasons []Term `json:"seasons"`
		}{newHead(p, old), p.view.terms})
	})
}

func (s *Server) getControls(w http.ResponseWriter, _ *http.Request) {
	s.withSample(w, func(p *sample, old time.Duration) {
		answer(w, http.StatusOK, struct {
			head
			*Controls
		}{newHead(p, old), &p.view.controls})
	})
}

// find returns the index of the contract, -1 for none.
func (s *sample) find(symbol string) int {
	for i := range s.view.contracts {
		if s.view.contracts[i].Symbol == symbol {
			return i
		}
	}
	return -1
}

// unknownContract names the contracts there are, as far as a line holds them.
func (s *sample) unknownContract(symbol string, status int) problem {
	var names []string
	for i := range s.view.contracts {
		if i == 20 {
			names = append(names, "…")
			break
		}
		names = append(names, s.view.contracts[i].Symbol)
	}
	return problem{Status: status, Code: "unknown_contract", Message: "there is no such contract today",
		Found: clip(symbol, 32), Allowed: strings.Join(names, ", ")}
}
