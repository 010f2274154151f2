package config

import (
	"slices"

	"quotient/market"
	"quotient/quoter"
	"quotient/quoter/pricing"
	"quotient/risk"
	"quotient/risk/position"
)

// quoted reports whether contract i is to be quoted.
func (b *builder) quoted(i int) bool {
	v := b.quote[i].get("quote")
	return v == nil || v.bad || v.num == 1
}

// risk reads the gate's limits.
func (b *builder) risk() {
	root, p := b.root.get("risk"), &b.desk.Risk
	p.Instruments = b.desk.Instruments
	p.Window = market.Time(root.get("window").number())
	p.MaxMessages = root.get("max_messages").number()
	p.ForCancels = root.get("reserved_for_cancels").number()
	p.MaxDay = root.get("max_messages_per_day").number()
	if root == nil {
		root = deskTable().child("risk").standard("risk")
	}
	b.gate = b.views(root)
	b.quote = b.views(orStandard(b.root.get("quoter"), "quoter"))
	if b.root.get("risk").sound() {
		b.missing(root, b.gate, everyContract)
	}
	for _, w := range b.gate {
		p.Limits = append(p.Limits, limits(w))
	}
	b.products(root)
}

// orStandard returns v, or an empty section when the file has none.
func orStandard(v *value, name string) *value {
	if v == nil {
		return deskTable().child(name).standard(name)
	}
	return v
}

func limits(w view) risk.Limits {
	return risk.Limits{
		MaxOrderQty:  market.Qty(w.get("max_order_lots").number()),
		MinOrderQty:  market.Qty(w.get("min_order_lots").number()),
		MaxLong:      market.Qty(w.get("max_long_lots").number()),
		MaxShort:     market.Qty(w.get("max_short_lots").number()),
		MaxValue:     market.Money(w.get("max_order_value").number()),
		CollarTicks:  market.Price(w.get("collar_ticks").number()),
		MaxSpread:    market.Price(w.get("max_spread_ticks").number()),
		StaleAfter:   market.Time(w.get("stale_after").number()),
		QuotePhases:  phases(w.get("quote_phases")),
		OrderPhases:  phases(w.get("order_phases")),
		MaxPerWindow: w.get("max_messages_per_window").number(),
	}
}

// phases returns the bits of a list of phases.
func phases(list *value) (bits uint16) {
	for _, v := range kids(list) {
		for p := market.PhaseClosed; p < market.PhaseCount; p++ {
			if p.String() == v.text {
				bits |= 1 << p
			}
		}
	}
	return bits
}

// products reads the limits by product; every product needs one.
func (b *builder) products(root *value) {
	have := map[market.Code]bool{}
	var names []string
	for _, in := range b.desk.Instruments {
		if name := in.Product.String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, v := range kids(root.get("products")) {
		at := *v
		at.node, at.text = v.name, v.label()
		code := b.code(&at)
		if !at.bad && !slices.Contains(names, code.String()) {
			b.reference(&at, v.label(), "the products of instruments", names)
		}
		have[code] = true
		b.desk.Risk.Products = append(b.desk.Risk.Products, risk.ProductLimit{Product: code,
			MaxNet: market.Qty(v.get("max_net_lots").number()), MaxDelta: v.get("max_delta").number(),
			MaxVega: v.get("max_vega").number(), MaxLoss: market.Money(v.get("max_loss").number())})
	}
	if products := root.get("products"); products.written() && !products.bad {
		for _, in := range b.desk.Instruments {
			if !have[in.Product] {
				have[in.Product] = true
				k := products.key.elem.child("max_net_lots")
				b.lacks(products, join(products.path, in.Product.String()+"."+k.name), k, " for product "+in.Product.String(), "add "+in.Product.String()+": {"+k.name+": ...}")
			}
		}
	}
}

// fees reads what a lot costs.
func (b *builder) fees() {
	p := &b.desk.Position
	p.Instruments, p.Multiplier = b.desk.Instruments, b.desk.Multiplier
	for _, w := range b.views(orStandard(b.root.get("fees"), "fees")) {
		money := func(name string) market.Money { return market.Money(w.get(name).number()) }
		p.Fees = append(p.Fees, position.Fee{
			OpenPerLot:       money("open_per_lot"),
			ClosePerLot:      money("close_per_lot"),
			CloseTodayPerLot: money("close_today_per_lot"),
			OpenRate:         w.get("open_rate").number(),
			CloseRate:        w.get("close_rate").number(),
			CloseTodayRate:   w.get("close_today_rate").number(),
		})
	}
}

// quoter reads how contracts are quoted.
func (b *builder) quoter() {
	root, p := orStandard(b.root.get("quoter"), "quoter"), &b.desk.Quoter
	p.AutoStart = root.get("start").number() == 1
	p.MaxPerPoll = int(root.get("max_contracts_per_poll").number())
	p.Version = 1
	p.Units = b.desk.Obligation.Units
	if b.root.get("quoter").sound() {
		b.missing(root, b.quote, b.quoted)
	}
	for i, w := range b.quote {
		c := quoter.ContractParams{
			Quote:      b.quoted(i),
			Lead:       b.lead(w, i),
			Comply:     w.get("comply").number() == 1,
			Size:       market.Qty(w.get("size_lots").number()),
			MinMove:    market.Price(w.get("min_move_ticks").number()),
			RefillAt:   market.Qty(w.get("refill_at_lots").number()),
			MinRest:    market.Time(w.get("min_rest").number()),
			StaleAfter: market.Time(w.get("stale_after").number()),
			AckTimeout: market.Time(w.get("ack_timeout").number()),
			Pricing:    prices(w),
			StepWide:   market.Price(w.get("step_wide_ticks").number()),
			Loss:       losing(w),
		}
		p.Contracts = append(p.Contracts, c)
	}
}

// lead returns the contract that w leans on; a contract does not lean on itself.
func (b *builder) lead(w view, i int) market.Contract {
	v := w.get("lead")
	if v == nil {
		return market.NoContract
	}
	c := b.symbol(v)
	if int(c) != i {
		return c
	}
	if w.own != nil && v == w.own.get("lead") {
		p := v.problem(CodeContradiction, "a contract cannot lean on itself")
		p.Found, p.Hint = v.text, "remove lead, or name another contract"
		b.add(p)
	}
	return market.NoContract
}

func prices(w view) pricing.Params {
	n := func(name string) int64 { return w.get("pricing", name).number() }
	return pricing.Params{
		LeadBetaFast:   n("lead_beta_fast"),
		LeadFast:       market.Time(n("lead_fast")),
		ImbalanceGain:  n("imbalance_gain"),
		ThinSpread:     market.Price(n("thin_spread_ticks")),
		ThinAge:        market.Time(n("thin_age")),
		SpreadHalfLife: market.Time(n("spread_half_life")),
		VolHalfLife:    market.Time(n("vol_half_life")),
		WidthVol:       n("width_vol"),
		MinWidth:       market.Price(n("min_width_ticks")),
		MaxWidth:       market.Price(n("max_width_ticks")),
		SkewPerLot:     n("skew_per_lot"),
		MaxSkew:        n("max_skew"),
		Target:         market.Qty(n("target_lots")),
	}
}
