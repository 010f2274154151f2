package request

import "quotient/market"

// An attempt is one reading of what became of a request so far.
type attempt struct {
	verdict Verdict     // Answered, or what kept it from being that so far
	links   uint16      // the quotes that are the chain
	since   market.Time // when the running chain began; 0 = none runs
	until   market.Time // how much later it may have begun
	first   market.Time // when the first chain began; 0 = never
	held    market.Time // time of the running chain
	best    market.Time // of the longest one
	done    market.Time // when it was settled; 0 = not yet
	quote   uint64      // the first answer
}

// A glimpse is a stretch, or a part of one, as one reading of a request sees it.
type glimpse struct {
	from, to market.Time
	due      market.Time
	hold     market.Time  // the holding time asked for
	ticks    *ticks       // of the underlying, when its moves end the holding; else nil
	move     market.Price // by how much
	back     market.Time  // for low: since when a chain may have run
	until    market.Time  // for high: how late the quotes may have come
	quote    uint64       // the quote that begins a chain
	links    uint16       // the good quotes; 0 = still those of before
	hit      uint16       // quotes that had a side filled completely, when that ends the holding
	low      bool
	gap      bool    // none stood for a moment at the start
	stands   bool    // a good quote stands: a chain goes on
	begins   bool    // one that answers: a chain begins
	adds     bool    // the time counts
	tries    bool    // a quote stands that would answer, were it good
	fault    Verdict // why a chain does not go on
	wants    Verdict // why none begins
}

// step goes through the glimpse that follows the last one.
func (a *attempt) step(g glimpse) {
	switch {
	case a.done != 0:
		if g.tries && a.first == 0 && (a.verdict == NotAnswered || a.verdict == Disconnected) {
			a.verdict = Late
		}
		return
	case a.links&g.hit != 0:
		a.settle(Answered, g.from)
		return
	case a.since != 0 && (g.gap || !g.stands):
		a.snap(g.fault)
	}
	if a.since == 0 && g.begins && g.from <= g.due {
		a.begin(&g)
	}
	if a.since != 0 {
		a.run(&g)
	} else {
		a.wait(&g)
	}
}

// begin starts a chain.
func (a *attempt) begin(g *glimpse) {
	a.since, a.held, a.until = g.from, 0, g.from
	if a.first == 0 {
		a.first, a.quote = g.from, g.quote
	}
}

// snap ends the chain: it was too short.
func (a *attempt) snap(why Verdict) {
	a.best = max(a.best, a.held)
	a.since, a.held, a.links, a.verdict = 0, 0, 0, why
}

// run lets the chain stand to the end of the glimpse, or to where it is enough.
func (a *attempt) run(g *glimpse) {
	if g.links != 0 {
		a.links = g.links
	}
	a.until = max(a.until, g.until)
	end, need := market.Time(0), g.hold-a.held
	if need <= 0 || g.adds && g.to-g.from >= need {
		end = g.from + max(need, 0)
	}
	if g.ticks != nil {
		end = sooner(end, a.moved(g), 0)
	}
	to := g.to
	if end != 0 {
		to = end
	}
	if g.adds {
		a.held += to - g.from
	}
	if end != 0 {
		a.settle(Answered, end)
	}
}

// moved is when the underlying is far enough from where it was as the chain
// began, 0 when it is not. Low takes every instant at which it may have begun,
// high any of them.
func (a *attempt) moved(g *glimpse) market.Time {
	if g.low {
		lo, hi := g.ticks.extent(g.back, a.since)
		return g.ticks.beyond(lo-g.move, hi+g.move, g.from, g.to)
	}
	lo, hi := g.ticks.extent(a.since, a.until)
	return g.ticks.beyond(hi-g.move, lo+g.move, g.from, g.to)
}

// wait notes why no chain runs, and gives up after the deadline.
func (a *attempt) wait(g *glimpse) {
	if a.first == 0 && g.wants != Undecided && (g.wants != Disconnected || a.verdict == Undecided) {
		a.verdict = g.wants
	}
	if g.to > g.due {
		if a.verdict == Undecided {
			a.verdict = NotAnswered
		}
		a.settle(a.verdict, max(g.due, g.from))
	}
}

// settle ends the attempt at t.
func (a *attempt) settle(v Verdict, t market.Time) {
	a.verdict, a.done, a.best = v, t, max(a.best, a.held)
}
