package config

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/rule"
	"quotient/obligation/steering"
	"quotient/quoter"
	"quotient/quoter/pricing"
	"quotient/risk"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// A bench is a real gate that judges quotes one at a time: nothing stands and the
// windows are empty.
type bench struct {
	d      *Desk
	gate   *risk.Gate
	orders *orders.Table
	ledger *position.Ledger
	now    market.Time
	id     uint64
}

func newBench(d *Desk) *bench {
	n := len(d.Instruments)
	p := d.Risk
	p.InForce &^= 1<<risk.RuleBound | 1<<risk.RuleParity | 1<<risk.RuleFunds // what no file says: where the underlying stands, what is free
	b := &bench{d: d, gate: risk.New(p), orders: orders.New(n), now: market.Second,
		ledger: position.New(position.Params{Instruments: d.Instruments, Fees: make([]position.Fee, n)})}
	b.gate.SetMode(risk.Run, 1)
	b.gate.SetJournal(true)
	for c := range market.Contract(n) {
		b.gate.Phase(c, market.PhaseContinuous)
	}
	return b
}

// judge asks the gate about a quote in a book whose middle is half of twice.
func (b *bench) judge(c market.Contract, bid, ask market.Price, size market.Qty, twice market.Price) risk.Rule {
	b.id, b.now = b.id+1, b.now+market.Hour
	away := market.Price(1)
	book := market.Depth{Bid: (twice - away) / 2, Ask: (twice + away + 1) / 2, BidQty: 1, AskQty: 1}
	if twice%2 == 0 {
		book.Bid, book.Ask = twice/2-1, twice/2+1
	}
	b.gate.NewDay()
	b.gate.Depth(c, &book, b.now)
	_, v := b.gate.Check(&market.Instruction{ID: b.id, Kind: market.InstructQuote, Purpose: market.PurposeQuote, Contract: c,
		Bid: bid, Ask: ask, BidQty: size, AskQty: size, BidOffset: market.Open, AskOffset: market.Open}, b.orders, b.ledger, b.now)
	return v.Rule
}

// shown is what the loop would send for a fair value, as package quoter says it:
// written apart from fit, with the real pricing.
func shown(q *quoter.ContractParams, p *posture, fair float64, inventory market.Qty, vol float64) (bid, ask market.Price, size market.Qty, ok bool) {
	pp := q.Pricing
	in := pricing.Input{Fair: fair, Vol: vol, Inventory: inventory, Params: &pp}
	size, bound := q.Size, p.bound
	if bound {
		size = max(size, p.demand.Least())
		in.MaxSpread = p.demand.Widest(market.Price(fair), market.Price(fair))
	}
	if bound && p.stance == steering.Duty {
		pp.MinWidth, pp.MaxWidth, in.Vol, size = in.MaxSpread, in.MaxSpread, 0, p.demand.Least()
	}
	if bound && p.stance == steering.Wide {
		in.MaxSpread += q.StepWide
		pp.MinWidth, pp.MaxWidth, in.Vol, bound = in.MaxSpread, in.MaxSpread, 0, false
	}
	if bid, ask, ok = pricing.Quote(in); !ok || !bound {
		return bid, ask, size, ok
	}
	if widest := p.demand.Widest(bid, ask); ask-bid > widest {
		in.MaxSpread = widest
		bid, ask, ok = pricing.Quote(in)
		ok = ok && ask-bid <= p.demand.Widest(bid, ask)
	}
	return bid, ask, size, ok
}

// worldTop is above every row of the small desks.
const worldTop = 160

// smallDesk is one contract with a table of tiers and everything that a width, a
// size and a distance depend on, in small numbers.
func smallDesk(t *rapid.T) (*Desk, posture) {
	n := func(low, high int, what string) int64 { return int64(rapid.IntRange(low, high).Draw(t, what)) }
	d := &Desk{Instruments: []market.Instrument{{TickUnits: 1, TickValue: 10}}}
	size := n(1, 12, "size")
	q := quoter.ContractParams{Quote: true, Comply: true, Size: market.Qty(size), StepWide: market.Price(n(1, 4, "step_wide"))}
	q.Pricing = pricing.Params{MinWidth: market.Price(n(1, 6, "min_width")), WidthVol: 250_000,
		SkewPerLot: n(0, 300, "skew_per_lot"), MaxSkew: n(0, 4000, "max_skew"), Target: market.Qty(n(-3, 3, "target"))}
	q.Pricing.MaxWidth = q.Pricing.MinWidth + market.Price(n(0, 6, "wider"))
	d.Quoter.Contracts = []quoter.ContractParams{q}
	most := market.Qty(n(30, 40, "position"))
	d.Risk = risk.Params{Instruments: d.Instruments, Window: market.Second, MaxMessages: 10, ForCancels: 1, MaxDay: 100,
		Products: []risk.ProductLimit{{MaxNet: 1000}},
		Limits: []risk.Limits{{MaxOrderQty: 12, MinOrderQty: market.Qty(n(1, 3, "min_order")), MaxLong: most, MaxShort: most,
			MaxValue: market.Money(n(1_000, 12_000, "value")), CollarTicks: market.Price(n(2, 20, "collar")),
			MaxSpread: market.Price(n(2, 24, "max_spread")), StaleAfter: market.Hour, QuotePhases: 1 << market.PhaseContinuous,
			OrderPhases: 1, MaxPerWindow: 5}}}
	demand := rule.Demand{Spread: market.Price(n(2, 12, "spread")), MinSize: market.Qty(n(1, int(size), "least"))}
	if rapid.Bool().Draw(t, "tiers") {
		demand.Tiers = smallTiers(t)
	}
	if rapid.Bool().Draw(t, "stressed") {
		demand.Relax = 1_500_000
	}
	stance := rapid.SampledFrom([]steering.Stance{steering.Normal, steering.Duty, steering.Wide}).Draw(t, "stance")
	return d, posture{duty: dutyQuote, stance: stance, demand: demand, bound: true}
}

func smallTiers(t *rapid.T) *rule.Tiers {
	tiers := &rule.Tiers{}
	from, ticks := market.Price(rapid.IntRange(0, 4).Draw(t, "first")), market.Price(0)
	rows := rapid.IntRange(1, 4).Draw(t, "rows")
	for i := range rows {
		ticks += market.Price(rapid.IntRange(1, 6).Draw(t, "ticks"))
		tiers.Row[i] = rule.Tier{From: from, Ticks: ticks}
		if i < rows-1 && rapid.IntRange(0, 3).Draw(t, "share?") == 0 { // the open row is judged at its first price
			tiers.Row[i].PPM = 50_000
		}
		tiers.N++
		from += market.Price(rapid.IntRange(3, 30).Draw(t, "to"))
	}
	return tiers
}

// TestFeasibleIsTheGatesWord: in small worlds every fair value on a tick or between
// two is quoted, flat and with the largest positions, calm and not, and the real
// gate asked. Where fit says that all rows pass, it passes every quote; where fit
// names a limit that is too tight, it refuses one for it.
func TestFeasibleIsTheGatesWord(t *testing.T) {
	passed, refused := 0, map[risk.Rule]int{}
	rapid.Check(t, func(t *rapid.T) {
		d, p := smallDesk(t)
		need, l := d.most(&p), &d.Risk.Limits[0]
		want := map[risk.Rule]bool{}
		if need.high > int64(l.MaxSpread) {
			want[risk.RuleSpread] = true
		}
		if need.reach > int64(l.CollarTicks) {
			want[risk.RuleCollar] = true
		}
		if need.size < int64(l.MinOrderQty) {
			want[risk.RuleSize] = true
		}
		if need.value > int64(l.MaxValue) {
			want[risk.RuleValue] = true
		}
		got := bruteForce(d, &p)
		for r := range got {
			if !want[r] {
				t.Fatalf("fit wants %v, the gate says %s: %+v", want, r, got[r])
			}
			refused[r]++
		}
		if len(want) > 0 && len(got) == 0 {
			t.Fatalf("fit wants %v, the gate passes everything", want)
		}
		if len(want) == 0 {
			passed++
		}
	})
	t.Logf("%d desks pass; refused by rule: %v", passed, refused)
	for _, r := range []risk.Rule{risk.RuleSpread, risk.RuleCollar, risk.RuleSize, risk.RuleValue} {
		if refused[r] == 0 {
			t.Errorf("%s never decided", r)
		}
	}
	if passed == 0 {
		t.Error("no desk passed")
	}
}

// A quoted is one quote that was refused.
type quoted struct {
	fair      float64
	inventory market.Qty
	vol       float64
	bid, ask  market.Price
}

// bruteForce asks the gate about every quote up to the first prices of the open
// row, beyond the very first of them whatever it is worth.
func bruteForce(d *Desk, p *posture) map[risk.Rule]quoted {
	anyWorth := *d
	anyWorth.Risk.Limits = []risk.Limits{d.Risk.Limits[0]}
	anyWorth.Risk.Limits[0].MaxValue = 1 << 50
	strict, lax, got := newBench(d), newBench(&anyWorth), map[risk.Rule]quoted{}
	q, l := &d.Quoter.Contracts[0], &d.Risk.Limits[0]
	all := stretches(&p.demand)
	open := all[len(all)-1].from
	for twice := market.Price(2); twice < 2*worldTop; twice++ {
		for _, inventory := range []market.Qty{0, l.MaxLong, -l.MaxShort} {
			for _, vol := range []float64{0, 0.1, 7} {
				fair := float64(twice) / 2
				bid, ask, size, ok := shown(q, p, fair, inventory, vol)
				if !ok || bid > open+2 {
					continue
				}
				b := strict
				if bid > open {
					b = lax
				}
				if r := b.judge(0, bid, ask, size, twice); r != risk.OK {
					got[r] = quoted{fair, inventory, vol, bid, ask}
				}
			}
		}
	}
	return got
}
