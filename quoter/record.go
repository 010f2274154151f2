package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// record claims the next record. Poll made sure that there is room.
func (l *Loop) record(kind port.RecordKind) *port.Record {
	r := l.ring.Records.Claim()
	r.Clear(kind)
	l.st.seq++
	r.Seq, r.Now = l.st.seq, l.now
	return r
}

// decided puts an instruction and the gate's verdict on record.
func (l *Loop) decided(in *market.Instruction, d port.Decision) {
	l.st.decisions++
	d.Instruction = *in
	d.Mode, d.Latch, d.Table = uint8(l.st.mode), l.st.epoch, l.p.Version
	if int(in.Contract) < len(l.contracts) {
		k := &l.contracts[in.Contract]
		d.BookBid, d.BookAsk, d.BookBidQty, d.BookAskQty = k.book.Bid, k.book.Ask, k.book.BidQty, k.book.AskQty
		d.Upper, d.Lower, d.Phase = k.book.Upper, k.book.Lower, k.phase
	}
	*l.record(port.RecordDecision).NewDecision() = d
	l.ring.Records.Commit()
}

// account puts on record what the meters have to tell: changes of state, the
// rows of trading days that are over, requests that are decided.
func (l *Loop) account() {
	var ch obligation.Change
	for l.r.Meter.TakeChange(&ch) {
		l.recordState(&ch)
		l.changed(&ch)
	}
	l.requote()
	l.tell()
}

// tell hands on what the meters have to say of each other, and puts their rows on
// record.
func (l *Loop) tell() {
	for x := (obligation.Excuse{}); l.r.Meter.TakeExcuse(&x); {
		l.r.Requests.Exempt(x.Contract, x.Exempt != obligation.ExemptNone, x.At, l.now)
	}
	l.members()
	l.st.more = 0
	l.accountDays()
	l.accountAnswers()
}

// changed passes a change of a contract's state on to those who count by it.
func (l *Loop) changed(ch *obligation.Change) {
	k := &l.contracts[ch.Contract]
	k.state = ch.Now
	l.st.quoted[ch.Contract>>6] |= 1 << (ch.Contract & 63)
	if ch.Now == obligation.TooWide || ch.Now == obligation.TooSmall {
		l.mark(ch.Contract) // time alone may have made it so: a stressed market is over
	}
}

// requote tells quality which quotes stand since this Poll.
func (l *Loop) requote() {
	for c, ok := take(&l.st.quoted, 0); ok; c, ok = take(&l.st.quoted, 0) {
		e, _ := l.r.Orders.Quote(c)
		l.r.Quality.Standing(c, l.contracts[c].state == obligation.Effective, e.Price[0], e.Price[1], l.now)
	}
}

func (l *Loop) recordState(ch *obligation.Change) {
	k := &l.contracts[ch.Contract]
	s := l.record(port.RecordState).NewState()
	s.Contract, s.State, s.Was, s.Exempt, s.Phase = ch.Contract, uint8(ch.Now), uint8(ch.Was), uint8(ch.Exempt), k.phase
	if e, ok := l.r.Orders.Quote(ch.Contract); ok {
		s.QuoteID, s.Bid, s.Ask = e.ID, e.Price[0], e.Price[1]
		s.BidLeaves, s.AskLeaves = e.Leaves[0], e.Leaves[1]
	}
	s.Scheduled, s.Low, s.High = ch.Scheduled, ch.Low, ch.High
	s.BookBid, s.BookAsk, s.BookBidQty, s.BookAskQty = k.book.Bid, k.book.Ask, k.book.BidQty, k.book.AskQty
	s.Last, s.Upper, s.Lower = k.book.Last, k.book.Upper, k.book.Lower
	l.ring.Records.Commit()
}

// recordTally writes the two halves of a contract's row of one trading day.
func (l *Loop) recordTally(row *obligation.DayRow, final uint8) {
	t := l.record(port.RecordTallyTime).NewTallyTime()
	t.Contract, t.Final, t.Date = row.Contract, final, row.Date
	t.Scheduled, t.Low, t.High = row.Scheduled, row.Low, row.High
	copy(t.Exempt[:], row.ExemptNs[:])
	copy(t.Ineffective[:], row.Ineffective[:])
	l.ring.Records.Commit()

	k := l.today(row.Contract)
	if ended := &l.contracts[row.Contract].ended; ended.date == row.Date {
		k = *ended
	}
	y := l.record(port.RecordTally).NewTally()
	y.Contract, y.Final, y.Date, y.Target = row.Contract, final, row.Date, row.Target
	if t, ok := l.r.Meter.Terms(row.Contract, row.Date); ok {
		y.Effect = uint8(t.Exempt)
	}
	y.Quotes, y.Messages, y.RefusalsByAny = k.quotes, k.messages, k.refusals
	y.Fills, y.Bought, y.Sold = k.fills, k.bought, k.sold
	y.Position, y.Fees, y.PnL = k.position, k.fees, k.pnl
	y.MonthLow, y.MonthHigh = row.MonthLow, row.MonthHigh
	y.MonthElapsed, y.MonthLeft = row.D, row.R
	y.Slack, y.NeedRest = row.Slack, row.NeedRest
	l.ring.Records.Commit()
}

// markPrice is what a position of the contract is valued at: the last price,
// else the middle of the book rounded down.
func (k *contract) markPrice() (p market.Price, ok bool) {
	if k.book.Last != 0 {
		return k.book.Last, true
	}
	return (k.book.Bid + k.book.Ask) / 2, k.book.TwoSided()
}

// tally puts every obliged contract's row of the running day on record, and every
// unit's, as they stand: what a stop leaves behind for the report.
func (l *Loop) tally() {
	for c := range l.contracts {
		if row, ok := l.r.Meter.Row(market.Contract(c), l.now); ok {
			l.recordTally(&row, 0)
		}
		if l.r.Quality.Read(market.Contract(c), l.now, &l.quality) {
			l.recordQuality(&l.quality)
		}
	}
	l.tellUnits()
}
