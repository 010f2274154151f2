package obligation

import (
	"testing"

	"quotient/market"
)

// TestAtLimit: by which rules a snapshot is at its limit, 120 or 80, and at which.
func TestAtLimit(t *testing.T) {
	const one, touched, last = 1 << LimitOneSided, 1 << LimitTouched, 1 << LimitLast
	for i, c := range []struct {
		d     market.Depth
		rules uint8
		price market.Price
	}{
		{market.Depth{Bid: 100, BidQty: 1, Ask: 101, AskQty: 1, Last: 100, Upper: 120, Lower: 80}, 0, 0},
		{market.Depth{Bid: 120, BidQty: 1, Last: 100, Upper: 120, Lower: 80}, one | touched, 120},
		{market.Depth{Ask: 80, AskQty: 1, Last: 100, Upper: 120, Lower: 80}, one | touched, 80},
		{market.Depth{Bid: 119, BidQty: 1, Last: 100, Upper: 120, Lower: 80}, 0, 0},
		{market.Depth{Ask: 81, AskQty: 1, Last: 100, Upper: 120, Lower: 80}, 0, 0},
		{market.Depth{Bid: 120, BidQty: 1, Ask: 121, AskQty: 1, Last: 100, Upper: 120, Lower: 80}, touched, 120},
		{market.Depth{Bid: 100, BidQty: 1, Ask: 120, AskQty: 1, Last: 100, Upper: 120, Lower: 80}, touched, 120},
		{market.Depth{Bid: 80, BidQty: 1, Ask: 81, AskQty: 1, Last: 100, Upper: 120, Lower: 80}, touched, 80},
		{market.Depth{Bid: 100, BidQty: 1, Ask: 101, AskQty: 1, Last: 120, Upper: 120, Lower: 80}, touched | last, 120},
		{market.Depth{Bid: 79, BidQty: 1, Ask: 80, AskQty: 1, Last: 80, Upper: 120, Lower: 80}, touched | last, 80},
		// A price without a quantity is no side.
		{market.Depth{Bid: 120, Ask: 120, Last: 100, Upper: 120, Lower: 80}, 0, 0},
		{market.Depth{Bid: 80, Ask: 80, Last: 100, Upper: 120, Lower: 80}, 0, 0},
		// Where no limits are told nothing is at one, whatever stands at 0.
		{market.Depth{BidQty: 1, Last: 0}, 0, 0},
		{market.Depth{AskQty: 1, Last: 0}, 0, 0},
		{market.Depth{Bid: 0, BidQty: 1, Ask: 0, AskQty: 1}, 0, 0},
		// Without an upper limit the lower one holds, and the other way.
		{market.Depth{Ask: 80, AskQty: 1, Lower: 80}, one | touched, 80},
		{market.Depth{Bid: 120, BidQty: 1, Upper: 120}, one | touched, 120},
	} {
		if rules, price := atLimit(&c.d); rules != c.rules || price != c.price {
			t.Errorf("%d: rules %b at %d, want %b at %d", i, rules, price, c.rules, c.price)
		}
	}
}

// TestNothingNew: a snapshot that says nothing new leaves the accounts alone.
func TestNothingNew(t *testing.T) {
	m, now := chain(4, RestrikeSettlement, 1)
	o := market.Depth{Bid: 10, Ask: 12, BidQty: 5, AskQty: 5, Last: 11, Upper: 900, Lower: 1, Stamp: now}
	m.Market(1, &o, now+market.Second)
	was := m.duties[1]
	o.Stamp += market.Second
	m.Market(1, &o, now+2*market.Second)
	if m.duties[1] != was {
		t.Error("the account has changed")
	}
	m.Market(market.Contract(len(m.duties)), &o, now+2*market.Second) // is none of ours
}
