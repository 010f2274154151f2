package quality

import "quotient/market"

// state is what is one for all contracts.
type state struct {
	now   market.Time // of the last input
	proof market.Time // of the last inbound message of the trading link
	lost  int64       // days nobody took
}

// A Meter keeps an account per contract. Make one with New.
type Meter struct {
	p     Params
	st    state
	all   []account
	ended []uint64 // bit per contract: its ended day waits to be taken
}

// New returns a Meter for that many contracts. Roll names the first trading day.
func New(contracts int, p Params) *Meter {
	m := &Meter{p: p, all: make([]account, contracts), ended: make([]uint64, (contracts+63)/64)}
	for c := range m.all {
		m.all[c].begin(0, 0)
	}
	return m
}

// touch counts a contract's time up to now; nil for one that is not ours.
func (m *Meter) touch(c market.Contract, now market.Time) *account {
	m.st.now = max(m.st.now, now)
	if int(c) >= len(m.all) {
		return nil
	}
	a := &m.all[c]
	a.fold(m.st.proof, m.st.now)
	return a
}

// Book takes a snapshot over. It may contain our own quote.
func (m *Meter) Book(c market.Contract, d *market.Depth, now market.Time) {
	a := m.touch(c, now)
	if a == nil {
		return
	}
	a.book = book{bid: d.Bid, ask: d.Ask, hasBid: d.BidQty > 0, hasAsk: d.AskQty > 0}
	a.market, a.open = max(d.Volume, -1), max(d.OpenInterest, -1)
}

// Blind notes that the feed is lost: no book is known until the next is told.
func (m *Meter) Blind(now market.Time) {
	for c := range m.all {
		m.touch(market.Contract(c), now).book = book{}
	}
}

// Standing says whether an effective quote of ours stands, and its prices in ticks.
// A quote that is locked or crossed is none.
func (m *Meter) Standing(c market.Contract, effective bool, bid, ask market.Price, now market.Time) {
	if a := m.touch(c, now); a != nil {
		a.quote = quote{bid: bid, ask: ask, stands: effective && bid < ask}
	}
}

// Alive notes an inbound message of the trading link at now: what stood up to now
// stood.
func (m *Meter) Alive(now market.Time) {
	m.st.now = max(m.st.now, now)
	m.st.proof = m.st.now
}

// Down notes that the trading link is lost. Time since the last message is taken
// back, and nothing stands until Standing says so again.
func (m *Meter) Down(now market.Time) {
	for c := range m.all {
		a := m.touch(market.Contract(c), now)
		a.quote, a.loose = quote{}, times{}
		a.ended.prove(m.st.proof)
		a.ended.loose = times{}
	}
}

// Roll ends the contract's trading day at the last input and begins date. The day
// that ended is told by TakeDay once it is proven. The first Roll ends nothing: it
// names the day that runs since New.
func (m *Meter) Roll(c market.Contract, date market.Date) {
	a := m.touch(c, m.st.now)
	if a == nil || date == a.date {
		return
	}
	if a.date == 0 {
		a.date = date
	} else {
		m.st.lost += int64(m.ended[c>>6] >> (c & 63) & 1)
		m.ended[c>>6] |= 1 << (c & 63)
		a.ended = a.day
		a.begin(date, m.st.now)
	}
	a.largest = m.p.largest(c, date)
}
