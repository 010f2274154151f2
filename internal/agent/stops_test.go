package agent

import (
	"errors"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/journal"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// A stopRig is a latch of three contracts of two products, with its file and what
// the loop is told.
// twoClear wants two persons.
var twoClear = config.Stop{ClearPersons: 2, ClearWithin: 10 * market.Minute}

type stopRig struct {
	*stops
	told []port.Command
	file []journal.Latch
	fail error
	at   market.Time
}

func newStops(t *testing.T) *stopRig {
	t.Helper()
	r := &stopRig{at: market.Date(20261123).At(9 * market.Hour)}
	r.stops = &stops{latch: risk.NewLatch(3), tell: func(c port.Command) { r.told = append(r.told, c) }, wake: func() {},
		keep: func(all []journal.Latch) error {
			if r.fail == nil {
				r.file = slices.Clone(all)
			}
			return r.fail
		},
		now: func() market.Time { return r.at }, rule: twoClear, log: zerolog.Nop(),
		set: map[stopKey]journal.Latch{}, asked: map[stopKey]asking{}}
	for _, name := range []string{"AP010", "AP101", "CF101"} {
		y, _ := market.MakeSymbol(name)
		p, _ := market.MakeCode(name[:2])
		r.instruments = append(r.instruments, market.Instrument{Symbol: y, Product: p})
	}
	r.restore(nil, 0)
	return r
}

func keyOf(scope risk.Scope, name string) stopKey {
	y, _ := market.MakeSymbol(name)
	return stopKey{scope, y}
}

// modes are the contracts' own modes as a session sees them.
func (r *stopRig) modes() (list []risk.Mode) {
	for c := range r.instruments {
		m, _ := r.latch.Contract(market.Contract(c))
		list = append(list, m)
	}
	return list
}

var (
	apples = keyOf(risk.ScopeProduct, "AP")
	ap101  = keyOf(risk.ScopeContract, "AP101")
)

// A product and a contract of it are held and cleared apart; everything is in the
// file, and a restart brings it back above every epoch used.
func TestStopsByScope(t *testing.T) {
	r := newStops(t)
	if r.stop(ap101, risk.Killed, ref("zhang"), ref("odd prices")) != nil || r.stop(apples, risk.ReduceOnly, ref("li"), ref("limit")) != nil {
		t.Fatal("a stop failed")
	}
	if got := r.modes(); !slices.Equal(got, []risk.Mode{risk.ReduceOnly, risk.Killed, risk.Run}) || r.mode() != risk.Run {
		t.Errorf("contracts %v, account %v", got, r.mode())
	}
	again := newStops(t)
	again.restore(r.file, 1000)
	if got := again.modes(); !slices.Equal(got, []risk.Mode{risk.ReduceOnly, risk.Killed, risk.Run}) || again.mode() != risk.Run {
		t.Errorf("after a restart: contracts %v, account %v", got, again.mode())
	}
	if last := again.told[len(again.told)-1]; last.Epoch <= 1000 || last.Mode != uint8(risk.Run) || last.Value != 0 {
		t.Errorf("the loop is told %+v last", last)
	}
	again.undo(apples, again.set[apples], ref("li"), ref("done"))
	if got := again.modes(); !slices.Equal(got, []risk.Mode{risk.Run, risk.Killed, risk.Run}) {
		t.Errorf("the product is cleared: %v", got)
	}
	if len(again.file) != 2 || len(again.held()) != 1 {
		t.Errorf("the file has %d settings, held %v", len(again.file), again.held())
	}
}

// A looser stop does not loosen what is stopped harder.
func TestStopNeverLoosens(t *testing.T) {
	r := newStops(t)
	r.stop(stopKey{}, risk.Isolated, ref("zhang"), ref(""))
	r.stop(stopKey{}, risk.ReduceOnly, ref("li"), ref(""))
	if r.mode() != risk.Isolated {
		t.Errorf("isolated, then %v", r.mode())
	}
}

// A clear wants two persons, within ten minutes, about the same stop.
func TestClearWantsTwoPersons(t *testing.T) {
	r := newStops(t)
	kill := func() { r.stop(stopKey{}, risk.Killed, ref("zhang"), ref("fat finger")) }
	clear := func(who string) bool {
		waiting, err := r.clear(stopKey{}, ref(who), ref("looked into"))
		if err != nil {
			t.Fatal(err)
		}
		return !waiting
	}
	kill()
	for range 2 {
		if clear("zhang") || r.mode() != risk.Killed {
			t.Error("one person cleared a kill")
		}
	}
	r.at += twoClear.ClearWithin + 1
	if clear("li") {
		t.Error("a name given eleven minutes ago counts")
	}
	if kill(); clear("zhang") {
		t.Error("a name given before another kill counts")
	}
	if !clear("li") || r.mode() != risk.Run {
		t.Error("two persons do not clear")
	}
	if _, err := r.clear(stopKey{}, ref("li"), ref("again")); !errors.Is(err, errNotStopped) {
		t.Errorf("nothing is stopped: %v", err)
	}
	marks := 0
	for _, c := range r.told {
		if c.Kind == port.CommandMark {
			marks++
		}
	}
	if marks != 4 {
		t.Errorf("%d halves on record, want 4", marks)
	}
}

// A stop holds though the disk is full; a clear does not count before it is durable.
func TestStopsOnAFullDisk(t *testing.T) {
	r := newStops(t)
	r.fail = errors.New("disk full")
	if err := r.stop(stopKey{}, risk.Killed, ref("zhang"), ref("")); err == nil || r.mode() != risk.Killed {
		t.Errorf("%v, mode %v", err, r.mode())
	}
	r.clear(stopKey{}, ref("zhang"), ref("x"))
	if _, err := r.clear(stopKey{}, ref("li"), ref("x")); err == nil || r.mode() != risk.Killed {
		t.Errorf("cleared without a file: %v, mode %v", err, r.mode())
	}
}

// A kill that comes while a clear is being written wins.
func TestKillDuringAClear(t *testing.T) {
	r := newStops(t)
	r.stop(stopKey{}, risk.Killed, ref("zhang"), ref(""))
	keep, done := r.keep, make(chan error)
	var once sync.Once
	r.keep = func(all []journal.Latch) error {
		once.Do(func() {
			_, before := r.latch.Load()
			go func() { done <- r.stop(stopKey{}, risk.Killed, ref("wang"), ref("again")) }()
			for last := before; last == before; _, last = r.latch.Load() {
			}
		})
		return keep(all)
	}
	r.clear(stopKey{}, ref("zhang"), ref("x"))
	_, err := r.clear(stopKey{}, ref("li"), ref("x"))
	if err := <-done; err != nil {
		t.Error(err)
	}
	if !errors.Is(err, errStoppedAgain) || r.mode() != risk.Killed {
		t.Errorf("%v, mode %v", err, r.mode())
	}
	if last := r.file[len(r.file)-1]; last.Mode != risk.Killed || last.Actor != ref("wang") {
		t.Errorf("the file says %+v", last)
	}
}

// reloadedLets reports whether AP101 is quoted again after a restart with another desk
// file, in which it is the third contract.
func (r *stopRig) reloadedLets(t *testing.T) bool {
	changed := newStops(t)
	changed.instruments = append(changed.instruments[2:], changed.instruments[:2]...)
	changed.restore(r.file, 0)
	_, last := changed.latch.Load()
	return changed.latch.Lets(market.InstructQuote, 2, last)
}

// Thousands of kills, ten in the long run, each against approvals, clears, a restart from the file and a
// reload, which is a restart with other contracts: once a kill has returned nothing
// passes, and the file never says less.
func TestKillAgainstClearAndRestart(t *testing.T) {
	races, leaks := 2_000, int64(0)
	if os.Getenv("QUOTIENT_LONG") != "" {
		races = 10_000
	}
	r := newStops(t)
	for n := range races {
		keys := []stopKey{{}, apples, ap101}
		k := keys[n%len(keys)]
		var killed atomic.Bool
		var leak atomic.Int64
		var wg sync.WaitGroup
		wg.Go(func() { // a session that holds an approval of now
			_, epoch := r.latch.Load()
			for range 50 {
				if was := killed.Load(); r.latch.Lets(market.InstructQuote, 1, epoch) && was {
					leak.Add(1)
				}
			}
		})
		wg.Go(func() {
			r.stop(k, risk.Killed, ref("zhang"), ref("race"))
			killed.Store(true)
		})
		wg.Wait()
		leaks += leak.Load()
		after := newStops(t)
		after.restore(r.file, 0)
		if _, last := after.latch.Load(); after.latch.Lets(market.InstructQuote, 1, last) {
			t.Fatalf("race %d: a restart undid the kill of %v", n, k)
		}
		if n%4 == 0 && r.reloadedLets(t) {
			t.Fatalf("race %d: a reload undid the kill of %v", n, k)
		}
		r.undo(k, r.set[k], ref("li"), ref("race"))
		r.told = r.told[:0]
	}
	t.Logf("%d races of kill against send, clear, restart and reload: %d leaks", races, leaks)
	if leaks > 0 {
		t.Error("something left after a kill")
	}
}

// What is held is told by scope, with who waits for a second person, for as long as
// that counts.
func TestHeldIsTold(t *testing.T) {
	t.Parallel()
	r := newStops(t)
	if list := r.held(); len(list) != 0 {
		t.Errorf("held at the start: %+v", list)
	}
	ap := keyOf(risk.ScopeProduct, "AP")
	r.stop(keyOf(risk.ScopeContract, "CF101"), risk.Killed, ref("zhang"), ref("odd"))
	r.stop(ap, risk.ReduceOnly, ref("wang"), ref("audit"))
	r.at += market.Minute
	if waiting, err := r.clear(ap, ref("li"), ref("done")); !waiting || err != nil {
		t.Fatal(waiting, err)
	}
	at := r.at
	list := r.held()
	if len(list) != 2 || list[0].Name != "CF101" || list[0].Actor != "zhang" || list[0].Reason != "odd" || list[0].ClearBy != "" || risk.Mode(list[0].Mode) != risk.Killed ||
		list[1].Scope != "product" || list[1].At != at-market.Minute || list[1].ClearBy != "li" || list[1].ClearUntil != at+twoClear.ClearWithin {
		t.Errorf("%+v", list)
	}
	r.at += twoClear.ClearWithin + 1
	if list := r.held(); list[1].ClearBy != "" {
		t.Error("the first half of a clear is never forgotten")
	}
	r.at = at
	r.stop(ap, risk.Killed, ref("wang"), ref("worse"))
	if list := r.held(); list[1].ClearBy != "" {
		t.Error("who asked for an earlier stop's end waits for this one's")
	}
}

// Where the desk file says one person, the first who asks ends a stop.
func TestOnePersonClears(t *testing.T) {
	r := newStops(t)
	r.rule.ClearPersons = 1
	if err := r.stop(stopKey{}, risk.Killed, ref("wang"), ref("drill")); err != nil {
		t.Fatal(err)
	}
	if waiting, err := r.clear(stopKey{}, ref("wang"), ref("over")); waiting || err != nil || r.mode() != risk.Run {
		t.Errorf("waiting %v, %v, %v", waiting, err, r.mode())
	}
}
