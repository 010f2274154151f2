package quoter_test

import (
	"slices"
	"testing"
	"time"

	"quotient/config"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// measures are the figures of every guard that a test may want to be near.
type measures struct {
	side  market.Qty   // lots on one side: the exchange's limit and the account's
	fills [2]int64     // protection: fills in a second and in ten
	loss  market.Money // fen, gate and protection
	most  int64        // cancels of a day, and messages
}

// roomy are figures that a busy day does not come near.
var roomy = measures{side: 1000, fills: [2]int64{1 << 12, 1 << 12}, loss: 1 << 40, most: 1 << 40}

// futureRules are the rules of the gate that a desk of futures can have in force.
const futureRules = risk.Extended &^ (1<<risk.RuleBound | 1<<risk.RuleParity)

// everyGuard puts everything in force that a desk of futures may have: each rule of
// the gate, protection, our own conduct, position limits, funds.
func everyGuard(d *config.Desk, m measures) {
	source, _ := market.MakeRef("every guard")
	p := &d.Risk
	p.InForce, p.Codes = futureRules, []risk.Filed{{Code: source, Class: risk.Futures, Seats: 3}}
	p.MoveOver, p.StrikeOver, p.Headroom = 5*market.Second, market.Second, 1_000_000
	p.MaxLots, p.MaxDelta, p.MaxVega, p.MaxLoss = 4*m.side, int64(m.side)*4000, 1<<30, m.loss
	p.Repeats, p.Refreshes, p.RepeatOver = 8, 16, market.Second
	for i := range p.Limits {
		l := &p.Limits[i]
		l.Code, l.MoveTicks, l.RampFloor, l.ExchangeLong, l.ExchangeShort = 1, 700, 10, m.side, m.side
	}
	for i := range p.Products {
		p.Products[i].MaxDelta, p.Products[i].MaxVega, p.Products[i].MaxLoss = int64(m.side)*4000, 1<<30, m.loss
	}
	d.Breaker, d.Conduct = everyTrip(len(d.Instruments), m), everyCount(d.Instruments, m, source)
	product := d.Instruments[0].Product
	d.Limits = &position.LimitParams{Instruments: d.Instruments,
		Limits: []position.Limit{{Product: product, Class: position.Futures, Maker: true, From: 20200101, Until: 20201231,
			Period: position.EveryPeriod, Speculative: m.side, Times: 2, Source: source}},
		OpenLimits:     []position.OpenLimit{{Product: product, Class: position.Futures, Free: true, From: 20200101, Until: 20201231, Source: source}},
		Qualifications: []position.Qualification{{Product: product, Class: position.Futures, From: 20200101, Until: 20201231, Source: source}}}
	for c := range d.Instruments { // limits are by month: each contract has its own
		d.Limits.Months = append(d.Limits.Months, market.Month(202010+91*c))
	}
	d.Margin = &margin.Params{Instruments: d.Instruments, Terms: make([]margin.Terms, len(d.Instruments)), Portfolios: 1,
		Rows:     []margin.Row{{Product: product, Span: margin.Span{From: 20200101}, Long: 100_000, Short: 100_000, Source: source}},
		MaxUsage: 1_000_000, Share: 100_000, Soon: 5}
}

// everyTrip is protection of all kinds.
func everyTrip(contracts int, m measures) *breaker.Params {
	p := protection(contracts)
	g := &p.Groups[0]
	g.Flow.Fills, g.OneSided, g.Purse.Floor = m.fills, 1024, m.loss
	g.Storm, p.Storm = breaker.Storm{Count: 20, Share: 900_000, Least: 40}, breaker.Storm{Count: 100, Share: 900_000, Least: 200}
	p.Purse.Floor, p.Unacked, p.Late = m.loss, market.Minute, market.Minute
	return &p
}

// everyCount is one rule of each kind on our own conduct.
func everyCount(all []market.Instrument, m measures, source market.Ref) *surveillance.Params {
	p := &surveillance.Params{Warn: 500_000, Throttle: 800_000, Stop: 950_000}
	for k := surveillance.KindNone + 1; k < surveillance.KindCount; k++ {
		r := surveillance.Rule{Kind: k, Counts: surveillance.CountOrders | surveillance.CountCancels | surveillance.CountReplaced,
			QuoteWeight: 2, From: 20200101, Until: 20201231, Source: source, Limit: m.most, Messages: 100, Window: market.Second,
			Lots: 10, Small: 2, Ticks: 5, Ratio: 1}
		p.Rules = append(p.Rules, r)
	}
	for i := range all {
		p.Products = append(p.Products, all[i].Product)
	}
	return p
}

// newGuardedRig is newRig with every guard in force, a seat and money.
func newGuardedRig(tb testing.TB, m measures) *rig {
	d := loadDesk(tb)
	everyGuard(d, m)
	checkGuards(tb, d)
	r := newRigOf(d)
	r.tell(port.Command{Kind: port.CommandSeat, Value: 2})
	r.tell(port.Command{Kind: port.CommandFunds, Value: 1, First: 1_000_000_000})
	r.settle()
	return r
}

func checkGuards(tb testing.TB, d *config.Desk) {
	bad := func(key string, found, allowed int64) { tb.Errorf("%s is %d, allowed %d", key, found, allowed) }
	d.Risk.Check(bad)
	d.Breaker.Check(bad)
	d.Conduct.Check(bad)
	d.Limits.Check(bad)
	d.Margin.Check(bad)
}

func (r *rig) tell(c port.Command) {
	c.Contract = market.NoContract
	r.rings.Commands.Push(&c)
}

// trade fills one lot of the quote that stands, the sides in turn.
func (r *rig) trade() {
	id := r.quote[1]
	if id == 0 {
		return
	}
	r.execs++
	e := market.Event{Kind: market.EventFill, ID: id, Contract: 1, Side: market.Bid, Qty: 1, Time: r.now, Leaves: 11, Price: r.sent.Bid, Flags: market.FlagPassive}
	if r.execs%2 == 0 {
		e.Side, e.Price = market.Ask, r.sent.Ask
	}
	for i, n := 0, r.execs; n > 0; i, n = i+1, n/10 {
		e.Ref[i] = byte('0' + n%10)
	}
	r.rings.Venue.Push(&e)
	r.settle()
}

// No Poll allocates with every guard in force: ticks, fills, trips and what ends them.
func TestGuardedPollDoesNotAllocate(t *testing.T) {
	m := roomy
	m.fills = [2]int64{2, 4} // trips now and then
	r := newGuardedRig(t, m)
	turn := 0
	step := func() {
		r.tick()
		r.settle()
		if turn++; turn%5 == 0 {
			r.trade()
		}
		if turn%40 == 0 {
			for range 4 {
				r.trade()
			}
			r.settle()
			r.rings.Commands.Push(&port.Command{Kind: port.CommandRearm, Contract: 1, Value: int16(breaker.Group), Mode: uint8(breaker.ByRisk)})
			r.settle()
		}
	}
	for range 2000 {
		step()
	}
	r.loop.Snapshot(&snapshot)
	quotes, fills := r.loop.Approved(), snapshot.Fills
	if n := testing.AllocsPerRun(2000, step); n != 0 {
		t.Errorf("%v allocations from tick to approved request, want 0", n)
	}
	r.loop.Snapshot(&snapshot)
	if r.loop.Approved()-quotes < 500 || snapshot.Fills-fills < 200 || r.trips < 20 {
		t.Errorf("%d requests, %d fills, %d trips: the test does not walk the path; refusals %v", r.loop.Approved()-quotes,
			snapshot.Fills-fills, r.trips, snapshot.Refusals)
	}
	if snapshot.Guards != port.GuardAll || snapshot.Rules != uint64(futureRules) || snapshot.Funds.Known != 1<<6-1 {
		t.Errorf("in force are guards %b, rules %b, funds known %b", snapshot.Guards, snapshot.Rules, snapshot.Funds.Known)
	}
}

// BenchmarkGuards is BenchmarkTick without and with every guard in force, in turns, so
// that both see the same machine: the medians of a tick, and their ratio.
func BenchmarkGuards(b *testing.B) {
	const ticks = 100
	rigs := [2]*rig{newRig(b), newGuardedRig(b, roomy)}
	var took [2][]float64
	var sent [2]uint64
	for i, r := range rigs {
		sent[i] = r.loop.Approved()
	}
	for b.Loop() {
		for i, r := range rigs {
			at := time.Now()
			for range ticks {
				r.tick()
				r.settle()
			}
			took[i] = append(took[i], float64(time.Since(at))/ticks)
		}
	}
	n := float64(len(took[0]) * ticks)
	for i, r := range rigs {
		slices.Sort(took[i])
		sent[i] = r.loop.Approved() - sent[i]
		name := [2]string{"bare", "guarded"}[i]
		b.ReportMetric(took[i][len(took[i])/2], name+"-ns/tick")
		b.ReportMetric(float64(sent[i])/n, name+"-requests/tick")
	}
	b.ReportMetric(took[1][len(took[1])/2]/took[0][len(took[0])/2], "guarded/bare")
	b.ReportMetric(0, "ns/op")
}
