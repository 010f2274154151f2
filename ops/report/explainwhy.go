package report

import (
	"strconv"

	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// why finds the record that made the state what it is.
func (e *Explainer) why(s obligation.State, c *change) Reason {
	l := &c.last
	switch s {
	case obligation.Effective:
		return e.stands(c)
	case obligation.Exempted:
		return Reason{"why.exempt", []string{"why", "@exempt." + obligation.Exempt(c.rec.State().Exempt).String()}}
	case obligation.Off:
		return e.whyOff(c)
	case obligation.Killed:
		return l.killed.by("why.killed")
	case obligation.Paused:
		return l.paused.by("why.paused")
	case obligation.Disconnected:
		return l.down.when("why.down")
	case obligation.StaleData:
		if l.feedDown.set && l.feedDown.rec.Now >= l.fed.rec.Now {
			return l.feedDown.when("why.feed_down")
		}
		if !l.fed.set {
			return Reason{Name: "why.stale_unseen"}
		}
		return l.fed.when("why.stale")
	case obligation.RiskBlocked, obligation.Budget:
		return l.refused.refusal()
	case obligation.AwaitingAck:
		return l.sent.quote("why.awaiting")
	case obligation.SteppedBack:
		return l.need.needs()
	case obligation.NoQuote:
		return e.whyNone(l)
	case obligation.OneSided, obligation.TooSmall:
		return e.whySmall(c)
	case obligation.TooWide:
		return e.whyWide(c)
	}
	return Reason{"why.cannot_tell", []string{"phase", "@phase." + c.rec.State().Phase.String()}}
}

// ledger words a line of the exemption ledger.
func (e *Explainer) ledger(i int) Reason {
	x := &e.exempts[i]
	v := []string{"why", "@exempt." + obligation.Exempt(x.Exempt).String(), "from", timeText(x.From), "to", timeText(x.To),
		"witness", "–", "price", "–", "ref", orDash(x.Ref.String())}
	if int(x.Witness) < len(e.names) {
		v[7] = e.names[x.Witness].Symbol.String()
		if x.Price != 0 {
			v[9] = e.names[x.Witness].FormatPrice(x.Price)
		}
	}
	return Reason{"why.ledger", v}
}

// stands words an effective quote.
func (e *Explainer) stands(c *change) Reason {
	r := c.rec.State()
	if r.QuoteID == 0 {
		return Reason{Name: "why.effective"}
	}
	return Reason{"why.stands", []string{"id", strconv.FormatUint(r.QuoteID, 10), "spread", strconv.FormatInt(int64(r.Ask-r.Bid), 10),
		"bid", strconv.FormatInt(int64(r.BidLeaves), 10), "ask", strconv.FormatInt(int64(r.AskLeaves), 10)}}
}

// whyOff tells time outside of trading from time outside of the set.
func (e *Explainer) whyOff(c *change) Reason {
	phase := c.rec.State().Phase
	if !phase.Scheduled() {
		return Reason{"why.closed", []string{"phase", "@phase." + phase.String()}}
	}
	if m := &c.last.member; m.set && e.in != nil {
		v := m.rec.Member()
		strike := "–"
		if int(v.Underlying) < len(e.names) && v.Row >= 0 {
			strike = e.names[v.Underlying].FormatPrice(v.Strike)
		}
		return Reason{"why.not_member", []string{"strike", strike, "at", timeText(v.At)}}
	}
	return Reason{Name: "why.not_owed"}
}

// whyNone words why no quote stands.
func (e *Explainer) whyNone(l *notes) Reason {
	switch {
	case l.ended.set && (!l.refused.set || l.ended.rec.Now >= l.refused.rec.Now):
		v := l.ended.rec.Event()
		name := "why.ended"
		if v.Kind != market.EventQuoteEnded {
			name = "why.rejected"
		}
		return Reason{name, []string{"id", strconv.FormatUint(v.ID, 10), "at", timeText(l.ended.rec.Now), "code", "@" + endName(v)}}
	case l.refused.set:
		return l.refused.refusal()
	case l.down.set:
		return l.down.when("why.down")
	}
	return Reason{Name: "why.none_sent"}
}

// endName names why a quote ended or was refused, in the catalogue.
func endName(v *market.Event) string {
	list := []string{"none", "other", "unknown", "closed", "price", "size", "spread", "duplicate", "funds", "rate", "latch", "down", "late"}
	kind := "reject."
	if v.Kind == market.EventQuoteEnded {
		list, kind = []string{"none", "cancelled", "replaced", "filled", "expired", "mass_cancelled"}, "end."
	}
	if int(v.Code) >= len(list) {
		return kind + "none"
	}
	return kind + list[v.Code]
}

// whySmall words legs that are filled or too small.
func (e *Explainer) whySmall(c *change) Reason {
	r := c.rec.State()
	least := "–"
	if e.x.Terms != nil {
		least = strconv.FormatInt(int64(e.x.Terms.MinSize), 10)
	}
	v := []string{"id", strconv.FormatUint(r.QuoteID, 10), "bid", strconv.FormatInt(int64(r.BidLeaves), 10),
		"ask", strconv.FormatInt(int64(r.AskLeaves), 10), "least", least}
	if f := &c.last.fill; f.set && f.rec.Event().ID == r.QuoteID {
		x := f.rec.Event()
		return Reason{"why.filled", append(v, "qty", strconv.FormatInt(int64(x.Qty), 10), "side", "@side."+x.Side.String(), "at", timeText(f.rec.Now))}
	}
	return Reason{"why.small", v}
}

func (e *Explainer) whyWide(c *change) Reason {
	r := c.rec.State()
	widest := "@why.by_tier"
	if e.x.Terms != nil && e.x.Terms.MaxSpread > 0 {
		widest = strconv.FormatInt(int64(e.x.Terms.MaxSpread), 10)
	}
	return Reason{"why.wide", []string{"id", strconv.FormatUint(r.QuoteID, 10), "spread", strconv.FormatInt(int64(r.Ask-r.Bid), 10), "widest", widest}}
}

// when words a record by its time.
func (n *note) when(name string) Reason {
	if !n.set {
		return Reason{Name: "why.not_on_record"}
	}
	return Reason{name, []string{"at", timeText(n.rec.Now)}}
}

// by words a command, or a change of mode, by who asked.
func (n *note) by(name string) Reason {
	if !n.set {
		return Reason{Name: "why.not_on_record"}
	}
	actor, ref := "", ""
	if n.rec.Kind == port.RecordCommand {
		actor, ref = n.rec.Command().Actor.String(), n.rec.Command().Ref.String()
	} else {
		actor = n.rec.Mode().Actor.String()
	}
	return Reason{name, []string{"actor", orDash(actor), "at", timeText(n.rec.Now), "ref", orDash(ref)}}
}

// refusal words what the gate refused.
func (n *note) refusal() Reason {
	if !n.set {
		return Reason{Name: "why.not_on_record"}
	}
	d := n.rec.Decision()
	return Reason{"why.refused", []string{"id", strconv.FormatUint(d.Instruction.ID, 10), "at", timeText(n.rec.Now), "rule", ruleName(d.Rule),
		"value", strconv.FormatInt(d.Value, 10), "limit", strconv.FormatInt(d.Limit, 10)}}
}

// quote words a quote that was sent.
func (n *note) quote(name string) Reason {
	if !n.set {
		return Reason{Name: "why.not_on_record"}
	}
	return Reason{name, []string{"id", strconv.FormatUint(n.rec.Decision().Instruction.ID, 10), "at", timeText(n.rec.Now)}}
}

// needs words the need by which steering chose not to quote.
func (n *note) needs() Reason {
	if !n.set {
		return Reason{Name: "why.stepped"}
	}
	v := n.rec.Need()
	return Reason{"why.need", []string{"need", needName(v.Now), "slack", spanText(v.Slack), "at", timeText(n.rec.Now)}}
}
