package journal

import (
	"strconv"

	"quotient/market"
	"quotient/quoter/port"
)

func instructionHasContract(k market.InstructionKind) bool {
	return k.Adds() || k == market.InstructQuoteEnd || k == market.InstructOrderEnd
}

func (c *printer) decision(d *port.Decision) {
	i := &d.Instruction
	in := c.instrument(i.Contract)
	c.text("instruction", i.Kind.String())
	if instructionHasContract(i.Kind) {
		c.contract(i.Contract)
	} else {
		c.null("contract")
	}
	c.unsigned("id", i.ID)
	c.unsigned("target", i.Target)
	c.text("purpose", i.Purpose.String())
	c.text("side", i.Side.String())
	c.leg("bid", in, i.Bid, i.BidQty)
	c.text("bid_offset", i.BidOffset.String())
	c.leg("ask", in, i.Ask, i.AskQty)
	c.text("ask_offset", i.AskOffset.String())
	c.ref("request", &i.Request)
	c.instant("request_due", i.RequestDue)
	c.flag("approved", d.Rule == 0)
	c.text("rule", ruleName(d.Rule))
	c.num("value", d.Value)
	c.num("limit", d.Limit)
	c.text("mode", modeName(d.Mode))
	c.unsigned("latch", d.Latch)
	c.unsigned("table", d.Table)
	c.text("phase", d.Phase.String())
	c.leg("book_bid", in, d.BookBid, d.BookBidQty)
	c.leg("book_ask", in, d.BookAsk, d.BookAskQty)
	c.price("upper", in, d.Upper, d.Upper != 0)
	c.price("lower", in, d.Lower, d.Lower != 0)
	c.num("fair_milliticks", d.Fair)
}

// leg writes a price and its quantity; there is no price without a quantity.
func (c *printer) leg(name string, in *market.Instrument, p market.Price, q market.Qty) {
	c.price(name, in, p, q != 0)
	c.num(name+"_qty", int64(q))
}

func (c *printer) mode(m *port.Mode) {
	c.text("mode", modeName(m.Mode))
	c.text("stage", name(stageNames[:], m.Stage))
	c.unsigned("latch", m.Epoch)
	c.ref("actor", &m.Actor)
}

func (c *printer) state(s *port.State) {
	in := c.instrument(s.Contract)
	c.contract(s.Contract)
	c.text("state", stateName(s.State))
	c.text("was", stateName(s.Was))
	c.text("exempt", exemptName(s.Exempt))
	c.text("phase", s.Phase.String())
	c.unsigned("quote_id", s.QuoteID)
	c.leg("bid", in, s.Bid, s.BidLeaves)
	c.leg("ask", in, s.Ask, s.AskLeaves)
	c.num("scheduled_ns", int64(s.Scheduled))
	c.num("effective_low_ns", int64(s.Low))
	c.num("effective_high_ns", int64(s.High))
	c.leg("book_bid", in, s.BookBid, s.BookBidQty)
	c.leg("book_ask", in, s.BookAsk, s.BookAskQty)
	c.price("last", in, s.Last, s.Last != 0)
	c.price("upper", in, s.Upper, s.Upper != 0)
	c.price("lower", in, s.Lower, s.Lower != 0)
}

func (c *printer) tallyTime(t *port.TallyTime) {
	c.contract(t.Contract)
	c.date("trading_day", t.Date)
	c.flag("final", t.Final != 0)
	c.num("scheduled_ns", int64(t.Scheduled))
	c.num("effective_low_ns", int64(t.Low))
	c.num("effective_high_ns", int64(t.High))
	c.key("exempt_ns")
	c.begin()
	for i, v := range t.Exempt {
		if n := exemptKey(i); n != "" || v != 0 {
			c.num(orIndex(n, i), int64(v))
		}
	}
	c.end()
	c.key("ineffective_ns")
	c.begin()
	for i, v := range t.Ineffective {
		if n := reasonKey(i); n != "" || v != 0 {
			c.num(orIndex(n, i), int64(v))
		}
	}
	c.end()
}

// orIndex makes sure that no time goes unprinted, even under an index in use by
// no name.
func orIndex(name string, i int) string {
	if name == "" {
		return strconv.Itoa(i)
	}
	return name
}

func (c *printer) tally(t *port.Tally) {
	c.contract(t.Contract)
	c.date("trading_day", t.Date)
	c.flag("final", t.Final != 0)
	c.num("target_ppm", t.Target)
	c.text("exempt_time", effectName(t.Effect))
	c.num("quotes", t.Quotes)
	c.num("messages", t.Messages)
	c.num("fills", t.Fills)
	c.num("bought", int64(t.Bought))
	c.num("sold", int64(t.Sold))
	c.num("position", int64(t.Position))
	c.num("pnl_fen", int64(t.PnL))
	c.num("fees_fen", int64(t.Fees))
	c.num("refusals", t.RefusalsByAny)
	c.num("month_effective_low_ns", int64(t.MonthLow))
	c.num("month_effective_high_ns", int64(t.MonthHigh))
	c.num("month_elapsed_ns", int64(t.MonthElapsed))
	c.num("month_left_ns", int64(t.MonthLeft))
	c.num("slack_ns", int64(t.Slack))
	c.share("need_rest_ppm", t.NeedRest)
}

func (c *printer) poll(p *port.Poll) {
	c.key("drained")
	c.begin()
	for i, n := range p.Drained {
		if i < len(ringNames) || n != 0 {
			c.unsigned(name(ringNames[:], uint8(i)), uint64(n))
		}
	}
	c.end()
	c.unsigned("work", uint64(p.Work))
	c.instant("next", p.Next)
	c.key("digest")
	c.b = append(c.b, '"')
	for shift := 60; shift >= 0; shift -= 4 {
		c.b = append(c.b, hexDigits[p.Digest>>shift&15])
	}
	c.b = append(c.b, '"')
}

func (c *printer) exempt(x *port.Exempt) {
	c.contract(x.Contract)
	c.date("trading_day", x.Date)
	c.text("exempt", exemptName(x.Exempt))
	c.instant("from", x.From)
	c.instant("to", x.To)
	c.symbol("witness", x.Witness)
	c.price("at_limit", c.instrument(x.Witness), x.Price, x.Price != 0)
	c.ref("ref", &x.Ref)
}
