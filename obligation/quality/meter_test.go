package quality

import (
	"math"
	"reflect"
	"testing"
	"unsafe"

	"quotient/market"
)

func TestNothingAllocates(t *testing.T) {
	m := New(500, Params{Limits: []Limit{{Contract: market.NoContract, From: 20260101, To: 20261231, Lots: 20}}})
	d := market.Depth{Bid: 7000, Ask: 7004, BidQty: 1, AskQty: 1, Volume: 10}
	now, date := market.Time(0), market.Date(20260101)
	var r Row
	buf := m.Save(nil)
	if n := testing.AllocsPerRun(500, func() {
		now += market.Second
		m.Book(3, &d, now)
		m.Standing(3, true, 7000, 7004, now)
		m.Alive(now)
		m.Fill(3, 1, true, 10, false)
		m.Sent(3, true)
		m.Cancelled(3, 9)
		m.Request(3)
		m.Read(3, now, &r)
		date++
		m.Roll(3, date)
		for m.TakeDay(&r) {
		}
		m.Blind(now)
		m.Down(now)
		buf = m.Save(buf[:0])
		if _, ok := m.Load(buf); !ok {
			t.Fatal("load")
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}

// TestForeignContracts tells of contracts beyond the universe: nothing happens.
func TestForeignContracts(t *testing.T) {
	m := New(2, Params{})
	before := string(m.Save(nil))
	var r Row
	for _, c := range []market.Contract{2, 3, market.NoContract} {
		m.Book(c, &market.Depth{Bid: 1, BidQty: 1}, 0)
		m.Standing(c, true, 1, 2, 0)
		m.Fill(c, 1, true, 1, true)
		m.Sent(c, true)
		m.Cancelled(c, 1)
		m.Crossed(c, 1)
		m.Request(c)
		m.Roll(c, 20260105)
		if m.Read(c, 0, &r) {
			t.Errorf("contract %d has a row", c)
		}
	}
	if string(m.Save(nil)) != before {
		t.Error("the state has changed")
	}
}

// TestClockNeverStepsBack tells an older time: it counts as the newest.
func TestClockNeverStepsBack(t *testing.T) {
	m := New(1, Params{})
	m.Standing(0, true, 1, 3, 100)
	m.Alive(50)
	m.Standing(0, false, 0, 0, 40)
	m.Standing(0, true, 1, 3, 110)
	m.Alive(120)
	var r Row
	if m.Read(0, 10, &r); r.Effective != 10 || r.SpreadTime != 20 {
		t.Fatalf("%+v", r)
	}
}

// TestReadChangesNothing reads in the middle of what is not proven.
func TestReadChangesNothing(t *testing.T) {
	m := New(1, Params{})
	m.Standing(0, true, 1, 3, 100)
	before := string(m.Save(nil))
	var r Row
	if !m.Read(0, 200, &r) || r.Effective != 0 || string(m.Save(nil)) != before {
		t.Fatal("reading left a trace")
	}
}

// TestManyDays lets days of contracts in three words of the bit set wait at once.
func TestManyDays(t *testing.T) {
	const n = 140
	m := New(n, Params{})
	for c := range market.Contract(n) {
		m.Roll(c, 20260105)
		m.Sent(c, true)
	}
	for c := range market.Contract(n) {
		if c%3 == 0 {
			m.Roll(c, 20260106)
		}
	}
	var r Row
	for c := market.Contract(0); c < n; c += 3 {
		if !m.TakeDay(&r) || r.Contract != c || r.Date != 20260105 || r.Final != 1 || r.Orders != 1 {
			t.Fatalf("contract %d: %+v", c, r)
		}
	}
	if m.TakeDay(&r) || m.Lost() != 0 {
		t.Fatal("a day too many")
	}
}

// TestSpreadIsCapped lets the sum run over: it stays the widest there is.
func TestSpreadIsCapped(t *testing.T) {
	m := New(1, Params{})
	m.Standing(0, true, 0, 1<<40, 0)
	m.Alive(market.Hour)
	var r Row
	if m.Read(0, market.Hour, &r); r.SpreadTime != math.MaxInt64 {
		t.Fatalf("spread time %d", r.SpreadTime)
	}
	m.Standing(0, true, 0, 4, market.Hour)
	m.Alive(2 * market.Hour)
	if m.Read(0, 2*market.Hour, &r); r.SpreadTime != math.MaxInt64 || r.Effective != 2*market.Hour {
		t.Fatalf("spread time %d", r.SpreadTime)
	}
	for _, c := range []struct{ a, b, want int64 }{{1 << 31, 1 << 31, 1 << 62}, {1 << 32, 1 << 31, math.MaxInt64},
		{1 << 32, 1 << 32, math.MaxInt64}, {math.MaxInt64, 1, math.MaxInt64}, {3, 4, 12}} {
		if got := mulCapped(c.a, c.b); got != c.want {
			t.Errorf("%d × %d = %d", c.a, c.b, got)
		}
	}
	if addCapped(math.MaxInt64-1, 1) != math.MaxInt64 || addCapped(2, 3) != 5 {
		t.Error("sums")
	}
}

func TestLoadRefusesWhatIsShort(t *testing.T) {
	m := New(3, Params{})
	m.Standing(1, true, 1, 3, 100)
	all := m.Save(nil)
	for n := range all {
		if _, ok := New(3, Params{}).Load(all[:n]); ok {
			t.Fatalf("%d of %d bytes are taken", n, len(all))
		}
	}
	rest, ok := New(3, Params{}).Load(append(all, 1, 2))
	if !ok || len(rest) != 2 {
		t.Fatal("what follows is not returned")
	}
}

// TestStateIsFlat looks for pointers and for padding whose bytes are undefined.
func TestStateIsFlat(t *testing.T) {
	for _, v := range []any{state{}, account{}} {
		if used := bytesOf(t, reflect.TypeOf(v)); used != reflect.TypeOf(v).Size() {
			t.Errorf("%T: %d of %d bytes are fields", v, used, reflect.TypeOf(v).Size())
		}
	}
	if n := unsafe.Sizeof(account{}); n > 512 {
		t.Errorf("an account takes %d bytes", n)
	}
}

func bytesOf(t *testing.T, typ reflect.Type) (n uintptr) {
	switch typ.Kind() {
	case reflect.Struct:
		for field := range typ.Fields() {
			n += bytesOf(t, field.Type)
		}
		return n
	case reflect.Pointer, reflect.Slice, reflect.String, reflect.Map, reflect.Func, reflect.Interface, reflect.Chan:
		t.Errorf("%v points somewhere", typ)
	}
	return typ.Size()
}

func TestCheck(t *testing.T) {
	good := Limit{Contract: 0, From: 20260105, To: 20260105, Lots: 1}
	for _, c := range []struct {
		key    string
		change func(*Limit)
	}{
		{"", func(*Limit) {}},
		{"oversize.lots", func(l *Limit) { l.Lots = 0 }},
		{"oversize.lots", func(l *Limit) { l.Lots = -1 }},
		{"oversize.from", func(l *Limit) { l.From = 20260100 }},
		{"oversize.to", func(l *Limit) { l.To = 20260104 }},
	} {
		l := good
		c.change(&l)
		found := ""
		p := Params{Limits: []Limit{good, l}}
		p.Check(func(key string, _, _ int64) { found += key })
		if found != c.key {
			t.Errorf("%+v: %q, want %q", l, found, c.key)
		}
	}
}

func BenchmarkStanding(b *testing.B) {
	m := New(500, Params{})
	d := market.Depth{Bid: 7000, Ask: 7004, BidQty: 1, AskQty: 1}
	now, c := market.Time(0), market.Contract(0)
	for b.Loop() {
		now += market.Millisecond
		c = (c + 1) % 500
		m.Alive(now)
		m.Book(c, &d, now)
		m.Standing(c, true, 7000, 7004, now)
	}
}

// TestCrossedLater: lots that turn out to have met ours count as a self-trade; fewer
// than none are none.
func TestCrossedLater(t *testing.T) {
	m := New(2, Params{})
	m.Fill(1, 5, true, 10, false)
	m.Crossed(1, 3)
	m.Crossed(1, 1)
	m.Crossed(1, -2)
	var r Row
	if m.Read(1, 0, &r); r.SelfTrade != 4 {
		t.Errorf("%+v", r)
	}
	if m.Read(0, 0, &r); r.SelfTrade != 0 {
		t.Errorf("%+v", r)
	}
}
