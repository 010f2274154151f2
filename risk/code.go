package risk

import "quotient/market"

// A Class is what a trading code may trade.
type Class uint8

// The classes. The zero Class is none: it blocks.
const (
	NoClass Class = iota
	Futures
	Options
)

// MaxSeats is how many seats a code may be filed with: bits of Filed.Seats.
const MaxSeats = 32

// A Filed is a trading code (交易编码) as filed with the exchange (报备).
type Filed struct {
	Code  market.Ref
	Class Class
	Seats uint32 // bit i: filed with seat (席位) i+1
}

// classOf returns the class that an instrument is traded under.
func classOf(in *market.Instrument) Class {
	if in.Option() {
		return Options
	}
	return Futures
}

// SetSeat says which seat is in use, from 1. Until then there is none.
func (g *Gate) SetSeat(seat uint8) { g.st.seat = seat }

// Seat returns the seat in use, 0 when there is none.
func (g *Gate) Seat() uint8 { return g.st.seat }

// filed judges the trading code and the seat.
func (g *Gate) filed(in *market.Instruction, r *rail) Verdict {
	if in.Code != r.Code {
		return Verdict{RuleCode, int64(in.Code), int64(r.Code)}
	}
	seat := g.st.seat // 0, or more than MaxSeats, is no bit
	if r.seats>>(seat-1)&1 == 0 {
		return Verdict{RuleSeat, int64(seat), 0}
	}
	return Verdict{}
}

// lacksCode reports whether contract c has no code of its class, or one that
// another class shares.
func (p *Params) lacksCode(c int, code uint8) bool {
	if code == 0 || int(code) > len(p.Codes) {
		return true
	}
	f := &p.Codes[code-1]
	return f.Code == (market.Ref{}) || f.Class != classOf(&p.Instruments[c]) || p.shared(int(code-1)) >= 0
}

// shared returns another filing of the same code under another class, -1 for none.
func (p *Params) shared(i int) int {
	for j := range p.Codes {
		if p.Codes[j].Code == p.Codes[i].Code && p.Codes[j].Class != p.Codes[i].Class {
			return j
		}
	}
	return -1
}

// checkCodes asks for a class and a seat for every code, and that futures and
// options share none.
func (p *Params) checkCodes(bad func(key string, found, allowed int64)) {
	for i := range p.Codes {
		f := &p.Codes[i]
		at := index("codes", i)
		if f.Code == (market.Ref{}) {
			bad(at+".code", 0, 1)
		}
		if f.Class != Futures && f.Class != Options {
			bad(at+".class", int64(f.Class), int64(Futures))
		}
		if f.Seats == 0 {
			bad(at+".seats", 0, 1)
		}
		if j := p.shared(i); j >= 0 && j < i {
			bad(at+".code", int64(i), int64(j))
		}
	}
}
