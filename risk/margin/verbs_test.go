package margin

import (
	"fmt"

	"quotient/market"
)

func known(m market.Money, ok bool) string {
	if !ok {
		return "unknown"
	}
	return yuan(m)
}

func (s *story) side() market.Side {
	if v := s.text("side"); v == "buy" || v == "long" {
		return market.Bid
	} else if v == "sell" || v == "short" {
		return market.Ask
	} else {
		s.Fatalf("side %q", v)
	}
	return market.NoSide
}

func (s *story) say(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

// do is the verbs that happen to an account or read it.
func (a *Account) do(s *story, verb string) {
	c := market.Contract(0)
	if len(s.words) > 0 && verb != "roll" && verb != "forecast" && verb != "grid" && verb != "limits" {
		c = s.contract(s.words[0])
	}
	name, ok := "", true
	if int(c) < len(s.p.Instruments) {
		name = s.p.Instruments[c].Symbol.String()
	}
	switch verb {
	case "roll":
		ok = a.Roll(market.Date(s.value(s.words[0])))
	case "settled":
		ok = a.Settled(c, Settlement{market.Date(s.num("date")), market.Price(s.num("price")), market.Price(s.num("limit")), s.num("oi")})
	case "mark":
		ok = a.Mark(c, market.Price(s.num("price")), market.Price(s.num("limit")))
	case "hold":
		ok = a.Position(c, market.Qty(s.num("long")), market.Qty(s.num("short")))
	case "spread":
		ok = a.Spread(int(s.num("pair")), market.Qty(s.num("lots")), market.Qty(s.num("reversed")))
	case "fund":
		a.Fund(Day{market.Money(s.num("balance")), market.Money(s.num("moved")), market.Money(s.num("profit")), market.Money(s.num("fees"))},
			s.text("known") != "no")
	case "premium":
		ok = a.Premium(c, s.side(), market.Price(s.num("price")), market.Qty(s.num("lots")))
	case "live":
		ok = a.Working(c, s.side(), market.Qty(s.num("lots")), market.Price(s.num("price")))
	case "greeks":
		ok = a.Greeks(c, Greeks{s.num("delta"), s.num("gamma"), s.num("vega")})
	default:
		a.show(s, verb, c, name)
	}
	if !ok {
		s.say("refused %s", verb)
	}
}

// show is the verbs that read.
func (a *Account) show(s *story, verb string, c market.Contract, name string) {
	switch verb {
	case "held":
		if len(s.words) > 0 {
			s.say("held %s %s", name, known(a.HeldOn(c)))
			return
		}
		s.say("held %s", known(a.Held()))
	case "paired":
		x, y := a.Paired(int(s.num("pair")))
		s.say("paired %d reversed %d", x, y)
	case "speculative":
		x, y := a.Speculative(c)
		s.say("speculative %s long %d short %d", name, x, y)
	case "closing":
		s.say("closing %s frees %s", name, known(a.Closing(c, s.side(), market.Qty(s.num("lots")))))
	case "lot":
		side := s.side()
		s.say("lot %s %s %s", name, side, known(a.LotMargin(c, side, market.Price(s.num("price")))))
	case "cost":
		for i, offset := range []market.Offset{market.Open, market.Close, market.CloseToday} {
			if f, ok := a.Fee(c, offset, market.Price(s.value(s.args["price"])), market.Qty(s.value(s.args["lots"]))); ok {
				s.say("%s full %s due %s relief %s", offset, yuan(f.Full), yuan(f.Due), yuan(f.Relief))
			} else {
				s.say("fee %d unknown", i)
			}
		}
		delete(s.args, "price")
		delete(s.args, "lots")
	case "funds":
		s.say("equity %s", known(a.Equity()))
		s.say("frozen %s", known(a.Frozen()))
		s.say("available %s", known(a.Available()))
		s.say("free for the gate %s", known(a.Free()))
		if ppm, ok := a.Usage(); ok {
			s.say("usage %d ppm", ppm)
		}
	case "move":
		i := int(s.num("rule"))
		read := a.Move
		if s.text("projected") == "yes" {
			read = a.Projected
		}
		m, ok := read(c, i)
		if !ok {
			s.say("not assessed")
			return
		}
		s.say("from %d to %d threshold %d reached %t (%s)", m.From, m.To, m.Threshold, m.Reached, m.Source)
	default:
		a.report(s, verb, c)
	}
}

// report is the verbs of what is reckoned off the path.
func (a *Account) report(s *story, verb string, c market.Contract) {
	switch verb {
	case "forecast":
		f, ok := a.Forecast(market.Date(s.value(s.words[0])))
		s.say("%d: margin %s raised %s free %s worst %s raising %d guessed %d ok %t",
			f.Date, yuan(f.Margin), yuan(f.Raised), yuan(f.Free), yuan(f.Worst), f.Raising, f.Guessed, ok)
	case "grid":
		cells := make([]Cell, 100)
		n, ok := a.Stress(s.portfolio(), cells)
		for _, x := range cells[:n] {
			s.say("price %d vol %d pnl %s free %s", x.Price, x.Vol, yuan(x.PnL), yuan(x.Free))
		}
		if !ok {
			s.say("unknown")
		}
	case "limits":
		days := make([]Locked, 100)
		n, ok := a.LimitDays(s.portfolio(), s.text("way") == "up", days)
		for _, x := range days[:n] {
			s.say("day %d pnl %s free %s", x.Day, yuan(x.PnL), yuan(x.Free))
		}
		if !ok {
			s.say("unknown")
		}
	case "deliver":
		d := a.Deliver(c, s.num("days"), market.Qty(s.num("volume")))
		s.say("long %d short %d days %d unwind %d soon %t late %t", d.Long, d.Short, d.Days, d.Unwind, d.Soon, d.Late)
	case "unwinds":
		s.say("unwinds %t", a.Unwinds(c, s.num("days")))
	case "exercised":
		x, ok := a.Exercised(c)
		s.say("long %d short %d margin %s ok %t", x.Long, x.Short, yuan(x.Margin), ok)
	default:
		s.Fatalf("no verb %s", verb)
	}
}

func (s *story) portfolio() uint16 {
	if v := s.text("portfolio"); v != "" {
		return uint16(s.value(v))
	}
	return Whole
}
