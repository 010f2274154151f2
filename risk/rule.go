package risk

// A Rule names what refused an instruction. OK is the zero Rule.
type Rule uint8

// The rules. Verdict.Value and Verdict.Limit are said at each.
const (
	OK               Rule = iota
	RuleNothing           // no instruction, or none of ours: its kind, the last kind
	RuleIDs               // id not above the last one approved, or a cancel without target: id, last id
	RuleMode              // the latch or the loop's mode: mode, Run
	RuleJournal           // the journal is not healthy: 0, 1
	RuleContract          // unknown contract: contract, number of contracts
	RulePurpose           // no purpose, or one that is not for this kind: purpose, 0
	RuleNumber            // a price or quantity that cannot be, an inverted quote: found, nearest allowed
	RuleOffset            // offset unset, or a close of more than is held: lots, lots held
	RuleEqual             // a quote's sides differ in size: bid lots, ask lots
	RuleSize              // lots, most or least lots
	RuleSpread            // ticks, widest
	RuleValue             // fen of one leg, most
	RulePhase             // phase, mask of the phases allowed
	RuleStale             // age of the market data (-1: none), oldest
	RulePrice             // outside the day's price limits: price, limit
	RuleCollar            // half ticks from the reference (-1: no reference), most
	RuleSelfMatch         // price, nearest price that cannot meet our own
	RuleInFlight          // unanswered instructions with this one, most; or slots used, slots
	RulePosition          // worst-case net lots in the leg's direction, most
	RuleProduct           // the same over the product
	RuleDay               // messages today with this one, most
	RuleContractRate      // messages of the contract in the window with this one, most
	RuleRate              // messages in the window with this one, most
	RuleCount
)

var ruleNames = [RuleCount]string{"ok", "nothing", "ids", "mode", "journal", "contract", "purpose", "number",
	"offset", "equal", "size", "spread", "value", "phase", "stale", "price", "collar", "self_match",
	"in_flight", "position", "product", "day", "contract_rate", "rate"}

// String returns the rule's name as the journal writes it.
func (r Rule) String() string {
	if r >= RuleCount {
		return "invalid"
	}
	return ruleNames[r]
}

// A Verdict is what the gate says: the rule that refused, what it measured and
// what it allows. The zero Verdict approves.
type Verdict struct {
	Rule         Rule
	Value, Limit int64
}
