package market

// A Price is a whole number of its instrument's ticks. Decimals exist only in
// Instrument.ParsePrice and Instrument.AppendPrice and in the codecs.
type Price int64

// A Qty is a number of lots (手).
type Qty int64

// Money is in 0.01 yuan (fen). Products of prices and lots go through MulMoney.
type Money int64

// MulMoney multiplies two factors of an amount; ok is false on overflow.
func MulMoney(a, b int64) (m Money, ok bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	p := a * b
	if p/b != a || (a == -1 && b == -1<<63) || (b == -1 && a == -1<<63) {
		return 0, false
	}
	return Money(p), true
}

// A Contract is the dense index of an instrument in the trading day's universe.
type Contract uint16

// NoContract is the Contract that names no instrument.
const NoContract = ^Contract(0)

// A Side is the side of an order or of a quote's leg. The zero Side is none.
type Side uint8

// The sides. Bid buys, Ask sells.
const (
	NoSide Side = iota
	Bid
	Ask
)

// Opposite returns the other side; NoSide stays NoSide.
func (s Side) Opposite() Side {
	switch s {
	case Bid:
		return Ask
	case Ask:
		return Bid
	}
	return NoSide
}

// String returns "bid", "ask" or "none".
func (s Side) String() string {
	switch s {
	case Bid:
		return "bid"
	case Ask:
		return "ask"
	}
	return "none"
}

// An Offset says whether a fill opens or closes a position (开平标志).
type Offset uint8

// The offsets. The zero Offset is unset and is refused by the gate.
const (
	NoOffset Offset = iota
	Open
	Close      // closes yesterday's position first, as ZCE does
	CloseToday // closes a position opened today, where a venue tells them apart
)

// String returns the offset's name.
func (o Offset) String() string {
	return [...]string{"none", "open", "close", "close_today"}[o&3]
}
