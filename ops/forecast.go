package ops

import "quotient/market"

// A Forecast is how a unit's month is likely to end, as whoever computes it off
// the loop says it. Ratios and chances are in parts per million.
type Forecast struct {
	Unit           int // index into the unit list
	Sessions       int // past trading days that it rests on
	OK             bool
	Low, Mid, High int64 // 5, 50 and 95 of 100 months end at or below it
	Chance         int64 // of meeting the target
	Burn           []Burn
	EndsAt         market.Time // when slack ends at the present burn; 0 = it lasts the month
	ImpossibleAt   market.Time // when the month is lost if nothing is quoted from now on; 0 = not in this month
	SafeDark       int64       // minutes of obliged time the quote may be away; -1 = not known
}

// A Burn is the slack that went in the last Window, over so much scheduled time.
// It is not OK when nothing was scheduled, or nobody was there to see.
type Burn struct {
	Window, Lost, Over market.Time
	OK                 bool
}

// A Forecasted is a Forecast as it is shown. Ratios are rounded down, burns up,
// null where too little is known.
type Forecasted struct {
	Sessions     int      `json:"sessions"`
	Low          *string  `json:"low"`
	Mid          *string  `json:"mid"`
	High         *string  `json:"high"`
	Chance       *string  `json:"chance"`
	Burns        []Burned `json:"burns"`
	EndsAt       string   `json:"slack_ends_at"` // "" = it lasts the month, or no burn is known
	ImpossibleAt string   `json:"impossible_at"`
	SafeDark     *int64   `json:"safe_dark_minutes"`

	of Forecast
}

// A Burned is a Burn as it is shown: minutes of slack lost in an hour of
// scheduled time, below 0 when slack was regained.
type Burned struct {
	WindowNs market.Time `json:"window_ns"`
	LostNs   market.Time `json:"lost_ns"`
	PerHour  *string     `json:"minutes_per_hour"`
}

func (f *Forecast) shown() *Forecasted {
	v := &Forecasted{Sessions: f.Sessions, EndsAt: stamp(f.EndsAt), ImpossibleAt: stamp(f.ImpossibleAt), Burns: []Burned{}, of: *f}
	if f.OK {
		v.Low, v.Mid, v.High, v.Chance = downText(f.Low), downText(f.Mid), downText(f.High), downText(f.Chance)
	}
	if f.SafeDark >= 0 {
		v.SafeDark = &v.of.SafeDark
	}
	for _, b := range f.Burn {
		s := Burned{WindowNs: b.Window, LostNs: b.Lost}
		if b.OK && b.Over > 0 {
			text := perHour(b.Lost, b.Over)
			s.PerHour = &text
		}
		v.Burns = append(v.Burns, s)
	}
	return v
}

// downText returns v parts per million with four decimals, rounded down.
func downText(v int64) *string {
	s := fixed(max(0, v)/100, 4)
	return &s
}

// perHour returns how many minutes are lost in an hour, with one decimal, rounded
// up. Both times are less than a year.
func perHour(lost, over market.Time) string {
	tenths := int64(lost) / 1000 * 600 // microseconds: the product must fit
	by := max(1, int64(over)/1000)
	q := tenths / by
	if tenths%by > 0 {
		q++
	}
	return fixed(q, 1)
}
