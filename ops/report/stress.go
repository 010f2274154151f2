package report

import (
	"quotient/market"
)

// A Stress is what bad markets would do to an account as it stood at an instant.
type Stress struct {
	Account    string
	Day        market.Date
	At         market.Time
	Portfolios []Portfolio // the whole account first, then those that hold something
}

// A Portfolio is a product's contracts and the options on them; without a name the
// whole account.
type Portfolio struct {
	Name  string
	Lacks []string // options held of which gamma and vega are not known
	Grid  Scenarios
	Down  Limits
	Up    Limits
}

// Scenarios are moves of prices and volatility, each by itself.
type Scenarios struct {
	Assessed bool // else the figures mean nothing
	Cells    []Scenario
}

// A Scenario is one move of all prices and of volatility.
type Scenario struct {
	Price int64        // ppm
	Vol   int64        // thousandths of a point
	PnL   market.Money // of the portfolio
	Free  market.Money // of the account then
}

// Limits are consecutive limit days one way, each from where the last one ended.
type Limits struct {
	Assessed bool
	Days     []LimitDay
}

// A LimitDay is the end of one of them.
type LimitDay struct {
	Day  int64
	PnL  market.Money // since now
	Free market.Money
}

// worst is the index of the least free, the first of equals.
func (s *Scenarios) worst() int {
	w := 0
	for i := range s.Cells {
		if s.Cells[i].Free < s.Cells[w].Free {
			w = i
		}
	}
	return w
}
