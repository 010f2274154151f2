package report

import (
	"time"

	"quotient/market"
	"quotient/obligation/award"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// The objects of a report's JSON. Fields are added, never renamed. Times are
// nanoseconds, money is fen, shares are parts per million; what is not known is null.
type (
	sections struct {
		Units      []unitJSON     `json:"units"`
		Products   []productJSON  `json:"products"`
		Exemptions []exemptJSON   `json:"exemptions"`
		Answers    []answersJSON  `json:"answers"`
		Requests   []requestJSON  `json:"requests_not_answered"`
		Spreads    []spreadJSON   `json:"spreads"`
		Estimates  []estimateJSON `json:"estimates"`
		Scores     []scoreJSON    `json:"scores"`
		Seasons    []seasonJSON   `json:"seasons"`

		Conversions []conversionJSON `json:"conversions"`
	}
	unitJSON struct {
		Unit         string      `json:"unit"`
		Product      string      `json:"product"`
		Month        string      `json:"month"`
		By           string      `json:"by"`
		Verdict      string      `json:"verdict"`
		Final        bool        `json:"final"`
		Derived      bool        `json:"derived"`
		Contracts    int64       `json:"contracts"`
		Passed       int64       `json:"passed"`
		Days         int64       `json:"days"`
		DaysPassed   int64       `json:"days_passed"`
		Target       string      `json:"target"`
		RatioLow     *string     `json:"ratio_low"`
		RatioHigh    *string     `json:"ratio_high"`
		Obliged      int64       `json:"month_elapsed_ns"`
		Left         int64       `json:"month_left_ns"`
		Low          int64       `json:"effective_low_ns"`
		High         int64       `json:"effective_high_ns"`
		Slack        *int64      `json:"slack_ns"`
		SlackCount   *int64      `json:"slack_requests"`
		NeedRest     *string     `json:"need_rest"`
		Requests     int64       `json:"requests"`
		Excluded     int64       `json:"excluded"`
		AnsweredLow  int64       `json:"answered_low"`
		AnsweredHigh int64       `json:"answered_high"`
		Missed       int64       `json:"missed"`
		Open         int64       `json:"open"`
		Points       []pointJSON `json:"points"`
	}
	pointJSON struct {
		Day   string `json:"trading_day"`
		Low   int64  `json:"low"`
		High  int64  `json:"high"`
		Whole int64  `json:"whole"`
	}
	productJSON struct {
		Product string   `json:"product"`
		Month   string   `json:"month"`
		Verdict string   `json:"verdict"`
		Units   []string `json:"units"`
	}
	exemptJSON struct {
		Contract string  `json:"contract"`
		Day      string  `json:"trading_day"`
		Why      string  `json:"exempt"`
		From     int64   `json:"from_ns"`
		To       int64   `json:"to_ns"`
		FromText string  `json:"from"`
		ToText   string  `json:"to"`
		Witness  *string `json:"witness"`
		Price    *string `json:"price"`
		Ref      *string `json:"ref"`
	}
	answersJSON struct {
		Unit     *string          `json:"unit"`
		Contract string           `json:"contract"`
		Day      string           `json:"trading_day"`
		Requests int64            `json:"requests"`
		Excluded int64            `json:"excluded"`
		Low      int64            `json:"answered_low"`
		High     int64            `json:"answered_high"`
		By       map[string]int64 `json:"by_outcome"`
	}
	requestJSON struct {
		Contract string   `json:"contract"`
		Unit     *string  `json:"unit"`
		Day      string   `json:"trading_day"`
		Ref      *string  `json:"ref"`
		Low      string   `json:"verdict_low"`
		High     string   `json:"verdict_high"`
		At       int64    `json:"made_ns"`
		Due      int64    `json:"due_ns"`
		Since    *int64   `json:"answer_low_ns"`
		Held     int64    `json:"held_low_ns"`
		QuoteID  uint64   `json:"quote_id"`
		Rule     string   `json:"rule"`
		Causes   []string `json:"causes"`
	}
	spreadJSON struct {
		Contract string `json:"contract"`
		Day      string `json:"trading_day"`
		Ticks    int64  `json:"ticks"`
		For      int64  `json:"stood_ns"`
	}
	estimateJSON struct {
		Product  string           `json:"product"`
		Contract *string          `json:"contract"`
		Month    string           `json:"month"`
		Day      *string          `json:"trading_day"`
		Formula  string           `json:"formula"`
		Outcome  string           `json:"outcome"`
		Amount   *int64           `json:"amount_fen"`
		Inputs   map[string]int64 `json:"inputs"`
	}
	scoreJSON struct {
		Product  string     `json:"product"`
		Contract *string    `json:"contract"`
		Month    string     `json:"month"`
		Outcome  string     `json:"outcome"`
		Points   *string    `json:"points"`
		Unknown  int32      `json:"unknown"`
		Parts    []partJSON `json:"indicators"`
	}
	partJSON struct {
		Measure string `json:"measure"`
		Reverse bool   `json:"reverse"`
		Value   *int64 `json:"value"`
		Points  string `json:"points"`
		Weight  int64  `json:"weight"`
	}
	seasonJSON struct {
		Product  string `json:"product"`
		Month    string `json:"month"`
		Met      int32  `json:"met"`
		Row      int32  `json:"missed_in_a_row"`
		RowMay   int32  `json:"may_be_missed_in_a_row"`
		RowMax   int32  `json:"missed_in_a_row_loses"`
		All      int32  `json:"missed_in_all"`
		AllMay   int32  `json:"may_be_missed_in_all"`
		AllMax   int32  `json:"missed_in_all_loses"`
		Unknown  int32  `json:"months_not_judged"`
		Exchange int64  `json:"months_by_exchange"`
		State    string `json:"state"`
	}
	conversionJSON struct {
		Product   string `json:"product"`
		Role      string `json:"role"`
		From      string `json:"from"`
		To        string `json:"to"`
		Met       int32  `json:"met"`
		May       int32  `json:"may_still_be_met"`
		Need      int32  `json:"needed"`
		RequestBy string `json:"request_by"`
		Demotions int32  `json:"demotions"`
		Prospect  string `json:"prospect"`
	}
	qualityJSON struct {
		Measured   int64   `json:"measured_ns"`
		AtBest     int64   `json:"at_best_ns"`
		AtBestBid  int64   `json:"at_best_bid_ns"`
		AtBestAsk  int64   `json:"at_best_ask_ns"`
		MeanSpread *string `json:"mean_spread_ticks"`
		Passive    int64   `json:"passive"`
		Aggressive int64   `json:"aggressive"`
		Oversize   int64   `json:"oversize"`
		SelfTrade  int64   `json:"self_trade"`
		Market     *int64  `json:"market"`
		OpenInt    *int64  `json:"open_interest"`
		Orders     int64   `json:"orders"`
		Cancels    int64   `json:"cancels"`
		Cancelled  int64   `json:"cancelled"`
		Requests   int64   `json:"requests"`
	}
)

// sections makes the objects of everything that is no row and no total.
func (r *Report) sections() *sections {
	return &sections{
		Units: each(r.Units, unitOf), Products: each(r.Products, productOf), Exemptions: each(r.Exempts, exemptOf),
		Answers: each(r.Answers, answersOf), Requests: each(r.Requests, requestOf), Spreads: each(r.Spreads, spreadOf),
		Estimates: each(r.Money.Estimates, estimateOf), Scores: each(r.Money.Scores, scoreOf), Seasons: each(r.Money.Seasons, seasonOf),
		Conversions: each(r.Money.Conversions, conversionOf),
	}
}

// each converts a list; an empty one is an empty array, not null.
func each[A, B any](list []A, of func(*A) B) []B {
	out := make([]B, 0, len(list))
	for i := range list {
		out = append(out, of(&list[i]))
	}
	return out
}

// known is a pointer to v, nil when it is not known.
func known[T any](v T, ok bool) *T {
	if !ok {
		return nil
	}
	return &v
}

// orNull is s, null when it is empty.
func orNull(s string) *string { return known(s, s != "") }

func unitOf(u *Unit) unitJSON {
	low, high, whole := u.Standing()
	lowText, ok := ratioText(market.Time(low), market.Time(whole))
	highText, _ := ratioText(market.Time(high), market.Time(whole))
	j := unitJSON{Unit: u.Name, Product: u.Product, Month: monthText(u.Month), By: AggregationName(u.By), Verdict: VerdictName(u.Verdict),
		Final: u.Final, Derived: u.Derived, Contracts: u.Contracts, Passed: u.Passed, Days: u.Days, DaysPassed: u.DaysPassed,
		Target: ppmText(u.Target), RatioLow: known(lowText, ok), RatioHigh: known(highText, ok), Obliged: int64(u.D), Left: int64(u.R),
		Low: int64(u.Low), High: int64(u.High), Slack: known(int64(u.Slack), !u.Response()), SlackCount: known(int64(u.Slack), u.Response()),
		Requests: u.Requests, Excluded: u.Excluded, AnsweredLow: u.AnsweredLow, AnsweredHigh: u.AnsweredHigh, Missed: u.Missed, Open: u.Open}
	if u.NeedRest >= 0 {
		j.NeedRest = orNull(ppmText(u.NeedRest))
	}
	j.Points = each(u.Points, func(p *Point) pointJSON { return pointJSON{dayText(p.Day), p.PartLow, p.PartHigh, p.Whole} })
	return j
}

func productOf(p *Product) productJSON {
	return productJSON{p.Name, monthText(p.Month), VerdictName(p.Verdict), p.Units}
}

func exemptOf(x *Exempt) exemptJSON {
	return exemptJSON{x.Contract, dayText(x.Day), x.Why.String(), int64(x.From), int64(x.To), stampText(x.From), stampText(x.To),
		orNull(x.Witness), orNull(x.Price), orNull(x.Ref)}
}

func answersOf(a *Answers) answersJSON {
	j := answersJSON{orNull(a.Unit), a.Contract, dayText(a.Day), a.Requests, a.Excluded, a.Low, a.High, map[string]int64{}}
	for v, n := range a.By {
		if n > 0 {
			j.By[request.Verdict(v).String()] = n
		}
	}
	return j
}

func requestOf(q *Request) requestJSON {
	j := requestJSON{q.Contract, orNull(q.Unit), dayText(q.Day), orNull(q.Ref), q.Low.String(), q.High.String(), int64(q.At), int64(q.Due),
		known(int64(q.Since), q.Since != 0), int64(q.Held), q.QuoteID, q.Rule.String(), []string{}}
	for i, s := range causeStates {
		if q.Cause&(1<<i) != 0 {
			j.Causes = append(j.Causes, s.String())
		}
	}
	return j
}

func spreadOf(s *Spread) spreadJSON {
	return spreadJSON{s.Contract, dayText(s.Day), int64(s.Ticks), int64(s.For)}
}

func estimateOf(e *Estimate) estimateJSON {
	paid := e.Outcome == award.Estimated || e.Outcome == award.Conditional
	j := estimateJSON{e.Product, orNull(e.Contract), monthText(e.Month), known(dayText(e.Day), e.Day != 0), e.Formula.String(),
		e.Outcome.String(), known(int64(e.Amount), paid), map[string]int64{}}
	for _, in := range e.Inputs() {
		j.Inputs[in.Figure.String()] = in.Value
	}
	return j
}

func scoreOf(s *Score) scoreJSON {
	return scoreJSON{s.Product, orNull(s.Contract), monthText(s.Month), s.Outcome.String(), known(milliText(s.Points), s.Outcome == award.Estimated),
		s.Unknown, each(s.Parts, func(p *Part) partJSON {
			return partJSON{p.Measure.String(), p.Reverse, known(p.Value, p.Known), milliText(p.Points), p.Weight}
		})}
}

func seasonOf(s *Season) seasonJSON {
	return seasonJSON{s.Product, monthText(s.Month), s.Met, s.Row, s.MayRow, s.Term.Row, s.Total, s.MayTotal, s.Term.All, s.Unknown,
		s.Exchange, s.Standing().String()}
}

func conversionOf(c *Conversion) conversionJSON {
	return conversionJSON{c.Product, c.Role.String(), monthText(c.From), monthText(c.To), c.Met, c.May, c.Need, dayText(c.RequestBy),
		c.Demotions, c.Prospect.String()}
}

func qualityOf(q *port.Quality) qualityJSON {
	n, ok := meanSpread(q)
	return qualityJSON{int64(q.Effective), int64(q.AtBest), int64(q.AtBestBid), int64(q.AtBestAsk), known(centiText(n), ok),
		int64(q.Passive), int64(q.Aggressive), int64(q.Oversize), int64(q.SelfTrade), known(int64(q.Market), q.Market >= 0),
		known(int64(q.OpenInt), q.OpenInt >= 0), q.Orders, q.Cancels, int64(q.Cancelled), q.Requests}
}

// stampText is an instant as RFC 3339 in the zone of Shanghai.
func stampText(t market.Time) string {
	return time.Unix(0, int64(t)).In(china).Format("2006-01-02T15:04:05.000000000Z07:00")
}
