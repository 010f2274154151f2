package orders

import (
	"bytes"
	"fmt"
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
	now   market.Time
	next  uint64
	refs  int

	weights []Weight
	groups  []uint16
}

// start makes a history of a table in which every lot of a contract counts
// differently, and whose last two contracts are one group.
func start(table *Table) *history {
	h := &history{table: table, model: newModel(contracts), now: 1, groups: []uint16{0, 1, 1}}
	table.Group(h.groups)
	for c := range market.Contract(contracts) {
		w := Weight{[]int64{7, -3, 2}[c], []int64{-1, 4, 5}[c], [2]market.Money{market.Money(c) + 3, 11}}
		h.weights = append(h.weights, w)
		table.Weigh(c, w)
	}
	return h
}

func (h *history) id(t *rapid.T) uint64 {
	return uint64(rapid.IntRange(max(0, int(h.next)-12), int(h.next)).Draw(t, "id"))
}

func (h *history) send(t *rapid.T) {
	in := market.Instruction{ID: h.next + 1, Contract: market.Contract(rapid.IntRange(0, contracts-1).Draw(t, "contract"))}
	in.Kind = rapid.SampledFrom([]market.InstructionKind{market.InstructQuote, market.InstructQuote, market.InstructQuote,
		market.InstructOrder, market.InstructQuoteEnd, market.InstructOrderEnd, market.InstructMassQuotes,
		market.InstructMassOrders, market.InstructPositions, market.InstructTrades}).Draw(t, "kind")
	q := market.Qty(rapid.IntRange(1, 5).Draw(t, "qty"))
	p := market.Price(rapid.IntRange(95, 105).Draw(t, "price"))
	switch in.Kind {
	case market.InstructQuote:
		in.Bid, in.Ask, in.BidQty, in.AskQty = p, p+2, q, q
	case market.InstructOrder:
		in.Side = market.Side(rapid.IntRange(1, 2).Draw(t, "side"))
		in.Bid, in.Ask, in.BidQty, in.AskQty = p, p, q, q
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		in.Target = h.id(t)
	}
	if in.Kind.Adds() {
		marks := rapid.SampledFrom([]market.Offset{market.Open, market.Close, market.CloseToday})
		in.BidOffset, in.AskOffset = marks.Draw(t, "bid offset"), marks.Draw(t, "ask offset")
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

func (h *history) event(t *rapid.T) {
	e := market.Event{Kind: rapid.SampledFrom(told).Draw(t, "kind"), ID: h.id(t), Time: h.now - 5}
	e.Side = market.Side(rapid.IntRange(1, 2).Draw(t, "side"))
	e.Code = uint8(rapid.IntRange(1, 9).Draw(t, "code"))
	e.Qty = market.Qty(rapid.IntRange(1, 4).Draw(t, "qty"))
	e.Leaves = market.Qty(rapid.IntRange(0, 5).Draw(t, "leaves"))
	e.Contract = market.Contract(rapid.IntRange(0, contracts-1).Draw(t, "contract"))
	if entry, ok := h.table.Find(e.ID); ok && rapid.IntRange(0, 9).Draw(t, "sane") > 0 {
		e.Contract = entry.Contract
	}
	if rapid.IntRange(0, 3).Draw(t, "recovered") == 0 {
		e.Flags = market.FlagRecovered
	}
	if rapid.IntRange(0, 3).Draw(t, "again") > 0 {
		h.refs++
	}
	e.Ref, _ = market.MakeRef(fmt.Sprint("x", h.refs))
	if e.Kind == market.EventLegState {
		if r := h.model.recs[e.ID]; r != nil && r.in.Kind.Adds() && e.Leaves > r.declared()[e.Side-1] {
			e.Leaves = r.declared()[e.Side-1]
		}
	}
	h.table.Apply(&e, h.now)
	h.model.apply(&e, h.now)
}

func (h *history) step(t *rapid.T) {
	h.now += market.Time(rapid.IntRange(0, 30).Draw(t, "elapsed"))
	switch n := rapid.IntRange(0, 99).Draw(t, "step"); {
	case n < 35:
		h.send(t)
	case n < 92:
		h.event(t)
	case n < 94:
		h.table.Down(h.now)
		h.model.down(h.now)
	case n < 97:
		h.table.Timeout(h.now, 100)
		h.model.timeout(h.now, 100)
	case n < 98:
		h.table.NewDay()
		clear(h.model.seen)
	default:
		e := market.Event{Kind: market.EventSynced}
		h.table.Apply(&e, h.now)
		h.model.apply(&e, h.now)
	}
}

// agree compares everything the table can be asked.
func (h *history) agree(t *rapid.T) {
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
		if e.EndedAt != r.overAt {
			t.Fatalf("%d ended at %d, want %d: %+v", id, e.EndedAt, r.overAt, *r)
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
	for c := range market.Contract(contracts) {
		h.agreeOn(t, c)
	}
	agree(t, h.table, h.weights, h.groups)
}

func (h *history) agreeOn(t *rapid.T, c market.Contract) {
	for i := range 2 {
		every, quoted := h.model.possible(c, i, 0), h.table.QuoteID(c)
		if got := h.table.Possible(c, side(i)); got != every.all {
			t.Fatalf("possible %d/%d is %d, want %d", c, i, got, every.all)
		}
		if got := h.table.Opening(c, side(i)); got != every.all-every.closes {
			t.Fatalf("opening %d/%d is %d, want %+v", c, i, got, every)
		}
		for _, but := range []uint64{0, quoted} {
			want := h.model.possible(c, i, but)
			if all, today := h.table.Closing(c, side(i), but); all != want.closes || today != want.today {
				t.Fatalf("closing %d/%d but %d is %d, %d, want %+v", c, i, but, all, today, want)
			}
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
	pending, quoting := uint64(0), false
	for id, r := range h.model.recs {
		quote := r.in.Kind == market.InstructQuote
		if r.in.Kind.Adds() && r.in.Contract == c && h.model.status(r) == Sent && (quote && !quoting || quote == quoting && id > pending) {
			pending, quoting = id, quote
		}
	}
	if e, ok := h.table.Pending(c); ok != (pending != 0) || e.ID != pending {
		t.Fatalf("pending on %d is %d, want %d", c, e.ID, pending)
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
	for _, slots := range []int{0, 96} { // 96: slots are reused all the time
		t.Run(fmt.Sprint("slots", slots), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				table := New(contracts)
				if slots > 0 {
					table = newTable(contracts, slots)
				}
				h := start(table)
				for range rapid.IntRange(60, 120).Draw(t, "steps") {
					h.step(t)
					h.agree(t)
				}
			})
		})
	}
}

// Saved at any point and loaded into a fresh table, a history goes on identically.
func TestSavedTableGoesOnIdentically(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := start(New(contracts))
		for range rapid.IntRange(30, 60).Draw(t, "before") {
			h.step(t)
		}
		saved := h.table.Save([]byte("head"))
		loaded := start(New(contracts)).table // group and weights are the gate's to tell
		rest, ok := loaded.Load(append(bytes.Clone(saved[4:]), "tail"...))
		if !ok || string(rest) != "tail" {
			t.Fatalf("load: %v, rest %q", ok, rest)
		}
		if !bytes.Equal(loaded.Save(nil), saved[4:]) {
			t.Fatal("saved again, the bytes differ")
		}
		h.table = loaded
		for range rapid.IntRange(30, 60).Draw(t, "after") {
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
