package report

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/request"
	"quotient/quoter/port"
	"quotient/risk"
)

func ref(s string) market.Ref {
	r, _ := market.MakeRef(s)
	return r
}

func code(s string) market.Code {
	c, _ := market.MakeCode(s)
	return c
}

// The contracts of the story: a future, two options on it, and an apple future.
const (
	sr609 market.Contract = iota
	call
	put
	apple
)

func storyUniverse() []market.Instrument {
	list := universe("SR609", "SR609C6000", "SR609P6000", "AP703")
	for i, p := range []string{"SR", "SR", "SR", "AP"} {
		list[i].Product = code(p)
		if i == int(call) || i == int(put) {
			list[i].Kind, list[i].Underlying, list[i].Strike = market.InstrumentKind(i), sr609, 6000
		}
	}
	return list
}

// storyTerms owe: the two options pooled, the apple future, and answers on options.
func storyTerms() (*obligation.Params, *request.Params) {
	terms := &obligation.Params{
		Units:   []obligation.Unit{{Name: ref("SR options"), Product: code("SR"), By: obligation.AggregatePooled, Target: 700000}, {Name: ref("AP"), Product: code("AP")}},
		Sources: []market.Ref{ref("agreement 2026-07")},
	}
	for _, c := range []market.Contract{call, put} {
		terms.Terms = append(terms.Terms, obligation.Terms{Contract: c, From: 20260701, To: 20260731, Target: 700000, MaxSpread: 8, MinSize: 10,
			Tiers: 1, Series: 1, Option: true, Underlying: sr609})
	}
	terms.Terms = append(terms.Terms, obligation.Terms{Contract: sr609, From: 20260701, To: 20260731, Watch: true},
		obligation.Terms{Contract: apple, Unit: 1, From: 20260701, To: 20260731, Target: 800000, MaxSpread: 4, MinSize: 10})
	answers := &request.Params{Units: []request.Unit{{Name: ref("SR answers"), Product: code("SR"), Target: 800000}}}
	return terms, answers
}

const storyDay = 6 * market.Hour

// dayOf makes the two tallies of a day.
func dayOf(k market.Contract, d market.Date, effect obligation.Effect, target int64, change func(*port.TallyTime, *port.Tally)) (list []port.Record) {
	var t, y port.Record
	t.Clear(port.RecordTallyTime)
	y.Clear(port.RecordTally)
	a, b := t.NewTallyTime(), y.NewTally()
	a.Contract, a.Date, a.Final, a.Scheduled = k, d, 1, storyDay
	b.Contract, b.Date, b.Final, b.Effect, b.Target, b.NeedRest = k, d, 1, uint8(effect), target, 650000
	change(a, b)
	rest := a.Scheduled - a.Low
	for _, v := range a.Exempt {
		rest -= v
	}
	for _, v := range a.Ineffective {
		rest -= v
	}
	a.Ineffective[obligation.NoQuote.Reason()] += rest
	a.High = max(a.High, a.Low+market.Second)
	return append(list, t, y)
}

func exemptRecord(x port.Exempt) (r port.Record) {
	r.Clear(port.RecordExempt)
	*r.NewExempt() = x
	return r
}

func unitRecord(u port.Unit) (r port.Record) {
	r.Clear(port.RecordUnit)
	*r.NewUnit() = u
	return r
}

func requestRecord(q port.Request) (r port.Record) {
	r.Clear(port.RecordRequest)
	*r.NewRequest() = q
	return r
}

func qualityRecord(q port.Quality) (r port.Record) {
	r.Clear(port.RecordQuality)
	*r.NewQuality() = q
	return r
}

// at is an instant of the story's days.
func at(d market.Date, h, m, s market.Time) market.Time {
	return d.At(h*market.Hour + m*market.Minute + s*market.Second)
}

// storyRecords are two days of July: the options' pool is at 75 %, the apple future
// misses by far, four of six requests that count are answered.
func storyRecords() (list []port.Record) {
	days := []market.Date{20260701, 20260702}
	for i, d := range days {
		n := market.Time(i + 1)
		list = append(list, dayOf(call, d, obligation.EffectLeaves, 700000, func(t *port.TallyTime, y *port.Tally) {
			t.Low, t.Exempt[obligation.ExemptAuction], t.Exempt[obligation.ExemptFloor] = 4*market.Hour, 5*market.Minute, 10*market.Minute
			y.Slack, y.MonthLeft, y.MonthElapsed = 30*market.Minute, 100*market.Hour, n*(storyDay-15*market.Minute)
			y.Bought, y.Sold, y.Fees, y.PnL = 12, 10, 6600, 123456
		})...)
		list = append(list, dayOf(put, d, obligation.EffectLeaves, 700000, func(t *port.TallyTime, y *port.Tally) {
			t.Low, t.Exempt[obligation.ExemptAuction], t.Ineffective[obligation.TooWide.Reason()] = 4*market.Hour+30*market.Minute, 5*market.Minute, 20*market.Minute
			t.Exempt[obligation.ExemptUnderlyingLimit] = 30 * market.Minute
			y.Slack, y.MonthLeft, y.MonthElapsed = 50*market.Minute, 100*market.Hour, n*(storyDay-35*market.Minute)
		})...)
		list = append(list, dayOf(apple, d, obligation.EffectLeaves, 800000, func(t *port.TallyTime, y *port.Tally) {
			t.Low, t.Exempt[obligation.ExemptAuction] = 2*market.Hour+market.Time(i)*500*market.Millisecond, 5*market.Minute
			t.Ineffective[obligation.SteppedBack.Reason()] = market.Hour
			t.Ineffective[obligation.TooSmall.Reason()] = 90 * market.Second
			y.Slack, y.NeedRest, y.MonthElapsed = -2*market.Hour, -1, n*(storyDay-5*market.Minute)
			y.Bought, y.Sold, y.Quotes, y.Messages, y.Fills = 40, 44, 900, 1000, 9
		})...)
		list = append(list, exemptRecord(port.Exempt{Contract: call, Witness: call, Exempt: uint8(obligation.ExemptAuction), Date: d, From: at(d, 8, 55, 0), To: at(d, 9, 0, 0)}))
		list = append(list, qualityRecord(port.Quality{Contract: apple, Final: 1, Date: d, Effective: 2 * market.Hour, AtBest: market.Hour / 2, AtBestBid: market.Hour,
			AtBestAsk: market.Hour, SpreadTime: int64(5 * market.Hour), Passive: 80, Aggressive: 4, Oversize: 2, SelfTrade: 1, Market: 9000, OpenInt: 40000, Orders: 900, Cancels: 3, Cancelled: 30}))
	}
	d := days[0]
	list = append(list, exemptRecord(port.Exempt{Contract: call, Witness: call, Exempt: uint8(obligation.ExemptFloor), Date: d, From: at(d, 10, 0, 0), To: at(d, 10, 10, 0), Price: 3}),
		exemptRecord(port.Exempt{Contract: put, Witness: sr609, Exempt: uint8(obligation.ExemptUnderlyingLimit), Date: d, From: at(d, 13, 30, 0), To: at(d, 14, 0, 0), Price: 6412}),
		exemptRecord(port.Exempt{Contract: put, Witness: put, Exempt: uint8(obligation.ExemptManual), Date: days[1], From: at(days[1], 9, 0, 0), To: at(days[1], 9, 30, 0), Ref: ref("Z-2026-31")}))
	for i, d := range days {
		n := market.Time(i + 1)
		list = append(list, unitRecord(port.Unit{Unit: 0, By: uint8(obligation.AggregatePooled), Final: 1, Verdict: uint8(obligation.Open), Date: d, Name: ref("SR options"),
			Contracts: 2, Passed: 1, Days: int32(n), DaysPassed: 1, Target: 700000, D: n * (2*storyDay - 50*market.Minute), R: 200 * market.Hour,
			Low: n * (8*market.Hour + 30*market.Minute), High: n*(8*market.Hour+30*market.Minute) + 2*market.Minute, Slack: 40 * market.Hour, NeedRest: 697001}))
		list = append(list, unitRecord(port.Unit{Unit: 2, By: uint8(obligation.AggregateResponse), Final: 1, Verdict: uint8(obligation.Open), Date: d, Name: ref("SR answers"),
			Target: 800000, NeedRest: -1, Requests: int64(3 * n), Excluded: int64(n), AnsweredLow: int64(2 * n), AnsweredHigh: int64(2*n) + 1, Missed: int64(n) - 1, Slack: -1}))
	}
	return append(list, storyRequests(days)...)
}

func storyRequests(days []market.Date) (list []port.Record) {
	ask := func(k market.Contract, made market.Time, name string, low, high request.Verdict, change func(*port.Request)) {
		q := port.Request{Contract: k, Unit: 2, Low: uint8(low), High: uint8(high), Date: made.Date(), Ref: ref(name), At: made, Seen: made, Due: made + 20*market.Second,
			Decided: made + 40*market.Second}
		if low == request.Answered {
			q.AnsweredLow, q.AnsweredHigh, q.HeldLow, q.HeldHigh, q.QuoteID = made+market.Second, made+market.Second, 20*market.Second, 21*market.Second, 7
		}
		if change != nil {
			change(&q)
		}
		list = append(list, requestRecord(q))
	}
	ask(call, at(days[0], 9, 30, 0), "R1", request.Answered, request.Answered, nil)
	ask(call, at(days[0], 9, 40, 0), "R2", request.HeldShort, request.Answered, func(q *port.Request) { q.HeldLow, q.QuoteID = 19*market.Second+999*market.Millisecond, 8 })
	ask(put, at(days[0], 9, 41, 0), "R3", request.Answered, request.Answered, nil)
	ask(put, at(days[0], 13, 31, 0), "R4", request.Excluded, request.Excluded, nil)
	ask(put, at(days[1], 10, 0, 0), "R5", request.NotAnswered, request.NotAnswered, func(q *port.Request) {
		q.Cause, q.Rule = uint8(obligation.CauseStale|obligation.CauseRisk), uint8(risk.RuleCollar)
	})
	ask(call, at(days[1], 10, 1, 0), "R6", request.Answered, request.Answered, nil)
	ask(call, at(days[1], 10, 2, 0), "R7", request.Answered, request.Answered, nil)
	ask(call, at(days[1], 10, 2, 30), "R8", request.Merged, request.Merged, nil)
	ask(sr609, at(days[1], 10, 3, 0), "R9", request.NotOwed, request.NotOwed, func(q *port.Request) { q.Unit, q.Date = port.NoUnit, 0 })
	return list
}

// stands is a quote of the apple future that stands from sent on for the given time.
func stands(seq uint64, id uint64, ticks market.Price, sent, stood market.Time) (list []port.Record) {
	var d, live, s, end port.Record
	d.Clear(port.RecordDecision)
	in := &d.NewDecision().Instruction
	in.Kind, in.Purpose, in.Contract, in.ID, in.Bid, in.Ask, in.BidQty, in.AskQty = market.InstructQuote, market.PurposeQuote, apple, id, 7000, 7000+ticks, 12, 12
	live.Clear(port.RecordEvent)
	live.SetEvent(port.RingVenue, &market.Event{Kind: market.EventQuoteLive, Contract: apple, ID: id})
	s.Clear(port.RecordState)
	x := s.NewState()
	x.Contract, x.State, x.Phase, x.QuoteID = apple, uint8(obligation.Effective), market.PhaseContinuous, id
	end.Clear(port.RecordEvent)
	end.SetEvent(port.RingVenue, &market.Event{Kind: market.EventQuoteEnded, Contract: apple, ID: id, Code: market.EndCancelled})
	d.Now, live.Now, s.Now, end.Now = sent, sent+market.Second, sent+market.Second, sent+market.Second+stood
	list = append(list, d, live, s, end)
	for i := range list {
		list[i].Seq = seq + uint64(i)
	}
	return list
}

// story is the whole report, with money as package award would estimate it.
func story() *Report {
	c := NewCollector(0)
	c.Universe(storyUniverse())
	c.Agreement(storyTerms())
	for _, l := range [][]port.Record{stands(1, 11, 2, at(20260701, 9, 0, 0), 3*market.Minute), stands(5, 12, 4, at(20260701, 9, 10, 0), 9*market.Minute), storyRecords()} {
		for i := range l {
			c.Add(&l[i])
		}
	}
	r, err := c.Report()
	if err != nil {
		panic(err)
	}
	r.Money = storyMoney()
	return r
}

func storyMoney() Money {
	var relief, quoting, extra award.Estimate
	relief = award.ReliefFutures(obligation.Open, []award.Trades{{Lots: 84, Excluded: 2, Fees: 42000, Rate: 500000}}, nil)
	s := award.Scheme{Quoting: []award.Step{{Ratio: 300000, Spread: 3000, Amount: 500000}}, Extra: award.Extra{Cancels: 2, Ratio: 5_000_000, Rate: 100000}}
	quoting = award.QuotingFutures(&s, obligation.Missed, &award.Quoted{Obliged: 10 * market.Hour, Effective: 4 * market.Hour, Measured: 4 * market.Hour, SpreadTime: int64(10 * market.Hour)})
	extra = award.ExtraFee(&s, &award.Cancelling{Cancels: 3, Traded: 84, Cancelled: 30, Fees: 42000})
	card := award.Card{Least: 60000, Most: 100000, Indicators: []award.Indicator{{Measure: award.ByRatio, Weight: 600000, Low: 0, High: 1_000_000},
		{Measure: award.BySpread, Reverse: true, Weight: 400000, Low: 1000, High: 4000}}}
	raw := []award.Raw{{Value: 333334, Known: true}, {}}
	term := award.Term{Product: code("AP"), From: 202601, To: 202612, Row: 2, All: 3}
	months := []award.Judged{{Month: 202605, Verdict: obligation.Met}, {Month: 202606, Verdict: obligation.Missed, Exchange: true}}
	return Money{
		Estimates: []Estimate{{Product: "AP", Month: 202607, Estimate: relief}, {Product: "AP", Contract: "AP703", Month: 202607, Estimate: quoting},
			{Product: "AP", Contract: "AP703", Month: 202607, Day: 20260701, Estimate: extra}},
		Scores: []Score{{Product: "AP", Month: 202607, Score: card.Score(raw), Parts: []Part{{card.Indicators[0], raw[0], card.Points(&card.Indicators[0], raw[0])},
			{card.Indicators[1], raw[1], card.Points(&card.Indicators[1], raw[1])}}}},
		Seasons: []Season{{Product: "AP", Month: 202606, Exchange: 1, Term: term, Season: term.Season(months)}},
		Conversions: []Conversion{{Product: "SR", Role: award.GeneralResponse, Conversion: (&award.ConversionRule{Product: code("SR"), Promote: 4, Keep: 3, Ahead: 1}).Judge(
			award.GeneralResponse, []award.Judged{{Month: 202607, Verdict: obligation.Open}}, nil, 20260702)}},
	}
}
