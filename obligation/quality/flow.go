package quality

import "quotient/market"

// Fill counts an execution of ours. Passive means that it took no liquidity,
// declared is the size of the order or leg it came from, self that the other side
// was ours too. A self-trade (自成交) is not counted as oversize as well.
func (m *Meter) Fill(c market.Contract, qty market.Qty, passive bool, declared market.Qty, self bool) {
	if int(c) >= len(m.all) {
		return
	}
	a := &m.all[c]
	qty = max(qty, 0)
	if passive {
		a.passive += qty
	} else {
		a.aggressive += qty
	}
	switch {
	case self:
		a.self += qty
	case a.largest > 0 && declared > a.largest:
		a.oversize += qty
	}
}

// Crossed counts lots of ours that were told before anybody knew that their other
// side was ours too.
func (m *Meter) Crossed(c market.Contract, lots market.Qty) {
	if int(c) < len(m.all) {
		m.all[c].self += max(lots, 0)
	}
}

// Sent counts an instruction that left: one that adds exposure, or a cancel.
func (m *Meter) Sent(c market.Contract, adds bool) {
	if int(c) >= len(m.all) {
		return
	}
	if adds {
		m.all[c].orders++
	} else {
		m.all[c].cancels++
	}
}

// Cancelled counts lots of ours that were cancelled unfilled, both legs of a quote.
func (m *Meter) Cancelled(c market.Contract, lots market.Qty) {
	if int(c) < len(m.all) {
		m.all[c].cancelled += max(lots, 0)
	}
}

// Request counts a request for quote (询价) that was heard.
func (m *Meter) Request(c market.Contract) {
	if int(c) < len(m.all) {
		m.all[c].requests++
	}
}
