package quoter

import (
	"quotient/internal/flat"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/margin"
)

// weight of a lot until somebody says better: no option moves by more than its
// underlying, so that a whole lot is counted.
const wholeLot = 1000

// mostSpans is how many stretches a trading day has at most.
const mostSpans = 64

// guards makes what the guards need of the loop. Futures weigh a lot of themselves.
func (l *Loop) guards() {
	l.product = make([]uint16, len(l.contracts))
	products := 0
	for c := range l.contracts {
		k, in := &l.contracts[c], &l.r.Instruments[c]
		k.standing.mode, k.delta = risk.Run, wholeLot
		if !in.Option() {
			l.r.Gate.Greeks(market.Contract(c), k.delta, k.vega)
		}
		l.product[c] = uint16(products)
		for o := range c {
			if l.r.Instruments[o].Product == in.Product {
				l.product[c] = l.product[o]
				break
			}
		}
		products = max(products, int(l.product[c])+1)
	}
	l.earned = make([]result, products)
	groups := 1
	for _, g := range l.r.Protection.Of {
		groups = max(groups, int(g)+1)
	}
	l.groups = make([]result, groups)
	l.spans = make([]calendar.Span, 0, mostSpans)
	l.pairs = make([]pair, len(l.r.Pairs))
	if l.r.Account != nil {
		l.outlook.cells, l.outlook.days = make([]margin.Cell, mostCells), make([]margin.Locked, mostSteps)
	}
	if l.r.Conduct != nil {
		l.budgets, l.drawing = make([]port.Budget, 0, port.MaxBudgets), make([]port.Budget, 0, port.MaxBudgets)
	}
	l.st.regard = 1
}

// beginDay begins a trading day for every guard. The ledger has rolled.
func (l *Loop) beginDay(date market.Date, end market.Time) {
	if l.r.Breaker != nil {
		l.r.Breaker.NewDay()
	}
	if l.r.Conduct != nil {
		l.r.Conduct.NewDay(date)
		l.closings()
	}
	l.fundDay(date)
	l.limitDay(date, end)
	l.st.regard = 1
}

// saveGuards appends what the guards that are in force remember.
func (l *Loop) saveGuards(dst []byte) []byte {
	if l.r.Breaker != nil {
		dst = l.r.Breaker.Save(dst)
	}
	if l.r.Conduct != nil {
		dst = l.r.Conduct.Save(dst)
	}
	if l.r.Limits != nil {
		dst = l.r.Limits.Save(dst)
	}
	if l.r.Account != nil {
		dst = l.r.Account.Save(dst)
	}
	return flat.AppendSlice(dst, l.pairs)
}

// loadGuards takes over what saveGuards wrote.
func (l *Loop) loadGuards(src []byte) (rest []byte, ok bool) {
	ok = true
	if l.r.Breaker != nil {
		src, ok = l.r.Breaker.Load(src)
	}
	if ok && l.r.Conduct != nil {
		src, ok = l.r.Conduct.Load(src)
	}
	if ok && l.r.Limits != nil {
		src, ok = l.r.Limits.Load(src)
	}
	if ok && l.r.Account != nil {
		src, ok = l.r.Account.Load(src)
	}
	if ok {
		src, ok = flat.LoadSlice(l.pairs, src)
	}
	return src, ok
}
