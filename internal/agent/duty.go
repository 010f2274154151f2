package agent

import (
	"runtime"

	"github.com/rs/zerolog"

	"quotient/gateway/conn"
	"quotient/gateway/feed"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/quoter"
)

// feedKey names the feed's socket to the poller.
const feedKey = 1

// idleWait bounds a wait: a snapshot is due at least this often.
const idleWait = 100 * market.Millisecond

// duty is the duty cycle of one Loop on one locked thread: read the feed, poll
// the loop, wait until something arrives or is due.
type duty struct {
	loop    *quoter.Loop
	clock   *Clock
	spin    bool
	cpu     int // processor to stay on; negative = any
	client  *conn.Client
	poller  *conn.Poller
	split   *feed.Splitter
	decode  *feed.Decoder
	events  *ring.SPSC[market.Event]
	up      bool
	problem func(*feed.Problem)
	stop    func() bool
	log     zerolog.Logger
	beat    func()     // says that the cycle turns
	wake    func()     // tells the session that there is something to send
	owe     func(bool) // tells it whether a cancel is owed
	owed    bool       // as it was told last
}

// run polls until stop says so. It locks its thread.
func (d *duty) run() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := pin(d.cpu); err != nil {
		return err
	}
	d.client.Start(d.clock.Now())
	defer func() { d.client.Stop(d.clock.Now()) }()
	for !d.stop() {
		d.beat()
		now := d.clock.Now()
		read := d.read(now)
		sent := d.loop.Approved()
		work, next := d.loop.Poll(now)
		if d.loop.Approved() != sent {
			d.wake()
		}
		if owed := d.loop.Owes(); owed != d.owed {
			d.owed = owed
			d.owe(owed)
		}
		if work > 0 || read > 0 || d.spin {
			continue
		}
		if err := d.wait(next); err != nil {
			return err
		}
	}
	return nil
}

// read moves what the feed's socket holds into the ring.
func (d *duty) read(now market.Time) (n int) {
	d.client.Step(now)
	if up := d.client.State() == conn.StateUp; up != d.up {
		d.up = up
		d.link(up)
	}
	if !d.up || !d.events.Room(feedRoom) {
		return 0
	}
	n = d.client.Read(d.split.Space(), now)
	if n <= 0 {
		return 0
	}
	d.split.Filled(n)
	for line, p := d.split.Next(); line != nil || p != nil; line, p = d.split.Next() {
		if p != nil {
			d.problem(p)
			continue
		}
		if p := d.decode.Line(line, now, d.push); p.Code != 0 {
			d.problem(&p)
		}
	}
	return n
}

// feedRoom is more than one read can hold: a chunk full of the shortest lines,
// announcements for a whole product included. Without so much room the socket
// waits, so that no request for quote is lost.
const feedRoom = 4096

func (d *duty) push(e *market.Event) { d.events.Push(e) }

// link tells the loop that the feed came or went.
func (d *duty) link(up bool) {
	e := market.Event{Kind: market.EventFeedDown, Contract: market.NoContract}
	if up {
		e.Kind = market.EventFeedUp
		d.split.Reset()
		d.log.Info().Str("addr", d.client.Addr().String()).Msg("market data feed connected")
	} else {
		d.log.Warn().Err(d.client.Err()).Str("addr", d.client.Addr().String()).Msg("market data feed lost: quotes are pulled until it is back")
	}
	d.events.Push(&e)
}

// wait blocks until the feed or somebody else has something, or next is due.
func (d *duty) wait(next market.Time) error {
	if err := d.client.Watch(d.poller, feedKey); err != nil {
		return err
	}
	wait := market.Time(idleWait)
	for _, t := range [...]market.Time{next, d.client.Deadline()} {
		if t != 0 {
			wait = min(wait, max(0, market.Time(d.clock.Until(t))))
		}
	}
	_, _, err := d.poller.Wait(wait)
	return err
}
