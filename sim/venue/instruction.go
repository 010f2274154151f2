package venue

import (
	"strconv"

	"github.com/quickfixgo/quickfix"

	"quotient/market"
)

// A reader takes an application message apart. The first thing that is wrong
// stays in bad.
type reader struct {
	p   *Params
	msg *quickfix.Message
	bad quickfix.MessageRejectError
}

// read turns a maker's message into the instruction it stands for.
func (p *Params) read(msg *quickfix.Message) (in market.Instruction, bad quickfix.MessageRejectError) {
	r := reader{p: p, msg: msg}
	in.Contract = market.NoContract
	msgType, err := msg.MsgType()
	if err != nil {
		return in, err
	}
	switch msgType {
	case "S":
		r.quote(&in)
	case "Z":
		r.quoteCancel(&in)
	case "D":
		r.order(&in)
	case "F":
		in.Kind, in.ID, in.Target = market.InstructOrderEnd, r.id(tagClOrdID), r.id(tagOrigClOrdID)
		in.Contract = r.contractIfAny()
	case "q":
		in.Kind, in.ID = market.InstructMassOrders, r.id(tagClOrdID)
		r.only(tagMassCancelRequest, "7")
	case "AN":
		in.Kind, in.ID = market.InstructPositions, r.id(tagPosReqID)
	case "AD":
		in.Kind, in.ID = market.InstructTrades, r.id(tagTradeRequestID)
		r.only(tagTradeRequestType, "1")
	default:
		return in, quickfix.NewBusinessMessageRejectError("this exchange does not take message type "+msgType, rejectUnsupported, nil)
	}
	return in, r.bad
}

func (r *reader) quote(in *market.Instruction) {
	in.Kind, in.ID = market.InstructQuote, r.id(tagQuoteID)
	if r.id(tagQuoteMsgID) != in.ID {
		r.fail(tagQuoteMsgID, "must be the same as QuoteID")
	}
	in.Contract = r.contract()
	in.Bid, in.Ask = r.price(tagBidPx, in.Contract), r.price(tagOfferPx, in.Contract)
	in.BidQty, in.AskQty = r.qty(tagBidSize), r.qty(tagOfferSize)
	in.BidOffset, in.AskOffset = r.offset(tagBidPositionEffect), r.offset(tagOfferPositionEffect)
	if r.msg.Body.Has(tagReplacedQuoteID) {
		in.Target = r.id(tagReplacedQuoteID)
	}
	if text, err := r.msg.Body.GetString(tagQuoteReqID); err == nil {
		ref, ok := market.MakeRef(text)
		if !ok {
			r.fail(tagQuoteReqID, "is longer than any this exchange gives out")
		}
		in.Request = ref
	}
}

func (r *reader) quoteCancel(in *market.Instruction) {
	in.ID = r.id(tagQuoteMsgID)
	switch r.text(tagQuoteCancelType) {
	case "4":
		in.Kind = market.InstructMassQuotes
	case "5":
		in.Kind, in.Target, in.Contract = market.InstructQuoteEnd, r.id(tagQuoteID), r.contractIfAny()
	default:
		r.fail(tagQuoteCancelType, "must be 4 (all) or 5 (one)")
	}
}

func (r *reader) order(in *market.Instruction) {
	in.Kind, in.ID, in.Contract = market.InstructOrder, r.id(tagClOrdID), r.contract()
	r.only(tagOrdType, "2")
	price, qty, offset := r.price(tagPrice, in.Contract), r.qty(tagOrderQty), r.offset(tagPositionEffect)
	switch r.text(tagSide) {
	case "1":
		in.Side, in.Bid, in.BidQty, in.BidOffset = market.Bid, price, qty, offset
	case "2":
		in.Side, in.Ask, in.AskQty, in.AskOffset = market.Ask, price, qty, offset
	default:
		r.fail(tagSide, "must be 1 or 2")
	}
}

// fail keeps the first fault.
func (r *reader) fail(tag quickfix.Tag, why string) {
	if r.bad == nil {
		r.bad = quickfix.NewBusinessMessageRejectError("tag "+strconv.Itoa(int(tag))+" "+why, rejectMissing, &tag)
	}
}

func (r *reader) text(tag quickfix.Tag) string {
	s, err := r.msg.Body.GetString(tag)
	if err != nil {
		r.fail(tag, "is missing")
	}
	return s
}

func (r *reader) only(tag quickfix.Tag, value string) {
	if r.text(tag) != value {
		r.fail(tag, "must be "+value)
	}
}

func (r *reader) id(tag quickfix.Tag) uint64 {
	v, err := strconv.ParseUint(r.text(tag), 10, 64)
	if err != nil || v == 0 {
		r.fail(tag, "must be a decimal number above 0")
	}
	return v
}

func (r *reader) qty(tag quickfix.Tag) market.Qty {
	v, err := strconv.ParseInt(r.text(tag), 10, 64)
	if err != nil || v < 0 {
		r.fail(tag, "must be a whole number of lots")
	}
	return market.Qty(v)
}

func (r *reader) contract() market.Contract {
	if symbol, ok := market.MakeSymbol(r.text(tagSymbol)); ok {
		for i := range r.p.Exchange.Instruments {
			if r.p.Exchange.Instruments[i].Symbol == symbol {
				return market.Contract(i)
			}
		}
	}
	r.fail(tagSymbol, "names no contract of this exchange")
	return market.NoContract
}

func (r *reader) contractIfAny() market.Contract {
	if !r.msg.Body.Has(tagSymbol) {
		return market.NoContract
	}
	return r.contract()
}

func (r *reader) price(tag quickfix.Tag, c market.Contract) market.Price {
	if c == market.NoContract {
		return 0
	}
	p, ok := r.p.Exchange.Instruments[c].ParsePrice([]byte(r.text(tag)))
	if !ok {
		r.fail(tag, "must be a price on the contract's tick")
	}
	return p
}

func (r *reader) offset(tag quickfix.Tag) market.Offset {
	switch r.text(tag) {
	case "O":
		return market.Open
	case "C":
		return market.Close
	case "T":
		return market.CloseToday
	}
	r.fail(tag, "must be O, C or T")
	return market.NoOffset
}
