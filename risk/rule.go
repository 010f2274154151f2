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
	RuleReduce            // in ReduceOnly: lots, lots that may still be taken off
	RuleCode              // trading code (交易编码) of the instruction, the one filed for the contract
	RuleSeat              // seat (席位) in use, 0: the code is not filed for it
	RuleMove              // half ticks from the farthest reference of late, most
	RuleBound             // option price, nearest that its underlying allows (-1, 0: underlying not known, or expired)
	RuleParity            // option price, nearest that call and put (平价) allow
	RuleAccount           // worst-case lots held long and short over the account, most
	RuleDelta             // worst-case delta in the leg's direction (-1, 0: not known), most
	RuleVega              // the same in vega
	RuleExchange          // worst-case lots on one side (持仓限额), most with head-room
	RuleFunds             // fen that everything opening would freeze (-1: not known), fen available
	RuleLoss              // fen earned (least number: not known), floor
	RuleLinked            // price, nearest that cannot meet an account linked with ours
	RuleRepeat            // messages on an unchanged market with this one, most
	RuleRamp              // lots, most while a new build proves itself
	RuleBurst             // held back before the gate by the rules on our own conduct: messages that this second still takes, most that a quote is
	RuleCount
)

var ruleNames = [RuleCount]string{"ok", "nothing", "ids", "mode", "journal", "contract", "purpose", "number",
	"offset", "equal", "size", "spread", "value", "phase", "stale", "price", "collar", "self_match",
	"in_flight", "position", "product", "day", "contract_rate", "rate",
	"reduce", "code", "seat", "move", "bound", "parity", "account", "delta", "vega", "exchange", "funds", "loss",
	"linked", "repeat", "ramp", "burst"}

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

// Rules is a set of rules, as bits 1<<Rule.
type Rules uint64

// Extended is every rule that a desk may go without until limits for it are set:
// one in Params.InForce whose limit is missing blocks.
const Extended = Rules(1<<RuleCode | 1<<RuleMove | 1<<RuleBound | 1<<RuleParity | 1<<RuleAccount | 1<<RuleDelta |
	1<<RuleVega | 1<<RuleExchange | 1<<RuleFunds | 1<<RuleLoss | 1<<RuleRepeat | 1<<RuleRamp)

// Has reports whether r is in the set.
func (s Rules) Has(r Rule) bool { return s>>r&1 != 0 }
