package surveillance_test

import (
	"bytes"
	"math"
	"testing"

	"quotient/market"
	"quotient/risk/surveillance"
)

// hurt is a Watch of every profile on its second day with something in most cells.
func hurt() *surveillance.Watch {
	w := surveillance.New(3, desks())
	w.NewDay(20251010)
	cancelled(w, 1, 300)
	w.NewDay(20251013)
	cancelled(w, 0, 500)
	w.Filled(&surveillance.Fill{Contract: 1, Side: market.Bid, Lots: 3, Opens: true, Self: true, First: true}, 2000)
	w.Sent(&market.Instruction{Kind: market.InstructOrder, Contract: 0, BidQty: 1, BidOffset: market.Open}, 3000)
	return w
}

func desks() surveillance.Params { return params(draft2015(), rules2025(), zce2018(), own()) }

// What is loaded from a spoilt state neither panics nor lets pass what the sound
// one stops.
func TestSpoiltState(t *testing.T) {
	saved := hurt().Save(nil)
	for i := 0; i < len(saved); i += 1 + i/300 {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			bad := bytes.Clone(saved)
			bad[i] ^= flip
			w := surveillance.New(3, desks())
			if _, ok := w.Load(bad); ok {
				use(w)
			}
		}
	}
}

// use does everything once.
func use(w *surveillance.Watch) {
	d := market.Depth{Bid: 100, Ask: 102, BidQty: 1, AskQty: 1, Upper: 115, Lower: 85, Volume: 70}
	var a surveillance.Alarm
	for c := range market.Contract(4) {
		w.Book(c, &d, 4000)
		w.Sent(&market.Instruction{Kind: market.InstructQuote, Contract: c, BidQty: 1, AskQty: 1, Bid: 102, Ask: 103,
			BidOffset: market.Open, AskOffset: market.Open}, 4000)
		w.Cancelled(&surveillance.Cancel{Contract: c, BidLots: 50, Bid: 115}, 4000)
		w.Filled(&surveillance.Fill{Contract: c, Side: market.Ask, Lots: 1, Opens: true}, 4000)
		w.Closing(c, 1, 4000)
		w.Request(c, 4000)
		w.Level(c)
		for i := range w.Rules() {
			w.Reading(i, c)
			w.ExtraFee(i, c, 100)
		}
	}
	w.Spare(5000)
	for range 1000 {
		if !w.Take(&a) {
			break
		}
	}
	w.NewDay(20251014)
}

// A level is judged from the counts, not taken from what was saved; what nobody
// took is still there after a restart.
func TestLoadedLevelsFollowTheCounts(t *testing.T) {
	w := hurt()
	again := surveillance.New(3, desks())
	if _, ok := again.Load(w.Save(nil)); !ok {
		t.Fatal("does not load")
	}
	var a, b surveillance.Alarm
	for range 100 {
		for c := range market.Contract(3) {
			if w.Level(c) != again.Level(c) {
				t.Fatal(c, w.Level(c), again.Level(c))
			}
		}
		more := w.Take(&a)
		if more != again.Take(&b) || a != b {
			t.Fatalf("%+v\n%+v", a, b)
		}
		if !more {
			return
		}
	}
	t.Error("alarms without end")
}

// A closing period that begins again takes over what was traded meanwhile, and the
// level follows at once: a restart there finds the state that it saved.
func TestClosingAgain(t *testing.T) {
	w := surveillance.New(3, desks())
	w.NewDay(20251010)
	d := market.Depth{Bid: 100, Ask: 102, BidQty: 1, AskQty: 1, Volume: 1000}
	w.Book(0, &d, 1)
	w.Closing(0, 1, 1)
	w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: 1 << 20}, 2)
	w.Closing(0, 0, 3)
	high := w.Level(0)
	d.Volume = 1 << 40
	w.Book(0, &d, 4)
	w.Closing(0, 1, 5)
	again := surveillance.New(3, desks())
	if _, ok := again.Load(w.Save(nil)); !ok || again.Level(0) != w.Level(0) || w.Level(0) >= high {
		t.Error(high, w.Level(0), again.Level(0))
	}
}

// A desk without a single product, whatever it is told, stands at Stop.
func TestWithoutProducts(t *testing.T) {
	w := surveillance.New(3, surveillance.Params{})
	use(w)
	if w.Level(0) != surveillance.Stop || w.Halted() != surveillance.Unreadable {
		t.Error(w.Level(0), w.Halted())
	}
}

// A date that is none neither begins a day nor keeps the next from beginning.
func TestDateThatIsNone(t *testing.T) {
	w := surveillance.New(3, params(zce2018()))
	w.NewDay(20251010)
	cancelled(w, 0, 250)
	for _, d := range []market.Date{20251032, 99999999, math.MaxInt32} {
		w.NewDay(d)
	}
	if r, _ := w.Reading(3, 0); r.Value != 250 || w.Date() != 20251010 {
		t.Fatalf("%+v on %d", r, w.Date())
	}
	w.NewDay(20251013)
	if w.Date() != 20251013 || w.Halted() != surveillance.Running {
		t.Fatal("the next day did not begin")
	}
}

// Lots beyond belief do not turn a counter round.
func TestLotsBeyondBelief(t *testing.T) {
	w := surveillance.New(3, desks())
	w.NewDay(20251010)
	w.Book(0, &market.Depth{Bid: 100, Ask: 102, BidQty: 1, AskQty: 1, Upper: 115, Lower: 85, Volume: 70}, 1)
	w.Closing(0, 1, 1)
	for range 3 {
		w.Filled(&surveillance.Fill{Contract: 0, Side: market.Bid, Lots: math.MaxInt64, Opens: true}, 2)
		w.Cancelled(&surveillance.Cancel{Contract: 0, Bid: 115, Ask: 85, BidLots: math.MaxInt64, AskLots: math.MaxInt64}, 2)
	}
	want := map[surveillance.Kind]int64{surveillance.OpenLots: 1 << 61, surveillance.LimitCancelLots: 1 << 61}
	for i := range w.Rules() {
		r, _ := w.Reading(i, 0)
		if n, ok := want[r.Kind]; ok && r.InForce && r.Value != n || r.Value < 0 || r.Ratio < -1 {
			t.Errorf("%v: %+v", r.Kind, r)
		}
		if r.Kind == surveillance.CancelRatio && r.Ratio != 1_000_000 {
			t.Errorf("all of all that can be counted is %d ppm", r.Ratio)
		}
	}
}
