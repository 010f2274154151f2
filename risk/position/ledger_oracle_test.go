package position

import (
	"bytes"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

type act struct {
	open        bool // Open instead of a fill
	mark        bool
	roll        bool
	c           market.Contract
	side        market.Side
	offset      market.Offset
	price       market.Price
	qty, today  market.Qty
	done, clean bool
}

// recount folds a whole history from scratch, with big numbers, lot by lot: every
// lot is a row that knows when it was opened.
type recount struct {
	long, short  []lot // oldest first
	bought, sold int64
	opened       [2]int64
	fills        int64
	fees         *big.Int
	cash         *big.Int // fen
	tick         int64
	mark         int64
	marked       bool
	unpriced     int64
}

type lot struct{ today bool }

func fold(p *Params, c market.Contract, acts []act) *recount {
	r := &recount{tick: int64(p.Instruments[c].TickValue), fees: new(big.Int), cash: new(big.Int)}
	for i := range acts {
		a := &acts[i]
		switch {
		case a.roll:
			r.roll()
		case a.c != c:
		case a.mark:
			r.note(int64(a.price))
		case a.open:
			if a.done {
				r.open(a)
			}
		case a.done:
			r.fill(a, p.Fees[c])
		}
	}
	return r
}

func (r *recount) net() int64 { return int64(len(r.long) - len(r.short)) }

func (r *recount) buy(lots, price int64) {
	x := new(big.Int).Mul(big.NewInt(lots), big.NewInt(price))
	r.cash.Sub(r.cash, x.Mul(x, big.NewInt(r.tick)))
}

func (r *recount) note(price int64) {
	r.buy(r.unpriced, price)
	r.mark, r.marked, r.unpriced = price, true, 0
}

func (r *recount) enter(lots int64) {
	if r.marked {
		r.buy(lots, r.mark)
	} else {
		r.unpriced += lots
	}
}

func (r *recount) open(a *act) {
	rows := make([]lot, a.qty)
	for i := range rows {
		rows[i].today = i >= int(a.qty-a.today)
	}
	before := r.net()
	r.opened[a.side-market.Bid] = max(r.opened[a.side-market.Bid], int64(a.today))
	if a.side == market.Bid {
		r.long = rows
	} else {
		r.short = rows
	}
	r.enter(r.net() - before)
}

func (r *recount) roll() {
	for _, rows := range [][]lot{r.long, r.short} {
		for i := range rows {
			rows[i].today = false
		}
	}
	r.bought, r.sold, r.fills, r.unpriced = 0, 0, 0, 0
	r.opened = [2]int64{}
	r.fees, r.cash = new(big.Int), new(big.Int)
	r.enter(r.net())
}

func (r *recount) fill(a *act, f Fee) {
	r.note(int64(a.price))
	own, opposite := &r.long, &r.short
	signed := int64(a.qty)
	if a.side == market.Ask {
		own, opposite, signed = &r.short, &r.long, -signed
		r.sold += int64(a.qty)
	} else {
		r.bought += int64(a.qty)
	}
	offset := a.offset
	if offset == market.NoOffset {
		offset = market.Open
		if len(*opposite) >= int(a.qty) {
			offset = market.Close
		}
	}
	var opened, old, today int64
	for range a.qty {
		at := r.pick(*opposite, offset)
		switch {
		case at < 0:
			*own = append(*own, lot{today: true})
			opened++
		case (*opposite)[at].today:
			*opposite = append((*opposite)[:at:at], (*opposite)[at+1:]...)
			today++
		default:
			*opposite = append((*opposite)[:at:at], (*opposite)[at+1:]...)
			old++
		}
	}
	r.opened[a.side-market.Bid] += opened
	r.levy(opened, a.price, f.OpenPerLot, f.OpenRate)
	r.levy(old, a.price, f.ClosePerLot, f.CloseRate)
	r.levy(today, a.price, f.CloseTodayPerLot, f.CloseTodayRate)
	r.buy(signed, int64(a.price))
	r.fills++
}

// pick returns which lot a close takes next: the oldest, or for CloseToday the
// first of today, else the oldest; -1 none.
func (r *recount) pick(rows []lot, offset market.Offset) int {
	if offset == market.Open || len(rows) == 0 {
		return -1
	}
	if offset == market.CloseToday {
		for i := range rows {
			if rows[i].today {
				return i
			}
		}
	}
	return 0
}

func (r *recount) levy(lots int64, price market.Price, perLot market.Money, rate int64) {
	r.fees.Add(r.fees, big.NewInt(lots*int64(perLot)))
	value := big.NewInt(int64(max(price, -price)))
	value.Mul(value, big.NewInt(r.tick*lots)).Mul(value, big.NewInt(rate))
	value.Add(value, big.NewInt(9_999_999)).Div(value, big.NewInt(10_000_000))
	r.fees.Add(r.fees, value)
}

func (r *recount) pnl(mark int64) *big.Int {
	x := big.NewInt((r.net() - r.unpriced) * mark)
	x.Mul(x, big.NewInt(r.tick)).Add(x, r.cash)
	return x.Sub(x, r.fees)
}

func draw(t *rapid.T) act {
	a := act{c: market.Contract(rapid.IntRange(0, 2).Draw(t, "contract")),
		side:   market.Side(rapid.IntRange(1, 2).Draw(t, "side")),
		offset: market.Offset(rapid.IntRange(0, 3).Draw(t, "offset")),
		price:  market.Price(rapid.IntRange(-3, 9000).Draw(t, "price")),
		qty:    market.Qty(rapid.IntRange(0, 6).Draw(t, "qty"))}
	switch rapid.IntRange(0, 19).Draw(t, "act") {
	case 0:
		a.roll = true
	case 1:
		a.mark = true
	case 2, 3:
		a.open = true
		a.today = market.Qty(rapid.IntRange(0, 6).Draw(t, "today"))
	}
	return a
}

func (a *act) apply(l *Ledger) {
	switch {
	case a.roll:
		l.Roll()
	case a.mark:
		l.Mark(a.c, a.price)
	case a.open:
		a.clean = l.Open(a.c, a.side, a.qty, a.today)
		a.done = a.clean
	default:
		a.clean = l.Fill(a.c, a.side, a.offset, a.price, a.qty)
		a.done = a.qty > 0
	}
}

func TestLedgerEqualsFoldFromScratch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := params()
		l := New(p)
		l.Group([]uint16{0, 1, 0})
		var acts []act
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			a := draw(t)
			wantOpen := a.open && a.today <= a.qty
			a.apply(l)
			if a.open && a.clean != wantOpen {
				t.Fatalf("open %+v: %v", a, a.clean)
			}
			acts = append(acts, a)
			if rapid.IntRange(0, 9).Draw(t, "save") == 0 {
				saved := l.Save(nil)
				l = New(p)
				l.Group([]uint16{0, 1, 0})
				if rest, ok := l.Load(saved); !ok || len(rest) != 0 || !bytes.Equal(l.Save(nil), saved) {
					t.Fatal("a saved ledger does not come back")
				}
			}
		}
		same(t, l, &p, acts)
	})
}

func same(t *rapid.T, l *Ledger, p *Params, acts []act) {
	var sums [2]market.Qty
	for c := range market.Contract(3) {
		r := fold(p, c, acts)
		var today [2]market.Qty
		for i, rows := range [][]lot{r.long, r.short} {
			for _, row := range rows {
				if row.today {
					today[i]++
				}
			}
		}
		got := [...]int64{int64(l.Long(c)), int64(l.Short(c)), int64(l.Today(c, market.Bid)), int64(l.Today(c, market.Ask)),
			int64(l.Yesterday(c, market.Bid)), int64(l.Yesterday(c, market.Ask)),
			int64(l.Bought(c)), int64(l.Sold(c)), int64(l.Opened(c, market.Bid)), int64(l.Opened(c, market.Ask)), l.Fills(c), int64(l.Fees(c)), int64(l.PnL(c, 77, true)), int64(l.PnL(c, 0, false)), int64(l.Net(c))}
		want := [...]int64{int64(len(r.long)), int64(len(r.short)), int64(today[0]), int64(today[1]),
			int64(len(r.long)) - int64(today[0]), int64(len(r.short)) - int64(today[1]),
			r.bought, r.sold, r.opened[0], r.opened[1], r.fills, r.fees.Int64(), r.pnl(77).Int64(), r.pnl(r.mark).Int64(), r.net()}
		if got != want {
			t.Fatalf("contract %d: long short today×2 yesterday×2 bought sold opened×2 fills fees pnl pnl net\n%v, from scratch\n%v\nafter %+v", c, got, want, acts)
		}
		if l.Differs(c, l.Long(c), l.Short(c)) || !l.Differs(c, l.Long(c)+1, l.Short(c)) || !l.Differs(c, l.Long(c), l.Short(c)-1) {
			t.Fatal("Differs is wrong")
		}
		sums[c&1] += l.Net(c)
	}
	if l.NetGroup(0) != sums[0] || l.NetGroup(1) != sums[1] {
		t.Fatalf("groups %d %d, want %v", l.NetGroup(0), l.NetGroup(1), sums)
	}
}
