package journal

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// Which fields a kind of input fills. The others are printed only where they
// are not zero, so that nothing recorded goes unseen.
const (
	hasContract = 1 << iota
	hasBook
	hasPhase
	hasID
	hasCode
	hasSide
	hasPrice
	hasQty
	hasLeaves
	hasRef
	hasOffset
	hasMode
	hasSpan
	hasCount
	hasValue
)

// The last entry stands for kinds that this build does not know.
var eventFields = [market.EventCount + 1]int{
	market.EventDepth:        hasContract | hasBook,
	market.EventPhase:        hasContract | hasPhase,
	market.EventRequest:      hasContract | hasRef,
	market.EventQuotePending: hasContract | hasID,
	market.EventQuoteLive:    hasContract | hasID,
	market.EventQuoteEnded:   hasContract | hasID | hasCode,
	market.EventQuoteReject:  hasContract | hasID | hasCode,
	market.EventLegState:     hasContract | hasID | hasSide | hasPrice | hasLeaves,
	market.EventFill:         hasContract | hasID | hasSide | hasPrice | hasQty | hasLeaves | hasRef | hasOffset,
	market.EventOrderLive:    hasContract | hasID | hasSide | hasPrice | hasLeaves,
	market.EventOrderEnded:   hasContract | hasID | hasCode,
	market.EventOrderReject:  hasContract | hasID | hasCode,
	market.EventCancelReject: hasContract | hasID | hasCode,
	market.EventMassCancel:   hasID,
	market.EventMassReject:   hasID | hasCode,
	market.EventPosition:     hasContract | hasSide | hasQty | hasLeaves,
	market.EventNotSent:      hasContract | hasID | hasCode,
	market.EventQueryReject:  hasID | hasCode,
	market.EventSettlement:   hasContract | hasPrice,
	market.EventGap:          hasContract,
}

var commandFields = [port.CommandCount + 1]int{
	port.CommandPause:    hasContract,
	port.CommandResume:   hasContract,
	port.CommandLatch:    hasMode,
	port.CommandGrant:    hasContract | hasSpan | hasRef,
	port.CommandIDs:      hasCount,
	port.CommandJournal:  hasValue,
	port.CommandPosition: hasContract | hasSide | hasCount,
	port.CommandMark:     hasRef,
	port.CommandWatchdog: hasValue,
	port.CommandRamp:     hasCount | hasSpan,
	port.CommandPair:     hasContract | hasCount | hasValue,
}

func (c *printer) event(ring string, e *market.Event) {
	has := eventFields[min(e.Kind, market.EventCount)]
	in := c.instrument(e.Contract)
	c.text("ring", ring)
	c.text("event", e.Kind.String())
	if has&hasContract != 0 || e.Contract != 0 && e.Contract != market.NoContract {
		c.contract(e.Contract)
	}
	c.instant("exchange_time", e.Time)
	c.instant("edge", e.Edge)
	if has&hasPhase != 0 || e.Phase != 0 {
		c.text("phase", e.Phase.String())
	}
	if e.Flags != 0 {
		c.flags(e.Flags)
	}
	if has&hasBook != 0 || anyBook(e) {
		c.book(in, e)
	}
	c.own(has, in, e)
}

func anyBook(e *market.Event) bool {
	return e.Bid|e.Ask|e.Last|e.Upper|e.Lower != 0 || e.BidQty|e.AskQty|e.Volume|e.OpenInterest != 0 || e.Turnover != 0
}

func (c *printer) book(in *market.Instrument, e *market.Event) {
	c.leg("bid", in, e.Bid, e.BidQty)
	c.leg("ask", in, e.Ask, e.AskQty)
	c.price("last", in, e.Last, e.Last != 0)
	c.num("volume", int64(e.Volume))
	c.num("turnover", e.Turnover)
	c.num("open_interest", int64(e.OpenInterest))
	c.price("upper", in, e.Upper, e.Upper != 0)
	c.price("lower", in, e.Lower, e.Lower != 0)
}

// own writes the fields of events about our own quotes and orders.
func (c *printer) own(has int, in *market.Instrument, e *market.Event) {
	if has&hasID != 0 || e.ID != 0 {
		c.unsigned("id", e.ID)
	}
	if has&hasSide != 0 || e.Side != 0 {
		c.text("side", e.Side.String())
	}
	if has&hasPrice != 0 || e.Price != 0 {
		c.price("price", in, e.Price, true)
	}
	if has&hasQty != 0 || e.Qty != 0 {
		c.num("qty", int64(e.Qty))
	}
	if has&hasLeaves != 0 || e.Leaves != 0 {
		c.num("leaves", int64(e.Leaves))
	}
	if has&hasOffset != 0 || e.Offset != 0 {
		c.text("offset", e.Offset.String())
	}
	if has&hasRef != 0 || e.Ref != (market.Ref{}) {
		c.ref("ref", &e.Ref)
	}
	if e.Trade != 0 {
		c.unsigned("trade", e.Trade)
	}
	if has&hasCode != 0 || e.Code != 0 {
		c.num("code", int64(e.Code))
		c.text("reason", codeName(e.Kind, e.Code))
	}
}

func (c *printer) flags(f uint16) {
	c.key("flags")
	c.b = append(c.b, '[')
	for i, first := 0, true; i < 16; i++ {
		if f&(1<<i) == 0 {
			continue
		}
		if !first {
			c.b = append(c.b, ',')
		}
		first = false
		c.b = appendQuoted(c.b, name(flagNames[:], uint8(i)))
	}
	c.b = append(c.b, ']')
}

// scope says how far a setting of the latch reaches.
func (c *printer) scope(k *port.Command) {
	if s := risk.Scope(k.Value); s != risk.ScopeAccount {
		c.text("scope", s.String())
		c.contract(k.Contract)
	}
}

func (c *printer) command(k *port.Command) {
	c.text("command", k.Kind.String())
	if !c.told(k) {
		c.plain(k)
	}
	if commandFields[min(k.Kind, port.CommandCount)]&hasRef != 0 || k.Ref != (market.Ref{}) {
		c.ref("ref", &k.Ref)
	}
	c.ref("actor", &k.Actor)
}

// plain prints a command field by field.
func (c *printer) plain(k *port.Command) {
	has := commandFields[min(k.Kind, port.CommandCount)]
	latch := k.Kind == port.CommandLatch
	if has&hasContract != 0 || !latch && k.Contract != 0 && k.Contract != market.NoContract {
		c.contract(k.Contract)
	}
	if has&hasMode != 0 || k.Mode != 0 || k.Epoch != 0 {
		c.text("mode", modeName(k.Mode))
		c.unsigned("latch", k.Epoch)
		c.scope(k)
	}
	if has&hasSide != 0 || k.Side != 0 {
		c.text("side", k.Side.String())
	}
	if has&hasCount != 0 || k.First != 0 || k.Count != 0 {
		c.unsigned("first", k.First)
		c.unsigned("count", k.Count)
	}
	if has&hasValue != 0 || !latch && k.Value != 0 {
		c.num("value", int64(k.Value))
	}
	if has&hasSpan != 0 || k.From != 0 || k.To != 0 {
		c.instant("from", k.From)
		c.instant("to", k.To)
	}
}
