package request

import "quotient/market"

// A duty is one contract's account. It holds no pointers.
type duty struct {
	contract market.Contract
	hours    uint8
	terms    int32       // index into Params.Terms, -1: no answer is owed today
	date     market.Date // trading day; 0 = the calendar has no more
	month    market.Month
	first    int32 // open requests in the order heard, merged ones among them; -1 none
	final    int32
	open     market.Time // of the trading day, the eve's session included
	close    market.Time
	reopen   market.Time // when the next trading day opens, 0 = not known
	next     market.Time // when the calendar has something to do, 0 = never
	wake     market.Time // when something has to be done, 0 = never
	need     market.Time // the earliest proof that a request waits for

	phaseAt    market.Time // from when the last announcement holds
	exemptAt   market.Time // from when the last word about exemption holds
	head       market.Time // when the last request in the denominator was made, 0 none
	headNumber uint64
	prior      market.Time // and the one before it

	requests, low, high int64 // the month's decided requests, and of these the answered ones

	heard  [heardRefs]market.Ref // ids heard last, the last one first
	n      int32
	edited int32 // the first stretch that may have been changed since join
	tail   [tailSize]stretch
	sent   uint64 // quotes so far
	quotes [quotes]quote
}

// heardRefs is how many ids of a contract are remembered, to know one told twice.
const heardRefs = 8

// start opens every account at the first input.
func (m *Meter) start(now market.Time) {
	m.st.started = true
	for c := range m.duties {
		if m.terms[c].from < m.terms[c].to {
			m.begin(&m.duties[c], now)
		}
	}
}

// touch brings a contract's account up to now; nil when it has none.
func (m *Meter) touch(c market.Contract, now market.Time) *duty {
	m.tick(now)
	if int(c) >= len(m.duties) || m.duties[c].date == 0 {
		return nil
	}
	d := &m.duties[c]
	m.catchUp(d, now)
	return d
}

// tick notes the time of an input.
func (m *Meter) tick(now market.Time) {
	m.st.now = max(m.st.now, now)
	if !m.st.started {
		m.start(now)
	}
}

// catchUp does what the calendar has due, in order.
func (m *Meter) catchUp(d *duty, now market.Time) {
	for d.next != 0 && d.next <= now {
		m.turn(d, d.next)
	}
	m.foldOld(d, now)
}

// turn does what is due at t: the calendar's next phase, the end of the day.
func (m *Meter) turn(d *duty, t market.Time) {
	if t >= d.close+Lag && d.first < 0 || d.reopen != 0 && t >= d.reopen {
		m.roll(d, t)
	}
	if d.date == 0 {
		m.wakeAt(d, 0)
		return
	}
	if ph := m.cal.PhaseAt(d.hours, t); ph != d.last().cal {
		d.tail[m.split(d, t)].boundary(ph)
	}
	m.schedule(d, t)
}

// schedule finds when the calendar has something to do next after t.
func (m *Meter) schedule(d *duty, t market.Time) {
	when, _, _ := m.cal.Next(d.hours, t)
	d.next = sooner(sooner(when, d.close+Lag, t), d.reopen, t)
	m.plan(d)
}

// plan finds when the account has to be looked at next, and for what proof.
func (m *Meter) plan(d *duty) {
	t := d.close + Lag
	if d.first >= 0 {
		t = d.next
	}
	d.need = forever
	for i := d.first; i >= 0; i = m.table[i].next {
		t = sooner(t, m.table[i].wake, 0)
		d.need = min(d.need, m.table[i].need)
	}
	m.st.need = min(m.st.need, d.need)
	m.wakeAt(d, t)
}

// wakeAt notes when the account has to be looked at next, 0 for never.
func (m *Meter) wakeAt(d *duty, t market.Time) {
	d.wake = t
	m.wakes.Set(int(d.contract), t)
}

// done ends every input on a contract: the requests that wait for what may have
// been heard now get another look; not at once, for more may be on its way.
func (m *Meter) done(d *duty, now market.Time) {
	d.join()
	if d.first < 0 {
		return
	}
	for i := d.first; i >= 0; i = m.table[i].next {
		if r := &m.table[i]; r.wake == 0 && r.head == 0 {
			r.wake, r.need = now+Lag, forever
		}
	}
	m.plan(d)
}

// Deadline returns the next instant at which something changes by itself, 0 for none.
func (m *Meter) Deadline() market.Time { return m.wakes.First() }

// Advance does what has come due up to now. It changes nothing before Deadline.
func (m *Meter) Advance(now market.Time) {
	m.st.now = max(m.st.now, now)
	for c := m.wakes.Due(0, now); c >= 0; c = m.wakes.Due(c+1, now) {
		m.catchUp(&m.duties[c], now)
		m.settle(&m.duties[c], now)
	}
}
