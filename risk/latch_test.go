package risk

import (
	"sync"
	"sync/atomic"
	"testing"

	"quotient/market"
)

func TestLatchCountsItsSettings(t *testing.T) {
	var l Latch
	if mode, epoch := l.Load(); mode != CancelOnly || epoch != 0 {
		t.Fatalf("the zero latch is %v %d", mode, epoch)
	}
	if epoch := l.Set(Run); epoch != 1 {
		t.Errorf("first setting has epoch %d", epoch)
	}
	if epoch, ok := l.SetIf(1, Killed); epoch != 2 || !ok {
		t.Errorf("SetIf at the seen epoch: %d %v", epoch, ok)
	}
	if epoch, ok := l.SetIf(1, Run); epoch != 2 || ok {
		t.Errorf("a start undid a kill it had not seen: %d %v", epoch, ok)
	}
	if mode, epoch := l.Load(); mode != Killed || epoch != 2 {
		t.Errorf("latch is %v %d", mode, epoch)
	}
}

// Many set, one kills: no epoch is given twice, and once the killer's Set has
// returned nothing approved before passes, whatever starts follow with SetIf.
func TestKillAgainstSend(t *testing.T) {
	for range 300 {
		var l Latch
		first := l.Set(Run)
		approved := &Approved{in: market.Instruction{Kind: market.InstructQuote}, epoch: first}
		cancel := &Approved{in: market.Instruction{Kind: market.InstructQuoteEnd}, epoch: first}
		var killed atomic.Bool
		var leaks, stopped atomic.Int64
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() { // sessions
				for range 300 {
					before := killed.Load()
					if approved.Passes(&l) && before {
						leaks.Add(1)
					}
					if !cancel.Passes(&l) {
						stopped.Add(1)
					}
				}
			})
			wg.Go(func() { // starters that saw the first setting only
				for range 50 {
					l.SetIf(first+1, CancelOnly)
				}
			})
		}
		wg.Go(func() { l.Set(Killed); killed.Store(true) })
		wg.Wait()
		if leaks.Load() != 0 || stopped.Load() != 0 {
			t.Fatalf("%d leaks, %d cancels held back", leaks.Load(), stopped.Load())
		}
		if approved.Passes(&l) {
			t.Fatal("passes after the kill")
		}
	}
}

func TestEpochsAreNeverGivenTwice(t *testing.T) {
	var l Latch
	var wg sync.WaitGroup
	given := make([][]uint64, 4)
	for i := range given {
		wg.Go(func() {
			for n := range 2000 {
				if n%3 == 0 {
					_, seen := l.Load()
					if epoch, ok := l.SetIf(seen, Run); ok {
						given[i] = append(given[i], epoch)
					}
					continue
				}
				given[i] = append(given[i], l.Set(Mode(n%int(ModeCount))))
			}
		})
	}
	wg.Wait()
	all := map[uint64]bool{}
	for _, epochs := range given {
		for _, e := range epochs {
			if all[e] {
				t.Fatalf("epoch %d was given twice", e)
			}
			all[e] = true
		}
	}
	if _, last := l.Load(); int(last) != len(all) {
		t.Errorf("%d settings, last epoch %d", len(all), last)
	}
}

// What adds exposure leaves in RUN and under the epoch it was approved for only.
func TestPasses(t *testing.T) {
	for _, x := range []struct {
		mode  Mode
		epoch uint64 // of the approval; the latch is at 2
		kind  market.InstructionKind
		want  bool
	}{
		{Run, 2, market.InstructQuote, true},
		{Run, 2, market.InstructOrder, true},
		{Run, 1, market.InstructQuote, false},
		{Run, 3, market.InstructOrder, false},
		{CancelOnly, 2, market.InstructQuote, false},
		{Killed, 2, market.InstructOrder, false},
		{Killed, 1, market.InstructQuoteEnd, true},
		{Killed, 1, market.InstructMassOrders, true},
		{CancelOnly, 0, market.InstructTrades, true},
		{Run, 2, market.InstructNone, false},
		{Run, 2, market.InstructCount, false},
	} {
		var l Latch
		l.Set(Run)
		l.Set(x.mode)
		a := Approved{in: market.Instruction{Kind: x.kind}, epoch: x.epoch}
		if got := a.Passes(&l); got != x.want {
			t.Errorf("%v approved at %d under %v: %v", x.kind, x.epoch, x.mode, got)
		}
	}
}
