package agent

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// troubleDay is the trading day on which random things happen.
const troubleDay = market.Date(2026_11_24)

// A trouble draws a random desk and what happens to it on a short trading day.
type trouble struct {
	r      *rand.Rand
	night  bool
	calm   bool     // the session is never cut
	future string   // that jumps and goes to its limit
	quoted []string // contracts
	desk   []string // replaced in the desk file
	events []event
	orders []order
}

// An event is a line of a script.
type event struct {
	at   market.Time
	text string
}

func newTrouble(seed uint64, future string, quoted ...string) *trouble {
	x := &trouble{r: rand.New(rand.NewPCG(2026, seed)), calm: seed%2 == 0, future: future, quoted: quoted}
	x.night = x.r.IntN(2) == 0
	return x
}

func (x *trouble) pick(of ...string) string  { return of[x.r.IntN(len(of))] }
func (x *trouble) one(in int) bool           { return x.r.IntN(in) == 0 }
func (x *trouble) yes() string               { return x.pick("true", "false") }
func (x *trouble) span(low, high int) string { return fmt.Sprintf("%ds", low+x.r.IntN(high-low+1)) }
func (x *trouble) replace(old, with string)  { x.desk = append(x.desk, old, with) }
func (x *trouble) any() string               { return x.pick(x.quoted...) }

// at notes a line of the script. Requests come at instants of their own: of what
// is stamped alike nobody knows what came first.
func (x *trouble) at(t market.Time, text string) {
	if strings.HasPrefix(text, "request ") || strings.HasPrefix(text, "storm ") {
		t++
	}
	x.events = append(x.events, event{t, text})
}

// instant is some time of the trading day, mostly of continuous trading; every
// other one a whole second, when snapshots are cut.
func (x *trouble) instant() market.Time {
	from, length := troubleDay.At(8*market.Hour+57*market.Minute), 14*market.Minute
	if x.night && x.one(3) {
		from, length = market.Date(troubleDay-1).At(20*market.Hour+57*market.Minute), 7*market.Minute
	}
	t := from + market.Time(x.r.Int64N(int64(length)))
	if x.one(2) {
		return t - t%market.Second
	}
	return t - t%market.Millisecond
}

// delays draws how long things take at the exchange. An order does not take as
// long as a snapshot: else what we do on one would be stamped like another.
func (x *trouble) delays() string {
	all := []string{"0s", "500us", "7ms", "300ms"}
	feed, order := x.pick(all...), x.pick(all...)
	if feed == order {
		order = "1ms"
	}
	return fmt.Sprintf("  delays: {order: %s, reply: %s, feed: %s}\n", order, x.pick(all...), feed)
}

// happens draws one thing that happens.
func (x *trouble) happens() {
	t := x.instant()
	if x.one(3) { // a request just before it, just after it or with it
		x.at(t+market.Time(x.r.Int64N(3)-1)*market.Time(x.r.IntN(400))*market.Millisecond, "request "+x.any())
	}
	switch x.r.IntN(20) {
	case 0:
		x.cut(t)
	case 1: // while a request is open
		x.at(t, "request "+x.any())
		x.cut(x.after(t, 20*market.Second))
	case 2, 3:
		c := x.pick(x.future, x.any())
		x.at(t, "limit "+c+" "+x.pick("up", "down"))
		x.at(x.after(t, 90*market.Second), "limit "+c+" off")
	case 4:
		x.at(t, "hole "+x.span(1, 30))
	case 5:
		c := x.pick("", " "+x.future, " "+x.any())
		x.at(t, "halt"+c)
		x.at(x.after(t, 60*market.Second), "resume"+c)
	case 6:
		x.at(t, fmt.Sprintf("grant %s %s G-%d", x.pick("all", x.any()), x.span(1, 90), x.r.IntN(1000)))
	case 7:
		x.at(t, fmt.Sprintf("stress %s %s %s", x.pick("all", x.any()), x.span(1, 90), x.pick("1.5", "2.25")))
	case 8:
		x.at(t, "refuse "+x.span(1, 10))
	case 9:
		slow := 1500
		if x.calm { // else what happens at the end is known when the day is closed
			slow = 600
		}
		x.at(t, fmt.Sprintf("slow %dms", x.r.IntN(slow)))
		x.at(x.after(t, 60*market.Second), "slow 0s")
	case 10:
		x.at(t, "cancel"+x.pick("", " "+x.any()))
	case 11:
		x.at(t, fmt.Sprintf("sweep %s %s %d", x.any(), x.pick("buy", "sell"), 1+x.r.IntN(60)))
	case 12, 13, 14:
		x.at(t, fmt.Sprintf("hit %s %s %d", x.any(), x.pick("bid", "ask"), 1+x.r.IntN(14)))
	case 15, 16:
		x.at(t, fmt.Sprintf("jump %s %d", x.future, (1+x.r.IntN(130))*(1-2*x.r.IntN(2))))
	case 17:
		x.at(t, fmt.Sprintf("storm all %d %s", 1+x.r.IntN(60), x.span(1, 20)))
	case 18:
		x.at(t, "request "+x.any())
	case 19:
		x.order(t, x.after(t, 30*market.Second))
	}
}

// after is some time up to span after t.
func (x *trouble) after(t, span market.Time) market.Time {
	return t + market.Time(x.r.Int64N(int64(span/market.Millisecond)+1))*market.Millisecond
}

// cut breaks the session, unless the day is calm.
func (x *trouble) cut(t market.Time) {
	if !x.calm {
		x.at(t, "disconnect")
		x.at(x.after(t, 60*market.Second), "reconnect")
	}
}

// order draws something that the desk itself does, and undoes later.
func (x *trouble) order(from, to market.Time) {
	give := func(t market.Time, c port.Command) { x.orders = append(x.orders, order{t, c}) }
	all := market.NoContract
	switch x.r.IntN(3) {
	case 0:
		if x.one(2) {
			all = market.Contract(1 + x.r.IntN(len(x.quoted)))
		}
		give(from, port.Command{Kind: port.CommandPause, Contract: all})
		give(to, port.Command{Kind: port.CommandResume, Contract: all})
	case 1:
		give(from, port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Killed), Contract: all})
		give(to, port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Run), Contract: all})
	case 2:
		give(from, port.Command{Kind: port.CommandJournal, Value: 0, Contract: all})
		give(to, port.Command{Kind: port.CommandJournal, Value: 1, Contract: all})
	}
}

// commands are the orders in the order of time. The latch counts its settings.
func (x *trouble) commands() []order {
	slices.SortStableFunc(x.orders, func(a, b order) int { return cmp.Compare(a.at, b.at) })
	epoch := uint64(1)
	for i := range x.orders {
		if c := &x.orders[i].c; c.Kind == port.CommandLatch {
			epoch++
			c.Epoch = epoch
		}
	}
	return x.orders
}

// files are what the desk file names: the calendar and the script.
func (x *trouble) files() map[string][]byte {
	calendar := shortDays
	if x.night {
		calendar = nightDays
	}
	return map[string][]byte{"short.yaml": []byte(calendar), "random": []byte(scriptOf(x.events))}
}

// scriptOf writes events down as a script.
func scriptOf(events []event) string {
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	var b strings.Builder
	for _, e := range events {
		d := e.at.Date()
		ns := int64(e.at - d.At(0))
		sec := ns / int64(market.Second)
		fmt.Fprintf(&b, "day %04d-%02d-%02d\nat %02d:%02d:%02d.%09d %s\n", d/10000, d/100%100, d%100,
			sec/3600, sec/60%60, sec%60, ns%int64(market.Second), e.text)
	}
	return b.String()
}

// clockText is an instant as a desk file writes it.
func clockText(t market.Time) string {
	d := t.Date()
	min := int64(t-d.At(0)) / int64(market.Minute)
	return fmt.Sprintf("%04d-%02d-%02d %02d:%02d", d/10000, d/100%100, d%100, min/60, min%60)
}
