package request

// A Verdict is what a request for quote came to, in one reading.
type Verdict uint8

// The verdicts.
const (
	Undecided    Verdict = iota
	Answered             // in time, held long enough, each link good
	Late                 // an answer stood, but not before the deadline
	NotAnswered          // no answer stood
	HeldShort            // a good answer stood in time and ended too early
	TooWide              // the answer, or what replaced it, was too wide
	TooSmall             // a side of it was below the minimum, or the sides differed by too much
	OneSided             // one side of it was filled completely
	Disconnected         // the trading link was down, or was not proven alive
	Excluded             // made during an exemption: not in the denominator
	Merged               // one with an earlier request: not in the denominator
	NotOwed              // the agreement asks for no answer: not in the denominator
	Unknown              // it could not be followed, or phases disagree
	VerdictCount
)

var verdictNames = [VerdictCount]string{"undecided", "answered", "late", "not_answered", "held_short", "too_wide",
	"too_small", "one_sided", "disconnected", "excluded", "merged", "not_owed", "unknown"}

// String returns the verdict's name as the journal and the report write it.
func (v Verdict) String() string {
	if v >= VerdictCount {
		return "invalid"
	}
	return verdictNames[v]
}

// Counts reports whether a request of this verdict is in the denominator.
func (v Verdict) Counts() bool { return v != Excluded && v != Merged && v != NotOwed }
