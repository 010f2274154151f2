package report

import (
	"fmt"

	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// A Row is one contract's trading day.
type Row struct {
	Contract string
	Day      market.Date
	Final    bool // the day is over and every interval is proven

	// Always Scheduled = Low + sum(Exempt) + sum(Ineffective).
	Scheduled   market.Time
	Low, High   market.Time
	Exempt      [port.MaxExempts]market.Time // by obligation.Exempt
	Ineffective [port.MaxReasons]market.Time // by obligation.State.Reason
	Effect      obligation.Effect            // what exempt time does; unset = EffectLeaves

	Target   int64 // parts per million
	Quotes   int64
	Messages int64
	Fills    int64
	Refusals int64
	Bought   market.Qty
	Sold     market.Qty
	Position market.Qty   // net lots at the end
	PnL      market.Money // after fees
	Fees     market.Money

	// The month's standing after the day, as the meter sees it.
	Slack        market.Time
	NeedRest     int64 // ppm; -1 = nothing left
	MonthLow     market.Time
	MonthElapsed market.Time
	MonthLeft    market.Time

	HasExchange bool        // Exchange is known
	Exchange    market.Time // effective time by the exchange's own recount

	Product    string
	Option     bool
	Unit       string       // what the contract is judged in; "" = not said
	MaxSpread  market.Price // of the terms in ticks; 0 = by tiers, or not said
	MonthHigh  market.Time
	HasQuality bool
	Quality    port.Quality // the day as incentives see it
}

// ExemptSum returns the exempt time of all kinds.
func (r *Row) ExemptSum() market.Time { return sum(r.Exempt[:]) }

// IneffectiveSum returns the time that was neither effective nor exempt.
func (r *Row) IneffectiveSum() market.Time { return sum(r.Ineffective[:]) }

func sum(list []market.Time) (t market.Time) {
	for _, v := range list {
		t += v
	}
	return t
}

// Check returns an error when the row's times do not add up.
func (r *Row) Check() error {
	if got := r.Low + r.ExemptSum() + r.IneffectiveSum(); got != r.Scheduled {
		return fmt.Errorf("report: %s on %s: effective, exempt and ineffective time add up to %d ns, scheduled are %d ns: "+
			"the meter's tally is wrong", r.Contract, dayText(r.Day), got, r.Scheduled)
	}
	return nil
}

// Counted returns the two sides of the ratio: effective time and obliged time,
// after exempt time has done what the agreement says it does.
func (r *Row) Counted() (effective, obliged market.Time) {
	switch r.Effect {
	case obligation.EffectCounts:
		return r.Low + r.ExemptSum(), r.Scheduled
	case obligation.EffectIgnored:
		return r.Low, r.Scheduled
	}
	return r.Low, r.Scheduled - r.ExemptSum()
}

// setTimes takes over a TallyTime.
func (r *Row) setTimes(t *port.TallyTime) {
	r.Final = t.Final != 0
	r.Scheduled, r.Low, r.High = t.Scheduled, t.Low, t.High
	r.Exempt, r.Ineffective = t.Exempt, t.Ineffective
}

// setTrades takes over a Tally.
func (r *Row) setTrades(t *port.Tally) {
	r.Effect, r.Target = obligation.Effect(t.Effect), t.Target
	r.Quotes, r.Messages, r.Fills, r.Refusals = t.Quotes, t.Messages, t.Fills, t.RefusalsByAny
	r.Bought, r.Sold, r.Position, r.PnL, r.Fees = t.Bought, t.Sold, t.Position, t.PnL, t.Fees
	r.Slack, r.NeedRest = t.Slack, t.NeedRest
	r.MonthLow, r.MonthHigh, r.MonthElapsed, r.MonthLeft = t.MonthLow, t.MonthHigh, t.MonthElapsed, t.MonthLeft
}
