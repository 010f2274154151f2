package fix

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/quickfixgo/quickfix"
	"github.com/quickfixgo/quickfix/config"
	"go.uber.org/atomic"

	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// An engine is quickfixgo's initiator and the relay that it connects through.
// What a Session asks of it: start, send, cut and stop.
type engine struct {
	s         *Session
	initiator *quickfix.Initiator
	session   quickfix.SessionID
	relay     *relay
	cancel    context.CancelFunc
	wg        sync.WaitGroup

	// The sender's, read by ToApp inside send.
	current *market.Instruction
	since   market.Time
	veto    uint8
}

// qualifiers keep sessions of one process apart in quickfixgo's global registry.
var qualifiers atomic.Uint64

const (
	reconnect     = 10 * time.Millisecond // the waiting is done by the relay's dialer
	logoutTimeout = time.Second
	inboundQueue  = 16 // frames parsed ahead of the session goroutine
)

func newEngine(s *Session) (*engine, error) {
	secret := rand.Text()
	r, err := newRelay(s, secret)
	if err != nil {
		return nil, err
	}
	e := &engine{s: s, relay: r}
	settings, err := e.settings(secret)
	if err == nil {
		e.initiator, err = quickfix.NewInitiator(&application{e}, storeFactory{}, settings, logFactory{s.log})
	}
	if err != nil {
		r.close()
		_ = quickfix.UnregisterSession(e.session)
		return nil, fmt.Errorf("fix: session %s to %s: %w", s.p.SenderCompID, s.p.TargetCompID, err)
	}
	return e, nil
}

func (e *engine) settings(secret string) (*quickfix.Settings, error) {
	p := &e.s.p
	logon := p.LogonTimeout
	if logon <= 0 {
		logon = defaultLogonTimeout
	}
	one := quickfix.NewSessionSettings()
	for key, value := range map[string]string{
		config.BeginString:        dialect.BeginString,
		config.DefaultApplVerID:   dialect.DefaultApplVerID,
		config.SenderCompID:       p.SenderCompID,
		config.TargetCompID:       p.TargetCompID,
		config.SessionQualifier:   strconv.FormatUint(qualifiers.Inc(), 10),
		config.HeartBtInt:         strconv.FormatInt(int64(p.HeartBt/market.Second), 10),
		config.ResetOnLogon:       "Y",
		config.PersistMessages:    "N",
		config.CheckLatency:       "N",
		config.TimeStampPrecision: "MICROS",
		config.ReconnectInterval:  reconnect.String(),
		config.LogonTimeout:       time.Duration(logon).String(),
		config.LogoutTimeout:      logoutTimeout.String(),
		config.InChanCapacity:     strconv.Itoa(inboundQueue),
		config.SocketConnectHost:  relayHost,
		config.SocketConnectPort:  strconv.Itoa(relayPort),
		config.ProxyType:          "socks",
		config.ProxyHost:          "127.0.0.1",
		config.ProxyPort:          strconv.Itoa(e.relay.listener.Addr().(*net.TCPAddr).Port),
		config.ProxyUser:          relayUser,
		config.ProxyPassword:      secret,
	} {
		one.Set(key, value)
	}
	settings := quickfix.NewSettings()
	var err error
	e.session, err = settings.AddSession(one)
	return settings, err
}

func (e *engine) start() error {
	ctx, cancel := context.WithCancel(context.Background())
	e.cancel = cancel
	e.wg.Go(func() { e.relay.serve(ctx) })
	if err := e.initiator.Start(); err != nil {
		cancel()
		e.relay.close()
		e.wg.Wait()
		_ = quickfix.UnregisterSession(e.session)
		return fmt.Errorf("fix: session %s to %s: %w", e.s.p.SenderCompID, e.s.p.TargetCompID, err)
	}
	return nil
}

// stop logs out, which takes at most logoutTimeout, and ends every goroutine.
func (e *engine) stop() {
	e.relay.hush()
	e.initiator.Stop()
	e.cancel()
	e.relay.close()
	e.wg.Wait()
}

// cut closes the exchange's socket at once.
func (e *engine) cut() { e.relay.cut() }

// send gives one message to quickfixgo; the code says why it did not take it.
// Sender goroutine only.
func (e *engine) send(msgType string, body []byte, in *market.Instruction, now market.Time) (code uint8) {
	e.current, e.since, e.veto = in, now, 0
	err := quickfix.SendToTarget(toQuickfix(msgType, body), e.session)
	e.current = nil
	switch {
	case err == nil:
		return 0
	case e.veto != 0:
		return e.veto
	}
	e.s.log.Error().Err(err).Uint64("id", in.ID).Msg("fix: message not taken by the engine: not sent")
	return market.RejectDown
}

// partyMembers is the only group that we send.
var partyMembers = quickfix.GroupTemplate{quickfix.GroupElement(dialect.TagPartyID),
	quickfix.GroupElement(dialect.TagPartyIDSource), quickfix.GroupElement(dialect.TagPartyRole)}

// toQuickfix makes a Message of an encoded body. quickfixgo writes the body's
// fields ascending by tag, as the body has them.
func toQuickfix(msgType string, body []byte) *quickfix.Message {
	msg := quickfix.NewMessage()
	msg.Header.SetString(dialect.TagMsgType, msgType)
	var party *quickfix.Group
	for len(body) > 0 {
		end := bytes.IndexByte(body, soh)
		eq := bytes.IndexByte(body, '=')
		n, _ := digits(body[:eq])
		tag, value := quickfix.Tag(n), body[eq+1:end]
		body = body[end+1:]
		switch tag {
		case dialect.TagNoPartyIDs:
			group := quickfix.NewRepeatingGroup(tag, partyMembers)
			party = group.Add()
			defer msg.Body.SetGroup(group)
		case dialect.TagPartyID, dialect.TagPartyIDSource, dialect.TagPartyRole:
			party.SetBytes(tag, value)
		default:
			msg.Body.SetBytes(tag, value)
		}
	}
	return msg
}
