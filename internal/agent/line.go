package agent

import (
	"time"

	"quotient/config"
	"quotient/gateway/conn"
	"quotient/gateway/fix"
	"quotient/market"
	"quotient/risk"
)

// How the trading session is tended.
const (
	lineEvery   = 20 * time.Millisecond
	isolateWait = 2 * time.Second // for the exchange to confirm that all is cancelled before the logout
	bothMasses  = 2
)

// checkSession refuses a desk whose session could never be opened.
func (a *live) checkSession() error {
	p, err := a.sessionParams()
	if err == nil {
		err = p.Check()
	}
	if err != nil {
		return fail(ExitConfig, err)
	}
	return nil
}

func (a *live) sessionParams() (fix.Params, error) {
	d := a.core.desk
	v := d.Venue.FIX
	secure, err := tlsConfig(v)
	return fix.Params{Addr: v.Address, SenderCompID: v.Sender, TargetCompID: v.Target, HeartBt: v.Heartbeat,
		Account: d.Account, Instruments: d.Instruments, MaxAge: v.MaxAge, TLS: secure,
		Backoff: backoff(v, d.Sim.Seed+2), Owed: a.owed.Load, Spin: d.Agent.Spin, Now: a.clock.Now, Log: a.log, Sleep: a.sleep, Wrap: a.wrap}, err
}

// backoff is how the session waits before it connects again.
func backoff(v config.FIX, seed uint64) conn.BackoffParams {
	p := conn.DefaultBackoff(seed)
	p.Within = v.Within
	return p
}

// wakeSession has the session look at the latch and at what there is to send.
func (a *live) wakeSession() {
	if s := a.session.Load(); s != nil {
		s.Wake()
	}
}

// tendLine opens the trading session, logs it out when the latch says ISOLATED
// (系统隔离), and opens a new one when that is over.
func (a *live) tendLine(leave <-chan struct{}) {
	tick := time.NewTicker(lineEvery)
	defer tick.Stop()
	var since time.Time // of the isolation; zero = there is none
	var masses uint64   // confirmed before it
	for {
		session := a.session.Load()
		switch isolated := a.stops.mode() == risk.Isolated; {
		case !isolated:
			since, masses = time.Time{}, a.pump.mass.Load()
			if session == nil {
				a.openLine()
			}
		case session != nil && since.IsZero():
			since = time.Now()
		case session != nil && (a.pump.mass.Load() >= masses+bothMasses || time.Since(since) > isolateWait || !session.Up()):
			a.closeLine(session)
		}
		select {
		case <-leave:
			return
		case <-tick.C:
		}
	}
}

// openLine starts a session on the loop's rings.
func (a *live) openLine() {
	p, err := a.sessionParams()
	if err == nil {
		s := fix.New(p, a.stops.latch, a.rings.Out, a.rings.Venue, a.poller.Wake)
		if err = s.Start(); err == nil {
			a.session.Store(s)
			return
		}
	}
	a.log.Error().Err(err).Msg("the trading session cannot be started: tried again")
}

// closeLine logs the session out. The loop is told once more that it is gone, in
// case its ring was full when the session ended.
func (a *live) closeLine(s *fix.Session) {
	a.session.Store(nil)
	s.Stop()
	down := market.Event{Kind: market.EventDown, Contract: market.NoContract, Edge: a.clock.Now()}
	for n := 0; !a.rings.Venue.Push(&down) && n < 1000; n++ {
		time.Sleep(time.Millisecond)
	}
	a.poller.Wake()
	a.log.Warn().Msg("isolated: logged out, and not connected again before `quotient ctl clear`")
}
