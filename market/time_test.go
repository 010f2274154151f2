package market_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quotient/market"
)

var shanghai = time.FixedZone("CST", 8*3600)

// TestDatesAgainstTime walks every day of fifty years.
func TestDatesAgainstTime(t *testing.T) {
	day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; day.Year() <= 2040; day = day.AddDate(0, 0, 1) {
		d := market.Date(day.Year()*10000 + int(day.Month())*100 + day.Day())
		days := int32(day.Unix() / 86400)
		if d.Days() != days || market.DateOfDays(days) != d {
			t.Fatalf("%d has day number %d, want %d; back %d", d, d.Days(), days, market.DateOfDays(days))
		}
		if d.Weekday() != int(day.Weekday()) || !d.Valid() || d.Month() != market.Month(int(d)/100) {
			t.Fatalf("%d: weekday %d, valid %v, month %d", d, d.Weekday(), d.Valid(), d.Month())
		}
		midnight := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, shanghai)
		if d.At(0) != market.Time(midnight.UnixNano()) {
			t.Fatalf("%d begins at %d, want %d", d, d.At(0), midnight.UnixNano())
		}
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for _, d := range []market.Date{0, -1, -20200101, 20200001, 20201301, 20200100, 20200132, 20210229, 20200230, 20200431, 19000229, 20200199} {
		if d.Valid() {
			t.Errorf("%d is valid", d)
		}
	}
	for _, d := range []market.Date{20200229, 20000229, 19700101, 20401231} {
		if !d.Valid() {
			t.Errorf("%d is not valid", d)
		}
	}
}

func TestInstantsAgainstTime(t *testing.T) {
	from := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	to := time.Date(2040, 12, 31, 0, 0, 0, 0, time.UTC).UnixNano()
	rapid.Check(t, func(t *rapid.T) {
		ns := rapid.Int64Range(from, to).Draw(t, "ns")
		at, want := market.Time(ns), time.Unix(0, ns).In(shanghai)
		date := market.Date(want.Year()*10000 + int(want.Month())*100 + want.Day())
		clock := market.Time(want.Hour())*market.Hour + market.Time(want.Minute())*market.Minute +
			market.Time(want.Second())*market.Second + market.Time(want.Nanosecond())
		if at.Date() != date || at.Clock() != clock {
			t.Fatalf("%d is %d %d, want %d %d", ns, at.Date(), at.Clock(), date, clock)
		}
		if date.At(clock) != at {
			t.Fatalf("%d at %d is %d, want %d", date, clock, date.At(clock), at)
		}
	})
}

func TestUnits(t *testing.T) {
	if time.Duration(market.Day) != 24*time.Hour || time.Duration(market.Microsecond) != time.Microsecond ||
		time.Duration(market.Millisecond) != time.Millisecond || time.Duration(market.Minute) != time.Minute {
		t.Error("a unit of Time is wrong")
	}
}
