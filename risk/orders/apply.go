package orders

import "quotient/market"

// Apply folds one event of the trading session in: the only way in which the
// exchange's word changes the table.
func (t *Table) Apply(e *market.Event) Change {
	switch e.Kind {
	case market.EventFill:
		return t.fill(e)
	case market.EventSynced:
		return t.synced()
	case market.EventMassCancel:
		return t.massCancel(e)
	}
	kind := changeOf(e.Kind)
	if kind == ChangeNone {
		return Change{}
	}
	i := t.find(e.ID)
	if i == nowhere || !suits(e.Kind, t.slots[i].Kind) {
		return Change{Kind: kind, Contract: e.Contract, Side: e.Side, Unmatched: true}
	}
	s := &t.slots[i]
	ch := Change{Kind: kind, Was: s.Status, Contract: s.Contract, Side: e.Side}
	t.dispatch(&ch, i, e)
	ch.Entry = s.Entry
	t.refresh(t.bookOf(&s.Entry))
	return ch
}

// dispatch lets the event act on slot i.
func (t *Table) dispatch(ch *Change, i int32, e *market.Event) {
	switch ch.Kind {
	case ChangePending:
		ch.Duplicate = ch.Was != Sent
	case ChangeLive:
		t.confirmed(ch, i, e)
	case ChangeLeaves:
		t.slots[i].leaves(ch, e)
	case ChangeEnded:
		t.ended(ch, i, e.Code)
	case ChangeRejected:
		t.rejected(ch, i, e.Code)
	case ChangeNotSent:
		t.notSent(ch, i, e.Code)
	case ChangeCancelReject:
		t.cancelReject(ch, i, e.Code)
	case ChangeMassReject, ChangeQuery:
		ch.Duplicate = t.slots[i].Gone()
		t.withdrawn(i, e.Code)
	}
}

// changeOf returns the change that an event about one instruction makes.
func changeOf(k market.EventKind) ChangeKind {
	switch k {
	case market.EventQuotePending:
		return ChangePending
	case market.EventQuoteLive, market.EventOrderLive:
		return ChangeLive
	case market.EventLegState:
		return ChangeLeaves
	case market.EventQuoteEnded, market.EventOrderEnded:
		return ChangeEnded
	case market.EventQuoteReject, market.EventOrderReject:
		return ChangeRejected
	case market.EventNotSent:
		return ChangeNotSent
	case market.EventCancelReject:
		return ChangeCancelReject
	case market.EventMassReject:
		return ChangeMassReject
	case market.EventQueryReject:
		return ChangeQuery
	}
	return ChangeNone
}

// suits reports whether an event of kind k can be about an instruction of kind in.
func suits(k market.EventKind, in market.InstructionKind) bool {
	switch k {
	case market.EventQuotePending, market.EventQuoteLive, market.EventQuoteEnded, market.EventQuoteReject:
		return in == market.InstructQuote
	case market.EventOrderLive, market.EventOrderEnded, market.EventOrderReject:
		return in == market.InstructOrder
	case market.EventLegState:
		return in.Adds()
	case market.EventCancelReject:
		return in == market.InstructQuoteEnd || in == market.InstructOrderEnd
	case market.EventMassReject:
		return in == market.InstructMassQuotes || in == market.InstructMassOrders
	case market.EventQueryReject:
		return in == market.InstructPositions || in == market.InstructTrades
	}
	return true // NotSent
}
