package config

import (
	"cmp"
	"reflect"
	"slices"

	"quotient/market"
	"quotient/obligation"
)

// seriesOf returns the index + 1 of the series whose moving set decides when
// option c is owed; 0 when it is owed all the time. A series holds the options of
// one underlying that expire together.
func (b *builder) seriesOf(a *agreement, c market.Contract, at *value) uint8 {
	money := a.v.get("at_the_money")
	if a.role != rolePrimary || !money.written() {
		return 0
	}
	in := &b.desk.Instruments[c]
	key := seriesKey{in.Underlying, in.Expiry}
	if n, ok := a.series[key]; ok {
		return n
	}
	s := obligation.Series{
		Underlying: in.Underlying,
		Rows:       b.strikes(a, key, at),
		Around:     int32(money.get("around").number()),
		By:         obligation.Restrike(money.get("restrike").number() + 1),
		TieHigh:    money.get("tie").number() == 1,
		Hold:       market.Time(money.get("hold").number()),
	}
	a.series[key] = b.keepSeries(s, at)
	return a.series[key]
}

// A seriesKey is what the options of one series share.
type seriesKey struct {
	underlying market.Contract
	expiry     market.Date
}

// keepSeries returns the index + 1 of a series, which another agreement may have
// asked for as well.
func (b *builder) keepSeries(s obligation.Series, at *value) uint8 {
	list := &b.desk.Obligation.Series
	for i := range *list {
		if reflect.DeepEqual((*list)[i], s) {
			return uint8(i + 1)
		}
	}
	if len(*list) == 255 {
		p := at.problem(CodeRange, "too many moving sets")
		p.Allowed, p.Hint = "at most 255", "end terms that are over"
		b.add(p)
		return 0
	}
	*list = append(*list, s)
	return uint8(len(*list))
}

// strikes lists the rows of a series, ascending.
func (b *builder) strikes(a *agreement, key seriesKey, at *value) (rows []obligation.StrikeRow) {
	for _, c := range a.pool {
		in := &b.desk.Instruments[c]
		if in.Underlying != key.underlying || in.Expiry != key.expiry {
			continue
		}
		i := slices.IndexFunc(rows, func(r obligation.StrikeRow) bool { return r.Strike == in.Strike })
		if i < 0 {
			i = len(rows)
			rows = append(rows, obligation.StrikeRow{Strike: in.Strike, Call: market.NoContract, Put: market.NoContract})
		}
		to := &rows[i].Call
		if in.Kind == market.Put {
			to = &rows[i].Put
		}
		if *to != market.NoContract {
			p := at.problem(CodeDuplicate, "two options of one series have the same strike")
			p.Found = in.Symbol.String()
			p.Allowed = "one; " + b.desk.Instruments[*to].Symbol.String() + " has it too"
			p.Hint = "say the expiry of short-term options: they are a series of their own"
			b.add(p)
		}
		*to = c
	}
	slices.SortFunc(rows, func(x, y obligation.StrikeRow) int { return cmp.Compare(x.Strike, y.Strike) })
	return rows
}
