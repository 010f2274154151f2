package venue

import (
	"strconv"

	"quotient/market"
)

// hello is the first line that a client gets.
func (f *feed) hello(now market.Time) []byte {
	b := append([]byte(nil), `{"t":"hello","v":1,"time":`...)
	b = strconv.AppendInt(b, int64(now), 10)
	b = append(b, `,"speed":`...)
	b = strconv.AppendFloat(b, f.p.Speed, 'g', -1, 64)
	b = append(b, `,"contracts":[`...)
	for i := range f.p.Exchange.Instruments {
		if i > 0 {
			b = append(b, ',')
		}
		b = quoted(b, f.p.Exchange.Instruments[i].Symbol.String())
	}
	return append(b, "]}\n"...)
}

func heartbeat(now market.Time) []byte {
	b := append([]byte(nil), `{"t":"hb","ts":`...)
	return append(strconv.AppendInt(b, int64(now), 10), "}\n"...)
}

// line is the JSON line of an event, nil when the feed does not carry it.
func (f *feed) line(e *market.Event) []byte {
	if int(e.Contract) >= len(f.p.Exchange.Instruments) {
		return nil
	}
	in := &f.p.Exchange.Instruments[e.Contract]
	switch e.Kind {
	case market.EventDepth:
		return append(depth(head("depth", in, e), in, e), "}\n"...)
	case market.EventPhase:
		b := append(head("phase", in, e), `,"phase":`...)
		return append(quoted(b, e.Phase.String()), "}\n"...)
	case market.EventRequest:
		b := append(head("rfq", in, e), `,"id":`...)
		return append(quoted(b, e.Ref.String()), "}\n"...)
	case market.EventGap:
		return append(head("gap", in, e), "}\n"...)
	case market.EventSettlement:
		return append(price(append(head("settle", in, e), `,"price":`...), in, e.Price), "}\n"...)
	}
	return nil
}

// head is what every line about a contract begins with.
func head(kind string, in *market.Instrument, e *market.Event) []byte {
	b := make([]byte, 0, 256)
	b = quoted(append(b, `{"t":`...), kind)
	b = quoted(append(b, `,"c":`...), in.Symbol.String())
	return strconv.AppendInt(append(b, `,"ts":`...), int64(e.Time), 10)
}

func depth(b []byte, in *market.Instrument, e *market.Event) []byte {
	b = side(append(b, `,"bid":`...), in, e.Bid, e.BidQty)
	b = side(append(b, `,"ask":`...), in, e.Ask, e.AskQty)
	b = price(append(b, `,"last":`...), in, e.Last)
	b = strconv.AppendInt(append(b, `,"vol":`...), int64(e.Volume), 10)
	b = strconv.AppendInt(append(b, `,"turn":`...), e.Turnover, 10)
	b = strconv.AppendInt(append(b, `,"oi":`...), int64(e.OpenInterest), 10)
	b = price(append(b, `,"up":`...), in, e.Upper)
	return price(append(b, `,"dn":`...), in, e.Lower)
}

// side is a list of one level, null when the side is empty.
func side(b []byte, in *market.Instrument, p market.Price, q market.Qty) []byte {
	if q <= 0 {
		return append(b, "null"...)
	}
	b = price(append(b, "[["...), in, p)
	return append(strconv.AppendInt(append(b, ','), int64(q), 10), "]]"...)
}

// price is a JSON string, null when there is none.
func price(b []byte, in *market.Instrument, p market.Price) []byte {
	if p == 0 {
		return append(b, "null"...)
	}
	return append(in.AppendPrice(append(b, '"'), p), '"')
}

// quoted appends s as a JSON string. Symbols, phases and ids are plain ASCII;
// anything else is dropped.
func quoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		if ch := s[i]; ch >= ' ' && ch <= '~' && ch != '"' && ch != '\\' {
			b = append(b, ch)
		}
	}
	return append(b, '"')
}
