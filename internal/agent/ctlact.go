package agent

import (
	"errors"
	"fmt"
	"slices"

	"quotient/market"
	"quotient/ops"
	"quotient/quoter/port"
	"quotient/risk"
)

// stopModes are the acts that stop something, and where they leave it.
var stopModes = map[string]risk.Mode{"kill": risk.Killed, "isolate": risk.Isolated, "cancel-only": risk.CancelOnly, "reduce": risk.ReduceOnly}

// stop carries out what somebody wants of the latch, over the page or the socket.
// A kill of something unknown kills the account.
func (a *live) stop(o ops.Stop) (ops.Stopped, error) {
	k, err := a.key(o.Contract, o.Product)
	mode, stops := stopModes[o.Act]
	switch {
	case err != nil && mode == risk.Killed && stops:
		k = stopKey{}
	case err != nil:
		return ops.Stopped{}, err
	case mode == risk.Isolated && k.scope != risk.ScopeAccount:
		return ops.Stopped{}, errors.New("a session is isolated as a whole: leave contract and product out")
	case !stops && o.Act != "clear":
		return ops.Stopped{}, fmt.Errorf("%q is no act of the latch", o.Act)
	}
	done := ops.Stopped{Scope: k.String()}
	if stops {
		return done, a.stops.stop(k, mode, ref(o.Actor), ref(o.Reason))
	}
	if done.Waiting, err = a.stops.clear(k, ref(o.Actor), ref(o.Reason)); err == nil && !done.Waiting && k.scope == risk.ScopeAccount {
		a.badFile.Store(false)
	}
	return done, err
}

// key finds the scope that two names mean.
func (a *live) key(contract, product string) (stopKey, error) {
	list := a.core.desk.Instruments
	switch {
	case contract != "" && product != "":
		return stopKey{}, errors.New("contract and product: one of the two")
	case contract != "":
		y, _ := market.MakeSymbol(contract)
		k := stopKey{risk.ScopeContract, y}
		if !slices.ContainsFunc(list, func(in market.Instrument) bool { return k.reaches(&in) }) && !a.stops.knows(k) {
			return stopKey{}, fmt.Errorf("no contract %s on this desk", contract)
		}
		return k, nil
	case product != "":
		y, _ := market.MakeSymbol(product)
		k := stopKey{risk.ScopeProduct, y}
		if !slices.ContainsFunc(list, func(in market.Instrument) bool { return k.reaches(&in) }) && !a.stops.knows(k) {
			return stopKey{}, fmt.Errorf("no product %s on this desk", product)
		}
		return k, nil
	}
	return stopKey{}, nil
}

// objections are why nothing may be started now.
func (a *live) objections() (list []string) {
	if a.badLog.Load() {
		list = append(list, "the journal has failed: free the disk, then restart")
	}
	if a.badFile.Load() {
		list = append(list, "the latch file could not be read at the start: look into it, then clear")
	}
	if a.unwatched.Load() {
		list = append(list, "the watchdog is not there: start `quotient watchdog`")
	}
	return list
}

// alarms are what is wrong now and must not be overlooked.
func (a *live) alarms() []string {
	return slices.Concat(a.objections(), a.outlook.alarms())
}

// ctl carries out what came over the socket; actor is who the system says it is.
func (a *live) ctl(o ctlOrder) (ctlAnswer, error) {
	if _, stops := stopModes[o.Act]; stops || o.Act == "clear" {
		if o.Act == "clear" && o.Reason == "" {
			return ctlAnswer{}, errors.New("a stop is cleared for a reason: say it")
		}
		return answerOf(a.stop(ops.Stop{Act: o.Act, Contract: o.Contract, Product: o.Product, Actor: o.Actor, Reason: o.Reason}))
	}
	switch o.Act {
	case "rearm":
		return answerOf(a.page.Rearm(ops.Rearm{Contract: o.Contract, Product: o.Product, Actor: o.Actor, Role: o.Role, Reason: o.Reason}))
	case "seat", "funds", actImport:
		return a.tell(&o)
	}
	return a.ask(&o)
}

// answerOf is what the socket says of something stopped.
func answerOf(done ops.Stopped, err error) (ctlAnswer, error) {
	return ctlAnswer{Scope: done.Scope, Waiting: done.Waiting}, err
}

// ask hands the loop a start, a pause or its end.
func (a *live) ask(o *ctlOrder) (ctlAnswer, error) {
	kind, ok := map[string]port.CommandKind{"pause": port.CommandPause, "resume": port.CommandResume, "start": port.CommandStart}[o.Act]
	if !ok {
		return ctlAnswer{}, fmt.Errorf("%q is not taken over the socket", o.Act)
	}
	c := port.Command{Kind: kind, Contract: market.NoContract, Actor: ref(o.Actor), Ref: ref(o.Reason)}
	if o.Contract != "" {
		at, known := a.core.desk.Lookup(o.Contract)
		if !known {
			return ctlAnswer{}, fmt.Errorf("no contract %s on this desk", o.Contract)
		}
		c.Contract = at
	}
	if why := a.objections(); kind == port.CommandStart && len(why) > 0 {
		return ctlAnswer{}, errors.New(why[0])
	}
	a.log.Info().Str("act", o.Act).Str("actor", o.Actor).Str("reason", o.Reason).Str("contract", o.Contract).Msg("ctl: command")
	return ctlAnswer{Scope: o.Contract}, a.desk.send(c)
}
