package quoter_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"quotient/config"
	"quotient/market"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// guard makes the rooms of what a desk puts in force besides the gate.
func guard(d *config.Desk, r *quoter.Rooms) {
	if d.Breaker != nil {
		r.Breaker, r.Protection = breaker.New(*d.Breaker), *d.Breaker
	}
	if d.Conduct != nil {
		r.Conduct = surveillance.New(len(d.Instruments), *d.Conduct)
	}
	if d.Limits != nil {
		r.Limits = position.NewLimits(*d.Limits)
	}
	if d.Margin != nil {
		r.Account, r.Pairs = margin.New(*d.Margin), d.Margin.Pairs
	}
}

// guard puts one guard in force, with figures that a story can reach.
func (s *stage) guard(kind string, keys ...string) {
	source, _ := market.MakeRef("story")
	product := s.desk.Instruments[0].Product
	switch kind {
	case "protection":
		p := protection(len(s.desk.Instruments))
		if len(keys) > 0 { // refusals of prices that trip
			p.Collar = breaker.Strike{Rules: 1<<risk.RuleCollar | 1<<risk.RuleMove, Most: 3, Over: 10 * market.Second}
		}
		s.desk.Breaker = &p
	case "conduct": // five cancels a day, or of the kind that a key says: warn at 2, stop at 4
		p := surveillance.Params{Warn: 500_000, Throttle: 800_000, Stop: 950_000, Rules: []surveillance.Rule{{Kind: surveillance.Cancels,
			QuoteWeight: 1, Counts: surveillance.CountReplaced, From: 20200101, Until: 20201231, Source: source, Limit: 5}}}
		if len(keys) > 0 {
			p.Rules[0].Kind = map[string]surveillance.Kind{"self": surveillance.SelfTrades, "requests": surveillance.Requests,
				"closing": surveillance.CloseShare, "burst": surveillance.Burst}[keys[0]]
		}
		switch r := &p.Rules[0]; r.Kind {
		case surveillance.CloseShare: // half of the last five minutes, from 2 lots on
			r.Limit, r.Lots, r.Window = 500_000, 2, 5*market.Minute
		case surveillance.Burst: // 7 messages a second, of which none is to be
			r.Limit, r.Messages, r.Window, r.Counts, r.QuoteWeight = 1, 7, market.Second, surveillance.CountOrders|surveillance.CountCancels, 2
		}
		for i := range s.desk.Instruments {
			p.Products = append(p.Products, s.desk.Instruments[i].Product)
		}
		s.desk.Conduct = &p
	case "positions": // 20 lots a side
		p := position.LimitParams{Instruments: s.desk.Instruments,
			Limits: []position.Limit{{Product: product, Class: position.Futures, Maker: true, From: 20200101, Until: 20201231,
				Period: position.EveryPeriod, Speculative: 20, Times: 2, Source: source}},
			OpenLimits: []position.OpenLimit{{Product: product, Class: position.Futures, Free: true, From: 20200101, Until: 20201231, Source: source}},
			MaxPairs:   4, Qualifications: []position.Qualification{{Product: product, Class: position.Futures, From: 20200101, Until: 20201231, Source: source}}}
		for range s.desk.Instruments {
			p.Months = append(p.Months, 202101)
		}
		if len(keys) > 0 { // the qualification has ended
			p.Qualifications[0].Until = 20200731
		}
		s.desk.Limits = &p
	case "money": // 10 % of about 73,570 yuan a lot
		p := margin.Params{Instruments: s.desk.Instruments, Terms: make([]margin.Terms, len(s.desk.Instruments)), Portfolios: 1,
			Rows:     []margin.Row{{Product: product, Span: margin.Span{From: 20200101}, Long: 100_000, Short: 100_000, Source: source}},
			MaxUsage: 1_000_000, Share: 100_000, Soon: 5}
		p.Prices, p.Vols = []int64{-80_000, 0, 80_000}, []int64{0}
		p.Steps = []margin.Limit{{Width: 1_000_000, Rate: 1_000_000}, {Width: 1_500_000, Rate: 1_500_000}}
		p.Moves = []margin.MoveRule{{Span: margin.Span{From: 20200101}, Days: 1, Multiple: 500_000, Raised: 1_200_000, Source: source}}
		s.desk.Instruments[s.contract("AP101")].Expiry = 20200805
		if len(keys) > 0 {
			p.Pairs = []margin.Pair{{First: s.contract("AP101"), Second: s.contract("AP010")}}
		}
		s.desk.Margin = &p
		s.desk.Risk.InForce |= 1 << risk.RuleFunds
	default:
		s.narrow(kind)
	}
}

// narrow is guard for one rule of a guard.
func (s *stage) narrow(kind string) {
	switch kind {
	case "drawdown": // 300 yuan from the best of the day
		s.guard("protection")
		s.desk.Breaker.Groups[0].Purse = breaker.Purse{Floor: 1 << 40, Drawdown: 30_000}
	case "punctual": // late by 100 ms
		s.guard("protection")
		s.desk.Breaker.Late = 100 * market.Millisecond
	case "expiring": // AP101 has a last trading day, and no funds are in force
		s.desk.Instruments[s.contract("AP101")].Expiry = 20200804
	case "option": // AP010 is a call on AP101
		s.guard("money")
		in := &s.desk.Instruments[s.contract("AP010")]
		in.Kind, in.Underlying, in.Strike = market.Call, s.contract("AP101"), 7200
		s.desk.Margin.Instruments, s.desk.Margin.Vols = s.desk.Instruments, []int64{-1000, 0}
	case "delivery": // what is held of AP101 is taken down from the day before its last on
		s.guard("money")
		s.desk.Margin.Unwind = 2
	case "delivery-beyond": // the same where the calendar does not reach the last day
		s.narrow("delivery")
		s.desk.Instruments[s.contract("AP101")].Expiry = 20210115
		for i, d := range s.desk.Calendar.Days {
			if d.Date == 20200805 {
				s.desk.Calendar.Days = s.desk.Calendar.Days[:i+1]
				break
			}
		}
	case "linked": // with one account under common control, told every 20 seconds
		s.guard("positions")
		name, _ := market.MakeRef("sister")
		s.desk.Limits.Accounts = []position.Account{{Name: name, MaxAge: 20 * market.Second}}
	case "seats": // the code is filed with seats 1 and 2
		source, _ := market.MakeRef("story")
		s.desk.Risk.InForce |= 1 << risk.RuleCode
		s.desk.Risk.Codes = []risk.Filed{{Code: source, Class: risk.Futures, Seats: 3}}
		for i := range s.desk.Risk.Limits {
			s.desk.Risk.Limits[i].Code = 1
		}
	case "ramp": // never below the 10 lots that the agreement wants
		s.desk.Risk.InForce |= 1 << risk.RuleRamp
		for i := range s.desk.Risk.Limits {
			s.desk.Risk.Limits[i].RampFloor = 10
		}
	}
}

// protection trips at 3 fills in a second, 5 in ten.
func protection(contracts int) breaker.Params {
	most := [2]int64{1 << 30, 1 << 30}
	group := breaker.Limits{Flow: breaker.Flow{Fills: [2]int64{3, 5}, Lots: most, Delta: most, Vega: most}, OneSided: 1000,
		Storm: breaker.Storm{Count: 2, Share: 1_000_000, Least: 1000}, Purse: breaker.Purse{Floor: 40_000, Drawdown: 1 << 40}}
	p := breaker.Params{Of: make([]uint16, contracts), Groups: []breaker.Limits{group},
		Storm: breaker.Storm{Count: 100, Share: 1_000_000, Least: 1000}, Purse: breaker.Purse{Floor: 1 << 40, Drawdown: 1 << 40},
		Spans: [2]market.Time{market.Second, 10 * market.Second}, Messages: 1000, Codes: 1 << market.RejectOther,
		Collar: breaker.Strike{Rules: 1 << risk.RuleCollar, Most: 100, Over: market.Second},
		Repeat: breaker.Strike{Rules: 1 << risk.RuleRepeat, Most: 100, Over: market.Second}, UnackedWarn: 200 * market.Millisecond,
		Unacked: market.Second, FallOver: market.Minute, Unmarked: market.Minute, Late: market.Second}
	for k := range breaker.KindCount {
		p.Policies[k] = breaker.Policy{Rearm: max(k.Ends(), breaker.ByTrader), Pause: market.Second, ToRisk: 3}
	}
	p.Policies[breaker.Rejects].Rearm = breaker.ByItself
	p.Policies[breaker.Late].Rearm = breaker.ByItself
	return p
}

// guarding: rearm contract|group|account SYMBOL trader|risk; balance YUAN; funds; and
// what told says.
func (s *stage) guarding(w []string) {
	switch w[0] {
	case "rearm":
		c := port.Command{Kind: port.CommandRearm, Contract: s.contract(w[2])}
		for a := breaker.Unset; a <= breaker.ByRisk; a++ {
			if a.String() == w[3] {
				c.Mode = uint8(a)
			}
		}
		for k := breaker.NoScope; k <= breaker.Account; k++ {
			if k.String() == w[1] {
				c.Value = int16(k)
			}
		}
		s.command(c)
	case "balance":
		yuan, _ := strconv.Atoi(w[1])
		s.command(port.Command{Kind: port.CommandFunds, Value: 1, First: uint64(yuan) * 100, Contract: market.NoContract})
	case "pair": // pair LOTS LOTS: confirmed, long AP101, and the other way
		long, _ := strconv.Atoi(w[1])
		short, _ := strconv.Atoi(w[2])
		s.command(port.Command{Kind: port.CommandPair, First: uint64(long), Count: uint64(short)})
	case "outlook":
		s.loop.Snapshot(&snapshot)
		o, g := &snapshot.Outlook, &snapshot.Contract[s.contract("AP101")].Guard
		fmt.Fprintf(&s.text, "known %03b; %d asks for %d, raised %d of %d contracts, free %d or %d, guessed %d\n", o.Known, o.Next, o.Margin/100,
			o.Raised/100, o.Raising, o.Free/100, o.Worst/100, o.Guessed)
		fmt.Fprintf(&s.text, "worst at %d ppm: %d, free %d; limit day %d up %d: %d, free %d\n", o.Price, o.PnL/100, o.Left/100, o.Day, o.Up, o.LockedPnL/100, o.Locked/100)
		fmt.Fprintf(&s.text, "days %d unwind %d delivery %02b\n", g.Days, g.Unwind, g.Delivery)
	case "limit":
		s.loop.Snapshot(&snapshot)
		g := &snapshot.Contract[s.contract(w[1])].Guard
		fmt.Fprintf(&s.text, "%s counted %d, of them spread %d, over %d of %d, margin %d\n", w[1], g.Counted, g.Spread, g.Over, g.Limit, g.Margin/100)
	case "budgets":
		s.loop.Snapshot(&snapshot)
		for i := range snapshot.Budgets {
			b := &snapshot.Budget[i]
			fmt.Fprintf(&s.text, "budget %s %d of %d, assessed %d\n", surveillance.Kind(b.Kind), b.Value, b.Limit, b.Assessed)
		}
	case "funds":
		s.loop.Snapshot(&snapshot)
		f := &snapshot.Funds
		fmt.Fprintf(&s.text, "funds known %06b equity %d held %d frozen %d free %d\n", f.Known, f.Equity/100, f.Held/100, f.Frozen/100, f.Free/100)
	default:
		s.telling(w)
	}
}

// telling: greeks SYMBOL DELTA VEGA [GAMMA MONEY]; seat N; ramp DURATION LOTS PERCENT; other SYMBOL LONG SHORT, or other all;
// confirms; over SYMBOL; late DURATION; day DATE; restart.
func (s *stage) telling(w []string) {
	n := make([]uint64, len(w))
	for i := range w {
		n[i], _ = strconv.ParseUint(w[i], 10, 64)
	}
	d, _ := time.ParseDuration(w[min(1, len(w)-1)])
	c := port.Command{Contract: market.NoContract}
	switch w[0] {
	case "seat":
		c.Kind, c.Value = port.CommandSeat, int16(n[1])
	case "ramp":
		c.Kind, c.To, c.First, c.Count = port.CommandRamp, s.now+market.Time(d), n[2], n[3]
	case "other":
		if c.Kind = port.CommandOther; w[1] != "all" {
			c.Contract, c.First, c.Count = s.contract(w[1]), n[2], n[3]
		}
	case "greeks": // greeks SYMBOL DELTA VEGA [GAMMA MONEY]
		c.Kind, c.Contract, c.First, c.Count = port.CommandGreeks, s.contract(w[1]), n[2], n[3]
		if len(w) > 4 {
			c.Value, c.From, c.To = 1, market.Time(n[4]), market.Time(n[5])
		}
	case "confirms": // the newest two mass cancels, and no query
		s.cancelled()
		return
	case "over":
		s.loop.Snapshot(&snapshot)
		g := &snapshot.Contract[s.contract(w[1])].Guard
		if g.Over == [2]market.Qty{} {
			fmt.Fprintf(&s.text, "not over\n")
			return
		}
		fmt.Fprintf(&s.text, "over by %v until %d %v\n", g.Over, g.Until.Date(), time.Duration(g.Until.Clock()))
		return
	case "late":
		s.now += market.Time(d)
		s.poll()
		return
	case "day":
		s.day = market.Date(n[1])
		return
	case "restart":
		s.restart()
		return
	}
	s.command(c)
}

// restart is another process with the checkpoint of this one; "start" says the rest.
func (s *stage) restart() {
	saved := s.loop.Save(nil)
	s.loop, s.rings = newLoop(s.desk, 1<<15)
	if !s.loop.Load(saved) {
		s.t.Fatal("a saved state does not load")
	}
	s.loop.Resume()
	s.lives++
	fmt.Fprintf(&s.text, "restarted\n")
}

func (s *stage) tellGuard(r *port.Record) {
	switch r.Kind {
	case port.RecordTrip:
		x := r.Trip()
		fmt.Fprintf(&s.text, "%s %s of the %s: %d, limit %d, rearmed by %s\n", breaker.State(x.State), breaker.Kind(x.Kind),
			breaker.Scope(x.Scope), x.Value, x.Limit, breaker.Authority(x.Rearm))
	case port.RecordAlarm:
		if a := r.Alarm(); a.Kind != 0 {
			fmt.Fprintf(&s.text, "%s %s -> %s: %d of %d\n", surveillance.Kind(a.Kind), surveillance.Level(a.From), surveillance.Level(a.To), a.Value, a.Limit)
		}
	case port.RecordHold:
		if h := r.Hold(); h.Was != h.Now {
			fmt.Fprintf(&s.text, "%s held %s -> %s%s\n", s.desk.Instruments[h.Contract].Symbol, risk.Mode(h.Was), risk.Mode(h.Now), s.over(h))
		}
	}
}

// over says by how much an exchange's limit is exceeded, and until when it may be.
func (s *stage) over(h *port.Hold) string {
	if position.Restraint(h.Restraint)&position.ToDelivery != 0 {
		return ", headed to delivery"
	}
	if h.Long+h.Short == 0 {
		return ""
	}
	return fmt.Sprintf(", %d lots over until %d %v", h.Long+h.Short, h.Until.Date(), time.Duration(h.Until.Clock()))
}

// What every guard remembers is part of a checkpoint: a loop that was loaded goes
// on as the one that was saved.
func TestGuardsAreSaved(t *testing.T) {
	s := newStage(t)
	for _, kind := range []string{"protection", "conduct", "positions", "money"} {
		s.guard(kind)
	}
	s.loop, s.rings = newLoop(s.desk, 1<<15)
	for _, line := range [][]string{{"start"}, {"balance", "1000000"}, {"feed", "up"}, {"phase", "AP101", "continuous"},
		{"depth", "AP101", "7260x5", "7264x5"}, {"up"}, {"sync"}, {"sync"}, {"live"}, {"fill", "bid", "1"}, {"live"}} {
		s.do(line)
	}
	saved := s.loop.Save(nil)
	other, _ := newLoop(s.desk, 1<<15)
	if !other.Load(saved) {
		t.Fatal("not loaded")
	}
	if !slices.Equal(other.Save(nil), saved) {
		t.Error("what was loaded is not what was saved")
	}
	var was, is port.Snapshot
	s.loop.Snapshot(&was)
	other.Snapshot(&is)
	was.Funds.Frozen, was.Funds.Available = is.Funds.Frozen, is.Funds.Available // the gate weighs orders again at its next check
	if was.Funds != is.Funds || was.Contract[0].Guard != is.Contract[0].Guard || was.Guards != port.GuardAll || was.Funds.Known != 1<<6-1 {
		t.Errorf("guards %b, funds %+v, loaded %+v", was.Guards, was.Funds, is.Funds)
	}
}
