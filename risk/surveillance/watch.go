package surveillance

import "quotient/market"

// Halt is why everything stands at Stop.
type Halt uint8

// The halts.
const (
	Running    Halt = iota
	NoDay           // NewDay has not been told
	Uncovered       // no rule is in force on the day
	Missing         // a kind of Params.Need has no rule in force
	Unreadable      // Params.Check finds fault
)

// String returns the halt's name.
func (h Halt) String() string {
	if h > Unreadable {
		return "invalid"
	}
	return [...]string{"running", "no_day", "uncovered", "missing", "unreadable"}[h]
}

// state is what is one for all contracts.
type state struct {
	now     market.Time // of the last input
	pending int64       // bits set in Watch.changed
	date    market.Date
	halt    Halt
	told    Halt // what Take said last
	account Level
	_       [1]byte
}

// book is the market as the feed told it last.
type book struct {
	bid, ask       market.Price
	upper, lower   market.Price
	volume         int64
	hasBid, hasAsk bool
	known          bool // a snapshot came since the day began
	_              [5]byte
}

// A Watch keeps a cell per rule and contract, product or account. Make one with New.
type Watch struct {
	p       Params
	bad     bool
	names   []market.Code       // by product
	product []uint16            // by contract
	kinds   [KindCount][]uint16 // rules in force today
	first   []int               // by rule, and one more: its first cell
	owner   []uint16            // by cell: its rule
	quiet   []int64             // by rule: below it a count that stands at OK stays there

	st      state
	cells   []cell
	changed []uint64 // bit per cell: its level is not what Take said last
	worst   []Level  // by contract, then by product
	books   []book   // by contract
	bursts  []burst  // by rule
	times   []market.Time
	pushes  []push // by rule, contract and side, of the rules that watch the price
	marks   []mark
	opened  []pair // by product and side: contracts
	traded  pair   // products
}

// New returns a Watch for that many contracts. Everything stands at Stop until
// NewDay names a trading day that the rules cover.
func New(contracts int, p Params) *Watch {
	w := &Watch{p: p, bad: len(p.Products) != contracts}
	p.Check(func(string, int64, int64) { w.bad = true })
	w.st.halt = NoDay
	w.nameProducts(contracts)
	w.worst = make([]Level, contracts+len(w.names))
	w.books = make([]book, contracts)
	w.opened = make([]pair, 2*len(w.names))
	w.first = make([]int, 1, len(p.Rules)+1)
	if w.bad {
		w.st.halt = Unreadable
		return w
	}
	w.bursts = make([]burst, len(p.Rules))
	for k := range w.kinds {
		w.kinds[k] = make([]uint16, 0, len(p.Rules))
	}
	for i := range p.Rules {
		w.place(uint16(i), contracts)
		w.quiet = append(w.quiet, p.quiet(&p.Rules[i]))
	}
	w.cells = make([]cell, len(w.owner))
	w.changed = make([]uint64, (len(w.cells)+63)/64)
	return w
}

// nameProducts numbers the products in the order of their first contracts.
func (w *Watch) nameProducts(contracts int) {
	w.product = make([]uint16, contracts)
	for c := range min(contracts, len(w.p.Products)) {
		n := 0
		for n < len(w.names) && w.names[n] != w.p.Products[c] {
			n++
		}
		if n == len(w.names) {
			w.names = append(w.names, w.p.Products[c])
		}
		w.product[c] = uint16(n)
	}
}

// place makes room for what a rule counts.
func (w *Watch) place(rule uint16, contracts int) {
	r, units := &w.p.Rules[rule], 1
	switch r.Kind.Scope() {
	case Product:
		units = len(w.names)
	case Contract:
		units = contracts
	}
	for range units {
		w.owner = append(w.owner, rule)
	}
	w.first = append(w.first, len(w.owner))
	switch r.Kind {
	case Burst:
		w.bursts[rule].at = len(w.times)
		w.times = append(w.times, make([]market.Time, r.Messages)...)
	case PriceBurst:
		w.bursts[rule].at = len(w.pushes)
		for range 2 * contracts {
			w.pushes = append(w.pushes, push{at: len(w.marks)})
			w.marks = append(w.marks, make([]mark, r.Messages)...)
		}
	}
}

// unit is a contract's cell among those of a rule; ok is false when the rule is not
// for the contract's product.
func (w *Watch) unit(rule uint16, c market.Contract) (cell int, ok bool) {
	r, product := &w.p.Rules[rule], w.product[c]
	if r.Product != (market.Code{}) && r.Product != w.names[product] {
		return 0, false
	}
	switch r.Kind.Scope() {
	case Product:
		return w.first[rule] + int(product), true
	case Contract:
		return w.first[rule] + int(c), true
	}
	return w.first[rule], true
}

// heard takes the time of an input and reports whether the contract is one of ours.
// A Watch that cannot be counts nothing.
func (w *Watch) heard(c market.Contract, now market.Time) bool {
	w.st.now = max(w.st.now, now)
	return int(c) < len(w.product) && !w.bad
}
