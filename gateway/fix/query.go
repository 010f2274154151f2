package fix

import (
	"quotient/gateway/fix/dialect"
	"quotient/market"
)

// A query is the state of one question: how many answers came, how many there
// will be. Reports and the acknowledgement may come in either order.
type query struct {
	id        uint64
	got       int64
	want      int64 // known when counted
	counted   bool
	completed bool
	done      bool
}

// open turns to the query id.
func (q *query) open(id uint64) {
	if q.id != id {
		*q = query{id: id}
	}
}

// settle notes whether everything is there.
func (q *query) settle() {
	q.done = q.counted && q.got >= q.want || q.completed && !q.counted
}

// trade reads AE: a fill told again in answer to a query.
func (d *Decoder) trade() {
	e := d.event(market.EventFill, dialect.TagClOrdID)
	e.Contract, e.Flags = d.contract(), market.FlagRecovered
	if d.m.char(dialect.TagOrdType) != dialect.OrdTypeQuoted {
		e.Flags |= market.FlagOrder
	}
	d.fill(e)
	d.send(e)
	d.report(&d.trades, dialect.TagTradeRequestID)
}

// position reads AP: one contract's position, both ways.
func (d *Decoder) position() {
	e := d.event(market.EventPosition, dialect.TagPosReqID)
	e.Contract = d.contract()
	long, short := d.qty(dialect.TagLongQty), d.qty(dialect.TagShortQty)
	today := max(d.m.num(dialect.TagLongQtyToday), 0)
	e.Side, e.Qty, e.Leaves = market.Bid, long, market.Qty(today)
	d.send(e)
	today = max(d.m.num(dialect.TagShortQtyToday), 0)
	e.Side, e.Qty, e.Leaves = market.Ask, short, market.Qty(today)
	d.send(e)
	d.report(&d.positions, dialect.TagPosReqID)
}

// report counts an answer to a query; one that cannot be read counts as missing.
func (d *Decoder) report(q *query, tag int) {
	asked, ok := id(d.m.get(tag))
	if !ok || d.bad != (Problem{}) {
		return
	}
	q.open(asked)
	q.got++
	q.settle()
	d.synced()
}

func (d *Decoder) tradesEnd() {
	status := d.m.num(dialect.TagTradeRequestStatus)
	refused := status == dialect.RequestRejected || d.m.num(dialect.TagTradeRequestResult) > 0
	d.queryEnd(&d.trades, dialect.TagTradeRequestID, dialect.TagTotNumTradeReports, refused, status == dialect.TradesCompleted)
}

func (d *Decoder) positionsEnd() {
	status := d.m.num(dialect.TagPosReqStatus)
	d.queryEnd(&d.positions, dialect.TagPosReqID, dialect.TagTotalNumPosReports,
		status == dialect.RequestRejected, status == dialect.PositionsCompleted)
}

// queryEnd reads the acknowledgement of a query, which may come before or after the reports.
func (d *Decoder) queryEnd(q *query, idTag, countTag int, refused, completed bool) {
	e := d.event(market.EventQueryReject, idTag)
	if d.bad != (Problem{}) {
		return
	}
	q.open(e.ID)
	if refused {
		*q = query{}
		e.Code = d.code(0, nil)
		d.send(e)
		return
	}
	if n := d.m.num(countTag); n >= 0 {
		q.want, q.counted = n, true
	}
	q.completed = completed
	q.settle()
	d.synced()
}

// synced says so when both queries have been answered in full, and which
// question about positions that was: an answer to an earlier round is none to
// this one, which only who asked can tell.
func (d *Decoder) synced() {
	if !d.trades.done || !d.positions.done {
		return
	}
	asked := d.positions.id
	d.Reset()
	e := d.event(market.EventSynced, 0)
	e.ID = asked
	d.send(e)
}
