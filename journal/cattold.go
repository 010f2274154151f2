package journal

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
)

// told prints what a person or a file told, in words; false for other commands.
func (c *printer) told(k *port.Command) bool {
	switch k.Kind {
	case port.CommandRearm:
		c.contract(k.Contract)
		c.text("scope", breaker.Scope(k.Value).String())
	case port.CommandSeat:
		c.num("seat", int64(k.Value))
	case port.CommandFunds:
		c.num("known", int64(k.Value))
		c.num("balance_fen", int64(k.First))
		c.num("moved_fen", int64(k.Count))
	case port.CommandSettled:
		c.settlement(k)
	case port.CommandGreeks:
		c.contract(k.Contract)
		c.num("delta_milli_lots", int64(k.First))
		c.num("vega_milli_lots", int64(k.Count))
		if k.Value == 1 {
			c.num("gamma_ppm", int64(k.From))
			c.num("vega_fen", int64(k.To))
		}
	case port.CommandOther:
		c.other(k)
	default:
		return false
	}
	c.text("authority", breaker.Authority(k.Mode).String())
	return true
}

func (c *printer) settlement(k *port.Command) {
	c.contract(k.Contract)
	c.num("day", int64(k.From.Date()))
	c.price("price", c.instrument(k.Contract), market.Price(k.First), true)
	c.num("open_interest", int64(k.Count))
	if k.Value == 1 {
		c.num("long", int64(k.Epoch))
		c.num("short", int64(k.To))
	}
}

// other prints what another account holds; without a contract, that this was all.
func (c *printer) other(k *port.Command) {
	c.contract(k.Contract)
	c.num("account", int64(k.Value))
	if k.Contract == market.NoContract {
		return
	}
	c.num("long", int64(k.First))
	c.num("short", int64(k.Count))
	c.num("opening_long", int64(k.From))
	c.num("opening_short", int64(k.To))
	c.num("opened", int64(k.Epoch))
}
