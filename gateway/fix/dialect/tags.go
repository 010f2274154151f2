package dialect

// Tags of the session layer that a session looks at.
const (
	TagMsgSeqNum           = 34
	TagMsgType             = 35
	TagPossDupFlag         = 43
	TagRefSeqNum           = 45
	TagRefMsgType          = 372
	TagRefTagID            = 371
	TagSessionRejectReason = 373
	TagText                = 58
	TagHeartBtInt          = 108
	TagResetSeqNumFlag     = 141
	TagDefaultApplVerID    = 1137
)

// Tags of the application messages.
const (
	TagAccount                = 1
	TagAvgPx                  = 6
	TagClOrdID                = 11
	TagCumQty                 = 14
	TagExecID                 = 17
	TagLastPx                 = 31
	TagLastQty                = 32
	TagOrderID                = 37
	TagOrderQty               = 38
	TagOrdStatus              = 39
	TagOrdType                = 40
	TagOrigClOrdID            = 41
	TagPrice                  = 44
	TagSide                   = 54
	TagSymbol                 = 55
	TagTimeInForce            = 59
	TagTransactTime           = 60
	TagPositionEffect         = 77
	TagCxlRejReason           = 102
	TagOrdRejReason           = 103
	TagQuoteID                = 117
	TagQuoteReqID             = 131
	TagBidPx                  = 132
	TagOfferPx                = 133
	TagBidSize                = 134
	TagOfferSize              = 135
	TagNoRelatedSym           = 146
	TagExecType               = 150
	TagLeavesQty              = 151
	TagSecurityExchange       = 207
	TagQuoteStatus            = 297
	TagQuoteCancelType        = 298
	TagQuoteRejectReason      = 300
	TagQuoteResponseLevel     = 301
	TagTradingSessionID       = 336
	TagTradSesStatus          = 340
	TagBusinessRejectRefID    = 379
	TagBusinessRejectReason   = 380
	TagCxlRejResponseTo       = 434
	TagPartyIDSource          = 447
	TagPartyID                = 448
	TagPartyRole              = 452
	TagNoPartyIDs             = 453
	TagMassCancelRequestType  = 530
	TagMassCancelResponse     = 531
	TagMassCancelRejectReason = 532
	TagQuoteType              = 537
	TagNoSides                = 552
	TagTradeRequestID         = 568
	TagTradeRequestType       = 569
	TagTradeReportID          = 571
	TagTradingSessionSubID    = 625
	TagNoPositions            = 702
	TagPosType                = 703
	TagLongQty                = 704
	TagShortQty               = 705
	TagPosReqID               = 710
	TagPosMaintRptID          = 721
	TagPosReqType             = 724
	TagTotalNumPosReports     = 727
	TagPosReqResult           = 728
	TagPosReqStatus           = 729
	TagTotNumTradeReports     = 748
	TagTradeRequestResult     = 749
	TagTradeRequestStatus     = 750
	TagLastLiquidityInd       = 851
	TagTrdMatchID             = 880
	TagQuoteMsgID             = 1166
	TagMarketSegmentID        = 1300
)

// User tags: what FIX 5.0 SP2 has no field for.
const (
	TagBidPositionEffect   = 20001 // O, C or T of a quote's bid
	TagOfferPositionEffect = 20002 // and of its offer
	TagReplacedQuoteID     = 20003 // the quote that this one is meant to replace; the exchange replaces what stands
	TagEndReason           = 20004 // why a quote or an order is no more
	TagRejectDetail        = 20005 // the reason of a reject where the standard code cannot say it
	TagLongQtyToday        = 20006 // of the long position, opened today
	TagShortQtyToday       = 20007 // of the short position, opened today
)

// Message types.
const (
	MsgHeartbeat                    = "0"
	MsgTestRequest                  = "1"
	MsgResendRequest                = "2"
	MsgReject                       = "3"
	MsgSequenceReset                = "4"
	MsgLogout                       = "5"
	MsgLogon                        = "A"
	MsgQuote                        = "S"
	MsgQuoteCancel                  = "Z"
	MsgQuoteStatusReport            = "AI"
	MsgNewOrderSingle               = "D"
	MsgOrderCancelRequest           = "F"
	MsgOrderMassCancelRequest       = "q"
	MsgExecutionReport              = "8"
	MsgOrderCancelReject            = "9"
	MsgOrderMassCancelReport        = "r"
	MsgRequestForPositions          = "AN"
	MsgPositionReport               = "AP"
	MsgRequestForPositionsAck       = "AO"
	MsgTradeCaptureReportRequest    = "AD"
	MsgTradeCaptureReport           = "AE"
	MsgTradeCaptureReportRequestAck = "AQ"
	MsgQuoteRequest                 = "R"
	MsgTradingSessionStatus         = "h"
	MsgBusinessMessageReject        = "j"
)
