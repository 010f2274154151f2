package margin

import "quotient/market"

// A Delivery is what is held of a contract that goes to delivery, or of an option
// that expires (交割月持仓, 到期).
type Delivery struct {
	Long, Short market.Qty
	Days        int64 // trading days left, the last one counted
	Unwind      int64 // days that getting out takes at Params.Share of the volume; 0 nothing held
	Soon        bool  // Days is at most Params.Soon
	Late        bool  // there is not that much time, or no telling
}

// Deliver returns the countdown of a contract with days trading days left, the
// last trading day (最后交易日) counted, of which the caller's calendar knows, when
// volume lots a day are traded. Without volume nobody gets out in time.
func (a *Account) Deliver(c market.Contract, days int64, volume market.Qty) (d Delivery) {
	if int(c) >= len(a.rows) {
		return Delivery{Late: true}
	}
	held := a.rows[c].held
	d = Delivery{Long: held[0], Short: held[1], Days: days, Soon: days <= a.p.Soon}
	lots := max(held[0], held[1])
	if lots == 0 {
		return d
	}
	var k calc
	each := k.floor(int64(volume), a.p.Share, million)
	if each <= 0 {
		d.Late = true
		return d
	}
	d.Unwind = k.ceil(int64(lots), 1, each)
	d.Late = d.Unwind > days
	return d
}

// Unwinds reports whether what is held of a future is to be taken down with so many
// trading days left, the last one counted. Lots held both ways are left: the exchange
// sets them off (对冲), and only the rest is delivered.
func (a *Account) Unwinds(c market.Contract, days int64) bool {
	if int(c) >= len(a.rows) || a.p.Instruments[c].Option() {
		return false
	}
	held := a.rows[c].held
	return days <= a.p.Unwind && held[0] != held[1]
}

// An Exercise is what options in the money would bring into a future by exercise
// and assignment (行权, 履约).
type Exercise struct {
	Long, Short market.Qty   // lots of the future that come
	Margin      market.Money // that they ask for at today's rates, beside what is held
}

// Exercised returns what comes into future u if every option on it that is in the
// money now is exercised: by us of what we hold, against us of what we sold. ok is
// false when the future's price or rate is not known.
func (a *Account) Exercised(u market.Contract) (x Exercise, ok bool) {
	if int(u) >= len(a.rows) {
		return x, false
	}
	var k calc
	future := int64(a.base(u))
	if future <= 0 {
		return x, false
	}
	for c := range a.rows {
		in := &a.p.Instruments[c]
		if in.Underlying != u || a.intrinsic(&k, market.Contract(c), future) == 0 {
			continue
		}
		held := a.rows[c].held
		if in.Kind == market.Put {
			held[0], held[1] = held[1], held[0]
		}
		x.Long += held[0]
		x.Short += held[1]
	}
	a.reset()
	long := a.then.future(&k, u, 0, int64(x.Long))
	short := a.then.future(&k, u, 1, int64(x.Short))
	x.Margin = market.Money(k.add(long, short))
	return x, !k.wrong
}
