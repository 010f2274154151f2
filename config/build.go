package config

import (
	"quotient/market"
)

// A builder turns the decoded tree into a Desk. Each step reports what it finds
// and goes on with what is sound, so that one run finds every fault.
type builder struct {
	*sink
	read   func(name string) ([]byte, error)
	table  *key
	root   *value
	desk   *Desk
	hours  []*value // the calendar's groups of hours
	names  map[string]market.Contract
	listed []listed // by contract
	rows   []termsAt
	asks   []answersAt
	duty   []*agreement
	gate   []view // of risk
	quote  []view // of quoter
	guard  []view // of protection, by product

	recorded bool // the file was accepted once: its parts are not held against each other
}

func (b *builder) build() {
	d := b.desk
	d.Name = b.root.get("desk").string()
	d.Account = b.root.get("account").string()
	d.Clock = Clock(b.root.get("clock").number())
	b.instruments()
	b.calendar()
	b.terms()
	b.grants()
	b.risk()
	b.gateControls()
	b.protection()
	b.conduct()
	b.fees()
	b.positionLimits()
	b.funds()
	b.quoter()
	b.steering()
	b.quality()
	b.awards()
	b.seasons()
	b.forecast()
	b.reconcile()
	b.edges()
	b.sim()
	if !b.recorded {
		b.contradictions()
	}
	if len(b.list) == 0 {
		b.rooms()
	}
}

// symbol returns the contract that v names. A problem is reported when there is none.
func (b *builder) symbol(v *value) market.Contract {
	if !v.sound() {
		return market.NoContract
	}
	if c, ok := b.names[v.text]; ok {
		return c
	}
	b.reference(v, v.text, "instruments", b.symbols())
	return market.NoContract
}

// symbols lists the instruments' codes.
func (b *builder) symbols() []string {
	list := make([]string, len(b.desk.Instruments))
	for i := range list {
		list[i] = b.desk.Instruments[i].Symbol.String()
	}
	return list
}

// reference reports that v names something that is not among what is there.
func (b *builder) reference(v *value, found, where string, there []string) {
	p := v.problem(CodeReference, "not in "+where)
	p.Found, p.Allowed = found, words(there)
	if p.Hint = didYouMean(found, there); p.Hint == "" {
		p.Hint = "add it to " + where + ", or remove it here"
	}
	v.bad = true
	b.add(p)
}

// words joins up to eight words.
func words(list []string) string {
	t := ""
	for i, w := range list {
		switch {
		case i == 8:
			return t + ", ..."
		case i > 0:
			t += ", "
		}
		t += w
	}
	return t
}

// A view is what a perContract section says about one contract.
type view struct {
	section  *value
	own      *value // the contract's block; nil when it has none
	defaults *value
}

// views returns a section's view of every contract, and reports blocks of
// contracts that are not there.
func (b *builder) views(section *value) []view {
	list := make([]view, len(b.desk.Instruments))
	for i := range list {
		list[i] = view{section: section, defaults: section.get("defaults")}
	}
	for _, own := range kids(section.get("contracts")) {
		if c, ok := b.names[own.label()]; ok {
			list[c].own = own
		} else {
			at := *own
			at.node = own.name
			b.reference(&at, own.label(), "instruments", b.symbols())
		}
	}
	return list
}

func kids(v *value) []*value {
	if v == nil {
		return nil
	}
	return v.kids
}

// get returns what is said under the names given, one inside the other: the
// contract's word, else the defaults', else the key's default, else nil.
func (w view) get(names ...string) *value {
	if w.section.unread() || w.defaults.unread() {
		return nil
	}
	for _, v := range []*value{w.own, w.defaults} {
		for _, name := range names {
			if v != nil {
				v = v.get(name)
			}
		}
		if v.written() {
			return v
		}
	}
	v := w.defaults
	for _, name := range names {
		v = v.get(name)
	}
	return v
}

// missing reports the limits that some of the views want and none says: once,
// at defaults, when all want it, else at each contract.
func (b *builder) missing(section *value, views []view, wants func(i int) bool) {
	elem := section.key.child("defaults")
	for _, k := range elem.keys {
		if !k.must {
			continue
		}
		var without []int
		wanted := 0
		for i, w := range views {
			if !wants(i) {
				continue
			}
			wanted++
			if w.get(k.name) == nil {
				without = append(without, i)
			}
		}
		if len(without) == wanted && wanted > 1 || len(without) > 0 && section.get("contracts") == nil {
			at := section.get("defaults")
			if !at.written() {
				at = section
			}
			b.lacks(at, join(join(section.path, "defaults"), k.name), k, "", "set "+k.name+" there")
			continue
		}
		for _, i := range without {
			at := views[i].own
			if at == nil {
				at = section
			}
			symbol := b.desk.Instruments[i].Symbol.String()
			b.lacks(at, join(section.path, "contracts."+symbol+"."+k.name), k, " for "+symbol, "set "+k.name+" there or in defaults")
		}
	}
}

func (b *builder) lacks(at *value, path string, k *key, whom, hint string) {
	p := at.problem(CodeMissing, "missing"+whom+"; it has no default")
	p.Path, p.Allowed = path, k.allowed()
	p.Hint = hint + ": " + k.doc
	b.add(p)
}

// add reports a problem; one without a file is the desk file's.
func (b *builder) add(p Problem) {
	if p.File == "" {
		p.File = b.desk.File
	}
	b.sink.add(p)
}
