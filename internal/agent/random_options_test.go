package agent

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"quotient/config"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// shortDays is a calendar of short trading days; nightDays has a night session.
const shortDays = `schema: 1
exchange: CZCE
before: 2025-12-31
hours:
  short:
    source: made up
    from: 2026-01-05
    products: [SR, AP]
    day:
      - 08:58-08:59 auction
      - 08:59-09:00 match
      - 09:00-09:05 continuous
      - 09:05-09:06 break
      - 09:06-09:10 continuous
years:
  2026:
    source: made up
    holidays: [01-01]
`

const nightDays = `schema: 1
exchange: CZCE
before: 2025-12-31
hours:
  short:
    source: made up
    from: 2026-01-05
    products: [SR, AP]
    day:
      - 08:58-08:59 auction
      - 08:59-09:00 match
      - 09:00-09:05 continuous
    night:
      - eve 20:58-20:59 auction
      - eve 20:59-21:00 match
      - eve 21:00-21:03 continuous
      - 09:00-09:03 continuous
      - 09:03-09:05 break
      - 09:05-09:07 continuous
years:
  2026:
    source: made up
    holidays: [01-01]
`

// optionDesk is the shipped option desk, made small and its days short, with some
// of its text replaced.
func optionDesk(tb testing.TB, files map[string][]byte, oldnew ...string) *config.Desk {
	tb.Helper()
	text, _ := config.Example("options_dev")
	oldnew = append([]string{
		"  exchange: CZCE\n", "  exchange: CZCE\n  file: short.yaml\n",
		"{from: 5100, to: 6100, step: 100}", "{from: 5400, to: 5800, step: 100}",
		"start: 2026-11-23 09:00", "start: 2026-11-24 08:50",
	}, oldnew...)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(string(text), oldnew[i]) {
			tb.Fatalf("options_dev.yaml has no %q", oldnew[i])
		}
	}
	text = []byte(strings.NewReplacer(oldnew...).Replace(string(text)))
	d, problems := config.Parse("options_dev.yaml", text, files)
	if len(problems) > 0 {
		tb.Fatalf("%s\n%s", config.RenderText(problems, false), text)
	}
	return d
}

// A trouble is a random desk and what happens to it.
type trouble struct {
	r      *rand.Rand
	night  bool
	calm   bool     // the session is never cut
	desk   []string // replaced in the desk file
	events []event
	orders []order
	epoch  uint64
}

// An event is a line of a script.
type event struct {
	at   market.Time
	text string
}

func (x *trouble) pick(of ...string) string  { return of[x.r.IntN(len(of))] }
func (x *trouble) yes() string               { return x.pick("true", "false") }
func (x *trouble) span(low, high int) string { return fmt.Sprintf("%ds", low+x.r.IntN(high-low+1)) }
func (x *trouble) replace(old, with string)  { x.desk = append(x.desk, old, with) }

// at notes a line of the script. Requests come at instants of their own: of what
// is stamped alike nobody knows what came first.
func (x *trouble) at(t market.Time, text string) {
	if strings.HasPrefix(text, "request ") || strings.HasPrefix(text, "storm ") {
		t++
	}
	x.events = append(x.events, event{t, text})
}

// instant is some time of the trading day 2026-11-24, mostly of continuous
// trading; every other one a whole second, when snapshots are cut.
func (x *trouble) instant() market.Time {
	from, length := market.Date(2026_11_24).At(8*market.Hour+57*market.Minute), 14*market.Minute
	if x.night && x.r.IntN(3) == 0 {
		from, length = market.Date(2026_11_23).At(20*market.Hour+57*market.Minute), 7*market.Minute
	}
	t := from + market.Time(x.r.Int64N(int64(length)))
	if x.r.IntN(2) == 0 {
		return t - t%market.Second
	}
	return t - t%market.Millisecond
}

func (x *trouble) option() string {
	return fmt.Sprintf("SR703%s5%d00", x.pick("C", "P"), 4+x.r.IntN(5))
}

// terms draws the terms and what is quoted on them.
func (x *trouble) terms() {
	x.replace("seed: 11", fmt.Sprintf("seed: %d", x.r.IntN(1_000_000)))
	hold := ""
	policy := x.pick("settlement", "last_price", "mid")
	if policy != "settlement" && x.r.IntN(3) > 0 {
		hold = ", hold: " + x.span(1, 20)
	}
	x.replace("{around: 3, restrike: settlement}", fmt.Sprintf("{around: %d, restrike: %s, tie: %s%s}", x.r.IntN(3), policy, x.pick("lower", "higher"), hold))
	more := ""
	if x.r.IntN(3) == 0 {
		more = fmt.Sprintf("    max_imbalance: %d%%\n", 5+x.r.IntN(60))
	}
	x.replace("    min_size_lots: 10\n", fmt.Sprintf("    min_size_lots: %d\n    size_basis: %s\n    at_limit: %s\n    exempt_time: %s\n%s", 8+x.r.IntN(4),
		x.pick("remaining", "declared"), x.pick("one_sided", "last_price", "touched"), x.pick("leaves", "counts", "ignored"), more))
	x.replace("by: bid\n", "by: "+x.pick("bid", "mid")+"\n")
	x.replace("{below: 2, by: last_price}", fmt.Sprintf("{below: %d, by: %s}", 1+x.r.IntN(60), x.pick("bid", "last_price", "settlement")))
	x.replace("      hold: 20s\n", fmt.Sprintf(`      hold: %s
      scope: %s
      size_basis: %s
      filled_side_ends: %s
      standing_quote_answers: %s
      any_quote_answers: %s
      exempt_counts: %s
      break_counts: %s
      merge_within: %s
      moved_ticks: %d
`, x.span(0, 40), x.pick("rest", "all"), x.pick("remaining", "declared"), x.yes(), x.yes(), x.yes(), x.yes(), x.yes(),
		x.pick("0s", "5s", "60s"), x.r.IntN(2)*x.r.IntN(30)))
	x.replace("      within: 20s\n", "      within: "+x.pick("50ms", "1s", "5s", "20s")+"\n")
}

// market draws the exchange and what the desk quotes.
func (x *trouble) market() {
	x.replace("    refill_at_lots: 10\n", fmt.Sprintf("    refill_at_lots: %d\n    comply: %s\n", x.r.IntN(12), "false"))
	x.replace("    stale_after: 120s\n", "    stale_after: "+x.pick("5s", "20s", "120s")+"\n")
	rules := fmt.Sprintf("  rules: {cancel_on_disconnect: %s, pending: %s}\n", x.yes(), x.yes())
	feed, order := x.pick("0s", "500us", "7ms", "300ms"), x.pick("0s", "500us", "7ms", "300ms")
	if feed == order {
		order = "1ms" // else what we do on a snapshot is stamped like the snapshot
	}
	x.replace("  speed: 1\n", fmt.Sprintf("  speed: 1\n  script: random\n%s  delays: {order: %s, reply: %s, feed: %s}\n  defaults: {request_every: %s}\n",
		rules, order, x.pick("0s", "500us", "7ms", "300ms"), feed, x.pick("0s", "1m", "5m")))
	if x.r.IntN(2) == 0 {
		from := x.instant()
		from -= from % market.Minute
		x.replace("steering:\n", fmt.Sprintf("grants:\n  - {from: %s, to: %s, reference: R-1%s%s}\n\nsteering:\n", clockText(from), clockText(from+market.Time(1+x.r.IntN(5))*market.Minute),
			x.pick("", ", relax: 1.5", ", relax: 2.25"), x.pick("", fmt.Sprintf(", contracts: [%s]", x.option()))))
	}
}

func clockText(t market.Time) string {
	sec := int64(t-t.Date().At(0)) / int64(market.Second)
	d := t.Date()
	return fmt.Sprintf("%04d-%02d-%02d %02d:%02d", d/10000, d/100%100, d%100, sec/3600, sec/60%60)
}

// trouble draws one thing that happens.
func (x *trouble) happens() {
	t := x.instant()
	after := func(low, high market.Time) market.Time {
		return t + (low+market.Time(x.r.Int64N(int64(high-low+1))))/market.Millisecond*market.Millisecond
	}
	if x.r.IntN(3) == 0 { // a request just before it, just after it or with it
		x.at(t+market.Time(x.r.Int64N(3)-1)*market.Time(x.r.IntN(400))*market.Millisecond, "request "+x.option())
	}
	kind := x.r.IntN(19)
	if x.calm && (kind == 0 || kind == 17) {
		kind = 16
	}
	switch kind {
	case 0:
		x.at(t, "disconnect")
		x.at(after(0, 60*market.Second), "reconnect")
	case 1:
		c := x.pick("SR703", x.option())
		x.at(t, "limit "+c+" "+x.pick("up", "down"))
		x.at(after(0, 90*market.Second), "limit "+c+" off")
	case 2:
		x.at(t, "hole "+x.span(1, 30))
	case 3:
		c := x.pick("", " SR703", " "+x.option())
		x.at(t, "halt"+c)
		x.at(after(0, 60*market.Second), "resume"+c)
	case 4:
		x.at(t, fmt.Sprintf("grant %s %s G-%d", x.pick("all", x.option()), x.span(1, 90), x.r.IntN(1000)))
	case 5:
		x.at(t, "refuse "+x.span(1, 10))
	case 6:
		x.at(t, fmt.Sprintf("slow %dms", x.r.IntN(1500)))
		x.at(after(0, 60*market.Second), "slow 0s")
	case 7:
		x.at(t, "cancel"+x.pick("", " "+x.option()))
	case 8:
		x.at(t, fmt.Sprintf("sweep %s %s %d", x.option(), x.pick("buy", "sell"), 1+x.r.IntN(60)))
	case 9, 10, 11:
		x.at(t, fmt.Sprintf("hit %s %s %d", x.option(), x.pick("bid", "ask"), 1+x.r.IntN(14)))
	case 12, 13:
		x.at(t, fmt.Sprintf("jump SR703 %d", (1+x.r.IntN(130))*(1-2*x.r.IntN(2))))
	case 14:
		x.at(t, fmt.Sprintf("storm all %d %s", 1+x.r.IntN(60), x.span(1, 20)))
	case 15, 16:
		x.at(t, "request "+x.option())
	case 17: // a cut while a request is open
		c := x.option()
		x.at(t, "request "+c)
		x.at(after(0, 20*market.Second), "disconnect")
		x.at(after(0, 40*market.Second), "reconnect")
	case 18:
		x.order(t, after(0, 30*market.Second))
	}
}

// order draws something that the desk itself does.
func (x *trouble) order(from, to market.Time) {
	give := func(t market.Time, c port.Command) { x.orders = append(x.orders, order{t, c}) }
	switch x.r.IntN(3) {
	case 0:
		c := market.NoContract
		if x.r.IntN(2) == 0 {
			c = market.Contract(1 + x.r.IntN(10))
		}
		give(from, port.Command{Kind: port.CommandPause, Contract: c})
		give(to, port.Command{Kind: port.CommandResume, Contract: c})
	case 1:
		give(from, port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Killed), Contract: market.NoContract})
		give(to, port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Run), Contract: market.NoContract})
	case 2:
		give(from, port.Command{Kind: port.CommandJournal, Value: 0, Contract: market.NoContract})
		give(to, port.Command{Kind: port.CommandJournal, Value: 1, Contract: market.NoContract})
	}
}

// script writes the events down.
func (x *trouble) script() string {
	slices.SortStableFunc(x.events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	var b strings.Builder
	for _, e := range x.events {
		d := e.at.Date()
		ns := int64(e.at - d.At(0))
		sec := ns / int64(market.Second)
		fmt.Fprintf(&b, "day %04d-%02d-%02d\nat %02d:%02d:%02d.%09d %s\n", d/10000, d/100%100, d%100, sec/3600, sec/60%60, sec%60, ns%int64(market.Second), e.text)
	}
	return b.String()
}

// troubled makes a random desk, its script and its orders.
func troubled(tb testing.TB, seed uint64) (*config.Desk, []order) {
	x := &trouble{r: rand.New(rand.NewPCG(2026, seed)), epoch: 1}
	x.night, x.calm = x.r.IntN(2) == 0, seed%2 == 0
	x.terms()
	x.market()
	for range 5 + x.r.IntN(30) {
		x.happens()
	}
	x.at(market.Date(2026_11_24).At(9*market.Hour+9*market.Minute), "reconnect")
	files := map[string][]byte{"short.yaml": []byte(shortDays), "random": []byte(x.script())}
	if x.night {
		files["short.yaml"] = []byte(nightDays)
	}
	slices.SortStableFunc(x.orders, func(a, b order) int { return cmp.Compare(a.at, b.at) })
	for i := range x.orders {
		if c := &x.orders[i].c; c.Kind == port.CommandLatch {
			x.epoch++
			c.Epoch = x.epoch
		}
	}
	return optionDesk(tb, files, x.desk...), x.orders
}

// On random days of options the meters' bands hold the exchange's own recount,
// contract by contract, unit by unit and request by request.
func TestRandomOptionDays(t *testing.T) {
	days := 25
	if os.Getenv("QUOTIENT_LONG") != "" {
		days = 500
	}
	b := newBench()
	for i := range days {
		d, orders := troubled(t, uint64(i))
		r := b.try(t, d, 1, orders)
		r.agree(t, false)
		if t.Failed() {
			t.Fatalf("day %d goes wrong (%v) with\n%s", i, r.counts, d.Files["random"])
		}
	}
}
