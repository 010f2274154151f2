package fix

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/rs/zerolog"

	"quotient/gateway/conn"
	"quotient/market"
)

// Params are a session's parameters.
type Params struct {
	Addr         string // of the exchange, host:port
	SenderCompID string // who we are
	TargetCompID string // who the exchange is
	HeartBt      market.Time
	Account      string
	Party        string // PartyID; empty = no Parties group
	PartyRole    int    // such as 3, the client id
	Instruments  []market.Instrument
	MaxAge       market.Time // a quote or order that waited longer is not sent
	TLS          *tls.Config // nil = plain TCP
	Backoff      conn.BackoffParams
	Owed         func() bool        // a cancel is owed: connect again within Backoff.Within; nil = never; any thread
	LogonTimeout market.Time        // from the TCP connection to the logon; 0 = 10 s
	Spin         bool               // poll the out ring without sleeping
	Now          func() market.Time // stamps TransactTime and Event.Edge; nil = the wall clock
	Log          zerolog.Logger

	// Sleep waits between attempts to connect; nil = the clock.
	Sleep func(context.Context, time.Duration) error
	// Wrap stands around each socket to the exchange; nil = nothing does.
	Wrap func(net.Conn) net.Conn
}

// Defaults of Params.
const (
	DefaultHeartBt = 10 * market.Second
	DefaultMaxAge  = 250 * market.Millisecond

	defaultLogonTimeout = 10 * market.Second
)

// Check returns everything that is wrong with p, nil when nothing is.
func (p *Params) Check() error {
	var all []error
	bad := func(format string, args ...any) { all = append(all, fmt.Errorf("fix: "+format, args...)) }
	if p.Addr == "" {
		bad("the exchange's address is empty: want host:port")
	}
	if p.SenderCompID == "" || p.TargetCompID == "" {
		bad("sender_comp_id %q and target_comp_id %q: both are needed, as the exchange gave them", p.SenderCompID, p.TargetCompID)
	}
	if p.HeartBt < market.Second || p.HeartBt > market.Hour || p.HeartBt%market.Second != 0 {
		bad("heartbeat interval %d ns: want whole seconds from 1 s to 1 h", p.HeartBt)
	}
	if p.MaxAge <= 0 {
		bad("largest age %d ns: want more than 0", p.MaxAge)
	}
	if len(p.Instruments) == 0 {
		bad("no instruments: nothing could be quoted")
	}
	for _, text := range []struct{ name, value string }{{"account", p.Account}, {"party", p.Party},
		{"sender_comp_id", p.SenderCompID}, {"target_comp_id", p.TargetCompID}} {
		if !plain(text.value) {
			bad("%s %q: only printable ASCII can be sent", text.name, text.value)
		}
	}
	return errors.Join(all...)
}

// plain reports whether s can be the value of a field.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
