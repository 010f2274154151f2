package ops

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"quotient/market"
	"quotient/quoter/port"
)

// Info is what the page says about the desk that does not change while it runs.
type Info struct {
	Build       string
	ConfigHash  string
	Desk        string
	Account     string
	Lang        string // the page's first language: "zh" or "en"; "" lets the browser choose
	Instruments []market.Instrument
	Stages      []string // names of Snapshot.Stage by number
	// Stretches tells the scheduled time of a contract's trading day, in order;
	// nil when nobody knows, and the day then has no breaks.
	Stretches func(market.Contract, market.Date) []Stretch

	readOnly  bool
	forecasts func() []Forecast
	seasons   func() []Season
	alarms    func() []string
	held      func() []Held
	rearms    *rearms
	bySymbol  map[market.Symbol]*market.Instrument
}

// Params are what a Server needs. Without Command and Stop the server only shows.
type Params struct {
	Listen  string // host:port; loopback only; port 0 takes a free one
	Pages   *port.Pages
	Command func(port.Command) error
	Stop    func(Stop) (Stopped, error) // what stops, and its clear
	Refuse  func() []string             // why nothing may be started now; may be nil
	Info    Info
	Ready   func() (bool, []string) // the assembly's own reasons; may be nil
	Held    func() []Held           // what the latch holds; asked like Forecasts; may be nil
	// Forecasts and Season are asked up to four times a second by one goroutine and
	// must answer at once; what they return is not changed afterwards. Either may be nil.
	Forecasts func() []Forecast
	Season    func() []Season
	Log       zerolog.Logger
	// Alarms is asked like Forecasts; may be nil. Each is one sentence about something
	// missing or wrong that does not stop quoting, such as the coming month's contract
	// list that nobody has entered.
	Alarms func() []string
}

// Limits of a connection.
const (
	maxConnections    = 64
	readHeaderTimeout = 2 * time.Second
	readTimeout       = 5 * time.Second
	writeTimeout      = 10 * time.Second
	idleTimeout       = 30 * time.Second
	maxHeaderBytes    = 16 << 10
)

// A Server is a running ops room.
type Server struct {
	p        Params
	listener net.Listener
	http     *http.Server
	sampler  *sampler
	hub      *hub
	page     *page
	done     chan struct{} // closed when streams must end
	closing  sync.Once
	running  sync.WaitGroup
}

// Start listens and serves. A failure names the address and the remedy.
func Start(p Params) (*Server, error) {
	if p.Pages == nil {
		return nil, errors.New("ops: no pages to show")
	}
	if l := p.Info.Lang; l != "" && l != "zh" && l != "en" {
		return nil, fmt.Errorf("ops: language %q is not known: set ops.lang to zh or en", l)
	}
	pg, err := newPage(p.Info.Lang)
	if err != nil {
		return nil, err
	}
	l, err := listen(p.Listen)
	if err != nil {
		return nil, err
	}
	p.Info.prepare(p.Command == nil || p.Stop == nil)
	p.Info.forecasts, p.Info.seasons, p.Info.alarms, p.Info.held = p.Forecasts, p.Season, p.Alarms, p.Held
	s := &Server{p: p, listener: l, hub: newHub(), page: pg, done: make(chan struct{})}
	s.sampler = &sampler{pages: p.Pages, info: &s.p.Info, hub: s.hub}
	s.http = &http.Server{
		Handler:           s.handler(l.Addr()),
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: errorLog(p.Log),
	}
	s.running.Go(func() { s.sampler.run(s.done) })
	s.running.Go(s.serve)
	return s, nil
}

func (s *Server) serve() {
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		s.p.Log.Error().Err(err).Str("address", s.Addr()).Msg("ops: the page is gone")
	}
}

// prepare indexes the instruments.
func (in *Info) prepare(readOnly bool) {
	in.readOnly, in.rearms = readOnly, &rearms{}
	in.bySymbol = make(map[market.Symbol]*market.Instrument, len(in.Instruments))
	for i := range in.Instruments {
		in.bySymbol[in.Instruments[i].Symbol] = &in.Instruments[i]
	}
}

// inTicks shows the prices of an instrument that nobody described.
var inTicks = market.Instrument{TickUnits: 1}

func (in *Info) instrument(y market.Symbol) *market.Instrument {
	if i := in.bySymbol[y]; i != nil {
		return i
	}
	return &inTicks
}

// Addr returns the address that is listened on, with the port taken.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// URL returns where the page is.
func (s *Server) URL() string { return "http://" + s.Addr() + "/" }

// Close ends the streams, lets running requests finish until ctx is done, and
// waits for the server's goroutines.
func (s *Server) Close(ctx context.Context) error {
	s.closing.Do(func() { close(s.done) })
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = fmt.Errorf("ops: closing the page: %w", errors.Join(err, s.http.Close()))
	}
	s.running.Wait()
	return err
}

// handler routes.
func (s *Server) handler(at net.Addr) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.HandleFunc("GET /api/v1/status", s.getStatus)
	mux.HandleFunc("GET /api/v1/contracts", s.getContracts)
	mux.HandleFunc("GET /api/v1/contracts/{symbol}", s.getContract)
	mux.HandleFunc("GET /api/v1/units", s.getUnits)
	mux.HandleFunc("GET /api/v1/requests", s.getRequests)
	mux.HandleFunc("GET /api/v1/seasons", s.getSeasons)
	mux.HandleFunc("GET /api/v1/controls", s.getControls)
	mux.HandleFunc("POST /api/v1/{act}", s.post)
	mux.HandleFunc("/api/", unknownPath)
	mux.Handle("/", s.page)
	return guard(mux, at, s.p.Log)
}
