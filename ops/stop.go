package ops

import (
	"net/http"
)

// A Stop is what somebody wants of the latch: kill, isolate, cancel-only, reduce,
// or clear. Without contract and product it is about the account.
type Stop struct {
	Act               string
	Contract, Product string
	Actor, Reason     string
}

// Stopped is what came of it.
type Stopped struct {
	Scope   string // what it reaches, in words
	Waiting bool   // a clear that another person must ask for too
}

// stop hands what stops, and its clear, to the desk. A kill is carried out
// whatever its body says; a clear wants a name and a reason, both for the record.
func (s *Server) stop(w http.ResponseWriter, act string, o order) {
	o.Actor, o.Reason = printable(o.Actor), printable(o.Reason)
	if act == "clear" && (o.Actor == "" || o.Reason == "") {
		refuse(w, problem{Status: http.StatusBadRequest, Code: "clear", Message: "a stop is cleared by somebody, for a reason",
			Allowed: "actor and reason, neither empty", Hint: "say who you are and what was looked into"})
		return
	}
	if o.Actor == "" {
		o.Actor = "unnamed"
	}
	s.p.Log.Warn().Str("act", act).Str("actor", o.Actor).Str("reason", o.Reason).
		Str("contract", clip(o.Contract, 64)).Str("product", clip(o.Product, 64)).Msg("ops: latch")
	done, err := s.p.Stop(Stop{Act: act, Contract: o.Contract, Product: o.Product, Actor: o.Actor, Reason: o.Reason})
	if err != nil {
		code, hint := act+"_failed", "the latch may hold all the same: look at the mode; if in doubt end the process"
		if act == "clear" {
			hint = "what is stopped stays stopped"
		}
		refuse(w, problem{Status: http.StatusServiceUnavailable, Code: code, Message: clip(err.Error(), 200), Hint: hint})
		return
	}
	accepted(w, act, o, done)
}
