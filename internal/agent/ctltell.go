package agent

import (
	"errors"
	"fmt"
	"strconv"

	"quotient/config"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
)

// actImport is the act that takes a file over.
const actImport = "import"

// tell carries out what a person tells the loop: a seat, the account's money, a
// file. Whoever tells says as what and why, and both go on record.
func (a *live) tell(o *ctlOrder) (done ctlAnswer, err error) {
	all, said, err := a.told(o)
	if err != nil {
		a.log.Warn().Err(err).Str("act", o.Act).Str("actor", o.Actor).Str("role", o.Role).Str("reason", o.Reason).Msg("ctl: refused")
		return said, err
	}
	a.log.Warn().Str("act", o.Act).Str("actor", o.Actor).Str("role", o.Role).Str("reason", o.Reason).
		Str("scope", said.Scope).Int("rows", said.Rows).Int("bad_rows", len(said.Problems)).Msg("ctl: told")
	for i := range all {
		c := &all[i]
		c.Actor = ref(o.Actor)
		if c.Kind != port.CommandMark {
			c.Mode, c.Ref = uint8(authority(o.Role)), ref(o.Reason)
		}
		if err := a.desk.offer(*c, ctlImport, a.quit.Load); err != nil {
			return said, fmt.Errorf("%d of %d rows were taken over: %w", i, len(all), err)
		}
	}
	return said, nil
}

// told are the commands that an order comes to.
func (a *live) told(o *ctlOrder) ([]port.Command, ctlAnswer, error) {
	switch {
	case authority(o.Role) == breaker.Unset:
		return nil, ctlAnswer{}, fmt.Errorf("role %q: want --role trader or risk", o.Role)
	case o.Reason == "":
		return nil, ctlAnswer{}, errors.New("this is told for a reason: say it")
	case o.Act == "seat":
		return seatOf(a.core.desk, o.Seat)
	case o.Act == "funds":
		return fundsOf(a.core.desk, o.Balance, o.Moved)
	}
	return importOf(a.core.desk, o.File, o.Text, a.clock.Now().Date())
}

// authority is the role that a word means.
func authority(role string) breaker.Authority {
	for _, as := range [...]breaker.Authority{breaker.ByTrader, breaker.ByRisk} {
		if as.String() == role {
			return as
		}
	}
	return breaker.Unset
}

// seatOf switches to another seat (席位), which every trading code is filed for.
func seatOf(d *config.Desk, text string) ([]port.Command, ctlAnswer, error) {
	if len(d.Risk.Codes) == 0 {
		return nil, ctlAnswer{}, errors.New("no seat is filed: the desk file has no risk.codes")
	}
	seat, err := strconv.ParseUint(text, 10, 8)
	if err != nil || seat == 0 {
		return nil, ctlAnswer{}, fmt.Errorf("seat %q: want a number of risk.codes.filed, such as %d", text, d.Seat)
	}
	for i := range d.Risk.Codes {
		if f := &d.Risk.Codes[i]; seat > 32 || f.Seats>>(seat-1)&1 == 0 {
			return nil, ctlAnswer{}, fmt.Errorf("seat %d is not filed for the trading code %s: file it, then add it to risk.codes.filed", seat, f.Code.String())
		}
	}
	return []port.Command{{Kind: port.CommandSeat, Value: int16(seat), Contract: market.NoContract}},
		ctlAnswer{Scope: "seat " + text}, nil
}

// fundsOf tells the account's money where no settlement file does.
func fundsOf(d *config.Desk, balance, moved string) ([]port.Command, ctlAnswer, error) {
	if d.Margin == nil {
		return nil, ctlAnswer{}, errNoFunds
	}
	has, ok := fen(balance)
	if !ok {
		return nil, ctlAnswer{}, fmt.Errorf("balance %q: want yuan with at most two decimals, such as 1500000.00", balance)
	}
	in, ok := fen(moved)
	if moved != "" && !ok {
		return nil, ctlAnswer{}, fmt.Errorf("moved %q: want yuan with at most two decimals, less than 0 for what was taken out", moved)
	}
	return []port.Command{fundsCommand(has, in)}, ctlAnswer{Scope: "account"}, nil
}

// errNoFunds refuses money that nothing would look at.
var errNoFunds = errors.New("funds are not in force: the desk file has no section funds")

func fundsCommand(balance, moved market.Money) port.Command {
	return port.Command{Kind: port.CommandFunds, Value: 1, First: uint64(balance), Count: uint64(moved), Contract: market.NoContract}
}
