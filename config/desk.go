package config

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/calendar"
	"quotient/obligation/quality"
	"quotient/obligation/request"
	"quotient/quoter"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/position"
	"quotient/risk/surveillance"
	"quotient/sim"
)

// SimAccount is the account of the simulated exchange.
const SimAccount = "SIM"

// A Clock says what a running agent takes for now.
type Clock uint8

// The clocks.
const (
	ClockWall  Clock = iota // the machine's wall clock
	ClockVenue              // the simulated exchange's clock
)

// A Desk is a desk file that holds no fault, as the Params of every room.
// Slices by contract follow the order of the instruments in the file.
type Desk struct {
	Name    string
	Account string
	Clock   Clock

	Instruments []market.Instrument
	Multiplier  []int64 // units per lot, by contract
	Hours       []uint8 // index into Calendar.Hours, by contract

	Calendar   calendar.Params
	Obligation obligation.Params
	Requests   request.Params
	Quality    quality.Params
	Award      award.Params
	Demotions  []Demotions // by conversion rule of Award
	Risk       risk.Params
	Breaker    *breaker.Params       // what stops quoting at trade; nil = not in force
	Conduct    *surveillance.Params  // rules on our own trading conduct; nil = not in force
	Limits     *position.LimitParams // of the exchange and of the house; nil = not in force
	Margin     *margin.Params        // the account's funds; nil = not in force
	Position   position.Params
	Quoter     quoter.Params

	Seat   uint8 // in use at start (席位), from 1; 0 = no codes are filed
	Ramp   Ramp
	Funds  Funds
	Greeks []Greeks // of the options whose weight the file says

	Stop     Stop
	Watchdog Watchdog

	Venue   Venue
	Journal Journal
	Ops     Ops
	Agent   Agent
	Sim     Sim

	Forecast  Forecast
	Reconcile Reconcile
	Alarms    []Alarm // ascending by At

	// File is the desk file's name as given; Text its bytes. Files holds every
	// further file that was read, by the name the desk file has for it, and the
	// built-in calendar as builtin/NAME.yaml: Parse(File, Text, Files) gives the
	// same Desk again. Hash is the SHA-256 over Text and Files.
	File  string
	Text  []byte
	Files map[string][]byte
	Hash  [32]byte

	root *value
	duty []*agreement
}

// A Ramp says how a new build is held back: see risk.Gate.Ramp. For 0 = not at all.
type Ramp struct {
	For     market.Time
	Lots    market.Qty
	Percent int64
}

// Funds is the account's money where no settlement file tells it.
type Funds struct {
	Balance market.Money // of the day before, after settlement (上日结存); 0 = not known
	// Spreads are the lots confirmed of each pair of Margin: long first, and the other way.
	Spreads [][2]market.Qty
}

// Stop says what undoes a stop.
type Stop struct {
	ClearPersons int         // each another
	ClearWithin  market.Time // from the first of them to the last
}

// Watchdog is the dead-man switch, a process of its own.
type Watchdog struct {
	Sender   string      // comp id of its session; "" = its flag says
	After    market.Time // how long the agent's heart may stand still
	Every    market.Time // how often it looks
	AskEvery market.Time // how often it asks again for what is not confirmed
	Silence  market.Time // how long it may be silent while the agent quotes; 0 = the agent quotes without it
}

// Venue is where the exchange is.
type Venue struct {
	FIX  FIX
	Feed string // host:port
}

// FIX is the trading session.
type FIX struct {
	Address        string // host:port
	Sender, Target string
	Heartbeat      market.Time
	MaxAge         market.Time // an instruction older than this is not sent
	Within         market.Time // longest wait before the next attempt to connect while a cancel is owed
	TLS            TLS
}

// TLS names the PEM files of a session's certificates; their content is not configuration.
type TLS struct {
	On            bool
	CA, Cert, Key string
	ServerName    string
}

// Journal says where the record is kept.
type Journal struct {
	Dir     string
	Segment int64 // bytes
	Slots   int   // a power of two
	Tape    bool
}

// Ops is the page.
type Ops struct {
	Listen string // loopback host:port
	Lang   string // zh or en
}

// Agent is the thread that runs the loop.
type Agent struct {
	Spin bool
	CPU  int // -1 = not bound
}

// Sim is what the simulated exchange is made of. Seed, Contracts, Rules and
// Delays go into sim.Params as they are.
type Sim struct {
	Seed      uint64
	Speed     int64       // simulated seconds per 1000 s
	Start     market.Time // 0 = the next open of a session
	Script    string      // name in Desk.Files; "" = none
	Rules     sim.Rules
	Delays    sim.Delays
	Holes     []SimHole
	Contracts []sim.ContractParams // by contract; Start 0 everywhere = no generated market
}

// A SimHole is a time without market data.
type SimHole struct {
	After, For market.Time // from the simulated start
}

// Forecast says how the month's end is drawn.
type Forecast struct {
	Seed  uint64
	Draws int
}

// Demotions are the months at whose ends we were demoted for a product, ascending.
type Demotions struct {
	Product market.Code
	Months  []market.Month
}

// An Alarm is something that is missing for a time to come, such as the coming
// month's contract list. It holds from At on, as long as the file stays as it is.
type Alarm struct {
	At   market.Time
	Text string
}

// Reconcile says how the exchange's files are read and how far they may differ.
type Reconcile struct {
	Tolerance market.Time // of effective or obliged time, per contract and day
	Maps      []ColumnMap
}

// A ColumnMap names the columns of one of the exchange's files. Columns holds the
// header's text by what the column means.
type ColumnMap struct {
	Name    string
	Columns map[string]string // by the meanings' names of package report
}

// Lookup returns the contract with the given symbol.
func (d *Desk) Lookup(symbol string) (market.Contract, bool) {
	for i := range d.Instruments {
		if d.Instruments[i].Symbol.String() == symbol {
			return market.Contract(i), true
		}
	}
	return market.NoContract, false
}

// Table returns the desk's calendar, laid out. It has work to do: keep the result.
func (d *Desk) Table() *calendar.Table { return calendar.New(d.Calendar) }
