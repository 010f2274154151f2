package ops

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// A Position is one contract's position against its limits, and what holds the
// contract back. Pairs are long and short.
type Position struct {
	Contract  string          `json:"contract"`
	Mode      string          `json:"mode"`       // in force, of latch, protection and limits together
	Trip      string          `json:"trip"`       // the protection that blocks; "" = none
	Level     string          `json:"level"`      // of the counters of our own flow
	Restraint []string        `json:"restraint"`  // why it may only be closed
	Held      [2]market.Qty   `json:"held"`       // lots
	Worst     [2]market.Qty   `json:"worst"`      // net, if all that may fill on that side does
	Stop      [2]market.Qty   `json:"our_limit"`  // on worst
	Counted   [2]market.Qty   `json:"counted"`    // against the exchange's limit
	Spread    [2]market.Qty   `json:"spread"`     // of them in spread positions
	Over      [2]market.Qty   `json:"over"`       // lots over it
	Until     string          `json:"over_until"` // by then they have to be gone
	LeftNs    *int64          `json:"over_left_ns"`
	Limit     *market.Qty     `json:"exchange_limit"` // null = not known, or not in force
	All       *market.Qty     `json:"exchange_limit_all"`
	Source    string          `json:"source"`
	OpensLeft *market.Qty     `json:"opens_left"` // today; null = not known, or not limited
	Margin    *market.Money   `json:"margin_fen"`
	LotMargin [2]market.Money `json:"lot_margin_fen"` // bought, sold; 0 = not known
	Refused   uint8           `json:"refused_prices"` // by our own gate of late

	nearest int64 // ppm of the nearest limit
}

// restraints are the reasons of position.Restraint by bit.
var restraints = [position.Reasons + 1]string{"over_limit", "no_limit", "unqualified", "untold", "no_opens", "to_delivery"}

func positionOf(c *port.ContractView, s *port.Snapshot) Position {
	g := &c.Guard
	v := Position{Contract: c.Symbol.String(), Mode: modeName(g.Held), Level: surveillance.Level(g.Level).String(), Restraint: []string{},
		Held: [2]market.Qty{c.Long, c.Short}, Worst: g.Worst, Stop: g.Stop, Counted: g.Counted, Spread: g.Spread, Over: g.Over, LotMargin: g.LotMargin, Refused: g.Strikes}
	if g.Trip != 0 {
		v.Trip = breaker.Kind(g.Trip).String()
	}
	for i, name := range restraints {
		if g.Restraint>>i&1 != 0 {
			v.Restraint = append(v.Restraint, name)
		}
	}
	if g.Until != 0 {
		v.Until, v.LeftNs = stamp(g.Until), span(g.Until-s.Now)
	}
	v.limits(g, s.Guards)
	for i := range 2 {
		v.nearest = max(v.nearest, share(int64(g.Worst[i]), int64(g.Stop[i])))
		if v.Limit != nil {
			v.nearest = max(v.nearest, share(int64(g.Counted[i]-g.Spread[i]), int64(g.Limit)))
		}
	}
	return v
}

// limits fills in what the desk's rooms know.
func (v *Position) limits(g *port.GuardView, in uint8) {
	if in&port.GuardLimits != 0 {
		if g.Known != 0 {
			limit, all := g.Limit, g.All
			v.Limit, v.All, v.Source = &limit, &all, g.Source.String()
		}
		if left := g.OpensLeft; left >= 0 {
			v.OpensLeft = &left
		}
	}
	if margin := g.Margin; in&port.GuardFunds != 0 && margin >= 0 {
		v.Margin = &margin
	}
}

// idle reports whether there is nothing to say about it in a long list.
func (v *Position) idle() bool {
	none := [2]market.Qty{}
	return v.Held == none && v.Worst == none && v.Counted == none && len(v.Restraint) == 0 && v.Mode == risk.Run.String() && v.Level == surveillance.OK.String()
}

// positions are the contracts nearest to a limit, and how many more there are.
func positions(s *port.Snapshot) (list []Position, more int) {
	n := min(int(s.Contracts), len(s.Contract))
	list = make([]Position, 0, n)
	for i := range n {
		if v := positionOf(&s.Contract[i], s); n < manyContracts || !v.idle() {
			list = append(list, v)
		}
	}
	slices.SortStableFunc(list, func(a, b Position) int {
		return cmp.Or(cmp.Compare(len(b.Restraint), len(a.Restraint)), cmp.Compare(b.nearest, a.nearest))
	})
	shown := min(len(list), shownPositions)
	return list[:shown], len(list) - shown
}
