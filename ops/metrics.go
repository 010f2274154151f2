package ops

import (
	"net/http"
	"strconv"
	"time"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// rawFigures are the numbers of a page that the JSON shows as words.
type rawFigures struct {
	mode, stage uint8
	refusals    [port.MaxRules]uint64
	contracts   []rawContract
}

type rawContract struct {
	target, need int64
	vol          int64
}

func (r *rawFigures) take(s *port.Snapshot) {
	r.mode, r.stage, r.refusals = s.Mode, s.Stage, s.Refusals
	n := min(int(s.Contracts), len(s.Contract))
	r.contracts = make([]rawContract, n)
	for i := range n {
		c := &s.Contract[i]
		r.contracts[i] = rawContract{c.Target, c.NeedRest, c.Vol}
	}
}

// metrics writes the newest sample in Prometheus' text format. All work is done
// here, at the scrape.
func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) {
	var e exposition
	info := &s.p.Info
	e.family("quotient_build_info", "gauge", "Build and desk, always 1.").
		add("1", "build", info.Build, "config_hash", info.ConfigHash, "desk", info.Desk, "account", info.Account)
	e.family("quotient_page_streams", "gauge", "Open streams of the live page.").add(strconv.Itoa(s.hub.count()))
	e.family("quotient_page_skipped_total", "counter", "Updates that a slow page never got because a newer one came.").
		add(strconv.FormatUint(s.hub.skipped.Load(), 10))
	p, old := s.sampler.latest()
	e.family("quotient_snapshot_present", "gauge", "1 once the loop has published a snapshot.").add(truth(p != nil))
	if p != nil {
		p.deskMetrics(&e, info, old)
		p.unitMetrics(&e)
		p.contractMetrics(&e)
		p.steeringMetrics(&e)
		p.tradeMetrics(&e)
		p.controlMetrics(&e)
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Write(e.b.Bytes())
}

func (s *sample) deskMetrics(e *exposition, info *Info, old time.Duration) {
	st := &s.view.status
	gauge := func(name, help, value string) { e.family(name, "gauge", help).add(value) }
	counter := func(name, help string, v uint64) {
		e.family(name, "counter", help).add(strconv.FormatUint(v, 10))
	}
	gauge("quotient_snapshot_age_seconds", "Wall time since the loop's last snapshot.", secondsText(market.Time(old)))
	modes := e.family("quotient_mode", "gauge", "1 for the mode that is in force.")
	for m := range uint8(risk.ModeCount) {
		modes.add(truth(m == s.view.raw.mode), "mode", modeName(m))
	}
	stages := e.family("quotient_stage", "gauge", "1 for the stage of the trading session that is reached.")
	for i, name := range info.Stages {
		stages.add(truth(i == int(s.view.raw.stage)), "stage", name)
	}
	gauge("quotient_latch_epoch", "How often the kill latch was set.", strconv.FormatUint(st.Latch.Epoch, 10))
	gauge("quotient_venue_up", "1 while the trading session is logged on.", truth(st.Venue.Up))
	gauge("quotient_feed_up", "1 while the market data feed is connected.", truth(st.Feed.Up))
	optional(e, "quotient_venue_age_seconds", "Time since the trading session's last inbound message.", st.Venue.AgeNs)
	optional(e, "quotient_feed_age_seconds", "Time since the feed's last message.", st.Feed.AgeNs)
	counter("quotient_polls_total", "Polls that did something.", st.Polls)
	counter("quotient_events_total", "Events drained.", st.Events)
	counter("quotient_decisions_total", "Instructions put before the gate.", st.Decisions)
	counter("quotient_approved_total", "Instructions the gate approved.", st.Approved)
	counter("quotient_messages_total", "Messages handed to the session in the trading day.", st.Messages)
	counter("quotient_not_sent_total", "Approved instructions the session dropped.", st.NotSent)
	counter("quotient_fills_total", "Fills taken in.", st.Fills)
	refusals := e.family("quotient_refusals_total", "counter", "Instructions the gate refused, by rule.")
	for rule, n := range s.view.raw.refusals {
		if n > 0 {
			refusals.add(strconv.FormatUint(n, 10), "rule", ruleName(uint8(rule)))
		}
	}
	gauge("quotient_ids_left", "Instruction ids left in the granted block.", strconv.FormatUint(st.IDsLeft, 10))
	gauge("quotient_alarms", "Things missing or wrong that do not stop quoting; the page says which.", strconv.Itoa(len(st.Alarms)))
}

// optional writes a duration that may not be known yet.
func optional(e *exposition, name, help string, ns *int64) {
	f := e.family(name, "gauge", help)
	if ns != nil {
		f.add(secondsText(market.Time(*ns)))
	}
}

// contractMetrics writes what the obligation counts.
func (s *sample) contractMetrics(e *exposition) {
	each := s.each(e)
	each("quotient_obliged", "1 while the contract has terms today.", func(c *Contract, _ int, put put) { put(truth(c.Obliged)) })
	each("quotient_state", "The contract's state now; only the present state is listed.", func(c *Contract, _ int, put put) {
		put("1", "state", c.State, "letter", c.Letter, "exempt", c.Exempt)
	})
	each("quotient_state_age_seconds", "How long the present state has lasted.", func(c *Contract, _ int, put put) {
		if c.StateNs != nil {
			put(secondsText(market.Time(*c.StateNs)))
		}
	})
	each("quotient_target_ratio", "Share of obliged time the agreement asks for.", obliged(func(_ *Contract, i int) string {
		return fixed(s.view.raw.contracts[i].target, 6)
	}))
	each("quotient_month_effective_ratio", "Effective over obliged time this month, rounded down.", func(c *Contract, _ int, put put) {
		if c.Month != nil && c.Month.RatioLow != nil && c.Month.RatioHigh != nil {
			put(*c.Month.RatioLow, "bound", "low")
			put(*c.Month.RatioHigh, "bound", "high")
		}
	})
	each("quotient_slack_seconds", "Ineffective time the month can still bear; below 0 it is lost.", obliged(func(c *Contract, _ int) string {
		return secondsText(c.Month.SlackNs)
	}))
	each("quotient_need_rest_ratio", "Ratio needed in the rest of the month, rounded up; above 1 it is lost.", func(c *Contract, i int, put put) {
		if need := s.view.raw.contracts[i].need; c.Obliged && need >= 0 {
			put(fixed(need, 6))
		}
	})
	each("quotient_month_elapsed_seconds", "Obliged time of the month so far.", obliged(func(c *Contract, _ int) string { return secondsText(c.Month.ElapsedNs) }))
	each("quotient_month_left_seconds", "Obliged time left in the month.", obliged(func(c *Contract, _ int) string { return secondsText(c.Month.LeftNs) }))
	each("quotient_day_scheduled_seconds", "Scheduled time of the trading day so far.", obliged(func(c *Contract, _ int) string { return secondsText(c.Day.ScheduledNs) }))
	each("quotient_day_effective_seconds", "Effective time of the trading day so far.", func(c *Contract, _ int, put put) {
		if c.Day != nil {
			put(secondsText(c.Day.LowNs), "bound", "low")
			put(secondsText(c.Day.HighNs), "bound", "high")
		}
	})
	each("quotient_day_exempt_seconds", "Exempt time of the trading day by reason.", func(c *Contract, _ int, put put) {
		if c.Day != nil {
			putTimes(put, c.Day.Exempt)
		}
	})
	each("quotient_day_ineffective_seconds", "Ineffective time of the trading day by reason.", func(c *Contract, _ int, put put) {
		if c.Day != nil {
			putTimes(put, c.Day.Ineffective)
		}
	})
}

// tradeMetrics writes what stands, what was traded and what was sent.
func (s *sample) tradeMetrics(e *exposition) {
	each := s.each(e)
	whole := func(v int64) string { return strconv.FormatInt(v, 10) }
	each("quotient_quote_spread_ticks", "Spread of the standing quote.", func(c *Contract, _ int, put put) {
		if c.Quote.Spread != nil {
			put(whole(*c.Quote.Spread))
		}
	})
	each("quotient_quote_max_spread_ticks", "Widest spread the agreement takes.", obliged(func(c *Contract, _ int) string { return whole(int64(c.Terms.MaxSpread)) }))
	each("quotient_quote_lots", "Lots left of the standing quote.", func(c *Contract, _ int, put put) {
		put(whole(int64(c.Quote.BidQty)), "side", "bid")
		put(whole(int64(c.Quote.AskQty)), "side", "ask")
	})
	each("quotient_quote_min_lots", "Smallest size the agreement takes.", obliged(func(c *Contract, _ int) string { return whole(int64(c.Terms.MinSize)) }))
	each("quotient_book_age_seconds", "Time since the contract's last snapshot.", func(c *Contract, _ int, put put) {
		if c.Book.AgeNs != nil {
			put(secondsText(market.Time(*c.Book.AgeNs)))
		}
	})
	each("quotient_volatility_ticks", "Standard deviation of the mid over one minute.", func(_ *Contract, i int, put put) {
		put(fixed(s.view.raw.contracts[i].vol, 3))
	})
	each("quotient_position_lots", "Position held.", func(c *Contract, _ int, put put) {
		put(whole(int64(c.Long)), "side", "long")
		put(whole(int64(c.Short)), "side", "short")
	})
	each("quotient_pnl_yuan", "Profit and loss of the trading day after fees.", func(c *Contract, _ int, put put) { put(fixed(int64(c.PnL), 2)) })
	each("quotient_fees_yuan", "Fees of the trading day.", func(c *Contract, _ int, put put) { put(fixed(int64(c.Fees), 2)) })
	count := func(name, help string, get func(*Contract) int64) {
		f := e.family(name, "counter", help+" in the trading day.")
		for i := range s.view.contracts {
			c := &s.view.contracts[i]
			f.add(whole(get(c)), "contract", c.Symbol)
		}
	}
	count("quotient_contract_quotes_total", "Quotes sent", func(c *Contract) int64 { return c.Quotes })
	count("quotient_contract_messages_total", "Messages sent", func(c *Contract) int64 { return c.Msgs })
	count("quotient_contract_cancels_total", "Cancels sent", func(c *Contract) int64 { return c.Cancels })
	count("quotient_contract_fills_total", "Fills", func(c *Contract) int64 { return c.Fills })
	count("quotient_contract_bought_lots_total", "Lots bought", func(c *Contract) int64 { return int64(c.Bought) })
	count("quotient_contract_sold_lots_total", "Lots sold", func(c *Contract) int64 { return int64(c.Sold) })
}

// put writes one sample of the contract at hand.
type put func(value string, labels ...string)

// each returns a function that writes a gauge for every contract.
func (s *sample) each(e *exposition) func(name, help string, f func(*Contract, int, put)) {
	return func(name, help string, f func(*Contract, int, put)) {
		out := e.family(name, "gauge", help)
		for i := range s.view.contracts {
			c := &s.view.contracts[i]
			f(c, i, func(value string, labels ...string) {
				out.add(value, append([]string{"contract", c.Symbol}, labels...)...)
			})
		}
	}
}

// obliged writes a figure that only a contract with terms has.
func obliged(f func(*Contract, int) string) func(*Contract, int, put) {
	return func(c *Contract, i int, put put) {
		if c.Obliged {
			put(f(c, i))
		}
	}
}

// putTimes writes times by reason, in the order of their names.
func putTimes(put put, times map[string]market.Time) {
	for _, reason := range sortedKeys(times) {
		put(secondsText(times[reason]), "reason", reason)
	}
}
