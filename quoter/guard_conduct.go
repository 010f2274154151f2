package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/orders"
	"quotient/risk/surveillance"
)

// alarms puts on record which rules on our own conduct came nearer or went.
func (l *Loop) alarms() (n int) {
	if l.r.Conduct == nil {
		return 0
	}
	for a := (surveillance.Alarm{}); n < guardBatch && l.r.Conduct.Take(&a); n++ {
		*l.record(port.RecordAlarm).NewAlarm() = port.Alarm{Kind: uint8(a.Kind), From: uint8(a.From), To: uint8(a.To), Halt: uint8(a.Halt),
			Rule: a.Rule, Contract: a.Contract, Product: a.Product, At: a.At, Value: a.Value, Stop: a.Stop, Limit: a.Limit, Source: a.Source}
		l.ring.Records.Commit()
	}
	return n
}

// crowded refuses what adds exposure and has to wait for the second to pass, so that
// no rule on bursts counts it.
func (l *Loop) crowded(in *market.Instruction) (v risk.Verdict) {
	w := l.r.Conduct
	if w == nil || !in.Kind.Adds() {
		return v
	}
	if spare := w.Spare(l.now); spare < quoteWeight {
		v = risk.Verdict{Rule: risk.RuleBurst, Value: spare, Limit: quoteWeight}
	}
	return v
}

// conductFill tells the rules on our own conduct about an execution, whose trade had so
// many lots of ours on the other side as well, told before.
func (l *Loop) conductFill(ch *orders.Change, self market.Qty) {
	if l.r.Conduct == nil {
		return
	}
	leg := orders.BidLeg
	if ch.Side == market.Ask {
		leg = orders.AskLeg
	}
	if self > 0 {
		l.r.Conduct.Crossed(&surveillance.Fill{Contract: ch.Contract, Side: ch.Side.Opposite(), Lots: self}, l.now)
	}
	l.r.Conduct.Filled(&surveillance.Fill{Contract: ch.Contract, Side: ch.Side, Lots: ch.Qty, Opens: ch.Offset == market.Open, Self: self > 0,
		First: ch.Entry.Filled[leg] <= ch.Qty}, l.now)
}

// conductEnd tells them about a quote or order of ours that left the book unfilled
// by our own act.
func (l *Loop) conductEnd(q *orders.Entry) {
	if l.r.Conduct == nil || q.Code != market.EndCancelled && q.Code != market.EndReplaced && q.Code != market.EndMass {
		return
	}
	l.r.Conduct.Cancelled(&surveillance.Cancel{Contract: q.Contract, Replaced: q.Code == market.EndReplaced,
		Bid: q.Price[orders.BidLeg], Ask: q.Price[orders.AskLeg],
		BidLots: q.Leaves[orders.BidLeg], AskLots: q.Leaves[orders.AskLeg], Sent: q.SentAt}, l.now)
}

// conductBook tells them about the market.
func (l *Loop) conductBook(c market.Contract) {
	if l.r.Conduct != nil {
		l.r.Conduct.Book(c, &l.contracts[c].book, l.now)
	}
}
