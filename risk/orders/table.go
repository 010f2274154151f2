package orders

import "quotient/market"

// MaxQty is the most lots that one leg or one fill may have.
const MaxQty market.Qty = 1 << 31

// nowhere ends a list.
const nowhere int32 = -1

// A slot is an entry's place. Active slots are in their contract's list, newest
// first; free and done ones wait in one queue for reuse, longest done first, so
// that late events still find what they mean.
type slot struct {
	Entry
	seq        uint64 // order of sending
	prev, next int32
	cursor     int32 // of a mass cancel: the next contract whose entries it ends
	_          int32
}

// A book is what one contract's active entries add up to; two cache lines.
type book struct {
	Reading
	quote   int32 // slot of the Live quote
	pending int32 // slot of the newest Sent quote, else order

	head    int32
	live    int32
	unknown int32
	_       [4]byte
	oldest  market.Time
	today   [2]market.Qty // of Possible, what is marked as closing today's
	_       [24]byte
}

// A Table holds every instruction of ours that may still be live.
type Table struct {
	slots     []slot
	index     []int32  // open addressing by ID: slot, or nowhere
	books     []book   // by contract; the last is the account's: mass cancels and queries
	group     []uint16 // by contract, set by Group
	weights   []Weight // by contract
	sums      []Sum    // by group
	total     Sum
	queue     [2]int32 // free and done slots: first, last
	used      int32    // active slots
	most      int32    // of them before no quote or order enters
	live      int
	unknown   int
	seq       uint64
	executed  executed
	contracts int
}

// Slots of a table, and how many of them new exposure may not take so that
// cancels always find one.
const (
	slotsPerContract = 8
	slotsBeside      = 512
	slotsReserved    = 64
)

// New makes a table for so many contracts.
func New(contracts int) *Table {
	return newTable(contracts, contracts*slotsPerContract+slotsBeside)
}

func newTable(contracts, n int) *Table {
	t := &Table{
		slots:     make([]slot, n),
		index:     make([]int32, indexSize(n)),
		books:     make([]book, contracts+1),
		group:     make([]uint16, contracts),
		weights:   make([]Weight, contracts),
		sums:      make([]Sum, max(1, contracts)),
		contracts: contracts,
	}
	t.most = int32(n - slotsReserved - len(t.books))
	t.executed.init()
	for i := range t.index {
		t.index[i] = nowhere
	}
	for i := range t.slots {
		t.slots[i].prev, t.slots[i].next = nowhere, int32(i)+1
	}
	t.slots[n-1].next = nowhere
	t.queue = [2]int32{0, int32(n) - 1}
	for i := range t.books {
		t.books[i].head = nowhere
		t.refresh(i)
	}
	return t
}

// Group makes sums of Possible by group of contracts (such as a product): of[c]
// is the group of contract c, below the number of contracts. The gate calls it.
func (t *Table) Group(of []uint16) {
	clear(t.sums)
	t.total = Sum{}
	copy(t.group, of)
	for c := range t.contracts {
		t.count(c, &t.books[c], 1)
	}
}

// take claims the slot that has been done for longest and puts it at the front
// of the list of book b.
func (t *Table) take(b int) *slot {
	i := t.queue[0]
	s := &t.slots[i]
	t.queue[0] = s.next
	if s.next == nowhere {
		t.queue[1] = nowhere
	}
	if s.Status == Done {
		t.forget(s.ID)
	}
	*s = slot{seq: t.seq + 1, prev: nowhere, next: t.books[b].head}
	t.seq++
	t.used++
	if s.next != nowhere {
		t.slots[s.next].prev = i
	}
	t.books[b].head = i
	return s
}

// release marks slot i Done and queues it for reuse; its ID can still be found.
func (t *Table) release(i int32) {
	s := &t.slots[i]
	s.Status, s.Doubt = Done, NoDoubt
	if s.prev == nowhere {
		t.books[t.bookOf(&s.Entry)].head = s.next
	} else {
		t.slots[s.prev].next = s.next
	}
	if s.next != nowhere {
		t.slots[s.next].prev = s.prev
	}
	s.prev, s.next = nowhere, nowhere
	if t.queue[1] == nowhere {
		t.queue[0] = i
	} else {
		t.slots[t.queue[1]].next = i
	}
	t.queue[1] = i
	t.used--
}

// bookOf returns the index of the book that e belongs to.
func (t *Table) bookOf(e *Entry) int { return min(int(e.Contract), t.contracts) }

// refresh adds up book b anew: its list is a handful of entries long.
func (t *Table) refresh(b int) {
	k := &t.books[b]
	was := *k
	*k = book{head: was.head, quote: nowhere, pending: nowhere}
	k.Best = [2]market.Price{NoBid, NoAsk}
	for i := k.head; i != nowhere; i = t.slots[i].next {
		k.add(i, &t.slots[i].Entry)
	}
	t.live += int(k.live - was.live)
	t.unknown += int(k.unknown - was.unknown)
	if !k.exposedAs(&was) { // an answer mostly changes no exposure; the account's book has none
		t.count(b, &was, -1)
		t.count(b, k, 1)
	}
}

// exposedAs reports whether k counts in the sums what was did.
func (k *book) exposedAs(was *book) bool { return k.Possible == was.Possible && k.Opens == was.Opens }

// add adds entry e, which lies in slot i, to the book.
func (k *book) add(i int32, e *Entry) {
	if e.unanswered() {
		k.InFlight++
		if at := e.since(); k.InFlight == 1 || at < k.oldest {
			k.oldest = at
		}
	}
	switch e.Status {
	case Sent:
		if e.Kind == market.InstructQuote || e.Kind == market.InstructOrder && k.pending == nowhere {
			k.pending = i // one quote at most is Sent: a newer one has made it Ending
		}
	case Live:
		k.live++
		if e.Kind == market.InstructQuote {
			k.quote = i // one at most, as above
		}
	case Unknown:
		if e.Kind.Adds() {
			k.unknown++
		}
	}
	if e.Kind.Adds() {
		k.expose(e)
	}
}

// expose adds what may still fill of e, and keeps the most aggressive prices.
func (k *book) expose(e *Entry) {
	for i := range e.Declared {
		lots := e.Possible(i)
		k.Possible[i] += lots
		if !closes(e.Offsets[i]) {
			k.Opens[i] += lots
		} else if e.Offsets[i] == market.CloseToday {
			k.today[i] += lots
		}
		if e.Gone() || e.Leaves[i] <= 0 {
			continue
		}
		if better(i, e.Price[i], k.Best[i]) {
			k.Best[i] = e.Price[i]
		}
	}
}

// better reports whether p is more aggressive than q on leg i.
func better(i int, p, q market.Price) bool {
	if i == BidLeg {
		return p > q
	}
	return p < q
}
