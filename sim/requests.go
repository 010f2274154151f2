package sim

import "quotient/market"

// requestGap is the least time between two requests for quote that the crowd
// makes on a contract (询价间隔). Scripted ones keep no distance.
const requestGap = 60 * market.Second

// request broadcasts a request for quote and arranges the next.
func (x *Exchange) request(t *pit) {
	t.ask = x.now + t.p.RequestGap/2 + market.Time(t.rng.below(int64(t.p.RequestGap)))
	if x.now-t.asked < requestGap {
		t.ask = t.asked + requestGap
	} else {
		x.broadcast(t.contract, market.Ref{})
		t.ask = max(t.ask, x.now+requestGap)
	}
	x.plan(t)
}

// broadcast puts a request for quote on the feed; an empty ref gets a number. A
// feed that is silent carries none.
func (x *Exchange) broadcast(c market.Contract, ref market.Ref) {
	if x.quietUntil() != 0 {
		return
	}
	x.pits[c].asked = x.now
	x.announceRequest(c, ref)
}

// Request announces a request for quote (询价) on the contract at now and returns
// its reference; an empty one gets a number.
func (f *Floor) Request(c market.Contract, ref market.Ref, now market.Time) market.Ref {
	f.Advance(now)
	return f.announceRequest(c, ref)
}

func (f *Floor) announceRequest(c market.Contract, ref market.Ref) market.Ref {
	if ref == (market.Ref{}) {
		f.requests++
		ref = execRef(f.requests)
		ref[0] = 'Q'
	}
	f.publish(market.EventRequest, c).Ref = ref
	f.count.request(c, ref, f.now)
	return ref
}

// maxStorm is how many requests for quote a storm may have.
const maxStorm = 1 << 20

// A storm is a burst of requests for quote, in turn on several contracts.
type storm struct {
	from, span market.Time
	count      int64
	done       int64
	on         []market.Contract
}

// next is when the storm's next request comes.
func (s *storm) next() market.Time {
	each, rest := s.span/market.Time(s.count), s.span%market.Time(s.count)
	return s.from + each*market.Time(s.done) + rest*market.Time(s.done)/market.Time(s.count)
}

// brew begins a storm: on the act's contract, or on every option, or where there
// are none on every contract.
func (x *Exchange) brew(a *Act) {
	s := storm{from: x.now, span: a.For, count: int64(a.Qty)}
	options := false
	for i := range x.pits {
		options = options || x.pits[i].option != nil
	}
	for i := range x.pits {
		t := &x.pits[i]
		if a.Contract == t.contract || a.Contract == market.NoContract && options == (t.option != nil) {
			s.on = append(s.on, t.contract)
		}
	}
	x.storms = append(x.storms, s)
}

// blow makes the requests of storms that are due. Outside of continuous trading
// nobody asks.
func (x *Exchange) blow(now market.Time) {
	for i := 0; i < len(x.storms); {
		s := &x.storms[i]
		for ; s.done < s.count && s.next() <= now; s.done++ {
			if c := s.on[s.done%int64(len(s.on))]; x.phase[c] == market.PhaseContinuous {
				x.broadcast(c, market.Ref{})
			}
		}
		if s.done < s.count {
			i++
			continue
		}
		x.storms = append(x.storms[:i], x.storms[i+1:]...)
	}
}
