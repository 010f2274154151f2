package position

import "quotient/market"

// An Other is what another account under common control holds of a contract, what
// its working orders may still open, and what it opened today.
type Other struct {
	Long, Short               market.Qty
	OpeningLong, OpeningShort market.Qty
	Opened                    market.Qty
}

func (o *Other) sound() bool {
	for _, q := range [...]market.Qty{o.Long, o.Short, o.OpeningLong, o.OpeningShort, o.Opened} {
		if q < 0 || q > MaxQty {
			return false
		}
	}
	return true
}

// Import takes over what account (an index into LimitParams.Accounts) has of c.
// Its spread positions count as speculation here. false means figures that cannot
// be; nothing is taken over.
func (l *Limits) Import(account int, c market.Contract, o Other) bool {
	if account < 0 || account >= len(l.told) || int(c) >= len(l.rows) || !o.sound() {
		return false
	}
	l.enterOther(account*len(l.rows)+int(c), c, o)
	l.judge(int(l.scope[c]))
	return true
}

// enterOther makes o the i-th of others, which is of c, and counts what changed.
func (l *Limits) enterOther(i int, c market.Contract, o Other) {
	was := &l.others[i]
	sc, long, short := &l.scopes[l.scope[c]], l.at(c, market.Bid), l.at(c, market.Ask)
	sc.others[long] += o.Long - was.Long
	sc.others[short] += o.Short - was.Short
	l.openMore(c, market.Bid, o.OpeningLong-was.OpeningLong)
	l.openMore(c, market.Ask, o.OpeningShort-was.OpeningShort)
	l.opened[l.group[c]] += o.Opened - was.Opened
	*was = o
}

// Told says that everything of account was imported as of now.
func (l *Limits) Told(account int, now market.Time) bool {
	if account < 0 || account >= len(l.told) {
		return false
	}
	l.told[account] = now
	return true
}

// Untold reports whether some account's positions are unknown or too old.
func (l *Limits) Untold(now market.Time) bool {
	for i, at := range l.told {
		if at == 0 || now-at >= l.p.Accounts[i].MaxAge {
			return true
		}
	}
	return false
}
