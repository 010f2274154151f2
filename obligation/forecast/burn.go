package forecast

import (
	"math/bits"

	"quotient/market"
)

// A Sample is the slack at an instant, and the scheduled time of the month so far
// (exempt time included, which takes its part of slack too).
type Sample struct {
	At        market.Time
	Scheduled market.Time
	Slack     market.Time
}

// A Rate is slack lost over scheduled time; Lost below 0 is slack regained.
type Rate struct{ Lost, Over market.Time }

// A Span is a stretch of obliged time to come.
type Span struct{ From, To market.Time }

// Burn returns how fast slack went over the window that ends at the last sample.
// Samples are of one month, oldest first. ok is false when no sample is about as
// old as the window (up to twice), or nothing was scheduled in it.
func Burn(samples []Sample, window market.Time) (r Rate, ok bool) {
	if len(samples) == 0 {
		return r, false
	}
	last := &samples[len(samples)-1]
	for i := len(samples) - 1; i >= 0; i-- {
		s := &samples[i]
		age := last.At - s.At
		if age < window {
			continue
		}
		r = Rate{s.Slack - last.Slack, last.Scheduled - s.Scheduled}
		return r, age <= 2*window && r.Over > 0
	}
	return r, false
}

// Ends returns when slack ends if it goes on at the present burn over the spans of
// obliged time to come, ascending; ok is false when it lasts the month.
func Ends(slack market.Time, r Rate, spans []Span, now market.Time) (at market.Time, ok bool) {
	if slack < 0 {
		return now, true
	}
	if r.Over <= 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(slack), uint64(r.Over))
	if hi >= uint64(max(0, r.Lost)) {
		return 0, false // not lost at all, or longer than there are instants
	}
	lasts, _ := bits.Div64(hi, lo, uint64(r.Lost))
	return after(spans, now, market.Time(min(lasts, 1<<63-1)))
}

// Impossible returns the first moment from which on the month is lost if nothing
// is quoted from now on; ok is false when even that would not lose it.
func Impossible(slack market.Time, spans []Span, now market.Time) (at market.Time, ok bool) {
	if slack < 0 {
		return now, true
	}
	return after(spans, now, slack)
}

// after returns the instant after now that comes after so much of the spans' time;
// ok is false when they do not hold more than that.
func after(spans []Span, now, time market.Time) (at market.Time, ok bool) {
	for _, s := range spans {
		from := max(s.From, now)
		span := max(0, s.To-from)
		if time < span {
			return from + time, true
		}
		time -= span
	}
	return 0, false
}

// SafeDark returns for how many whole minutes of obliged time the quote may be
// away without losing the month; at most the time left.
func SafeDark(slack, left market.Time) int64 {
	return int64(max(0, min(slack, left)) / market.Minute)
}
