package sim

import (
	"fmt"
	"strings"

	"quotient/market"
)

func clockText(t market.Time) string {
	c := t.Clock()
	return fmt.Sprintf("%02d:%02d:%02d.%09d", c/market.Hour, c/market.Minute%60, c/market.Second%60, c%market.Second)
}

func span(t market.Time) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%09d", t/market.Second, t%market.Second), "0"), ".") + "s"
}

var endNames = map[uint8]string{market.EndCancelled: "cancelled", market.EndReplaced: "replaced",
	market.EndFilled: "filled", market.EndExpired: "expired", market.EndMass: "mass"}

var rejectNames = map[uint8]string{market.RejectOther: "other", market.RejectUnknown: "unknown",
	market.RejectClosed: "closed", market.RejectPrice: "price", market.RejectSize: "size",
	market.RejectSpread: "spread", market.RejectDuplicate: "duplicate", market.RejectFunds: "funds", market.RejectRate: "rate"}

// describe prints an event for a reader: the clock without zeros, who, what.
func (s *story) describe(o *Out) string {
	e := &o.Event
	w := []string{strings.TrimSuffix(strings.TrimRight(clockText(e.Time), "0"), ".")}
	if o.To == ToFeed {
		w = append(w, "feed")
	} else if o.Maker > 0 {
		w = append(w, fmt.Sprint("maker ", o.Maker))
	}
	w = append(w, e.Kind.String())
	if e.ID != 0 {
		w = append(w, fmt.Sprintf("#%d", e.ID))
	}
	if int(e.Contract) < len(s.symbols) {
		w = append(w, s.symbols[e.Contract])
	}
	switch e.Kind {
	case market.EventFill:
		w = append(w, e.Side.String(), fmt.Sprintf("%dx%d leaves %d %s", e.Price, e.Qty, e.Leaves, e.Offset), e.Ref.String())
	case market.EventLegState, market.EventOrderLive:
		w = append(w, e.Side.String(), fmt.Sprintf("%dx%d", e.Price, e.Leaves))
	case market.EventPosition:
		w = append(w, e.Side.String(), fmt.Sprintf("%d today %d", e.Qty, e.Leaves))
	case market.EventQuoteEnded, market.EventOrderEnded:
		w = append(w, endNames[e.Code])
	case market.EventRequest:
		w = append(w, e.Ref.String())
	case market.EventSettlement:
		w = append(w, fmt.Sprint(e.Price))
	default:
		if e.Code != 0 {
			w = append(w, rejectNames[e.Code])
		}
	}
	for _, f := range []struct {
		bit  uint16
		name string
	}{{market.FlagPassive, "passive"}, {market.FlagRecovered, "recovered"}, {market.FlagOrder, "order"}} {
		if e.Flags&f.bit != 0 {
			w = append(w, f.name)
		}
	}
	return strings.Join(w, " ")
}
