package quoter

import (
	"quotient/internal/flat"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/quoter/pricing"
	"quotient/risk"
)

// words is the size of a bit set over all contracts.
const words = port.MaxContracts / 64

// state is what the loop knows beside its rooms: flat, so that a checkpoint is
// its bytes.
type state struct {
	now       market.Time // of the last working Poll
	seq       uint64      // of the last record
	polls     uint64
	events    uint64
	decisions uint64
	approved  uint64
	notSent   uint64
	fills     uint64
	refusals  [port.MaxRules]uint64
	digest    uint64

	idNext, idEnd   uint64 // the block of ids in use
	idSpare, idLast uint64 // the next block, when granted early

	feedAt  market.Time // last inbound market data
	venueAt market.Time // last inbound session message
	epoch   uint64      // of the latch
	latchBy market.Ref
	date    market.Date // trading day, of the first contract's hours
	verdict risk.Rule   // of the last instruction
	_       [1]byte
	turn    market.Contract // whose turn it is to be priced
	dateEnd market.Time     // when it is over
	opens   market.Time     // when the executions of the day before may be forgotten; 0 = they are

	stage    Stage
	latched  risk.Mode // what the latch says
	mode     risk.Mode // what the gate was last told
	journal  uint8
	feedUp   uint8
	venueUp  uint8
	started  uint8 // a person, or AutoStart, asked for RUN
	stopping uint8
	unsure   uint8 // the run has stopped and the exchange had not confirmed that all is cancelled
	reported uint8 // a position was told in answer to the present query
	asked    askedFor
	sweeping uint8 // the exchange refused the mass cancel: what is ours is cancelled one by one
	// no watchdog is there although one is wanted
	unwatched uint8
	_         [2]byte
	sweepAt   market.Time // when the next single cancel may leave
	askedAt   market.Time
	askRetry  market.Time // when the gate may pass what it refused
	askIDs    [2]uint64

	gateEpoch   uint64 // the epoch the gate was last told
	differences uint64 // positions where the exchange's figure was taken over
	faults      uint64 // events that fit no order of ours

	dirty  [words]uint64 // contracts to be priced
	urgent [words]uint64 // of those, the ones that had a fill or are asked for
	quoted [words]uint64 // contracts whose own quote changed in this Poll

	needAt   market.Time // when needs are looked at next; 0 = nothing trades
	tellAt   market.Time // when units' standings go on record next
	needTurn market.Contract
	more     uint8 // rows wait that one Poll had no room for
	regard   uint8 // what the guards leave is to be looked at for every contract
	synced   uint8 // the session was in step with the exchange once in this life
	funded   uint8 // balance is known
	fundless uint8 // the gate is to be told what is free
	paired   uint8 // what is confirmed as spreads was told

	next    market.Time // when the last working Poll wanted to be called again
	limitAt market.Time // when something of the position limits changes by itself; 0 = never
	// when a closing period (尾盘) begins or ends; 0 = never
	closingAt market.Time
	touched   [words]uint64
	dealt     dealt
	balance   market.Money // after the last settlement
	moved     market.Money // deposits less withdrawals since
}

// contract is what the loop knows of one contract.
type contract struct {
	book     market.Depth
	bookAt   market.Time
	model    pricing.Model
	phase    market.Phase
	paused   uint8
	why      uint8 // obligation.Cause bits told to the meter
	retry    market.Time
	sentAt   market.Time
	fair     int64
	vol      int64
	quotes   int64
	messages int64
	cancels  int64
	refusals int64
	long     [2]market.Qty // as the exchange reports while synchronising: total, today
	short    [2]market.Qty
	ended    trades // of the trading day that ended last
	reduceID uint64 // the order that takes inventory down; 0 = none
	reduceAt market.Time
	gap      int64 // 1/1000 tick: the others' usual spread, 0 = not seen yet

	answering market.Ref // the request that the last quote sent names
	answerID  uint64     // that quote
	need      need
	losing    pricing.Loss
	loss      int64       // its signal when last asked for
	stanceAt  market.Time // since when stance
	stance    steering.Stance
	state     obligation.State // as the meter last told
	refusedBy risk.Rule        // of the last quote or order refused
	// what the latch says of the product and of the contract
	byProduct, byContract risk.Mode
	standing              guarded // what protection, conduct and limits leave
	dark                  uint8   // no quote, for want of room: what that costs is on record
	_                     [6]byte

	marked      market.Price    // what the account was last told that the contract is worth; 0 = nothing today
	delta, vega int64           // of a lot bought, as the limits count them
	result      result          // of the trading day
	settledOn   market.Date     // the trading day whose previous settlement is known
	toldOn      market.Date     // the day of the newest settlement that a file told
	lotPrice    market.Price    // the highest price that lotMargin holds for; 0 = not told
	lotMargin   [2]market.Money // what a lot that opens freezes, bought and sold
}

// Save appends everything a checkpoint needs to dst.
func (l *Loop) Save(dst []byte) []byte {
	dst = flat.Append(dst, &l.st)
	dst = flat.AppendSlice(dst, l.contracts)
	dst = l.due.Save(dst)
	dst = l.r.Gate.Save(dst)
	dst = l.r.Orders.Save(dst)
	dst = l.r.Ledger.Save(dst)
	dst = l.r.Meter.Save(dst)
	dst = l.r.Requests.Save(dst)
	dst = l.r.Quality.Save(dst)
	dst = flat.AppendSlice(dst, l.units)
	return l.saveGuards(dst)
}

// Load takes over what Save wrote, by a Loop of the same build and parameters.
// ok is false when src is of another shape; the Loop is then not to be used.
func (l *Loop) Load(src []byte) (ok bool) {
	if src, ok = flat.Load(&l.st, src); !ok {
		return false
	}
	if src, ok = flat.LoadSlice(l.contracts, src); !ok {
		return false
	}
	if src, ok = l.due.Load(src); !ok {
		return false
	}
	for _, load := range [...]func([]byte) ([]byte, bool){
		l.r.Gate.Load, l.r.Orders.Load, l.r.Ledger.Load, l.r.Meter.Load, l.r.Requests.Load, l.r.Quality.Load} {
		if src, ok = load(src); !ok {
			return false
		}
	}
	if src, ok = flat.LoadSlice(l.units, src); !ok {
		return false
	}
	if src, ok = l.loadGuards(src); !ok {
		return false
	}
	l.sumResults()
	return len(src) == 0
}

// Resume begins another life with a loaded state: nothing of the session, the
// feed, the latch or the ids is taken over, everything of ours is unknown;
// positions, meters and counts stay.
func (l *Loop) Resume() {
	st := &l.st
	l.r.Orders.Down()
	l.r.Meter.Down(st.now)
	l.r.Requests.Down(st.now)
	l.r.Quality.Down(st.now)
	l.r.Gate.FeedDown()
	st.seq, st.stage, st.venueUp, st.feedUp, st.feedAt = 0, StageDown, 0, 0, 0
	st.started, st.stopping, st.journal = 0, 0, 1
	st.unwatched, st.sweeping, st.sweepAt = 0, 0, 0
	st.next, st.synced, st.regard = 0, 0, 1
	st.latched, st.idNext, st.idEnd, st.idSpare, st.idLast = risk.CancelOnly, 0, 0, 0, 0
	st.dirty, st.urgent = [words]uint64{}, [words]uint64{}
	l.unscoped()
	for c := range l.contracts {
		l.contracts[c].phase, l.contracts[c].answering = market.PhaseUnknown, market.Ref{}
		l.due.Set(c, 0)
	}
}

// mix folds one word of evidence into the running digest.
func (l *Loop) mix(x uint64) {
	h := (l.st.digest ^ x) * 0x9e3779b97f4a7c15
	l.st.digest = h ^ h>>29
}

func (l *Loop) mark(c market.Contract)       { l.st.dirty[c>>6] |= 1 << (c & 63) }
func (l *Loop) markUrgent(c market.Contract) { l.mark(c); l.st.urgent[c>>6] |= 1 << (c & 63) }

// markAll makes every quoted contract wait for a price.
func (l *Loop) markAll() {
	for c := range l.contracts {
		if l.p.Contracts[c].Quote {
			l.mark(market.Contract(c))
		}
	}
}
