package config

import (
	"strings"

	"quotient/sim"
)

// rooms asks every room whether it can work with its Params. The checks above
// say most of it in better words; what a room still finds is reported at the key
// that it names.
func (b *builder) rooms() {
	d := b.desk
	d.Calendar.Check(func(name string, found, allowed int64) {
		b.room(b.root.get("calendar"), "calendar."+name, found, allowed)
	})
	d.Risk.Check(func(name string, found, allowed int64) {
		b.room(b.riskKey(name), "risk."+name, found, allowed)
	})
	d.Obligation.Check(func(name string, found, allowed int64) {
		b.room(b.root.get("terms"), name, found, allowed)
	})
	d.Requests.Check(func(name string, found, allowed int64) {
		b.room(b.root.get("terms"), "response."+name, found, allowed)
	})
	d.Position.Check(func(name string, found, allowed int64) {
		b.room(b.root.get("fees"), name, found, allowed)
	})
	for i := range d.Quoter.Contracts {
		d.Quoter.Contracts[i].Pricing.Check(func(name string, found, allowed int64) {
			b.room(b.quote[i].find("pricing", name), name, found, allowed)
		})
		d.Quoter.Contracts[i].Loss.Check(func(name string, found, allowed int64) {
			b.room(b.quote[i].find("loss", name), name, found, allowed)
		})
	}
	b.rewards()
	b.controls()
	if d.Sim.Contracts[0].Start != 0 {
		p := sim.Params{Instruments: d.Instruments, Contracts: d.Sim.Contracts, Rules: d.Sim.Rules, Delays: d.Sim.Delays}
		p.Check(func(name string, found, allowed int64) {
			b.room(b.root.get("sim"), "sim."+name, found, allowed)
		})
	}
}

// rewards asks the rooms that measure and price what is beyond the obligation.
func (b *builder) rewards() {
	d := b.desk
	if len(d.Quoter.Steering) > 0 {
		d.Quoter.Steering.Check(func(name string, found, allowed int64) {
			b.room(b.root.get("steering"), "steering."+name, found, allowed)
		})
	}
	d.Quality.Check(func(name string, found, allowed int64) {
		b.room(b.root.get("quality"), "quality."+name, found, allowed)
	})
	d.Award.Check(func(name string, found, allowed int64) {
		b.room(b.root.get("award"), name, found, allowed)
	})
}

// controls asks the rooms that a desk may go without.
func (b *builder) controls() {
	d := b.desk
	ask := func(section string) func(name string, found, allowed int64) {
		return func(name string, found, allowed int64) {
			b.room(b.root.get(section), section+"."+name, found, allowed)
		}
	}
	if d.Breaker != nil {
		d.Breaker.Check(ask("protection"))
	}
	if d.Conduct != nil {
		d.Conduct.Check(ask("conduct"))
	}
	if d.Limits != nil {
		d.Limits.Check(ask("limits"))
	}
	if d.Margin != nil {
		d.Margin.Check(ask("funds"))
	}
}

// riskKey returns the value that the gate means by a name such as
// limits[3].max_long or max_messages.
func (b *builder) riskKey(name string) *value {
	rest, found := strings.CutPrefix(name, "limits[")
	if index, own, ok := strings.Cut(rest, "]."); found && ok {
		if i, bad := parseInt(scalar{text: index, plain: true}, &key{kind: kindInt}); bad == nil && int(i) < len(b.gate) {
			return b.gate[i].find("", own)
		}
	}
	w := view{section: b.root, defaults: b.root.get("risk")}
	return w.find("", name)
}

// find returns the value that a room's own name for a key means: the same name,
// with or without its unit.
func (w view) find(inner, name string) *value {
	switch name {
	case "max_order_qty", "min_order_qty":
		name = strings.TrimSuffix(name, "_qty") + "_lots"
	case "max_value":
		name = "max_order_value"
	case "max_per_window":
		name = "max_messages_per_window"
	case "for_cancels":
		name = "reserved_for_cancels"
	case "max_day":
		name = "max_messages_per_day"
	}
	for _, suffix := range []string{"", "_ticks", "_lots"} {
		names := []string{name + suffix}
		if inner != "" {
			names = []string{inner, name + suffix}
		}
		if v := w.get(names...); v != nil {
			return v
		}
	}
	return nil
}

// room reports what a room's Check found.
func (b *builder) room(v *value, name string, found, allowed int64) {
	if v == nil || v.key.kind >= kindList {
		p := Problem{Path: name, Code: CodeRange, Message: "out of range", Found: itoa(found), Allowed: "such as " + itoa(allowed)}
		if v.written() {
			at := v.problem(p.Code, p.Message)
			at.Path, at.Found, at.Allowed = p.Path, p.Found, p.Allowed
			p = at
		}
		b.add(p)
		return
	}
	p := v.problem(CodeRange, "out of range")
	p.Found, p.Allowed = v.key.format(found), "such as "+v.key.format(allowed)
	b.add(p)
}
