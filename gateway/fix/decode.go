package fix

import (
	"crypto/sha256"
	"encoding/hex"

	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// A Problem says why a message could not be turned into events. The zero
// Problem is none.
type Problem struct {
	Tag  int    // of the field at fault; 0 = the message as a whole
	What string // what is wrong with it
}

// A Decoder turns application messages into events. It remembers which of the
// two queries have been answered, so it belongs to one thread and one session.
type Decoder struct {
	instruments []market.Instrument
	bySymbol    map[string]market.Contract
	trades      query
	positions   query

	m    message
	e    market.Event // the one being made
	bad  Problem
	emit func(*market.Event)
	edge market.Time
}

// NewDecoder returns a Decoder for the given universe.
func NewDecoder(instruments []market.Instrument) *Decoder {
	d := &Decoder{instruments: instruments, bySymbol: make(map[string]market.Contract, len(instruments))}
	for i := range instruments {
		d.bySymbol[instruments[i].Symbol.String()] = market.Contract(i)
	}
	return d
}

// Reset forgets the queries: a new session has begun.
func (d *Decoder) Reset() { d.trades, d.positions = query{}, query{} }

// Decode calls emit for each event that the frame stands for, in order. The
// event is valid during the call. A message that cannot be understood in full
// yields a Problem and no event.
func (d *Decoder) Decode(frame []byte, edge market.Time, emit func(*market.Event)) Problem {
	d.bad, d.emit, d.edge = Problem{}, emit, edge
	if !d.m.parse(frame) {
		return Problem{What: "is not a run of tag=value fields"}
	}
	switch string(d.m.get(dialect.TagMsgType)) {
	case dialect.MsgQuoteStatusReport:
		d.quoteStatus()
	case dialect.MsgExecutionReport:
		d.execution()
	case dialect.MsgOrderCancelReject:
		e := d.event(market.EventCancelReject, dialect.TagClOrdID)
		e.Code = d.code(dialect.TagCxlRejReason, cxlCodes)
		d.send(e)
	case dialect.MsgOrderMassCancelReport:
		d.massCancel()
	case dialect.MsgTradeCaptureReport:
		d.trade()
	case dialect.MsgTradeCaptureReportRequestAck:
		d.tradesEnd()
	case dialect.MsgPositionReport:
		d.position()
	case dialect.MsgRequestForPositionsAck:
		d.positionsEnd()
	case dialect.MsgQuoteRequest:
		e := d.event(market.EventRequest, 0)
		e.Contract, e.Ref = d.contract(), d.ref(dialect.TagQuoteReqID)
		d.send(e)
	case dialect.MsgTradingSessionStatus:
		d.phase()
	default:
		d.fault(dialect.TagMsgType, "is a message type that this session does not take")
	}
	return d.bad
}

// event begins an event of one of our ids. Contract is none until set.
func (d *Decoder) event(kind market.EventKind, idTag int) *market.Event {
	e := &d.e
	*e = market.Event{Kind: kind, Contract: market.NoContract, Edge: d.edge}
	if v := d.m.get(dialect.TagTransactTime); v != nil {
		t, ok := parseStamp(v)
		if !ok {
			d.fault(dialect.TagTransactTime, "is not a UTC timestamp")
		}
		e.Time = t
	}
	if idTag != 0 {
		v, ok := id(d.m.get(idTag))
		if !ok {
			d.fault(idTag, "is not one of our ids")
		}
		e.ID = v
	}
	return e
}

// send hands the event over, unless something was wrong with the message.
func (d *Decoder) send(e *market.Event) {
	if d.bad == (Problem{}) {
		d.emit(e)
	}
}

// fault keeps the first problem.
func (d *Decoder) fault(tag int, what string) {
	if d.bad == (Problem{}) {
		d.bad = Problem{tag, what}
	}
}

// contract reads Symbol, which must be known.
func (d *Decoder) contract() market.Contract {
	if c, ok := d.bySymbol[string(d.m.get(dialect.TagSymbol))]; ok {
		return c
	}
	d.fault(dialect.TagSymbol, "is not an instrument of today's universe")
	return market.NoContract
}

// contractIfAny is contract where Symbol may be left out.
func (d *Decoder) contractIfAny() market.Contract {
	if d.m.get(dialect.TagSymbol) == nil {
		return market.NoContract
	}
	return d.contract()
}

func (d *Decoder) price(tag int, c market.Contract) market.Price {
	if c == market.NoContract {
		return 0
	}
	p, ok := d.instruments[c].ParsePrice(d.m.get(tag))
	if !ok {
		d.fault(tag, "is not a price on the instrument's tick")
	}
	return p
}

func (d *Decoder) qty(tag int) market.Qty {
	v := d.m.num(tag)
	if v < 0 {
		d.fault(tag, "is not a number of lots")
	}
	return market.Qty(v)
}

func (d *Decoder) side() market.Side {
	s := d.m.side()
	if s == market.NoSide {
		d.fault(dialect.TagSide, "is not 1 or 2")
	}
	return s
}

// ref reads a short text; a longer one is replaced by a digest of it.
func (d *Decoder) ref(tag int) market.Ref {
	v := d.m.get(tag)
	if len(v) == 0 {
		d.fault(tag, "is missing")
	}
	if r, ok := market.MakeRef(v); ok {
		return r
	}
	sum := sha256.Sum256(v)
	r, _ := market.MakeRef(hex.EncodeToString(sum[:len(market.Ref{})/2]))
	return r
}
