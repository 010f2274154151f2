package venue

import (
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"

	"github.com/quickfixgo/quickfix"
	"github.com/quickfixgo/quickfix/config"
	"github.com/rs/zerolog"
	"go.uber.org/atomic"

	"quotient/market"
	"quotient/sim"
)

// An acceptor is the FIX side of the exchange.
type acceptor struct {
	p        *Params
	floor    *floor
	listener *port
	fix      *quickfix.Acceptor
	makers   []*maker
	guards   []*maker
	byName   map[string]*maker
	quit     chan struct{}
	wg       sync.WaitGroup
	logons   atomic.Uint64
}

// qualifiers keep sessions of one process apart in quickfixgo's global registry.
var qualifiers atomic.Uint64

func newAcceptor(p *Params, l net.Listener, f *floor) (*acceptor, error) {
	a := &acceptor{p: p, floor: f, byName: map[string]*maker{}, quit: make(chan struct{})}
	a.listener = newPort(l, p.Log)
	settings := quickfix.NewSettings()
	settings.GlobalSettings().Set(config.SocketAcceptHost, "127.0.0.1")
	settings.GlobalSettings().Set(config.SocketAcceptPort, strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	for i, name := range p.Makers {
		m, err := a.session(settings, uint8(i), name)
		if err != nil {
			return nil, err
		}
		a.makers = append(a.makers, m)
	}
	for _, g := range p.Guards {
		m, err := a.session(settings, g.Maker, g.CompID)
		if err != nil {
			return nil, err
		}
		m.guard = true
		a.guards = append(a.guards, m)
	}
	var err error
	if a.fix, err = quickfix.NewAcceptor(a, storeFactory{}, settings, logFactory{p.Log}); err != nil {
		a.forget()
		return nil, fmt.Errorf("venue: FIX acceptor: %w", err)
	}
	a.fix.SetNewListenerCallback(func(string, *tls.Config) (net.Listener, error) { return a.listener, nil })
	return a, nil
}

// session makes one account's end of a session.
func (a *acceptor) session(settings *quickfix.Settings, number uint8, name string) (*maker, error) {
	id, err := settings.AddSession(sessionSettings(a.p.CompID, name))
	if err != nil {
		return nil, fmt.Errorf("venue: session for maker %q: %w", name, err)
	}
	m := &maker{number: number, name: name, session: id, scribe: scribe{p: a.p}, log: a.p.Log,
		out: make(chan report, makerQueue), quit: a.quit, hangUp: func() { a.listener.hangUp(name) }}
	a.byName[name] = m
	return m, nil
}

// all are the makers and the guards.
func (a *acceptor) all() []*maker { return slices.Concat(a.makers, a.guards) }

func sessionSettings(exchange, maker string) *quickfix.SessionSettings {
	s := quickfix.NewSessionSettings()
	for key, value := range map[string]string{
		config.BeginString:        beginString,
		config.DefaultApplVerID:   defaultApplVerID,
		config.SenderCompID:       exchange,
		config.TargetCompID:       maker,
		config.SessionQualifier:   strconv.FormatUint(qualifiers.Inc(), 10),
		config.ResetOnLogon:       "Y",
		config.CheckLatency:       "N",
		config.TimeStampPrecision: "MICROS",
		config.InChanCapacity:     "16",
	} {
		s.Set(key, value)
	}
	return s
}

func (a *acceptor) start() error {
	if err := a.fix.Start(); err != nil {
		a.listener.Close()
		a.forget()
		return fmt.Errorf("venue: FIX acceptor: %w", err)
	}
	for _, m := range a.all() {
		a.wg.Go(m.send)
	}
	return nil
}

// stop logs everybody out and returns when the sessions have ended.
func (a *acceptor) stop() {
	a.fix.Stop()
	a.listener.closeAll()
	close(a.quit)
	a.wg.Wait()
	a.forget()
}

// forget takes the sessions out of quickfixgo's global registry.
func (a *acceptor) forget() {
	for _, m := range a.all() {
		_ = quickfix.UnregisterSession(m.session)
	}
}

func (a *acceptor) cutAll() { a.listener.closeAll() }

func (a *acceptor) count(c *Counters) {
	c.Garbage, c.Logons = a.listener.garbage.Load(), a.logons.Load()
	for _, m := range a.all() {
		c.CutMakers += m.cut.Load()
		c.Undelivered += m.undelivered.Load()
	}
}

// OnCreate implements quickfix.Application.
func (a *acceptor) OnCreate(quickfix.SessionID) {}

// OnLogon implements quickfix.Application.
func (a *acceptor) OnLogon(id quickfix.SessionID) {
	if m := a.byName[id.TargetCompID]; m != nil {
		m.live.Store(m.admitted.Load())
		a.logons.Inc()
		a.p.Log.Info().Str("maker", m.name).Msg("exchange: maker logged on")
	}
}

// OnLogout implements quickfix.Application.
func (a *acceptor) OnLogout(id quickfix.SessionID) {
	m := a.byName[id.TargetCompID]
	if m == nil {
		return
	}
	visit := m.live.Swap(0)
	a.p.Log.Info().Str("maker", m.name).Msg("exchange: maker gone")
	a.floor.ask(func(now market.Time) {
		if m.visit == visit {
			m.admitted.Store(0)
			if m.guard {
				return
			}
			a.floor.x.Disconnect(m.number, now)
		}
	})
}

// ToAdmin implements quickfix.Application.
func (a *acceptor) ToAdmin(*quickfix.Message, quickfix.SessionID) {}

// ToApp implements quickfix.Application: what the exchange said it may say again.
func (a *acceptor) ToApp(*quickfix.Message, quickfix.SessionID) error { return nil }

// FromAdmin implements quickfix.Application. A logon is refused when its heartbeat
// interval makes no sense or the exchange keeps the maker out.
func (a *acceptor) FromAdmin(msg *quickfix.Message, id quickfix.SessionID) quickfix.MessageRejectError {
	m := a.byName[id.TargetCompID]
	if m == nil || !msg.IsMsgTypeOf("A") {
		return nil
	}
	if beat, err := msg.Body.GetInt(tagHeartBtInt); err != nil || beat < 1 || beat > longestHeartBeat {
		return quickfix.RejectLogon{Text: "HeartBtInt must be 1 to 3600 seconds"}
	}
	if v, err := msg.Body.GetString(tagEncryptMethod); err != nil || v != "0" {
		return quickfix.RejectLogon{Text: "EncryptMethod must be 0"}
	}
	if !a.admit(m) {
		return quickfix.RejectLogon{Text: "the exchange does not admit " + m.name + " at the moment"}
	}
	return nil
}

// admit opens the maker's session at the exchange.
func (a *acceptor) admit(m *maker) (ok bool) {
	a.floor.do(func(x *sim.Exchange, now market.Time) {
		if ok = m.guard || x.Connect(m.number, now); ok {
			m.visit++
			m.admitted.Store(m.visit)
		}
	})
	return ok
}

// FromApp implements quickfix.Application: an instruction for the exchange.
func (a *acceptor) FromApp(msg *quickfix.Message, id quickfix.SessionID) quickfix.MessageRejectError {
	m := a.byName[id.TargetCompID]
	if m == nil {
		return nil
	}
	in, bad := a.p.read(msg)
	if bad != nil {
		a.floor.refused.Inc()
		return bad
	}
	msgType, _ := msg.MsgType()
	a.floor.messages.Inc()
	a.floor.ask(func(now market.Time) {
		a.floor.seen.add(Seen{ID: in.ID, MsgType: msgType, Maker: m.number, At: now})
		m.scribe.heard(&in)
		if m.guard {
			m.cancelAll(a.floor.x, &in, now)
			return
		}
		a.floor.x.Handle(m.number, &in, now)
	})
	return nil
}

// logFactory writes quickfixgo's chatter at debug level.
type logFactory struct{ log zerolog.Logger }

// Create implements quickfix.LogFactory.
func (f logFactory) Create() (quickfix.Log, error) { return chatter(f), nil }

// CreateSessionLog implements quickfix.LogFactory.
func (f logFactory) CreateSessionLog(quickfix.SessionID) (quickfix.Log, error) {
	return chatter(f), nil
}

type chatter struct{ log zerolog.Logger }

func (c chatter) OnIncoming(b []byte) { c.log.Trace().Bytes("in", b).Msg("exchange: fix") }
func (c chatter) OnOutgoing(b []byte) { c.log.Trace().Bytes("out", b).Msg("exchange: fix") }
func (c chatter) OnEvent(text string) { c.log.Debug().Str("event", text).Msg("exchange: fix") }
func (c chatter) OnEventf(format string, args ...any) {
	if e := c.log.Debug(); e.Enabled() {
		e.Msgf("exchange: fix: "+format, args...)
	}
}
