package ops

import (
	"net/http"
	"strings"
	"sync"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
)

// rearmWithin is how long the first of two persons of risk waits for the second.
const rearmWithin = 10 * market.Minute

// rearms keep who of risk asked to end which trips. What needs risk needs two
// persons; it is asked for again after a restart.
type rearms struct {
	mu    sync.Mutex
	asked map[string]rearming // by scope and name
}

type rearming struct {
	actor string
	at    market.Time
}

// waiting is who asked first for the scope's end, "" for nobody.
func (r *rearms) waiting(scope, name string, now market.Time) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a := r.asked[scope+" "+name]; now-a.at <= rearmWithin {
		return a.actor
	}
	return ""
}

// second notes who asks and reports whether somebody else did before.
func (r *rearms) second(scope, name, actor string, now market.Time) bool {
	first := r.waiting(scope, name, now)
	r.mu.Lock()
	defer r.mu.Unlock()
	if first != "" && first != actor {
		delete(r.asked, scope+" "+name)
		return true
	}
	if r.asked == nil {
		r.asked = map[string]rearming{}
	}
	r.asked[scope+" "+name] = rearming{actor, now}
	return false
}

// roles are who may end a trip.
var roles = map[string]breaker.Authority{"trader": breaker.ByTrader, "risk": breaker.ByRisk}

// A Rearm is what somebody wants of protection: that the trips of a scope end.
// Without contract and product it is about the account.
type Rearm struct {
	Contract, Product   string
	Actor, Role, Reason string
}

// rearm serves a re-arming that was asked for on the page.
func (s *Server) rearm(w http.ResponseWriter, o order) {
	done, bad := s.rearmed(&Rearm{o.Contract, o.Product, o.Actor, o.Role, o.Reason})
	if bad != nil {
		if bad.Status == http.StatusServiceUnavailable && bad != &noSnapshot {
			w.Header().Set("Retry-After", "1")
		}
		refuse(w, *bad)
		return
	}
	accepted(w, "rearm", o, done)
}

// Rearm ends the trips of a scope as the page would, for whoever asks elsewhere.
func (s *Server) Rearm(o Rearm) (Stopped, error) {
	done, bad := s.rearmed(&o)
	if bad != nil {
		return Stopped{}, bad
	}
	return done, nil
}

// rearmed ends the trips of a scope that wait for a person. What
// needs risk waits for the second of two persons; the first is put on record.
func (s *Server) rearmed(o *Rearm) (done Stopped, bad *problem) {
	p, _ := s.sampler.latest()
	if p == nil {
		return done, &noSnapshot
	}
	c := port.Command{Kind: port.CommandRearm, Mode: uint8(roles[o.Role])}
	of, at, found := tripped(o.Contract, o.Product, p)
	scope, name := scopeOf(of), o.Contract+o.Product
	bad = shortText("actor", o.Actor, &c.Actor)
	switch {
	case bad != nil:
		return done, bad
	case printable(o.Reason) == "":
		return done, &problem{Status: http.StatusBadRequest, Code: "reason", Message: "a protection is re-armed for a reason", Hint: "say what was looked into"}
	case roles[o.Role] == breaker.Unset:
		return done, &problem{Status: http.StatusBadRequest, Code: "role", Message: "who re-arms says as what", Found: clip(o.Role, 32), Allowed: "trader, risk"}
	case !found:
		return done, &problem{Status: http.StatusBadRequest, Code: "unknown_scope", Message: "there is no such contract or product today", Found: clip(name, 32)}
	}
	needs, bad := p.needs(scope, name, roles[o.Role])
	if bad != nil {
		return done, bad
	}
	s.p.Log.Warn().Str("act", "rearm").Str("actor", o.Actor).Str("role", o.Role).Str("reason", o.Reason).Str("scope", scope+" "+name).Msg("ops: rearm")
	done = Stopped{Scope: strings.TrimSpace(scope + " " + name)}
	c.Contract, c.Value = at, int16(of)
	c.Ref, _ = market.MakeRef(clip(printable(o.Reason), maxText))
	if needs == breaker.ByRisk && !s.p.Info.rearms.second(scope, name, o.Actor, p.view.now) {
		done.Waiting = true
		c = port.Command{Kind: port.CommandMark, Contract: market.NoContract, Actor: c.Actor}
		c.Ref, _ = market.MakeRef(clip("rearm? "+printable(o.Reason), maxText))
	}
	if err := s.p.Command(c); err != nil {
		return done, &problem{Status: http.StatusServiceUnavailable, Code: "not_taken", Message: clip(err.Error(), 200), Hint: "try again"}
	}
	return done, nil
}

// needs is the authority that the trips of a scope need, or why they cannot be ended.
func (s *sample) needs(scope, name string, as breaker.Authority) (needs breaker.Authority, bad *problem) {
	found, early := false, (*Trip)(nil)
	for i := range s.view.controls.Trips {
		if t := &s.view.controls.Trips[i]; t.Scope == scope && t.Name == name && t.Ends == "person" {
			found = true
			needs = max(needs, roles[t.Rearm])
			if t.until > s.view.now {
				early = t
			}
		}
	}
	switch {
	case !found:
		bad = &problem{Status: http.StatusConflict, Code: "not_tripped", Message: "nothing waits for a person there", Found: scope + " " + name}
	case needs > as:
		bad = &problem{Status: http.StatusForbidden, Code: "authority", Message: "only risk may end this", Found: as.String(), Allowed: "risk"}
	case early != nil:
		bad = &problem{Status: http.StatusConflict, Code: "pause", Message: "the pause of a trip there is not over", Found: early.Kind, Allowed: "from " + early.Until + " on"}
	}
	return needs, bad
}

// scopeOf is the breaker's scope as the page calls it.
func scopeOf(s breaker.Scope) string {
	if s == breaker.Group {
		return "product"
	}
	return s.String()
}
