package surveillance_test

import (
	"os"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/risk/surveillance"
)

// worldRules are the profiles with small thresholds, so that a short day meets them.
func worldRules(t *rapid.T) []surveillance.Rule {
	rules := append(append(append(draft2015(), rules2025()...), zce2018()...), own()...)
	for i := range rules {
		r := &rules[i]
		r.QuoteWeight = uint8(rapid.IntRange(1, 2).Draw(t, "weight"))
		if r.Kind != surveillance.CloseShare {
			r.Limit = rapid.Int64Range(1, 12).Draw(t, "limit")
		}
		if r.Kind != surveillance.Burst && r.Kind != surveillance.Messages && rapid.Bool().Draw(t, "replaced") {
			r.Counts |= surveillance.CountReplaced
		}
		r.Messages = min(r.Messages, rapid.Int64Range(1, 4).Draw(t, "messages"))
		r.Lots, r.Small, r.Ticks = min(r.Lots, 6), min(r.Small, 3), min(r.Ticks, 2)
		r.Window = min(r.Window, 5)
	}
	return rules
}

func drawHappening(t *rapid.T, now market.Time) happening {
	h := happening{at: now, of: market.Contract(rapid.IntRange(0, 3).Draw(t, "contract"))}
	price := func(name string) market.Price { return market.Price(rapid.Int64Range(97, 105).Draw(t, name)) }
	lots := func(name string) market.Qty { return market.Qty(rapid.Int64Range(0, 8).Draw(t, name)) }
	offset := func(name string) market.Offset { return market.Offset(rapid.IntRange(1, 3).Draw(t, name)) }
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0, 1, 2:
		kind := market.InstructionKind(rapid.IntRange(1, int(market.InstructCount)-1).Draw(t, "kind"))
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
	case 3, 4:
		h.cancel = &surveillance.Cancel{Contract: h.of, Replaced: rapid.Bool().Draw(t, "replaced"), Bid: price("bid"), Ask: price("ask"),
			BidLots: lots("bid lots"), AskLots: lots("ask lots"), Sent: now - market.Time(rapid.Int64Range(0, 8).Draw(t, "age"))}
	case 5, 6:
		h.fill = &surveillance.Fill{Contract: h.of, Side: market.Side(rapid.IntRange(1, 2).Draw(t, "side")), Lots: 1 + lots("lots"),
			Opens: rapid.Bool().Draw(t, "opens"), Self: rapid.Bool().Draw(t, "self"), First: rapid.Bool().Draw(t, "first")}
	case 7:
		h.book = &market.Depth{Bid: price("bid"), Ask: price("ask"), BidQty: min(1, lots("bid lots")), AskQty: min(1, lots("ask lots")),
			Upper: 104, Lower: 98, Volume: market.Qty(rapid.Int64Range(0, 40).Draw(t, "volume"))}
	case 8:
		h.request = true
	case 9:
		h.closing = rapid.SampledFrom([]int{1, -1}).Draw(t, "closing")
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
		w.Closing(h.of, h.closing > 0, h.at)
	}
}

// check tries a property a thousand times, and in the long run a hundred thousand.
func check(t *testing.T, property func(*rapid.T)) {
	n := 10
	if os.Getenv("QUOTIENT_LONG") != "" && !testing.Short() {
		n = 1000
	}
	for range n {
		rapid.Check(t, property)
	}
}

// TestRecount holds every counter of random days against a recount of the history.
func TestRecount(t *testing.T) {
	check(t, func(t *rapid.T) {
		p := params(worldRules(t))
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		o, now := &recount{p: p}, market.Time(1000)
		for range rapid.IntRange(1, 60).Draw(t, "length") {
			now += market.Time(rapid.Int64Range(0, 3).Draw(t, "gap"))
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
			spare, before := w.Spare(now), bursts()
			w.Sent(order, now)
			if after := bursts(); spare > 0 && after != before {
				t.Fatalf("%d to spare and a burst", spare)
			} else if spare == 0 && after == before && w.Spare(now) != 0 {
				t.Fatal("none to spare, no burst, and some to spare afterwards")
			}
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

// TestAlarmsTellTheLevels: whoever takes every alarm knows every level, and the
// highest of them is Level.
func TestAlarmsTellTheLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := params(worldRules(t))
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
