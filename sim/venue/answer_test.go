package venue

import (
	"testing"

	"quotient/market"
	"quotient/sim"
)

// A quote says which request for quote it answers, and the exchange counts it.
func TestAnswer(t *testing.T) {
	t.Parallel()
	p := params()
	ask := sim.ResponseTerms{Contract: 1, Respond: market.Minute, MaxSpread: 100, MinSize: 1, All: true, Underlying: market.NoContract}
	p.Exchange.Responses = []sim.ResponseTerms{ask}
	s := start(t, p)
	m := join(t, s, "QUOTIENT")
	m.say("A", logon)
	m.hear("A")
	var first, second string
	s.Do(func(x *sim.Exchange, now market.Time) {
		first, second = x.Request(1, market.Ref{}, now).String(), x.Request(1, market.Ref{}, now).String()
	})
	m.say("S", "55=AP101|117=1|131="+second+"|132=7230|133=7290|134=5|135=5|1166=1|20001=O|20002=O|")
	m.hear("AI")
	s.Do(func(x *sim.Exchange, _ market.Time) {
		got := map[string]sim.Outcome{}
		for _, q := range x.Responses(nil) {
			got[q.Ref.String()] = q.Outcome
		}
		if got[first] != sim.OutcomeOpen || got[second] != sim.Answered {
			t.Errorf("%s and %s: %v", first, second, got)
		}
	})
}
