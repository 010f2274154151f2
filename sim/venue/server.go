package venue

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"
	"time"

	"quotient/market"
	"quotient/sim"
)

// A Server is a running exchange.
type Server struct {
	p     Params
	fix   *acceptor
	feed  *feed
	floor *floor
	wg    sync.WaitGroup
	once  sync.Once
	done  chan struct{} // closed when Close has finished
}

// Start opens both ports and runs the exchange until Close.
func Start(p Params) (*Server, error) {
	if p.Speed == 0 {
		p.Speed = 1
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	fixPort, err := listen("FIX", p.FIXAddr)
	if err != nil {
		return nil, err
	}
	feedPort, err := listen("feed", p.FeedAddr)
	if err != nil {
		fixPort.Close()
		return nil, err
	}
	s := &Server{p: p, done: make(chan struct{})}
	s.floor = newFloor(&s.p)
	s.feed = newFeed(&s.p, feedPort, s.floor)
	s.floor.feed = s.feed
	if s.fix, err = newAcceptor(&s.p, fixPort, s.floor); err != nil {
		fixPort.Close()
		feedPort.Close()
		return nil, err
	}
	s.floor.makers = s.fix.makers
	s.wg.Go(s.floor.run)
	s.wg.Go(s.feed.serve)
	if err := s.fix.start(); err != nil {
		s.floor.stop()
		s.feed.close()
		s.wg.Wait()
		return nil, err
	}
	p.Log.Info().Str("fix", s.FIXAddr()).Str("feed", s.FeedAddr()).Strs("makers", p.Makers).Msg("exchange: open")
	return s, nil
}

// listen opens a port and says clearly what is wrong when it cannot.
func listen(what, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("venue: %s address %s is in use: stop the process that has it, or choose another port (port 0 takes any free one)", what, addr)
	}
	return nil, fmt.Errorf("venue: %s address %q cannot be opened: want host:port such as 127.0.0.1:9101: %w", what, addr, err)
}

// FIXAddr returns where makers connect.
func (s *Server) FIXAddr() string { return s.fix.listener.Addr().String() }

// FeedAddr returns where market data is read.
func (s *Server) FeedAddr() string { return s.feed.listener.Addr().String() }

// Do runs f on the exchange, between its steps, and waits for it. It is not run
// when the server has closed, and ok is false.
func (s *Server) Do(f func(x *sim.Exchange, now market.Time)) (ok bool) { return s.floor.do(f) }

// Recount returns the exchange's own count of every maker, contract and trading day.
func (s *Server) Recount() (rows []sim.Recount) {
	s.Do(func(x *sim.Exchange, _ market.Time) { rows = x.Recounts(nil) })
	return rows
}

// Messages returns the application messages seen, oldest first, and how many
// older ones are forgotten.
func (s *Server) Messages() (seen []Seen, forgotten int) { return s.floor.seen.all() }

// Counters of a Server since Start.
type Counters struct {
	Messages    uint64 // application messages in
	Reports     uint64 // application messages out
	Refused     uint64 // application messages that could not be read
	Garbage     uint64 // stretches of bytes dropped before the FIX parser
	Logons      uint64
	CutMakers   uint64 // makers cut off because they did not keep up
	Clients     int64  // feed clients now
	CutClients  uint64 // feed clients cut off because they did not keep up
	Lines       uint64 // feed lines queued, counted once per client
	Undelivered uint64 // reports to a session that had gone
}

// Counters returns the counters.
func (s *Server) Counters() Counters {
	c := s.floor.counters()
	s.fix.count(&c)
	c.Clients, c.CutClients, c.Lines = s.feed.clients.Load(), s.feed.cut.Load(), s.feed.lines.Load()
	return c
}

// Close logs makers out and closes every socket. When ctx ends first, sockets
// are closed without a logout. It returns when all goroutines have ended.
func (s *Server) Close(ctx context.Context) {
	s.once.Do(func() {
		go func() {
			defer close(s.done)
			s.fix.stop()
			s.feed.close()
			s.floor.stop()
			s.wg.Wait()
		}()
	})
	select {
	case <-s.done:
	case <-ctx.Done():
		s.fix.cutAll()
		<-s.done
	}
}

// sleepUntil returns how long to wait on the wall clock for an instant of Clock.
func sleepUntil(at, now market.Time, speed float64) time.Duration {
	if at <= now {
		return 0
	}
	return min(time.Duration(float64(at-now)/speed), maxNap)
}
