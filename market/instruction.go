package market

// An InstructionKind says what an Instruction asks for. The zero kind is nothing:
// a gate refuses it and a session drops it.
type InstructionKind uint8

// The instructions. All but the queries and cancels may add exposure.
const (
	InstructNone       InstructionKind = iota
	InstructQuote                      // two-sided quote (双边报价指令); replaces the one standing
	InstructQuoteEnd                   // cancel of the quote Target
	InstructOrder                      // a limit order: Side, and the Price and Qty of that side
	InstructOrderEnd                   // cancel of the order Target
	InstructMassQuotes                 // cancel every quote of the account
	InstructMassOrders                 // cancel every order of the account
	InstructPositions                  // ask for the positions of the account
	InstructTrades                     // ask for today's fills of the account
	InstructCount
)

var instructionNames = [InstructCount]string{"none", "quote", "quote_end", "order", "order_end",
	"mass_quotes", "mass_orders", "positions", "trades"}

// String returns the kind's name as the journal writes it.
func (k InstructionKind) String() string {
	if k >= InstructCount {
		return "invalid"
	}
	return instructionNames[k]
}

// Adds reports whether k can add exposure: a quote or an order.
func (k InstructionKind) Adds() bool { return k == InstructQuote || k == InstructOrder }

// Cancels reports whether k takes exposure away.
func (k InstructionKind) Cancels() bool {
	return k == InstructQuoteEnd || k == InstructOrderEnd || k == InstructMassQuotes || k == InstructMassOrders
}

// A Purpose is why an instruction is sent. Every quote and order states one.
type Purpose uint8

// The purposes.
const (
	NoPurpose       Purpose = iota
	PurposeQuote            // continuous quoting (持续报价)
	PurposeResponse         // answer to a request for quote (回应报价)
	PurposeHedge
	PurposeCloseOut
	PurposeSafety // cancels and queries
)

// String returns the purpose's name.
func (p Purpose) String() string {
	if p > PurposeSafety {
		return "invalid"
	}
	return [...]string{"none", "quote", "response", "hedge", "close_out", "safety"}[p]
}

// An Instruction (指令) is what we send, in a fixed layout without pointers.
type Instruction struct {
	Kind       InstructionKind
	Side       Side // of an order
	Purpose    Purpose
	BidOffset  Offset
	AskOffset  Offset
	Code       uint8 // trading code (交易编码) it goes out under, counted from 1; 0 = none
	Contract   Contract
	ID         uint64 // ours, never repeated
	Target     uint64 // the quote or order that this cancels or replaces; 0 = none
	Bid, Ask   Price
	BidQty     Qty
	AskQty     Qty
	Request    Ref // the request for quote that this answers
	RequestDue Time
}

// Price returns the price on side s.
func (in *Instruction) Price(s Side) Price {
	if s == Bid {
		return in.Bid
	}
	return in.Ask
}

// Qty returns the quantity on side s; an order has none on the other side.
func (in *Instruction) Qty(s Side) Qty {
	if s == Bid {
		return in.BidQty
	}
	return in.AskQty
}
