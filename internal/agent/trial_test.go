package agent

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"quotient/config"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/sim"
)

// A trial is a desk that ran against the simulated exchange, with everything
// that both of them counted.
type trial struct {
	desk     *config.Desk
	cal      *calendar.Table
	core     *core
	x        *sim.Exchange
	days     map[dayKey]port.TallyTime // finished
	units    []port.Unit               // after each trading day
	requests []port.Request
	members  []port.Member
	over     market.Time // when the first day opens that the exchange does not know
}

// An order is a command that the desk gives at an instant.
type order struct {
	at market.Time
	c  port.Command
}

// A bench is memory that trials use one after the other.
type bench []ring.Slot[port.Record]

func newBench() bench { return make(bench, 2*quoter.RecordsPerPoll) }

// try runs days trading days of a desk, giving it orders, which are ascending,
// against an exchange that bend may change.
func (b bench) try(tb testing.TB, d *config.Desk, days int, orders []order, bend ...func(*sim.Params)) *trial {
	tb.Helper()
	t := &trial{desk: d, days: map[dayKey]port.TallyTime{}}
	t.core = build(d, options{ownInBook: true, records: ring.New(b)})
	t.cal = t.core.cal
	first, ok := t.cal.TradingDay(d.Hours[0], d.Sim.Start)
	dates := tradingDays(d, first, days)
	if !ok || len(dates) != days {
		tb.Fatalf("the calendar has no %d trading days from %d on", days, first)
	}
	start := t.core.simOpen(first, d.Sim.Start)
	p, err := generated(d, t.cal, dates, start)
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range bend {
		f(&p)
	}
	p.Check(func(key string, found, allowed int64) { tb.Fatalf("sim: %s is %d, allowed %d", key, found, allowed) })
	t.x = sim.NewExchange(p)
	v := &virtual{loop: t.core.loop, rings: t.core.rings, x: t.x, now: start}
	v.begin(start, t.core.opening(start, true))
	for _, g := range scriptedGrants(p.Script) {
		v.command(g)
	}
	t.run(v, dates[days-1], orders)
	return t
}

// run lets time pass until the trading day after last opens: what was never
// proven is decided then.
func (t *trial) run(v *virtual, last market.Date, orders []order) {
	for _, o := range orders {
		t.until(v, o.at)
		v.step(max(o.at, v.now))
		v.command(o.c)
	}
	_, end, _ := t.cal.Span(t.desk.Hours[0], last)
	next, _ := t.cal.TradingDay(t.desk.Hours[0], end)
	t.over, _, _ = t.cal.Span(t.desk.Hours[0], next)
	t.until(v, t.over+market.Millisecond)
	v.finish()
	t.take()
}

// until takes every step that is due before at.
func (t *trial) until(v *virtual, at market.Time) {
	for next := v.next(); next != 0 && next < at; next = v.next() {
		v.step(max(next, v.now))
		t.take()
	}
}

// take keeps what the loop has put on record.
func (t *trial) take() {
	records := t.core.rings.Records
	for r := records.Peek(); r != nil; r = records.Peek() {
		switch r.Kind {
		case port.RecordTallyTime:
			if d := r.TallyTime(); d.Final != 0 {
				t.days[dayKey{d.Contract, d.Date}] = *d
			}
		case port.RecordUnit:
			if u := r.Unit(); u.Final != 0 {
				t.units = append(t.units, *u)
			}
		case port.RecordRequest:
			t.requests = append(t.requests, *r.Request())
		case port.RecordMember:
			t.members = append(t.members, *r.Member())
		}
		records.Drop()
	}
}

// symbol names a contract.
func (t *trial) symbol(c market.Contract) string { return t.desk.Instruments[c].Symbol.String() }

// eachDay tries days 0 to n-1, several at a time, each worker on a bench of its
// own. The first one that goes wrong ends its worker's share. QUOTIENT_DAY names
// a single one to look at.
func eachDay(t *testing.T, n int, try func(t *testing.T, b bench, day uint64)) {
	from, step := 0, runtime.GOMAXPROCS(0)
	if day, err := strconv.Atoi(os.Getenv("QUOTIENT_DAY")); err == nil {
		from, step, n = day, 1, day+1
	}
	for w := range step {
		t.Run(fmt.Sprint("worker ", w), func(t *testing.T) {
			t.Parallel()
			b := newBench()
			for i := from + w; i < n && !t.Failed(); i += step {
				try(t, b, uint64(i))
			}
		})
	}
}

// long is how many days to try: few in every run, many where there is time, and
// n times as many with QUOTIENT_LONG=n.
func long(few, many int) int {
	switch n, err := strconv.Atoi(os.Getenv("QUOTIENT_LONG")); {
	case err == nil && n > 0:
		return n * many
	case os.Getenv("QUOTIENT_LONG") != "":
		return many
	}
	return few
}
