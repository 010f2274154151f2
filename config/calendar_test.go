package config

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// daysOf returns an exchange's trading days by date.
func daysOf(t *testing.T, name string) map[market.Date]calendar.Day {
	t.Helper()
	days := map[market.Date]calendar.Day{}
	for _, d := range example(t, name).Calendar.Days {
		days[d.Date] = d
	}
	return days
}

// TestCalendarAgainstData compares the built-in calendars with the shared list
// of trading days. The list knows nothing of the two nights that only ZCE left out.
func TestCalendarAgainstData(t *testing.T) {
	f, err := os.Open("../../shared/data/calendar/cn_futures_trading_days_2013_2026.csv")
	if err != nil {
		t.Skip("no calendar data beside the repository: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	czce, cffex, checked := daysOf(t, "apple"), daysOf(t, "index"), 0
	for _, row := range rows[1:] {
		date, _ := readDate(row[0])
		prev, _ := readDate(row[1])
		if date < 20180101 {
			continue
		}
		checked++
		night := row[2] == "1" && date != 20190902 && date != 20191202
		if got := czce[date]; got != (calendar.Day{Date: date, Prev: prev, Night: night}) {
			t.Errorf("CZCE %s: %+v, data say %v", row[0], got, row)
		}
		if got := cffex[date]; got != (calendar.Day{Date: date, Prev: prev}) {
			t.Errorf("CFFEX %s: %+v, data say %v", row[0], got, row)
		}
	}
	if checked != len(czce) || checked != len(cffex) || checked < 2000 {
		t.Errorf("%d days in the data, %d and %d in the calendars", checked, len(czce), len(cffex))
	}
}

// TestNotices checks nights against the exchange's notices.
func TestNotices(t *testing.T) {
	days := daysOf(t, "apple")
	for _, n := range []struct {
		date  market.Date
		night bool
		why   string
	}{
		{20190102, false, "郑商函〔2018〕503号: no night on 2018-12-28"},
		{20190103, true, "郑商函〔2018〕503号: nights again from the evening of 2019-01-02"},
		{20190902, false, "night before 2019-09-02 cancelled"},
		{20191202, false, "night before 2019-12-02 cancelled"},
		{20200204, false, "nights suspended from 2020-02-03"},
		{20200430, false, "nights suspended"},
		{20200506, false, "first day after the holiday"},
		{20200507, true, "nights resumed on the evening of 2020-05-06"},
		{20231009, false, "notice of 2023-09-21: no night on 2023-09-28"},
		{20231010, true, "nights again from the evening of 2023-10-09"},
		{20261123, true, "an ordinary Monday: the night of Friday belongs to it"},
	} {
		if d, ok := days[n.date]; !ok || d.Night != n.night {
			t.Errorf("%d: %+v; %s", n.date, d, n.why)
		}
	}
	for _, holiday := range []market.Date{20181231, 20200131, 20230929, 20260105 - 3, 20261001, 20261121} {
		if _, ok := days[holiday]; ok {
			t.Errorf("%d is a trading day", holiday)
		}
	}
}

// seconds sums the seconds of a phase over a trading day.
func seconds(list []calendar.Stretch, phase market.Phase) (n market.Time) {
	for _, s := range list {
		if s.Phase == phase {
			n += s.To - s.From
		}
	}
	return n / market.Second
}

// TestHours checks the lengths of the phases that the rules name.
func TestHours(t *testing.T) {
	for _, c := range []struct {
		desk, group         string
		day, night, auction market.Time
	}{
		{"apple", "day", 13_500, 13_500, 240},
		{"apple", "night", 13_500, 20_700, 240},
		{"index", "index", 14_400, 14_400, 240},
	} {
		for _, h := range example(t, c.desk).Calendar.Hours {
			if h.Name.String() != c.group {
				continue
			}
			day, night := h.Day[:h.DayCount], h.Night[:h.NightCount]
			if got := seconds(day, market.PhaseContinuous); got != c.day {
				t.Errorf("%s: %d s of day, want %d", c.group, got, c.day)
			}
			if got := seconds(night, market.PhaseContinuous); got != c.night {
				t.Errorf("%s: %d s with night, want %d", c.group, got, c.night)
			}
			for _, list := range [][]calendar.Stretch{day, night} {
				if a, m := seconds(list, market.PhaseAuction), seconds(list, market.PhaseMatch); a != c.auction || m != 60 {
					t.Errorf("%s: %d s of auction, %d s of match", c.group, a, m)
				}
			}
			if c.group == "night" && (!night[0].Eve || day[0].Eve) {
				t.Error("the night's auction is on the eve, the day's is not")
			}
		}
	}
}

// TestCoverage: months of listed years, for hours that are known to have held.
func TestCoverage(t *testing.T) {
	apple := example(t, "apple")
	if c := apple.Calendar.Covered; len(c) != 108 || c[0] != 201801 || c[107] != 202612 {
		t.Errorf("day products: %d months %v", len(c), c)
	}
	text := strings.NewReplacer("AP010", "CF010", "AP101", "CF101", "AP:", "CF:", "product: AP", "product: CF").Replace(string(apple.Text))
	cotton, problems := Parse("cotton.yaml", []byte(text), nil)
	if len(problems) > 0 {
		t.Fatal(RenderText(problems, false))
	}
	if c := cotton.Calendar.Covered; len(c) != 84 || c[0] != 202001 {
		t.Errorf("night products: %d months from %v", len(c), c[0])
	}
	if name := cotton.Calendar.Hours[cotton.Hours[1]].Name.String(); name != "night" {
		t.Errorf("cotton trades in the hours of %s", name)
	}
}

// TestTable lays the calendar out and asks it about one known day.
func TestTable(t *testing.T) {
	d := example(t, "apple")
	table := d.Table()
	for clock, want := range map[market.Time]market.Phase{
		8*market.Hour + 54*market.Minute:  market.PhaseClosed,
		8*market.Hour + 55*market.Minute:  market.PhaseAuction,
		8*market.Hour + 59*market.Minute:  market.PhaseMatch,
		9 * market.Hour:                   market.PhaseContinuous,
		10*market.Hour + 20*market.Minute: market.PhaseBreak,
		15 * market.Hour:                  market.PhaseClosed,
	} {
		if got := table.PhaseAt(d.Hours[1], market.Date(20200803).At(clock)); got != want {
			t.Errorf("%d min: %v, want %v", clock/market.Minute, got, want)
		}
	}
}
