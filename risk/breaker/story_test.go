package breaker

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories plays testdata/*.txt: commands, ----, what the breaker said.
func TestStories(t *testing.T) {
	stories.Play(t, 8, func(at *stories.Story) func([]string) {
		s := &story{out: at}
		s.open(params())
		return func(w []string) {
			if !s.do(w) {
				at.Fatalf("cannot %q", w)
			}
			s.news()
		}
	})
}

const start = 1_000_000 * market.Second

type story struct {
	*Breaker
	now, began market.Time
	out        io.Writer
}

func (s *story) open(p Params) { s.Breaker, s.now, s.began = New(p), start, start }

func (s *story) news() (any bool) {
	var t Trip
	for s.Take(&t) {
		any = true
		fmt.Fprintf(s.out, "%v %v\n", time.Duration(s.now-s.began), say(&t))
	}
	return any
}

func say(t *Trip) string {
	who := t.Scope.String()
	if t.Group != NoGroup {
		who = fmt.Sprintf("group %d", t.Group)
	}
	if t.Contract != market.NoContract {
		who += " " + string(rune('a'+t.Contract))
	}
	what := t.Kind.String()
	if t.Measure != MeasureNone {
		what += " " + t.Measure.String()
	}
	switch t.State {
	case Rearmed:
		return fmt.Sprintf("rearmed %s, %s", what, who)
	case Warned:
		return fmt.Sprintf("warned %s %s: %d of %d", what, who, t.Value, t.Limit)
	}
	over, until := "", ""
	if t.Over > 0 {
		over = fmt.Sprintf(" in %v", time.Duration(t.Over))
	}
	if t.Until > 0 {
		until = fmt.Sprintf(" after %v", time.Duration(t.Until-t.At))
	}
	return fmt.Sprintf("%v %s stops %v, %s: %d of %d%s; no %d, ends by %v%s",
		t.State, what, t.Scope, who, t.Value, t.Limit, over, t.Nth, t.Rearm, until)
}

func (s *story) do(w []string) bool {
	switch w[0] {
	case "limits": // limits lots 20: a fresh breaker with that limit of every group, in both spans
		return s.limits(w[1:])
	case "wait":
		s.now += market.Time(amount(w[1]))
		s.Advance(s.now)
	case "newday":
		s.NewDay()
	case "blocked": // who is blocked, and by what
		s.blocked()
	case "rearm": // rearm group 0 by trader
		fmt.Fprintf(s.out, "%v\n", s.rearm(w[1:]))
	case "deadline":
		if at := s.Deadline(); at == 0 {
			fmt.Fprintln(s.out, "no deadline")
		} else {
			fmt.Fprintf(s.out, "deadline in %v\n", time.Duration(at-s.now))
		}
	case "times": // times 100 every 1ms fill a bid x1: until something is said
		return s.times(int(amount(w[1])), market.Time(amount(w[3])), w[4:])
	case "reload": // save, and load into a breaker of the same parameters
		other := New(s.p)
		if rest, ok := other.Load(s.Save(nil)); !ok || len(rest) != 0 {
			return false
		}
		s.Breaker = other
	default:
		return s.input(w)
	}
	return true
}

func (s *story) input(w []string) bool {
	switch w[0] {
	case "fill": // fill a bid x10 delta 100 vega -5
		side := map[string]market.Side{"bid": market.Bid, "ask": market.Ask}[w[2]]
		var delta, vega int64
		for x := w[4:]; len(x) > 0; x = x[2:] {
			if x[0] == "delta" {
				delta = amount(x[1])
			} else {
				vega = amount(x[1])
			}
		}
		s.Fill(contract(w[1]), side, market.Qty(amount(w[3])), delta, vega, s.now)
	case "sent":
		s.Sent(contract(w[1]), s.now)
	case "reject":
		s.Sent(contract(w[1]), s.now)
		s.Reject(contract(w[1]), uint8(amount(w[2])), s.now)
	case "refused":
		s.Refused(contract(w[1]), uint8(amount(w[2])), s.now)
	case "unacked":
		s.Unacked(contract(w[1]), market.Time(amount(w[2])), s.now)
	case "jump":
		s.Jump(contract(w[1]), market.Qty(amount(w[2])), s.now)
	case "late":
		s.Late(market.Time(amount(w[1])), s.now)
	case "pnl": // pnl group 0 -500, pnl account unknown
		scope, i, rest := where(w[1:])
		if rest[0] == "unknown" {
			s.PnL(scope, i, 0, false, s.now)
		} else {
			s.PnL(scope, i, market.Money(amount(rest[0])), true, s.now)
		}
	default:
		return false
	}
	return true
}

func where(w []string) (Scope, int, []string) {
	switch w[0] {
	case "account":
		return Account, 0, w[1:]
	case "group":
		return Group, int(amount(w[1])), w[2:]
	}
	return Contract, int(contract(w[1])), w[2:]
}

func (s *story) rearm(w []string) string {
	scope, i, rest := where(w)
	for a := range authorities {
		if a.String() == rest[1] && s.Rearm(scope, i, a, s.now) {
			return "done"
		}
	}
	return "no"
}

func (s *story) blocked() {
	none := true
	for c := range market.Contract(3) {
		if t, ok := s.Blocked(c); ok {
			none = false
			fmt.Fprintf(s.out, "%c blocked by %v of the %v\n", 'a'+c, t.Kind, t.Scope)
		}
	}
	if none {
		fmt.Fprintln(s.out, "nothing is blocked")
	}
}

func (s *story) times(n int, every market.Time, w []string) bool {
	for i := range n {
		if i > 0 {
			s.now += every
			s.Advance(s.now)
		}
		if !s.input(w) {
			return false
		}
		if s.news() {
			fmt.Fprintf(s.out, "that was no %d of %d\n", i+1, n)
			return true
		}
	}
	return true
}

func (s *story) limits(w []string) bool {
	p := params()
	for ; len(w) > 0; w = w[2:] {
		n := amount(w[1])
		for g := range p.Groups {
			l := &p.Groups[g]
			switch w[0] {
			case "fills":
				l.Flow.Fills = [2]int64{n, n}
			case "lots":
				l.Flow.Lots = [2]int64{n, n}
			case "one_sided":
				l.OneSided = n
			default:
				return false
			}
		}
	}
	s.open(p)
	return true
}

func contract(w string) market.Contract {
	if w == "-" {
		return market.NoContract
	}
	return market.Contract(w[0] - 'a')
}

func amount(w string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(w, "x"), 10, 64)
	if err != nil {
		d, err := time.ParseDuration(w)
		if err != nil {
			panic(err)
		}
		return int64(d)
	}
	return n
}
