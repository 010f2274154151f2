package fix

import (
	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// An Encoder writes instructions as bodies of FIX messages. It holds no state
// and may be used by any thread.
type Encoder struct {
	instruments []market.Instrument
	account     string
	party       string
	role        uint64
}

// NewEncoder returns an Encoder for the accounts and instruments of p.
func NewEncoder(p *Params) *Encoder {
	return &Encoder{instruments: p.Instruments, account: p.Account, party: p.Party, role: uint64(p.PartyRole)}
}

// Encode appends the body of the one message that says in, and returns its
// message type. ok is false when in cannot be said: nothing is appended. now is
// the session's clock for TransactTime.
func (e *Encoder) Encode(dst []byte, in *market.Instruction, now market.Time) (msgType string, out []byte, ok bool) {
	if in.ID == 0 {
		return "", dst, false
	}
	b := body(dst)
	switch in.Kind {
	case market.InstructQuote:
		return e.quote(b, in, now)
	case market.InstructOrder:
		return e.order(b, in, now)
	case market.InstructQuoteEnd:
		return dialect.MsgQuoteCancel, e.quoteEnd(b, in, now), in.Target != 0
	case market.InstructOrderEnd:
		return dialect.MsgOrderCancelRequest, e.orderEnd(b, in, now), in.Target != 0
	case market.InstructMassQuotes:
		b = e.head(b).stamp(now).num(dialect.TagQuoteCancelType, dialect.CancelAll)
		return dialect.MsgQuoteCancel, e.parties(b).num(dialect.TagQuoteMsgID, in.ID), true
	case market.InstructMassOrders:
		b = e.head(b).num(dialect.TagClOrdID, in.ID).stamp(now)
		return dialect.MsgOrderMassCancelRequest, e.parties(b).char(dialect.TagMassCancelRequestType, '7'), true
	case market.InstructPositions:
		b = e.parties(e.head(b).stamp(now))
		return dialect.MsgRequestForPositions, b.num(dialect.TagPosReqID, in.ID).num(dialect.TagPosReqType, 0), true
	case market.InstructTrades:
		b = e.parties(e.head(b).stamp(now))
		return dialect.MsgTradeCaptureReportRequest, b.num(dialect.TagTradeRequestID, in.ID).num(dialect.TagTradeRequestType, 1), true
	}
	return "", dst, false
}

func (e *Encoder) quote(b body, in *market.Instruction, now market.Time) (string, []byte, bool) {
	if int(in.Contract) >= len(e.instruments) || in.BidOffset == market.NoOffset || in.AskOffset == market.NoOffset {
		return "", b, false
	}
	inst := &e.instruments[in.Contract]
	b = e.head(b).symbol(inst).stamp(now).num(dialect.TagQuoteID, in.ID)
	if in.Request != (market.Ref{}) {
		b = body(in.Request.Append(b.tag(dialect.TagQuoteReqID))).end()
	}
	b = b.price(dialect.TagBidPx, inst, in.Bid).price(dialect.TagOfferPx, inst, in.Ask)
	b = b.num(dialect.TagBidSize, uint64(in.BidQty)).num(dialect.TagOfferSize, uint64(in.AskQty))
	b = b.exchange(inst).num(dialect.TagQuoteResponseLevel, 2)
	b = e.parties(b).num(dialect.TagQuoteType, 1).num(dialect.TagQuoteMsgID, in.ID)
	b = b.effect(dialect.TagBidPositionEffect, in.BidOffset).effect(dialect.TagOfferPositionEffect, in.AskOffset)
	if in.Target != 0 {
		b = b.num(dialect.TagReplacedQuoteID, in.Target)
	}
	return dialect.MsgQuote, b, in.BidQty >= 0 && in.AskQty >= 0
}

func (e *Encoder) order(b body, in *market.Instruction, now market.Time) (string, []byte, bool) {
	offset := in.BidOffset
	if in.Side == market.Ask {
		offset = in.AskOffset
	}
	if int(in.Contract) >= len(e.instruments) || in.Side == market.NoSide || offset == market.NoOffset {
		return "", b, false
	}
	inst := &e.instruments[in.Contract]
	b = e.head(b).num(dialect.TagClOrdID, in.ID).num(dialect.TagOrderQty, uint64(in.Qty(in.Side)))
	b = b.char(dialect.TagOrdType, dialect.OrdTypeLimit).price(dialect.TagPrice, inst, in.Price(in.Side))
	b = b.side(in.Side).symbol(inst).char(dialect.TagTimeInForce, '0').stamp(now)
	b = b.effect(dialect.TagPositionEffect, offset).exchange(inst)
	return dialect.MsgNewOrderSingle, e.parties(b), in.Qty(in.Side) >= 0
}

func (e *Encoder) quoteEnd(b body, in *market.Instruction, now market.Time) body {
	inst := e.instrument(in.Contract)
	b = e.head(b)
	if inst != nil {
		b = b.symbol(inst)
	}
	b = b.stamp(now).num(dialect.TagQuoteID, in.Target)
	if inst != nil {
		b = b.exchange(inst)
	}
	return e.parties(b.num(dialect.TagQuoteCancelType, dialect.CancelOne)).num(dialect.TagQuoteMsgID, in.ID)
}

func (e *Encoder) orderEnd(b body, in *market.Instruction, now market.Time) body {
	inst := e.instrument(in.Contract)
	b = e.head(b).num(dialect.TagClOrdID, in.ID).num(dialect.TagOrigClOrdID, in.Target)
	if inst != nil {
		b = b.symbol(inst)
	}
	b = b.stamp(now)
	if inst != nil {
		b = b.exchange(inst)
	}
	return e.parties(b)
}

// instrument returns the contract's instrument, nil for none.
func (e *Encoder) instrument(c market.Contract) *market.Instrument {
	if int(c) >= len(e.instruments) {
		return nil
	}
	return &e.instruments[c]
}

// head appends what every message begins with.
func (e *Encoder) head(b body) body {
	if e.account == "" {
		return b
	}
	return b.text(dialect.TagAccount, e.account)
}

// parties appends the group of the one party, if there is one.
func (e *Encoder) parties(b body) body {
	if e.party == "" {
		return b
	}
	b = b.num(dialect.TagNoPartyIDs, 1).text(dialect.TagPartyID, e.party)
	return b.char(dialect.TagPartyIDSource, 'D').num(dialect.TagPartyRole, e.role)
}
