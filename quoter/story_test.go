package quoter_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/config"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/calendar"
	"quotient/obligation/quality"
	"quotient/obligation/request"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/orders"
	"quotient/risk/position"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the stories; commit only what you can explain")

// TestStories runs testdata/*.txt: commands, ----, and what the loop did.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) { runStory(t, f) })
	}
}

func runStory(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t)
	var got strings.Builder
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for i := 0; i < len(lines); {
		for ; i < len(lines) && lines[i] != "----"; i++ {
			got.WriteString(lines[i] + "\n")
			if cmd, _, _ := strings.Cut(lines[i], "#"); strings.TrimSpace(cmd) != "" {
				s.do(strings.Fields(cmd))
			}
		}
		if i == len(lines) {
			break
		}
		got.WriteString("----\n" + s.told() + "\n")
		for i++; i < len(lines) && lines[i] != ""; i++ {
		}
		i++
	}
	out := strings.TrimRight(got.String(), "\n") + "\n"
	if *rewrite {
		if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if out != string(text) {
		t.Errorf("%s: the story goes otherwise:\n%s\nwant:\n%s", file, out, text)
	}
}

// stage is a Loop on the apple example with hands on its rings.
type stage struct {
	t       *testing.T
	desk    *config.Desk
	loop    *quoter.Loop
	rings   quoter.Rings
	now     market.Time
	out     []market.Instruction
	text    strings.Builder
	execs   int
	volume  map[market.Contract]market.Qty
	last    market.Event // the newest snapshot
	records []port.Record
	epoch   uint64 // of the latch, where a story sets it
}

func loadDesk(tb testing.TB) *config.Desk {
	desk, problems := config.Load("../config/examples/apple.yaml")
	if len(problems) > 0 {
		tb.Fatal(config.RenderText(problems, false))
	}
	return desk
}

func newLoop(desk *config.Desk, records int) (*quoter.Loop, quoter.Rings) {
	cal := calendar.New(desk.Calendar)
	rings := quoter.Rings{
		Commands: ring.New(make([]ring.Slot[port.Command], 64)),
		Venue:    ring.New(make([]ring.Slot[market.Event], 1024)),
		Feed:     ring.New(make([]ring.Slot[market.Event], 1024)),
		Out:      ring.New(make([]ring.Slot[risk.Approved], 256)),
		Records:  ring.New(make([]ring.Slot[port.Record], records)),
	}
	rooms := quoter.Rooms{Instruments: desk.Instruments, Hours: desk.Hours, Calendar: cal,
		Gate: risk.New(desk.Risk), Orders: orders.New(len(desk.Instruments)), Ledger: position.New(desk.Position),
		Meter: obligation.New(desk.Obligation, cal), Requests: request.New(desk.Requests, cal),
		Quality: quality.New(len(desk.Instruments), quality.Params{}), Risk: desk.Risk}
	guard(desk, &rooms)
	return quoter.New(desk.Quoter, rooms, rings, nil), rings
}

func newStage(t *testing.T) *stage {
	desk := loadDesk(t)
	s := &stage{t: t, desk: desk, now: market.Date(20200803).At(9 * market.Hour), volume: map[market.Contract]market.Qty{}}
	s.loop, s.rings = newLoop(desk, 1<<15)
	return s
}

func (s *stage) contract(symbol string) market.Contract {
	c, ok := s.desk.Lookup(symbol)
	if !ok {
		s.t.Fatalf("story names %s", symbol)
	}
	return c
}

func (s *stage) do(w []string) {
	switch w[0] {
	case "desk":
		s.arrange(w[1], w[2:])
		s.loop, s.rings = newLoop(s.desk, 1<<15)
	case "start": // ids, journal, latch, start
		s.command(port.Command{Kind: port.CommandIDs, First: 1, Count: 1000})
		s.command(port.Command{Kind: port.CommandJournal, Value: 1})
		s.command(port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Run), Epoch: 1})
		s.command(port.Command{Kind: port.CommandStart})
	case "pause", "resume", "kill", "latch", "watchdog", "stop", "journal-fails", "grant", "stress":
		s.act(w)
	case "at":
		s.now = market.Date(20200803).At(clock(s.t, w[1]))
	case "holds": // holds SYMBOL long|short LOTS, in answer to the query
		q := s.asked(1)[0]
		n, _ := strconv.Atoi(w[3])
		side := map[string]market.Side{"long": market.Bid, "short": market.Ask}[w[2]]
		s.venue(market.Event{Kind: market.EventPosition, ID: q.ID, Contract: s.contract(w[1]), Side: side, Qty: market.Qty(n)})
	case "opening": // opening SYMBOL long|short LOTS, as the desk says
		n, _ := strconv.Atoi(w[3])
		side := map[string]market.Side{"long": market.Bid, "short": market.Ask}[w[2]]
		s.command(port.Command{Kind: port.CommandPosition, Contract: s.contract(w[1]), Side: side, First: uint64(n)})
	case "tomorrow":
		s.now = market.Date(20200804).At(clock(s.t, w[1]))
	case "wait":
		d, err := time.ParseDuration(w[1])
		if err != nil {
			s.t.Fatal(err)
		}
		s.wait(market.Time(d))
	case "up", "down", "alive", "synced":
		s.venue(market.Event{Kind: map[string]market.EventKind{"up": market.EventUp, "down": market.EventDown,
			"alive": market.EventAlive, "synced": market.EventSynced}[w[0]]})
	case "sync": // answers whatever is asked until the session is synchronised, or only the mass cancels
		s.sync(len(w) > 1)
	case "mass-refused": // the newest two mass cancels
		for _, in := range s.asked(2) {
			s.venue(market.Event{Kind: market.EventMassReject, ID: in.ID, Contract: market.NoContract, Code: market.RejectOther})
		}
	case "cancel-refused": // the newest, because the market is closed
		in := s.newest()
		s.venue(market.Event{Kind: market.EventCancelReject, ID: in.ID, Contract: in.Contract, Code: market.RejectClosed})
	case "rearm", "funds", "balance", "budgets", "pair", "limit", "outlook":
		s.guarding(w)
	case "unsure": // what is said to be unconfirmed
		s.loop.Snapshot(&snapshot)
		fmt.Fprintf(&s.text, "unsure %d\n", snapshot.Contract[s.contract(w[1])].Unsure)
	case "feed":
		s.feed(market.Event{Kind: map[string]market.EventKind{"up": market.EventFeedUp, "down": market.EventFeedDown}[w[1]], Contract: market.NoContract})
	case "gap": // of a contract, or of all
		e := market.Event{Kind: market.EventGap, Contract: market.NoContract, Time: s.now}
		if len(w) > 1 {
			e.Contract = s.contract(w[1])
		}
		s.feed(e)
	case "phase":
		for p := market.PhaseUnknown; p < market.PhaseCount; p++ {
			if p.String() == w[2] {
				s.feed(market.Event{Kind: market.EventPhase, Contract: s.contract(w[1]), Phase: p, Time: s.now})
			}
		}
	case "depth":
		s.depth(w)
	case "request":
		e := market.Event{Kind: market.EventRequest, Contract: s.contract(w[1]), Time: s.now}
		e.Ref, _ = market.MakeRef(w[2])
		if len(w) > 3 {
			e.Flags = market.FlagOwn
		}
		s.feed(e)
	case "again": // the last snapshot once more
		s.now += market.Second
		s.feed(s.last)
	default:
		s.answer(w)
	}
}

func (s *stage) act(w []string) {
	c := market.NoContract
	if len(w) > 1 && w[0] != "latch" && w[0] != "watchdog" {
		c = s.contract(w[1])
	}
	switch w[0] {
	case "pause":
		s.command(port.Command{Kind: port.CommandPause, Contract: c})
	case "resume":
		s.command(port.Command{Kind: port.CommandResume, Contract: c})
	case "kill":
		s.command(port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Killed), Epoch: 2, Contract: c})
	case "watchdog": // watchdog there|gone
		there := int16(0)
		if w[1] == "there" {
			there = 1
		}
		s.command(port.Command{Kind: port.CommandWatchdog, Value: there, Contract: market.NoContract})
	case "latch": // latch MODE [product|contract SYMBOL]
		s.setLatch(w[1:])
	case "stop":
		s.command(port.Command{Kind: port.CommandStop, Contract: c})
	case "journal-fails":
		s.command(port.Command{Kind: port.CommandJournal, Value: 0, Contract: c})
	case "stress":
		s.command(port.Command{Kind: port.CommandGrant, Contract: c, From: s.now, To: s.now + 5*market.Second, First: 1_500_000})
	case "grant":
		s.command(port.Command{Kind: port.CommandGrant, Contract: c, From: s.now, To: s.now + market.Minute})
	}
}

// setLatch sets the latch of a scope under the next epoch.
func (s *stage) setLatch(w []string) {
	s.epoch = max(s.epoch, 2) + 1
	c := port.Command{Kind: port.CommandLatch, Epoch: s.epoch, Contract: market.NoContract}
	for m := range risk.ModeCount {
		if m.String() == w[0] {
			c.Mode = uint8(m)
		}
	}
	for scope := range risk.ScopeCount {
		if len(w) > 1 && scope.String() == w[1] {
			c.Value, c.Contract = int16(scope), s.contract(w[2])
		}
	}
	s.command(c)
}

// answer is the exchange's word about the newest instruction sent, or the one
// before it: live, ended, filled, reject, fill SIDE QTY, cancelled, mass.
func (s *stage) answer(w []string) {
	in := s.out[len(s.out)-1]
	e := market.Event{Contract: in.Contract, ID: in.ID, Time: s.now}
	switch w[0] {
	case "live":
		e.Kind = market.EventQuoteLive
		if in.Target != 0 {
			s.venue(market.Event{Kind: market.EventQuoteEnded, Contract: in.Contract, ID: in.Target, Time: s.now, Code: market.EndReplaced})
		}
	case "cancelled":
		e.Kind, e.ID, e.Code = market.EventQuoteEnded, in.Target, market.EndCancelled
	case "gone": // the newest quote, by the exchange's word
		quote, _ := s.quoteSent()
		e.Kind, e.ID, e.Contract, e.Code = market.EventQuoteEnded, quote.ID, quote.Contract, market.EndMass
	case "rejected":
		e.Kind, e.Code = market.EventQuoteReject, market.RejectOther
	case "mass":
		e.Kind = market.EventMassCancel
	case "sold", "bought": // by the order that takes inventory down
		s.execs++
		q, _ := strconv.Atoi(w[1])
		e.Kind, e.Side, e.Qty, e.Price = market.EventFill, in.Side, market.Qty(q), in.Price(in.Side)
		e.Leaves = in.Qty(in.Side) - e.Qty
		e.Ref, _ = market.MakeRef(fmt.Sprint("X", s.execs))
	case "fill":
		s.execs++
		q, _ := strconv.Atoi(w[2])
		quote, _ := s.quoteSent()
		e.Kind, e.ID, e.Contract, e.Side, e.Qty, e.Flags = market.EventFill, quote.ID, quote.Contract, market.Bid, market.Qty(q), market.FlagPassive
		e.Price, e.Leaves = quote.Bid, quote.BidQty-e.Qty
		if w[1] == "ask" {
			e.Side, e.Price, e.Leaves = market.Ask, quote.Ask, quote.AskQty-e.Qty
		}
		if len(w) > 3 { // told again, or the other side of the same trade
			s.execs--
		}
		e.Ref, _ = market.MakeRef(fmt.Sprint("X", s.execs))
	default:
		s.t.Fatalf("story says %v", w)
	}
	s.venue(e)
}

// quoteSent is the newest quote sent.
func (s *stage) quoteSent() (market.Instruction, bool) {
	for i := len(s.out) - 1; i >= 0; i-- {
		if s.out[i].Kind == market.InstructQuote {
			return s.out[i], true
		}
	}
	return market.Instruction{}, false
}

// sync answers mass cancels and queries as a sound exchange with an empty book does.
func (s *stage) sync(cancels bool) {
	queries := 0
	from := 0
	if two := s.asked(2); len(two) > 0 {
		from = slices.Index(s.out, two[0])
	}
	for i := from; i < len(s.out); i++ {
		switch in := s.out[i]; in.Kind {
		case market.InstructMassQuotes, market.InstructMassOrders:
			s.venue(market.Event{Kind: market.EventMassCancel, ID: in.ID, Contract: market.NoContract, Time: s.now})
		case market.InstructTrades, market.InstructPositions:
			if queries++; queries == 2 && !cancels {
				s.venue(market.Event{Kind: market.EventSynced, Contract: market.NoContract})
			}
		}
	}
}

// asked are the newest n mass cancels and queries, oldest first.
func (s *stage) asked(n int) (list []market.Instruction) {
	for i := len(s.out) - 1; i >= 0 && len(list) < n; i-- {
		switch s.out[i].Kind {
		case market.InstructMassQuotes, market.InstructMassOrders, market.InstructTrades, market.InstructPositions:
			list = append([]market.Instruction{s.out[i]}, list...)
		}
	}
	return list
}

// depth SYMBOL BIDxQTY ASKxQTY [last=P] [up=P] [dn=P]; - is an absent side.
func (s *stage) depth(w []string) {
	c := s.contract(w[1])
	s.volume[c]++
	e := market.Event{Kind: market.EventDepth, Contract: c, Time: s.now, Volume: s.volume[c], Upper: 7799, Lower: 6915}
	fmt.Sscanf(w[2], "%dx%d", &e.Bid, &e.BidQty)
	fmt.Sscanf(w[3], "%dx%d", &e.Ask, &e.AskQty)
	e.Last = e.Bid
	for _, kv := range w[4:] {
		k, v, _ := strings.Cut(kv, "=")
		n, _ := strconv.Atoi(v)
		switch k {
		case "last":
			e.Last = market.Price(n)
		case "up":
			e.Upper = market.Price(n)
		case "dn":
			e.Lower = market.Price(n)
		case "vol":
			s.volume[c], e.Volume = market.Qty(n), market.Qty(n)
		}
	}
	s.last = e
	s.feed(e)
}

func (s *stage) command(c port.Command) { s.rings.Commands.Push(&c); s.poll() }
func (s *stage) venue(e market.Event)   { s.rings.Venue.Push(&e); s.poll() }
func (s *stage) feed(e market.Event)    { s.rings.Feed.Push(&e); s.poll() }

// wait lets time pass, polling at every deadline on the way.
func (s *stage) wait(d market.Time) {
	for end := s.now + d; s.now < end; {
		_, next := s.loop.Poll(s.now)
		s.read()
		if next == 0 || next > end {
			next = end
		}
		s.now = max(next, s.now+1)
		s.poll()
	}
}

func (s *stage) poll() {
	for {
		work, _ := s.loop.Poll(s.now)
		s.read()
		if work == 0 {
			return
		}
		s.now += market.Microsecond
	}
}

func (s *stage) read() {
	for ap := s.rings.Out.Peek(); ap != nil; ap = s.rings.Out.Peek() {
		s.out = append(s.out, ap.Instruction())
		s.rings.Out.Drop()
	}
	for r := s.rings.Records.Peek(); r != nil; r = s.rings.Records.Peek() {
		s.records = append(s.records, *r)
		s.tell(r)
		s.rings.Records.Drop()
	}
}

func (s *stage) tell(r *port.Record) {
	switch r.Kind {
	case port.RecordDecision:
		d := r.Decision()
		verb := "send"
		tail := ""
		if d.Rule != 0 {
			verb, tail = "refused", fmt.Sprintf(": %s %d, limit %d", risk.Rule(d.Rule), d.Value, d.Limit)
		}
		fmt.Fprintf(&s.text, "%s %s%s\n", verb, s.describe(&d.Instruction), tail)
	case port.RecordMode:
		fmt.Fprintf(&s.text, "mode %s\n", risk.Mode(r.Mode().Mode))
	case port.RecordState:
		st := r.State()
		fmt.Fprintf(&s.text, "%s %s -> %s\n", s.desk.Instruments[st.Contract].Symbol, obligation.State(st.Was), obligation.State(st.State))
	case port.RecordTrip, port.RecordAlarm, port.RecordHold:
		s.tellGuard(r)
	case port.RecordNeed, port.RecordRequest, port.RecordMember:
		s.tellDuty(r)
	}
}

func (s *stage) describe(in *market.Instruction) string {
	if int(in.Contract) >= len(s.desk.Instruments) {
		return in.Kind.String()
	}
	sym := s.desk.Instruments[in.Contract].Symbol
	switch in.Kind {
	case market.InstructQuote:
		answer := ""
		if in.Purpose == market.PurposeResponse {
			answer = " for " + in.Request.String()
		}
		return fmt.Sprintf("quote %s %dx%d / %dx%d%s", sym, in.Bid, in.BidQty, in.Ask, in.AskQty, answer)
	case market.InstructOrder:
		return fmt.Sprintf("order %s %s %dx%d %s", sym, in.Side, in.Price(in.Side), in.Qty(in.Side), in.Purpose)
	}
	return fmt.Sprintf("%s %s", in.Kind, sym)
}

// told is what happened since the last call.
func (s *stage) told() string {
	text := s.text.String()
	s.text.Reset()
	if text == "" {
		return "nothing\n"
	}
	return text
}

func clock(t *testing.T, text string) market.Time {
	at, err := time.Parse("15:04:05", text)
	if err != nil {
		t.Fatal(err)
	}
	return market.Time(at.Hour())*market.Hour + market.Time(at.Minute())*market.Minute + market.Time(at.Second())*market.Second
}
