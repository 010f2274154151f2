package orders

import "quotient/market"

// Full reports whether the table has no slot left for another quote or order.
// Cancels have some more.
func (t *Table) Full() bool { return t.used >= t.most }

// Send enters an instruction that is handed to the session now. A quote makes
// the quotes before it on the contract Ending (the exchange replaces the one
// that stands), a cancel its target, a mass cancel its whole class. false means
// that the table is full, the ID is 0 or known, or the contract is not: nothing
// was entered, and the instruction must not leave.
func (t *Table) Send(in *market.Instruction, now market.Time) bool {
	adds := in.Kind.Adds()
	switch {
	case in.Kind == market.InstructNone || in.Kind >= market.InstructCount:
		return false
	case in.ID == 0 || t.find(in.ID) != nowhere || t.queue[0] == nowhere:
		return false
	case adds && (t.Full() || int(in.Contract) >= t.contracts):
		return false
	case in.Kind == market.InstructOrder && in.Side != market.Bid && in.Side != market.Ask:
		return false
	}
	b := t.bookFor(in)
	i := t.queue[0]
	s := t.take(b)
	s.ID, s.Kind, s.Purpose, s.Status, s.SentAt = in.ID, in.Kind, in.Purpose, Sent, now
	s.Contract, s.Replaces = market.NoContract, in.Target
	if b < t.contracts {
		s.Contract = market.Contract(b)
	}
	t.remember(i)
	if adds {
		s.declare(in)
	}
	t.begin(s, b, now)
	t.refresh(b)
	return true
}

// bookFor returns the book that an instruction's entry belongs to: a cancel goes
// with its target, mass cancels and queries with the account.
func (t *Table) bookFor(in *market.Instruction) int {
	switch in.Kind {
	case market.InstructQuote, market.InstructOrder:
		return int(in.Contract)
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		if i := t.find(in.Target); i != nowhere {
			return t.bookOf(&t.slots[i].Entry)
		}
		return min(int(in.Contract), t.contracts)
	}
	return t.contracts
}

// declare takes over prices and sizes of a quote's two legs or an order's one.
func (s *slot) declare(in *market.Instruction) {
	s.Offsets = [2]market.Offset{in.BidOffset, in.AskOffset}
	for i := range s.Declared {
		if in.Kind == market.InstructOrder && side(i) != in.Side {
			s.Offsets[i] = market.NoOffset
			continue
		}
		s.Price[i], s.Declared[i] = in.Price(side(i)), in.Qty(side(i))
		s.Leaves[i] = s.Declared[i]
	}
}

// begin marks what s, just sent, is to end.
func (t *Table) begin(s *slot, b int, now market.Time) {
	switch s.Kind {
	case market.InstructQuote:
		if q := t.books[b].quote; q != nowhere && s.Replaces == 0 {
			s.Replaces = t.slots[q].ID
		}
		for i := s.next; i != nowhere; i = t.slots[i].next {
			if t.slots[i].Kind == market.InstructQuote {
				t.slots[i].ending(now)
			}
		}
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		if i := t.find(s.Replaces); i != nowhere && t.slots[i].Kind == endsKind(s.Kind) {
			t.slots[i].ending(now)
		}
	case market.InstructMassQuotes, market.InstructMassOrders:
		for c := range t.contracts {
			for i := t.books[c].head; i != nowhere; i = t.slots[i].next {
				if t.slots[i].Kind == endsKind(s.Kind) {
					t.slots[i].ending(now)
				}
			}
			t.refresh(c)
		}
	}
}

// ending notes that the end of s was asked for at now.
func (s *slot) ending(now market.Time) {
	if s.Gone() {
		return
	}
	if s.Status != Ending && s.Status != Unknown {
		s.Status, s.EndSentAt = Ending, now
	} else if s.EndSentAt == 0 {
		s.EndSentAt = now
	}
}

// endsKind returns what a cancel of kind k ends.
func endsKind(k market.InstructionKind) market.InstructionKind {
	switch k {
	case market.InstructQuoteEnd, market.InstructMassQuotes:
		return market.InstructQuote
	case market.InstructOrderEnd, market.InstructMassOrders:
		return market.InstructOrder
	}
	return market.InstructNone
}
