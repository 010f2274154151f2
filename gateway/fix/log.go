package fix

import (
	"github.com/quickfixgo/quickfix"
	"github.com/rs/zerolog"
)

// A logFactory writes quickfixgo's chatter at debug level and its messages at
// trace level. What a person must know is logged by the Session itself.
type logFactory struct{ log zerolog.Logger }

// Create implements quickfix.LogFactory.
func (f logFactory) Create() (quickfix.Log, error) { return chatter(f), nil }

// CreateSessionLog implements quickfix.LogFactory.
func (f logFactory) CreateSessionLog(quickfix.SessionID) (quickfix.Log, error) {
	return chatter(f), nil
}

type chatter struct{ log zerolog.Logger }

func (c chatter) OnIncoming(b []byte) {
	if e := c.log.Trace(); e.Enabled() {
		e.Str("in", show(b)).Msg("fix")
	}
}

func (c chatter) OnOutgoing(b []byte) {
	if e := c.log.Trace(); e.Enabled() {
		e.Str("out", show(b)).Msg("fix")
	}
}

func (c chatter) OnEvent(text string) {
	if e := c.log.Debug(); e.Enabled() {
		e.Str("event", show([]byte(text))).Msg("fix: engine")
	}
}

func (c chatter) OnEventf(format string, args ...any) {
	if e := c.log.Debug(); e.Enabled() {
		e.Msgf("fix: engine: "+format, args...)
	}
}
