package quoter_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/quoter/pricing"
)

// arrange changes the desk before the story begins: "desk answers" has AP101 owe
// answers to requests for quote and nothing else; "desk steering key=value…" lets
// the needs decide.
func (s *stage) arrange(kind string, keys []string) {
	switch kind {
	case "answers":
		s.desk.Obligation.Terms = nil
		s.desk.Requests = answers(len(s.desk.Instruments), s.contract("AP101"))
	case "own-in-book":
		s.desk.Quoter.OwnInBook = true
	case "wide": // wider by itself than the terms allow
		s.desk.Quoter.Contracts[s.contract("AP101")].Pricing.MaxWidth = 6
	case "protection", "conduct", "positions", "money", "drawdown", "punctual", "linked", "seats", "ramp", "delivery", "delivery-beyond", "expiring", "option":
		s.guard(kind, keys...)
	case "limits":
		s.limit(keys)
	case "steering":
		p := steering.Params{Reserve: 10 * market.Minute, Watch: 10 * market.Minute, Critical: 990_000,
			Back: steering.Out, StepBackAt: -100, ReturnAt: -50, MinOff: 10 * market.Second, MinOn: market.Second}
		for i := range s.desk.Quoter.Contracts {
			s.desk.Quoter.Contracts[i].Loss = pricing.LossParams{MarkAfter: market.Second, MarkHalfLife: market.Minute,
				BriskHalfLife: market.Minute, UsualHalfLife: market.Hour, VolLoss: 100}
		}
		for _, kv := range keys {
			s.tune(&p, kv)
		}
		s.desk.Quoter.Steering = steering.Schedule{p}
	default:
		s.t.Fatalf("story arranges %s", kind)
	}
}

func (s *stage) tune(p *steering.Params, kv string) {
	k, v, _ := strings.Cut(kv, "=")
	switch k {
	case "target": // ppm, of every term
		for i := range s.desk.Obligation.Terms {
			s.desk.Obligation.Terms[i].Target, _ = strconv.ParseInt(v, 10, 64)
		}
	case "back":
		p.Back = map[string]steering.Stance{"wide": steering.Wide, "out": steering.Out}[v]
		for i := range s.desk.Quoter.Contracts {
			s.desk.Quoter.Contracts[i].StepWide = 4
		}
	case "pool": // both contracts are judged in one
		o := &s.desk.Obligation
		o.Units = []obligation.Unit{{By: obligation.AggregatePooled, Target: o.Terms[0].Target}}
		s.desk.Quoter.Units = o.Units
		o.Terms = append(o.Terms[:1], o.Terms[0])
		o.Terms[1].Contract = s.contract(v)
	case "reserve":
		d, err := time.ParseDuration(v)
		if err != nil {
			s.t.Fatal(err)
		}
		p.Reserve = market.Time(d)
	default:
		s.t.Fatalf("story tunes %s", kv)
	}
}

// answers are terms of answers on the given contracts: within 10 s, for 10 s, 6
// ticks and 10 lots.
func answers(contracts int, owed ...market.Contract) request.Params {
	p := request.Params{Contracts: contracts, Units: []request.Unit{{Target: 700_000}}}
	for _, c := range owed {
		p.Terms = append(p.Terms, request.Terms{Contract: c, Scope: request.ScopeRest, From: 20200801, To: 20200831,
			Respond: 10 * market.Second, Hold: 10 * market.Second, Spread: 6, MinSize: 10,
			Declared: request.PolicyNo, Filled: request.PolicyNo, Resting: request.PolicyYes, AnyQuote: request.PolicyNo,
			Exempt: request.PolicyNo, Breaks: request.PolicyNo, Merge: request.PolicyYes, Apart: market.Minute,
			Underlying: market.NoContract})
	}
	return p
}

// tellDuty says what the agreement's records say.
func (s *stage) tellDuty(r *port.Record) {
	switch r.Kind {
	case port.RecordNeed:
		n := r.Need()
		pool := ""
		if n.Contract == market.NoContract {
			pool = fmt.Sprintf(" of the pool, reserve %d s", n.Reserve/market.Second)
		}
		fmt.Fprintf(&s.text, "need%s %s -> %s: slack %d s, rest %d ppm\n", pool, steering.Need(n.Was), steering.Need(n.Now),
			n.Slack/market.Second, n.NeedRest)
	case port.RecordRequest:
		q := r.Request()
		fmt.Fprintf(&s.text, "request %s %s: low %s, high %s, cause %d\n", s.desk.Instruments[q.Contract].Symbol, q.Ref,
			request.Verdict(q.Low), request.Verdict(q.High), obligation.Cause(q.Cause))
	case port.RecordMember:
		m := r.Member()
		fmt.Fprintf(&s.text, "set rows %d to %d, at the money %d\n", m.First, m.Last, m.Row)
	}
}
