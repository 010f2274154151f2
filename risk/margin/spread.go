package margin

import "quotient/market"

// Spread says how many lots of a pair are confirmed as a spread or were made by a
// spread order: long First against short Second, and the other way. They are
// margined on one side, the higher of the legs (按单边较高者收取). What is confirmed
// counts only as far as both legs are held: once one is closed the other is a
// position of its own, so that closing can raise margin. false means figures
// that cannot be.
func (a *Account) Spread(pair int, firstLong, firstShort market.Qty) bool {
	if uint(pair) >= uint(len(a.confirmed)) || !lots(firstLong, firstShort) {
		return false
	}
	a.confirmed[pair] = [2]market.Qty{firstLong, firstShort}
	a.refold()
	return true
}

// allot finds what is in a spread and what is left. Lots that two pairs claim go
// to the pair that comes first.
func (a *Account) allot() {
	for c := range a.rows {
		a.left[c] = a.rows[c].held
	}
	for i, x := range a.p.Pairs {
		for way := range 2 {
			first, second := &a.left[x.First][way], &a.left[x.Second][1-way]
			n := min(a.confirmed[i][way], *first, *second)
			*first -= n
			*second -= n
			a.matched[i][way] = n
		}
	}
}

// Paired returns how many lots of a pair are margined as a spread, each way.
func (a *Account) Paired(pair int) (firstLong, firstShort market.Qty) {
	return a.matched[pair][0], a.matched[pair][1]
}

// Speculative returns the lots of a contract that are in no spread (投机持仓).
func (a *Account) Speculative(c market.Contract) (long, short market.Qty) {
	return a.left[c][0], a.left[c][1]
}

// Closing returns how much margin closing lots of what is held long (Bid) or
// short (Ask) sets free; below 0 it takes so much more, as when it breaks a
// spread.
func (a *Account) Closing(c market.Contract, held market.Side, lots market.Qty) (freed market.Money, ok bool) {
	if int(c) >= len(a.rows) || held != market.Bid && held != market.Ask || lots <= 0 {
		return 0, false
	}
	was, before := a.rows[c].held, a.all()
	left := was
	if left[held-market.Bid] -= lots; left[held-market.Bid] < 0 {
		return 0, false
	}
	a.Position(c, left[0], left[1])
	after := a.all()
	a.Position(c, was[0], was[1])
	return before.known - after.known, before.unknown+after.unknown == 0
}

func (a *Account) all() sum {
	return sum{a.held.known + a.spread.known, a.held.unknown + a.spread.unknown}
}
