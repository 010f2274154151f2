package ops

import (
	"quotient/market"
	"quotient/obligation/request"
	"quotient/quoter/port"
	"quotient/risk"
)

// A Request is one request for quote (询价): open, or what it came to by the low
// and by the high reading.
type Request struct {
	Ref      string  `json:"ref"`
	Contract string  `json:"contract"`
	Unit     *string `json:"unit"`
	Open     bool    `json:"open"`
	At       string  `json:"at"`
	Seen     string  `json:"seen"`
	Due      string  `json:"due"`
	DueNs    *int64  `json:"due_ns"`  // of an open one without an answer: time left, below 0 when it is too late
	HoldNs   *int64  `json:"hold_ns"` // of an open one with an answer: how long it must still stand
	Low      string  `json:"low"`
	High     string  `json:"high"`
	// Since when an answer stood, "" never, and for how long.
	AnsweredLow  string      `json:"answered_low"`
	AnsweredHigh string      `json:"answered_high"`
	HeldLowNs    market.Time `json:"held_low_ns"`
	HeldHighNs   market.Time `json:"held_high_ns"`
	Decided      string      `json:"decided"`
	QuoteID      uint64      `json:"quote_id"`
	Refused      string      `json:"refused"` // the gate's rule that refused its answer last, "" none did
}

// requests are the page's requests: open ones first, then the last decided.
func requests(s *port.Snapshot) []Request {
	list := make([]Request, min(int(s.Asked), len(s.Request)))
	for i := range list {
		list[i] = requestOf(&s.Request[i], s)
	}
	return list
}

func requestOf(r *port.RequestView, s *port.Snapshot) Request {
	v := Request{
		Ref: r.Ref.String(), Contract: "?", Unit: unitName(r.Request.Unit, s), Open: r.Open != 0,
		At: stamp(r.At), Seen: stamp(r.Seen), Due: stamp(r.Due),
		Low: request.Verdict(r.Low).String(), High: request.Verdict(r.High).String(),
		AnsweredLow: stamp(r.AnsweredLow), AnsweredHigh: stamp(r.AnsweredHigh), HeldLowNs: r.HeldLow, HeldHighNs: r.HeldHigh,
		Decided: stamp(r.Decided), QuoteID: r.QuoteID,
	}
	if names := symbols([]market.Contract{r.Contract}, s); len(names) == 1 {
		v.Contract = names[0]
	}
	if risk.Rule(r.Rule) != risk.OK {
		v.Refused = ruleName(r.Rule)
	}
	switch {
	case !v.Open:
	case r.Until == 0:
		v.DueNs = span(r.Due - s.Now)
	default:
		v.HoldNs = span(max(0, r.Until-s.Now))
	}
	return v
}

// span is t as a figure that may be absent.
func span(t market.Time) *int64 {
	v := int64(t)
	return &v
}
