package venue

import (
	"strconv"

	"github.com/quickfixgo/quickfix"

	"quotient/market"
)

// execution is an ExecutionReport of one leg or order.
func (s *scribe) execution(e *market.Event, exec, status string) sheet {
	m := s.sheet("8", e)
	m.id(tagClOrdID, e.ID)
	asked, side := s.question(e.ID), e.Side
	if side == market.NoSide {
		side = asked.Side
	}
	leg := e.Flags&market.FlagOrder == 0 && e.Kind != market.EventOrderReject
	m.set(tagOrderID, orderID(e.ID, side, leg))
	m.set(tagOrdType, "2")
	if leg {
		m.set(tagOrdType, "D")
	}
	m.set(tagExecType, exec)
	m.set(tagOrdStatus, status)
	m.set(tagSide, sideCode(side))
	m.num(tagLeavesQty, int64(e.Leaves))
	if declared := asked.Qty(side); declared > 0 {
		m.num(tagOrderQty, int64(declared))
		m.num(tagCumQty, int64(max(declared-e.Leaves, 0)))
	}
	if exec != "F" {
		s.count++
		m.set(tagExecID, "S"+strconv.FormatUint(s.count, 10))
	}
	return m
}

// orderID names the exchange's order: of a quote, one for each leg.
func orderID(id uint64, side market.Side, leg bool) string {
	text := strconv.FormatUint(id, 10)
	switch {
	case !leg:
		return "O" + text
	case side == market.Bid:
		return "Q" + text + "B"
	}
	return "Q" + text + "A"
}

// state says that a leg or an order stands.
func (s *scribe) state(e *market.Event) sheet {
	m := s.execution(e, "0", "0")
	m.price(tagPrice, e.Price)
	return m
}

func (s *scribe) fill(e *market.Event) sheet {
	status := "1"
	if e.Leaves == 0 {
		status = "2"
	}
	m := s.execution(e, "F", status)
	m.set(tagExecID, e.Ref.String())
	m.trade(e)
	m.price(tagLastPx, e.Price)
	m.num(tagLastQty, int64(e.Qty))
	m.set(tagPositionEffect, offsetCodes[e.Offset&3])
	m.set(tagLastLiquidityInd, liquidity(e))
	return m
}

// trade says which trade the execution is a side of.
func (m sheet) trade(e *market.Event) {
	if e.Trade != 0 {
		m.set(tagTrdMatchID, strconv.FormatUint(e.Trade, 10))
	}
}

func liquidity(e *market.Event) string {
	if e.Flags&market.FlagPassive != 0 {
		return "1"
	}
	return "2"
}

func (s *scribe) orderEnded(e *market.Event) sheet {
	exec, status := "4", "4"
	switch e.Code {
	case market.EndFilled:
		exec, status = "I", "2"
	case market.EndExpired:
		exec, status = "C", "C"
	}
	m := s.execution(e, exec, status)
	m.num(tagEndReason, int64(e.Code))
	m.num(tagLeavesQty, 0)
	return m
}

func (s *scribe) orderReject(e *market.Event) sheet {
	m := s.execution(e, "8", "8")
	m.num(tagLeavesQty, 0)
	m.Body.Remove(tagCumQty)
	m.reason(tagOrdRejReason, map[uint8]string{market.RejectUnknown: "1", market.RejectClosed: "2", market.RejectDuplicate: "6",
		market.RejectSize: "13", market.RejectPrice: "16", market.RejectOther: "99"}, e)
	return m
}

// tradeSide is the group of TradeCaptureReport.
var tradeSide = quickfix.GroupTemplate{quickfix.GroupElement(tagSide), quickfix.GroupElement(tagOrderID),
	quickfix.GroupElement(tagClOrdID), quickfix.GroupElement(tagOrdType), quickfix.GroupElement(tagPositionEffect),
	quickfix.GroupElement(tagLastLiquidityInd)}

// trade is a fill told again.
func (s *scribe) trade(e *market.Event) sheet {
	s.nTrades++
	m := s.sheet("AE", e)
	m.id(tagTradeRequestID, s.told)
	m.set(tagTradeReportID, strconv.FormatUint(s.told, 10)+"-"+strconv.Itoa(s.nTrades))
	m.set(tagExecID, e.Ref.String())
	m.trade(e)
	m.price(tagLastPx, e.Price)
	m.num(tagLastQty, int64(e.Qty))
	group := quickfix.NewRepeatingGroup(tagNoSides, tradeSide)
	side := group.Add()
	leg := e.Flags&market.FlagOrder == 0
	side.SetString(tagSide, sideCode(e.Side))
	side.SetString(tagOrderID, orderID(e.ID, e.Side, leg))
	side.SetString(tagClOrdID, strconv.FormatUint(e.ID, 10))
	side.SetString(tagOrdType, map[bool]string{true: "D", false: "2"}[leg])
	side.SetString(tagPositionEffect, offsetCodes[e.Offset&3])
	side.SetString(tagLastLiquidityInd, liquidity(e))
	m.Body.SetGroup(group)
	return m
}

// tradesEnd says that every fill asked for has been told.
func (s *scribe) tradesEnd(e *market.Event) sheet {
	m := s.sheet("AQ", e)
	m.id(tagTradeRequestID, s.told)
	m.set(tagTradeRequestType, "1")
	m.num(tagTotTradeReports, int64(s.nTrades))
	m.set(tagTradeRequestResult, "0")
	m.set(tagTradeRequestStatus, "1")
	return m
}

// positionQty is the group of PositionReport.
var positionQty = quickfix.GroupTemplate{quickfix.GroupElement(tagPosType), quickfix.GroupElement(tagLongQty), quickfix.GroupElement(tagShortQty)}

// position writes one report for the two halves of a contract's position, and
// after the last contract's the acknowledgement.
func (s *scribe) position(e *market.Event) []*quickfix.Message {
	if e.Side == market.Bid {
		s.long = *e
		return nil
	}
	s.nPositions++
	m := s.sheet("AP", e)
	m.id(tagPosReqID, s.positions)
	m.set(tagPosMaintRptID, strconv.FormatUint(s.positions, 10)+"-"+strconv.Itoa(s.nPositions))
	m.set(tagPosReqResult, "0")
	group := quickfix.NewRepeatingGroup(tagNoPositions, positionQty)
	entry := group.Add()
	entry.SetString(tagPosType, "TOT")
	entry.SetString(tagLongQty, strconv.FormatInt(int64(s.long.Qty), 10))
	entry.SetString(tagShortQty, strconv.FormatInt(int64(e.Qty), 10))
	m.Body.SetGroup(group)
	m.num(tagLongQtyToday, int64(s.long.Leaves))
	m.num(tagShortQtyToday, int64(e.Leaves))
	if s.nPositions < len(s.p.Exchange.Instruments) {
		return one(m)
	}
	last := *e
	last.Contract = market.NoContract
	end := s.sheet("AO", &last)
	end.id(tagPosReqID, s.positions)
	end.set(tagPosMaintRptID, strconv.FormatUint(s.positions, 10))
	end.num(tagTotalPosReports, int64(s.nPositions))
	end.set(tagPosReqResult, "0")
	end.set(tagPosReqStatus, "0")
	return []*quickfix.Message{m.Message, end.Message}
}

// queryReject refuses a query: positions by AO, fills by AQ.
func (s *scribe) queryReject(e *market.Event) sheet {
	if s.question(e.ID).Kind == market.InstructPositions {
		m := s.sheet("AO", e)
		m.id(tagPosReqID, e.ID)
		m.id(tagPosMaintRptID, e.ID)
		m.set(tagPosReqStatus, "2")
		m.reason(tagPosReqResult, map[uint8]string{market.RejectOther: "99"}, e)
		return m
	}
	m := s.sheet("AQ", e)
	m.id(tagTradeRequestID, e.ID)
	m.set(tagTradeRequestType, "1")
	m.set(tagTradeRequestStatus, "2")
	m.reason(tagTradeRequestResult, map[uint8]string{market.RejectOther: "99"}, e)
	return m
}
