package orders

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

const contracts = 3

// history drives a table and its naive twin with the same random instructions
// and with events that nobody has put in order: duplicates, late ones, events of
// the wrong kind, for unknown ids, across lost sessions.
type history struct {
	table *Table
	model *model
	pick  func(low, high int, what string) int
	now   market.Time
	next  uint64
	refs  int
}

// drawn lets rapid pick, so that it can shorten what fails.
func drawn(t *rapid.T) func(low, high int, what string) int {
	return func(low, high int, what string) int { return rapid.IntRange(low, high).Draw(t, what) }
}

// teller is a rapid.T or a testing.T.
type teller interface {
	Helper()
	Fatalf(format string, args ...any)
}

func (h *history) id() uint64 {
	return uint64(h.pick(max(0, int(h.next)-12), int(h.next), "id"))
}

var sentKinds = []market.InstructionKind{market.InstructQuote, market.InstructQuote, market.InstructQuote,
	market.InstructOrder, market.InstructQuoteEnd, market.InstructOrderEnd, market.InstructMassQuotes,
	market.InstructMassOrders, market.InstructPositions, market.InstructTrades}

func (h *history) send(t teller) {
	in := market.Instruction{ID: h.next + 1, Contract: market.Contract(h.pick(0, contracts-1, "contract"))}
	in.Kind = sentKinds[h.pick(0, len(sentKinds)-1, "kind")]
	q := market.Qty(h.pick(1, 5, "qty"))
	p := market.Price(h.pick(95, 105, "price"))
	switch in.Kind {
	case market.InstructQuote:
		in.Bid, in.Ask, in.BidQty, in.AskQty = p, p+2, q, q
	case market.InstructOrder:
		in.Side = market.Side(h.pick(1, 2, "side"))
		in.Bid, in.Ask, in.BidQty, in.AskQty = p, p, q, q
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		in.Target = h.id()
	}
	full := h.table.Full()
	if ok := h.table.Send(&in, h.now); !ok {
		if !full && h.table.queue[0] != nowhere {
			t.Fatalf("refused %+v with room left", in)
		}
		return
	}
	h.next++
	h.model.send(&in, h.now)
}

var told = []market.EventKind{market.EventQuoteLive, market.EventQuoteLive, market.EventQuoteLive, market.EventQuoteEnded,
	market.EventQuoteEnded, market.EventQuoteReject, market.EventLegState, market.EventFill, market.EventFill,
	market.EventFill, market.EventOrderLive, market.EventOrderEnded, market.EventOrderReject, market.EventCancelReject,
	market.EventMassCancel, market.EventMassReject, market.EventNotSent, market.EventQueryReject, market.EventQuotePending,
	market.EventAlive, market.EventPosition}

func (h *history) event() {
	e := market.Event{Kind: told[h.pick(0, len(told)-1, "kind")], ID: h.id(), Time: h.now - 5}
	e.Side = market.Side(h.pick(1, 2, "side"))
	e.Code = uint8(h.pick(1, 9, "code"))
	e.Qty = market.Qty(h.pick(1, 4, "qty"))
	e.Leaves = market.Qty(h.pick(0, 5, "leaves"))
	e.Contract = market.Contract(h.pick(0, contracts-1, "contract"))
	if entry, ok := h.table.Find(e.ID); ok && h.pick(0, 9, "sane") > 0 {
		e.Contract = entry.Contract
	}
	if h.pick(0, 3, "recovered") == 0 {
		e.Flags = market.FlagRecovered
	}
	if h.pick(0, 3, "again") > 0 {
		h.refs++
	}
	e.Ref, _ = market.MakeRef(fmt.Sprint("x", h.refs))
	if e.Kind == market.EventLegState {
		if r := h.model.recs[e.ID]; r != nil && r.in.Kind.Adds() && e.Leaves > r.declared()[e.Side-1] {
			e.Leaves = r.declared()[e.Side-1]
		}
	}
	h.table.Apply(&e)
	h.model.apply(&e, h.now)
}

func (h *history) step(t teller) {
	h.now += market.Time(h.pick(0, 30, "elapsed"))
	switch n := h.pick(0, 99, "step"); {
	case n < 35:
		h.send(t)
	case n < 92:
		h.event()
	case n < 94:
		h.table.Down()
		h.model.down(h.now)
	case n < 97:
		h.table.Timeout(h.now, 100)
		h.model.timeout(h.now, 100)
	case n < 98:
		h.table.NewDay()
		clear(h.model.seen)
	default:
		e := market.Event{Kind: market.EventSynced}
		h.table.Apply(&e)
		h.model.apply(&e, h.now)
	}
}

// agree compares everything the table can be asked.
func (h *history) agree(t teller) {
	t.Helper()
	live, unknown := 0, 0
	for id, r := range h.model.recs {
		e, ok := h.table.Find(id)
		want := h.model.status(r)
		if !ok {
			if want != Done {
				t.Fatalf("%d is %v and was forgotten", id, want)
			}
			delete(h.model.recs, id)
			continue
		}
		if e.Status != want || e.Filled != r.filled || r.in.Kind.Adds() && want != Done && want != Owed && (e.Leaves != r.told || e.Acked != r.acked) {
			t.Fatalf("%d: table %+v, model %v %+v", id, e, want, *r)
		}
		if want == Live {
			live++
		}
		if want == Unknown && r.in.Kind.Adds() {
			unknown++
		}
	}
	if h.table.Live() != live || h.table.Unknown() != unknown {
		t.Fatalf("live %d, want %d; unknown %d, want %d", h.table.Live(), live, h.table.Unknown(), unknown)
	}
	var sums [2]market.Qty
	for c := range market.Contract(contracts) {
		h.agreeOn(t, c)
		for i := range sums {
			sums[i] += h.model.possible(c, i)
		}
	}
	for i := range sums {
		if got := h.table.PossibleGroup(0, side(i)); got != sums[i] {
			t.Fatalf("sum of leg %d is %d, want %d", i, got, sums[i])
		}
	}
}

func (h *history) agreeOn(t teller, c market.Contract) {
	for i := range 2 {
		if got, want := h.table.Possible(c, side(i)), h.model.possible(c, i); got != want {
			t.Fatalf("possible %d/%d is %d, want %d", c, i, got, want)
		}
		p, ok := h.table.BestPossible(c, side(i))
		if q, found := h.model.best(c, i, 0); ok != found || p != q {
			t.Fatalf("best %d/%d is %d %v, want %d %v", c, i, p, ok, q, found)
		}
		but := h.table.QuoteID(c)
		p, ok = h.table.BestPossibleBut(c, side(i), but)
		if q, found := h.model.best(c, i, but); but != 0 && (ok != found || p != q) {
			t.Fatalf("best but %d is %d %v, want %d %v", but, p, ok, q, found)
		}
	}
	oldest, waiting, acked := market.Time(0), false, uint64(0)
	for id, r := range h.model.recs {
		if at, ok := h.model.home(r); !ok || at != c {
			continue
		}
		if since, ok := h.model.waiting(r); ok && (!waiting || since < oldest) {
			oldest, waiting = since, true
		}
		if r.in.Kind == market.InstructQuote && h.model.status(r) == Live {
			acked = max(acked, id)
		}
	}
	if h.table.InFlight(c) != waiting || h.table.OldestInFlight(c) != oldest {
		t.Fatalf("in flight on %d: %v %d, want %v %d", c, h.table.InFlight(c), h.table.OldestInFlight(c), waiting, oldest)
	}
	if e, ok := h.table.Quote(c); ok != (acked != 0) || e.ID != acked {
		t.Fatalf("quote of %d is %d, want %d", c, e.ID, acked)
	}
}

// home is the contract whose list a record belongs to.
func (m *model) home(r *rec) (market.Contract, bool) {
	switch r.in.Kind {
	case market.InstructQuote, market.InstructOrder:
		return r.in.Contract, true
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		return r.at, r.at != market.NoContract
	}
	return 0, false
}

func TestTableEqualsNaiveModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{table: New(contracts), model: newModel(contracts), pick: drawn(t)}
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			h.step(t)
			h.agree(t)
		}
	})
}

// Long histories in a table so small that its slots are used again all the time.
func TestLongHistoriesEqualNaiveModel(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		h := &history{table: newTable(contracts, 84), model: newModel(contracts)}
		h.pick = func(low, high int, _ string) int { return low + rng.IntN(high-low+1) }
		for range 400 {
			h.step(t)
			h.agree(t)
		}
	}
}

// Saved at any point and loaded into a fresh table, a history goes on identically.
func TestSavedTableGoesOnIdentically(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{table: New(contracts), model: newModel(contracts), pick: drawn(t)}
		for range rapid.IntRange(0, 60).Draw(t, "before") {
			h.step(t)
		}
		saved := h.table.Save([]byte("head"))
		loaded := New(contracts)
		rest, ok := loaded.Load(append(bytes.Clone(saved[4:]), "tail"...))
		if !ok || string(rest) != "tail" {
			t.Fatalf("load: %v, rest %q", ok, rest)
		}
		if !bytes.Equal(loaded.Save(nil), saved[4:]) {
			t.Fatal("saved again, the bytes differ")
		}
		h.table = loaded
		for range rapid.IntRange(1, 60).Draw(t, "after") {
			h.step(t)
			h.agree(t)
		}
	})
}

func TestLoadRefusesWhatIsNotATable(t *testing.T) {
	saved := New(contracts).Save(nil)
	for _, cut := range []int{0, 7, 40, 1000, len(saved) - 1} {
		if _, ok := New(contracts).Load(saved[:cut]); ok {
			t.Errorf("took %d of %d bytes", cut, len(saved))
		}
	}
	if _, ok := New(contracts + 1).Load(saved); ok {
		t.Error("took a table of another size")
	}
	damaged := bytes.Clone(saved)
	for i := 40; i < 400; i++ {
		damaged[i] = 0x7f
	}
	if _, ok := New(contracts).Load(damaged); ok {
		t.Error("took links that lead nowhere")
	}
}
