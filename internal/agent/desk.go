package agent

import (
	"errors"
	"sync"
	"time"

	"quotient/internal/ring"
	"quotient/quoter/port"
)

// errDeskBusy is returned when the loop has not taken earlier commands.
var errDeskBusy = errors.New("the loop has not taken earlier commands yet: try again; a kill is never refused")

// A desk is the goroutine that owns the command ring: HTTP, signals and the
// command line hand it what they want. What the latch has to say goes first and is
// never refused.
type desk struct {
	commands *ring.SPSC[port.Command]
	wake     func()
	in       chan port.Command
	done     sync.WaitGroup

	mu   sync.Mutex
	head []port.Command // what goes first
	bell chan struct{}  // rung when head has something
}

func startDesk(commands *ring.SPSC[port.Command], wake func()) *desk {
	d := &desk{commands: commands, wake: wake, in: make(chan port.Command, 64), bell: make(chan struct{}, 1)}
	d.done.Go(d.run)
	return d
}

// insist hands one command to the loop and waits until there is room for it.
func (d *desk) insist(c port.Command) { d.in <- c }

// first hands over one command before all others that wait. It neither blocks nor
// refuses. Any goroutine.
func (d *desk) first(c port.Command) {
	d.mu.Lock()
	d.head = append(d.head, c)
	d.mu.Unlock()
	select {
	case d.bell <- struct{}{}:
	default:
	}
}

// run pushes commands in the order in which they came, those of head first.
func (d *desk) run() {
	for {
		d.pushHead()
		select {
		case <-d.bell:
		case c, more := <-d.in:
			d.pushHead()
			if !more {
				return
			}
			d.push(&c)
		}
	}
}

func (d *desk) pushHead() {
	d.mu.Lock()
	head := d.head
	d.head = nil
	d.mu.Unlock()
	for i := range head {
		d.push(&head[i])
	}
}

func (d *desk) push(c *port.Command) {
	for !d.commands.Push(c) {
		d.wake()
		time.Sleep(time.Millisecond)
	}
	d.wake()
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

// offer hands over one command of many, which has no hurry: it waits for room until
// quit says so, or for as long as patience lasts.
func (d *desk) offer(c port.Command, patience time.Duration, quit func() bool) (err error) {
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if err = d.send(c); err == nil || quit() || time.Now().After(end) {
			return err
		}
	}
}

// close ends the goroutine after it has pushed what it was handed.
func (d *desk) close() {
	close(d.in)
	d.done.Wait()
}
