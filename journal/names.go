package journal

import (
	"strconv"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/risk"
)

var ringNames = [port.RingCount]string{"command", "venue", "feed"}

var endNames = [...]string{"none", "cancelled", "replaced", "filled", "expired", "mass_cancelled"}

var rejectNames = [...]string{"none", "other", "unknown", "closed", "price", "size", "spread", "duplicate",
	"funds", "rate", "latch", "down", "late"}

// What package obligation's small numbers are called in a journal's lines.
var (
	aggregationNames = [...]string{"every", "pooled", "some", "days", "response"}
	verdictNames     = [...]string{"not_assessed", "met", "missed", "open", "in_band"}
	restrikeNames    = [...]string{"unset", "settlement", "last", "mid", "carried"}
	causeNames       = [...]string{"killed", "paused", "stale_data", "risk_blocked", "budget", "stepped_back"}
	stageNames       = [...]string{"down", "cancelling", "querying", "ready", "stopping", "stopped"}
)

var flagNames = [...]string{"conflated", "passive", "recovered", "order", "own"}

// name returns the i-th of list, or i in digits.
func name(list []string, i uint8) string {
	if int(i) < len(list) {
		return list[i]
	}
	return strconv.Itoa(int(i))
}

// codeName says what an event's Code means, "" where codes mean nothing.
func codeName(k market.EventKind, code uint8) string {
	switch k {
	case market.EventQuoteEnded, market.EventOrderEnded:
		return name(endNames[:], code)
	case market.EventQuoteReject, market.EventOrderReject, market.EventCancelReject, market.EventMassReject,
		market.EventNotSent, market.EventQueryReject:
		return name(rejectNames[:], code)
	}
	return ""
}

func ruleName(r uint8) string { return risk.Rule(r).String() }
func modeName(m uint8) string { return risk.Mode(m).String() }

func needName(n uint8) string   { return steering.Need(n).String() }
func answerName(v uint8) string { return request.Verdict(v).String() }

func stateName(s uint8) string  { return obligation.State(s).String() }
func exemptName(e uint8) string { return obligation.Exempt(e).String() }

// reasonKey names an index of TallyTime.Ineffective; "" when it is not in use.
func reasonKey(i int) string {
	if i < obligation.ReasonCount {
		return (obligation.Killed + obligation.State(i)).String()
	}
	return ""
}

// exemptKey names an index of TallyTime.Exempt; "" when it is not in use.
func exemptKey(i int) string {
	if i > 0 && i < int(obligation.ExemptCount) {
		return obligation.Exempt(i).String()
	}
	return ""
}

// effectName says what exempt time does to the ratio.
func effectName(e uint8) string { return name([]string{"leaves", "leaves", "counts", "ignored"}, e) }
