package agent

import (
	"fmt"

	"quotient/market"
	"quotient/quoter/port"
)

// account reads what an account under common control (实际控制关系账户) has of a
// contract.
func (m *importer) account() {
	of := m.accountOf()
	if of < 0 {
		m.torn = true
		return
	}
	if m.held[of] == nil {
		m.held[of] = map[market.Contract]bool{}
	}
	c, ok := m.contract()
	if ok {
		m.held[of][c] = true
		m.take(port.Command{Kind: port.CommandOther, Value: int16(of), Contract: c, First: m.lots("long"), Count: m.lots("short"),
			From: market.Time(m.lots("opening_long")), To: market.Time(m.lots("opening_short")), Epoch: m.lots("opened")}, fmt.Sprint(of, c))
	}
	if m.bad {
		m.spoilt[of] = true
	}
}

// accountOf is the account's place in the desk file, below 0 when it has none.
func (m *importer) accountOf() int {
	var known []string
	for i := range m.desk.Limits.Accounts {
		name := m.desk.Limits.Accounts[i].Name.String()
		if name == m.field("account") {
			return i
		}
		known = append(known, name)
	}
	m.wrong("account", fmt.Sprintf("is none of limits.accounts: %q", known))
	return -1
}

// complete says of every account in the file that what was told is all: it has
// nothing of other contracts. Not so where a row could not be read.
func (m *importer) complete() {
	for of := range m.desk.Limits.Accounts {
		if m.held[of] == nil {
			continue
		}
		if m.torn || m.spoilt[of] {
			m.problems = append(m.problems, fmt.Sprintf("%s: account %s: not complete, since a row is bad: its age goes on counting",
				m.file, m.desk.Limits.Accounts[of].Name.String()))
			continue
		}
		for c := range m.desk.Instruments {
			if !m.held[of][market.Contract(c)] {
				m.list = append(m.list, port.Command{Kind: port.CommandOther, Value: int16(of), Contract: market.Contract(c)})
			}
		}
		m.list = append(m.list, port.Command{Kind: port.CommandOther, Value: int16(of), Contract: market.NoContract})
	}
}
