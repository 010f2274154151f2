package surveillance

import (
	"math/bits"

	"quotient/market"
)

// Level is how near the nearest rule is on a contract, its product and the account.
// A contract that is not ours stands at Stop.
func (w *Watch) Level(c market.Contract) Level {
	if w.st.halt != Running || int(c) >= len(w.product) {
		return Stop
	}
	return max(w.st.account, w.worst[c], w.worst[len(w.product)+int(w.product[c])])
}

// Halted says why everything stands at Stop, if it does.
func (w *Watch) Halted() Halt { return w.st.halt }

// settle judges a cell anew after a count changed.
func (w *Watch) settle(i int) {
	x := &w.cells[i]
	if x.level == OK && x.value < w.quiet[w.owner[i]] {
		return
	}
	r, l := &w.p.Rules[w.owner[i]], OK
	if r.holds(w.st.date) {
		l = w.p.judge(r, x)
	}
	if l == x.level {
		return
	}
	x.level = l
	w.mark(i)
	n := i - w.first[w.owner[i]]
	switch r.Kind.Scope() {
	case Account:
		w.st.account = w.highest(Account, n)
	case Product:
		w.worst[len(w.product)+n] = w.highest(Product, n)
	case Contract:
		w.worst[n] = w.highest(Contract, n)
	}
}

// highest is the highest level of all rules of a scope for one unit.
func (w *Watch) highest(s Scope, n int) (l Level) {
	for rule := range w.p.Rules {
		if w.p.Rules[rule].Kind.Scope() == s {
			l = max(l, w.cells[w.first[rule]+n].level)
		}
	}
	return l
}

// mark keeps the bit of a cell that Take has to tell of.
func (w *Watch) mark(i int) {
	bit := uint64(1) << (i & 63)
	was := w.changed[i>>6]&bit != 0
	is := w.cells[i].level != w.cells[i].told
	switch {
	case is && !was:
		w.st.pending++
	case was && !is:
		w.st.pending--
	default:
		return
	}
	w.changed[i>>6] ^= bit
}

// An Alarm is a level that changed. One that went and came back before anybody
// asked is none. Kind is KindNone when all rules together are the matter: Halt says
// why. Contract and Product name what the counter stands for, as far as it does.
type Alarm struct {
	Kind     Kind
	From, To Level
	Halt     Halt
	Rule     uint16
	Contract market.Contract
	Product  market.Code
	At       market.Time // of the last input
	Value    int64
	Stop     int64 // ours
	Limit    int64 // the exchange's
	Source   market.Ref
}

// Take fills in an alarm nobody took and reports whether there was one.
func (w *Watch) Take(a *Alarm) bool {
	if w.st.halt != w.st.told {
		*a = Alarm{Halt: w.st.halt, From: stopped(w.st.told), To: stopped(w.st.halt), Contract: market.NoContract, At: w.st.now}
		w.st.told = w.st.halt
		return true
	}
	if w.st.pending == 0 {
		return false
	}
	word := 0
	for w.changed[word] == 0 {
		word++
	}
	i := word<<6 + bits.TrailingZeros64(w.changed[word])
	x, rule := &w.cells[i], w.owner[i]
	r := &w.p.Rules[rule]
	var read Reading
	w.read(&read, i)
	*a = Alarm{Kind: r.Kind, From: x.told, To: x.level, Rule: rule, Contract: read.Contract, Product: read.Product,
		At: w.st.now, Value: read.Value, Stop: read.Stop, Limit: r.Limit, Source: r.Source}
	x.told = x.level
	w.mark(i)
	return true
}

// stopped is the level that a halt means.
func stopped(h Halt) Level {
	if h == Running {
		return OK
	}
	return Stop
}
