package obligation

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"quotient/market"
	"quotient/obligation/rule"
)

// The lines before the first instant of a story say what is owed:
//
//	terms key=value …                 changes the terms that the next lines start from
//	contract NAME …                   lists contracts; without this line there are two, A (owed) and D (dominant)
//	owe NAME key=value …              one row of terms for a contract
//	unit NAME by=… target=… …         a unit
//	tiers [key=mid] FROM:TICKS[+PPM] …  a table of spreads
//	series on=NAME by=… around=… [hold=1m] [tie=high] CALL/PUT@STRIKE …
//	gap UNIT MONTH                    a month without a contract list
//
// header does one of them.
func (s *story) header(words []string) bool {
	switch words[0] {
	case "terms":
		s.terms = s.keyed(s.terms, words[1:])
	case "contract":
		if !s.named {
			s.named, s.names = true, nil
		}
		s.names = append(s.names, words[1:]...)
	case "owe":
		t := s.terms
		t.Contract = s.contract(words[1])
		s.p.Terms = append(s.p.Terms, s.keyed(t, words[2:]))
	case "unit":
		s.p.Units = append(s.p.Units, s.unitOf(words[1], words[2:]))
	case "tiers":
		s.p.Tiers = append(s.p.Tiers, s.tiersOf(words[1:]))
	case "series":
		s.p.Series = append(s.p.Series, s.seriesOf(words[1:]))
	case "gap":
		s.p.Unlisted = append(s.p.Unlisted, Gap{Unit: uint8(s.num(words[1])), Month: market.Month(s.num(words[2]))})
	default:
		return false
	}
	return true
}

// begin makes the Meter that the header asks for.
func (s *story) begin() {
	if len(s.p.Terms) == 0 {
		s.p.Terms = []Terms{s.terms}
	}
	s.p.Contracts = len(s.names)
	s.p.Check(func(key string, found, allowed int64) { s.Fatalf("%s: %d, allowed %d", key, found, allowed) })
	s.m, s.excuses = New(s.p, storyDays()), map[market.Contract]Excuse{}
}

func (s *story) contract(name string) market.Contract {
	for c, n := range s.names {
		if n == name {
			return market.Contract(c)
		}
	}
	return market.NoContract
}

// who is the contract's name before a line, where contracts were listed.
func (s *story) who(c market.Contract) string {
	if s.named {
		return s.names[c] + " "
	}
	return ""
}

func (s *story) name(c market.Contract) string {
	if s.named {
		return s.names[c]
	}
	return strconv.Itoa(int(c))
}

// keyed returns the terms with keys changed.
func (s *story) keyed(t Terms, words []string) Terms {
	for _, w := range words {
		key, v, _ := strings.Cut(w, "=")
		n, _ := strconv.ParseInt(v, 10, 64)
		if !keyMoney(&t, key, n, v) && !s.keyOption(&t, key, n, v) {
			s.Fatalf("unknown term %q", w)
		}
	}
	return t
}

func keyMoney(t *Terms, key string, n int64, v string) bool {
	switch key {
	case "target":
		t.Target = n
	case "max_spread":
		t.MaxSpread = market.Price(n)
	case "min_size":
		t.MinSize = market.Qty(n)
	case "imbalance":
		t.Imbalance = n
	case "exempt":
		t.Exempt = map[string]Effect{"leaves": EffectLeaves, "counts": EffectCounts, "ignored": EffectIgnored}[v]
	case "limit":
		t.Limit = map[string]LimitRule{"one_sided": LimitOneSided, "last": LimitLast, "touched": LimitTouched}[v]
	case "basis":
		t.Basis = map[string]SizeBasis{"remaining": SizeRemaining, "declared": SizeDeclared}[v]
	case "from":
		t.From = market.Date(n)
	case "to":
		t.To = market.Date(n)
	default:
		return false
	}
	return true
}

func (s *story) keyOption(t *Terms, key string, n int64, v string) bool {
	switch key {
	case "unit":
		t.Unit = uint8(n)
	case "series":
		t.Series = uint8(n)
	case "tiers":
		t.Tiers = uint8(n)
	case "dominant":
		t.Dominant = s.contract(v)
	case "on":
		t.Option, t.Underlying = true, s.contract(v)
	case "call":
		t.Call, t.Strike = true, market.Price(n)
	case "put":
		t.Call, t.Strike = false, market.Price(n)
	case "floor":
		t.Floor = market.Price(n)
	case "floor_by":
		t.FloorBy = map[string]FloorRule{"bid": FloorBid, "last": FloorLast, "settlement": FloorSettlement}[v]
	case "watch":
		t.Watch = true
	default:
		return false
	}
	return true
}

func (s *story) unitOf(name string, words []string) (u Unit) {
	u.Name, _ = market.MakeRef(name)
	for _, w := range words {
		key, v, _ := strings.Cut(w, "=")
		n, _ := strconv.ParseInt(v, 10, 64)
		switch key {
		case "by":
			u.By = map[string]Aggregation{"every": AggregateEvery, "pooled": AggregatePooled, "some": AggregateSome, "days": AggregateDays}[v]
		case "target":
			u.Target = n
		case "least":
			u.Least = int32(n)
		case "share":
			u.DayShare = n
		default:
			s.Fatalf("unknown key %q", w)
		}
	}
	return u
}

func (s *story) tiersOf(words []string) (t rule.Tiers) {
	for _, w := range words {
		if w == "key=mid" {
			t.Key = rule.KeyMid
			continue
		}
		from, wide, _ := strings.Cut(w, ":")
		ticks, ppm, _ := strings.Cut(wide, "+")
		row := rule.Tier{From: market.Price(s.num(from)), Ticks: market.Price(s.num(ticks))}
		if ppm != "" {
			row.PPM = s.num(ppm)
		}
		t.Row[t.N] = row
		t.N++
	}
	return t
}

func (s *story) seriesOf(words []string) (r Series) {
	for _, w := range words {
		key, v, _ := strings.Cut(w, "=")
		switch key {
		case "on":
			r.Underlying = s.contract(v)
		case "by":
			r.By = map[string]Restrike{"settlement": RestrikeSettlement, "last": RestrikeLast, "mid": RestrikeMid}[v]
		case "around":
			r.Around = int32(s.num(v))
		case "hold":
			d, _ := time.ParseDuration(v)
			r.Hold = market.Time(d)
		case "tie":
			r.TieHigh = v == "high"
		default:
			names, strike, _ := strings.Cut(w, "@")
			call, put, _ := strings.Cut(names, "/")
			r.Rows = append(r.Rows, StrikeRow{Strike: market.Price(s.num(strike)), Call: s.contract(call), Put: s.contract(put)})
		}
	}
	return r
}

var restrikes = [...]string{"nothing", "settlement", "last", "mid", "carried"}

// moves writes what sets and units say.
func (s *story) moves() {
	var row MemberRow
	for s.m.TakeMember(&row) {
		fmt.Fprintf(s, "set %d by %s from %s:", row.Series, restrikes[row.Why], s.at(row.At))
		if row.Row < 0 {
			fmt.Fprintln(s, " empty")
			continue
		}
		fmt.Fprintf(s, " %d at the money at %d, rows %d to %d\n", row.Strike, row.Reference, row.First, row.Last)
	}
	var r UnitReading
	for s.m.TakeUnit(&r) {
		s.unit(&r)
	}
}

var verdictNames = [VerdictCount]string{"not assessed", "met", "missed", "open", "in band"}

func (s *story) unit(r *UnitReading) {
	when := "now"
	if r.Final {
		when = "after"
	}
	fmt.Fprintf(s, "unit %s %s %d: %s, %d of %d contracts, %d of %d days, obliged %v low %v high %v left %v slack %v need %d", r.Name, when, r.Date,
		verdictNames[r.Verdict], r.Passed, r.Contracts, r.DaysPassed, r.Days, time.Duration(r.D), time.Duration(r.Low), time.Duration(r.High),
		time.Duration(r.R), time.Duration(r.Slack), r.NeedRest)
	for i, c := range r.Worst {
		if c != market.NoContract {
			if i == 0 {
				fmt.Fprint(s, " worst")
			}
			fmt.Fprint(s, " ", s.name(c))
		}
	}
	fmt.Fprintln(s)
}

// standing writes what the loop asks about the contract.
func (s *story) standing() {
	d, owed := s.m.Demand(s.c, s.now.Date())
	for x := (Excuse{}); s.m.TakeExcuse(&x); {
		s.excuses[x.Contract] = x
	}
	x := s.excuses[s.c]
	fmt.Fprintf(s, "%smember %v exempt %v", s.who(s.c), s.m.Member(s.c), x.Exempt != ExemptNone)
	if x.Exempt != ExemptNone {
		fmt.Fprintf(s, " %v since %s", x.Exempt, s.at(x.At))
	}
	if owed {
		fmt.Fprintf(s, " size %d spread at 100 %d", d.Least(), d.Widest(100, 100))
	}
	fmt.Fprintln(s)
}
