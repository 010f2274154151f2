package sim

import "quotient/market"

// A Restrike says what moves a series' at-the-money row.
type Restrike uint8

// The policies. A held one moves the set when one and the same other strike has
// been nearest for the series' Hold, whatever happens at the end of it.
const (
	RestrikeNone       Restrike = iota
	RestrikeSettlement          // once a day, by the underlying's settlement price of the day before
	RestrikeLast                // by the underlying's last price, held
	RestrikeMid                 // by the middle of the underlying's book, held
	RestrikeCarried             // in a Move only: the reference is not known, the last price of the day before stands in
)

// A StrikeRow is one strike with its call and put; NoContract = not listed.
type StrikeRow struct {
	Strike    market.Price // in ticks of the underlying
	Call, Put market.Contract
}

// A Series are the options of one month of which those at the money and Around
// rows on each side are owed continuous quoting (平值及附近合约).
type Series struct {
	Underlying market.Contract
	Rows       []StrikeRow // ascending by Strike
	Around     int
	By         Restrike
	TieHigh    bool // halfway between two strikes the higher one is nearest, else the lower
	Hold       market.Time
}
