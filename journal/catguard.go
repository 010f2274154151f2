package journal

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
	"quotient/risk/surveillance"
)

func (c *printer) trip(t *port.Trip) {
	c.text("trip", breaker.Kind(t.Kind).String())
	c.text("state", breaker.State(t.State).String())
	c.text("scope", breaker.Scope(t.Scope).String())
	c.contract(t.Contract)
	c.product(t.Product)
	c.text("measure", breaker.Measure(t.Measure).String())
	c.num("value", t.Value)
	c.num("limit", t.Limit)
	c.num("over_ns", int64(t.Over))
	c.num("nth", int64(t.Nth))
	c.instant("at", t.At)
	c.instant("until", t.Until)
	c.text("rearm", breaker.Authority(t.Rearm).String())
	switch breaker.Kind(t.Kind) {
	case breaker.Rejects:
		c.text("reason", name(rejectNames[:], t.Code))
	case breaker.Collar, breaker.Repeat:
		c.text("rule", ruleName(t.Code))
	}
}

func (c *printer) alarm(a *port.Alarm) {
	c.text("rule", surveillance.Kind(a.Kind).String())
	c.text("level", surveillance.Level(a.To).String())
	c.text("was", surveillance.Level(a.From).String())
	c.contract(a.Contract)
	c.product(a.Product)
	if a.Kind == 0 {
		c.text("halt", surveillance.Halt(a.Halt).String())
		return
	}
	c.num("rule_index", int64(a.Rule))
	c.num("value", a.Value)
	c.num("our_stop", a.Stop)
	c.num("threshold", a.Limit)
	c.ref("source", &a.Source)
}

func (c *printer) hold(h *port.Hold) {
	c.contract(h.Contract)
	c.text("mode", modeName(h.Now))
	c.text("was", modeName(h.Was))
	c.text("latch", modeName(h.Latch))
	c.text("trip", breaker.Kind(h.Trip).String())
	c.text("level", surveillance.Level(h.Level).String())
	c.num("restraint", int64(h.Restraint))
	c.num("over_long", int64(h.Long))
	c.num("over_short", int64(h.Short))
	c.instant("until", h.Until)
}

// product writes a product's code; null for the account.
func (c *printer) product(p market.Code) {
	if p == (market.Code{}) {
		c.null("product")
		return
	}
	c.text("product", p.String())
}
