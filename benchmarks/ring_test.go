package benchmarks

import (
	"runtime"
	"testing"

	"go.uber.org/atomic"

	"quotient/internal/ring"
	"quotient/market"
)

// spin calls try until it succeeds. It yields now and then, for on a machine
// with one processor the other side could never run otherwise.
func spin(try func() bool) {
	for i := 1; !try(); i++ {
		if i%1000 == 0 {
			runtime.Gosched()
		}
	}
}

// locked runs f in a goroutine that keeps its thread, until stop is set.
func locked(f func()) {
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		f()
	}()
}

// ringEcho returns a round trip over two rings to a thread that sends back.
func ringEcho(stop *atomic.Bool) (trip, end func()) {
	there, back := ring.New(make([]ring.Slot[market.Event], 64)), ring.New(make([]ring.Slot[market.Event], 64))
	locked(func() {
		var e market.Event
		for {
			spin(func() bool { return there.Pop(&e) || stop.Load() })
			if stop.Load() {
				return
			}
			spin(func() bool { return back.Push(&e) })
		}
	})
	var e market.Event
	push, pop := func() bool { return there.Push(&e) }, func() bool { return back.Pop(&e) }
	return func() { spin(push); spin(pop) }, func() {}
}

// chanEcho is the same over two channels, polled or parked.
func chanEcho(stop *atomic.Bool, polled bool) (trip, end func()) {
	there, back := make(chan market.Event, 64), make(chan market.Event, 64)
	receive := func(c chan market.Event) (e market.Event) {
		if !polled {
			return <-c
		}
		spin(func() bool {
			select {
			case e = <-c:
				return true
			default:
				return stop.Load()
			}
		})
		return e
	}
	locked(func() {
		for !stop.Load() {
			back <- receive(there)
		}
	})
	var e market.Event
	return func() { there <- e; e = receive(back) }, func() { close(there) }
}

// BenchmarkHandOver sends an event to another thread and waits for it to come
// back; a figure is half of that. Both threads are locked, as the loop's is.
func BenchmarkHandOver(b *testing.B) {
	if runtime.GOMAXPROCS(0) < 2 {
		b.Skip("two threads need two processors: skipped")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	compare(b, "hop",
		echo("ring", ringEcho),
		echo("polled-channel", func(stop *atomic.Bool) (func(), func()) { return chanEcho(stop, true) }),
		echo("parked-channel", func(stop *atomic.Bool) (func(), func()) { return chanEcho(stop, false) }))
}

// echo is a rival whose other thread lives only during its own turn: one that
// spins beside the others would take a processor from them.
func echo(name string, start func(stop *atomic.Bool) (trip, end func())) rival {
	return rival{name: name, begin: func() (func(int), func()) {
		stop := atomic.NewBool(false)
		trip, end := start(stop)
		trip() // the thread runs
		run := func(n int) {
			for range n / 2 {
				trip()
			}
		}
		return run, func() { stop.Store(true); end() }
	}}
}
