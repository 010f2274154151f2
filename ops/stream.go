package ops

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of the stream.
const (
	maxClients    = 32
	heartbeat     = time.Second
	writeDeadline = 5 * time.Second
)

// A frame is a sample on its way to the clients. The update is encoded once, when
// the first client needs it.
type frame struct {
	sample *sample
	whole  bool // other contracts than before: nothing to update
	update func() []byte
}

// A client is one open stream. Its mailbox holds one frame: the newest wins.
type client struct{ box chan frame }

// A hub fans samples out to the clients.
type hub struct {
	mu      sync.Mutex
	clients map[*client]struct{}
	skipped atomic.Uint64 // frames that a newer one replaced before they were written
}

func newHub() *hub { return &hub{clients: map[*client]struct{}{}} }

// join adds a client; nil when there are too many.
func (h *hub) join() *client {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.clients) >= maxClients {
		return nil
	}
	c := &client{box: make(chan frame, 1)}
	h.clients[c] = struct{}{}
	return c
}

func (h *hub) leave(c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c)
}

// count returns how many clients are connected.
func (h *hub) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.clients)
}

// publish puts a sample into every mailbox and waits for nobody.
func (h *hub) publish(s, prev *sample) {
	f := frame{sample: s, whole: prev == nil || !s.sameContracts(prev), update: sync.OnceValue(func() []byte { return s.since(prev) })}
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.clients {
		select {
		case <-c.box:
			h.skipped.Add(1)
		default:
		}
		c.box <- f // the only sender, and the box is empty
	}
}

// events serves the stream: a full snapshot first, then what changed, a comment
// each second. A client that missed a frame gets the whole of the next.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	c := s.hub.join()
	if c == nil {
		refuse(w, problem{Status: http.StatusServiceUnavailable, Code: "too_many_streams",
			Message: "too many open streams", Allowed: strconv.Itoa(maxClients), Hint: "close other pages"})
		return
	}
	defer s.hub.leave(c)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	out := &stream{w: w, ctl: http.NewResponseController(w)}
	out.write([]byte("retry: 1000\n\n"))
	if first, _ := s.sampler.latest(); first != nil {
		out.snapshot(first)
	}
	s.pump(r, c, out)
}

// pump writes frames and heartbeats until somebody is gone.
func (s *Server) pump(r *http.Request, c *client, out *stream) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for out.err == nil {
		select {
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		case <-beat.C:
			out.write([]byte(": alive\n\n"))
		case f := <-c.box:
			out.frame(f)
		}
	}
}

// A stream writes events to one client.
type stream struct {
	w    http.ResponseWriter
	ctl  *http.ResponseController
	seen uint64 // number of the last sample written; 0 = none
	err  error
}

// frame writes what is new to this client.
func (o *stream) frame(f frame) {
	switch {
	case f.sample.n <= o.seen:
	case f.whole || o.seen == 0 || f.sample.n != o.seen+1:
		o.snapshot(f.sample)
	default:
		o.event("update", f.sample, append([]byte{'{'}, f.update()...))
	}
}

// snapshot writes the whole sample and how old it was.
func (o *stream) snapshot(s *sample) {
	head := fmt.Appendf(nil, `{"age_ms":%d,`, time.Since(s.at).Milliseconds())
	o.event("snapshot", s, append(head, s.full()...))
}

// event frames data, which is JSON and thus one line.
func (o *stream) event(name string, s *sample, data []byte) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "id: %d\nevent: %s\ndata: ", s.view.status.Seq, name)
	b.Write(data)
	b.WriteString("\n\n")
	o.write(b.Bytes())
	o.seen = s.n
}

// write sends b within the deadline, or gives the client up.
func (o *stream) write(b []byte) {
	if o.err != nil {
		return
	}
	if o.err = o.ctl.SetWriteDeadline(time.Now().Add(writeDeadline)); o.err != nil {
		return
	}
	if _, o.err = o.w.Write(b); o.err == nil {
		o.err = o.ctl.Flush()
	}
}
