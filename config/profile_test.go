package config

import (
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
)

const (
	tuesday = market.Date(20261124)
	dayTime = 225 * market.Minute         // of a product without night session
	allTime = dayTime + 120*market.Minute // with it
	hkTime  = (165 + 210) * market.Minute // T session
	euTime  = 8*market.Hour + 30*market.Minute
)

func clock(d market.Date, h, m int) market.Time {
	return d.At(market.Time(h)*market.Hour + market.Time(m)*market.Minute)
}

// TestZCEFutures: four contracts are assigned; three stand all day, one for the
// morning of a day on which half an hour of the afternoon is granted.
func TestZCEFutures(t *testing.T) {
	x := try(t, "zce_futures", tuesday)
	owed := map[string]bool{"AP611": true, "AP612": true, "AP703": true, "AP704": true}
	x.to(clock(tuesday, 9, 0))
	for c := range x.d.Instruments {
		name := x.d.Instruments[c].Symbol.String()
		if _, ok := x.m.Terms(market.Contract(c), tuesday); ok != owed[name] {
			t.Errorf("%s: owed %v", name, ok)
		}
		if owed[name] {
			x.good(market.Contract(c), 7000)
		}
	}
	x.to(clock(tuesday, 13, 30))
	x.end(x.find("AP703"))
	x.to(clock(tuesday, 15, 1))
	full, half := x.m.Read(x.find("AP704"), x.now), x.m.Read(x.find("AP703"), x.now)
	if full.D != dayTime || full.MonthLow != dayTime || full.MonthHigh != dayTime {
		t.Errorf("AP704: %d of %d", full.MonthLow, full.D)
	}
	if half.D != dayTime-30*market.Minute || half.MonthLow != 135*market.Minute {
		t.Errorf("AP703: %d of %d, want 135 of 195 minutes", half.MonthLow, half.D)
	}
	u := x.unit(0)
	if u.By != obligation.AggregateEvery || u.Contracts != 4 || u.Passed != 3 || u.Worst[0] != x.find("AP703") || u.Name.String() != "AP" {
		t.Errorf("unit %+v", u)
	}
}

// TestZCEOptionsPrimary: at the money is 5600 in both months, 7 strikes of calls
// and puts each are owed; half of them stand. Of two requests outside the set one
// is answered, one in the set is not to be.
func TestZCEOptionsPrimary(t *testing.T) {
	x := try(t, "zce_options_primary", tuesday)
	x.settle("SR703", 5560)
	x.settle("SR705", 5649)
	x.to(clock(20261123, 21, 0))
	members := 0
	for c := range x.d.Instruments {
		in := &x.d.Instruments[c]
		want := in.Option() && in.Strike >= 5300 && in.Strike <= 5900
		if got := x.m.Member(market.Contract(c)) && in.Option(); got != want {
			t.Errorf("%s: in the set %v", in.Symbol, got)
		}
		if want {
			if members++; in.Kind == market.Call {
				x.good(market.Contract(c), 100)
			}
		}
	}
	if members != 28 {
		t.Errorf("%d options around the money", members)
	}
	x.to(clock(tuesday, 9, 30))
	x.ask(x.find("SR703C6200"), "R1")
	x.ask(x.find("SR703P6200"), "R2")
	x.ask(x.find("SR703C5600"), "R3")
	x.to(x.now + 19*market.Second)
	x.quote(x.find("SR703C6200"), 100, 110, 12, 12, "R1")
	x.to(x.now + 20*market.Second)
	x.end(x.find("SR703C6200"))
	x.to(clock(tuesday, 15, 1))
	u, a := x.unit(0), x.answers(0)
	if u.By != obligation.AggregatePooled || u.D != 28*allTime || u.Low != 14*allTime || u.Target != 800_000 || u.Name.String() != "SR options" {
		t.Errorf("unit %+v", u)
	}
	if a.Requests != 2 || a.AnsweredLow != 1 || a.Missed != 1 || a.Target != 700_000 || a.Name.String() != "SR answers" {
		t.Errorf("answers %+v", a)
	}
	if len(x.rows) != 3 {
		t.Errorf("%d requests decided", len(x.rows))
	}
}

// TestZCEOptionsResponse: nothing is owed continuously. While the underlying is
// at its limit its options are exempt, and a request is not counted.
func TestZCEOptionsResponse(t *testing.T) {
	x := try(t, "zce_options_response", tuesday)
	if x.m.Units() != 0 || x.q.Units() != 1 {
		t.Fatalf("%d and %d units", x.m.Units(), x.q.Units())
	}
	x.to(clock(tuesday, 9, 0))
	c := x.find("SR703C5600")
	if _, ok := x.m.Terms(c, tuesday); ok {
		t.Error("a general-response market maker owes time")
	}
	open := market.Depth{Bid: 5600, Ask: 5601, BidQty: 5, AskQty: 5, Last: 5600, Upper: 5900, Lower: 5300}
	x.book("SR703", open)
	x.ask(c, "R1")
	x.quote(c, 100, 110, 12, 12, "R1")
	x.to(x.now + 25*market.Second)
	x.book("SR703", market.Depth{Bid: 5900, BidQty: 5, Last: 5900, Upper: 5900, Lower: 5300})
	x.to(x.now + market.Minute)
	if why := x.excuses[c]; why != obligation.ExemptUnderlyingLimit {
		t.Errorf("exempt %v", why)
	}
	x.ask(c, "R2")
	x.to(x.now + market.Minute)
	x.book("SR703", open)
	x.to(x.now + 10*market.Minute)
	x.ask(c, "R3")
	x.to(clock(tuesday, 15, 1))
	if a := x.answers(0); a.Requests != 2 || a.AnsweredLow != 1 || a.Excluded != 1 || a.Contracts != 52 {
		t.Errorf("answers %+v", a)
	}
}

// TestHKEXPrimary: of 238 series 99 stand for the session and one for 90 % of it:
// exactly enough. The 100th a minute shorter would not be.
func TestHKEXPrimary(t *testing.T) {
	for _, short := range []market.Time{0, market.Minute} {
		x := try(t, "hkex_primary", tuesday)
		x.to(clock(tuesday, 9, 15))
		var options []market.Contract
		for c := range x.d.Instruments {
			if x.d.Instruments[c].Option() {
				options = append(options, market.Contract(c))
			}
		}
		for _, c := range options[:100] {
			x.good(c, 300)
		}
		x.to(clock(tuesday, 16, 30) - hkTime/10 - short)
		x.end(options[99])
		x.ask(options[200], "R1")
		x.quote(options[200], 300, 330, 6, 6, "")
		x.to(clock(tuesday, 16, 31))
		u, want := x.unit(0), int32(100)
		if short > 0 {
			want = 99
		}
		if u.By != obligation.AggregateSome || u.Contracts != 238 || u.Passed != want || u.Target != 900_000 {
			t.Errorf("%d ns short: unit %+v", short, u)
		}
		if a := x.answers(0); a.Requests != 1 || a.AnsweredLow != 1 {
			t.Errorf("answers %+v", a)
		}
	}
}

// TestSHFEOptions: in November every strike of the month that is named, all the time.
func TestSHFEOptions(t *testing.T) {
	x := try(t, "shfe_options", tuesday)
	x.to(clock(20261123, 21, 0))
	owed := 0
	for c := range x.d.Instruments {
		if _, ok := x.m.Terms(market.Contract(c), tuesday); !ok {
			continue
		}
		if owed++; owed <= 9 {
			x.good(market.Contract(c), 600)
		} else {
			x.quote(market.Contract(c), 600, 673, 6, 6, "") // 12 % of 600 are 72
		}
	}
	x.to(clock(tuesday, 15, 1))
	if u := x.unit(0); owed != 18 || u.D != 18*allTime || u.Low != 9*allTime || u.High != u.Low {
		t.Errorf("%d owed, unit %+v", owed, u)
	}
}

// TestMiFID: on the first day both stand for half of the day, on the second one of
// them is too uneven all day, and on the third a stressed market lets a quote be
// twice as wide for two hours.
func TestMiFID(t *testing.T) {
	x := try(t, "mifid_rts8", 20261123, tuesday, 20261125)
	x.to(clock(20261123, 9, 0))
	x.good(0, 36000)
	x.quote(1, 36000, 36008, 10, 5, "")
	x.to(clock(20261123, 9, 0) + euTime/2)
	x.end(0)
	x.end(1)
	x.to(clock(tuesday, 9, 0))
	if u := x.unit(0); u.DaysPassed != 1 || u.By != obligation.AggregateDays {
		t.Errorf("first day: %+v", u)
	}
	x.good(0, 36000)
	x.quote(1, 36000, 36008, 11, 5, "")
	x.to(clock(20261125, 9, 0))
	if u := x.unit(0); u.DaysPassed != 1 || u.Days != 2 {
		t.Errorf("second day: %+v", u)
	}
	x.quote(1, 36000, 36016, 5, 5, "")
	x.to(clock(20261125, 17, 31))
	if r := x.m.Read(1, x.now); r.MonthLow != euTime/2+2*market.Hour || r.D != 3*euTime-market.Hour {
		t.Errorf("%d ns of %d, want half a day and the two stressed hours of three days without the hour granted", r.MonthLow, r.D)
	}
	if r := x.m.Read(0, x.now); r.MonthLow != euTime/2+euTime-market.Hour { // a quote ends with its day
		t.Errorf("%d ns stood", r.MonthLow)
	}
}

// TestOptionsDev: what the simulated exchange is to count is what the desk owes.
func TestOptionsDev(t *testing.T) {
	x := try(t, "options_dev", tuesday)
	x.settle("SR703", 5649)
	x.to(clock(20261123, 21, 0))
	for c := range x.d.Instruments {
		if x.m.Member(market.Contract(c)) {
			x.good(market.Contract(c), 100)
		}
	}
	x.to(clock(tuesday, 15, 1))
	if u := x.unit(0); u.D != 14*allTime || u.Low != u.D || u.Verdict != obligation.Open {
		t.Errorf("unit %+v", u)
	}
	if len(x.d.Requests.Terms) != 22 || x.d.Requests.Terms[0].Scope != request.ScopeRest {
		t.Errorf("%d rows of answers", len(x.d.Requests.Terms))
	}
	if s := x.d.Sim.Contracts; s[0].Start != 5600 || s[1].Start <= s[len(s)-2].Start || s[1].TimeValue == 0 {
		t.Errorf("simulated: %+v", s[1])
	}
}
