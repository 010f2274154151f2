package ops

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"quotient/market"
	"quotient/quoter/port"
)

// Limits of a request that changes something.
const (
	maxBody  = 4 << 10
	maxText  = len(market.Ref{}) // bytes of an actor or a grant's reference
	maxGrant = 31 * 24 * time.Hour
)

// An order is the body of a POST.
type order struct {
	Actor    string `json:"actor"`    // who asks
	Reason   string `json:"reason"`   // why; the record keeps the first 24 bytes, the log all
	Contract string `json:"contract"` // "" = all
	Product  string `json:"product"`  // of what stops and its clear: all its contracts
	From     string `json:"from"`     // of a grant: RFC 3339
	To       string `json:"to"`
	Ref      string `json:"ref"`  // of a grant: the exchange's notice
	Role     string `json:"role"` // of a re-arming: trader or risk
}

// acts are the changes that can be asked for, beside kill.
var acts = map[string]port.CommandKind{
	"pause": port.CommandPause, "resume": port.CommandResume, "start": port.CommandStart,
	"grant": port.CommandGrant, "kill": port.CommandLatch, "clear": port.CommandLatch,
	"isolate": port.CommandLatch, "reduce": port.CommandLatch, "cancel-only": port.CommandLatch,
	"rearm": port.CommandRearm,
}

const actNames = "pause, resume, kill, isolate, cancel-only, reduce, clear, rearm, start, grant"

// post serves every change. A kill is carried out however badly it is asked for,
// as long as it comes from where changes may come from.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	act := r.PathValue("act")
	if _, known := acts[act]; !known {
		unknownPath(w, r)
		return
	}
	if s.p.Info.readOnly {
		refuse(w, problem{Status: http.StatusForbidden, Code: "read_only", Message: "this page only shows", Hint: "ask at the desk's own page"})
		return
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		refuse(w, problem{Status: http.StatusUnsupportedMediaType, Code: "content_type", Message: "the body must be JSON",
			Found: clip(r.Header.Get("Content-Type"), 64), Allowed: "application/json"})
		return
	}
	o, bad := readOrder(w, r)
	if bad != nil && act != "kill" {
		refuse(w, *bad)
		return
	}
	if acts[act] == port.CommandLatch {
		s.stop(w, act, o)
		return
	}
	if act == "rearm" {
		s.rearm(w, o)
		return
	}
	s.command(w, act, o)
}

// readOrder decodes the body strictly. What it could read is returned in any case.
func readOrder(w http.ResponseWriter, r *http.Request) (o order, bad *problem) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if errors.As(err, new(*http.MaxBytesError)) {
		return o, &problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large", Message: "the body is too long", Allowed: "4096 bytes"}
	}
	if err != nil {
		return o, &problem{Status: http.StatusBadRequest, Code: "unreadable", Message: "the body could not be read"}
	}
	return decodeOrder(body)
}

func decodeOrder(body []byte) (o order, bad *problem) {
	var err error
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err = d.Decode(&o); err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something follows the object")
		}
	}
	if err != nil {
		return o, &problem{Status: http.StatusBadRequest, Code: "json", Message: "the body is not one JSON object of known members",
			Found: clip(strings.TrimPrefix(err.Error(), "json: "), 120), Allowed: "actor, reason, contract; for a grant also from, to, ref; for rearm also product, role"}
	}
	return o, nil
}

// command hands any other change to the desk.
func (s *Server) command(w http.ResponseWriter, act string, o order) {
	c := port.Command{Kind: acts[act], Contract: market.NoContract}
	if bad := s.fill(&c, o); bad != nil {
		refuse(w, *bad)
		return
	}
	if act == "start" && s.p.Refuse != nil {
		if why := s.p.Refuse(); len(why) > 0 {
			refuse(w, problem{Status: http.StatusConflict, Code: "not_clean", Message: "nothing is started while an alarm is open", Found: clip(why[0], 200)})
			return
		}
	}
	s.p.Log.Info().Str("act", act).Str("actor", o.Actor).Str("reason", o.Reason).
		Str("contract", o.Contract).Str("ref", o.Ref).Msg("ops: command")
	s.hand(w, act, c, o, Stopped{})
}

// hand gives a command to the desk.
func (s *Server) hand(w http.ResponseWriter, act string, c port.Command, o order, done Stopped) {
	if err := s.p.Command(c); err != nil {
		w.Header().Set("Retry-After", "1")
		refuse(w, problem{Status: http.StatusServiceUnavailable, Code: "not_taken", Message: clip(err.Error(), 200), Hint: "try again"})
		return
	}
	accepted(w, act, o, done)
}

// accepted answers that the change is on its way: the loop carries it out, and
// the page shows when it has.
func accepted(w http.ResponseWriter, act string, o order, done Stopped) {
	answer(w, http.StatusAccepted, struct {
		Schema   int    `json:"schema"`
		Accepted string `json:"accepted"`
		Actor    string `json:"actor"`
		Reason   string `json:"reason"`
		Contract string `json:"contract"`
		Scope    string `json:"scope,omitempty"`
		Waiting  bool   `json:"waiting_for_second_person,omitempty"`
	}{Schema, act, o.Actor, o.Reason, o.Contract, done.Scope, done.Waiting})
}

// fill turns an order into a command, or says what is wrong with it.
func (s *Server) fill(c *port.Command, o order) *problem {
	if o.Contract != "" {
		p, _ := s.sampler.latest()
		if p == nil {
			return &noSnapshot
		}
		i := p.find(o.Contract)
		if i < 0 {
			bad := p.unknownContract(o.Contract, http.StatusBadRequest)
			return &bad
		}
		c.Contract = market.Contract(i)
	}
	if bad := shortText("actor", o.Actor, &c.Actor); bad != nil {
		return bad
	}
	if c.Kind == port.CommandGrant {
		return fillGrant(c, o)
	}
	c.Ref, _ = market.MakeRef(clip(printable(o.Reason), maxText))
	return nil
}

func fillGrant(c *port.Command, o order) *problem {
	if bad := shortText("ref", o.Ref, &c.Ref); bad != nil {
		return bad
	}
	var bad *problem
	if c.From, bad = instant("from", o.From); bad != nil {
		return bad
	}
	if c.To, bad = instant("to", o.To); bad != nil {
		return bad
	}
	if length := time.Duration(c.To - c.From); length <= 0 || length > maxGrant {
		return &problem{Status: http.StatusBadRequest, Code: "span", Message: "to must lie after from, at most 31 days",
			Found: length.String(), Allowed: "0s < to - from <= " + maxGrant.String()}
	}
	return nil
}

// instant reads an RFC 3339 time.
func instant(key, text string) (market.Time, *problem) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return 0, &problem{Status: http.StatusBadRequest, Code: "time", Message: key + " is not a time",
			Found: clip(text, 40), Allowed: "RFC 3339 such as 2026-11-22T09:00:00+08:00"}
	}
	return market.Time(t.UnixNano()), nil
}

// shortText fills a Ref with a text that must be there, fit, and be printable.
func shortText(key, text string, dst *market.Ref) *problem {
	ref, ok := market.MakeRef(text)
	if !ok || text == "" || printable(text) != text {
		return &problem{Status: http.StatusBadRequest, Code: key, Message: key + " must be a short printable text",
			Found: clip(printable(text), 64), Allowed: "1 to 24 bytes of UTF-8"}
	}
	*dst = ref
	return nil
}

// printable returns s without what no line of a record should hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}
