package feed

// A field is one of the schema's keys.
type field uint8

const (
	fieldNone field = iota
	fieldType
	fieldContract
	fieldProduct
	fieldStamp
	fieldBid
	fieldAsk
	fieldLast
	fieldVolume
	fieldTurnover
	fieldInterest
	fieldUpper
	fieldLower
	fieldPhase
	fieldID
	fieldVersion
	fieldTime
	fieldSpeed
	fieldContracts
	fieldPrice
	fieldSequence
	fieldOwn
	fieldCount
)

var fieldNames = [fieldCount]string{"", "t", "c", "p", "ts", "bid", "ask", "last", "vol", "turn", "oi",
	"up", "dn", "phase", "id", "v", "time", "speed", "contracts", "price", "seq", "own"}

// String returns the key as it stands in a line.
func (f field) String() string { return fieldNames[f] }

func fieldOf(key []byte) field {
	switch string(key) {
	case "t":
		return fieldType
	case "c":
		return fieldContract
	case "p":
		return fieldProduct
	case "ts":
		return fieldStamp
	case "bid":
		return fieldBid
	case "ask":
		return fieldAsk
	case "last":
		return fieldLast
	case "vol":
		return fieldVolume
	case "turn":
		return fieldTurnover
	case "oi":
		return fieldInterest
	case "up":
		return fieldUpper
	case "dn":
		return fieldLower
	case "phase":
		return fieldPhase
	case "id":
		return fieldID
	case "v":
		return fieldVersion
	case "time":
		return fieldTime
	case "speed":
		return fieldSpeed
	case "contracts":
		return fieldContracts
	case "price":
		return fieldPrice
	case "seq":
		return fieldSequence
	case "own":
		return fieldOwn
	}
	return fieldNone
}
