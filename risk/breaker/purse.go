package breaker

import "quotient/market"

// peaks is how many candidates for the best a purse remembers.
const peaks = 64

// A peak is a value that is the best there was since.
type peak struct {
	at    market.Time
	value int64
}

// A purse follows the P&L of a group or the account. Its peaks fall from the
// oldest to the youngest, so that the first within the stretch is the best in it.
// With no room left, the youngest stands for the newcomer as well: higher and for
// longer, which trips rather early than late.
type purse struct {
	since   market.Time // unknown since; 0 = known
	last    market.Time // of the last value; time does not go behind it
	head, n uint64
	best    [peaks]peak
}

func (p *purse) at(i uint64) *peak { return &p.best[(p.head+i)%peaks] }

// fall notes value and returns how far it lies below the best within over, ends
// included.
func (p *purse) fall(value int64, now, over market.Time) int64 {
	now = max(now, p.last)
	p.last = now
	for p.n > 0 && now-p.at(0).at > over {
		p.head++
		p.n--
	}
	for p.n > 0 && p.at(p.n-1).value <= value {
		p.n--
	}
	if p.n == peaks {
		p.at(p.n - 1).at = now
	} else {
		*p.at(p.n) = peak{now, value}
		p.n++
	}
	return p.at(0).value - value
}

// clear forgets what was best.
func (p *purse) clear() { p.n = 0 }
