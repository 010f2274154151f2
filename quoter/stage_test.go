package quoter_test

import (
	"fmt"
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

// stage is a Loop on the apple example with hands on its rings.
type stage struct {
	t       testing.TB
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
	day     market.Date
	lives   int // before this one

	confirmed int // instructions of out that confirm has answered
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

func newStage(t testing.TB) *stage {
	desk := loadDesk(t)
	s := &stage{t: t, desk: desk, day: 20200803, now: market.Date(20200803).At(9 * market.Hour), volume: map[market.Contract]market.Qty{}}
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

func (s *stage) command(c port.Command) { s.rings.Commands.Push(&c); s.poll() }

func (s *stage) venue(e market.Event) { s.rings.Venue.Push(&e); s.poll() }

func (s *stage) feed(e market.Event) { s.rings.Feed.Push(&e); s.poll() }

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

func clock(t testing.TB, text string) market.Time {
	at, err := time.Parse("15:04:05", text)
	if err != nil {
		t.Fatal(err)
	}
	return market.Time(at.Hour())*market.Hour + market.Time(at.Minute())*market.Minute + market.Time(at.Second())*market.Second
}
