package orders

import "quotient/market"

// confirmed takes over that the exchange says slot i stands. Of what was lost with
// the session that may be an old word: only its end is believed.
func (t *Table) confirmed(ch *Change, i int32, e *market.Event, now market.Time) {
	s := &t.slots[i]
	if s.Acked || s.Gone() || s.Doubt == DoubtLost {
		ch.Duplicate = true
		return
	}
	s.Acked, s.LiveAt, s.LiveStamp = true, now, e.Time
	if e.Kind == market.EventOrderLive {
		s.lower(e.Side, e.Leaves)
	}
	if s.Kind == market.InstructQuote {
		t.replace(s)
	}
	if s.Status == Sent || s.Doubt == DoubtTimeout {
		s.Status, s.Doubt = Live, NoDoubt
		if t.ender(s) {
			s.Status = Ending
		}
	}
}

// replace notes that the exchange took quote s: the ones before it on the
// contract cannot come back.
func (t *Table) replace(s *slot) {
	for i := s.next; i != nowhere; i = t.slots[i].next {
		old := &t.slots[i]
		if old.Kind == market.InstructQuote {
			old.Replaced = true
		}
	}
}

// leaves takes over a leg's remainder; it never grows.
func (s *slot) leaves(ch *Change, e *market.Event) {
	i, ok := leg(e.Side)
	switch {
	case !ok || e.Leaves < 0 || e.Leaves > s.Declared[i]:
		ch.Malformed = true
	case s.Gone() || e.Leaves >= s.Leaves[i]:
		ch.Duplicate = true
	default:
		s.Leaves[i] = e.Leaves
		ch.Price, ch.Qty = s.Price[i], e.Leaves
	}
}

// lower takes over a remainder when it is a possible one and lower.
func (s *slot) lower(on market.Side, leaves market.Qty) {
	if i, ok := leg(on); ok && leaves >= 0 {
		s.Leaves[i] = min(s.Leaves[i], leaves)
	}
}

// ended takes over that slot i stands no longer.
func (t *Table) ended(ch *Change, i int32, code uint8, now market.Time) {
	s := &t.slots[i]
	if s.Gone() {
		ch.Duplicate = true
		return
	}
	if s.Kind == market.InstructQuote {
		t.replace(s)
	}
	t.end(i, code, now)
}

// end ends slot i. It stays Owed for the fills that the exchange has told of by a
// remainder or an end without their reports, and, when the session was lost
// meanwhile, for all that may have filled: until EventSynced.
func (t *Table) end(i int32, code uint8, now market.Time) {
	s := &t.slots[i]
	s.Code, s.EndedAt = code, now
	if code == market.EndFilled || s.Doubt == DoubtLost {
		s.Leaves = [2]market.Qty{}
	}
	t.closeCancels(s)
	if s.owed() {
		s.Status, s.Doubt = Owed, NoDoubt
		return
	}
	t.release(i)
}

// closeCancels lets go of the cancels whose target s has ended.
func (t *Table) closeCancels(s *slot) {
	for i := t.books[t.bookOf(&s.Entry)].head; i != nowhere; {
		next := t.slots[i].next
		c := &t.slots[i]
		if c.Replaces == s.ID && endsKind(c.Kind) == s.Kind {
			c.EndedAt = s.EndedAt
			t.release(i)
		}
		i = next
	}
}

// rejected takes over that the exchange refused slot i. After a confirmation or
// a fill, or as a repeated id, that contradicts what it said: then i is in doubt.
func (t *Table) rejected(ch *Change, i int32, code uint8, now market.Time) {
	s := &t.slots[i]
	switch {
	case s.Gone():
		ch.Duplicate = true
	case s.Acked && code == market.RejectDuplicate:
		ch.Conflict = true
	case s.Acked || s.Filled != [2]market.Qty{} || code == market.RejectDuplicate:
		ch.Conflict = true
		s.doubt(DoubtDenied)
	default:
		t.withdrawn(i, code, now)
	}
}

// notSent takes over that the session dropped slot i unsent.
func (t *Table) notSent(ch *Change, i int32, code uint8, now market.Time) {
	s := &t.slots[i]
	switch {
	case s.Gone():
		ch.Duplicate = true
	case s.Acked || s.Filled != [2]market.Qty{}:
		ch.Conflict = true
	default:
		t.withdrawn(i, code, now)
	}
}

// withdrawn lets go of slot i, which never had an effect, and of what it was to end.
func (t *Table) withdrawn(i int32, code uint8, now market.Time) {
	s := &t.slots[i]
	if s.Gone() {
		return
	}
	s.Code, s.EndedAt = code, now
	if s.Kind.Adds() {
		t.closeCancels(s)
	}
	t.release(i)
	t.restore(&s.Entry)
}

// cancelReject takes over that a cancel was refused. The target stands on when
// the exchange only would not take the message; else it is in doubt.
func (t *Table) cancelReject(ch *Change, i int32, code uint8, now market.Time) {
	x := &t.slots[i]
	if x.Gone() {
		ch.Duplicate = true
		return
	}
	target := t.find(x.Replaces)
	t.withdrawn(i, code, now)
	if target == nowhere || code == market.RejectRate || code == market.RejectClosed {
		return
	}
	if s := &t.slots[target]; s.Kind == endsKind(x.Kind) && !s.Gone() {
		s.doubt(DoubtDenied)
		t.refresh(t.bookOf(&s.Entry))
	}
}

// doubt makes an active entry Unknown; the loss of the session is the stronger doubt.
func (s *slot) doubt(why Doubt) {
	if s.Doubt != DoubtLost {
		s.Status, s.Doubt = Unknown, why
	}
}

// restore gives entries their standing back when gone, which was to end them, was
// refused or never left, and nothing else is to end them.
func (t *Table) restore(gone *Entry) {
	switch gone.Kind {
	case market.InstructMassQuotes, market.InstructMassOrders:
		for c := range t.contracts {
			t.restoreBook(c)
			t.refresh(c)
		}
	case market.InstructQuote, market.InstructQuoteEnd, market.InstructOrderEnd:
		t.restoreBook(t.bookOf(gone))
	}
}

// restoreBook restores the entries of book b that nothing is to end any more.
func (t *Table) restoreBook(b int) {
	for i := t.books[b].head; i != nowhere; i = t.slots[i].next {
		s := &t.slots[i]
		if s.Gone() || t.ender(s) {
			continue
		}
		s.EndSentAt = 0
		if s.Status == Ending || s.Doubt == DoubtTimeout && s.Acked {
			s.Status, s.Doubt = Sent, NoDoubt
			if s.Acked {
				s.Status = Live
			}
		}
	}
}

// ender reports whether something of ours still is to end s: a cancel, a mass
// cancel, or a newer quote on the contract.
func (t *Table) ender(s *slot) bool {
	if s.Replaced {
		return true
	}
	for i := t.books[t.bookOf(&s.Entry)].head; i != nowhere; i = t.slots[i].next {
		o := &t.slots[i]
		if endsKind(o.Kind) == s.Kind && o.Replaces == s.ID {
			return true
		}
		if o.Kind == market.InstructQuote && s.Kind == o.Kind && o.seq > s.seq { // of one that has ended s was told
			return true
		}
	}
	for i := t.books[t.contracts].head; i != nowhere; i = t.slots[i].next {
		if o := &t.slots[i]; o.massive() && endsKind(o.Kind) == s.Kind && o.seq > s.seq {
			return true
		}
	}
	return false
}
