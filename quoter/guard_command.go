package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
)

// guardCommand carries out a command that is for a guard or for the gate.
func (l *Loop) guardCommand(c *port.Command) {
	switch c.Kind {
	case port.CommandRearm:
		l.rearm(c)
	case port.CommandSeat:
		l.r.Gate.SetSeat(uint8(max(0, min(c.Value, 255))))
		l.markAll()
	case port.CommandFunds:
		l.fund(c)
	case port.CommandSettled:
		if int(c.Contract) < len(l.contracts) {
			l.statement(c)
		}
	case port.CommandGreeks:
		if int(c.Contract) < len(l.contracts) {
			k := &l.contracts[c.Contract]
			k.delta, k.vega = int64(c.First), int64(c.Count)
			l.r.Gate.Greeks(c.Contract, k.delta, k.vega)
		}
	case port.CommandOther:
		l.other(c)
	case port.CommandPair:
		l.confirmPair(c)
	case port.CommandRamp:
		l.r.Gate.Ramp(c.To, market.Qty(c.First), int64(c.Count))
	}
}
