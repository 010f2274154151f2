package agent

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/gateway/conn"
	"quotient/gateway/feed"
	"quotient/gateway/fix"
	"quotient/journal"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/ops"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
)

// Limits of an orderly stop.
const (
	stopWait  = 8 * time.Second
	closeWait = 3 * time.Second
)

// idBlock is how many ids one start takes: more than a trading day's messages.
const idBlock = 10_000_000

// live is an agent on real sockets.
type live struct {
	*core
	dir       string
	clock     *Clock
	since     market.Time // when this life began, as its header says
	log       zerolog.Logger
	sleep     func(context.Context, time.Duration) error
	wrap      func(net.Conn) net.Conn
	stops     *stops
	proved    bool // the life before was of the same build
	ring      *journal.Ring
	ringAt    string // its file
	journal   *journal.Writer
	pump      *pump
	outlook   *outlook
	desk      *desk
	session   atomic.Pointer[fix.Session] // nil = isolated, or not yet
	owed      atomic.Bool                 // a cancel, to the exchange, as the loop says
	badLog    atomic.Bool                 // the journal has failed
	badFile   atomic.Bool                 // the latch could not be read at the start
	socket    *ctlSocket
	heart     *heart        // beaten by the duty cycle
	watchdog  time.Duration // how long a wanted watchdog may be silent; 0 = none is wanted
	unwatched atomic.Bool
	poller    *conn.Poller
	page      *ops.Server
	ended     chan error  // the duty cycle's end
	quit      atomic.Bool // makes the duty cycle end
	behind    *follower   // follows the journal; nil = none yet
	leave     chan struct{}
	helpers   sync.WaitGroup
}

// liveOptions say how a live agent differs from its desk file.
type liveOptions struct {
	clock    *Clock
	dir      string        // of the journal
	page     string        // address; "" = the desk file's
	watchdog time.Duration // 0 = quote without one
	log      zerolog.Logger
	sleep    func(context.Context, time.Duration) error // between attempts to connect; nil = the clock
	wrap     func(net.Conn) net.Conn                    // around the trading socket; nil = nothing
}

// startLive brings an agent up: journal first, sessions last. What was brought
// up is taken down again when something fails.
func startLive(d *config.Desk, o liveOptions) (*live, error) {
	hasten(d, o.clock.speed)
	a := &live{dir: o.dir, clock: o.clock, log: o.log, sleep: o.sleep, wrap: o.wrap, ended: make(chan error, 1), leave: make(chan struct{})}
	if err := a.start(d, o); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

func (a *live) start(d *config.Desk, o liveOptions) (err error) {
	spareProcessors()
	if a.poller, err = conn.NewPoller(); err != nil {
		return err
	}
	if err = a.openJournal(d, o.dir); err != nil {
		return err
	}
	if err = a.restore(o.dir); err != nil {
		return err
	}
	a.outlook = newOutlook(d, a.cal, o.dir, a.clock.Now, a.log)
	a.helpers.Go(func() { a.outlook.run(a.leave) })
	a.pump = startPump(a.rings.Records, a.journal, a.journalDied, a.outlook.note)
	a.desk = startDesk(a.rings.Commands, a.poller.Wake)
	a.openLatch(d, o.dir)
	if err = a.checkSession(); err != nil {
		return err
	}
	if a.heart, err = openHeart(o.dir); err != nil {
		return err
	}
	a.watchdog = o.watchdog
	if err = a.openPage(o.page); err != nil {
		return err
	}
	if a.socket, err = openCtl(o.dir, a.ctl, a.log); err != nil {
		return err
	}
	if err = a.firstCommands(o.dir); err != nil {
		return err
	}
	a.startFollower()
	if err = a.startDuty(); err != nil {
		return err
	}
	a.helpers.Go(func() { a.tendLine(a.leave) })
	if a.watchdog > 0 {
		a.helpers.Go(func() { a.guarded(a.leave) })
	}
	return nil
}

// spareProcessors gives the Go scheduler more processors than the machine has.
// The duty thread sleeps in epoll and the journaler in fdatasync; each keeps a
// scheduler's processor for up to 10 ms while it does, and on two cores that held
// up every answer of the exchange that came during a sync (measured: 14 ms for
// 3 ms).
func spareProcessors() {
	if n := runtime.NumCPU() + blockedThreads; runtime.GOMAXPROCS(0) < n {
		runtime.GOMAXPROCS(n)
	}
}

// blockedThreads are the threads that sleep in system calls of their own: the
// duty cycle and the journaler, and one to spare.
const blockedThreads = 3

// openJournal opens the journal with its mapped ring and builds the loop on it.
func (a *live) openJournal(d *config.Desk, dir string) (err error) {
	if a.ring, a.ringAt, err = openRing(dir, slots(d)); err != nil {
		return err
	}
	a.proved = proved(dir)
	opt := journalOptions(d)
	opt.Ring = a.ring
	a.since = a.clock.Now()
	if a.journal, err = journal.Open(dir, header(d, a.since, clockWall, a.clock.speed), opt); err != nil {
		return err
	}
	for _, n := range a.journal.Notices() {
		a.log.Warn().Msg(n)
	}
	a.core = build(d, options{records: a.journal.Ring(), pages: true, ownInBook: true})
	return nil
}

// journalDied stops quoting: what cannot be recorded is not done.
func (a *live) journalDied(err error) {
	a.badLog.Store(true)
	a.log.Error().Err(err).Msg("the journal failed: quoting stops; free the disk or choose another journal.dir, then restart")
	a.desk.insist(port.Command{Kind: port.CommandJournal, Value: 0, Contract: market.NoContract})
}

// openLatch makes the latch of the desk's scopes, kept in dir.
func (a *live) openLatch(d *config.Desk, dir string) {
	a.stops = &stops{latch: risk.NewLatch(len(d.Instruments)), instruments: d.Instruments, tell: a.desk.first, wake: a.wakeSession,
		keep: func(all []journal.Latch) error { return journal.SaveLatch(dir, all) }, now: a.clock.Now, rule: d.Stop, log: a.log,
		set: map[stopKey]journal.Latch{}, asked: map[stopKey]asking{}}
}

// firstCommands tell the loop what it may do: ids, journal, the latch as it was
// left, and, when the desk file says so, to start by itself.
func (a *live) firstCommands(dir string) error {
	first, err := a.journal.GrantIDs(idBlock)
	if err != nil {
		return err
	}
	kept, err := journal.LoadLatch(dir)
	if err != nil {
		a.badFile.Store(true)
		a.log.Error().Err(err).Msg("start is killed: look into it, then `quotient ctl clear`")
	}
	a.stops.restore(kept, a.loop.Latch())
	if a.watchdog > 0 {
		a.tellWatched(false)
	}
	all := []port.Command{{Kind: port.CommandIDs, First: first, Count: idBlock, Contract: market.NoContract},
		{Kind: port.CommandJournal, Value: 1, Contract: market.NoContract}}
	all = append(all, a.opening(a.since, a.proved)...)
	if a.core.desk.Quoter.AutoStart {
		all = append(all, port.Command{Kind: port.CommandStart, Contract: market.NoContract})
	}
	for _, c := range all {
		a.desk.insist(c)
	}
	return nil
}

// proved reports whether the last life of a journal was of this build. Where that
// cannot be read it has to prove itself again.
func proved(dir string) bool {
	all, err := headersOf(dir)
	return err == nil && all[len(all)-1].Build == Info().Build
}

// tellWatched tells the loop whether the watchdog is there.
func (a *live) tellWatched(there bool) {
	a.unwatched.Store(!there)
	c := port.Command{Kind: port.CommandWatchdog, Contract: market.NoContract}
	if there {
		c.Value = 1
	} else {
		a.log.Error().Msg("the watchdog is not there: nothing is quoted until it is; start `quotient watchdog`")
	}
	a.desk.first(c)
}

// startDuty starts the thread that polls the loop.
func (a *live) startDuty() error {
	d := a.core.desk
	client, err := conn.NewClient(conn.Params{Addr: d.Venue.Feed, Silence: market.Time(float64(feedSilence) * a.clock.speed), Backoff: conn.DefaultBackoff(d.Sim.Seed + 1)})
	if err != nil {
		return err
	}
	problems := newFeedLog(a.log, a.clock)
	cycle := &duty{loop: a.loop, clock: a.clock, spin: d.Agent.Spin, cpu: d.Agent.CPU, client: client, poller: a.poller,
		split: feed.NewSplitter(feed.MaxLine, feedChunk), decode: feed.New(d.Instruments), events: a.rings.Feed,
		problem: problems.tell, log: a.log, wake: a.wakeSession, owe: a.owed.Store, beat: func() { a.heart.beat(beatAgent) }}
	cycle.stop = func() bool {
		done, _ := a.loop.Done()
		return done || a.quit.Load()
	}
	go func() { a.ended <- cycle.run() }()
	return nil
}

const (
	feedSilence = 10 * market.Second // a feed sends at least a heartbeat a second
	feedChunk   = 64 << 10
)

// startFollower starts the second loop behind the journal.
func (a *live) startFollower() {
	f := a.behind
	if f == nil {
		f = &follower{dir: a.dir}
	}
	a.helpers.Go(func() { a.follow(f, a.leave) })
}

// openPage starts the page.
func (a *live) openPage(listen string) (err error) {
	d := a.core.desk
	if listen == "" {
		listen = d.Ops.Listen
	}
	info := ops.Info{Build: Info().Build, ConfigHash: fmt.Sprintf("%x", d.Hash[:6]), Desk: d.Name, Account: d.Account,
		Lang: d.Ops.Lang, Instruments: d.Instruments, Stretches: a.stretches}
	for s := quoter.StageDown; s <= quoter.StageStopped; s++ {
		info.Stages = append(info.Stages, s.String())
	}
	a.page, err = ops.Start(ops.Params{Listen: listen, Pages: a.pages, Command: a.desk.send, Info: info, Log: a.log,
		Stop:      a.stop,
		Held:      a.stops.held,
		Refuse:    a.objections,
		Forecasts: func() []ops.Forecast { return told(&a.outlook.forecasts) },
		Season:    func() []ops.Season { return told(&a.outlook.seasons) },
		Alarms:    a.alarms,
	})
	return err
}

// told is what an outlook has worked out so far.
func told[T any](p *atomic.Pointer[[]T]) []T {
	if list := p.Load(); list != nil {
		return *list
	}
	return nil
}

// stretches tells the page a trading day's scheduled time.
func (a *live) stretches(c market.Contract, d market.Date) (list []ops.Stretch) {
	var spans []calendar.Span
	for _, s := range a.cal.Stretches(a.core.desk.Hours[c], d, spans) {
		if s.Phase.Scheduled() {
			list = append(list, ops.Stretch{From: s.From, To: s.To})
		}
	}
	return list
}

// ref shortens text to what a record can hold.
func ref(text string) market.Ref {
	r, _ := market.MakeRef(text[:min(len(text), len(market.Ref{}))])
	return r
}

// run waits for ctx and then stops in order: cancel everything, wait for the
// confirmations, log out. It returns the error that ended the duty cycle, if any.
func (a *live) run(ctx context.Context) error {
	select {
	case err := <-a.ended:
		return errors.Join(errors.New("the duty cycle ended by itself"), err)
	case <-ctx.Done():
	}
	a.desk.insist(port.Command{Kind: port.CommandStop, Contract: market.NoContract})
	select {
	case err := <-a.ended:
		if _, sure := a.loop.Done(); !sure {
			err = errors.Join(err, errUnsure)
		}
		return err
	case <-time.After(stopWait):
	}
	a.quit.Store(true)
	a.poller.Wake()
	return errors.Join(<-a.ended, errUnsure)
}

// errUnsure is how a stop ends that the exchange has not confirmed.
var errUnsure = errors.New("the exchange did not confirm that everything is cancelled: quotes may be live; check at the exchange")

// close takes down what was brought up, last first.
func (a *live) close() error {
	var errs []error
	a.quit.Store(true)
	a.socket.close()
	if a.page != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closeWait)
		errs = append(errs, a.page.Close(ctx))
		cancel()
	}
	close(a.leave)
	a.helpers.Wait()
	if s := a.session.Swap(nil); s != nil {
		s.Stop()
	}
	if a.desk != nil {
		a.desk.close()
	}
	if a.pump != nil {
		errs = append(errs, a.pump.close())
	}
	if a.journal != nil {
		errs = append(errs, a.journal.Close())
	}
	if a.ring != nil {
		if a.journal != nil && errors.Join(errs...) == nil {
			errs = append(errs, os.Remove(a.ringAt)) // what was in it stands in the journal
		}
		errs = append(errs, a.ring.Close())
	}
	if a.heart != nil {
		a.heart.rest(beatAgent) // the page stays mapped: nobody may fault on a late beat
	}
	if a.poller != nil {
		errs = append(errs, a.poller.Close())
	}
	return errors.Join(errs...)
}
