package steering

import "quotient/market"

// A Stance is how a contract is quoted for the obligation's sake. The zero Stance
// is Normal.
type Stance uint8

// The stances.
const (
	Normal Stance = iota // as the models price, within the terms
	Wide                 // stepped back: a quote wider than the terms allow, which does not count
	Out                  // stepped back: no quote
	Firm                 // within the terms, and out only for what the gate or the market forces
	Duty                 // the least that counts: minimum size, maximum width, whenever the gate allows
	stanceCount
)

// String returns the stance's name.
func (s Stance) String() string {
	if s >= stanceCount {
		return "invalid"
	}
	return [stanceCount]string{"normal", "wide", "out", "firm", "duty"}[s]
}

// SteppedBack reports whether the stance spends slack.
func (s Stance) SteppedBack() bool { return s == Wide || s == Out }

// byRank are the stances from the loosest to the strictest.
var byRank = [stanceCount]Stance{Out, Wide, Normal, Firm, Duty}

// rank is the stance's place in byRank; what is no stance is looser than any.
func (s Stance) rank() int {
	for i, is := range byRank {
		if is == s {
			return i
		}
	}
	return -1
}

// An Input is everything that a stance depends on. Slack and Need are those of
// what is judged: of the contract, or of the pool that it is in.
type Input struct {
	Need  Need
	Slack market.Time // by the low reading
	Loss  int64       // the loss signal: what quoting earns, 1/1000 tick·lot a minute; negative = it loses, 0 = not known
	Was   Stance      // the stance in force
	Since market.Time // when it began
	Now   market.Time
}

// Choose returns the stance from now on. A stricter one is taken at once; a looser
// one only after MinOn in the present one. Stepping back costs slack and is chosen
// only while the need is comfortable, quoting loses, and the slack above the
// reserve can pay for it. A lost month is lost by what we can prove: the exchange
// may have counted more, so the duty goes on until a human decides otherwise.
func Choose(in Input, p *Params) Stance {
	wish := p.wish(&in)
	if in.Now-in.Since < p.MinOn {
		return byRank[max(wish.rank(), in.Was.rank())]
	}
	return wish
}

// wish is the stance that would be right without any history but being off.
func (p *Params) wish(in *Input) Stance {
	switch in.Need {
	case Comfortable:
		if p.mayBeOff(in) {
			return p.Back
		}
		return Normal
	case Watch:
		return Normal
	case Behind:
		return Firm
	}
	return Duty
}

// mayBeOff reports whether being stepped back is worth its slack: to begin it the
// least time must be affordable and the loss bad; once begun it lasts that time,
// and on until the loss is gone, but never at or below the reserve.
func (p *Params) mayBeOff(in *Input) bool {
	spend := in.Slack - p.Reserve
	if in.Was.SteppedBack() {
		return spend > 0 && (in.Now-in.Since < p.MinOff || in.Loss < p.ReturnAt)
	}
	return spend > p.MinOff && in.Loss <= p.StepBackAt
}
