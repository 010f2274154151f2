package ops

import (
	"quotient/market"
	"quotient/quoter/port"
)

// manyContracts is from how many contracts on the stream tells a line of each
// instead of all there is: it would be a megabyte a second at 500. Whoever wants
// more of one asks /api/v1/contracts/{symbol}.
const manyContracts = 17

// A Line is the most needed of a contract. It holds no clocks that run by
// themselves, so that it is told anew only when something happened.
type Line struct {
	Symbol    string       `json:"symbol"`
	Product   string       `json:"product"`
	Group     string       `json:"group"`  // the underlying of an option, else the product
	Option    bool         `json:"option"` // Group is an underlying
	Obliged   bool         `json:"obliged"`
	Member    bool         `json:"member"`
	Paused    bool         `json:"paused"`
	Phase     string       `json:"phase"`
	State     string       `json:"state"`
	Letter    string       `json:"letter"`
	Exempt    string       `json:"exempt"`
	Need      string       `json:"need"`
	Stance    string       `json:"stance"`
	Target    *string      `json:"target"`
	Ratio     *string      `json:"ratio_low"`
	Slack     *string      `json:"slack_minutes"`
	Lost      bool         `json:"lost"`
	Spread    *int64       `json:"spread_ticks"`
	Size      market.Qty   `json:"size"` // the smaller side of the standing quote
	MaxSpread market.Price `json:"max_spread_ticks"`
	MinSize   market.Qty   `json:"min_size"`
	Position  market.Qty   `json:"position"`
	PnL       market.Money `json:"pnl_fen"`
	Fills     int64        `json:"fills"`
	Asked     bool         `json:"asked"` // a request for quote is open
}

// lines shortens the contracts.
func (in *Info) lines(contracts []Contract, s *port.Snapshot) []Line {
	list := make([]Line, len(contracts))
	for i := range contracts {
		list[i] = contracts[i].line()
		list[i].Group, list[i].Option = in.group(&s.Contract[i], s)
	}
	return list
}

func (c *Contract) line() Line {
	l := Line{Symbol: c.Symbol, Product: c.Product, Obliged: c.Obliged, Member: c.Member, Paused: c.Paused, Phase: c.Phase, State: c.State,
		Letter: c.Letter, Exempt: c.Exempt, Need: c.Need, Stance: c.Stance, Spread: c.Quote.Spread,
		Size: min(c.Quote.BidQty, c.Quote.AskQty), Position: c.Net, PnL: c.PnL, Fills: c.Fills, Asked: c.AnswerDue != ""}
	if c.Terms != nil {
		l.Target, l.MaxSpread, l.MinSize = &c.Terms.Target, c.Terms.MaxSpread, c.Terms.MinSize
	}
	if m := c.Month; m != nil {
		l.Ratio, l.Slack, l.Lost = m.RatioLow, &m.SlackMinutes, m.Lost
	}
	return l
}

// group is what a contract is listed under: an option's underlying, else the
// product.
func (in *Info) group(c *port.ContractView, s *port.Snapshot) (name string, option bool) {
	inst := in.instrument(c.Symbol)
	if inst.Option() {
		if u := symbols([]market.Contract{inst.Underlying}, s); len(u) == 1 {
			return u[0], true
		}
	}
	return inst.Product.String(), false
}
