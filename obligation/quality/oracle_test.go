package quality

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// act is one input of a random day; times are small whole numbers, so that the
// recount can go through every instant.
type act struct {
	kind     string
	at       market.Time
	quote    [2]market.Price
	stands   bool
	book     market.Depth
	lots     market.Qty
	declared market.Qty
	passive  bool
	self     bool
	date     market.Date
}

var actKinds = []string{"book", "book", "standing", "standing", "alive", "alive", "down", "blind", "roll", "fill", "wait"}

func drawAct(t *rapid.T, at market.Time) act {
	price := rapid.Int64Range(0, 6)
	lots := rapid.Int64Range(0, 2)
	a := act{kind: rapid.SampledFrom(actKinds).Draw(t, "kind"), at: at}
	switch a.kind {
	case "standing":
		a.stands = rapid.IntRange(0, 3).Draw(t, "stands") > 0
		a.quote = [2]market.Price{market.Price(price.Draw(t, "bid")), market.Price(price.Draw(t, "ask"))}
	case "book":
		a.book = market.Depth{Bid: market.Price(price.Draw(t, "best bid")), Ask: market.Price(price.Draw(t, "best ask")),
			BidQty: market.Qty(lots.Draw(t, "bid lots")), AskQty: market.Qty(lots.Draw(t, "ask lots")),
			Volume: market.Qty(price.Draw(t, "volume")), OpenInterest: market.Qty(price.Draw(t, "open"))}
	case "fill":
		a.lots, a.declared = market.Qty(price.Draw(t, "lots")), market.Qty(price.Draw(t, "declared"))
		a.passive, a.self = rapid.Bool().Draw(t, "passive"), rapid.Bool().Draw(t, "self")
	}
	return a
}

// recount goes through the inputs instant by instant: what stood in [i, i+1) is
// decided by the inputs up to i, and proven when the next word from the link
// after it is a message.
func recount(acts []act, date market.Date, largest market.Qty) (r Row) {
	r = Row{Date: date, Market: -1, OpenInt: -1}
	last := acts[len(acts)-1].at
	for i := range last {
		if at := stateAt(acts, i); at.date == date && at.stands && provenBy(acts, i+1) {
			bid := at.book.BidQty > 0 && at.book.Bid <= at.quote[0]
			ask := at.book.AskQty > 0 && at.book.Ask >= at.quote[1]
			r.Effective++
			r.SpreadTime += int64(at.quote[1] - at.quote[0])
			r.AtBestBid += one(bid)
			r.AtBestAsk += one(ask)
			r.AtBest += one(bid && ask)
		}
	}
	day := market.Date(1)
	for _, a := range acts {
		switch {
		case a.kind == "roll":
			day = a.date
		case day != date:
		case a.kind == "book":
			r.Market, r.OpenInt = a.book.Volume, a.book.OpenInterest
		case a.kind == "fill":
			count(&r, a, largest)
		}
	}
	return r
}

func count(r *Row, a act, largest market.Qty) {
	if a.passive {
		r.Passive += a.lots
	}
	if !a.passive {
		r.Aggressive += a.lots
	}
	if a.self {
		r.SelfTrade += a.lots
	}
	if !a.self && a.declared > largest {
		r.Oversize += a.lots
	}
}

func one(yes bool) market.Time {
	if yes {
		return 1
	}
	return 0
}

// stateAt folds the inputs up to and with instant i.
func stateAt(acts []act, i market.Time) (s act) {
	s.date = 1
	for _, a := range acts {
		if a.at > i {
			break
		}
		switch a.kind {
		case "standing":
			s.quote, s.stands = a.quote, a.stands && a.quote[1] > a.quote[0]
		case "book":
			s.book = a.book
		case "blind":
			s.book = market.Depth{}
		case "down":
			s.stands = false
		case "roll":
			s.date = a.date
		}
	}
	return s
}

// provenBy reports whether the first word from the link at or after i is a message.
func provenBy(acts []act, i market.Time) bool {
	for _, a := range acts {
		if a.at >= i && (a.kind == "alive" || a.kind == "down") {
			return a.kind == "alive"
		}
	}
	return false
}

func TestAgainstRecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const largest = 3
		m := New(2, Params{Limits: []Limit{{Contract: 1, From: 1, To: 99999999, Lots: largest}}})
		m.Roll(1, 1)
		acts := []act{{kind: "wait"}}
		date, at, waits := market.Date(1), market.Time(0), false
		var days []Row
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			at += market.Time(rapid.IntRange(0, 3).Draw(t, "after"))
			a := drawAct(t, at)
			if a.kind == "roll" {
				if waits { // the day before it is not told yet
					continue
				}
				date++
				a.date, waits = date, true
			}
			acts = append(acts, a)
			tell(m, a)
			var r Row
			for m.TakeDay(&r) {
				days, waits = append(days, r), false
			}
		}
		for _, r := range days {
			check(t, acts, r, largest)
		}
		if len(days)+int(one(waits))+1 != int(date) {
			t.Fatalf("%d days told, %d began", len(days), date)
		}
		var r Row
		if !m.Read(1, at, &r) {
			t.Fatal("no row")
		}
		check(t, acts, r, largest)
	})
}

func check(t *rapid.T, acts []act, got Row, largest market.Qty) {
	want := recount(acts, got.Date, largest)
	want.Contract, want.Final = 1, got.Final
	if got != want {
		t.Fatalf("%+v\nrecount\n%+v\nof %+v", got, want, acts)
	}
}

// tell gives the input to the Meter; a roll is at the last input, so it comes with one.
func tell(m *Meter, a act) {
	switch a.kind {
	case "book":
		m.Book(1, &a.book, a.at)
	case "standing":
		m.Standing(1, a.stands, a.quote[0], a.quote[1], a.at)
	case "alive":
		m.Alive(a.at)
	case "down":
		m.Down(a.at)
	case "blind":
		m.Blind(a.at)
	case "roll":
		m.Book(0, &market.Depth{}, a.at)
		m.Roll(1, a.date)
	case "fill":
		m.Fill(1, a.lots, a.passive, a.declared, a.self)
	}
}
