package position

import "quotient/market"

// Check calls bad for each parameter that cannot be, with its key, such as
// "limits[3].speculative", what was found and what would do: for a row that
// contradicts another, the numbers of both.
func (p *LimitParams) Check(bad func(key string, found, allowed int64)) {
	n := len(p.Instruments)
	if len(p.Months) != n {
		bad("months", int64(len(p.Months)), int64(n))
	}
	for c, m := range p.Months {
		if !validMonth(m) {
			bad(at("months", c, ""), int64(m), 200001)
		}
	}
	within(bad, "max_pairs", int64(p.MaxPairs), 0, 1<<16)
	for i := range p.Accounts {
		within(bad, at("accounts", i, ".max_age"), int64(p.Accounts[i].MaxAge), 1, int64(10*market.Day))
	}
	p.checkLimits(bad)
	p.checkOpens(bad)
	p.checkQualifications(bad)
}

func (p *LimitParams) checkLimits(bad func(key string, found, allowed int64)) {
	for i := range p.Limits {
		r := &p.Limits[i]
		name := func(key string) string { return at("limits", i, key) }
		within(bad, name(".class"), int64(r.Class), int64(Futures), int64(Options))
		within(bad, name(".period"), int64(r.Period), int64(Ordinary), int64(EveryPeriod))
		within(bad, name(".speculative"), int64(r.Speculative), 1, int64(MaxQty))
		within(bad, name(".times"), r.Times, 1, maxTimes)
		if r.Class == Options && r.Symbol != (market.Symbol{}) {
			bad(name(".symbol"), 1, 0) // options are counted by month
		}
		dated(bad, name, r.From, r.Until, r.Source)
		for j := range i {
			if r.contradicts(&p.Limits[j]) {
				bad(name(""), int64(i), int64(j))
			}
		}
	}
}

func (l *Limit) contradicts(o *Limit) bool {
	return l.Product == o.Product && l.Symbol == o.Symbol && l.Class == o.Class && l.Maker == o.Maker &&
		(l.Period == o.Period || l.Period == EveryPeriod || o.Period == EveryPeriod) && l.From <= o.Until && o.From <= l.Until
}

func (p *LimitParams) checkOpens(bad func(key string, found, allowed int64)) {
	for i := range p.OpenLimits {
		r := &p.OpenLimits[i]
		name := func(key string) string { return at("open_limits", i, key) }
		within(bad, name(".class"), int64(r.Class), int64(Futures), int64(Options))
		if r.Free {
			within(bad, name(".lots"), int64(r.Lots), 0, 0)
		} else {
			within(bad, name(".lots"), int64(r.Lots), 1, int64(MaxQty))
		}
		dated(bad, name, r.From, r.Until, r.Source)
		for j := range i {
			o := &p.OpenLimits[j]
			if r.Product == o.Product && r.Symbol == o.Symbol && r.Class == o.Class && r.From <= o.Until && o.From <= r.Until {
				bad(name(""), int64(i), int64(j))
			}
		}
	}
}

func (p *LimitParams) checkQualifications(bad func(key string, found, allowed int64)) {
	for i := range p.Qualifications {
		r := &p.Qualifications[i]
		name := func(key string) string { return at("qualifications", i, key) }
		within(bad, name(".class"), int64(r.Class), int64(Futures), int64(Options))
		dated(bad, name, r.From, r.Until, r.Source)
	}
}

// dated checks what every row needs: two dates in order, and where it comes from.
func dated(bad func(key string, found, allowed int64), name func(string) string, from, until market.Date, source market.Ref) {
	if !from.Valid() {
		bad(name(".from"), int64(from), 19700101)
	}
	if !until.Valid() || until < from {
		bad(name(".until"), int64(until), int64(from))
	}
	if source == (market.Ref{}) {
		bad(name(".source"), 0, 1)
	}
}

func within(bad func(key string, found, allowed int64), key string, v, low, high int64) {
	if v < low {
		bad(key, v, low)
	} else if v > high {
		bad(key, v, high)
	}
}

// at returns "name[i]" and key.
func at(name string, i int, key string) string {
	var buf [20]byte
	n := len(buf)
	for {
		n--
		buf[n] = byte('0' + i%10)
		if i /= 10; i == 0 {
			return name + "[" + string(buf[n:]) + "]" + key
		}
	}
}
