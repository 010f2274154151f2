package margin

import (
	"quotient/market"
	"quotient/risk/position"
)

// depth is how many settlements of a contract are kept.
const depth = 8

// A row is what an Account remembers of one contract.
type row struct {
	settled [depth]settled // newest first
	held    [2]market.Qty  // long, short
	frozen  [2]market.Money
	mark    market.Price // today's; 0 = none
	limit   int64        // today's price limit, ppm; 0 = not told
	greeks  Greeks
	weighed uint8 // whether greeks were told
	_       [7]byte
}

// A head is what an Account remembers of itself.
type head struct {
	day     Day
	premium market.Money // of options: received less paid today
	today   market.Date
	known   uint8 // whether day is
	broken  uint8 // the premium does not fit or was told wrongly
	_       [2]byte
}

// An Account is the funds and the margin of one account.
type Account struct {
	p         Params
	rows      []row
	confirmed [][2]market.Qty // by pair: First long, First short
	h         head

	// What follows is reckoned from the above.
	now     sheet           // on the previous settlements, at today's rates
	then    sheet           // scratch of Forecast, Stress and LimitDays
	paired  []bool          // whether a contract is in some pair
	under   []bool          // whether there are options on a contract
	left    [][2]market.Qty // of held: what is in no spread
	matched [][2]market.Qty // of confirmed: what is held
	own     []market.Money  // margin of left, by contract
	held    sum             // of own
	spread  sum             // of matched
	frozen  sum             // of all rows' frozen
}

// A sum is a sum and how many of its parts are not known.
type sum struct {
	known   market.Money
	unknown int32
}

// unknown stands for an amount that is not known.
const unknown market.Money = -1

// believable is the highest amount of one contract. So many contracts as there
// can be do not overflow a sum.
const believable market.Money = 1 << 45

// take adds m, or takes it off.
func (s *sum) take(m market.Money, sign int32) {
	if m == unknown {
		s.unknown += sign
	} else {
		s.known += market.Money(sign) * m
	}
}

// believe returns m, or unknown when k went wrong or nobody would believe m.
func (k *calc) believe(m int64) market.Money {
	if k.wrong || market.Money(m) > believable {
		return unknown
	}
	return market.Money(m)
}

// New makes an account that holds nothing and knows nothing. p has passed Check.
func New(p Params) *Account {
	n := len(p.Instruments)
	a := &Account{p: p, rows: make([]row, n), confirmed: make([][2]market.Qty, len(p.Pairs)),
		now: newSheet(n), then: newSheet(n), paired: make([]bool, n), left: make([][2]market.Qty, n),
		matched: make([][2]market.Qty, len(p.Pairs)), own: make([]market.Money, n), under: make([]bool, n)}
	for i := range p.Instruments {
		if p.Instruments[i].Option() {
			a.under[p.Instruments[i].Underlying] = true
		}
	}
	for _, x := range p.Pairs {
		a.paired[x.First], a.paired[x.Second] = true, true
	}
	return a
}

// Position says what is held: long and short lots. false means figures that
// cannot be; the position is then as it was.
func (a *Account) Position(c market.Contract, long, short market.Qty) bool {
	if int(c) >= len(a.rows) || !lots(long, short) {
		return false
	}
	a.rows[c].held = [2]market.Qty{long, short}
	if a.paired[c] {
		a.refold()
		return true
	}
	a.left[c] = a.rows[c].held
	a.refresh(c)
	return true
}

// Lots returns what is held of a contract.
func (a *Account) Lots(c market.Contract) (long, short market.Qty) {
	if int(c) >= len(a.rows) {
		return 0, 0
	}
	return a.rows[c].held[0], a.rows[c].held[1]
}

func lots(x, y market.Qty) bool {
	return x >= 0 && y >= 0 && x <= position.MaxQty && y <= position.MaxQty
}

// Held returns the margin of all that is held (交易保证金): the futures and the
// options sold, on the previous settlement, spreads on one leg.
func (a *Account) Held() (m market.Money, ok bool) {
	s := a.all()
	return s.known, s.unknown == 0
}

// HeldOn returns the margin of a contract's lots that are in no spread.
func (a *Account) HeldOn(c market.Contract) (m market.Money, ok bool) {
	if int(c) >= len(a.rows) {
		return 0, false
	}
	return max(a.own[c], 0), a.own[c] != unknown
}

// refresh reckons the margin of one contract's lots outside of spreads again.
func (a *Account) refresh(c market.Contract) {
	var k calc
	a.held.take(a.own[c], -1)
	a.own[c] = k.believe(a.now.contract(&k, &a.p, c, a.left[c]))
	a.held.take(a.own[c], 1)
}

// refold reckons all margin again: what is in no spread, and the spreads.
func (a *Account) refold() {
	a.allot()
	for c := range a.rows {
		a.refresh(market.Contract(c))
	}
	a.spread = a.now.spreads(a)
}
