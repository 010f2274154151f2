package report

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// An Exempt is one line of the exemption ledger: why a contract's time was
// exempt, and on what evidence.
type Exempt struct {
	Contract string
	Day      market.Date
	Why      obligation.Exempt
	From, To market.Time
	Witness  string // the contract whose phase or market says so
	Price    string // at which the witness stood; "" = the reason has none
	Ref      string // of a grant
}

func (c *Collector) exempt(x *port.Exempt) {
	in := c.instrument(x.Contract, x.Date)
	if in == nil {
		return
	}
	e := Exempt{Contract: in.Symbol.String(), Day: x.Date, Why: obligation.Exempt(x.Exempt), From: x.From, To: x.To,
		Witness: c.symbol(x.Witness), Ref: x.Ref.String()}
	if x.Price != 0 && int(x.Witness) < len(c.instruments) {
		e.Price = c.instruments[x.Witness].FormatPrice(x.Price)
	}
	c.exempts = append(c.exempts, e)
}

// events returns the ledger without the auctions, which come every day and are
// evident from the calendar.
func events(list []Exempt) (rest []Exempt) {
	for i := range list {
		if list[i].Why != obligation.ExemptAuction {
			rest = append(rest, list[i])
		}
	}
	return rest
}
