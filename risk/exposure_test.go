package risk

import (
	"testing"

	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// A table or a ledger that the gate has not seen is told the products, whichever
// of both is another.
func TestAnotherTableOrLedgerIsToldTheProducts(t *testing.T) {
	p := params()
	for _, swap := range []func(*desk){
		func(*desk) {},
		func(d *desk) { d.orders = orders.New(len(p.Instruments)) },
		func(d *desk) {
			d.ledger = position.New(position.Params{Instruments: p.Instruments, Fees: make([]position.Fee, len(p.Instruments))})
		},
	} {
		for _, room := range []bool{false, true} {
			d := open(p)
			first := quote(2, 99, 103, 5)
			if v := d.send(&first); v.Rule != OK {
				t.Fatal(v)
			}
			swap(d)
			other := quote(2, 99, 103, 5) // of the other product, as is what is held of it
			other.ID = 50
			d.orders.Send(&other, d.now)
			d.ledger.Open(2, market.Bid, 10, 0)
			d.ledger.Open(0, market.Bid, 45, 0)
			d.ledger.Open(1, market.Bid, 10, 0)
			if room {
				if got := d.gate.Room(1, market.Bid, d.orders, d.ledger, d.now); got != 15 {
					t.Errorf("room %d of the 70 that 45 and 10 leave", got)
				}
			}
			in := order(1, market.Bid, 99, 16)
			if v := d.send(&in); v != (Verdict{RuleProduct, 71, 70}) {
				t.Errorf("%+v", v)
			}
		}
	}
}

// What an order says of the side that it has not is no price of it.
func TestAnOrdersOtherSideIsNotLookedAt(t *testing.T) {
	d := open(extended("bound", "parity"))
	d.depth(4, market.Depth{Bid: 94, Ask: 96, BidQty: 9, AskQty: 9, Last: 95})
	for _, c := range []market.Contract{0, 3} {
		first := quote(c, 99, 103, 5)
		d.send(&first)
		d.apply(market.Event{Kind: market.EventQuoteLive, ID: d.id})
		d.gate.Linked(c, market.Bid, 99, true)
		d.gate.Linked(c, market.Ask, 103, true)
		for _, s := range []market.Side{market.Bid, market.Ask} {
			in := order(c, s, 101, 2)
			if s == market.Bid {
				in.Ask, in.AskOffset = 1, market.Close
			} else {
				in.Bid, in.BidOffset = 200, market.CloseToday
			}
			if v := d.send(&in); v.Rule != OK {
				t.Errorf("%d %v: %+v", c, s, v)
			}
			d.apply(market.Event{Kind: market.EventOrderReject, ID: d.id})
		}
	}
}

// The first contract that there is not is one as much as the last.
func TestTheFirstContractThatIsNot(t *testing.T) {
	d := open(params())
	before := string(d.gate.Save(nil))
	c := market.Contract(3)
	d.gate.Phase(c, market.PhaseAuction)
	d.gate.Depth(c, &market.Depth{Bid: 1}, d.now)
	d.gate.Gap(c)
	d.gate.SetScope(c, Killed)
	d.gate.Greeks(c, 1, 1)
	d.gate.LotMargin(c, 1, 1)
	d.gate.Loss(c, 1, true)
	d.gate.SetExchange(c, 1, 1)
	d.gate.Linked(c, market.Ask, 1, true)
	in := quote(c, 99, 103, 5)
	if v := d.send(&in); v != (Verdict{RuleContract, 3, 3}) {
		t.Errorf("%+v", v)
	}
	if string(d.gate.Save(nil)) != before || d.gate.Strikes(c, d.now) != 0 || d.gate.Scope(c) != Isolated || d.gate.NextBudget(c, d.now) != 0 {
		t.Error("took what is of no contract")
	}
}
