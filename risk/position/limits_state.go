package position

import (
	"quotient/internal/flat"
	"quotient/market"
)

// A scope is what one Limit counts: a future, or all options of a month. Index 0
// is the long side, 1 the short side; of an option, the side that gains when the
// underlying rises, and the other.
type scope struct {
	held    [2]market.Qty // ours, as the ledger says
	paired  [2]market.Qty // of them in spread positions
	others  [2]market.Qty // of accounts under common control
	opening [2]market.Qty // what working orders, ours and theirs, may open
	until   [2]market.Time
	over    [2]uint8
	_       [6]byte
}

// A tally is one contract's part of its scope, as last seen in the ledger.
type tally struct {
	held, paired, working [2]market.Qty // long, short
	opened                market.Qty    // today, bought and sold
}

// A bound is a limit in force.
type bound struct {
	most, all market.Qty // lots of speculation; with spread positions
	known     bool
	free      bool // the exchange sets none
}

// dayState is what is not by contract.
type dayState struct {
	cure  market.Time
	pairs int64
	date  market.Date
	_     [4]byte
}

// Save appends the state to dst.
func (l *Limits) Save(dst []byte) []byte {
	n := uint64(len(l.rows))
	dst = flat.Append(flat.Append(dst, &n), &l.st)
	dst = flat.AppendSlice(flat.AppendSlice(dst, l.rows), l.scopes)
	dst = flat.AppendSlice(flat.AppendSlice(dst, l.opened), l.opening)
	dst = flat.AppendSlice(flat.AppendSlice(dst, l.pairs), l.others)
	return flat.AppendSlice(dst, l.told)
}

// Load takes over what Save wrote, by Limits of the same parameters. When ok is
// false src is not that, and the Limits must not be used.
func (l *Limits) Load(src []byte) (rest []byte, ok bool) {
	var n uint64
	if src, _ = flat.Load(&n, src); n != uint64(len(l.rows)) {
		return src, false
	}
	if src, ok = flat.Load(&l.st, src); !ok || l.st.pairs < 0 || l.st.pairs > int64(len(l.pairs)) {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.rows, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.scopes, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.opened, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.opening, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.pairs, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(l.others, src); !ok {
		return src, false
	}
	l.enter()
	return flat.LoadSlice(l.told, src)
}
