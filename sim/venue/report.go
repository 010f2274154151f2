package venue

import (
	"strconv"
	"time"

	"github.com/quickfixgo/quickfix"

	"quotient/market"
)

// A scribe writes what the exchange tells one maker. It remembers the maker's
// last instructions, because an answer has to look like the question. It belongs
// to the floor's goroutine.
type scribe struct {
	p     *Params
	asked [1 << 12]market.Instruction
	count uint64 // names the reports that are no fills

	long            market.Event // half of a position, until the other comes
	positions, told uint64       // the last queries
	nPositions      int
	nTrades         int
}

// heard remembers an instruction on its way to the exchange.
func (s *scribe) heard(in *market.Instruction) {
	s.asked[in.ID%uint64(len(s.asked))] = *in
	switch in.Kind {
	case market.InstructPositions:
		s.positions, s.nPositions = in.ID, 0
	case market.InstructTrades:
		s.told, s.nTrades = in.ID, 0
	}
}

// question returns the instruction, or the zero one when it is forgotten.
func (s *scribe) question(id uint64) market.Instruction {
	if in := s.asked[id%uint64(len(s.asked))]; in.ID == id {
		return in
	}
	return market.Instruction{Contract: market.NoContract}
}

// write returns the messages that say e, none when there is nothing to say.
func (s *scribe) write(e *market.Event) []*quickfix.Message {
	switch e.Kind {
	case market.EventQuotePending:
		return one(s.quote(e, "10", ""))
	case market.EventQuoteLive:
		return one(s.quote(e, "16", ""))
	case market.EventQuoteEnded:
		return one(s.quoteEnded(e))
	case market.EventQuoteReject:
		return one(s.quoteReject(e))
	case market.EventLegState, market.EventOrderLive:
		return one(s.state(e))
	case market.EventFill:
		if e.Flags&market.FlagRecovered != 0 {
			return one(s.trade(e))
		}
		return one(s.fill(e))
	case market.EventOrderEnded:
		return one(s.orderEnded(e))
	case market.EventOrderReject:
		return one(s.orderReject(e))
	case market.EventCancelReject:
		return one(s.cancelReject(e))
	case market.EventMassCancel, market.EventMassReject:
		return one(s.mass(e))
	case market.EventPosition:
		return s.position(e)
	case market.EventSynced:
		return one(s.tradesEnd(e))
	case market.EventQueryReject:
		return one(s.queryReject(e))
	case market.EventPhase:
		return one(s.phase(e))
	case market.EventRequest:
		return one(s.request(e))
	}
	return nil
}

func one(m sheet) []*quickfix.Message { return []*quickfix.Message{m.Message} }

// A sheet is a message being written.
type sheet struct {
	*quickfix.Message
	in *market.Instrument // nil = none
}

// sheet begins a message about the event's contract.
func (s *scribe) sheet(msgType string, e *market.Event) sheet {
	m := sheet{Message: quickfix.NewMessage()}
	m.Header.SetString(tagMsgType, msgType)
	m.set(tagTransactTime, time.Unix(0, int64(e.Time)).UTC().Format(transactTime))
	if int(e.Contract) < len(s.p.Exchange.Instruments) {
		m.in = &s.p.Exchange.Instruments[e.Contract]
		m.set(tagSymbol, m.in.Symbol.String())
		if code := m.in.Exchange.String(); code != "" {
			m.set(tagSecurityExchange, code)
		}
	}
	return m
}

func (m sheet) set(tag quickfix.Tag, v string) { m.Body.SetString(tag, v) }

func (m sheet) num(tag quickfix.Tag, v int64) { m.set(tag, strconv.FormatInt(v, 10)) }

func (m sheet) id(tag quickfix.Tag, v uint64) { m.set(tag, strconv.FormatUint(v, 10)) }

func (m sheet) price(tag quickfix.Tag, p market.Price) {
	if m.in != nil {
		m.set(tag, m.in.FormatPrice(p))
	}
}

func (m sheet) text(s string) {
	if s != "" {
		m.set(tagText, s)
	}
}

// reason sets a standard reason and, where it says too little, our own.
func (m sheet) reason(tag quickfix.Tag, codes map[uint8]string, e *market.Event) {
	code, ok := codes[e.Code]
	if !ok {
		code = "99"
		m.num(tagRejectDetail, int64(e.Code))
	}
	m.set(tag, code)
	m.text(reasons[e.Code%uint8(len(reasons))])
}

var reasons = [...]string{"", "refused", "not known", "not in this phase", "price outside the limits or off the tick",
	"quantity not allowed", "too wide or crossed", "id already used", "position insufficient", "too many messages"}

func sideCode(s market.Side) string {
	if s == market.Bid {
		return "1"
	}
	return "2"
}

var offsetCodes = [...]string{"", "O", "C", "T"}
