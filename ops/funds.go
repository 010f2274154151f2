package ops

import (
	"quotient/market"
	"quotient/quoter/port"
)

// Funds are the account's, in fen; null where the figure is not known.
type Funds struct {
	Known     bool          `json:"known"` // false: nothing is opened
	Equity    *market.Money `json:"equity_fen"`
	Held      *market.Money `json:"margin_fen"` // of what is held
	Frozen    market.Money  `json:"frozen_fen"` // of what works
	Available *market.Money `json:"available_fen"`
	Free      *market.Money `json:"opening_fen"` // may still be tied up by what opens
	Usage     *string       `json:"usage"`       // margin over equity, rounded up
	PnL       *market.Money `json:"pnl_fen"`     // of the day, after fees
	Outlook   *Outlook      `json:"outlook"`
}

// fundsOf are the account's funds; nil where they are not in force.
func fundsOf(s *port.Snapshot) *Funds {
	if s.Guards&port.GuardFunds == 0 {
		return nil
	}
	f := &s.Funds
	money := func(bit uint8, m market.Money) *market.Money {
		if f.Known&bit == 0 {
			return nil
		}
		return &m
	}
	v := &Funds{Known: f.Known&port.FundsFree != 0, Equity: money(port.FundsEquity, f.Equity), Held: money(port.FundsHeld, f.Held),
		Frozen: f.Frozen, Available: money(port.FundsAvailable, f.Available), Free: money(port.FundsFree, f.Free), PnL: money(port.FundsPnL, f.PnL)}
	if f.Known&port.FundsUsage != 0 {
		v.Usage = needText(f.Usage)
	}
	v.Outlook = outlookOf(s)
	return v
}
