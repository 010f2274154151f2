package fix

import (
	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// quoteCodes are our reject codes by QuoteRejectReason.
var quoteCodes = map[int64]uint8{
	dialect.QuoteRejectSymbol:    market.RejectUnknown,
	dialect.QuoteRejectClosed:    market.RejectClosed,
	dialect.QuoteRejectSize:      market.RejectSize,
	dialect.QuoteRejectTooLate:   market.RejectClosed,
	dialect.QuoteRejectUnknown:   market.RejectUnknown,
	dialect.QuoteRejectDuplicate: market.RejectDuplicate,
	dialect.QuoteRejectSpread:    market.RejectSpread,
	dialect.QuoteRejectPrice:     market.RejectPrice,
	dialect.QuoteRejectBand:      market.RejectPrice,
}

// orderCodes are our reject codes by OrdRejReason.
var orderCodes = map[int64]uint8{
	dialect.OrdRejectSymbol:    market.RejectUnknown,
	dialect.OrdRejectClosed:    market.RejectClosed,
	dialect.OrdRejectLimit:     market.RejectSize,
	dialect.OrdRejectTooLate:   market.RejectClosed,
	dialect.OrdRejectUnknown:   market.RejectUnknown,
	dialect.OrdRejectDuplicate: market.RejectDuplicate,
	dialect.OrdRejectQty:       market.RejectSize,
	dialect.OrdRejectBand:      market.RejectPrice,
	dialect.OrdRejectTick:      market.RejectPrice,
}

// cxlCodes are our reject codes by CxlRejReason.
var cxlCodes = map[int64]uint8{
	dialect.CxlRejectTooLate:   market.RejectClosed,
	dialect.CxlRejectUnknown:   market.RejectUnknown,
	dialect.CxlRejectDuplicate: market.RejectDuplicate,
}

// code reads why something was refused: RejectDetail where it is given, else the
// standard reason.
func (d *Decoder) code(tag int, codes map[int64]uint8) uint8 {
	if v := d.m.num(dialect.TagRejectDetail); v >= int64(market.RejectOther) && v <= int64(market.RejectRate) {
		return uint8(v)
	}
	if c, ok := codes[d.m.num(tag)]; ok {
		return c
	}
	return market.RejectOther
}

// refusals name the event that says an instruction was refused.
var refusals = [market.InstructCount]market.EventKind{
	market.InstructQuote:      market.EventQuoteReject,
	market.InstructQuoteEnd:   market.EventCancelReject,
	market.InstructOrder:      market.EventOrderReject,
	market.InstructOrderEnd:   market.EventCancelReject,
	market.InstructMassQuotes: market.EventMassReject,
	market.InstructMassOrders: market.EventMassReject,
	market.InstructPositions:  market.EventQueryReject,
	market.InstructTrades:     market.EventQueryReject,
}
