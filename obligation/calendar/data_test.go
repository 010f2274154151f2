package calendar_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"testing"

	"quotient/market"
)

// skipped are nights that only this exchange left out: the data, which are of
// all mainland futures exchanges, do not know it.
var skipped = map[string]bool{"2019-09-02": true, "2019-12-02": true}

// TestAgainstData asks the laid out calendars for every trading day of the
// shared list: its day before, its night and when its auction begins.
func TestAgainstData(t *testing.T) {
	f, err := os.Open("../../../shared/data/calendar/cn_futures_trading_days_2013_2026.csv")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the shared calendar data is not beside the repository: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all, checked, nights := shipped(t), 0, 0
	first := all["night"].p.Days[0].Date
	for _, row := range rows[1:] {
		d, prev := date(t, row[0]), date(t, row[1])
		if d < first {
			continue
		}
		checked++
		night := row[2] == "1" && !skipped[row[0]]
		open := map[string]market.Time{"day": instant(t, row[0]+" 08:55:00"), "index": instant(t, row[0]+" 09:25:00")}
		if open["night"] = open["day"]; night {
			nights++
			open["night"] = instant(t, row[1]+" 20:55:00")
		}
		if (row[3] == "20:55") != (row[2] == "1") {
			t.Fatalf("the data contradict themselves: %v", row)
		}
		for name, x := range all {
			from, to, ok := x.Span(x.hours, d)
			if !ok || from != open[name] || to != instant(t, row[0]+" 15:00:00") {
				t.Errorf("%s %s: %s to %s %v, want from %s", name, row[0], clock(from), clock(to), ok, clock(open[name]))
			}
			// Between the two days there is no other.
			if got, ok := x.TradingDay(x.hours, prev.At(15*market.Hour)); ok && got != d || ok == (d == first) {
				t.Errorf("%s: after %s comes %d %v, want %s", name, row[1], got, ok, row[0])
			}
		}
	}
	for name, x := range all {
		if checked != len(x.p.Days) {
			t.Errorf("%s: %d days in the data, %d in the calendar", name, checked, len(x.p.Days))
		}
	}
	if checked < 2000 || nights < 1900 || nights == checked {
		t.Errorf("only %d days and %d nights compared", checked, nights)
	}
}
