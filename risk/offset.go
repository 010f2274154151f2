package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// offsets judges what the legs say about opening and closing.
func offsets(in *market.Instruction, o *orders.Table, l *position.Ledger) Verdict {
	if v := offset(in, market.Bid, in.BidOffset, o, l); v.Rule != OK {
		return v
	}
	return offset(in, market.Ask, in.AskOffset, o, l)
}

// offset judges one leg: what working instructions may still close cannot be
// closed again, but for the quote that in replaces.
func offset(in *market.Instruction, s market.Side, mark market.Offset, o *orders.Table, l *position.Ledger) Verdict {
	if mark == market.Open {
		return Verdict{}
	}
	var have market.Qty
	if !opensBy(mark) {
		var but uint64
		if in.Kind == market.InstructQuote {
			but = in.Target
		}
		held := s.Opposite()
		today := l.Today(in.Contract, held)
		taken, takenToday := o.Closing(in.Contract, s, but)
		have = today + l.Yesterday(in.Contract, held) - taken
		if mark == market.CloseToday {
			have = min(have, today-takenToday)
		}
		have = max(0, have)
	}
	if q := in.Qty(s); q > have {
		return Verdict{RuleOffset, int64(q), int64(have)}
	}
	return Verdict{}
}
