package frame

// A Reason says what is wrong with a dropped stretch of bytes.
type Reason uint8

// The reasons, in the order in which they are looked for. OK is the zero value.
const (
	OK          Reason = iota
	Garbage            // bytes between frames
	Truncated          // another frame, or the end, comes before the trailer
	BeginString        // tag 8 is not the one expected
	BodyLength         // tag 9 is missing, malformed or not the length of the body
	TooLong            // longer than the longest frame allowed
	CheckSum           // tag 10 is malformed or not the sum
	MsgType            // tag 35 is not the third field
	Field              // a field is not tag=value with a plain positive tag
	EmptyValue         // a tag has no value
	Repeated           // a header or trailer tag comes twice
	Data               // a length tag and its data field do not belong together
	ReasonCount
)

var reasonNames = [ReasonCount]string{"ok", "garbage", "truncated", "begin_string", "body_length", "too_long",
	"checksum", "msg_type", "field", "empty_value", "repeated", "data"}

// String returns the reason's name as logs and counters write it.
func (r Reason) String() string {
	if r >= ReasonCount {
		return "invalid"
	}
	return reasonNames[r]
}
