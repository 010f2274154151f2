package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/port"
)

// How often needs are looked at while anything trades, and how many contracts at
// a time: a look reads the meter, which must not hold up a tick.
const (
	needEvery = 5 * market.Second
	needBatch = 64
	tellEvery = market.Minute // how often units' standings go on record while anything trades
)

// needs looks at the needs of the next few contracts when that is due. It reports
// how much it did.
func (l *Loop) needs() (work int) {
	if l.st.needAt == 0 || l.now < l.st.needAt || l.st.stage != StageReady {
		return 0
	}
	l.st.needAt = 0
	if !l.trading() {
		return 1
	}
	l.st.needAt = l.now + needEvery
	if l.now >= l.st.tellAt {
		l.st.tellAt = l.now + tellEvery
		l.tellUnits()
	}
	if len(l.p.Steering) == 0 {
		return 1
	}
	for u := range l.units {
		l.unitNeed(u)
	}
	for range min(needBatch, len(l.contracts)) {
		c := l.st.needTurn % market.Contract(len(l.contracts))
		l.st.needTurn = c + 1
		if l.p.Contracts[c].Quote {
			l.contractNeed(c)
		}
	}
	return 1
}

// lookAtNeeds has the needs and standings looked at from now on. Without
// thresholds there are no needs: the desk quotes as it is configured.
func (l *Loop) lookAtNeeds() {
	if l.st.needAt == 0 && (len(l.p.Steering) > 0 || l.r.Meter.Units()+l.r.Requests.Units() > 0) {
		l.st.needAt = l.now
	}
}

// trading reports whether any quoted contract is in continuous trading.
func (l *Loop) trading() bool {
	for c := range l.contracts {
		if l.p.Contracts[c].Quote && l.contracts[c].phase == market.PhaseContinuous {
			return true
		}
	}
	return false
}

// unitNeed looks at a pool: its contracts share its need.
func (l *Loop) unitNeed(u int) {
	n := &l.units[u]
	if !n.pooled {
		return
	}
	l.r.Meter.ReadUnit(u, l.now, &l.unit)
	r := &l.unit
	of := max(market.Time(r.Contracts), 1) // an hour out costs an hour of each
	n.slack, n.at = r.Slack/of, l.now
	l.turn(port.Need{Unit: uint8(u), Contract: market.NoContract, Target: r.Target, D: r.D, R: r.R, E: r.Low,
		Slack: r.Slack, NeedRest: r.NeedRest}, of, &n.need, &n.since)
}

// contractNeed looks at one contract. In a pool it takes over the pool's need.
func (l *Loop) contractNeed(c market.Contract) {
	k := &l.contracts[c]
	t, owed := l.r.Meter.Terms(c, l.st.date)
	if !owed {
		k.need.need = uint8(steering.Watch)
		return
	}
	if int(t.Unit) < len(l.units) && l.units[t.Unit].pooled {
		k.need = l.units[t.Unit]
		return
	}
	l.r.Meter.ReadInto(c, l.now, &l.reading)
	r := &l.reading
	k.need.slack, k.need.at = r.Slack, l.now
	unit := uint8(port.NoUnit)
	if len(l.units) > 0 {
		unit = t.Unit
	}
	l.turn(port.Need{Unit: unit, Contract: c, Target: r.Target, D: r.D, R: r.R, E: r.MonthLow,
		Slack: r.Slack, NeedRest: r.NeedRest}, 1, &k.need.need, &k.need.since)
}

// turn derives the need from the arithmetic in n, whose slack is that of so many
// contracts, and puts a change on record.
func (l *Loop) turn(n port.Need, of market.Time, need *uint8, since *market.Time) {
	p := *l.p.Steering.At(l.st.date)
	p.Reserve, p.Watch = p.Reserve*of, p.Watch*of
	n.Reserve, n.Watch, n.Critical = p.Reserve, p.Watch, p.Critical
	now := uint8(steering.NeedOf(n.Slack, n.NeedRest, &p))
	if now == *need && *since != 0 {
		return
	}
	n.Was, n.Now = *need, now
	*need, *since = now, l.now
	*l.record(port.RecordNeed).NewNeed() = n
	l.ring.Records.Commit()
	l.markAll()
}

// stance says how to quote the contract now.
func (l *Loop) stance(c market.Contract, t *task) steering.Stance {
	k, p := &l.contracts[c], &l.p.Contracts[c]
	if !p.Comply || len(l.p.Steering) == 0 || !t.quote {
		return steering.Normal
	}
	thresholds := l.p.Steering.At(l.st.date)
	was := k.stance
	k.loss = k.losing.Signal(&p.Loss, l.now)
	k.stance = steering.Choose(steering.Input{Need: steering.Need(k.need.need), Slack: k.need.slack - (l.now - k.need.at),
		Loss: k.loss, Was: was, Since: k.stanceAt, Now: l.now}, thresholds)
	if k.stance != was {
		k.stanceAt = l.now
	}
	if k.stance.SteppedBack() {
		l.wakeAt(c, l.now+needEvery)
		if t.answer { // an answer outranks the wish to be out
			return steering.Normal
		}
	}
	return k.stance
}

// A need is how badly something needs to be quoted, and on what figures.
type need struct {
	need   uint8 // steering.Need
	pooled bool
	_      [6]byte
	slack  market.Time
	at     market.Time // when slack was read
	since  market.Time
}

// pools says which units are judged as one.
func pools(units []obligation.Unit) (list []need) {
	for i := range units {
		list = append(list, need{pooled: units[i].By == obligation.AggregatePooled})
	}
	return list
}
