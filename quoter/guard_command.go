package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/margin"
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
			l.weigh(c)
		}
	case port.CommandOther:
		l.other(c)
	case port.CommandPair:
		l.confirmPair(c)
	case port.CommandRamp:
		l.r.Gate.Ramp(c.To, market.Qty(c.First), int64(c.Count))
	}
}

// weigh tells the account what an option weighs under stress. Without gamma and vega
// in money it does not know, whatever it was told before: weights of two instants
// say nothing together.
func (l *Loop) weigh(c *port.Command) {
	if l.r.Account == nil {
		return
	}
	g := margin.Greeks{Delta: int64(c.First) * (1_000_000 / wholeLot), Gamma: int64(c.From), Vega: int64(c.To)}
	if c.Value == 0 {
		g.Gamma = -1 // cannot be, so that it is forgotten
	}
	l.r.Account.Greeks(c.Contract, g)
}
