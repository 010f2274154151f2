package calendar

import "quotient/market"

// MaxStretches is how many stretches one trading day can have.
const MaxStretches = 16

// A Stretch is one uninterrupted phase of a trading day. From and To are after
// midnight of the trading day itself, or, when Eve, of the evening's own date:
// the previous trading day's.
type Stretch struct {
	Phase    market.Phase
	Eve      bool // 夜盘: belongs to the evening before the trading day
	From, To market.Time
}

// Hours are the stretches of one group of products, in order. Day holds on a
// trading day whose eve has no night session (or for a product without one),
// Night on one whose eve has it. A product without night trading has Night == Day.
type Hours struct {
	Name       market.Code
	DayCount   uint8
	NightCount uint8
	Day        [MaxStretches]Stretch
	Night      [MaxStretches]Stretch
}

// A Day is one trading day (交易日).
type Day struct {
	Date  market.Date
	Prev  market.Date // the trading day before
	Night bool        // a night session was held, or will be, on the evening of Prev
}

// Params are the trading days and hours of one exchange. A month is covered when
// Covered lists it: a month not covered is refused, not guessed.
type Params struct {
	Exchange market.Code
	Days     []Day          // ascending by Date
	Hours    []Hours        // Table methods name one by its index
	Covered  []market.Month // ascending
}
