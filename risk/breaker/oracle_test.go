package breaker

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// A fact is one thing that happened, as the oracle keeps it: all of them, for ever.
type fact struct {
	what      string // fill, sent, reject, refused, pnl
	c, g      int    // -1 = none
	side      market.Side
	amounts   [4]int64
	code      uint8
	value     int64
	at        market.Time
	atAccount bool
}

// A place is where something trips: a scope with the contract or group, and a kind.
type place struct {
	scope Scope
	i     int
	kind  Kind
}

type held struct {
	until market.Time
	by    Authority
}

// The oracle answers by looking at every fact again.
type oracle struct {
	p       Params
	now     market.Time
	facts   []fact
	held    map[place]held
	from    map[place]int // first fact that counts
	times   map[place]int
	unknown map[place]market.Time
}

func (o *oracle) since(at place) []fact { return o.facts[o.from[at]:] }

func (o *oracle) breach(at place) {
	policy := o.p.Policies[at.kind]
	if h, ok := o.held[at]; ok {
		if h.by == ByItself && h.until != 0 {
			h.until = max(h.until, o.now+policy.Pause)
			o.held[at] = h
		}
		return
	}
	o.times[at]++
	switch {
	case at.kind == Unacked || at.kind == Unmarked:
		o.held[at] = held{0, ByItself}
	case o.times[at] >= int(policy.ToRisk):
		o.held[at] = held{o.now + policy.Pause, ByRisk}
	default:
		o.held[at] = held{o.now + policy.Pause, policy.Rearm}
	}
}

func (o *oracle) end(at place) {
	delete(o.held, at)
	o.from[at] = len(o.facts)
}

// fills judges what a fill may trip: its group's flow, its contract's side.
func (o *oracle) fills(c, g int) {
	at := place{Group, g, Protection}
	for s, over := range o.p.Spans {
		var sum [4]int64
		for _, f := range o.since(at) {
			if f.what == "fill" && f.g == g && o.now-f.at <= over {
				for i, v := range f.amounts {
					sum[i] += v
				}
			}
		}
		l := o.p.Groups[g].Flow
		if sum[0] >= l.Fills[s] || sum[1] >= l.Lots[s] || sum[2] >= l.Delta[s] || sum[3] >= l.Vega[s] {
			o.breach(at)
			break
		}
	}
	at = place{Contract, c, OneSided}
	open := map[market.Side][]int64{}
	for _, f := range o.since(at) {
		if f.what != "fill" || f.c != c {
			continue
		}
		lots, other := f.amounts[1], open[f.side.Opposite()]
		for lots > 0 && len(other) > 0 {
			if lots < other[0] {
				other[0], lots = other[0]-lots, 0
			} else {
				lots, other = lots-other[0], other[1:]
			}
		}
		open[f.side.Opposite()] = other
		if lots > 0 {
			open[f.side] = append(open[f.side], lots)
		}
	}
	if len(open[market.Bid])+len(open[market.Ask]) >= int(o.p.Groups[g].OneSided) {
		o.breach(at)
	}
}

func (o *oracle) rejects(at place, l Storm) {
	var short, long, sent int64
	for _, f := range o.since(at) {
		if at.scope == Group && f.g != at.i {
			continue
		}
		if f.what == "reject" && o.now-f.at <= o.p.Spans[0] {
			short++
		}
		if f.what == "reject" && o.now-f.at <= o.p.Spans[1] {
			long++
		}
		if f.what == "sent" && o.now-f.at <= o.p.Spans[1] {
			sent++
		}
	}
	if short >= l.Count || sent >= l.Least && float64(long)/float64(sent) >= float64(l.Share)/1e6 {
		o.breach(at)
	}
}

func (o *oracle) refusals(c int, rule uint8) {
	for kind, s := range map[Kind]Strike{Collar: o.p.Collar, Repeat: o.p.Repeat} {
		if s.Rules>>rule&1 == 0 {
			continue
		}
		at, n := place{Contract, c, kind}, int64(0)
		for _, f := range o.since(at) {
			if f.what == "refused" && f.c == c && s.Rules>>f.code&1 == 1 && o.now-f.at <= s.Over {
				n++
			}
		}
		if n >= s.Most {
			o.breach(at)
		}
	}
}

func (o *oracle) pnl(scope Scope, i int, l Purse, value int64) {
	delete(o.unknown, place{scope, i, Unmarked})
	o.end(place{scope, i, Unmarked})
	if value <= -int64(l.Floor) {
		o.breach(place{scope, i, Loss})
	}
	at := place{scope, i, Drawdown}
	for _, f := range o.since(at) {
		mine := f.what == "pnl" && (scope == Account && f.atAccount || scope == Group && !f.atAccount && f.g == i)
		if mine && o.now-f.at <= o.p.FallOver && f.value-value >= int64(l.Drawdown) {
			o.breach(at)
			return
		}
	}
}

func (o *oracle) advance() {
	for at, since := range o.unknown {
		if o.now-since >= o.p.Unmarked {
			o.breach(place{at.scope, at.i, Unmarked})
		}
	}
	for at, h := range o.held {
		if h.by == ByItself && h.until != 0 && h.until <= o.now {
			o.end(at)
		}
	}
}

func (o *oracle) rearm(scope Scope, i int, by Authority) bool {
	var wait []place
	for at, h := range o.held {
		if at.scope != scope || at.i != i || h.by == ByItself {
			continue
		}
		if h.by > by || o.now < h.until {
			return false
		}
		wait = append(wait, at)
	}
	for _, at := range wait {
		o.end(at)
	}
	return len(wait) > 0
}

func (o *oracle) deadline() (first market.Time) {
	for _, h := range o.held {
		if h.by == ByItself && h.until != 0 && (first == 0 || h.until < first) {
			first = h.until
		}
	}
	for at, since := range o.unknown {
		if _, held := o.held[at]; !held && (first == 0 || since+o.p.Unmarked < first) {
			first = since + o.p.Unmarked
		}
	}
	return first
}

// small are params whose limits are near, so that everything trips.
func small(t *rapid.T) Params {
	n := func(low, high int64, name string) int64 { return rapid.Int64Range(low, high).Draw(t, name) }
	p := params()
	for g := range p.Groups {
		l := &p.Groups[g]
		for s := range spans {
			l.Flow.Fills[s], l.Flow.Lots[s] = n(2, 9, "fills"), n(5, 60, "lots")
			l.Flow.Delta[s], l.Flow.Vega[s] = n(5, 99, "delta"), n(5, 99, "vega")
		}
		l.OneSided = n(1, 6, "one sided")
		l.Storm = Storm{n(1, 5, "count"), n(1, 1000, "share") * 1000, n(1, 6, "least")}
		l.Purse = Purse{market.Money(n(1, 40, "floor")), market.Money(n(1, 40, "drawdown"))}
	}
	p.Storm, p.Purse = p.Groups[0].Storm, p.Groups[1].Purse
	p.Storm.Count += 2
	p.Spans = [2]market.Time{market.Time(n(1, 9, "short")), market.Time(n(10, 40, "long"))}
	p.Collar = Strike{0b0110, n(1, 4, "most"), market.Time(n(1, 20, "over"))}
	p.Repeat = Strike{0b1100, n(1, 4, "most"), market.Time(n(1, 20, "over"))}
	p.UnackedWarn, p.Unacked, p.FallOver, p.Unmarked, p.Late = 3, 7, market.Time(n(1, 30, "fall over")), 6, 5
	for k := range KindCount {
		p.Policies[k].Pause = market.Time(n(1, 15, "pause"))
	}
	return p
}

// Whatever happens in whatever order, what is in force, who may end it, until when,
// and the next deadline are what the oracle finds by looking at everything again;
// also across a restart, and with Advance called for nothing.
func TestAgreesWithTheOracle(t *testing.T) {
	tripped := map[Kind]int{}
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		b := New(p)
		o := &oracle{p: p, now: start, held: map[place]held{}, from: map[place]int{}, times: map[place]int{},
			unknown: map[place]market.Time{}}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "later") {
				o.now += market.Time(rapid.Int64Range(0, 8).Draw(t, "elapsed"))
				b.Advance(o.now)
				o.advance()
			}
			b = act(t, b, o)
			compare(t, b, o)
			var news Trip
			for b.Take(&news) {
				if news.State == Tripped {
					tripped[news.Kind]++
				}
			}
		}
	})
	for k := Protection; k < KindCount; k++ {
		if tripped[k] == 0 && !testing.Short() {
			t.Errorf("%v never tripped: %v", k, tripped)
		}
	}
	t.Logf("trips: %v", tripped)
}

func compare(t *rapid.T, b *Breaker, o *oracle) {
	scopes := []place{{Account, 0, 0}, {Group, 0, 0}, {Group, 1, 0}, {Contract, 0, 0}, {Contract, 1, 0}, {Contract, 2, 0}}
	blocked := map[place]bool{}
	for _, at := range scopes {
		for k := range KindCount {
			got, ok := b.InForce(at.scope, at.i, k)
			want, held := o.held[place{at.scope, at.i, k}]
			if ok != held || ok && (got.Rearm != want.by || got.Until != want.until) {
				t.Fatalf("at %d %v %d %v: in force %v %+v, want %v %+v", o.now, at.scope, at.i, k, ok, got, held, want)
			}
			blocked[at] = blocked[at] || held
		}
	}
	for c, g := range o.p.Of {
		want := blocked[place{Account, 0, 0}] || blocked[place{Group, int(g), 0}] || blocked[place{Contract, c, 0}]
		if _, got := b.Blocked(market.Contract(c)); got != want {
			t.Fatalf("contract %d blocked: %v", c, got)
		}
	}
	if got, want := b.Deadline(), o.deadline(); got != want {
		t.Fatalf("at %d deadline %d, want %d", o.now, got, want)
	}
	for g := range o.p.Groups {
		for s, over := range o.p.Spans {
			compareUsed(t, b, o, g, s, over)
		}
	}
}

// compareUsed looks at a group's readings, which are exact while it is not stopped.
func compareUsed(t *rapid.T, b *Breaker, o *oracle, g, s int, over market.Time) {
	at := place{Group, g, Protection}
	if _, stopped := o.held[at]; stopped {
		return
	}
	var want [4]int64
	for _, f := range o.since(at) {
		if f.what == "fill" && f.g == g && o.now-f.at <= over {
			for i, v := range f.amounts {
				want[i] += v
			}
		}
	}
	for i := range want {
		if got, _ := b.Used(g, MeasureFills+Measure(i), s, o.now); got != want[i] {
			t.Fatalf("at %d group %d span %d measure %d: used %d, want %d", o.now, g, s, i, got, want[i])
		}
	}
}

// act does one drawn thing to both.
func act(t *rapid.T, b *Breaker, o *oracle) *Breaker {
	c := rapid.IntRange(0, 2).Draw(t, "contract")
	g, mc := int(o.p.Of[c]), market.Contract(c)
	note := func(f fact) {
		f.c, f.at = c, o.now
		if f.g == 0 {
			f.g = g
		}
		o.facts = append(o.facts, f)
	}
	n := func(low, high int64) int64 { return rapid.Int64Range(low, high).Draw(t, "n") }
	switch rapid.SampledFrom([]string{"fill", "fill", "fill", "sent", "reject", "refused", "refused", "unacked", "pnl",
		"pnl", "unknown", "late", "jump", "rearm", "rearm", "newday", "reload"}).Draw(t, "what") {
	case "fill":
		f := fact{what: "fill", side: market.Side(n(1, 2)), amounts: [4]int64{1, n(1, 20), n(0, 30), n(0, 30)}}
		note(f)
		b.Fill(mc, f.side, market.Qty(f.amounts[1]), f.amounts[2]*(1-2*n(0, 1)), f.amounts[3]*(1-2*n(0, 1)), o.now)
		o.fills(c, g)
	case "sent":
		note(fact{what: "sent"})
		b.Sent(mc, o.now)
	case "reject":
		note(fact{what: "sent"})
		b.Sent(mc, o.now)
		code := uint8(n(1, 5))
		b.Reject(mc, code, o.now)
		if o.p.Codes>>code&1 == 1 {
			note(fact{what: "reject"})
			o.rejects(place{Group, g, Rejects}, o.p.Groups[g].Storm)
			o.rejects(place{Account, 0, Rejects}, o.p.Storm)
		}
	case "refused":
		rule := uint8(n(0, 4))
		note(fact{what: "refused", code: rule})
		b.Refused(mc, rule, o.now)
		o.refusals(c, rule)
	case "unacked":
		age := market.Time(n(0, 9))
		b.Unacked(mc, age, o.now)
		if at := (place{Contract, c, Unacked}); age >= o.p.Unacked {
			o.breach(at)
		} else {
			o.end(at)
		}
	case "pnl":
		scope, i, l := aim(o, g, n(0, 1) == 0)
		v := n(-50, 30)
		note(fact{what: "pnl", value: v, atAccount: scope == Account})
		b.PnL(scope, i, market.Money(v), true, o.now)
		o.pnl(scope, i, l, v)
	case "unknown":
		scope, i, _ := aim(o, g, n(0, 1) == 0)
		b.PnL(scope, i, 0, false, o.now)
		if at := (place{scope, i, Unmarked}); o.unknown[at] == 0 {
			o.unknown[at] = o.now
		}
	case "late":
		by := market.Time(n(0, 9))
		b.Late(by, o.now)
		if by >= o.p.Late {
			o.breach(place{Account, 0, Late})
		}
	case "jump":
		b.Jump(mc, 1, o.now)
		o.breach(place{Account, 0, Jump})
	case "rearm":
		scope := rapid.SampledFrom([]Scope{Account, Group, Group, Contract, Contract}).Draw(t, "scope")
		i := map[Scope]int{Group: g, Contract: c}[scope]
		by := Authority(n(int64(ByTrader), int64(ByRisk)))
		if got, want := b.Rearm(scope, i, by, o.now), o.rearm(scope, i, by); got != want {
			t.Fatalf("rearm %v %d by %v: %v", scope, i, by, got)
		}
	case "newday":
		b.NewDay()
		clear(o.times)
		for c := range o.p.Of {
			o.from[place{Contract, c, OneSided}] = len(o.facts)
		}
		for _, at := range []place{{Group, 0, Drawdown}, {Group, 1, Drawdown}, {Account, 0, Drawdown}} {
			o.from[at] = len(o.facts)
		}
	case "reload":
		kept := b.Save(nil)
		b = New(o.p)
		if rest, ok := b.Load(kept); !ok || len(rest) != 0 {
			t.Fatal("does not load what it saved")
		}
	}
	return b
}

func aim(o *oracle, g int, account bool) (Scope, int, Purse) {
	if account {
		return Account, 0, o.p.Purse
	}
	return Group, g, o.p.Groups[g].Purse
}
