package report

import (
	"fmt"
	"time"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/risk"
)

// units is the table of what the agreement judges as one.
func (t *table) units() *grid {
	g := t.plain(3, text.ReportUnit, text.ReportMonth, text.ReportBy, text.ReportPassed, text.ReportObliged, text.ReportEffective,
		text.ReportRatio, text.ReportHigh, text.ReportTarget, text.ReportSlack, text.ReportNeedRest, text.ReportVerdict)
	for i := range t.Units {
		u := &t.Units[i]
		mark := ""
		if u.Derived {
			mark = "†"
		}
		low, high, whole := u.Standing()
		cells := []string{t.word("by." + AggregationName(u.By))}
		if u.Response() {
			cells = append(cells, "–", countText(u.Requests), countText(u.AnsweredLow))
		} else {
			cells = append(cells, fmt.Sprintf("%d/%d", u.Passed, u.Contracts), spanText(u.D), spanText(u.Low))
		}
		cells = append(cells, percentText(market.Time(low), market.Time(whole)), percentText(market.Time(high), market.Time(whole)),
			ppmText(u.Target), u.slackText(), needText(u.NeedRest), t.word("outcome."+VerdictName(u.Verdict)))
		g.add(u.Name+mark, monthText(u.Month), cells)
	}
	return g
}

// slackText is the slack as time, or as requests that may still be missed.
func (u *Unit) slackText() string {
	if u.Response() {
		return countText(int64(u.Slack))
	}
	return spanText(u.Slack)
}

func (t *table) unitNotes() []string {
	for i := range t.Units {
		if t.Units[i].Derived {
			return []string{text.ReportDerived.In(t.lang)}
		}
	}
	return nil
}

func (t *table) products() *grid {
	g := t.plain(4, text.ReportProduct, text.ReportMonth, text.ReportVerdict, text.ReportUnits)
	for i := range t.Products {
		p := &t.Products[i]
		names := ""
		for n, u := range p.Units {
			if n > 0 {
				names += ", "
			}
			names += u
		}
		g.add(p.Name, monthText(p.Month), []string{t.word("outcome." + VerdictName(p.Verdict)), names})
	}
	return g
}

// exemptions is the ledger but for the auctions.
func (t *table) exemptions() *grid {
	g := t.plain(8, text.ReportContract, text.ReportDay, text.ReportFrom, text.ReportTo, text.ReportWhy, text.ReportWitness,
		text.ReportPrice, text.ReportRef, text.ReportFor)
	for _, x := range events(t.Exempts) {
		g.add(x.Contract, dayText(x.Day), []string{timeText(x.From), timeText(x.To), t.word("exempt." + x.Why.String()),
			orDash(x.Witness), orDash(x.Price), orDash(x.Ref), spanText(x.To - x.From)})
	}
	return g
}

func (t *table) auctions() []string {
	n := len(t.Exempts) - len(events(t.Exempts))
	if n == 0 {
		return nil
	}
	return []string{text.ReportAuctions.Fill(t.lang, "count", countText(int64(n)))}
}

// answers counts requests for quote, by what became of them.
func (t *table) answers() *grid {
	g := t.plain(3, text.ReportUnit, text.ReportContract, text.ReportMonth, text.ReportRequests, text.ReportExcluded,
		text.ReportAnswered, text.ReportAnsweredHigh, text.ReportRatio)
	var reasons []request.Verdict
	for a := range request.VerdictCount {
		if a.Counts() && a != request.Answered && someAnswers(t.Answers, a) {
			reasons = append(reasons, a)
			g.head = append(g.head, t.word("answer."+a.String()))
		}
	}
	for i, months := 0, monthly(t.Answers); i < len(months); i++ {
		a := &months[i]
		cells := []string{monthText(a.Day.Month()), countText(a.Requests), countText(a.Excluded), countText(a.Low), countText(a.High),
			percentText(market.Time(a.Low), market.Time(a.Requests))}
		for _, r := range reasons {
			cells = append(cells, countText(a.By[r]))
		}
		g.add(orDash(a.Unit), a.Contract, cells)
	}
	return g
}

func someAnswers(list []Answers, a request.Verdict) bool {
	for i := range list {
		if list[i].By[a] > 0 {
			return true
		}
	}
	return false
}

// missedLines is how many requests a table lists; the JSON has all of them.
const missedLines = 50

func (t *table) missed() *grid {
	g := t.plain(7, text.ReportContract, text.ReportMade, text.ReportRef, text.ReportDue, text.ReportOutcome,
		text.ReportAnsweredHigh, text.ReportCause, text.ReportHeld)
	for i := range min(len(t.Requests), missedLines) {
		q := &t.Requests[i]
		g.add(q.Contract, dayText(q.At.Date())+" "+timeText(q.At), []string{orDash(q.Ref), timeText(q.Due), t.word("answer." + q.Low.String()),
			t.word("answer." + q.High.String()), orDash(t.cause(q)), spanText(q.Held)})
	}
	return g
}

// cause says what of ours kept a request from being answered.
func (t *table) cause(q *Request) (s string) {
	join := func(word string) {
		if s != "" {
			s += ", "
		}
		s += word
	}
	for i, state := range causeStates {
		if q.Cause&(1<<i) != 0 {
			join(t.word("state." + state.String()))
		}
	}
	if q.Rule != risk.OK {
		join(t.word("rule." + q.Rule.String()))
	}
	return s
}

// causeStates are the states that obligation's causes make, by bit.
var causeStates = [...]obligation.State{obligation.Killed, obligation.Paused, obligation.StaleData, obligation.RiskBlocked,
	obligation.Budget, obligation.SteppedBack}

func (t *table) missedMore() []string {
	if n := len(t.Requests) - missedLines; n > 0 {
		return []string{text.ReportMore.Fill(t.lang, "count", countText(int64(n)))}
	}
	return nil
}

// quality is what incentives are paid on, per contract and month.
func (t *table) quality() *grid {
	g := t.plain(2, text.ReportContract, text.ReportMonth, text.ReportMeasured, text.ReportAtBest, text.ReportShare, text.ReportMeanSpread,
		text.ReportPassive, text.ReportAggressive, text.ReportOversize, text.ReportSelfTrade, text.ReportMarket,
		text.ReportOpenInterest, text.ReportCancelled)
	for i := range t.Totals {
		c := &t.Totals[i]
		q := &c.Quality
		if !c.HasQuality {
			continue
		}
		g.add(c.Contract, monthText(c.Month), []string{spanText(q.Effective), spanText(q.AtBest), percentText(q.AtBest, q.Effective),
			spreadText(q), lotsText(q.Passive), lotsText(q.Aggressive), lotsText(q.Oversize), lotsText(q.SelfTrade),
			lotsText(q.Market), lotsText(q.OpenInt), lotsText(q.Cancelled)})
	}
	return g
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// china is the zone that times are shown in.
var china = time.FixedZone("CST", 8*3600)

// timeText is a time of day in Shanghai to the millisecond, rounded down.
func timeText(t market.Time) string {
	if t == 0 {
		return "–"
	}
	return time.Unix(0, int64(t)).In(china).Format("15:04:05.000")
}
