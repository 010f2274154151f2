package obligation

import (
	"quotient/internal/alarm"
	"quotient/internal/flat"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/obligation/rule"
)

// A duty is one contract's account. It holds no pointers.
type duty struct {
	contract market.Contract
	hours    uint8
	waiting  bool        // the day is over, but not proven
	terms    int32       // index into Params.Terms, -1: nothing is owed today
	date     market.Date // trading day; 0 = the calendar has no more
	month    market.Month
	open     market.Time // of the trading day, the eve's session included
	close    market.Time
	reopen   market.Time // when the next trading day opens, 0 = not known
	next     market.Time // when something changes by itself, 0 = never

	day        sums    // this trading day
	before     account // the month's days before it
	ahead      account // obliged time of the month after this day
	shut       account // the month after trading day shutOn, the last that was closed
	shutOn     market.Date
	_          int32
	scheduled  market.Time // of the month's days before this one
	exempted   market.Time // of it
	unproven   market.Time // effective time folded before it was proven,
	unprovenTo market.Time // up to here; none when that is proven

	phaseAt market.Time // from when the last announcement holds
	n       int32
	edited  int32 // the first stretch that may have been changed since join
	summed  int32 // how many of the tail's first stretches are in sum
	_       int32
	sum     totals
	tail    [tailSize]stretch
	slots   [slots]slot

	foldState  State // what was folded last, and since when
	foldExempt Exempt
	state      State // what the contract counts as now
	exempt     Exempt
	saidState  State // as TakeChange last told
	saidExempt Exempt
	excused    Exempt // as TakeExcuse last told
	_          [7]byte
	foldSince  market.Time
	since      market.Time
	noted      market.Time // the last input or deadline

	row   ExemptRow // the ledger row being written
	strip strip
}

// standing is the part of the Meter that is not per contract.
type standing struct {
	started bool
	up      bool
	_       [2]byte
	waiting int32       // duties whose day waits for proof
	proof   market.Time // the trading link was alive up to here
	before  market.Time // and up to here before the last Poll that brought a message
	heard   market.Time // that Poll
	turn    market.Time // when something comes due for many contracts at once, or earlier; 0 never
	grants  int32
	_       int32
	lost    int64 // rows that nobody took in time
}

// A limit is what a contract's market data says about its price limits.
type limit struct {
	rules uint8        // bit LimitRule: at limit by that rule
	price market.Price // the limit it stands at
	at    market.Time  // since when rules hold
}

// maxGrants is how many exemptions can be granted while the Meter runs.
const maxGrants = 256

// A Meter holds the accounts of every contract of one Loop.
type Meter struct {
	p       Params
	cal     *calendar.Table
	demands []rule.Demand // by Params.Terms
	terms   []span        // by contract: its rows in order
	order   []int32
	under   []span // by contract: the contracts whose Dominant it is
	heirs   []market.Contract
	of      plan

	st      standing
	duties  []duty
	limits  []limit
	prices  []prices // by contract, of options with a floor
	bases   []base   // by plan.roots
	sets    []set    // by Params.Series
	records []record // by Params.Units
	grants  []Grant
	next    alarm.List    // by contract: duty.next once more, side by side
	running []market.Date // by contract: duty.date once more
	changed []uint64      // bit per contract: TakeChange has something to tell
	excuses []uint64      // bit per contract: TakeExcuse has
	days    flat.Queue[DayRow]
	rows    flat.Queue[ExemptRow]
	members flat.Queue[MemberRow]
	units   flat.Queue[UnitReading]
	quiet   bool // reading from a copy: nothing is told
	scratch duty
	ranks   []rank  // by unit's contract, while a unit is read
	ranking []int32 // into ranks, worst first
	asked   stay
}

// A span is a part of one of the Meter's flat lists.
type span struct{ from, to int32 }

// New returns a Meter for Params that Check has passed.
func New(p Params, cal *calendar.Table) *Meter {
	m := &Meter{
		p: p, cal: cal, demands: make([]rule.Demand, len(p.Terms)),
		terms: make([]span, p.Contracts), under: make([]span, p.Contracts), prices: make([]prices, p.Contracts),
		duties: make([]duty, p.Contracts), limits: make([]limit, p.Contracts), next: alarm.New(p.Contracts),
		sets:    make([]set, len(p.Series)),
		records: make([]record, len(p.Units)),
		grants:  make([]Grant, len(p.Grants)+maxGrants),
		running: make([]market.Date, p.Contracts),
		changed: make([]uint64, (p.Contracts+63)/64),
		excuses: make([]uint64, (p.Contracts+63)/64),
		days:    flat.NewQueue[DayRow](4*p.Contracts + 16),
		rows:    flat.NewQueue[ExemptRow](4*p.Contracts + 64),
		members: flat.NewQueue[MemberRow](4*len(p.Series) + 16),
		units:   flat.NewQueue[UnitReading](4*len(p.Units) + 16),
		ranks:   make([]rank, p.Contracts), ranking: make([]int32, p.Contracts),
	}
	copy(m.grants, p.Grants)
	m.st.grants = int32(len(p.Grants))
	for i := range p.Terms {
		m.demands[i] = p.demandOf(&p.Terms[i])
	}
	for i := range m.sets {
		m.sets[i] = noSet()
	}
	m.index()
	m.of = newPlan(&m.p)
	m.bases = make([]base, len(m.of.roots))
	return m
}

// index lists the terms of each contract, and who hangs on whose limit.
func (m *Meter) index() {
	for c := range m.duties {
		m.duties[c].contract, m.duties[c].terms = market.Contract(c), -1
		m.terms[c].from = int32(len(m.order))
		for i := range m.p.Terms {
			if m.p.Terms[i].Contract == market.Contract(c) {
				m.order = append(m.order, int32(i))
			}
		}
		m.terms[c].to = int32(len(m.order))
		m.under[c].from = int32(len(m.heirs))
		for i := range m.p.Terms {
			t := &m.p.Terms[i]
			if t.Dominant == market.Contract(c) && t.Contract != t.Dominant && !among(m.heirs[m.under[c].from:], t.Contract) {
				m.heirs = append(m.heirs, t.Contract)
			}
		}
		m.under[c].to = int32(len(m.heirs))
	}
}

// Terms returns what is owed on a contract on a date.
func (m *Meter) Terms(c market.Contract, date market.Date) (Terms, bool) {
	if i := m.find(c, date); i >= 0 && !m.p.Terms[i].Watch {
		return m.p.Terms[i], true
	}
	return Terms{}, false
}

// find returns the index of the terms in force, -1 when there are none.
func (m *Meter) find(c market.Contract, date market.Date) int32 {
	if int(c) >= len(m.terms) {
		return -1
	}
	for _, i := range m.order[m.terms[c].from:m.terms[c].to] {
		if t := &m.p.Terms[i]; t.From <= date && date <= t.To {
			return i
		}
	}
	return -1
}
