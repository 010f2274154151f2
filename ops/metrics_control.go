package ops

import "strconv"

// controlMetrics writes what holds trading back, budgets, limits and funds.
func (s *sample) controlMetrics(e *exposition) {
	c := &s.view.controls
	off := e.family("quotient_control_not_in_force", "gauge", "1 for each control that this desk goes without.")
	for _, name := range c.NotInForce {
		off.add("1", "control", name)
	}
	held := e.family("quotient_held", "gauge", "1 for each scope that the latch holds back; clear_by waits for a second person.")
	for i := range c.Holds {
		h := &c.Holds[i]
		held.add("1", "scope", h.Scope, "name", h.Name, "mode", h.Mode, "clear_by", h.ClearBy)
	}
	trips := e.family("quotient_trip", "gauge", "1 for each protection in force.")
	for i := range c.Trips {
		t := &c.Trips[i]
		trips.add("1", "scope", t.Scope, "name", t.Name, "kind", t.Kind, "measure", t.Measure, "rule", t.Rule, "ends", t.Ends, "rearm", t.Rearm)
	}
	s.budgetMetrics(e)
	s.limitMetrics(e)
	s.fundMetrics(e)
}

// budgetMetrics writes each counter of our own flow with what it is held against.
func (s *sample) budgetMetrics(e *exposition) {
	for _, m := range []struct {
		name, help string
		get        func(*Budget) int64
	}{
		{"quotient_budget_used", "Used today of what a rule on our own conduct allows.", func(b *Budget) int64 { return b.Used }},
		{"quotient_budget_stop", "Where we stop.", func(b *Budget) int64 { return b.Stop }},
		{"quotient_budget_threshold", "The exchange's threshold.", func(b *Budget) int64 { return b.Limit }},
	} {
		f := e.family(m.name, "gauge", m.help)
		for i := range s.view.controls.Budgets {
			b := &s.view.controls.Budgets[i]
			f.add(strconv.FormatInt(m.get(b), 10), "id", strconv.Itoa(int(b.Rule)), "rule", b.Kind, "scope", b.Scope, "name", b.Name, "source", b.Source)
		}
	}
}

// limitMetrics writes positions against the limits, of the contracts the page lists.
func (s *sample) limitMetrics(e *exposition) {
	sides := [2]string{"long", "short"}
	for _, m := range []struct {
		name, help string
		get        func(p *Position, side int) (int64, bool)
	}{
		{"quotient_limit_worst_lots", "Net lots if all that may fill on that side does.", func(p *Position, i int) (int64, bool) { return int64(p.Worst[i]), true }},
		{"quotient_limit_ours_lots", "Our own limit on that.", func(p *Position, i int) (int64, bool) { return int64(p.Stop[i]), true }},
		{"quotient_limit_counted_lots", "Lots that count against the exchange's limit.", func(p *Position, i int) (int64, bool) { return int64(p.Counted[i]), p.Limit != nil }},
		{"quotient_limit_exchange_lots", "The exchange's position limit on speculation.", func(p *Position, _ int) (int64, bool) {
			if p.Limit == nil {
				return 0, false
			}
			return int64(*p.Limit), true
		}},
		{"quotient_limit_over_lots", "Lots over the exchange's limit.", func(p *Position, i int) (int64, bool) { return int64(p.Over[i]), p.Limit != nil }},
	} {
		f := e.family(m.name, "gauge", m.help)
		for i := range s.view.controls.Positions {
			p := &s.view.controls.Positions[i]
			for side, word := range sides {
				if v, ok := m.get(p, side); ok {
					f.add(strconv.FormatInt(v, 10), "contract", p.Contract, "side", word)
				}
			}
		}
	}
}

// fundMetrics writes the account's funds, as far as they are known.
func (s *sample) fundMetrics(e *exposition) {
	f := s.view.controls.Funds
	if f == nil {
		return
	}
	e.family("quotient_funds_known", "gauge", "1 while it is known what may be opened; nothing is opened otherwise.").add(truth(f.Known))
	yuan := e.family("quotient_funds_yuan", "gauge", "The account's funds by kind, as far as they are known.")
	put := func(kind string, fen *int64) {
		if fen != nil {
			yuan.add(fixed(*fen, 2), "kind", kind)
		}
	}
	put("equity", (*int64)(f.Equity))
	put("margin", (*int64)(f.Held))
	put("frozen", (*int64)(&f.Frozen))
	put("available", (*int64)(f.Available))
	put("opening", (*int64)(f.Free))
	outlookMetrics(e, f.Outlook)
	usage := e.family("quotient_funds_usage_ratio", "gauge", "Margin over equity, rounded up.")
	if f.Usage != nil {
		usage.add(*f.Usage)
	}
}
