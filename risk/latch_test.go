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

// What was approved before a setting is not approved after it, even when the
// setting is Run again; and a contract that there is not is counted and held by
// nothing.
func TestASettingEndsOlderApprovals(t *testing.T) {
	l := NewLatch(2)
	for _, set := range []func() uint64{
		func() uint64 { return l.Set(Run) },
		func() uint64 {
			_, seen := l.Load()
			epoch, _ := l.SetIf(seen, Run)
			return epoch
		},
		func() uint64 { return l.SetContract(1, Run) },
	} {
		now := set()
		if l.Lets(market.InstructOrder, 1, now-1) || !l.Lets(market.InstructOrder, 1, now) {
			t.Errorf("epoch %d: what was approved before leaves, or what is does not", now)
		}
	}
	if epoch := l.SetContract(2, Killed); epoch != 4 || !l.Lets(market.InstructOrder, 1, 4) {
		t.Errorf("no contract at epoch %d", epoch)
	}
}

// The later epoch wins, also when another thread stored one between reading and
// writing: then it is tried again.
func TestTheLaterEpochWins(t *testing.T) {
	for _, x := range []struct {
		read, is, value, then uint64
		done                  bool
	}{
		{3, 3, 5, 5, true},
		{3, 4, 5, 4, false}, // 4 came between
		{3, 6, 5, 6, false}, // and so did what is later still
		{6, 6, 5, 6, true},
		{5, 5, 5, 5, true},
	} {
		var a atomic.Uint64
		a.Store(x.is)
		if done := lift(&a, x.read, x.value); done != x.done || a.Load() != x.then {
			t.Errorf("%+v: %v, %d", x, done, a.Load())
		}
		if raise(&a, x.value); a.Load() != max(x.is, x.value) {
			t.Errorf("%+v: raised to %d", x, a.Load())
		}
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

// A contract is held back by itself: the others' approvals stay good, its own die
// with every setting.
func TestLatchOfOneContract(t *testing.T) {
	l := NewLatch(3)
	epoch := l.Set(Run)
	quote := func(c market.Contract) Approved {
		return Approved{in: market.Instruction{Kind: market.InstructQuote, Contract: c}, epoch: epoch}
	}
	before, other := quote(1), quote(2)
	killed := l.SetContract(1, Killed)
	if killed != epoch+1 || before.Passes(l) || !other.Passes(l) {
		t.Errorf("killed at %d: contract 1 passes %v, contract 2 %v", killed, before.Passes(l), other.Passes(l))
	}
	if mode, at := l.Contract(1); mode != Killed || at != killed {
		t.Errorf("contract 1 is %v at %d", mode, at)
	}
	if mode, last := l.Load(); mode != Run || last != killed {
		t.Errorf("the account is %v at %d", mode, last)
	}
	epoch = killed
	if under := quote(1); under.Passes(l) {
		t.Error("approved under the kill itself, and passes")
	}
	if end := (Approved{in: market.Instruction{Kind: market.InstructQuoteEnd, Contract: 1}}); !end.Passes(l) {
		t.Error("a cancel of the killed contract is held back")
	}
	cleared := l.SetContract(1, Run)
	if before.Passes(l) {
		t.Error("approved before the kill, and passes after the clear")
	}
	epoch = cleared
	if after := quote(1); !after.Passes(l) || !other.Passes(l) {
		t.Error("cleared, and does not pass")
	}
	l.Set(Killed)
	if other.Passes(l) {
		t.Error("the account is killed, and contract 2 passes")
	}
	l.Set(Run)
	if other.Passes(l) {
		t.Error("approved before the account's kill, and passes after the clear")
	}
	if mode, at := l.Contract(9); mode != Run || at != 0 {
		t.Errorf("a contract that is not there is %v at %d", mode, at)
	}
	if l.SetContract(9, Killed); l.scopes[2].Load() != 0 {
		t.Error("a contract that is not there was set")
	}
}

// In ReduceOnly quotes stay, orders leave: the gate approved them as reducing.
func TestReduceOnlyLetsOrdersLeave(t *testing.T) {
	l := NewLatch(1)
	l.Set(Run)
	own := l.SetContract(0, ReduceOnly)
	if l.Lets(market.InstructQuote, 0, own) || !l.Lets(market.InstructOrder, 0, own) {
		t.Error("the contract's reduce only")
	}
	l = NewLatch(1)
	epoch := l.Set(ReduceOnly)
	if l.Lets(market.InstructQuote, 0, epoch) || !l.Lets(market.InstructOrder, 0, epoch) {
		t.Error("the account's reduce only")
	}
	if Scope(3).String() != "invalid" || ScopeProduct.String() != "product" {
		t.Error("names of scopes")
	}
}

// One contract is killed and cleared while sessions ask and others are set: once a
// kill has returned, nothing approved before it passes.
func TestContractKillAgainstSend(t *testing.T) {
	for range 300 {
		l := NewLatch(2)
		first := l.Set(Run)
		approved := &Approved{in: market.Instruction{Kind: market.InstructQuote, Contract: 1}, epoch: first}
		var killed atomic.Bool
		var leaks atomic.Int64
		var wg sync.WaitGroup
		wg.Go(func() {
			for range 300 {
				before := killed.Load()
				if approved.Passes(l) && before {
					leaks.Add(1)
				}
			}
		})
		wg.Go(func() {
			for range 50 {
				l.SetContract(0, Killed)
				l.SetContract(0, Run)
			}
		})
		wg.Go(func() {
			l.SetContract(1, Killed)
			killed.Store(true)
			l.SetContract(1, Run)
		})
		wg.Wait()
		if leaks.Load() != 0 || approved.Passes(l) {
			t.Fatalf("%d leaks", leaks.Load())
		}
	}
}

func TestStricter(t *testing.T) {
	order := []Mode{Run, ReduceOnly, CancelOnly, Killed, Isolated}
	for i, a := range order {
		for j, b := range order {
			if got := Stricter(a, b); got != order[max(i, j)] {
				t.Errorf("stricter of %v and %v is %v", a, b, got)
			}
		}
	}
}
