package config

import (
	"quotient/market"
	"quotient/obligation/rule"
	"quotient/obligation/steering"
)

// A Feasible says what a desk can quote within its own limits: every way in which
// a contract may be quoted, at every row of the agreement's table, and the room
// that positions and messages leave. Contracts of which the same is true share an
// entry. Widths and distances are ticks, sizes lots.
type Feasible struct {
	Steps     []Step        `json:"steps"`
	Positions []PositionFit `json:"positions"`
	Products  []ProductFit  `json:"products"`
	Messages  MessageFit    `json:"messages"`
}

// A Step is one stance at one row: what the loop would send, what the terms count
// and what the gate lets through. Prices are those of the bid, in the contract's
// unit, both included; To is the highest that passes, "" when every one does, and
// Until the limit that ends it, "" when it is the row's end.
type Step struct {
	Contracts []string `json:"contracts"`
	Duty      string   `json:"duty"`    // quote, answer, or own: no terms
	Stances   []string `json:"stances"` // normal, firm, duty, wide, out; none: owed, and not to be quoted
	Relax     string   `json:"relax"`   // of a stressed market, "" when not
	From      string   `json:"from"`
	To        string   `json:"to"`
	Until     string   `json:"until"`     // max_order_value, max_spread_ticks or collar_ticks
	Counts    bool     `json:"counts"`    // the quote counts
	MinWidth  int64    `json:"min_width"` // of the quote
	MaxWidth  int64    `json:"max_width"`
	Allowed   int64    `json:"allowed"`    // widest that counts at From; 0 = no terms, or nothing does
	GateWidth int64    `json:"gate_width"` // widest that the gate passes
	Reach     int64    `json:"reach"`      // farthest from fair value, with skew and rounding
	Collar    int64    `json:"collar"`
	Size      int64    `json:"size"`
	Least     int64    `json:"least"` // that counts; 0 = no terms
	MinOrder  int64    `json:"min_order"`
	MaxOrder  int64    `json:"max_order"`
}

// The duties of a Step.
const (
	dutyQuote  = "quote"
	dutyAnswer = "answer"
	dutyOwn    = "own"
)

// A posture is one way in which a contract may be quoted.
type posture struct {
	c      market.Contract
	duty   string
	stance steering.Stance
	demand rule.Demand
	bound  bool // the quote is to satisfy demand
}

// postures lists the ways in which contract c may be quoted under a demand.
// Quoting firm differs from normal in when, not in what.
func (d *Desk) postures(c market.Contract, duty string, demand rule.Demand) (list []posture) {
	q := &d.Quoter.Contracts[c]
	p := posture{c: c, duty: duty, demand: demand, bound: duty == dutyAnswer || duty == dutyQuote && q.Comply}
	list = append(list, p)
	if !d.steered(c) {
		return list
	}
	p.stance = steering.Duty
	list = append(list, p)
	if duty == dutyAnswer { // an answer outranks the wish to be out
		return list
	}
	for _, back := range []steering.Stance{steering.Wide, steering.Out} {
		for i := range d.Quoter.Steering {
			if p.stance = back; d.Quoter.Steering[i].Back == back {
				list = append(list, p)
				break
			}
		}
	}
	return list
}

// steered reports whether the obligation's need changes how c is quoted.
func (d *Desk) steered(c market.Contract) bool {
	if len(d.Quoter.Steering) == 0 || !d.Quoter.Contracts[c].Comply {
		return false
	}
	for i := range d.Obligation.Terms {
		if t := &d.Obligation.Terms[i]; t.Contract == c && !t.Watch {
			return true
		}
	}
	return false
}

// stressed returns the demand and, where a grant relaxes it, the relaxed one.
func (d *Desk) stressed(c market.Contract, demand rule.Demand) []rule.Demand {
	list := []rule.Demand{demand}
	for i := range d.Obligation.Grants {
		g := &d.Obligation.Grants[i]
		if g.Relax == 0 || g.Contract != c && g.Contract != market.NoContract {
			continue
		}
		if len(list) == 1 {
			list = append(list, demand)
		}
		list[1].Relax = max(list[1].Relax, g.Relax)
	}
	return list
}
