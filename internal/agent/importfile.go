package agent

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"quotient/config"
	"quotient/market"
	"quotient/quoter/port"
)

// An importKind is a file that people may import. Its first column and the one
// called key together tell it from the others.
type importKind struct {
	name    string
	key     int
	columns []column
	ready   func(*config.Desk) error
	row     func(*importer)
	end     func(*importer) // after the last row; may be nil
}

// importKinds are the files, as docs/import.md says.
func importKinds() []importKind {
	return []importKind{
		{"settlement", 2, []column{{"date", "日期", true}, {"contract", "合约", true}, {"price", "结算价", true},
			{"open_interest", "持仓量", true}, {"long", "多头持仓", false}, {"short", "空头持仓", false}}, wantsFunds, (*importer).settlement, (*importer).oldestFirst},
		{"funds", 1, []column{{"account", "账户", true}, {"balance", "结存", true}, {"moved", "出入金", false}}, wantsFunds, (*importer).funds, nil},
		{"accounts", 2, []column{{"account", "账户", true}, {"contract", "合约", true}, {"long", "多头持仓", true}, {"short", "空头持仓", true},
			{"opening_long", "多头挂单", false}, {"opening_short", "空头挂单", false}, {"opened", "开仓量", false}}, wantsAccounts, (*importer).account, (*importer).complete},
		{"greeks", 1, []column{{"contract", "合约", true}, {"delta", "德尔塔", true}, {"vega", "维加", true},
			{"gamma", "伽马", false}, {"vega_yuan", "维加金额", false}}, nil, (*importer).greeks, nil},
	}
}

func wantsFunds(d *config.Desk) error {
	if d.Margin == nil {
		return errNoFunds
	}
	return nil
}

func wantsAccounts(d *config.Desk) error {
	if d.Limits == nil || len(d.Limits.Accounts) == 0 {
		return errors.New("no account under common control is known: the desk file has no limits.accounts")
	}
	return nil
}

// An importer turns rows into commands.
type importer struct {
	*table
	desk    *config.Desk
	today   market.Date
	list    []port.Command
	rows    int
	skipped int
	seen    map[string]bool
	spoilt  map[int]bool                     // accounts of which a row is bad
	held    map[int]map[market.Contract]bool // by account, what it has a row of
}

// importOf reads a file whole: a bad row is said and the others are taken over.
func importOf(d *config.Desk, file, text string, today market.Date) ([]port.Command, ctlAnswer, error) {
	file = filepath.Base(file)
	t, of, err := newTable(file, text, importKinds())
	if err != nil {
		return nil, ctlAnswer{}, err
	}
	if of.ready != nil {
		if err := of.ready(d); err != nil {
			return nil, ctlAnswer{}, fmt.Errorf("%s: %w", file, err)
		}
	}
	m := &importer{table: t, desk: d, today: today, seen: map[string]bool{}, spoilt: map[int]bool{}, held: map[int]map[market.Contract]bool{}}
	for m.next() {
		of.row(m)
	}
	if m.rows > 0 && of.end != nil {
		of.end(m)
	}
	if t.unsaid > 0 {
		t.problems = append(t.problems, fmt.Sprintf("%s: %d more rows are bad", file, t.unsaid))
	}
	note := port.Command{Kind: port.CommandMark, Contract: market.NoContract, Ref: ref("import " + of.name + " " + file)}
	return append([]port.Command{note}, m.list...), ctlAnswer{Scope: of.name, Rows: m.rows, Skipped: m.skipped, Problems: t.problems}, nil
}

// take keeps a row's command unless something is wrong with the row.
func (m *importer) take(c port.Command, key string) {
	if key != "" && m.seen[key] && !m.bad {
		m.wrong("contract", "is there twice: the first row is taken over")
	}
	if m.bad {
		return
	}
	m.seen[key] = true
	m.list = append(m.list, c)
	m.rows++
}

// contract finds the row's contract. One of a product that the desk does not trade
// is nobody's mistake.
func (m *importer) contract() (c market.Contract, ok bool) {
	name := m.field("contract")
	if c, ok = m.desk.Lookup(name); ok {
		return c, true
	}
	product := strings.TrimRight(leading(name), " ")
	for i := range m.desk.Instruments {
		if in := &m.desk.Instruments[i]; strings.EqualFold(in.Product.String(), product) || product == "" {
			m.wrong("contract", "no such contract on this desk")
			return c, false
		}
	}
	m.skipped++
	return c, false
}

// leading are the letters that a contract's name begins with.
func leading(name string) string {
	return name[:len(name)-len(strings.TrimLeftFunc(name, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }))]
}

func (m *importer) settlement() {
	c, ok := m.contract()
	if !ok {
		return
	}
	day := m.date("date")
	if day > m.today {
		m.wrong("date", "is yet to come")
	}
	price, ok := m.desk.Instruments[c].ParsePrice([]byte(m.field("price")))
	if !ok || price <= 0 {
		m.wrong("price", "want a price above 0 in whole ticks")
	}
	x := port.Command{Kind: port.CommandSettled, Contract: c, First: uint64(price), From: day.At(0)}
	if v, ok := fixed(m.field("open_interest"), 0); ok && v >= 0 {
		x.Count = uint64(v)
	} else {
		m.wrong("open_interest", "want a whole number from 0 on")
	}
	if m.has("long") != m.has("short") {
		m.wrong("long", "long and short go together: write 0 for none")
	}
	if m.has("long") {
		x.Value, x.Epoch, x.To = 1, m.lots("long"), market.Time(m.lots("short"))
	}
	m.take(x, fmt.Sprint(c, day))
}

// oldestFirst puts the days in the order in which they were.
func (m *importer) oldestFirst() {
	slices.SortStableFunc(m.list, func(a, b port.Command) int { return cmp.Compare(a.From, b.From) })
}

func (m *importer) funds() {
	if m.field("account") != m.desk.Account {
		m.wrong("account", "this desk trades for "+m.desk.Account)
	}
	balance, ok := fen(m.field("balance"))
	if !ok {
		m.wrong("balance", "want yuan with at most two decimals")
	}
	moved, ok := fen(m.field("moved"))
	if m.has("moved") && !ok {
		m.wrong("moved", "want yuan with at most two decimals")
	}
	if m.rows > 0 {
		m.wrong("account", "is there twice: the first row is taken over")
	}
	m.take(fundsCommand(balance, moved), "")
}

func (m *importer) greeks() {
	c, ok := m.contract()
	if !ok {
		return
	}
	kind := m.desk.Instruments[c].Kind
	delta, fine := fixed(m.field("delta"), 3)
	vega, sound := fixed(m.field("vega"), 3)
	switch {
	case !m.desk.Instruments[c].Option():
		m.wrong("contract", "is a future: a lot of it weighs a lot of itself")
	case !fine || max(delta, -delta) > config.MostDelta:
		m.wrong("delta", "want lots of the underlying per lot bought, from -10 to 10, at most three decimals")
	case kind == market.Call && delta < 0:
		m.wrong("delta", "a call's delta is not below 0")
	case kind == market.Put && delta > 0:
		m.wrong("delta", "a put's delta is not above 0")
	case !sound || vega < 0 || vega > config.MostVega:
		m.wrong("vega", "want it in the unit of max_vega per lot bought, from 0 to 1000000, at most three decimals")
	}
	g := config.Greeks{Contract: c, Delta: delta, Vega: vega}
	m.stressGreeks(&g)
	m.take(greeksCommand(&g), fmt.Sprint(c))
}

// stressGreeks reads what stress needs beside: both figures or neither.
func (m *importer) stressGreeks(g *config.Greeks) {
	if m.has("gamma") != m.has("vega_yuan") {
		m.wrong("gamma", "gamma and vega_yuan go together: stress needs the two")
	}
	if !m.has("gamma") || !m.has("vega_yuan") {
		return
	}
	gamma, fine := fixed(m.field("gamma"), 6)
	money, sound := fen(m.field("vega_yuan"))
	switch {
	case !fine || gamma < 0 || gamma > config.MostGamma:
		m.wrong("gamma", "want by how much delta goes up with one tick of the underlying, from 0 to 1, at most six decimals")
	case !sound || money < 0 || money > config.MostVegaFen:
		m.wrong("vega_yuan", "want yuan per lot bought for a point of volatility, from 0 to 100000000, at most two decimals")
	}
	g.Known, g.Gamma, g.Money = true, gamma, money
}

// greeksCommand tells what a lot of an option weighs.
func greeksCommand(g *config.Greeks) port.Command {
	c := port.Command{Kind: port.CommandGreeks, Contract: g.Contract, First: uint64(g.Delta), Count: uint64(g.Vega)}
	if g.Known {
		c.Value, c.From, c.To = 1, market.Time(g.Gamma), market.Time(g.Money)
	}
	return c
}
