package orders

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories plays testdata/*.txt: commands, ----, what the table answered.
func TestStories(t *testing.T) {
	stories.Play(t, 7, func(at *stories.Story) func([]string) {
		s := &story{table: New(2)}
		return func(w []string) {
			answer, err := s.do(w)
			if err != nil {
				at.Fatal(err)
			}
			io.WriteString(at, answer)
		}
	})
}

type story struct {
	table *Table
	now   market.Time
}

var codes = map[string]uint8{"cancelled": market.EndCancelled, "replaced": market.EndReplaced, "filled": market.EndFilled,
	"expired": market.EndExpired, "mass": market.EndMass, "other": market.RejectOther, "unknown": market.RejectUnknown,
	"closed": market.RejectClosed, "duplicate": market.RejectDuplicate, "rate": market.RejectRate, "latch": market.RejectLatch}

var events = map[string]market.EventKind{"pending": market.EventQuotePending, "live": market.EventQuoteLive,
	"ended": market.EventQuoteEnded, "reject": market.EventQuoteReject, "leaves": market.EventLegState,
	"fill": market.EventFill, "order_live": market.EventOrderLive, "order_ended": market.EventOrderEnded,
	"order_reject": market.EventOrderReject, "cancel_reject": market.EventCancelReject,
	"mass_cancel": market.EventMassCancel, "mass_reject": market.EventMassReject, "not_sent": market.EventNotSent,
	"query_reject": market.EventQueryReject, "synced": market.EventSynced}

func (s *story) do(w []string) (string, error) {
	switch w[0] {
	case "at":
		ms, err := strconv.Atoi(strings.TrimSuffix(w[1], "ms"))
		s.now = market.Time(ms) * market.Millisecond
		return "", err
	case "send":
		return s.send(w[1:])
	case "down":
		s.table.Down()
		return "", nil
	case "timeout":
		ms, err := strconv.Atoi(strings.TrimSuffix(w[1], "ms"))
		return fmt.Sprintf("timeout of %d\n", s.table.Timeout(s.now, market.Time(ms)*market.Millisecond)), err
	case "newday":
		s.table.NewDay()
		return "", nil
	case "show":
		return s.show(market.Contract(w[1][0] - 'a')), nil
	}
	kind, ok := events[w[0]]
	if !ok {
		return "", fmt.Errorf("no such command")
	}
	return s.event(kind, w[1:])
}

// send quote 1 a 100/102 x10 [for 7] · send order 2 a buy 100 x3 · send quote_end 3 for 1
func (s *story) send(w []string) (string, error) {
	var in market.Instruction
	for k := range market.InstructCount {
		if k.String() == w[0] {
			in.Kind = k
		}
	}
	in.ID, _ = strconv.ParseUint(w[1], 10, 64)
	in.Contract, in.BidOffset, in.AskOffset = market.NoContract, market.Open, market.Open
	for i := 2; i < len(w); i++ {
		switch {
		case w[i] == "for":
			in.Target, _ = strconv.ParseUint(w[i+1], 10, 64)
			i++
		case w[i] == "buy":
			in.Side = market.Bid
		case w[i] == "sell":
			in.Side = market.Ask
		case w[i][0] == 'x':
			n, _ := strconv.Atoi(w[i][1:])
			in.BidQty, in.AskQty = market.Qty(n), market.Qty(n)
		case len(w[i]) == 1 && w[i] >= "a":
			in.Contract = market.Contract(w[i][0] - 'a')
		default:
			bid, ask, both := strings.Cut(w[i], "/")
			b, err := strconv.Atoi(bid)
			if err != nil {
				return "", err
			}
			in.Bid, in.Ask = market.Price(b), market.Price(b)
			if both {
				a, _ := strconv.Atoi(ask)
				in.Ask = market.Price(a)
			}
		}
	}
	if !s.table.Send(&in, s.now) {
		return "refused\n", nil
	}
	return "", nil
}

// fill 1 a bid 100 x3 leaves 7 ref E1 [recovered] · ended 1 replaced · leaves 1 bid leaves 0
func (s *story) event(kind market.EventKind, w []string) (string, error) {
	e := market.Event{Kind: kind, Contract: market.NoContract, Time: s.now - market.Millisecond}
	for i := 0; i < len(w); i++ {
		n, err := strconv.ParseInt(strings.TrimPrefix(w[i], "x"), 10, 64)
		switch {
		case w[i] == "bid":
			e.Side = market.Bid
		case w[i] == "ask":
			e.Side = market.Ask
		case w[i] == "leaves":
			i++
			n, err = strconv.ParseInt(w[i], 10, 64)
			if err != nil {
				return "", err
			}
			e.Leaves = market.Qty(n)
		case w[i] == "ref":
			i++
			e.Ref, _ = market.MakeRef(w[i])
		case w[i] == "recovered":
			e.Flags = market.FlagRecovered
		case codes[w[i]] != 0:
			e.Code = codes[w[i]]
		case len(w[i]) == 1 && w[i] >= "a":
			e.Contract = market.Contract(w[i][0] - 'a')
		case err != nil:
			return "", err
		case w[i][0] == 'x':
			e.Qty = market.Qty(n)
		case i == 0:
			e.ID = uint64(n)
		default:
			e.Price = market.Price(n)
		}
	}
	ch := s.table.Apply(&e)
	return describe(&ch), nil
}

func describe(ch *Change) string {
	out := ch.Kind.String()
	if ch.Kind == ChangeFill {
		out += fmt.Sprintf(" %v %dx%d %v", ch.Side, ch.Price, ch.Qty, ch.Offset)
	} else if ch.Qty > 0 {
		out += fmt.Sprint(" ", ch.Qty)
	}
	if ch.Entry.ID != 0 {
		out += fmt.Sprintf(" of %d: %v to %v", ch.Entry.ID, ch.Was, ch.Entry.Status)
	}
	for _, f := range []struct {
		on   bool
		name string
	}{{ch.Duplicate, "duplicate"}, {ch.Unmatched, "unmatched"}, {ch.Late, "late"}, {ch.Malformed, "malformed"},
		{ch.Conflict, "conflict"}, {ch.Over > 0, fmt.Sprint("over by ", ch.Over)}, {ch.Counts(), "counts"}} {
		if f.on {
			out += ", " + f.name
		}
	}
	return out + "\n"
}

func (s *story) show(c market.Contract) string {
	out := string(rune('a'+c)) + ":"
	if q, ok := s.table.Quote(c); ok {
		out += fmt.Sprintf(" acked %d %dx%d/%dx%d,", q.ID, q.Price[0], q.Leaves[0], q.Price[1], q.Leaves[1])
	}
	if p, ok := s.table.Pending(c); ok {
		out += fmt.Sprintf(" pending %d,", p.ID)
	}
	if s.table.InFlight(c) {
		out += fmt.Sprintf(" in flight since %dms,", s.table.OldestInFlight(c)/market.Millisecond)
	}
	if n := s.table.InDoubt(c); n > 0 {
		out += fmt.Sprintf(" in doubt %d,", n)
	}
	out += " may fill"
	for _, side := range []market.Side{market.Bid, market.Ask} {
		out += fmt.Sprintf(" %d", s.table.Possible(c, side))
		if p, ok := s.table.BestPossible(c, side); ok {
			out += fmt.Sprintf(" at %d", p)
		}
	}
	return out + "\n"
}
