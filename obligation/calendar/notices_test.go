package calendar_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"quotient/config"
	"quotient/market"
	"quotient/obligation/calendar"
)

// shanghai is the zone of every written time, without a zone database.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// instant reads 2020-08-03 21:00:00.5 the standard library's way.
func instant(t testing.TB, text string) market.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return market.Time(at.UnixNano())
}

// date reads 2020-08-03.
func date(t testing.TB, text string) market.Date {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return market.Date(d.Year()*10000 + int(d.Month())*100 + d.Day())
}

// clock writes an instant for a person.
func clock(at market.Time) string {
	return time.Unix(0, int64(at)).In(shanghai).Format("2006-01-02 15:04:05.999999999")
}

// desk returns a shipped desk file's configuration, some words of it replaced.
func desk(t testing.TB, name string, replace ...string) *config.Desk {
	t.Helper()
	text, ok := config.Example(name)
	if !ok {
		t.Fatal("no example ", name)
	}
	for i := 0; i < len(replace); i += 2 {
		text = bytes.ReplaceAll(text, []byte(replace[i]), []byte(replace[i+1]))
	}
	d, problems := config.Parse(name+".yaml", text, nil)
	if len(problems) > 0 {
		t.Fatal(config.RenderText(problems, false))
	}
	return d
}

// cotton is the apple desk with a product that has a night session.
func cotton(t testing.TB) *config.Desk {
	return desk(t, "apple", "AP010", "CF010", "AP101", "CF101", "AP:", "CF:", "product: AP", "product: CF")
}

// exchange is one shipped calendar and the hours of the desk's first contract.
type exchange struct {
	*calendar.Table
	p     calendar.Params
	hours uint8
}

// shipped lays out the shipped calendars, by the name of their hours.
func shipped(t testing.TB) map[string]exchange {
	t.Helper()
	all := map[string]exchange{}
	for _, d := range []*config.Desk{desk(t, "apple"), cotton(t), desk(t, "index")} {
		d.Calendar.Check(func(key string, found, allowed int64) { t.Fatal(key, found, allowed) })
		h := d.Hours[0]
		all[d.Calendar.Hours[h].Name.String()] = exchange{calendar.New(d.Calendar), d.Calendar, h}
	}
	if len(all) != 3 {
		t.Fatalf("hours of %d kinds, want day, night, index", len(all))
	}
	return all
}

func TestNotices(t *testing.T) {
	text, err := os.ReadFile("testdata/notices.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := shipped(t)
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		x, ok := all[f[0]]
		if !ok || len(f) != 5 {
			t.Fatalf("cannot read %q", line)
		}
		at := instant(t, f[1]+" "+f[2])
		if got := x.PhaseAt(x.hours, at); got.String() != f[3] {
			t.Errorf("%s: %s", strings.TrimSpace(line), got)
		}
		if got, ok := x.TradingDay(x.hours, at); !ok || got != date(t, f[4]) {
			t.Errorf("%s: trading day %d %v", strings.TrimSpace(line), got, ok)
		}
	}
}

// TestLengths: 13,500 s of continuous trading by day, 7,200 s by night, and an
// opening call auction of 300 s before the first of them.
func TestLengths(t *testing.T) {
	all := shipped(t)
	for _, c := range []struct {
		hours, day, open, close string
		continuous              market.Time // seconds
	}{
		{"day", "2020-08-04", "2020-08-04 08:55:00", "2020-08-04 15:00:00", 13_500},
		{"day", "2020-02-04", "2020-02-04 08:55:00", "2020-02-04 15:00:00", 13_500},
		{"night", "2020-08-04", "2020-08-03 20:55:00", "2020-08-04 15:00:00", 20_700},
		{"night", "2020-08-10", "2020-08-07 20:55:00", "2020-08-10 15:00:00", 20_700},
		{"night", "2020-02-04", "2020-02-04 08:55:00", "2020-02-04 15:00:00", 13_500},
		{"night", "2020-10-09", "2020-10-09 08:55:00", "2020-10-09 15:00:00", 13_500},
		{"index", "2021-01-04", "2021-01-04 09:25:00", "2021-01-04 15:00:00", 14_400},
	} {
		x, d := all[c.hours], date(t, c.day)
		open, end, ok := x.Span(x.hours, d)
		if !ok || open != instant(t, c.open) || end != instant(t, c.close) {
			t.Errorf("%s %s: from %s to %s, want %s to %s", c.hours, c.day, clock(open), clock(end), c.open, c.close)
		}
		if got := x.Scheduled(x.hours, open, end) / market.Second; got != c.continuous+300 {
			t.Errorf("%s %s: %d s scheduled, want %d and the auction", c.hours, c.day, got, c.continuous)
		}
		if got := x.Auction(x.hours, open, end) / market.Second; got != 300 {
			t.Errorf("%s %s: %d s of auction", c.hours, c.day, got)
		}
		// Around the clock it is the same: nothing else is scheduled.
		if got := x.Scheduled(x.hours, open-4*market.Hour, end+4*market.Hour) / market.Second; got != c.continuous+300 {
			t.Errorf("%s %s: %d s with the hours around", c.hours, c.day, got)
		}
	}
}

// TestDayByNext walks a day of each kind from change to change.
func TestDayByNext(t *testing.T) {
	all := shipped(t)
	for _, c := range []struct{ hours, from, want string }{
		{"night", "2020-08-03 15:00:00", "20:55 auction, 20:59 match, 21:00 continuous, 23:00 closed, " +
			"09:00 continuous, 10:15 break, 10:30 continuous, 11:30 break, 13:30 continuous, 15:00 closed"},
		{"night", "2020-09-30 15:00:00", "08:55 auction, 08:59 match, " +
			"09:00 continuous, 10:15 break, 10:30 continuous, 11:30 break, 13:30 continuous, 15:00 closed"},
		{"day", "2020-08-03 15:00:00", "08:55 auction, 08:59 match, " +
			"09:00 continuous, 10:15 break, 10:30 continuous, 11:30 break, 13:30 continuous, 15:00 closed"},
		{"index", "2021-01-04 15:00:00", "09:25 auction, 09:29 match, 09:30 continuous, 11:30 break, 13:00 continuous, 15:00 closed"},
	} {
		x, at := all[c.hours], instant(t, c.from)
		var got []string
		for range strings.Count(c.want, ",") + 1 {
			when, phase, ok := x.Next(x.hours, at)
			if !ok || when <= at || x.PhaseAt(x.hours, when) != phase || x.PhaseAt(x.hours, when-1) == phase {
				t.Fatalf("%s: after %s comes %s %s %v", c.hours, clock(at), clock(when), phase, ok)
			}
			got = append(got, clock(when)[11:16]+" "+phase.String())
			at = when
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s after %s:\n got %s\nwant %s", c.hours, c.from, s, c.want)
		}
	}
}

// TestMonths: a month begins with the eve of its first trading day, which mostly
// lies in the month before, and ends with the close of its last.
func TestMonths(t *testing.T) {
	all := shipped(t)
	for _, c := range []struct {
		hours    string
		month    market.Month
		from, to string
		days     market.Time
		nights   market.Time
	}{
		{"day", 202008, "2020-08-03 08:55:00", "2020-08-31 15:00:00", 21, 0},
		{"night", 202008, "2020-07-31 20:55:00", "2020-08-31 15:00:00", 21, 21},
		{"night", 202009, "2020-08-31 20:55:00", "2020-09-30 15:00:00", 22, 22},
		{"night", 202010, "2020-10-09 08:55:00", "2020-10-30 15:00:00", 16, 15}, // after the holiday
		{"night", 202003, "2020-03-02 08:55:00", "2020-03-31 15:00:00", 22, 0},  // nights suspended
		{"night", 202005, "2020-05-06 08:55:00", "2020-05-29 15:00:00", 18, 17},
		{"night", 202101, "2021-01-04 08:55:00", "2021-01-29 15:00:00", 20, 19}, // after New Year
		{"night", 202106, "2021-05-31 20:55:00", "2021-06-30 15:00:00", 21, 20}, // one holiday within
		{"index", 202101, "2021-01-04 09:25:00", "2021-01-29 15:00:00", 20, 0},
	} {
		x := all[c.hours]
		from, to, ok := x.MonthSpan(x.hours, c.month)
		if !ok || from != instant(t, c.from) || to != instant(t, c.to) {
			t.Errorf("%s %d: from %s to %s, want %s to %s", c.hours, c.month, clock(from), clock(to), c.from, c.to)
		}
		day := market.Time(13_500)
		if c.hours == "index" {
			day = 14_400
		}
		if got, want := x.Scheduled(x.hours, from, to)/market.Second, c.days*(day+300)+c.nights*7200; got != want {
			t.Errorf("%s %d: %d s, want %d", c.hours, c.month, got, want)
		}
		if got := x.Auction(x.hours, from, to) / market.Second; got != c.days*300 {
			t.Errorf("%s %d: %d s of auction, want %d", c.hours, c.month, got, c.days*300)
		}
	}
}

// TestMonthsTile: the covered months of the shipped calendars take up all
// scheduled time, each instant once.
func TestMonthsTile(t *testing.T) {
	for name, x := range shipped(t) {
		var sum, first, last market.Time
		for _, m := range x.p.Covered {
			from, to, ok := x.MonthSpan(x.hours, m)
			if !ok || from >= to || from < last {
				t.Fatalf("%s %d: from %s to %s, the one before ends %s", name, m, clock(from), clock(to), clock(last))
			}
			if x.Scheduled(x.hours, last, from) != 0 && last != 0 {
				t.Errorf("%s: scheduled time between %s and %s is in no month", name, clock(last), clock(from))
			}
			if first == 0 {
				first = from
			}
			sum, last = sum+x.Scheduled(x.hours, from, to), to
		}
		if all := x.Scheduled(x.hours, first, last); all != sum || all == 0 {
			t.Errorf("%s: %d s in the months, %d s in all", name, sum/market.Second, all/market.Second)
		}
	}
}
