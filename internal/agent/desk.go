package agent

import (
	"errors"
	"sync"
	"time"

	"quotient/internal/ring"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// errDeskBusy is returned when the loop has not taken earlier commands.
var errDeskBusy = errors.New("the loop has not taken earlier commands yet: try again; a kill is never refused")

// A desk is the goroutine that owns the command ring: HTTP, signals and the
// command line hand it what they want. A kill sets the latch before anything else.
type desk struct {
	commands *ring.SPSC[port.Command]
	latch    *risk.Latch
	save     func(m risk.Mode, epoch uint64, actor, reason market.Ref) error // the latch file; nil = not kept
	wake     func()
	in       chan port.Command
	done     sync.WaitGroup
}

func startDesk(commands *ring.SPSC[port.Command], latch *risk.Latch,
	save func(m risk.Mode, epoch uint64, actor, reason market.Ref) error, wake func()) *desk {
	d := &desk{commands: commands, latch: latch, save: save, wake: wake, in: make(chan port.Command, 64)}
	d.done.Go(d.run)
	return d
}

// insist hands one command to the loop and waits until there is room for it.
func (d *desk) insist(c port.Command) { d.in <- c }

// run pushes commands in the order in which they came.
func (d *desk) run() {
	for c := range d.in {
		for !d.commands.Push(&c) {
			d.wake()
			time.Sleep(time.Millisecond)
		}
		d.wake()
	}
}

// send hands one command to the loop. Any goroutine.
func (d *desk) send(c port.Command) error {
	select {
	case d.in <- c:
		return nil
	default:
		return errDeskBusy
	}
}

// setLatch sets the shared latch, keeps it on disk, and then tells the loop. The
// latch holds even when the file or the command fails.
func (d *desk) setLatch(mode risk.Mode, actor, reason market.Ref) error {
	epoch := d.latch.Set(mode)
	var err error
	if d.save != nil {
		err = d.save(mode, epoch, actor, reason)
	}
	return errors.Join(err, d.send(port.Command{Kind: port.CommandLatch, Mode: uint8(mode), Epoch: epoch,
		Contract: market.NoContract, Actor: actor, Ref: reason}))
}

// close ends the goroutine after it has pushed what it was handed.
func (d *desk) close() {
	close(d.in)
	d.done.Wait()
}
