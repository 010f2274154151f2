package fix

import (
	"hash/fnv"
	"strconv"

	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// quoteStatus reads AI: what became of a quote, of the cancel of one, or of all.
func (d *Decoder) quoteStatus() {
	status := d.m.num(dialect.TagQuoteStatus)
	if d.m.num(dialect.TagQuoteCancelType) >= 0 && (status == dialect.QuoteRejected || status == dialect.QuoteCanceledAll) {
		d.quoteCancelled(status)
		return
	}
	kind, code := market.EventNone, uint8(0)
	switch status {
	case dialect.QuotePending:
		kind = market.EventQuotePending
	case dialect.QuoteActive:
		kind = market.EventQuoteLive
	case dialect.QuoteCanceled:
		kind, code = market.EventQuoteEnded, d.ended(market.EndCancelled)
	case dialect.QuoteExpired:
		kind, code = market.EventQuoteEnded, d.ended(market.EndExpired)
	case dialect.QuoteRejected:
		kind, code = market.EventQuoteReject, d.code(dialect.TagQuoteRejectReason, quoteCodes)
	default:
		d.fault(dialect.TagQuoteStatus, "is a quote status that this session does not take")
	}
	e := d.event(kind, dialect.TagQuoteID)
	e.Code, e.Contract = code, d.contractIfAny()
	if kind != market.EventQuoteReject && e.Contract == market.NoContract {
		d.fault(dialect.TagSymbol, "is missing")
	}
	d.send(e)
}

// quoteCancelled reads the answer to a QuoteCancel, named by QuoteMsgID.
func (d *Decoder) quoteCancelled(status int64) {
	all := d.m.num(dialect.TagQuoteCancelType) == dialect.CancelAll
	kind := market.EventCancelReject
	switch {
	case all && status == dialect.QuoteCanceledAll:
		kind = market.EventMassCancel
	case all:
		kind = market.EventMassReject
	case status == dialect.QuoteCanceledAll:
		d.fault(dialect.TagQuoteCancelType, "does not go with this quote status")
	}
	e := d.event(kind, dialect.TagQuoteMsgID)
	e.Contract = d.contractIfAny()
	if status == dialect.QuoteRejected {
		e.Code = d.code(dialect.TagQuoteRejectReason, quoteCodes)
	}
	d.send(e)
}

// ended reads EndReason, where it is given.
func (d *Decoder) ended(otherwise uint8) uint8 {
	switch v := d.m.num(dialect.TagEndReason); {
	case d.m.get(dialect.TagEndReason) == nil:
		return otherwise
	case v >= int64(market.EndCancelled) && v <= int64(market.EndMass):
		return uint8(v)
	}
	d.fault(dialect.TagEndReason, "is not 1 to 5")
	return 0
}

// execution reads 8: of an order, or of one leg of a quote.
func (d *Decoder) execution() {
	leg := d.m.char(dialect.TagOrdType) == dialect.OrdTypeQuoted
	e := d.event(market.EventNone, dialect.TagClOrdID)
	e.Contract = d.contractIfAny()
	exec := d.m.char(dialect.TagExecType)
	if exec != dialect.ExecRejected && e.Contract == market.NoContract {
		d.fault(dialect.TagSymbol, "is missing")
	}
	if !leg {
		e.Flags = market.FlagOrder
	}
	switch {
	case exec == dialect.ExecTrade:
		d.fill(e)
		e.Leaves = d.qty(dialect.TagLeavesQty)
	case exec == dialect.ExecRejected && leg:
		return // the quote's own reject says it
	case exec == dialect.ExecRejected:
		e.Kind, e.Flags, e.Code = market.EventOrderReject, 0, d.code(dialect.TagOrdRejReason, orderCodes)
	case leg:
		d.state(e, market.EventLegState)
	default:
		d.orderState(e, exec)
	}
	d.send(e)
}

// orderState tells an order that stands from one that has ended.
func (d *Decoder) orderState(e *market.Event, exec byte) {
	status := d.m.char(dialect.TagOrdStatus)
	switch {
	case exec == dialect.ExecCanceled, exec == dialect.ExecStatus && status == dialect.StatusCanceled:
		e.Kind, e.Code = market.EventOrderEnded, d.ended(market.EndCancelled)
	case exec == dialect.ExecExpired, exec == dialect.ExecStatus && status == dialect.StatusExpired:
		e.Kind, e.Code = market.EventOrderEnded, d.ended(market.EndExpired)
	case exec == dialect.ExecStatus && status == dialect.StatusFilled:
		e.Kind, e.Code = market.EventOrderEnded, market.EndFilled
	case exec == dialect.ExecNew, exec == dialect.ExecStatus:
		d.state(e, market.EventOrderLive)
	default:
		d.fault(dialect.TagExecType, "is an execution type that this session does not take: reconcile by hand")
	}
}

func (d *Decoder) state(e *market.Event, kind market.EventKind) {
	e.Kind, e.Side = kind, d.side()
	e.Price, e.Leaves = d.price(dialect.TagPrice, e.Contract), d.qty(dialect.TagLeavesQty)
}

// fill reads what 8 and AE say alike of a fill.
func (d *Decoder) fill(e *market.Event) {
	e.Kind, e.Side, e.Ref = market.EventFill, d.side(), d.ref(dialect.TagExecID)
	e.Price, e.Qty = d.price(dialect.TagLastPx, e.Contract), d.qty(dialect.TagLastQty)
	e.Offset = d.m.offset(dialect.TagPositionEffect)
	e.Trade = number(d.m.get(dialect.TagTrdMatchID))
	if d.m.num(dialect.TagLastLiquidityInd) == dialect.LiquidityAdded {
		e.Flags |= market.FlagPassive
	}
}

// number is a text as a number, 0 of none: its own where it is written as one, else
// a digest that is larger than any of those.
func number(text []byte) uint64 {
	if len(text) == 0 {
		return 0
	}
	if n, err := strconv.ParseUint(string(text), 10, 63); err == nil && n > 0 && text[0] != '0' {
		return n
	}
	h := fnv.New64a()
	h.Write(text)
	return h.Sum64() | 1<<63
}

// massCancel reads r: the answer to a mass cancel of orders.
func (d *Decoder) massCancel() {
	e := d.event(market.EventMassCancel, dialect.TagClOrdID)
	e.Flags = market.FlagOrder
	if d.m.char(dialect.TagMassCancelResponse) != '7' {
		e.Kind, e.Flags, e.Code = market.EventMassReject, 0, d.code(dialect.TagMassCancelRejectReason, nil)
	}
	d.send(e)
}

// phase reads h, for one contract or for every contract of a product.
func (d *Decoder) phase() {
	e := d.event(market.EventPhase, 0)
	e.Phase = phaseOf(d.m.num(dialect.TagTradSesStatus), d.m.num(dialect.TagTradingSessionSubID))
	if d.m.get(dialect.TagSymbol) != nil {
		e.Contract = d.contract()
		d.send(e)
		return
	}
	product, none := string(d.m.get(dialect.TagMarketSegmentID)), true
	for i := range d.instruments {
		if d.instruments[i].Product.String() == product {
			e.Contract, none = market.Contract(i), false
			d.send(e)
		}
	}
	if none {
		d.fault(dialect.TagMarketSegmentID, "is not a product of today's universe")
	}
}

// phaseOf reads TradSesStatus and TradingSessionSubID.
func phaseOf(status, sub int64) market.Phase {
	switch {
	case status == dialect.SessionHalted:
		return market.PhaseHalt
	case status == dialect.SessionPreOpen:
		return market.PhaseAuction
	case status == dialect.SessionOpen && sub == dialect.SubAuction:
		return market.PhaseMatch
	case status == dialect.SessionOpen:
		return market.PhaseContinuous
	case status == dialect.SessionClosed && sub == dialect.SubQuiescent:
		return market.PhaseBreak
	case status == dialect.SessionClosed:
		return market.PhaseClosed
	}
	return market.PhaseUnknown
}
