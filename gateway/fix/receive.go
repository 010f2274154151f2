package fix

import (
	"strings"

	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// aliveGap is the least time between two EventAlive.
const aliveGap = 200 * market.Millisecond

// received turns an application message into events for the loop.
func (s *Session) received(frame []byte) {
	bad := s.decoder.Decode(frame, s.p.Now(), s.push)
	if bad == (Problem{}) {
		return
	}
	s.unread.Inc()
	s.log.Error().Int("tag", bad.Tag).Str("problem", bad.What).Str("message", show(frame)).
		Msg("fix: message not understood and left out: compare it with docs/fix.md; if it was a fill, reconcile positions")
}

// refused turns a Reject or BusinessMessageReject, which names one of our
// messages by sequence number, into the event for that instruction.
func (s *Session) refused(frame []byte) {
	var m message
	m.parse(frame)
	it, ok := s.sent.find(m.num(dialect.TagRefSeqNum))
	log := s.log.Error().Str("text", string(m.get(dialect.TagText))).Str("message", show(frame))
	if !ok {
		log.Msg("fix: the exchange refused a message of the session layer: compare the dialects")
		return
	}
	log.Uint64("id", it.id).Str("kind", it.kind.String()).Msg("fix: the exchange could not read our message: compare the dialects")
	e := market.Event{Kind: refusals[it.kind], ID: it.id, Contract: it.contract, Code: market.RejectOther, Edge: s.p.Now()}
	s.push(&e)
}

// alive tells the loop, five times a second at most, that the link lives.
func (s *Session) alive() {
	now := s.p.Now()
	if !s.up.Load() || now-s.lastAlive < aliveGap {
		return
	}
	if s.in.offer(&market.Event{Kind: market.EventAlive, Contract: market.NoContract, Edge: now}) {
		s.events.Inc()
		s.lastAlive = now
	}
}

const shown = 400

// show makes a frame readable and short.
func show(frame []byte) string {
	cut := ""
	if len(frame) > shown {
		frame, cut = frame[:shown], "…"
	}
	return strings.ToValidUTF8(strings.ReplaceAll(string(frame), "\x01", "|"), "?") + cut
}
