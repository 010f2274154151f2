package sim

import (
	"fmt"

	"quotient/market"
)

// A chain is good answers that follow each other without a gap.
type chain struct {
	from, to market.Time // to never = stands
	kept     market.Time // when it was released as kept; never = it was not
}

// chains are the chains of answers to the request: each begins with a quote that
// answers it, and goes on with whatever is good.
func (w *witness) chains(t *ResponseTerms, asked *market.Event, one map[market.Ref]bool) (list []chain) {
	for _, s := range w.quotes[t.Contract] {
		if s.to <= asked.Time && s.from < asked.Time {
			continue
		}
		answers := t.AnyQuote || one[s.in.Request]
		if s.from < asked.Time {
			answers = t.Resting
		}
		for begin := max(s.from, asked.Time); begin != never; {
			end, kept := w.goodUntil(t, s, begin)
			// One that stood for no time is an answer only where none is asked.
			entered := t.Hold == 0 && s.from == begin && good(&t.Tiers, t.MinSize, t.Imbalance, 1_000_000, &s.in, s.left[0].v, t.Declared)
			n := len(list)
			switch {
			case end == begin && kept != begin && !entered:
			case n > 0 && list[n-1].to == begin && list[n-1].kept == never:
				list[n-1].to, list[n-1].kept = end, kept
			case answers:
				list = append(list, chain{begin, end, kept})
			}
			begin = s.change(end) // a fill may have made its sides alike again
		}
	}
	return list
}

// change is when the quote was filled next after t; never = it was not.
func (s *spell) change(t market.Time) market.Time {
	for _, l := range s.left {
		if l.at > t {
			return l.at
		}
	}
	return never
}

// goodUntil says how long from begin on the quote is good for answers, and when
// a side was filled completely, if that keeps the holding.
func (w *witness) goodUntil(t *ResponseTerms, s *spell, begin market.Time) (end, kept market.Time) {
	for k, l := range s.left {
		if s.from < begin && k+1 < len(s.left) && s.left[k+1].at <= begin {
			continue // no longer so at begin
		}
		at := max(l.at, begin)
		if (l.v[0] == 0 || l.v[1] == 0) && t.Filled && (k > 0 && l.at > begin || s.from == begin) {
			return at, at
		}
		if !good(&t.Tiers, t.MinSize, t.Imbalance, 1_000_000, &s.in, l.v, t.Declared) {
			return at, never
		}
	}
	return s.to, never
}

// held is how much of [from, to) counts as held.
func (w *witness) held(t *ResponseTerms, from, to market.Time) (sum market.Time) {
	at := from
	for at < to {
		next := to
		for _, ph := range w.phases[t.Contract] {
			if ph.at > at {
				next = min(next, ph.at)
			}
		}
		if ph, _ := latest(w.phases[t.Contract], at); ph == market.PhaseContinuous || t.Breaks {
			sum += next - at
		}
		at = next
	}
	return sum
}

// answered says whether one of the chains kept what the request asks by w.to.
func (w *witness) answered(t *ResponseTerms, asked *market.Event, one map[market.Ref]bool) bool {
	for _, ch := range w.chains(t, asked, one) {
		if ch.from > asked.Time+t.Respond {
			continue
		}
		end := min(ch.to, ch.kept, w.to)
		if base, ok := w.book(t.Underlying, ch.from); t.Moved > 0 && ok && base.Last > 0 {
			for _, b := range w.books[t.Underlying] {
				if d := b.v.Last - base.Last; b.at > ch.from && b.at < end && max(d, -d) >= t.Moved {
					return true
				}
			}
		}
		if ch.kept <= w.to || w.held(t, ch.from, end) >= t.Hold {
			return true
		}
	}
	return false
}

// responses judges every request on the contract.
func (w *witness) responses(m *MakerTerms, t *ResponseTerms, rows []stamped[int]) (out []string) {
	var heads []*market.Event
	ones := map[market.Ref]map[market.Ref]bool{}
	outcome := map[market.Ref]string{}
	for i := range w.requested {
		e := &w.requested[i]
		if e.Contract != t.Contract {
			continue
		}
		in := m.Series == 0 || member(&w.p.Series[m.Series-1], rows, t.Contract, e.Time)
		switch {
		case in && !t.All:
			outcome[e.Ref] = "not_owed"
		case t.Merge && len(heads) > 0 && e.Time < heads[len(heads)-1].Time+t.Apart && heads[len(heads)-1].Time >= w.day(e.Time):
			outcome[e.Ref] = "merged"
			ones[heads[len(heads)-1].Ref][e.Ref] = true
		case !t.Exempt && w.exempt(m, e.Time) != "":
			outcome[e.Ref] = "excluded"
		default:
			heads = append(heads, e)
			ones[e.Ref] = map[market.Ref]bool{e.Ref: true}
		}
	}
	for _, e := range heads {
		outcome[e.Ref] = "missed"
		if w.answered(t, e, ones[e.Ref]) {
			outcome[e.Ref] = "answered"
		}
	}
	for i := range w.requested {
		if e := &w.requested[i]; e.Contract == t.Contract {
			out = append(out, fmt.Sprint(e.Ref, " ", outcome[e.Ref]))
		}
	}
	return out
}
