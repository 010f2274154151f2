package obligation

import "quotient/quoter/port"

// A State is what a contract's time counts as at an instant.
type State uint8

// The states. From StateKilled on they are the reasons for which scheduled time
// is not effective, in precedence: the first that holds is the one counted.
const (
	Off          State = iota // not scheduled, or not obliged
	Effective                 // a good quote stands, and we can prove it
	Exempted                  // an exemption holds; Exempt says which
	Killed                    // the kill latch is set
	Paused                    // someone paused the contract
	Disconnected              // the trading link is down, or was not proven alive
	StaleData                 // market data is too old to quote on
	RiskBlocked               // the gate refuses
	Budget                    // the message budget is used up
	AwaitingAck               // a quote was sent and is not answered
	SteppedBack               // steering chose not to quote
	NoQuote                   // no quote of ours stands
	OneSided                  // one leg is filled
	TooSmall                  // a leg is below the minimum size
	TooWide                   // the quote is wider than the maximum spread
	CannotTell                // announcement and calendar, or we and the exchange, may disagree
	StateCount
)

var stateNames = [StateCount]string{"off", "effective", "exempt", "killed", "paused", "disconnected",
	"stale_data", "risk_blocked", "budget", "awaiting_ack", "stepped_back", "no_quote", "one_sided",
	"too_small", "too_wide", "cannot_tell"}

const stateLetters = ".=XKPDMRBAON1SW?"

// String returns the state's name as the journal and the report write it.
func (s State) String() string {
	if s >= StateCount {
		return "invalid"
	}
	return stateNames[s]
}

// Letter returns the state's letter on the page.
func (s State) Letter() byte {
	if s >= StateCount {
		return '!'
	}
	return stateLetters[s]
}

// Ineffective reports whether s is a reason: scheduled, not exempt, not effective.
func (s State) Ineffective() bool { return s >= Killed && s < StateCount }

// Reason returns the index of an ineffective state in arrays by reason.
func (s State) Reason() int { return int(s - Killed) }

// ReasonCount is how many reasons there are.
const ReasonCount = int(StateCount - Killed)

// An Exempt is why time is exempt (免除).
type Exempt uint8

// The exemptions. When several hold the first of these is counted: auction, own
// limit, dominant limit, underlying limit, floor, manual. Arrays by exemption are
// indexed by the value: index 0 stays empty.
const (
	ExemptNone            Exempt = iota
	ExemptAuction                // opening call auction (开盘集合竞价)
	ExemptOwnLimit               // the contract is at its price limit (涨跌停板)
	ExemptDominantLimit          // the product's dominant contract (主力合约) is
	ExemptManual                 // a grant of the exchange
	ExemptUnderlyingLimit        // the option's underlying future (标的期货) is
	ExemptFloor                  // an out-of-the-money option (虚值期权) is cheaper than the floor
	ExemptCount
)

var exemptNames = [ExemptCount]string{"none", "auction", "own_limit", "dominant_limit", "manual", "underlying_limit", "floor"}

// String returns the exemption's name as the journal and the report write it.
func (e Exempt) String() string {
	if e >= ExemptCount {
		return "invalid"
	}
	return exemptNames[e]
}

// A Cause is a set of the loop's own reasons for not quoting. A cause explains
// time that is not effective; it does not make effective time ineffective.
type Cause uint8

// The causes.
const (
	CauseKilled Cause = 1 << iota
	CausePaused
	CauseStale
	CauseRisk
	CauseBudget
	CauseStepped
)

// The arrays that cross the border have room for every reason and exemption.
var (
	_ [port.MaxReasons - ReasonCount]struct{}
	_ [port.MaxExempts - int(ExemptCount)]struct{}
)
