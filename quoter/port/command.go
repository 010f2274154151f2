package port

import "quotient/market"

// A CommandKind says what a Command asks of the loop.
type CommandKind uint8

// The commands.
const (
	CommandNone     CommandKind = iota
	CommandStart                // leave CANCEL_ONLY when synced and clean
	CommandPause                // Contract or all: pull quotes, keep hedges possible
	CommandResume               // Contract or all: undo a pause
	CommandLatch                // the latch was set: Mode, Epoch, Value = risk.Scope, Contract = any of the product, or the one; sent after risk.Latch
	CommandGrant                // a manual exemption (人工豁免): Contract or all, From, To, Ref; First above 0 = stressed market, ppm of obligation.Grant.Relax
	CommandIDs                  // a durable block of ids: First, Count
	CommandJournal              // journal health: Value 1 healthy, 0 not
	CommandStop                 // stop quoting, cancel all, then report done
	CommandPosition             // opening position: Contract, Side, First = total lots, Count = of today
	CommandMark                 // a note for the record: Ref
	CommandWatchdog             // the watchdog's health: Value 1 there, 0 gone; never sent where none is wanted
	CommandRearm                // end a trip: Value = breaker.Scope, Contract = the one or any of the group, Mode = breaker.Authority, Ref = why
	// What people tell from here on has in Mode the breaker.Authority as which they
	// do, 0 where the desk file tells it, and in Ref why.
	CommandSeat    // seat (席位) in use: Value, from 1
	CommandFunds   // the account's money: First = balance after settlement, Count = moved since, fen; Value 1 known, 0 not
	CommandSettled // a settlement (结算): Contract, First = price, Count = open interest, From = the day's date; Value 1: Epoch = long, To = short lots held then
	CommandGreeks  // what a lot weighs: Contract, First = delta, Count = vega, as the limits count them; Value 1: From, To = gamma, vega as margin.Greeks has them
	CommandOther   // an account under common control, Value of them: Contract, First = long, Count = short lots, From, To = opening so, Epoch = opened today; all contracts = that was all
	CommandRamp    // a new build proves itself: To, First = lots, Count = percent of the message windows
	CommandPair    // lots of the desk's pair Value confirmed as a spread (套利): First = long its first leg and short the second, Count = the other way; Contract = its first leg
	CommandCount
)

var commandNames = [CommandCount]string{"none", "start", "pause", "resume", "latch", "grant", "ids",
	"journal", "stop", "position", "mark", "watchdog", "rearm", "seat", "funds", "settled", "greeks", "other", "ramp", "pair"}

// String returns the command's name as the journal writes it.
func (k CommandKind) String() string {
	if k >= CommandCount {
		return "invalid"
	}
	return commandNames[k]
}

// A Command is something that the desk tells the loop. Contract is
// market.NoContract when all contracts are meant.
type Command struct {
	Kind     CommandKind
	Mode     uint8 // risk.Mode of CommandLatch, breaker.Authority of what has one
	Side     market.Side
	_        uint8
	Contract market.Contract
	Value    int16
	Epoch    uint64 // of CommandLatch
	First    uint64
	Count    uint64
	From, To market.Time
	Ref      market.Ref
	Actor    market.Ref // who asked
}
