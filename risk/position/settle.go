package position

import "quotient/market"

// A Field names a figure of a Statement.
type Field uint8

// The figures of a Statement, by contract.
const (
	FieldContract   Field = iota // a contract that we do not know: lots held there
	FieldLong                    // lots (多头持仓)
	FieldLongToday               // of them opened today (今仓)
	FieldShort                   // lots (空头持仓)
	FieldShortToday              // of them opened today
	FieldBought                  // lots of the day
	FieldSold                    // lots of the day
	FieldOpened                  // lots of the day, bought and sold (开仓量)
	FieldFees                    // fen of the day (手续费)
	FieldPnL                     // fen of the day before fees, at the settlement price (盈亏)
	FieldCount
)

var fieldNames = [FieldCount]string{"contract", "long", "long_today", "short", "short_today", "bought", "sold",
	"opened", "fees", "pnl"}

// String returns the figure's name.
func (f Field) String() string {
	if f >= FieldCount {
		return "invalid"
	}
	return fieldNames[f]
}

// A Statement is what the exchange says about one contract: a reply to a question
// for positions, or a row of the settlement file (结算单). Told has a bit 1<<Field
// for each figure that it gives; the others are not compared.
type Statement struct {
	Contract   market.Contract
	Told       uint16
	Figures    [FieldCount]int64
	Settlement market.Price // of the day (结算价), for FieldPnL
}

// ToldPositions is Told of a reply that gives long and short, today's apart.
const ToldPositions = 1<<FieldLong | 1<<FieldLongToday | 1<<FieldShort | 1<<FieldShortToday

// A Difference is a figure on which the ledger and the exchange do not agree.
type Difference struct {
	Contract     market.Contract
	Field        Field
	Ours, Theirs int64
}

// Settle appends to dst every figure of s that differs from the ledger's, and
// changes nothing. Compare a settlement file before Roll. A contract without a row
// there is said to be empty: compare its zero Statement. An amount that the ledger
// cannot tell differs from every other.
func (l *Ledger) Settle(s *Statement, dst []Difference) []Difference {
	if int(s.Contract) >= len(l.rows) {
		lots := s.Figures[FieldLong] + s.Figures[FieldShort]
		return append(dst, Difference{s.Contract, FieldContract, 0, lots})
	}
	ours := l.figures(s.Contract, s.Settlement)
	for f := FieldLong; f < FieldCount; f++ {
		if s.Told>>f&1 != 0 && ours[f] != s.Figures[f] {
			dst = append(dst, Difference{s.Contract, f, ours[f], s.Figures[f]})
		}
	}
	return dst
}

// figures returns what the ledger says for each Field.
func (l *Ledger) figures(c market.Contract, settlement market.Price) [FieldCount]int64 {
	pnl := l.PnL(c, settlement, true)
	if pnl != worst {
		pnl += l.Fees(c)
	}
	return [FieldCount]int64{
		FieldLong: int64(l.Long(c)), FieldLongToday: int64(l.Today(c, market.Bid)),
		FieldShort: int64(l.Short(c)), FieldShortToday: int64(l.Today(c, market.Ask)),
		FieldBought: int64(l.Bought(c)), FieldSold: int64(l.Sold(c)),
		FieldOpened: int64(l.Opened(c, market.Bid) + l.Opened(c, market.Ask)),
		FieldFees:   int64(l.Fees(c)), FieldPnL: int64(pnl),
	}
}
