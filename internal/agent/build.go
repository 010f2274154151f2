package agent

import (
	"errors"
	"fmt"
	"io"
	"os"

	"quotient/config"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/calendar"
	"quotient/obligation/quality"
	"quotient/obligation/request"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/orders"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// Sizes of the rings between threads, in slots.
const (
	commandSlots = 1024
	eventSlots   = 8192
	outSlots     = 2048
)

// Streams are where a command writes: results to Out, progress and logs to Err.
type Streams struct {
	Out, Err io.Writer
}

// core is one Loop with its rooms and rings.
type core struct {
	desk  *config.Desk
	loop  *quoter.Loop
	rings quoter.Rings
	pages *port.Pages
	meter *obligation.Meter
	cal   *calendar.Table

	account *margin.Account // the loop's own, to read between Polls; nil = not in force
}

// options say what a core is for.
type options struct {
	records   *ring.SPSC[port.Record] // nil = memory of the desk's size
	pages     bool
	ownInBook bool // the feed's snapshots contain our own quotes
	dutyOnly  bool // counts the obligation, and nothing that incentives are paid on
}

// build assembles a Loop from a desk's parameters.
func build(d *config.Desk, o options) *core {
	if o.records == nil {
		o.records = ring.New(make([]ring.Slot[port.Record], slots(d)))
	}
	c := &core{desk: d, cal: calendar.New(d.Calendar)}
	c.meter = obligation.New(d.Obligation, c.cal)
	c.rings = quoter.Rings{
		Commands: ring.New(make([]ring.Slot[port.Command], commandSlots)),
		Venue:    ring.New(make([]ring.Slot[market.Event], eventSlots)),
		Feed:     ring.New(make([]ring.Slot[market.Event], eventSlots)),
		Out:      ring.New(make([]ring.Slot[risk.Approved], outSlots)),
		Records:  o.records,
	}
	if o.pages {
		c.pages = port.NewPages()
	}
	p, rewarded := d.Quoter, len(d.Instruments)
	if o.dutyOnly {
		rewarded = 0
	}
	p.OwnInBook = o.ownInBook
	rooms := quoter.Rooms{
		Instruments: d.Instruments, Hours: d.Hours, Calendar: c.cal,
		Gate: risk.New(d.Risk), Orders: orders.New(len(d.Instruments)),
		Ledger: position.New(d.Position), Meter: c.meter,
		Requests: request.New(d.Requests, c.cal), Quality: quality.New(rewarded, d.Quality), Risk: d.Risk,
	}
	if !o.dutyOnly {
		guard(d, &rooms)
	}
	c.account = rooms.Account
	c.loop = quoter.New(p, rooms, c.rings, c.pages)
	return c
}

// guard makes the rooms of what the desk file puts in force besides the gate.
func guard(d *config.Desk, r *quoter.Rooms) {
	if d.Breaker != nil {
		r.Breaker, r.Protection = breaker.New(*d.Breaker), *d.Breaker
	}
	if d.Conduct != nil {
		r.Conduct = surveillance.New(len(d.Instruments), *d.Conduct)
	}
	if d.Limits != nil {
		r.Limits = position.NewLimits(*d.Limits)
	}
	if d.Margin != nil {
		r.Account, r.Pairs = margin.New(*d.Margin), d.Margin.Pairs
	}
}

// opening are the commands that begin a life by the desk file: the seat, the
// account's money where nothing is known of it, what options weigh, and, for a
// build that has not proved itself, the ramp.
func (c *core) opening(now market.Time, proved bool) (all []port.Command) {
	d := c.desk
	if d.Seat != 0 {
		all = append(all, port.Command{Kind: port.CommandSeat, Value: int16(d.Seat)})
	}
	if d.Margin != nil && d.Funds.Balance != 0 && !c.loop.Funded() {
		all = append(all, port.Command{Kind: port.CommandFunds, Value: 1, First: uint64(d.Funds.Balance)})
	}
	for i, x := range d.Funds.Spreads {
		if x != ([2]market.Qty{}) && !c.loop.Paired() {
			all = append(all, port.Command{Kind: port.CommandPair, Value: int16(i), First: uint64(x[0]), Count: uint64(x[1])})
		}
	}
	if r := d.Ramp; r.For > 0 && !proved {
		all = append(all, port.Command{Kind: port.CommandRamp, To: now + r.For, First: uint64(r.Lots), Count: uint64(r.Percent)})
	}
	for i := range all {
		all[i].Contract = market.NoContract
	}
	for _, g := range d.Greeks {
		all = append(all, greeksCommand(&g))
	}
	return all
}

// slots is how many records fit between the loop and the journal.
func slots(d *config.Desk) int { return max(d.Journal.Slots, 2*quoter.RecordsPerPoll) }

// errConfig is the last line after the problems of a desk file were printed.
var errConfig = errors.New("the desk file has problems: nothing was started")

// load reads a desk file, or the built-in one when path is empty, and prints all
// its problems when it has any.
func load(path string, s Streams) (*config.Desk, error) {
	var desk *config.Desk
	var problems []config.Problem
	if path == "" {
		text, _ := config.Example("dev") // shipped: always there
		desk, problems = config.Parse("dev.yaml", text, nil)
	} else {
		desk, problems = config.Load(path)
	}
	if len(problems) > 0 {
		fmt.Fprint(s.Err, config.RenderText(problems, Colour(s.Err)))
		return nil, fail(ExitConfig, errConfig)
	}
	return desk, nil
}

// Colour reports whether w is a terminal that wants colour: NO_COLOR is honoured.
func Colour(w io.Writer) bool { return Terminal(w) && os.Getenv("NO_COLOR") == "" }

// Terminal reports whether w is a terminal.
func Terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && info.Mode()&os.ModeDevice != 0 && isatty(f)
}
