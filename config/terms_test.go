package config

import (
	"slices"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/obligation/rule"
)

// owed lists the symbols that have terms of continuous quoting on a date.
func owed(d *Desk, date market.Date) (list []string) {
	for _, t := range d.Obligation.Terms {
		if t.From <= date && date <= t.To && !t.Watch {
			list = append(list, d.Instruments[t.Contract].Symbol.String())
		}
	}
	slices.Sort(list)
	return list
}

// asked lists those whose requests are owed an answer.
func asked(d *Desk, date market.Date) (list []string) {
	for _, t := range d.Requests.Terms {
		if t.From <= date && date <= t.To {
			list = append(list, d.Instruments[t.Contract].Symbol.String())
		}
	}
	slices.Sort(list)
	return list
}

// TestExpiringWithin: the month itself is the first; a delivery month counts, an
// expiry that is known counts more; the dominant months are those of the day.
func TestExpiringWithin(t *testing.T) {
	const rule = "      months: 6\n"
	for _, c := range []struct {
		pairs    []string
		nov, dec string
	}{
		{nil, "AP611 AP612 AP703 AP704", "AP612 AP703 AP704"},
		{[]string{rule, "      months: 5\n"}, "AP611 AP612 AP703", "AP612 AP703 AP704"},
		{[]string{rule, "      months: 1\n"}, "AP611", "AP612"},
		{[]string{rule, "      months: 7\n", "months: [1, 5, 10]", "months: [1, 10]"}, "AP611 AP612 AP703 AP704 AP705", "AP612 AP703 AP704 AP705"},
		{[]string{"source: example}\n", "source: example}\n        - {from: 2026-12-01, months: []}\n"}, "AP611 AP612 AP703 AP704", "AP612 AP701 AP703 AP704 AP705"},
		{[]string{"source: example}\n", "source: example}\n        - {from: 2026-12-02, months: []}\n"}, "AP611 AP612 AP703 AP704", "AP612 AP703 AP704"},
		{[]string{"{symbol: AP704,", "{symbol: AP704, expiry: 2027-05-14,"}, "AP611 AP612 AP703", "AP612 AP703 AP704"},
		{[]string{"{symbol: AP611,", "{symbol: AP611, expiry: 2026-12-14,"}, "AP611 AP612 AP703 AP704", "AP611 AP612 AP703 AP704"},
	} {
		d := changed(t, "zce_futures", c.pairs...)
		if got := strings.Join(owed(d, 20261102), " "); got != c.nov {
			t.Errorf("%q: November %s, want %s", c.pairs, got, c.nov)
		}
		if got := strings.Join(owed(d, 20261203), " "); got != c.dec {
			t.Errorf("%q: December %s, want %s", c.pairs, got, c.dec)
		}
	}
	// In the month of the terms' first day the entry of that day holds already.
	d := changed(t, "zce_futures", "    from: 2026-11-01\n    to: 2026-12-31\n    expiring", "    from: 2026-11-16\n    to: 2026-12-31\n    expiring",
		"{from: 2018-01-01, months: [1, 5, 10]", "{from: 2026-11-16, months: [3]")
	if got := strings.Join(owed(d, 20261116), " "); got != "AP611 AP612 AP701 AP704" {
		t.Errorf("from the first day: %s", got)
	}
	// What expires on a day is owed up to it.
	d = changed(t, "zce_futures", "{symbol: AP612,", "{symbol: AP612, expiry: 2026-12-14,")
	if !slices.Contains(owed(d, 20261214), "AP612") || slices.Contains(owed(d, 20261215), "AP612") {
		t.Error("AP612 is not owed up to its last trading day")
	}
	// A symbol that says no delivery month is not selected.
	d = changed(t, "zce_futures", "{symbol: AP611,", "{symbol: APX, product: AP, delivery: 2026-11,", "  contracts:\n    AP701: {quote: false}", "  contracts:\n    APX: {lead: AP701}\n    AP701: {quote: false}",
		"    AP611: {lead: AP701}\n", "", "    AP611: {like", "    APX: {like")
	if got := strings.Join(owed(d, 20261102), " "); got != "AP612 AP703 AP704" {
		t.Errorf("with a strange symbol: %s", got)
	}
}

// TestDelivery: one digit of the year is of the decade that is near.
func TestDelivery(t *testing.T) {
	d := changed(t, "apple")
	b := &builder{desk: d}
	for _, c := range []struct {
		symbol string
		now    market.Month
		want   market.Month
	}{
		{"AP010", 202008, 202010}, {"AP101", 202008, 202101}, {"AP912", 202008, 201912}, {"AP901", 202008, 201901},
		{"AP812", 202008, 202812}, {"cu2609", 202008, 202609}, {"AP", 202008, 0}, {"AP1", 202008, 0}, {"AP12", 202008, 0},
		{"AP00", 202008, 0}, {"AP000", 202008, 0}, {"AP013", 202008, 0}, {"AP12345", 202008, 0}, {"AP001", 202012, 202001},
	} {
		d.Instruments[0].Symbol, _ = market.MakeSymbol(c.symbol)
		if got := b.delivery(0, c.now); got != c.want {
			t.Errorf("%s in %d: %d, want %d", c.symbol, c.now, got, c.want)
		}
	}
}

// TestPrimarySelection: what an options role's lists and rules select.
func TestPrimarySelection(t *testing.T) {
	const lists = "    contracts:\n      2026-11: [SR703, SR705]\n      2026-12: [SR703, SR705]\n"
	const money = "    at_the_money:\n      around: 3\n      restrike: settlement\n      tie: lower\n"
	series := func(d *Desk, symbol string, date market.Date) int {
		c, _ := d.Lookup(symbol)
		for _, t := range d.Obligation.Terms {
			if t.Contract == c && t.From <= date && date <= t.To && !t.Watch {
				return int(t.Series)
			}
		}
		return -1
	}
	for _, c := range []struct {
		name               string
		pairs              []string
		same, other, named int // series of SR703C5600 and SR705C5600 in December, SR703P5000 in November
	}{
		{"lists", nil, 1, 2, 1},
		{"one month", []string{"2026-12: [SR703, SR705]", "2026-12: [SR705]"}, -1, 2, 1},
		{"named option", []string{"2026-11: [SR703, SR705]", "2026-11: [SR703P5000, SR703]"}, 1, 2, 0},
		{"nearest", []string{lists, "", "around: 3", "around: 3\n      months: 1"}, 1, -1, 1},
		{"two nearest", []string{lists, "", "around: 3", "around: 3\n      months: 2"}, 1, 2, 1},
		{"all, moving", []string{lists, "    all_listed: true\n"}, 1, 2, 1},
		{"all, always", []string{lists, "    all_listed: true\n", money, ""}, 0, 0, 0},
		{"lists, always", []string{money, ""}, 0, 0, 0},
		{"list before rule", []string{lists, "    contracts: {2026-12: [SR705]}\n", "around: 3", "around: 3\n      months: 1"}, -1, 1, 2},
	} {
		d := changed(t, "zce_options_primary", c.pairs...)
		if a, b, n := series(d, "SR703C5600", 20261201), series(d, "SR705C5600", 20261201), series(d, "SR703P5000", 20261102); a != c.same || b != c.other || n != c.named {
			if c.name == "list before rule" && a == -1 && b > 0 && n > 0 && b != n {
				continue // whichever of the two series was made first
			}
			t.Errorf("%s: %d, %d, %d, want %d, %d, %d", c.name, a, b, n, c.same, c.other, c.named)
		}
		if n := len(asked(d, 20261102)); n != 52 {
			t.Errorf("%s: %d contracts whose requests are owed an answer", c.name, n)
		}
	}
}

// TestSeries: what a series is made of, and that two agreements may share it.
func TestSeries(t *testing.T) {
	d := changed(t, "zce_options_primary", "around: 3", "around: 2", "restrike: settlement", "restrike: mid\n      hold: 45s", "tie: lower", "tie: higher")
	if len(d.Obligation.Series) != 2 {
		t.Fatalf("%d series", len(d.Obligation.Series))
	}
	s := d.Obligation.Series[1]
	if s.Underlying != 1 || s.Around != 2 || s.By != obligation.RestrikeMid || !s.TieHigh || s.Hold != 45*market.Second || len(s.Rows) != 13 {
		t.Errorf("%+v", s)
	}
	for i, r := range s.Rows {
		call, put := &d.Instruments[r.Call], &d.Instruments[r.Put]
		if r.Strike != market.Price(5000+100*i) || call.Kind != market.Call || put.Kind != market.Put || call.Strike != r.Strike ||
			put.Strike != r.Strike || call.Underlying != 1 || put.Underlying != 1 {
			t.Errorf("row %d: %+v", i, r)
		}
	}
	// Options that expire apart are series apart; one side may be missing.
	d = changed(t, "zce_options_primary", "  - {symbol: SR703, ", "  - {symbol: SR703MSC5600, tick: 0.5, multiplier: 10, expiry: 2026-12-11}\n  - {symbol: SR703, ")
	if n := len(d.Obligation.Series); n != 3 {
		t.Errorf("%d series with short-term options", n)
	}
	if r := d.Obligation.Series[0].Rows; len(r) != 1 || r[0].Call != 0 || r[0].Put != market.NoContract {
		t.Errorf("short-term series %+v", r)
	}
	if last := slices.IndexFunc(d.Obligation.Terms, func(t obligation.Terms) bool { return t.Contract == 0 }); d.Obligation.Terms[last].To != 20261211 {
		t.Errorf("terms after the last trading day: %+v", d.Obligation.Terms[last])
	}
	file, _ := Example("zce_options_primary")
	block := string(file[strings.Index(string(file), "  - source: example in"):strings.Index(string(file), "steering:")])
	first := strings.NewReplacer("to: 2026-12-31", "to: 2026-11-30", "      2026-12: [SR703, SR705]\n", "").Replace(block)
	second := strings.NewReplacer("from: 2026-11-01", "from: 2026-12-01", "      2026-11: [SR703, SR705]\n", "", "target: 80%", "target: 85%", "target: 70%", "target: 75%").Replace(block)
	d = changed(t, "zce_options_primary", block, first+second)
	if len(d.Obligation.Series) != 2 || len(d.Obligation.Tiers) != 1 || len(d.Requests.Tiers) != 1 || len(d.Obligation.Units) != 1 || len(d.Requests.Units) != 1 {
		t.Errorf("two agreements of one unit do not share: %+v", d.Obligation.Units)
	}
	if u := d.Obligation.Units[0]; u.Target != 850_000 || d.Requests.Units[0].Target != 750_000 || d.Obligation.Terms[0].Target != 800_000 {
		t.Errorf("dated targets: %+v", u)
	}
}

// TestTermsOfOptions: every key of an option's terms arrives.
func TestTermsOfOptions(t *testing.T) {
	d := changed(t, "zce_options_primary", "    target: 80%\n", "    target: 80%\n    unit: sugar\n    max_imbalance: 20%\n    size_basis: declared\n",
		"exempt_time: leaves", "exempt_time: ignored", "at_limit: one_sided", "at_limit: touched", "by: last_price", "by: settlement",
		"by: bid", "by: mid", "{from: 500, spread: 75}", "{from: 500, spread: 75, share: 12.5%}")
	c, _ := d.Lookup("SR705P5700")
	i := slices.IndexFunc(d.Obligation.Terms, func(t obligation.Terms) bool { return t.Contract == c })
	want := obligation.Terms{Contract: c, Dominant: market.NoContract, Hours: d.Hours[c], From: 20261101, To: 20261231, Target: 800_000,
		MaxSpread: 150, MinSize: 10, Exempt: obligation.EffectIgnored, Limit: obligation.LimitTouched, Basis: obligation.SizeDeclared,
		Series: 2, Tiers: 1, FloorBy: obligation.FloorSettlement, Option: true, Underlying: 1, Strike: 5700, Floor: 4, Imbalance: 200_000}
	if got := d.Obligation.Terms[i]; got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if u := d.Obligation.Units[0]; u.Name.String() != "sugar" || u.By != obligation.AggregatePooled || u.Product.String() != "SR" {
		t.Errorf("unit %+v", u)
	}
	tiers := rule.Tiers{N: 6, Key: rule.KeyMid}
	for i, r := range [][3]int64{{0, 16, 0}, {100, 20, 0}, {200, 40, 0}, {400, 60, 0}, {600, 100, 0}, {1000, 150, 125_000}} {
		tiers.Row[i] = rule.Tier{From: market.Price(r[0]), Ticks: market.Price(r[1]), PPM: r[2]}
	}
	if d.Obligation.Tiers[0] != tiers || d.Requests.Tiers[0] != tiers {
		t.Errorf("tiers %+v", d.Obligation.Tiers)
	}
	for word, by := range map[string]obligation.FloorRule{"bid": obligation.FloorBid, "last_price": obligation.FloorLast} {
		if d := changed(t, "zce_options_primary", "by: last_price", "by: "+word); d.Obligation.Terms[0].FloorBy != by {
			t.Errorf("floor by %s: %d", word, d.Obligation.Terms[0].FloorBy)
		}
	}
	for word, by := range map[string]obligation.Restrike{"settlement": obligation.RestrikeSettlement, "last_price": obligation.RestrikeLast} {
		if d := changed(t, "zce_options_primary", "restrike: settlement", "restrike: "+word); d.Obligation.Series[0].By != by {
			t.Errorf("restrike %s: %d", word, d.Obligation.Series[0].By)
		}
	}
}

// TestResponseTerms: each policy by itself, its default, and what the terms lend.
func TestResponseTerms(t *testing.T) {
	yes, no := request.PolicyYes, request.PolicyNo
	const plain = "      hold: 20s\n\nsteering"
	at := func(pairs ...string) request.Terms {
		d := changed(t, "options_dev", pairs...)
		return d.Requests.Terms[0]
	}
	base := at()
	want := request.Terms{Contract: 1, Hours: base.Hours, Tiers: 1, Scope: request.ScopeRest, From: 20261101, To: 20261231,
		Respond: 20 * market.Second, Hold: 20 * market.Second, Spread: 150, MinSize: 10, Declared: no, Filled: no, Resting: no, AnyQuote: no,
		Exempt: yes, Breaks: no, Merge: no, Underlying: 0}
	if base != want {
		t.Errorf("by default:\n got %+v\nwant %+v", base, want)
	}
	for line, set := range map[string]func(*request.Terms){
		"filled_side_ends: true":                func(t *request.Terms) { t.Filled = yes },
		"standing_quote_answers: true":          func(t *request.Terms) { t.Resting = yes },
		"any_quote_answers: true":               func(t *request.Terms) { t.AnyQuote = yes },
		"exempt_counts: false":                  func(t *request.Terms) { t.Exempt = no },
		"break_counts: true":                    func(t *request.Terms) { t.Breaks = yes },
		"merge_within: 60s":                     func(t *request.Terms) { t.Merge, t.Apart = yes, 60*market.Second },
		"moved_ticks: 3":                        func(t *request.Terms) { t.Moved = 3 },
		"scope: all":                            func(t *request.Terms) { t.Scope = request.ScopeAll },
		"scope: rest":                           func(t *request.Terms) {},
		"size_basis: declared":                  func(t *request.Terms) { t.Declared = yes },
		"min_size_lots: 11":                     func(t *request.Terms) { t.MinSize = 11 },
		"max_imbalance: 30%":                    func(t *request.Terms) { t.Imbalance = 300_000 },
		"max_spread_ticks: 16":                  func(t *request.Terms) { t.Tiers, t.Spread = 0, 16 },
		"tiers: {rows: [{from: 1, share: 5%}]}": func(t *request.Terms) { t.Spread = 1 },
	} {
		more := want
		set(&more)
		if got := at(plain, "      hold: 20s\n      "+line+"\n\nsteering"); got != more {
			t.Errorf("%s:\n got %+v\nwant %+v", line, got, more)
		}
	}
	// What the terms say and the response does not holds for both.
	lent := at("    min_size_lots: 10\n", "    min_size_lots: 11\n    size_basis: declared\n    max_imbalance: 10%\n")
	if lent.MinSize != 11 || lent.Declared != yes || lent.Imbalance != 100_000 {
		t.Errorf("lent: %+v", lent)
	}
	// A future's answers, and a general-response market maker's, are owed on everything.
	d := changed(t, "zce_futures", "    exempt_time: leaves\n", "    exempt_time: leaves\n    response: {target: 60%, within: 5s, hold: 0s}\n")
	if r := d.Requests.Terms[0]; r.Scope != request.ScopeAll || r.Underlying != market.NoContract || r.Spread != 4 || r.Declared != yes || r.Unit != 0 {
		t.Errorf("futures: %+v", r)
	}
	if got := strings.Join(asked(d, 20261102), " "); got != "AP611 AP612 AP703 AP704" || slices.ContainsFunc(d.Obligation.Terms, func(t obligation.Terms) bool { return t.Watch }) {
		t.Errorf("futures whose requests are owed an answer: %s", got)
	}
	d = example(t, "zce_options_response")
	if r := d.Requests.Terms[0]; r.Scope != request.ScopeAll || len(d.Requests.Terms) != 52 || len(d.Obligation.Units) != 0 {
		t.Errorf("general: %+v", r)
	}
	d = changed(t, "zce_options_response", "    at_limit: one_sided\n", "    at_limit: one_sided\n    contracts: {2026-11: [SR703P5000, SR705], 2026-12: [SR705]}\n")
	if a, b := asked(d, 20261130), asked(d, 20261201); len(a) != 27 || len(b) != 26 {
		t.Errorf("by lists: %v, %v", a, b)
	}
}

// TestWatched: where answers are owed and no time, the meter watches exemptions,
// for every day once.
func TestWatched(t *testing.T) {
	d := changed(t, "zce_options_primary", "2026-11: [SR703, SR705]", "2026-11: [SR705]", "2026-12: [SR703, SR705]", "2026-12: [SR703]")
	for _, c := range []struct {
		symbol string
		want   []obligation.Terms
	}{
		{"SR703C5600", []obligation.Terms{{From: 20261101, To: 20261130, Watch: true}, {From: 20261201, To: 20261231}}},
		{"SR705C5600", []obligation.Terms{{From: 20261101, To: 20261130}, {From: 20261201, To: 20261231, Watch: true}}},
	} {
		id, _ := d.Lookup(c.symbol)
		var got []obligation.Terms
		for _, t := range d.Obligation.Terms {
			if t.Contract == id {
				got = append(got, obligation.Terms{From: t.From, To: t.To, Watch: t.Watch})
			}
		}
		slices.SortFunc(got, func(a, b obligation.Terms) int { return int(a.From) - int(b.From) })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v", c.symbol, got)
		}
	}
	watch := d.Obligation.Terms[len(d.Obligation.Terms)-1]
	if !watch.Watch || watch.Target != 700_000 || watch.MinSize != 10 || watch.Floor != 4 || !watch.Option || watch.Tiers != 0 {
		t.Errorf("%+v", watch)
	}
}

// TestSelectedNone: a rule that selects nothing in a month refuses a start in it.
func TestSelectedNone(t *testing.T) {
	d := changed(t, "zce_futures", "      months: 6\n", "      months: 1\n", "  - {symbol: AP612, tick: 1, multiplier: 10}\n", "",
		"    AP612: {lead: AP701}\n", "", "    AP612: {like: second_month, start_price: 7130, lead: AP701}\n", "")
	if p := d.CheckDate(20261202); len(p) != 1 || p[0].Message != "no contract is selected for the month" {
		t.Errorf("December: %s", RenderText(p, false))
	}
}

// TestSelectedWithoutCalendar: where no month is covered, a rule that selects
// nothing is not another fault.
func TestSelectedWithoutCalendar(t *testing.T) {
	refused(t, CodeReference, "calendar.exchange", "zce_futures", "exchange: CZCE", "exchange: ZCE")
}

// TestUnits: how a month is judged, by role, by key, and at most so many units.
func TestUnits(t *testing.T) {
	for _, c := range []struct {
		lines string
		want  obligation.Unit
	}{
		{"", obligation.Unit{By: obligation.AggregateEvery}},
		{"    aggregation: every\n", obligation.Unit{By: obligation.AggregateEvery}},
		{"    aggregation: pooled\n", obligation.Unit{By: obligation.AggregatePooled}},
		{"    aggregation: some\n    least_contracts: 1\n", obligation.Unit{By: obligation.AggregateSome, Least: 1}},
		{"    aggregation: days\n    day_share: 50%\n", obligation.Unit{By: obligation.AggregateDays, DayShare: 500_000}},
	} {
		d := changed(t, "dev", "    target: 80%\n", "    target: 80%\n"+c.lines)
		c.want.Name, c.want.Product, c.want.Target = refOf("AP"), d.Instruments[0].Product, 800_000
		if len(d.Obligation.Units) != 1 || d.Obligation.Units[0] != c.want || len(d.Quoter.Units) != 1 {
			t.Errorf("%q: %+v", c.lines, d.Obligation.Units)
		}
	}
	refused(t, CodeContradiction, "terms[0].least_contracts", "dev", "    target: 80%\n", "    target: 80%\n    aggregation: some\n    least_contracts: 2\n")
	refused(t, CodeMissing, "terms[0].day_share", "dev", "    target: 80%\n", "    target: 80%\n    aggregation: days\n")
	refused(t, CodeContradiction, "terms[0].day_share", "dev", "    target: 80%\n", "    target: 80%\n    day_share: 50%\n")
	refused(t, CodeContradiction, "terms[0].least_contracts", "dev", "    target: 80%\n", "    target: 80%\n    aggregation: days\n    day_share: 1\n    least_contracts: 1\n")
	refused(t, CodeRange, "terms[0].unit", "dev", "    target: 80%\n", "    target: 80%\n    unit: 一二三四五六七八九\n")
	if d := changed(t, "dev", "    target: 80%\n", "    target: 80%\n    unit: 一二三四五六七八\n"); d.Obligation.Units[0].Name.String() != "一二三四五六七八" {
		t.Error("a name of 24 bytes")
	}
	for n, want := range map[int]int{32: 0, 33: 1} {
		b := built(t, string(dev(t)))
		b.desk.Obligation.Units = make([]obligation.Unit, n-5)
		b.desk.Requests.Units = make([]request.Unit, 5)
		if b.units(); len(b.list) != want {
			t.Errorf("%d units: %s", n, RenderText(b.sorted(), false))
		}
	}
}

func dev(t *testing.T) []byte {
	text, ok := Example("dev")
	if !ok {
		t.Fatal("no example dev")
	}
	return text
}

// TestRelax: a grant relaxes, or exempts.
func TestRelax(t *testing.T) {
	g := example(t, "mifid_rts8").Obligation.Grants
	if len(g) != 2 || g[0].Relax != 0 || g[1].Relax != 2_000_000 {
		t.Errorf("%+v", g)
	}
}
