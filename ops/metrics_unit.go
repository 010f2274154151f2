package ops

import (
	"strconv"

	"quotient/market"
	"quotient/obligation/award"
)

// unitMetrics writes what the agreement judges as one, how the month is likely to
// end, and where the term stands.
func (s *sample) unitMetrics(e *exposition) {
	each := s.eachUnit(e)
	each("quotient_unit", "What an agreement judges as one, always 1.", func(u *Unit, put put) {
		put("1", "verdict", u.Verdict, "need", u.Need)
	})
	each("quotient_unit_target_ratio", "Share of obliged time, or of requests, the agreement asks for.", func(u *Unit, put put) { put(fixed(u.target, 6)) })
	each("quotient_unit_ratio", "Share reached this month, rounded down.", func(u *Unit, put put) {
		if u.RatioLow != nil && u.RatioHigh != nil {
			put(*u.RatioLow, "bound", "low")
			put(*u.RatioHigh, "bound", "high")
		}
	})
	each("quotient_unit_slack_seconds", "Ineffective time the unit's month can still bear; below 0 it is lost.", func(u *Unit, put put) {
		if u.SlackNs != nil {
			put(secondsText(*u.SlackNs))
		}
	})
	each("quotient_unit_need_rest_ratio", "Ratio needed in what is left, rounded up; above 1 it is lost.", func(u *Unit, put put) {
		if u.need >= 0 {
			put(fixed(u.need, 6))
		}
	})
	each("quotient_unit_contracts", "Contracts that owe something in the month.", func(u *Unit, put put) {
		put(strconv.Itoa(int(u.Contracts)), "reached", "any")
		put(strconv.Itoa(int(u.Passed)), "reached", "target")
	})
	each("quotient_unit_days", "Trading days of the month that count so far.", func(u *Unit, put put) {
		put(strconv.Itoa(int(u.Days)), "reached", "any")
		put(strconv.Itoa(int(u.DaysPassed)), "reached", "target")
	})
	s.answerMetrics(e)
	s.forecastMetrics(e)
	s.seasonMetrics(e)
}

// answerMetrics writes the requests for quote of the month and of now.
func (s *sample) answerMetrics(e *exposition) {
	each := s.eachUnit(e)
	each("quotient_unit_requests", "Requests for quote of the month by what they came to.", func(u *Unit, put put) {
		if a := u.Answers; a != nil {
			for _, k := range []struct {
				name string
				n    int64
			}{{"counted", a.Requests}, {"excluded", a.Excluded}, {"answered_low", a.AnsweredLow},
				{"answered_high", a.AnsweredHigh}, {"missed", a.Missed}, {"open", a.Open}} {
				put(strconv.FormatInt(k.n, 10), "kind", k.name)
			}
		}
	})
	each("quotient_unit_requests_may_miss", "How many requests more may be missed; below 0 too many are.", func(u *Unit, put put) {
		if u.Answers != nil {
			put(strconv.FormatInt(u.Answers.MayMiss, 10))
		}
	})
	due := e.family("quotient_request_due_seconds", "gauge", "Time left to answer the most urgent open request; below 0 it is too late.")
	var first *int64
	for i := range s.view.requests {
		if d := s.view.requests[i].DueNs; d != nil && (first == nil || *d < *first) {
			first = d
		}
	}
	if first != nil {
		due.add(secondsText(market.Time(*first)))
	}
}

// eachForecast writes a gauge for every unit that has a forecast.
func (s *sample) eachForecast(e *exposition) func(name, help string, f func(*Forecasted, put)) {
	each := s.eachUnit(e)
	return func(name, help string, f func(*Forecasted, put)) {
		each(name, help, func(u *Unit, put put) {
			if u.Forecast != nil {
				f(u.Forecast, put)
			}
		})
	}
}

func (s *sample) forecastMetrics(e *exposition) {
	each := s.eachForecast(e)
	each("quotient_forecast_ratio", "Ratio at the end of the month by quantile, rounded down.", func(f *Forecasted, put put) {
		if f.Low != nil {
			put(*f.Low, "quantile", "0.05")
			put(*f.Mid, "quantile", "0.5")
			put(*f.High, "quantile", "0.95")
		}
	})
	each("quotient_forecast_chance_ratio", "Probability of meeting the month, rounded down.", func(f *Forecasted, put put) {
		if f.Chance != nil {
			put(*f.Chance)
		}
	})
	each("quotient_forecast_sessions", "Past trading days the forecast rests on.", func(f *Forecasted, put put) { put(strconv.Itoa(f.Sessions)) })
	each("quotient_slack_burn_seconds", "Slack lost in the window before now; below 0 regained.", func(f *Forecasted, put put) {
		for _, b := range f.Burns {
			if b.PerHour != nil {
				put(secondsText(b.LostNs), "window_seconds", strconv.FormatInt(int64(b.WindowNs/market.Second), 10))
			}
		}
	})
	each("quotient_slack_ends_timestamp_seconds", "When slack ends at the present burn; absent when it lasts the month.", moment(func(f *Forecasted) market.Time { return f.of.EndsAt }))
	each("quotient_month_impossible_timestamp_seconds", "When the month is lost if nothing is quoted from now on; absent when it is not.", moment(func(f *Forecasted) market.Time { return f.of.ImpossibleAt }))
	each("quotient_safe_dark_seconds", "Obliged time the quote may be away without losing the month.", func(f *Forecasted, put put) {
		if f.SafeDark != nil {
			put(secondsText(market.Time(*f.SafeDark) * market.Minute))
		}
	})
}

// moment writes an instant that may not come.
func moment(at func(*Forecasted) market.Time) func(*Forecasted, put) {
	return func(f *Forecasted, put put) {
		if t := at(f); t != 0 {
			put(secondsText(t))
		}
	}
}

func (s *sample) seasonMetrics(e *exposition) {
	missed := e.family("quotient_season_missed_months", "gauge", "Months missed within the agreement's term.")
	for _, t := range s.view.terms {
		for _, k := range []struct {
			kind, bound string
			n           int32
		}{{"row", "low", t.Row}, {"row", "high", t.MayRow}, {"total", "low", t.Total}, {"total", "high", t.MayTotal}} {
			missed.add(strconv.Itoa(int(k.n)), "product", t.Product, "kind", k.kind, "bound", k.bound)
		}
	}
	standing := e.family("quotient_season_standing", "gauge", "1 for where the agreement's term stands.")
	for _, t := range s.view.terms {
		for st := range award.StandingCount {
			name := st.String()
			standing.add(truth(name == t.Standing), "product", t.Product, "standing", name)
		}
	}
}

// eachUnit returns a function that writes a gauge for every unit.
func (s *sample) eachUnit(e *exposition) func(name, help string, f func(*Unit, put)) {
	return func(name, help string, f func(*Unit, put)) {
		out := e.family(name, "gauge", help)
		for i := range s.view.units {
			u := &s.view.units[i]
			f(u, func(value string, labels ...string) {
				out.add(value, append([]string{"unit", u.Name, "by", u.By}, labels...)...)
			})
		}
	}
}

// steeringMetrics writes what the obligation wants of a contract now, and what
// incentives are paid on.
func (s *sample) steeringMetrics(e *exposition) {
	each := s.each(e)
	each("quotient_need", "How badly the contract needs its quote; only the present need and stance are listed.", func(c *Contract, _ int, put put) {
		if c.Obliged {
			put("1", "need", c.Need, "stance", c.Stance)
		}
	})
	each("quotient_member", "1 while the contract is in the continuous-quote set.", obliged(func(c *Contract, _ int) string { return truth(c.Member) }))
	each("quotient_loss_ticks", "What quoting earns as the loop sees it; below 0 it loses.", obliged(func(c *Contract, _ int) string { return c.Loss }))
	each("quotient_request_open", "1 while a request for quote on the contract is open.", func(c *Contract, _ int, put put) {
		if c.AnswerUnit != nil {
			put(truth(c.AnswerDue != ""))
		}
	})
	each("quotient_day_at_best_seconds", "Effective time of the trading day at the best price.", func(c *Contract, _ int, put put) {
		if q := c.Quality; q != nil {
			put(secondsText(q.AtBestNs), "side", "both")
			put(secondsText(q.AtBestBidNs), "side", "bid")
			put(secondsText(q.AtBestAskNs), "side", "ask")
		}
	})
	each("quotient_day_spread_ticks", "Mean effective spread of the trading day, rounded up.", func(c *Contract, _ int, put put) {
		if q := c.Quality; q != nil && q.Spread != nil {
			put(*q.Spread)
		}
	})
	each("quotient_day_lots", "Lots of the trading day by what incentives make of them.", func(c *Contract, _ int, put put) {
		if q := c.Quality; q != nil {
			for _, k := range []struct {
				name string
				lots market.Qty
			}{{"passive", q.Passive}, {"aggressive", q.Aggressive}, {"oversize", q.Oversize}, {"self_trade", q.SelfTrade}} {
				put(strconv.FormatInt(int64(k.lots), 10), "kind", k.name)
			}
		}
	})
}
