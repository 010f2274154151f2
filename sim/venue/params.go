package venue

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"quotient/market"
	"quotient/sim"
)

// Params are what a Server is made of.
type Params struct {
	FIXAddr  string   // such as 127.0.0.1:9101; port 0 = any free
	FeedAddr string   // likewise
	CompID   string   // the exchange's
	Makers   []string // the makers' comp ids; the index is the maker's number in sim
	Guards   []Guard  // second sessions of makers' accounts
	Exchange sim.Params
	Clock    func() market.Time // the exchange's clock
	Speed    float64            // seconds of Clock in a second; 0 = 1
	Log      zerolog.Logger

	FeedQueue int // lines waiting for one feed client before it is cut off; 0 = 16384
	SeenLimit int // messages remembered by Messages; 0 = 262144
}

// A Guard is a second session of a maker's account. All it may do is cancel
// everything of the account.
type Guard struct {
	CompID string
	Maker  uint8 // its number
}

const (
	feedQueue  = 1 << 14
	makerQueue = 1 << 16 // a storm of requests for quote makes five answers each
	floorQueue = 1024
	seenLimit  = 1 << 18

	writeTimeout = 5 * time.Second
)

// Check returns everything that is wrong with p, nil when nothing is.
func (p *Params) Check() error {
	var all []error
	bad := func(format string, args ...any) { all = append(all, fmt.Errorf("venue: "+format, args...)) }
	if p.CompID == "" {
		bad("the exchange's comp id is empty")
	}
	if p.Clock == nil {
		bad("no clock")
	}
	if p.Speed < 0 {
		bad("speed %g: want more than 0", p.Speed)
	}
	if n := max(p.Exchange.Makers, 1); len(p.Makers) == 0 || len(p.Makers) > n {
		bad("%d makers have a comp id, the exchange has %d", len(p.Makers), n)
	}
	for i, name := range p.Makers {
		for _, other := range p.Makers[:i] {
			if name == other {
				bad("two makers are called %q", name)
			}
		}
		if name == "" {
			bad("maker %d has no comp id", i)
		}
	}
	for _, g := range p.Guards {
		if g.CompID == "" || int(g.Maker) >= len(p.Makers) || slices.Contains(p.Makers, g.CompID) {
			bad("guard %q of maker %d: want a comp id of its own and a maker that is there", g.CompID, g.Maker)
		}
	}
	p.Exchange.Check(func(key string, found, allowed int64) { bad("exchange.%s is %d, allowed %d", key, found, allowed) })
	return errors.Join(all...)
}
