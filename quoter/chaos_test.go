package quoter_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quotient/config"
	"quotient/market"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
)

// TestChaos drives a Loop, and a second one behind its records, against an
// exchange that loses, repeats, delays and refuses, and checks after every step
// what must hold (controls.md 2.5). After the faults stop, quotes must return.
func TestChaos(outer *testing.T) {
	chaosChecks(outer, "50", "3000")
	desk := loadDesk(outer)
	rapid.Check(outer, func(t *rapid.T) {
		c := newChaos(t, desk, nil)
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			c.trouble()
			c.calm()
		}
		c.end()
	})
}

// chaosChecks sets how many runs rapid makes, unless the command line says so.
func chaosChecks(outer *testing.T, checks, long string) {
	if os.Getenv("QUOTIENT_LONG") != "" {
		checks = long
	}
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.seed": "20200803", "rapid.nofailfile": "true", "rapid.shrinktime": "10s"} {
		f := flag.Lookup(name)
		if f.Value.String() != f.DefValue {
			continue // asked for on the command line
		}
		if err := flag.Set(name, value); err != nil {
			outer.Fatal(err)
		}
		outer.Cleanup(func() { _ = flag.Set(name, f.DefValue) })
	}
}

// chaos is the Loop, its twin, the session between, and the exchange.
type chaos struct {
	t     *rapid.T
	desk  *config.Desk
	loop  *quoter.Loop
	rings quoter.Rings
	twin  *quoter.Loop
	other quoter.Rings
	now   market.Time
	latch risk.Latch
	ids   uint64
	polls int // working polls since the last input
	since market.Time
	snap  port.Snapshot

	told   teller
	rules  rules
	guards guards
	ex     exchange
	up     bool // the session
	feedUp bool
	fault  faults
}

// faults are the odds, in percent, of what goes wrong; a swarm turns half off.
type faults struct {
	lose, repeat, refuse, drop, late int
}

func newChaos(t *rapid.T, desk *config.Desk, guarded *sightings) *chaos {
	d := *desk
	d.Quoter.Contracts, d.Risk.Limits = slices.Clone(d.Quoter.Contracts), slices.Clone(d.Risk.Limits)
	d.Risk.Products = slices.Clone(d.Risk.Products)
	d.Quoter.MaxPerPoll = rapid.SampledFrom([]int{16, 1}).Draw(t, "per poll")
	d.Quoter.OwnInBook = false
	d.Quoter.Contracts[0].Quote = rapid.Bool().Draw(t, "both")
	most := rapid.SampledFrom([]market.Qty{200, 10, 12, 20, 22, 25, 36, 40}).Draw(t, "limit")
	for i := range d.Risk.Limits {
		d.Risk.Limits[i].MaxLong, d.Risk.Limits[i].MaxShort = most, most
	}
	d.Risk.Products[0].MaxNet = 2 * most
	if rapid.Bool().Draw(t, "few messages") {
		d.Risk.MaxMessages, d.Risk.ForCancels = 6, 3
	}
	start := rapid.SampledFrom([]market.Time{9 * market.Hour, 14*market.Hour + 59*market.Minute + 50*market.Second}).Draw(t, "clock")
	c := &chaos{t: t, desk: &d, now: market.Date(20200803).At(start), ids: 1}
	if guarded != nil {
		c.guard(guarded)
	}
	c.loop, c.rings = newLoop(&d, 1<<13)
	c.twin, c.other = newLoop(&d, 1<<13)
	c.ex.init(c)
	c.rules.init(c)
	c.told.init(c)
	c.sane()
	return c
}

func (c *chaos) percent(p int, what string) bool {
	return p > 0 && rapid.IntRange(0, 99).Draw(c.t, what) >= 100-p
}

// command, venue and feed give an input to both loops.
func (c *chaos) command(m port.Command) {
	c.input()
	if m.Kind == port.CommandLatch || m.Contract == 0 && m.Kind != port.CommandPause && m.Kind != port.CommandResume {
		m.Contract = market.NoContract
	}
	if !c.rings.Commands.Push(&m) || !c.other.Commands.Push(&m) {
		c.t.Fatal("command ring is full")
	}
}

func (c *chaos) venue(e market.Event) {
	c.input()
	if !c.rings.Venue.Push(&e) || !c.other.Venue.Push(&e) {
		c.t.Fatal("venue ring is full")
	}
	c.told.venue(&e)
}

func (c *chaos) feed(e market.Event) {
	c.input()
	if !c.rings.Feed.Push(&e) || !c.other.Feed.Push(&e) {
		c.t.Fatal("feed ring is full")
	}
	c.told.feed(&e)
}

func (c *chaos) input() { c.polls, c.since = 0, c.now }

// pump delivers what is due and polls until nothing is left to do at this instant.
func (c *chaos) pump() (next market.Time) {
	for turns := 0; ; turns++ {
		if turns > 2000 {
			c.t.Fatal("never comes to rest")
		}
		moved := c.ex.deliver(c.now)
		work, at := c.poll()
		moved = c.ex.arrive(c.now) || moved
		if work == 0 && !moved {
			return at
		}
	}
}

// poll is one Poll of the Loop, and of the twin when it did something.
func (c *chaos) poll() (work int, next market.Time) {
	work, next = c.loop.Poll(c.now)
	if work == 0 {
		if next != 0 && next <= c.now {
			c.t.Fatalf("an idle Poll at %d asks for another at %d", c.now, next)
		}
		if c.rings.Records.Peek() != nil || c.rings.Out.Peek() != nil {
			c.t.Fatal("an idle Poll wrote something")
		}
		return work, next
	}
	if c.polls++; c.polls > 100+int((c.now-c.since)/market.Second)*150 {
		c.t.Fatalf("%d working polls in %v ns without an input", c.polls, c.now-c.since)
	}
	c.told.polled(c.now)
	if w, n := c.twin.Poll(c.now); w != work || n != next {
		c.t.Fatalf("replay: work %d, next %d; the original %d, %d", w, n, work, next)
	}
	c.records()
	for ap := c.rings.Out.Peek(); ap != nil; ap = c.rings.Out.Peek() {
		in := ap.Instruction()
		if again := c.other.Out.Peek(); again == nil || *again != *ap {
			c.t.Fatalf("replay does not send %+v", in)
		}
		c.rules.message(&in)
		passes := ap.Passes(&c.latch)
		c.rings.Out.Drop()
		c.other.Out.Drop()
		c.ex.take(in, passes)
	}
	c.rules.after()
	return work, next
}

func (c *chaos) records() {
	n := 0
	for r := c.rings.Records.Peek(); r != nil; r = c.rings.Records.Peek() {
		if again := c.other.Records.Peek(); again == nil || *again != *r {
			c.t.Fatalf("replay: record %d (%v) differs", r.Seq, r.Kind)
		}
		if r.Kind == port.RecordDecision {
			c.rules.decided(r.Decision())
		}
		if c.guards.on {
			c.guards.record(c, r)
		}
		c.rings.Records.Drop()
		c.other.Records.Drop()
		n++
	}
	if n > quoter.RecordsPerPoll || c.other.Records.Peek() != nil {
		c.t.Fatalf("%d records in one Poll", n)
	}
}

// wait lets time pass from deadline to deadline.
func (c *chaos) wait(d market.Time) {
	for end := c.now + d; ; {
		next := c.pump()
		for _, t := range []market.Time{c.ex.due(), end} {
			if t != 0 && (next == 0 || t < next) {
				next = t
			}
		}
		if c.now == end {
			return
		}
		c.now = min(max(next, c.now+1), end)
	}
}

// trouble does a few dozen things that may go wrong.
func (c *chaos) trouble() {
	odds := rapid.SampledFrom([]int{0, 0, 5, 20})
	c.fault = faults{odds.Draw(c.t, "lose"), odds.Draw(c.t, "repeat"), odds.Draw(c.t, "refuse"), odds.Draw(c.t, "drop"), odds.Draw(c.t, "late")}
	c.ex.refuseMass, c.ex.refuseQuery = odds.Draw(c.t, "refuse mass"), odds.Draw(c.t, "refuse query")
	for range rapid.IntRange(0, 60).Draw(c.t, "acts") {
		c.act()
		if c.percent(15, "burst") {
			continue
		}
		c.wait(rapid.SampledFrom([]market.Time{1, market.Millisecond, 100 * market.Millisecond, 500 * market.Millisecond, 0,
			market.Second, 3 * market.Second, 11 * market.Second, 45 * market.Second}).Draw(c.t, "wait"))
		c.still()
	}
}

func (c *chaos) act() {
	n := market.Contract(rapid.IntRange(0, 1).Draw(c.t, "contract"))
	most := 31
	if c.guards.on {
		most = 38
	}
	switch k := rapid.IntRange(0, most).Draw(c.t, "act"); {
	case k < 10:
		c.ex.tick(n)
	case k < 16:
		c.ex.trade(n)
	case k < 20:
		c.marketFault(n, k)
	case k < 22:
		c.link()
	case k < 23:
		c.restart()
	case k > 31:
		c.watch(n, k)
	default:
		c.person(n, k)
	}
}

func (c *chaos) marketFault(n market.Contract, k int) {
	switch k {
	case 16:
		c.feedUp = !c.feedUp
		kind := market.EventFeedDown
		if c.feedUp {
			kind = market.EventFeedUp
		}
		c.feed(market.Event{Kind: kind, Contract: market.NoContract})
	case 17:
		c.phase(n, market.Phase(rapid.IntRange(0, int(market.PhaseCount)).Draw(c.t, "phase")))
	case 18:
		c.phase(n, market.PhaseContinuous)
	default:
		c.ex.oddBook(n)
	}
}

func (c *chaos) phase(n market.Contract, p market.Phase) {
	c.ex.phase[n] = p
	c.feed(market.Event{Kind: market.EventPhase, Contract: n, Phase: p, Time: c.now})
}

// link loses the session, or brings it back.
func (c *chaos) link() {
	if c.up {
		c.up = false
		c.ex.lost()
		c.venue(market.Event{Kind: market.EventDown, Contract: market.NoContract})
		return
	}
	c.up = true
	c.venue(market.Event{Kind: market.EventUp, Contract: market.NoContract})
}

// restart is another process with the checkpoint of this one.
func (c *chaos) restart() {
	if c.up {
		c.up = false
		c.ex.lost()
	}
	c.pump()
	state := c.loop.Save(nil)
	c.loop, c.rings = c.loaded(state)
	c.loop.Resume()
	c.twin, c.other = c.loaded(state)
	c.twin.Resume()
	c.told.restarted()
	c.now += market.Second
	c.power(risk.Run)
}

func (c *chaos) loaded(state []byte) (*quoter.Loop, quoter.Rings) {
	l, r := newLoop(c.desk, 1<<13)
	if !l.Load(state) {
		c.t.Fatal("a saved state does not load")
	}
	return l, r
}

// power says what a start says.
func (c *chaos) power(m risk.Mode) {
	c.grant(1 << 20)
	c.command(port.Command{Kind: port.CommandJournal, Value: 1})
	c.setLatch(m)
	c.command(port.Command{Kind: port.CommandStart})
}

func (c *chaos) grant(count uint64) {
	c.command(port.Command{Kind: port.CommandIDs, First: c.ids, Count: count})
	c.ids += count
}

func (c *chaos) setLatch(m risk.Mode) {
	epoch := c.latch.Set(m)
	c.command(port.Command{Kind: port.CommandLatch, Mode: uint8(m), Epoch: epoch})
	c.told.mode = m
}

func (c *chaos) person(n market.Contract, k int) {
	switch k {
	case 23:
		c.setLatch(rapid.SampledFrom([]risk.Mode{risk.Killed, risk.CancelOnly, risk.Run}).Draw(c.t, "latch"))
	case 24:
		c.command(port.Command{Kind: port.CommandPause, Contract: n})
		c.told.paused[n] = true
	case 25:
		c.command(port.Command{Kind: port.CommandResume, Contract: n})
		c.told.paused[n] = false
	case 26:
		c.command(port.Command{Kind: port.CommandJournal, Value: int16(rapid.IntRange(0, 1).Draw(c.t, "healthy"))})
	case 27: // few ids, so that they run out
		for range rapid.IntRange(1, 3).Draw(c.t, "blocks") {
			c.grant(uint64(rapid.IntRange(0, 4).Draw(c.t, "ids")))
		}
	case 28: // the twin is replaced by one that was saved and loaded
		c.pump()
		c.twin, c.other = c.loaded(c.loop.Save(nil))
	case 29:
		c.setLatch(risk.Run)
	default:
		c.command(port.Command{Kind: port.CommandMark})
	}
}

// still checks that polling without a reason changes nothing.
func (c *chaos) still() {
	if !c.percent(3, "still") {
		return
	}
	next := c.pump()
	before := c.loop.Save(nil)
	for range 3 {
		c.loop.Poll(c.now)
	}
	if next > c.now+1 || next == 0 {
		at := c.now + market.Millisecond
		if next != 0 {
			at = min(at, next-1)
		}
		if work, _ := c.loop.Poll(at); work != 0 {
			c.t.Fatalf("idle until %d, yet at %d it works", next, at)
		}
		if c.now < at {
			c.now = at
		}
	}
	if !bytes.Equal(before, c.loop.Save(nil)) {
		c.t.Fatal("idle polls changed the state")
	}
}

// sane brings up everything that a quote needs.
func (c *chaos) sane() {
	c.fault, c.ex.refuseMass, c.ex.refuseQuery = faults{}, 0, 0
	c.power(risk.Run)
	c.armed()
	c.command(port.Command{Kind: port.CommandResume, Contract: market.NoContract})
	clear(c.told.paused[:])
	if !c.feedUp {
		c.feedUp = true
		c.feed(market.Event{Kind: market.EventFeedUp, Contract: market.NoContract})
	}
	for n := range market.Contract(2) {
		if c.ex.phase[n] != market.PhaseContinuous {
			c.phase(n, market.PhaseContinuous)
		}
	}
	if !c.up {
		c.link()
	}
}

// calm stops the faults: within 30 s every contract that is to be quoted stands
// in the market, with what is told and what is true the same. When the market
// does not move then, nothing more is sent.
func (c *chaos) calm() {
	quiet := rapid.Bool().Draw(c.t, "quiet")
	c.wait(0)
	c.sane()
	sent, stood := c.rules.sent, [2]bool{}
	for i := range 120 {
		if i == 100 {
			sent = c.rules.sent
		}
		for n := range stood {
			q := c.ex.quoteOn(market.Contract(n))
			stood[n] = stood[n] || i > 100 && counts(market.Contract(n), q)
		}
		for n := range market.Contract(2) {
			c.ex.calmTick(n, quiet)
		}
		c.wait(250 * market.Millisecond)
		if i%4 == 0 {
			c.rearm()
		}
	}
	for n := range market.Contract(2) {
		if !c.desk.Quoter.Contracts[n].Quote || c.guards.stopped(c, n) {
			continue
		}
		if !stood[n] {
			c.loop.Snapshot(&c.snap)
			v := &c.snap.Contract[n]
			c.t.Fatalf("30 s after the faults no quote on %d: stage %v, mode %v, phase %v, held %d, book %+v\nrefusals %v\nlast %v\nguard %+v funds %+v", n,
				quoter.Stage(c.snap.Stage), risk.Mode(c.snap.Mode), v.Phase, v.Long-v.Short, v.Book, c.snap.Refusals, c.rules.recent, v.Guard, c.snap.Funds)
		}
	}
	if quiet && c.rules.sent-sent > 50 {
		c.t.Fatalf("%d messages in 5 s of a market that stands still: %v", c.rules.sent-sent, c.rules.recent)
	}
	c.rules.settled()
	c.press()
	c.empty()
}

// empty takes away what a quote needs: nothing of ours stays in the market, the
// order that takes inventory down included.
func (c *chaos) empty() {
	n := market.Contract(rapid.IntRange(0, 1).Draw(c.t, "emptied"))
	for range rapid.IntRange(0, 4).Draw(c.t, "fills before") {
		c.ex.trade(n)
		c.wait(2 * market.Millisecond)
	}
	switch rapid.IntRange(0, 3).Draw(c.t, "empty") {
	case 0:
		c.command(port.Command{Kind: port.CommandPause, Contract: market.NoContract})
		c.told.paused = [2]bool{true, true}
	case 1:
		c.command(port.Command{Kind: port.CommandJournal, Value: 0})
	case 2:
		c.setLatch(risk.Killed)
	case 3:
		c.wait(15 * market.Second) // no market data
	}
	c.wait(3 * market.Second)
	if len(c.ex.live) > 0 {
		c.t.Fatalf("%s stays in the market", describe(&c.ex.live[0].in))
	}
	c.sane()
	c.wait(0)
}

// end asks for a stop: the run is over when the exchange's book is empty.
func (c *chaos) end() {
	c.command(port.Command{Kind: port.CommandStop})
	for range rapid.IntRange(0, 2).Draw(c.t, "while stopping") {
		switch rapid.IntRange(0, 3).Draw(c.t, "stopping") {
		case 0:
			c.setLatch(risk.Killed)
		case 1:
			c.wait(0)
		case 2:
			c.command(port.Command{Kind: port.CommandStop})
		case 3:
			c.ex.refuseMass = 50
		}
	}
	c.wait(3 * market.Second)
	c.ex.refuseMass = 0
	c.wait(15 * market.Second)
	if done, _ := c.loop.Done(); !done {
		c.loop.Snapshot(&c.snap)
		c.t.Fatalf("a stop does not end: stage %v", quoter.Stage(c.snap.Stage))
	}
	if len(c.ex.live) > 0 {
		c.t.Fatalf("stopped with %v in the market", c.ex.live[0])
	}
}

func describe(in *market.Instruction) string {
	return fmt.Sprintf("%v %d #%d of %d: %dx%d/%dx%d", in.Kind, int16(in.Contract), in.ID, in.Target, in.Bid, in.BidQty, in.Ask, in.AskQty)
}
