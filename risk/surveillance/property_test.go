package surveillance_test

import (
	"os"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/risk/surveillance"
)

// world are the profiles with small thresholds, so that a short day meets them, and
// with the rules on prices and messages twice.
func world(t *rapid.T) surveillance.Params {
	p := params(draft2015(), rules2025(), zce2018(), own(), own())
	p.Products = rapid.Permutation(p.Products).Draw(t, "products")
	for i := range p.Rules {
		r := &p.Rules[i]
		if r.Kind.Scope() != surveillance.Account {
			r.Product = rapid.SampledFrom([]market.Code{{}, code("AP"), code("TA")}).Draw(t, "product")
		}
		if r.Kind == surveillance.Burst || r.Kind == surveillance.Messages {
			r.Counts = surveillance.Counts(rapid.IntRange(1, 3).Draw(t, "counts"))
		}
		r.QuoteWeight = uint8(rapid.IntRange(1, 2).Draw(t, "weight"))
		if r.Kind != surveillance.CloseShare {
			r.Limit = rapid.Int64Range(1, 12).Draw(t, "limit")
		}
		if rapid.Bool().Draw(t, "replaced") {
			r.Counts |= surveillance.CountReplaced
		}
		r.Messages = min(r.Messages, rapid.Int64Range(1, 4).Draw(t, "messages"))
		r.Lots, r.Small, r.Ticks = min(r.Lots, 6), min(r.Small, 3), min(r.Ticks, 2)
		if r.Window > 0 {
			r.Window = market.Time(rapid.Int64Range(1, 25).Draw(t, "window"))
		}
	}
	first := rapid.IntRange(0, len(p.Rules)-1).Draw(t, "first rule")
	p.Rules[0], p.Rules[first] = p.Rules[first], p.Rules[0]
	return p
}

// sent are what leaves, the likelier the oftener.
var sent = []market.InstructionKind{market.InstructQuote, market.InstructQuote, market.InstructQuote, market.InstructOrder,
	market.InstructOrder, market.InstructOrder, market.InstructQuoteEnd, market.InstructOrderEnd, market.InstructMassQuotes,
	market.InstructMassOrders, market.InstructPositions, market.InstructTrades}

func drawHappening(t *rapid.T, now market.Time) happening {
	h := happening{at: now, of: rapid.SampledFrom([]market.Contract{0, 0, 0, 1, 1, 1, 2, 2, 2, 3}).Draw(t, "contract")}
	price := func(name string) market.Price { return market.Price(rapid.Int64Range(97, 105).Draw(t, name)) }
	lots := func(name string) market.Qty { return market.Qty(rapid.Int64Range(0, 8).Draw(t, name)) }
	offset := func(name string) market.Offset {
		return rapid.SampledFrom([]market.Offset{market.Open, market.Open, market.Close, market.CloseToday}).Draw(t, name)
	}
	switch rapid.IntRange(0, 15).Draw(t, "what") {
	case 0, 1, 2, 3, 4, 5:
		kind := rapid.SampledFrom(sent).Draw(t, "kind")
		h.in = &market.Instruction{Kind: kind, Contract: h.of, Target: uint64(rapid.IntRange(0, 1).Draw(t, "target"))}
		if kind.Adds() {
			h.in.Bid, h.in.Ask, h.in.BidQty, h.in.AskQty = price("bid"), price("ask"), 1, 1
			h.in.BidOffset, h.in.AskOffset = offset("bid offset"), offset("ask offset")
		}
		if kind == market.InstructOrder && rapid.Bool().Draw(t, "buys") {
			h.in.AskQty = 0
		} else if kind == market.InstructOrder {
			h.in.BidQty = 0
		}
	case 6, 7, 8:
		h.cancel = &surveillance.Cancel{Contract: h.of, Replaced: rapid.Bool().Draw(t, "replaced"), Bid: price("bid"), Ask: price("ask"),
			BidLots: lots("bid lots"), AskLots: lots("ask lots"), Sent: now - market.Time(rapid.Int64Range(0, 8).Draw(t, "age"))}
	case 9, 10:
		h.fill = &surveillance.Fill{Contract: h.of, Side: market.Side(rapid.IntRange(1, 2).Draw(t, "side")), Lots: 1 + lots("lots"),
			Opens: rapid.Bool().Draw(t, "opens"), Self: rapid.Bool().Draw(t, "self"), First: rapid.Bool().Draw(t, "first")}
	case 11, 12:
		h.book = &market.Depth{Bid: price("bid"), Ask: price("ask"), BidQty: lots("bid lots"), AskQty: lots("ask lots"),
			Upper: 104, Lower: 98, Volume: market.Qty(rapid.Int64Range(0, 40).Draw(t, "volume"))}
		if h.book.Bid > h.book.Ask {
			h.book.Bid, h.book.Ask = h.book.Ask, h.book.Bid
		}
	case 13:
		h.request = true
	default:
		h.closing = rapid.SampledFrom([]int{1, 1, 1, -1}).Draw(t, "closing")
	}
	return h
}

func feed(w *surveillance.Watch, h happening) {
	switch {
	case h.in != nil:
		w.Sent(h.in, h.at)
	case h.cancel != nil:
		w.Cancelled(h.cancel, h.at)
	case h.fill != nil:
		w.Filled(h.fill, h.at)
	case h.book != nil:
		w.Book(h.of, h.book, h.at)
	case h.request:
		w.Request(h.of, h.at)
	default:
		w.Closing(h.of, market.Time(h.closing), h.at)
	}
}

// check tries a property four hundred times, and in the long run twenty-five thousand.
func check(t *testing.T, property func(*rapid.T)) {
	n := 4
	if os.Getenv("QUOTIENT_LONG") != "" && !testing.Short() {
		n = 250
	}
	for range n {
		rapid.Check(t, property)
	}
}

// TestRecount holds every counter of random days against a recount of the history.
func TestRecount(t *testing.T) {
	check(t, func(t *rapid.T) {
		p := world(t)
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		o, now := &recount{p: p}, market.Time(1000)
		for range rapid.SampledFrom([]int{1, 5, 20, 60, 60, 60}).Draw(t, "length") {
			now += market.Time(rapid.Int64Range(0, 2).Draw(t, "gap"))
			h := drawHappening(t, now)
			feed(w, h)
			o.days = append(o.days, h)
			if rapid.IntRange(0, 30).Draw(t, "restart") == 0 {
				w = restarted(t, w, p)
			}
		}
		compare(t, w, o)
	})
}

func compare(t *rapid.T, w *surveillance.Watch, o *recount) {
	for c := range market.Contract(3) {
		for i := range o.p.Rules {
			r, ok := w.Reading(i, c)
			if !ok || !r.InForce {
				continue
			}
			want := o.tally(&o.p.Rules[i], c)
			if r.Value != want.value || r.Seen != want.seen {
				t.Fatalf("rule %d %v of %d: %d with %d, recounted %d with %d", i, r.Kind, c, r.Value, r.Seen, want.value, want.seen)
			}
		}
	}
}

// restarted saves and loads: the bytes are the same again, and cut short they do not
// load.
func restarted(t *rapid.T, w *surveillance.Watch, p surveillance.Params) *surveillance.Watch {
	saved := w.Save([]byte("before"))[6:]
	again := surveillance.New(3, p)
	rest, ok := again.Load(append(saved, 7))
	if !ok || len(rest) != 1 || string(again.Save(nil)) != string(saved) {
		t.Fatal("what was loaded is not what was saved")
	}
	if _, ok := surveillance.New(3, p).Load(saved[:rapid.IntRange(0, len(saved)-1).Draw(t, "cut")]); ok {
		t.Fatal("half a state was loaded")
	}
	return again
}

// TestBurstBeatsAnyClock: however the exchange cuts the day into seconds, it finds
// no more bursts than we do; and Spare messages complete none, one more does.
func TestBurstBeatsAnyClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := params([]surveillance.Rule{rules2025()[0]})
		p.Rules[0].Window, p.Rules[0].Messages, p.Rules[0].Limit = 10, rapid.Int64Range(1, 5).Draw(t, "messages"), 1<<30
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		var seconds [10]map[market.Time]int64
		for i := range seconds {
			seconds[i] = map[market.Time]int64{}
		}
		now := market.Time(1000)
		bursts := func() int64 { r, _ := w.Reading(0, 0); return r.Value }
		order := &market.Instruction{Kind: market.InstructOrder, BidQty: 1}
		for range rapid.IntRange(1, 60).Draw(t, "length") {
			now += market.Time(rapid.Int64Range(0, 6).Draw(t, "gap"))
			exactly(t, w, p, now)
			w.Sent(order, now)
			for i := range seconds {
				seconds[i][(now+market.Time(i))/10]++
			}
		}
		for i := range seconds {
			n := int64(0)
			for _, count := range seconds[i] {
				n += one(count >= p.Rules[0].Messages)
			}
			if n > bursts() {
				t.Fatalf("a clock that is %d off finds %d bursts, we %d", i, n, bursts())
			}
		}
	})
}

// exactly checks on a copy that as many messages as there are to spare complete
// nothing, and that one more does; where none are, the next may be within a burst.
func exactly(t *rapid.T, w *surveillance.Watch, p surveillance.Params, now market.Time) {
	order := &market.Instruction{Kind: market.InstructOrder, BidQty: 1}
	bursts := func(w *surveillance.Watch) int64 { r, _ := w.Reading(0, 0); return r.Value }
	spare, before := w.Spare(now), bursts(w)
	w = restarted(t, w, p)
	for range spare {
		w.Sent(order, now)
	}
	if bursts(w) != before {
		t.Fatalf("%d to spare and a burst", spare)
	}
	if w.Sent(order, now); spare > 0 && bursts(w) == before {
		t.Fatalf("%d to spare, and one more is no burst", spare)
	}
	if w.Spare(now) != 0 && spare == 0 {
		t.Fatal("none to spare, and then some")
	}
}

// TestAlarmsTellTheLevels: whoever takes every alarm knows every level, and the
// highest of them is Level.
func TestAlarmsTellTheLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := world(t)
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		type place struct {
			rule uint16
			c    market.Contract
			p    market.Code
		}
		told, now := map[place]surveillance.Level{}, market.Time(1000)
		for range rapid.IntRange(1, 80).Draw(t, "length") {
			now++
			if rapid.IntRange(0, 40).Draw(t, "day") == 0 {
				w.NewDay(w.Date() + 1)
			}
			feed(w, drawHappening(t, now))
			if rapid.Bool().Draw(t, "wait") {
				continue
			}
			var a surveillance.Alarm
			for w.Take(&a) {
				at := place{a.Rule, a.Contract, a.Product}
				if a.Halt != surveillance.Running || a.From != told[at] || a.To == a.From || a.At != now && w.Date() == 20251010 {
					t.Fatalf("%+v after %v", a, told[at])
				}
				told[at] = a.To
			}
			for c := range market.Contract(3) {
				highest := surveillance.OK
				for at, l := range told {
					if at.c == c || at.c == market.NoContract && (at.p == market.Code{} || at.p == p.Products[c]) {
						highest = max(highest, l)
					}
				}
				if w.Level(c) != highest {
					t.Fatalf("level of %d is %v, told %v", c, w.Level(c), highest)
				}
			}
		}
	})
}
