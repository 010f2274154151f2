package obligation

import "quotient/market"

// A plan is what Params say about options and units, laid out once by New so
// that an input finds whom it is about.
type plan struct {
	roots  []root
	rootOf []int16 // by contract: the root that it is, -1 none
	chain  []market.Contract
	strike []market.Price    // of chain
	series []int32           // indices into Params.Series
	place  []int16           // by Params.Terms: the contract's row in its series
	floor  []bool            // by contract: it has a floor on some date
	on     []market.Contract // by contract with a floor: its underlying
	unit   []span            // by Params.Units
	pool   []market.Contract
}

// A root is a contract that options or series are on (标的).
type root struct {
	contract market.Contract
	hours    uint8
	chain    span // its options, ascending by strike
	series   span
}

func newPlan(p *Params) (of plan) {
	of.rootOf, of.floor = make([]int16, p.Contracts), make([]bool, p.Contracts)
	of.on = make([]market.Contract, p.Contracts)
	for c := range of.rootOf {
		of.rootOf[c] = -1
	}
	of.places(p)
	for i := range p.Terms {
		t := &p.Terms[i]
		if t.Option {
			of.root(t.Underlying, t.Hours)
			of.floor[t.Contract], of.on[t.Contract] = of.floor[t.Contract] || t.Floor != 0, t.Underlying
		}
		if t.Series != 0 {
			of.root(p.Series[t.Series-1].Underlying, t.Hours)
		}
	}
	for i := range of.roots {
		of.hang(p, &of.roots[i])
	}
	of.unit = make([]span, len(p.Units))
	for u := range p.Units {
		of.unit[u].from = int32(len(of.pool))
		of.collect(p, uint8(u))
		of.unit[u].to = int32(len(of.pool))
	}
	return of
}

// root adds the contract to the roots.
func (of *plan) root(c market.Contract, hours uint8) {
	if of.rootOf[c] < 0 {
		of.rootOf[c] = int16(len(of.roots))
		of.roots = append(of.roots, root{contract: c, hours: hours})
	}
}

// hang lists the options and the series that are on r.
func (of *plan) hang(p *Params, r *root) {
	r.chain.from, r.series.from = int32(len(of.chain)), int32(len(of.series))
	for i := range p.Terms {
		if t := &p.Terms[i]; t.Option && t.Underlying == r.contract && !among(of.chain[r.chain.from:], t.Contract) {
			of.chain, of.strike = append(of.chain, t.Contract), append(of.strike, t.Strike)
			for k := int32(len(of.chain)) - 1; k > r.chain.from && of.strike[k] < of.strike[k-1]; k-- {
				of.chain[k], of.chain[k-1] = of.chain[k-1], of.chain[k]
				of.strike[k], of.strike[k-1] = of.strike[k-1], of.strike[k]
			}
		}
	}
	for i := range p.Series {
		if p.Series[i].Underlying == r.contract {
			of.series = append(of.series, int32(i))
		}
	}
	r.chain.to, r.series.to = int32(len(of.chain)), int32(len(of.series))
}

// places finds the row of each contract in its series.
func (of *plan) places(p *Params) {
	of.place = make([]int16, len(p.Terms))
	for i := range p.Terms {
		t := &p.Terms[i]
		if t.Series == 0 {
			continue
		}
		for k, row := range p.Series[t.Series-1].Rows {
			if row.Call == t.Contract || row.Put == t.Contract {
				of.place[i] = int16(k)
			}
		}
	}
}

// collect lists the contracts that are judged in unit u in some month.
func (of *plan) collect(p *Params, u uint8) {
	from := len(of.pool)
	for i := range p.Terms {
		if t := &p.Terms[i]; t.Unit == u && !t.Watch && !among(of.pool[from:], t.Contract) {
			of.pool = append(of.pool, t.Contract)
		}
	}
}

func among(list []market.Contract, c market.Contract) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}

// between returns the part of the root's chain with strikes from lo to hi.
func (of *plan) between(r *root, lo, hi market.Price) []market.Contract {
	return of.chain[of.above(r, lo):of.above(r, hi+1)]
}

// above returns the index of the root's first option with a strike of at least p.
func (of *plan) above(r *root, p market.Price) int32 {
	lo, hi := r.chain.from, r.chain.to
	for lo < hi {
		if mid := (lo + hi) / 2; of.strike[mid] >= p {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
