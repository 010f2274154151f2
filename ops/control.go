package ops

import (
	"cmp"
	"math/bits"
	"slices"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/surveillance"
)

// Controls are what holds trading back now, and how near the rest is to do so.
type Controls struct {
	NotInForce []string   `json:"not_in_force"` // controls that this desk goes without
	Seat       uint8      `json:"seat"`         // in use; 0 = none
	Halt       string     `json:"halt"`         // why the counters of our own flow stop everything; "" = they do not
	Holds      []Hold     `json:"holds"`
	Trips      []Trip     `json:"trips"`
	Budgets    []Budget   `json:"budgets"`   // nearest to the exchange's threshold first
	Positions  []Position `json:"positions"` // nearest to a limit first
	More       int        `json:"positions_more"`
	Funds      *Funds     `json:"funds"` // null where not in force
}

// A Budget is a counter of our own flow with what it is held against.
type Budget struct {
	Rule     uint16 `json:"rule"` // index into the desk's rules
	Kind     string `json:"kind"`
	Scope    string `json:"scope"`
	Name     string `json:"name"` // of the contract or product; "" = the account
	Level    string `json:"level"`
	Assessed bool   `json:"assessed"` // false: a ratio without a denominator
	Used     int64  `json:"used"`
	Warn     int64  `json:"warn"`
	Throttle int64  `json:"throttle"`
	Stop     int64  `json:"stop"`      // ours
	Limit    int64  `json:"threshold"` // the exchange's
	Ratio    *int64 `json:"ratio_ppm"` // of a rule on a ratio
	Bound    *int64 `json:"bound_ppm"`
	Source   string `json:"source"`
	Exempt   string `json:"exempt"` // the source of what takes the rule off; "" = nothing does
}

// shownPositions bounds what the page lists.
const shownPositions = 24

func (in *Info) controls(s *port.Snapshot) Controls {
	c := Controls{NotInForce: in.notInForce(s), Seat: s.Seat, Holds: in.holds(), Trips: in.trips(s), Budgets: budgets(s), Funds: fundsOf(s)}
	if s.Halt != 0 && s.Guards&port.GuardConduct != 0 {
		c.Halt = surveillance.Halt(s.Halt).String()
	}
	c.Positions, c.More = positions(s)
	return c
}

// guards are the controls a desk may go without, by their bits.
var guards = []struct {
	bit  uint8
	name string
}{
	{port.GuardProtection, "protection"}, {port.GuardConduct, "conduct"}, {port.GuardLimits, "limits"}, {port.GuardFunds, "funds"},
}

// notInForce names what this desk goes without, as the desk file's keys do: whole
// sections, then rules of the gate that could say anything of its contracts.
func (in *Info) notInForce(s *port.Snapshot) []string {
	list := []string{}
	for _, g := range guards {
		if s.Guards&g.bit == 0 {
			list = append(list, g.name)
		}
	}
	options := slices.ContainsFunc(in.Instruments, func(i market.Instrument) bool { return i.Option() })
	for r := range risk.RuleCount {
		concerned := options || r != risk.RuleBound && r != risk.RuleParity && r != risk.RuleVega
		if risk.Extended.Has(r) && r != risk.RuleFunds && concerned && !risk.Rules(s.Rules).Has(r) {
			list = append(list, "risk."+r.String())
		}
	}
	return list
}

func budgets(s *port.Snapshot) []Budget {
	raw := slices.Clone(s.Budget[:min(int(s.Budgets), len(s.Budget))])
	slices.SortStableFunc(raw, func(a, b port.Budget) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(share(b.Value, b.Limit), share(a.Value, a.Limit)))
	})
	list := make([]Budget, len(raw))
	for i := range raw {
		list[i] = budgetOf(&raw[i], s)
	}
	return list
}

func budgetOf(b *port.Budget, s *port.Snapshot) Budget {
	v := Budget{Rule: b.Rule, Kind: surveillance.Kind(b.Kind).String(), Scope: surveillance.Scope(b.Scope).String(),
		Level: surveillance.Level(b.Level).String(), Assessed: b.Assessed != 0, Used: b.Value, Warn: b.Warn, Throttle: b.Throttle,
		Stop: b.Stop, Limit: b.Limit, Source: b.Source.String(), Exempt: b.Exempt.String()}
	switch surveillance.Scope(b.Scope) {
	case surveillance.Contract:
		v.Name = symbol(b.Contract, s)
	case surveillance.Product:
		v.Name = b.Product.String()
	}
	if bound, ratio := b.Bound, b.Ratio; bound != 0 { // copies: the snapshot is written again
		v.Bound = &bound
		if ratio >= 0 {
			v.Ratio = &ratio
		}
	}
	return v
}

// share is how much of a limit is used, in ppm; a limit that is none is used up.
func share(used, limit int64) int64 {
	switch {
	case limit <= 0:
		return one
	case used >= limit:
		return one + min(used-limit, one)
	}
	hi, lo := bits.Mul64(uint64(max(0, used)), one)
	q, _ := bits.Div64(hi, lo, uint64(limit))
	return int64(q)
}

// symbol is a contract's name, "" for none.
func symbol(c market.Contract, s *port.Snapshot) string {
	if list := symbols([]market.Contract{c}, s); len(list) == 1 {
		return list[0]
	}
	return ""
}
