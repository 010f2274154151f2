package ops

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/port"
)

// A Unit is the standing of what an agreement judges as one (考核单元) in the
// month. Ratios, slack and need are rounded against us; null where nothing was
// owed yet or no time is left. A unit of answers has Answers, and neither times
// nor slack in time.
type Unit struct {
	Unit         int          `json:"unit"` // index into the unit list
	Name         string       `json:"name"`
	By           string       `json:"by"`
	Verdict      string       `json:"verdict"`
	Date         string       `json:"date"` // the last trading day in it
	Need         string       `json:"need"` // how badly it needs its quotes; "" for answers, and where nothing is owed
	Since        string       `json:"since"`
	Contracts    int32        `json:"contracts"` // that owe something
	Passed       int32        `json:"passed"`    // of them, at or over the target so far
	Days         int32        `json:"days"`
	DaysPassed   int32        `json:"days_passed"`
	Target       string       `json:"target"`
	ElapsedNs    market.Time  `json:"elapsed_ns"`
	LeftNs       market.Time  `json:"left_ns"`
	LowNs        market.Time  `json:"effective_low_ns"`
	HighNs       market.Time  `json:"effective_high_ns"`
	RatioLow     *string      `json:"ratio_low"`
	RatioHigh    *string      `json:"ratio_high"`
	SlackNs      *market.Time `json:"slack_ns"`
	SlackMinutes *string      `json:"slack_minutes"`
	NeedRest     *string      `json:"need_rest"`
	Lost         bool         `json:"lost"`
	Worst        []string     `json:"worst"` // contracts, worst first
	Answers      *Answers     `json:"answers"`
	Forecast     *Forecasted  `json:"forecast"`

	target, need int64 // of the page, parts per million
}

// Answers are the month's requests for quote (询价) of a unit.
type Answers struct {
	Requests     int64 `json:"requests"` // in the denominator, open ones included
	Excluded     int64 `json:"excluded"` // heard, not in the denominator
	AnsweredLow  int64 `json:"answered_low"`
	AnsweredHigh int64 `json:"answered_high"`
	Missed       int64 `json:"missed"`
	Open         int64 `json:"open"`
	MayMiss      int64 `json:"may_miss"` // how many more may be missed; below 0 it takes as many answered ones more
}

// units are the page's units, with their forecasts.
func (in *Info) units(s *port.Snapshot) []Unit {
	list := make([]Unit, min(int(s.Units), len(s.Unit)))
	for i := range list {
		list[i] = unitOf(i, &s.Unit[i], s)
	}
	if in.forecasts == nil {
		return list
	}
	for _, f := range in.forecasts() {
		if f.Unit >= 0 && f.Unit < len(list) {
			list[f.Unit].Forecast = f.shown()
		}
	}
	return list
}

func unitOf(i int, u *port.UnitView, s *port.Snapshot) Unit {
	v := Unit{
		Unit: i, Name: u.Name.String(), By: aggregationName(u.By), Verdict: outcomeName(u.Verdict),
		Date: dateText(u.Date), Contracts: u.Contracts, Passed: u.Passed, Days: u.Days, DaysPassed: u.DaysPassed,
		Target: ppmText(u.Target), NeedRest: needText(u.NeedRest), Worst: symbols(u.Worst[:], s),
		target: u.Target, need: u.NeedRest,
	}
	if obligation.Aggregation(u.By) == obligation.AggregateResponse {
		v.answers(u)
		return v
	}
	v.ElapsedNs, v.LeftNs, v.LowNs, v.HighNs = u.D, u.R, u.Low, u.High
	v.RatioLow, v.RatioHigh = ratioText(u.Low, u.D), ratioText(u.High, u.D)
	if u.Contracts > 0 {
		slack, minutes := u.Slack, minutesText(u.Slack)
		v.SlackNs, v.SlackMinutes = &slack, &minutes
		v.Need, v.Since = needName(u.Need), stamp(u.Since)
		v.Lost = u.Slack < 0 || u.NeedRest > one
	}
	return v
}

// answers fills in a unit of answers. A request that is still open is neither
// answered nor missed: the low ratio leaves it out as answered, the high one not.
func (v *Unit) answers(u *port.UnitView) {
	v.Answers = &Answers{Requests: u.Requests, Excluded: u.Excluded, AnsweredLow: u.AnsweredLow, AnsweredHigh: u.AnsweredHigh,
		Missed: u.Missed, Open: u.Open, MayMiss: int64(u.Slack)}
	v.RatioLow = ratioText(market.Time(u.AnsweredLow), market.Time(u.Requests))
	v.RatioHigh = ratioText(market.Time(u.AnsweredHigh+u.Open), market.Time(u.Requests))
}

// symbols are the names of contracts, without those that are none.
func symbols(list []market.Contract, s *port.Snapshot) []string {
	names := []string{}
	for _, c := range list {
		if uint32(c) < s.Contracts && int(c) < len(s.Contract) {
			names = append(names, s.Contract[c].Symbol.String())
		}
	}
	return names
}

// unitName is the name of the unit with that index; nil for none.
func unitName(i uint8, s *port.Snapshot) *string {
	if uint32(i) >= s.Units || int(i) >= len(s.Unit) {
		return nil
	}
	name := s.Unit[i].Name.String()
	return &name
}

// needName is the need's name, "" where the desk has no thresholds to derive it by.
func needName(need uint8) string {
	if need == port.NoNeed {
		return ""
	}
	return steering.Need(need).String()
}
