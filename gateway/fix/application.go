package fix

import (
	"github.com/quickfixgo/quickfix"

	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// An application is what quickfixgo calls back.
type application struct{ *engine }

func (a *application) OnCreate(quickfix.SessionID)                   {}
func (a *application) OnLogon(quickfix.SessionID)                    { a.s.loggedOn() }
func (a *application) OnLogout(quickfix.SessionID)                   { a.s.loggedOff() }
func (a *application) ToAdmin(*quickfix.Message, quickfix.SessionID) {}

// ToApp is asked before every application message, resends included. It lets
// through only what the sender is sending now, and only while that is fresh.
func (a *application) ToApp(msg *quickfix.Message, _ quickfix.SessionID) error {
	if msg.Header.Has(dialect.TagPossDupFlag) {
		return quickfix.ErrDoNotSend
	}
	in := a.current
	if in == nil {
		return quickfix.ErrDoNotSend
	}
	if in.Kind.Adds() && a.s.p.Now()-a.since > a.s.p.MaxAge {
		a.veto = market.RejectLate
		return quickfix.ErrDoNotSend
	}
	seq, err := msg.Header.GetInt(dialect.TagMsgSeqNum)
	if err != nil {
		return err
	}
	a.s.sent.note(sentItem{seq: int64(seq), id: in.ID, kind: in.Kind, contract: in.Contract})
	return nil
}

// FromAdmin sees the session layer's messages: each proves that the link lives.
func (a *application) FromAdmin(msg *quickfix.Message, _ quickfix.SessionID) quickfix.MessageRejectError {
	if msg.IsMsgTypeOf(dialect.MsgReject) {
		a.s.refused(msg.Bytes())
	}
	a.s.alive()
	return nil
}

// FromApp sees everything else. A message that cannot be understood is logged
// and never answered.
func (a *application) FromApp(msg *quickfix.Message, _ quickfix.SessionID) quickfix.MessageRejectError {
	if msg.IsMsgTypeOf(dialect.MsgBusinessMessageReject) {
		a.s.refused(msg.Bytes())
		return nil
	}
	a.s.received(msg.Bytes())
	return nil
}
