package venue

import (
	"net"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/atomic"

	"quotient/market"
)

// beatGap is the longest silence on the feed, on the wall clock.
const beatGap = time.Second

// A feed serves market data as JSON lines. Its list of clients and its lines
// belong to the floor's goroutine.
type feed struct {
	p        *Params
	listener net.Listener
	floor    *floor
	log      zerolog.Logger
	queue    int
	clients  atomic.Int64
	cut      atomic.Uint64
	lines    atomic.Uint64

	list    []*client
	settles [][]byte // by contract, the last line of each
	phases  [][]byte
	depths  [][]byte
	lastOut time.Time

	mu    sync.Mutex
	conns map[net.Conn]bool
	shut  bool
	wg    sync.WaitGroup
}

// A client is one reader of the feed.
type client struct {
	conn  net.Conn
	lines chan []byte
	gone  atomic.Bool
}

func newFeed(p *Params, l net.Listener, f *floor) *feed {
	n := len(p.Exchange.Instruments)
	queue := p.FeedQueue
	if queue <= 0 {
		queue = feedQueue
	}
	return &feed{p: p, listener: l, floor: f, log: p.Log, queue: queue, lastOut: time.Now(),
		settles: make([][]byte, n), phases: make([][]byte, n), depths: make([][]byte, n), conns: map[net.Conn]bool{}}
}

// serve takes clients until the listener closes.
func (f *feed) serve() {
	defer f.wg.Wait()
	for {
		c, err := f.listener.Accept()
		if err != nil {
			return
		}
		if f.track(c) {
			f.wg.Go(func() { f.client(c) })
		}
	}
}

// track remembers an open connection; false, and closed, when the feed shuts.
func (f *feed) track(c net.Conn) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shut {
		c.Close()
		return false
	}
	f.conns[c] = true
	return true
}

func (f *feed) untrack(c net.Conn) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.conns, c)
	c.Close()
}

// client writes lines to one client until it goes. What it sends is read and
// ignored, which also notices that it has gone.
func (f *feed) client(c net.Conn) {
	defer f.untrack(c)
	cl := &client{conn: c, lines: make(chan []byte, f.queue+3*len(f.phases)+1)}
	gone := make(chan struct{})
	f.wg.Go(func() {
		defer close(gone)
		var junk [512]byte
		for {
			if _, err := c.Read(junk[:]); err != nil {
				return
			}
		}
	})
	if !f.floor.ask(func(now market.Time) { f.join(cl, now) }) {
		return
	}
	f.clients.Inc()
	defer f.clients.Dec()
	defer cl.gone.Store(true)
	for {
		select {
		case line := <-cl.lines:
			c.SetWriteDeadline(time.Now().Add(writeTimeout))
			if _, err := c.Write(line); err != nil {
				return
			}
		case <-gone:
			return
		case <-f.floor.ended:
			return
		}
	}
}

// join greets a client and tells it how things stand. Floor's goroutine.
func (f *feed) join(cl *client, now market.Time) {
	f.list = append(f.list, cl)
	cl.lines <- f.hello(now)
	for _, known := range [...][][]byte{f.settles, f.phases, f.depths} {
		for _, line := range known {
			if line != nil {
				cl.lines <- line
			}
		}
	}
}

// publish sends one event to every client. Floor's goroutine.
func (f *feed) publish(e *market.Event) {
	line := f.line(e)
	if line == nil {
		return
	}
	if int(e.Contract) < len(f.phases) {
		switch e.Kind {
		case market.EventSettlement:
			f.settles[e.Contract] = line
		case market.EventPhase:
			f.phases[e.Contract] = line
		case market.EventDepth:
			f.depths[e.Contract] = line
		}
	}
	f.send(line)
}

// send queues a line for every client and cuts off those whose queue is full.
func (f *feed) send(line []byte) {
	f.lastOut = time.Now()
	kept := f.list[:0]
	for _, cl := range f.list {
		switch {
		case cl.gone.Load():
			continue
		case f.offer(cl, line):
			kept = append(kept, cl)
		default:
			f.cut.Inc()
			f.log.Warn().Str("client", cl.conn.RemoteAddr().String()).Int("queue", f.queue).
				Msg("exchange: feed client reads too slowly: cut off; it may connect again")
			cl.conn.Close()
		}
	}
	clear(f.list[len(kept):])
	f.list = kept
}

func (f *feed) offer(cl *client, line []byte) bool {
	select {
	case cl.lines <- line:
		f.lines.Inc()
		return true
	default:
		return false
	}
}

// beat says that the feed lives when it has been silent. Floor's goroutine.
func (f *feed) beat(now market.Time) {
	if len(f.list) > 0 && time.Since(f.lastOut) >= beatGap {
		f.send(heartbeat(now))
	}
}

func (f *feed) close() {
	f.listener.Close()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.shut = true
	for c := range f.conns {
		c.Close()
	}
}
