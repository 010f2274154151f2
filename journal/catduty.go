package journal

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

func (c *printer) unit(u *port.Unit) {
	c.unitIndex(u.Unit)
	c.ref("name", &u.Name)
	c.date("trading_day", u.Date)
	c.flag("final", u.Final != 0)
	c.text("by", name(aggregationNames[:], u.By))
	c.text("verdict", name(verdictNames[:], u.Verdict))
	c.num("contracts", int64(u.Contracts))
	c.num("passed", int64(u.Passed))
	c.num("days", int64(u.Days))
	c.num("days_passed", int64(u.DaysPassed))
	c.num("target_ppm", u.Target)
	c.num("month_effective_low_ns", int64(u.Low))
	c.num("month_effective_high_ns", int64(u.High))
	c.num("month_elapsed_ns", int64(u.D))
	c.num("month_left_ns", int64(u.R))
	c.num("slack_ns", int64(u.Slack))
	c.share("need_rest_ppm", u.NeedRest)
	c.num("requests", u.Requests)
	c.num("excluded", u.Excluded)
	c.num("answered_low", u.AnsweredLow)
	c.num("answered_high", u.AnsweredHigh)
	c.num("missed", u.Missed)
	c.num("open", u.Open)
}

// unitIndex writes the index of a unit; null when there is none.
func (c *printer) unitIndex(u uint8) {
	if u == port.NoUnit {
		c.null("unit")
		return
	}
	c.num("unit", int64(u))
}

// share writes parts per million; null when there is nothing to have a share of.
func (c *printer) share(field string, ppm int64) {
	if ppm < 0 {
		c.null(field)
		return
	}
	c.num(field, ppm)
}

func (c *printer) request(q *port.Request) {
	c.contract(q.Contract)
	c.unitIndex(q.Unit)
	c.date("trading_day", q.Date)
	c.ref("ref", &q.Ref)
	c.text("verdict_low", answerName(q.Low))
	c.text("verdict_high", answerName(q.High))
	c.instant("made", q.At)
	c.instant("seen", q.Seen)
	c.instant("due", q.Due)
	c.instant("answer_low", q.AnsweredLow)
	c.instant("answer_high", q.AnsweredHigh)
	c.num("held_low_ns", int64(q.HeldLow))
	c.num("held_high_ns", int64(q.HeldHigh))
	c.instant("decided", q.Decided)
	c.unsigned("quote_id", q.QuoteID)
	c.text("purpose", market.Purpose(q.Purpose).String())
	c.text("rule", ruleName(q.Rule))
	c.causes(q.Cause)
}

// causes writes the loop's own reasons by the names of the states that they make.
func (c *printer) causes(bits uint8) {
	c.key("causes")
	c.b = append(c.b, '[')
	for i, first := 0, true; i < 8; i++ {
		if bits&(1<<i) == 0 {
			continue
		}
		if !first {
			c.b = append(c.b, ',')
		}
		first = false
		c.b = appendQuoted(c.b, name(causeNames[:], uint8(i)))
	}
	c.b = append(c.b, ']')
}

func (c *printer) member(m *port.Member) {
	in := c.instrument(m.Underlying)
	c.num("series", int64(m.Series))
	c.symbol("underlying", m.Underlying)
	c.text("why", name(restrikeNames[:], m.Why))
	c.instant("at", m.At)
	c.price("reference", in, m.Reference, m.Reference != 0)
	c.price("strike", in, m.Strike, m.Row >= 0)
	c.row("row", m, m.Row)
	c.row("first_row", m, m.First)
	c.row("last_row", m, m.Last)
}

// row writes the index of a strike; null when the set is empty.
func (c *printer) row(field string, m *port.Member, row int16) {
	if m.Row < 0 {
		c.null(field)
		return
	}
	c.num(field, int64(row))
}

func (c *printer) need(n *port.Need) {
	c.unitIndex(n.Unit)
	c.contract(n.Contract)
	c.text("need", needName(n.Now))
	c.text("was", needName(n.Was))
	c.num("target_ppm", n.Target)
	c.num("month_effective_low_ns", int64(n.E))
	c.num("month_elapsed_ns", int64(n.D))
	c.num("month_left_ns", int64(n.R))
	c.num("slack_ns", int64(n.Slack))
	c.share("need_rest_ppm", n.NeedRest)
	c.num("reserve_ns", int64(n.Reserve))
	c.num("watch_ns", int64(n.Watch))
	c.num("critical_ppm", n.Critical)
}

func (c *printer) quality(q *port.Quality) {
	c.contract(q.Contract)
	c.date("trading_day", q.Date)
	c.flag("final", q.Final != 0)
	c.num("measured_ns", int64(q.Effective))
	c.num("at_best_ns", int64(q.AtBest))
	c.num("at_best_bid_ns", int64(q.AtBestBid))
	c.num("at_best_ask_ns", int64(q.AtBestAsk))
	c.num("spread_tick_ns", q.SpreadTime)
	c.num("passive", int64(q.Passive))
	c.num("aggressive", int64(q.Aggressive))
	c.num("oversize", int64(q.Oversize))
	c.num("self_trade", int64(q.SelfTrade))
	c.lots("market", q.Market)
	c.lots("open_interest", q.OpenInt)
	c.num("orders", q.Orders)
	c.num("cancels", q.Cancels)
	c.num("cancelled", int64(q.Cancelled))
	c.num("requests", q.Requests)
}

// lots writes a quantity that may not be known: null then.
func (c *printer) lots(field string, q market.Qty) {
	if q < 0 {
		c.null(field)
		return
	}
	c.num(field, int64(q))
}

// The arrays above have a name for every value.
var (
	_ = [1]struct{}{}[len(aggregationNames)-int(obligation.AggregationCount)]
	_ = [1]struct{}{}[len(verdictNames)-int(obligation.VerdictCount)]
)
