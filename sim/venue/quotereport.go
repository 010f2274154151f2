package venue

import (
	"github.com/quickfixgo/quickfix"

	"quotient/market"
)

// quote is a QuoteStatusReport.
func (s *scribe) quote(e *market.Event, status, text string) sheet {
	m := s.sheet("AI", e)
	m.id(tagQuoteID, e.ID)
	m.id(tagQuoteMsgID, e.ID)
	m.set(tagQuoteStatus, status)
	m.text(text)
	return m
}

var endTexts = [...]string{"", "cancelled", "replaced", "filled", "expired", "mass cancel"}

func (s *scribe) quoteEnded(e *market.Event) sheet {
	status := "17"
	if e.Code == market.EndExpired {
		status = "7"
	}
	m := s.quote(e, status, endTexts[e.Code%uint8(len(endTexts))])
	m.num(tagEndReason, int64(e.Code))
	return m
}

// quoteCodes are the values of QuoteRejectReason.
var quoteCodes = map[uint8]string{market.RejectUnknown: "1", market.RejectClosed: "2", market.RejectSize: "3",
	market.RejectDuplicate: "6", market.RejectSpread: "7", market.RejectPrice: "8", market.RejectOther: "99"}

// cancelCodes are those that answer the cancel of a quote.
var cancelCodes = map[uint8]string{market.RejectUnknown: "5", market.RejectDuplicate: "6", market.RejectOther: "99"}

func (s *scribe) quoteReject(e *market.Event) sheet {
	m := s.quote(e, "5", "")
	m.reason(tagQuoteRejectReason, quoteCodes, e)
	return m
}

// cancelReject answers the cancel of a quote by AI and that of an order by 9.
func (s *scribe) cancelReject(e *market.Event) sheet {
	asked := s.question(e.ID)
	if asked.Kind == market.InstructOrderEnd {
		m := s.sheet("9", e)
		m.set(tagOrderID, "NONE")
		m.id(tagClOrdID, e.ID)
		m.id(tagOrigClOrdID, asked.Target)
		m.set(tagOrdStatus, "8")
		m.set(tagCxlRejResponseTo, "1")
		m.reason(tagCxlRejReason, map[uint8]string{market.RejectClosed: "0", market.RejectUnknown: "1",
			market.RejectDuplicate: "6", market.RejectOther: "99"}, e)
		return m
	}
	m := s.sheet("AI", e)
	m.id(tagQuoteID, asked.Target)
	m.id(tagQuoteMsgID, e.ID)
	m.set(tagQuoteStatus, "5")
	m.set(tagQuoteCancelType, "5")
	m.reason(tagQuoteRejectReason, cancelCodes, e)
	return m
}

// mass answers a mass cancel: quotes by AI, orders by r.
func (s *scribe) mass(e *market.Event) sheet {
	if asked := s.question(e.ID); asked.Kind == market.InstructMassOrders {
		m := s.sheet("r", e)
		m.id(tagOrderID, e.ID)
		m.id(tagClOrdID, e.ID)
		m.set(tagMassCancelRequest, "7")
		if e.Kind == market.EventMassCancel {
			m.set(tagMassCancelResponse, "7")
			return m
		}
		m.set(tagMassCancelResponse, "0")
		m.reason(tagMassCancelReject, map[uint8]string{market.RejectOther: "99"}, e)
		return m
	}
	m := s.sheet("AI", e)
	m.id(tagQuoteMsgID, e.ID)
	m.set(tagQuoteCancelType, "4")
	if e.Kind == market.EventMassCancel {
		m.set(tagQuoteStatus, "4")
		return m
	}
	m.set(tagQuoteStatus, "5")
	m.reason(tagQuoteRejectReason, cancelCodes, e)
	return m
}

// phase is a TradingSessionStatus of one contract.
func (s *scribe) phase(e *market.Event) sheet {
	m := s.sheet("h", e)
	m.set(tagTradingSessionID, "1")
	status, sub := "0", ""
	switch e.Phase {
	case market.PhaseClosed:
		status = "3"
	case market.PhaseAuction:
		status, sub = "4", "2"
	case market.PhaseMatch:
		status, sub = "2", "2"
	case market.PhaseContinuous:
		status, sub = "2", "3"
	case market.PhaseBreak:
		status, sub = "3", "7"
	case market.PhaseHalt:
		status = "1"
	}
	m.set(tagTradSesStatus, status)
	if sub != "" {
		m.set(tagTradingSessionSub, sub)
	}
	return m
}

// relatedSymbol is the group of QuoteRequest.
var relatedSymbol = quickfix.GroupTemplate{quickfix.GroupElement(tagSymbol), quickfix.GroupElement(tagSecurityExchange)}

// request is a QuoteRequest: no side, no size, as at ZCE.
func (s *scribe) request(e *market.Event) sheet {
	m := s.sheet("R", e)
	m.set(tagQuoteReqID, e.Ref.String())
	group := quickfix.NewRepeatingGroup(tagNoRelatedSym, relatedSymbol)
	entry := group.Add()
	for _, tag := range []quickfix.Tag{tagSymbol, tagSecurityExchange} {
		if v, err := m.Body.GetString(tag); err == nil {
			entry.SetString(tag, v)
			m.Body.Remove(tag)
		}
	}
	m.Body.SetGroup(group)
	return m
}
