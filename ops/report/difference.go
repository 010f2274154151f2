package report

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
)

// An Attribution is what a part of a difference comes from.
type Attribution uint8

// The attributions. ByUnknown is what nothing on record explains.
const (
	ByClock     Attribution = iota // within the band of what was proven and what may have been
	ByRounding                     // within the last digit of the exchange's figure
	ByExemption                    // exempt for the one and not for the other
	BySize                         // quotes below the minimum, or with one side filled
	BySpread                       // quotes over the widest spread, or at it
	ByUnknown
	AttributionCount
)

var attributionNames = [AttributionCount]string{"clock", "rounding", "exemption", "size", "spread", "unknown"}

// String returns the attribution's name as JSON writes it.
func (a Attribution) String() string {
	if a >= AttributionCount {
		return "invalid"
	}
	return attributionNames[a]
}

// A Difference is one of the exchange's figures against ours, in the meaning's
// unit. Always Theirs - Ours = sum(By), where Ours is the low reading.
type Difference struct {
	Name           string
	Day            market.Date // 0 = the month as a whole
	Month          market.Month
	What           Meaning
	Ours, OursHigh int64
	Theirs, Step   int64
	By             [AttributionCount]int64
	Outside        int64 // how far Theirs is from our band, beyond rounding
	Limit          int64 // how far it may be; -1 = the figure is an estimate of ours and decides nothing
	NoOurs         bool  // we have no such figure
	NoTheirs       bool  // the file lacks what we have
}

// Over reports whether the difference is one that must be looked into.
func (d *Difference) Over() bool {
	return d.NoTheirs || d.NoOurs && d.Limit >= 0 || d.Limit >= 0 && d.Outside > d.Limit
}

// Tolerance is how far figures may be apart.
type Tolerance struct {
	Time market.Time // per contract and day
}

// room is how much of a difference each cause may explain.
type room [AttributionCount]int64

// compare splits the difference between the exchange's figure and our band.
func (d *Difference) compare(room *room) {
	left := d.Theirs - d.Ours
	take := func(a Attribution, most int64) {
		part := max(min(left, most), 0)
		if left < 0 {
			part = min(max(left, -most), 0)
		}
		d.By[a] += part
		left -= part
	}
	band := max(d.OursHigh-d.Ours, 0)
	if left > 0 {
		take(ByClock, band)
	}
	d.Outside = max(abs(left)-max(d.Step-1, 0), 0)
	if abs(left) < d.Step {
		take(ByRounding, d.Step)
	}
	for _, a := range [...]Attribution{ByExemption, BySize, BySpread, ByClock} {
		take(a, room[a])
	}
	d.By[ByUnknown] = left
}

func abs(v int64) int64 { return max(v, -v) }

// rooms says how much of a difference in effective time a row's own reasons can
// explain. The exchange counted more than we did: it may not have exempted what we
// did, or have taken a quote for good that we did not. It counted less: it may have
// exempted more, or not have taken our widest quotes for good.
func (r *Row) rooms(more bool, f *Figures, atWidest market.Time) (m room) {
	reason := func(s obligation.State) int64 { return int64(r.Ineffective[s.Reason()]) }
	exempt, known := f.Get(MeaningExempt)
	if more {
		if known {
			m[ByExemption] = max(int64(r.ExemptSum())-exempt, 0)
		}
		m[BySize] = reason(obligation.TooSmall) + reason(obligation.OneSided)
		m[BySpread] = reason(obligation.TooWide)
		m[ByClock] = reason(obligation.AwaitingAck) + reason(obligation.CannotTell) + reason(obligation.Disconnected)
		return m
	}
	if known {
		m[ByExemption] = max(exempt-int64(r.ExemptSum()), 0)
	}
	m[BySpread] = int64(atWidest)
	return m
}

// rooms says the same for answered requests.
func (a *Answers) rooms(more bool) (m room) {
	if !more {
		return m
	}
	m[ByExemption] = a.By[request.Excluded]
	m[BySize] = a.By[request.TooSmall] + a.By[request.OneSided]
	m[BySpread] = a.By[request.TooWide]
	m[ByClock] = a.By[request.Late] + a.By[request.HeldShort] + a.By[request.Disconnected] + a.By[request.Unknown]
	return m
}
