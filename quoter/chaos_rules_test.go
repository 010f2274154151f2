package quoter_test

import (
	"slices"

	"quotient/market"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
)

// teller keeps what the Loop has been told, as of its last working Poll: inputs
// that are still in a ring wait in soon.
type teller struct {
	c      *chaos
	soon   []func()
	mode   risk.Mode
	paused [2]bool

	up     bool
	feedUp bool
	feedAt market.Time
	phase  [2]market.Phase
	book   [2]*market.Event // since the feed came up
	fills  map[market.Ref]bool
	net    [2]market.Qty
	done   map[uint64][2]market.Qty // filled, by instruction
	owing  [2][]uint64              // instructions that no answer was told to
	reason map[uint64]market.Instruction
	sentAt map[uint64]market.Time
	ours   ours
}

func (t *teller) init(c *chaos) {
	t.c, t.fills, t.reason = c, map[market.Ref]bool{}, map[uint64]market.Instruction{}
	t.done, t.sentAt = map[uint64][2]market.Qty{}, map[uint64]market.Time{}
	t.ours.list, t.ours.orders = map[uint64]*own{}, map[uint64]bool{}
}

// polled says that everything pushed so far has been drained. Bursts are small
// against what one Poll drains.
func (t *teller) polled(market.Time) {
	for _, f := range t.soon {
		f()
	}
	t.soon = t.soon[:0]
}

func (t *teller) restarted() {
	t.ours.lost()
	t.soon, t.up, t.feedUp, t.book = nil, false, false, [2]*market.Event{}
	t.phase, t.owing = [2]market.Phase{}, [2][]uint64{}
	// The new process is told the phases again by its feed.
	for n := range market.Contract(2) {
		t.c.phase(n, t.c.ex.phase[n])
	}
	if !t.c.feedUp {
		t.c.feed(market.Event{Kind: market.EventFeedDown, Contract: market.NoContract})
	}
}

func (t *teller) feed(e *market.Event) {
	ev := *e
	t.soon = append(t.soon, func() {
		switch ev.Kind {
		case market.EventFeedDown:
			t.feedUp, t.book = false, [2]*market.Event{}
			return
		case market.EventDepth:
			t.book[ev.Contract] = &ev
		case market.EventPhase:
			t.phase[ev.Contract] = ev.Phase
		}
		t.feedUp = true
		if ev.Kind != market.EventFeedUp {
			t.feedAt = t.c.now
		}
	})
}

func (t *teller) venue(e *market.Event) {
	ev := *e
	t.soon = append(t.soon, func() { t.fold(&ev) })
}

func (t *teller) fold(e *market.Event) {
	t.ours.told(e, t.reason)
	switch e.Kind {
	case market.EventUp:
		t.up = true
	case market.EventDown:
		t.up, t.owing = false, [2][]uint64{}
	case market.EventFill:
		if !t.fills[e.Ref] {
			t.fills[e.Ref] = true
			if t.net[e.Contract] += e.Qty; e.Side == market.Ask {
				t.net[e.Contract] -= 2 * e.Qty
			}
			t.filled(e)
			if t.c.guards.on {
				t.c.guards.told(t.c.now)
			}
		}
	case market.EventQuoteEnded, market.EventOrderEnded:
		t.ended(e.ID)
	case market.EventQuoteLive, market.EventOrderLive, market.EventQuoteReject, market.EventOrderReject, market.EventCancelReject, market.EventNotSent:
		t.answered(e.ID)
	case market.EventMassCancel: // comes after the answers to all that was sent before
		for n := range t.owing {
			t.owing[n] = slices.DeleteFunc(t.owing[n], func(id uint64) bool { return id < e.ID })
		}
	}
}

// filled ends what has no lots left: that answers its cancel too.
func (t *teller) filled(e *market.Event) {
	in, done := t.reason[e.ID], t.done[e.ID]
	done[e.Side-1] += e.Qty
	t.done[e.ID] = done
	if x := t.ours.list[e.ID]; x != nil { // a leg that is filled meets nobody
		x.in.BidQty, x.in.AskQty = in.BidQty-done[0], in.AskQty-done[1]
	}
	if done == [2]market.Qty{in.BidQty, in.AskQty} {
		t.ended(e.ID)
	}
}

// ended answers an instruction and the cancels of it.
func (t *teller) ended(id uint64) {
	delete(t.ours.list, id)
	t.answered(id)
	for n := range t.owing {
		for _, o := range slices.Clone(t.owing[n]) {
			if in := t.reason[o]; !in.Kind.Adds() && in.Target == id {
				t.answered(o)
			}
		}
	}
}

func (t *teller) answered(id uint64) {
	for n := range t.owing {
		t.owing[n] = slices.DeleteFunc(t.owing[n], func(o uint64) bool { return o == id })
	}
}

// rules judge every message by what was told, and the truth by the limits.
type rules struct {
	c        *chaos
	approved []market.Instruction // on record, not yet sent
	lastID   uint64
	times    []market.Time
	adds     [2][]market.Time
	sent     int
	recent   []string
}

func (r *rules) init(c *chaos) { r.c = c }

// decided notes a gate record.
func (r *rules) decided(d *port.Decision) {
	if d.Rule == 0 {
		r.approved = append(r.approved, d.Instruction)
	}
}

// message judges what leaves: I6, I7, I8, I9, I10, one at a time.
func (r *rules) message(in *market.Instruction) {
	c, t := r.c, r.c.t
	r.sent++
	r.recent = append(r.recent, describe(in))
	if len(r.recent) > 12 {
		r.recent = r.recent[1:]
	}
	if len(r.approved) == 0 || r.approved[0] != *in {
		t.Fatalf("%s has no gate record before it", describe(in))
	}
	r.approved = r.approved[1:]
	if in.ID <= r.lastID {
		t.Fatalf("id %d after %d", in.ID, r.lastID)
	}
	r.lastID = in.ID
	if !c.told.up {
		t.Fatalf("%s leaves without a session", describe(in))
	}
	r.rate(in)
	if int(in.Contract) < 2 {
		r.alone(in)
	}
	if in.Kind.Adds() {
		r.adding(in)
	}
	c.told.ours.sent(c, in)
	r.worst()
}

func (r *rules) rate(in *market.Instruction) {
	c := r.c
	count := func(times []market.Time) (n int64) {
		for i := len(times) - 1; i >= 0 && c.now-times[i] <= c.desk.Risk.Window; i-- {
			n++
		}
		return n
	}
	r.times = append(r.times, c.now)
	most := c.desk.Risk.MaxMessages
	if in.Kind.Adds() {
		most -= c.desk.Risk.ForCancels
		r.adds[in.Contract] = append(r.adds[in.Contract], c.now)
		if n := count(r.adds[in.Contract]); n > c.desk.Risk.Limits[in.Contract].MaxPerWindow {
			c.t.Fatalf("%d messages of a contract in a window", n)
		}
	}
	if n := count(r.times); n > most {
		c.t.Fatalf("%d messages in a window, %d with %s", n, most, describe(in))
	}
}

// alone holds at most one unanswered instruction to a contract; what is overdue
// is unknown, and may be cancelled.
func (r *rules) alone(in *market.Instruction) {
	told := &r.c.told
	told.reason[in.ID], told.sentAt[in.ID] = *in, r.c.now
	within := r.c.desk.Quoter.Contracts[in.Contract].AckTimeout
	told.owing[in.Contract] = slices.DeleteFunc(told.owing[in.Contract], func(id uint64) bool {
		return !in.Kind.Adds() && r.c.now-told.sentAt[id] >= within
	})
	if owing := told.owing[in.Contract]; len(owing) > 0 {
		first := told.reason[owing[0]]
		r.c.t.Fatalf("%s leaves while %s is unanswered", describe(in), describe(&first))
	}
	told.owing[in.Contract] = append(told.owing[in.Contract], in.ID)
}

// adding judges a quote or an order by the market that was told.
func (r *rules) adding(in *market.Instruction) {
	c, told := r.c, &r.c.told
	b := told.book[in.Contract]
	switch {
	case told.mode != risk.Run && (told.mode != risk.ReduceOnly || in.Kind == market.InstructQuote):
		c.t.Fatalf("%s leaves under %v", describe(in), told.mode)
	case told.paused[in.Contract]:
		c.t.Fatalf("%s leaves while paused", describe(in))
	case !told.feedUp || b == nil || c.now-told.feedAt >= c.desk.Quoter.Contracts[in.Contract].StaleAfter:
		c.t.Fatalf("%s leaves on stale data", describe(in))
	case told.phase[in.Contract] != market.PhaseContinuous:
		c.t.Fatalf("%s leaves in phase %v", describe(in), told.phase[in.Contract])
	case b.BidQty > 0 && b.AskQty > 0 && b.Bid >= b.Ask:
		c.t.Fatalf("%s leaves on a crossed book", describe(in))
	case b.AskQty == 0 && b.BidQty > 0 && b.Bid == b.Upper:
		c.t.Fatalf("%s leaves at the limit", describe(in))
	case in.Kind == market.InstructQuote && (in.Bid >= in.Ask || in.BidQty != in.AskQty):
		c.t.Fatalf("%s is no quote", describe(in))
	}
	for s := market.Bid; s <= market.Ask; s++ {
		if p := in.Price(s); in.Qty(s) > 0 && (p <= 0 || p > b.Upper || p < b.Lower) {
			c.t.Fatalf("%s is outside %d-%d", describe(in), b.Lower, b.Upper)
		}
	}
}

// worst is the exchange's truth: what is held, with all that lives or is under
// way filled on one side.
func (r *rules) worst() {
	x := &r.c.ex
	for n := range market.Contract(2) {
		worst := [2]market.Qty{x.position[n], -x.position[n]}
		for _, o := range x.live {
			if o.in.Contract == n {
				worst[0] += o.leaves[0]
				worst[1] += o.leaves[1]
			}
		}
		for i := range x.coming {
			if in := &x.coming[i].what; in.Contract == n && in.Kind.Adds() {
				worst[0] += in.BidQty
				worst[1] += in.AskQty
			}
		}
		if most := r.c.desk.Risk.Limits[n].MaxLong; max(worst[0], worst[1]) > most {
			r.c.t.Fatalf("worst case of %d is %v, limit %d: held %d\n%v", n, worst, most, x.position[n], r.recent)
		}
	}
}

// selfMatch looks for an own order that in would meet, the quote it replaces excepted.
func (r *rules) selfMatch(in *market.Instruction, replaced *resting) {
	for _, o := range r.c.ex.live {
		if o.in.Contract != in.Contract || o == replaced && in.Kind == market.InstructQuote {
			continue
		}
		if in.BidQty > 0 && o.leaves[1] > 0 && in.Bid >= o.in.Ask || in.AskQty > 0 && o.leaves[0] > 0 && in.Ask <= o.in.Bid {
			r.c.t.Fatalf("%s meets our own %s", describe(in), describe(&o.in))
		}
	}
}

// after a working Poll: nothing approved was kept back, and the position is what
// was told.
func (r *rules) after() {
	c := r.c
	if len(r.approved) > 0 {
		c.t.Fatalf("approved and not sent: %s", describe(&r.approved[0]))
	}
	c.loop.Snapshot(&c.snap)
	for n := range c.told.net {
		v := &c.snap.Contract[n]
		if v.Long-v.Short != c.told.net[n] {
			c.t.Fatalf("position of %d is %d, the fills told make %d (truth %d), stage %v",
				n, v.Long-v.Short, c.told.net[n], c.ex.position[n], quoter.Stage(c.snap.Stage))
		}
	}
}

// settled: what was told is the truth.
func (r *rules) settled() {
	if r.c.told.net != r.c.ex.position {
		r.c.t.Fatalf("told %v, true %v", r.c.told.net, r.c.ex.position)
	}
}
