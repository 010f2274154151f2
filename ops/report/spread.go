package report

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// A Spread is how long a contract's quote stood at one width on one trading day
// while its time was effective, by the records' clock.
type Spread struct {
	Contract string
	Day      market.Date
	Ticks    market.Price
	For      market.Time
}

// spreads measures the widths at which quotes stood. It follows the decisions,
// the session's words about quotes, and the changes of state; a tally says which
// trading day the time since the last one belongs to.
type spreads struct {
	of  []standing
	sum map[Spread]market.Time // by contract, day and width
}

// standing is one contract's quote as it stands.
type standing struct {
	sent      map[uint64]market.Price // widths of quotes not known to have ended
	id        uint64                  // that stands; 0 = none
	ticks     market.Price
	since     market.Time
	effective bool
	today     map[market.Price]market.Time
}

// reset begins an epoch: nothing stands.
func (s *spreads) reset(contracts int) { s.of = make([]standing, contracts) }

func (s *spreads) add(r *port.Record) {
	switch r.Kind {
	case port.RecordDecision:
		d := r.Decision()
		if k := s.at(d.Instruction.Contract); k != nil && d.Rule == 0 && d.Instruction.Kind == market.InstructQuote {
			if k.sent == nil {
				k.sent = map[uint64]market.Price{}
			}
			k.sent[d.Instruction.ID] = d.Instruction.Ask - d.Instruction.Bid
		}
	case port.RecordState:
		if k := s.at(r.State().Contract); k != nil {
			s.turn(r.State().Contract, r.Now)
			k.effective = obligation.State(r.State().State) == obligation.Effective
		}
	case port.RecordEvent:
		s.event(r.Event(), r.Now)
	}
}

func (s *spreads) event(e *market.Event, now market.Time) {
	switch e.Kind {
	case market.EventDown:
		for i := range s.of {
			s.turn(market.Contract(i), now)
			s.of[i].id = 0
			clear(s.of[i].sent)
		}
	case market.EventQuoteLive:
		if k := s.at(e.Contract); k != nil {
			if ticks, ok := k.sent[e.ID]; ok {
				s.turn(e.Contract, now)
				k.id, k.ticks = e.ID, ticks
			}
		}
	case market.EventQuoteEnded, market.EventQuoteReject, market.EventNotSent:
		if k := s.at(e.Contract); k != nil {
			delete(k.sent, e.ID)
			if k.id == e.ID {
				s.turn(e.Contract, now)
				k.id = 0
			}
		}
	}
}

func (s *spreads) at(c market.Contract) *standing {
	if int(c) >= len(s.of) {
		return nil
	}
	return &s.of[c]
}

// turn adds the time up to now at the width that stood.
func (s *spreads) turn(c market.Contract, now market.Time) {
	k := &s.of[c]
	if k.id != 0 && k.effective && now > k.since {
		if k.today == nil {
			k.today = map[market.Price]market.Time{}
		}
		k.today[k.ticks] += now - k.since
	}
	k.since = now
}

// close books what was measured since the last tally to the trading day of this
// one; an unnamed contract's is dropped.
func (s *spreads) close(c market.Contract, contract string, day market.Date, now market.Time) {
	k := s.at(c)
	if k == nil {
		return
	}
	s.turn(c, now)
	if s.sum == nil {
		s.sum = map[Spread]market.Time{}
	}
	for ticks, t := range k.today {
		s.sum[Spread{Contract: contract, Day: day, Ticks: ticks}] += t
	}
	clear(k.today)
}

// list returns the widths by contract, day and width.
func (s *spreads) list() (list []Spread) {
	for key, t := range s.sum {
		key.For = t
		list = append(list, key)
	}
	slices.SortFunc(list, func(a, b Spread) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Ticks, b.Ticks))
	})
	return list
}
