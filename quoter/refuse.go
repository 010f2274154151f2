package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/orders"
)

// lookPause is how long a contract waits for another look after a refusal that no
// input takes back.
const lookPause = market.Second

// crowded are the rules that refuse a replacement for what it is beside what
// stands: that may go on standing. All others speak against the quote itself, its
// price or its market.
const crowded = risk.Rules(1<<risk.RuleSize | 1<<risk.RuleValue | 1<<risk.RuleSpread | 1<<risk.RuleOffset |
	1<<risk.RuleSelfMatch | 1<<risk.RulePosition | 1<<risk.RuleProduct | 1<<risk.RuleAccount | 1<<risk.RuleDelta |
	1<<risk.RuleVega | 1<<risk.RuleExchange | 1<<risk.RuleFunds | 1<<risk.RuleRamp)

// lapse are the rules on how many messages leave.
const lapse = risk.Rules(1<<risk.RuleRate | 1<<risk.RuleContractRate | 1<<risk.RuleDay | 1<<risk.RuleInFlight | 1<<risk.RuleRepeat | 1<<risk.RuleBurst)

// refused goes on after the gate said no to a quote: whatever the rule, the
// contract is looked at again. For want of messages what stands stays, but not at
// a price that loses for as long as the want may last.
func (l *Loop) refused(c market.Contract, w *wanted, live *orders.Entry) {
	standing, rule := live.ID != 0, l.st.verdict
	l.again(c)
	switch {
	case lapse.Has(rule):
		l.lapsed(c, rule)
		if standing && rule == risk.RuleDay && !w.fairWithin(live) {
			l.stepOut(c, obligation.CauseBudget)
			return
		}
		l.say(c, obligation.CauseBudget)
	case standing && crowded.Has(rule) && w.good(live):
		l.say(c, w.cause)
	default:
		l.darken(c)
		if standing {
			l.stepOut(c, obligation.CauseRisk)
			return
		}
		l.say(c, obligation.CauseRisk)
	}
}

// lapsed waits until messages are there again.
func (l *Loop) lapsed(c market.Contract, rule risk.Rule) {
	k := &l.contracts[c]
	k.retry = l.r.Gate.NextBudget(c, l.now)
	switch {
	case rule == risk.RuleDay || rule == risk.RuleRepeat:
		k.retry = max(k.retry, l.now+lookPause)
	case k.retry <= l.now: // not for want of messages in the window
		k.retry = l.now + l.p.Contracts[c].MinRest + market.Millisecond
	}
	l.wakeAt(c, k.retry)
}

// again makes sure of another look at the contract though nothing happens.
func (l *Loop) again(c market.Contract) {
	l.wakeAt(c, l.now+max(lookPause, l.p.Contracts[c].MinRest))
}

// darken and lighten put on record what the agreement has to spare when limits
// take the quote of a contract away, and when it comes back: every obliged second
// between costs one second of slack.
func (l *Loop) darken(c market.Contract) {
	if k := &l.contracts[c]; k.dark == 0 {
		k.dark = 1
		l.tellSlack(c)
	}
}

func (l *Loop) lighten(c market.Contract) {
	if k := &l.contracts[c]; k.dark != 0 {
		k.dark = 0
		l.tellSlack(c)
	}
}

// tellSlack puts the contract's own arithmetic on record, its need unchanged.
func (l *Loop) tellSlack(c market.Contract) {
	t, owed := l.r.Meter.Terms(c, l.st.date)
	if !owed {
		return
	}
	l.r.Meter.ReadInto(c, l.now, &l.reading)
	r, need := &l.reading, l.contracts[c].need.need
	n := port.Need{Unit: port.NoUnit, Contract: c, Was: need, Now: need, Target: r.Target, D: r.D, R: r.R, E: r.MonthLow,
		Slack: r.Slack, NeedRest: r.NeedRest}
	if len(l.units) > 0 {
		n.Unit = t.Unit
	}
	if len(l.p.Steering) > 0 {
		p := l.p.Steering.At(l.st.date)
		n.Reserve, n.Watch, n.Critical = p.Reserve, p.Watch, p.Critical
	} else {
		n.Was, n.Now = uint8(steering.Comfortable), uint8(steering.Comfortable)
	}
	*l.record(port.RecordNeed).NewNeed() = n
	l.ring.Records.Commit()
}
