package fix

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"go.uber.org/atomic"

	"quotient/gateway/conn"
	"quotient/gateway/fix/dialect"
	"quotient/internal/frame"
	"quotient/market"
	"quotient/risk"
)

// A relay stands between quickfixgo and the exchange: quickfixgo dials it over
// loopback, it dials the exchange. Both ways it passes whole valid frames only.
type relay struct {
	s        *Session
	listener net.Listener
	secret   string
	dial     func(context.Context) (net.Conn, error)
	lost     func(up time.Duration) time.Duration
	quiet    atomic.Bool // stopping: what ends now ends on purpose
	told     market.Time // when a failed attempt was last logged

	mu   sync.Mutex
	link *link

	// Of the running link.
	began  market.Time
	text   atomic.String // of the exchange's last logout
	noisy  market.Time   // when a dropped frame was last logged
	hidden int           // dropped since
}

// A link is one connection through the relay.
type link struct {
	engine, exchange net.Conn
}

// writeTimeout bounds how long the exchange may leave our bytes unread.
const writeTimeout = 5 * time.Second

func newRelay(s *Session, secret string) (*relay, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("fix: no loopback port for the engine: %w", err)
	}
	r := &relay{s: s, listener: l, secret: secret}
	d := conn.NewDialer(conn.DialParams{Addr: s.p.Addr, TLS: s.p.TLS, Backoff: s.p.Backoff, Failed: r.failed, Pace: s.pace, Sleep: s.p.Sleep})
	r.dial, r.lost = d.Dial, d.Lost
	return r, nil
}

// pace is how soon the session connects again: soon while a cancel is owed to the
// exchange, never while the latch is at ISOLATED.
func (s *Session) pace() conn.Pace {
	switch mode, _ := s.latch.Load(); {
	case mode == risk.Isolated:
		return conn.PaceNever
	case s.p.Owed != nil && s.p.Owed():
		return conn.PaceSoon
	}
	return conn.PaceUsual
}

// failed reports an attempt to connect that came to nothing, one line a second at most.
func (r *relay) failed(err error, wait time.Duration) {
	if r.toldAlready() {
		return
	}
	r.s.log.Error().Err(err).Str("addr", r.s.p.Addr).Dur("retry_in_ms", wait).Msg("fix: cannot connect: " + conn.Remedy(err))
}

// serve takes quickfixgo's connections, one after the other, until ctx ends.
func (r *relay) serve(ctx context.Context) {
	for {
		c, err := r.listener.Accept()
		if err != nil {
			return
		}
		if err := greet(c, r.secret); err != nil {
			r.s.log.Error().Err(err).Msg("fix: a stranger on this machine tried the engine's loopback port: refused")
			c.Close()
			continue
		}
		exchange, err := r.dial(ctx)
		if err != nil {
			answer(c, false)
			c.Close()
			return
		}
		if answer(c, true) != nil {
			c.Close()
			exchange.Close()
			continue
		}
		if wrap := r.s.p.Wrap; wrap != nil {
			exchange = wrap(exchange)
		}
		r.run(&link{engine: c, exchange: exchange})
	}
}

// run passes frames both ways until either side ends.
func (r *relay) run(l *link) {
	logons := r.s.logons.Load()
	r.text.Store("")
	r.began = r.s.p.Now()
	r.set(l)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer l.close()
		r.outward(l)
	})
	r.inward(l)
	l.close()
	wg.Wait()
	r.set(nil)
	up := time.Duration(0)
	if r.s.logons.Load() != logons {
		up = time.Duration(r.s.p.Now() - r.began)
	}
	wait := r.lost(up)
	if up == 0 && !r.quiet.Load() {
		r.refusedLogon(wait)
	}
}

// toldAlready reports whether less than a second ago something was said of an attempt.
func (r *relay) toldAlready() bool {
	now := r.s.p.Now()
	if r.told != 0 && now-r.told < market.Second {
		return true
	}
	r.told = now
	return false
}

// refusedLogon reports a connection that ended before the logon was accepted.
func (r *relay) refusedLogon(wait time.Duration) {
	if r.toldAlready() {
		return
	}
	said := r.text.Load()
	if said == "" {
		said = "closed without an answer"
	}
	p := &r.s.p
	r.s.log.Error().Str("addr", p.Addr).Str("sender_comp_id", p.SenderCompID).Str("target_comp_id", p.TargetCompID).
		Str("exchange_says", said).Dur("retry_in_ms", wait).
		Msg("fix: logon refused: check both comp ids and the account with the exchange, and that nobody else is logged on with them")
}

// outward passes what quickfixgo writes, after the last check of each message.
func (r *relay) outward(l *link) {
	in := frame.NewReader(l.engine, nil)
	for {
		f, err := in.Next()
		if err != nil {
			return
		}
		app := !admin(f)
		if app {
			switch p, verdict := r.mayLeave(f); verdict {
			case strange:
				r.s.log.Error().Str("message", show(f)).Msg("fix: a message that nobody sent now was held back: socket closed")
				l.abort()
				return
			case held:
				f, app = r.holdBack(f, p), false
			}
		}
		l.exchange.SetWriteDeadline(time.Now().Add(writeTimeout))
		if _, err := l.exchange.Write(f); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				r.s.log.Error().Str("addr", r.s.p.Addr).Msg("fix: the exchange does not read: socket closed")
				l.abort()
			}
			return
		}
		if app {
			r.s.transit.remove()
			r.s.Wake()
		}
	}
}

// mayLeave is the last check of a message: the latch and its age.
func (r *relay) mayLeave(f []byte) (passage, verdict) {
	n, ok := id(frame.Tag(f, idTag(f)))
	if !ok {
		return passage{}, strange
	}
	return r.s.transit.take(n, func(p passage) bool {
		return p.passes(r.s.latch) && (!p.kind.Adds() || r.s.p.Now()-market.Time(p.at) <= r.s.p.MaxAge)
	})
}

// holdBack keeps a message from leaving and tells the loop. The engine has numbered
// it, so a gap fill takes its place: the socket stays, and what follows, such as
// the mass cancel of a kill, leaves at once.
func (r *relay) holdBack(f []byte, p passage) []byte {
	code := uint8(market.RejectLate)
	if !p.passes(r.s.latch) {
		code = market.RejectLatch
	}
	r.s.log.Warn().Str("message", show(f)).Uint8("code", code).Msg("fix: message held back at the last check (latch or age)")
	r.s.notSent(p.id, p.contract, code)
	r.s.Wake()
	return gapFill(f)
}

// admin reports whether f is of the session layer: one digit, or A.
func admin(f []byte) bool {
	t := frame.Tag(f, dialect.TagMsgType)
	return len(t) == 1 && (t[0] >= '0' && t[0] <= '5' || t[0] == 'A')
}

// idTag is the tag that carries the instruction's id.
func idTag(f []byte) int {
	switch string(frame.Tag(f, dialect.TagMsgType)) {
	case dialect.MsgQuote, dialect.MsgQuoteCancel:
		return dialect.TagQuoteMsgID
	case dialect.MsgRequestForPositions:
		return dialect.TagPosReqID
	case dialect.MsgTradeCaptureReportRequest:
		return dialect.TagTradeRequestID
	}
	return dialect.TagClOrdID
}

// inward passes what the exchange writes. While quickfixgo does not read, because
// the loop's ring is full, neither does this.
func (r *relay) inward(l *link) {
	in := frame.NewReader(l.exchange, r.drop)
	for {
		f, err := in.Next()
		if err != nil {
			return
		}
		r.s.heard.Store(int64(r.s.p.Now()))
		if t := frame.Tag(f, dialect.TagMsgType); len(t) == 1 && t[0] == '5' {
			r.text.Store(string(frame.Tag(f, dialect.TagText)))
		}
		if _, err := l.engine.Write(f); err != nil {
			return
		}
	}
}

// drop reports bytes that were not let through, one line a second at most.
func (r *relay) drop(d frame.Drop) {
	r.s.dropped.Inc()
	now := r.s.p.Now()
	if r.noisy != 0 && now-r.noisy < market.Second {
		r.hidden++
		return
	}
	r.s.log.Warn().Str("addr", r.s.p.Addr).Str("reason", d.Reason.String()).Int("bytes", d.Length).Int("more_before", r.hidden).
		Str("begins", show(d.Bytes[:min(len(d.Bytes), 120)])).
		Msg("fix: garbage from the exchange dropped: the session asks again for what is missing; if it goes on, tell the exchange")
	r.noisy, r.hidden = now, 0
}

func (r *relay) set(l *link) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.link = l
}

// cut closes the exchange's socket at once, unsent bytes in the system's buffer included.
func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.link != nil {
		r.link.abort()
	}
}

// hush makes the end of the running link an intended one.
func (r *relay) hush() { r.quiet.Store(true) }

func (r *relay) close() {
	r.listener.Close()
	r.cut()
}

func (l *link) close() {
	l.engine.Close()
	l.exchange.Close()
}

// abort closes without sending what the system still holds.
func (l *link) abort() {
	c := l.exchange
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if t, ok := c.(interface{ SetLinger(int) error }); ok {
		t.SetLinger(0)
	}
	l.close()
}
