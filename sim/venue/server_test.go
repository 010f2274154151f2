package venue

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/internal/frame"
	"quotient/market"
	"quotient/sim"
)

// TestMain counts goroutines: none of ours may be left at the end. Sessions begin
// at whole seconds, so the tests run side by side.
func TestMain(m *testing.M) {
	flag.Parse()
	flag.Set("test.parallel", "32")
	code := m.Run()
	var left []string
	for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if left = leftovers(); len(left) == 0 {
			break
		}
	}
	if code == 0 && len(left) > 0 {
		fmt.Printf("%d goroutines are left:\n%s\n", len(left), strings.Join(left, "\n\n"))
		code = 1
	}
	os.Exit(code)
}

// leftovers lists the goroutines but this one and the timers that quickfixgo
// v0.9.11 leaves behind after a logout.
func leftovers() (left []string) {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for i, g := range strings.Split(string(stacks), "\n\n") {
		if i > 0 && !strings.Contains(g, "initiateLogoutInReplyTo.func1") {
			left = append(left, g)
		}
	}
	return left
}

var opening = market.Date(20200803).At(9*market.Hour + 30*market.Minute)

// patience is how long a test waits for what must come; a busy machine needs it.
const patience = 30 * time.Second

func params() Params {
	start := time.Now()
	return Params{FIXAddr: "127.0.0.1:0", FeedAddr: "127.0.0.1:0", CompID: "EXCHANGE", Makers: []string{"QUOTIENT"}, Log: zerolog.Nop(),
		Clock: func() market.Time { return opening + market.Time(time.Since(start)) },
		Exchange: sim.Params{Seed: 1, Instruments: []market.Instrument{apple("AP010"), apple("AP101")},
			Contracts: []sim.ContractParams{sim.BusyMonth(7100), sim.SecondMonth(7260, 0)},
			Terms:     []sim.MakerTerms{{Contract: 1, Dominant: market.NoContract, MaxSpread: 100, MinSize: 1}},
			Phases:    []sim.PhaseAt{{At: opening - market.Second, Contract: market.NoContract, Phase: market.PhaseContinuous}}}}
}

func start(t *testing.T, p Params) *Server {
	t.Helper()
	s, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(s) })
	return s
}

func stop(s *Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.Close(ctx)
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return c
}

// A member is a maker's session written by hand.
type member struct {
	t    *testing.T
	c    net.Conn
	in   *frame.Reader
	name string
	seq  int
}

func join(t *testing.T, s *Server, name string) *member {
	t.Helper()
	c := dial(t, s.FIXAddr())
	return &member{t: t, c: c, in: frame.NewReader(c, nil), name: name}
}

func (m *member) frame(msgType, fields string) string {
	m.seq++
	body := sohs(fmt.Sprintf("35=%s|34=%d|49=%s|52=20200803-01:30:00|56=EXCHANGE|%s", msgType, m.seq, m.name, fields))
	s := fmt.Sprintf("8=FIXT.1.1\x019=%d\x01%s", len(body), body)
	var sum uint8
	for i := range len(s) {
		sum += s[i]
	}
	return fmt.Sprintf("%s10=%03d\x01", s, sum)
}

func (m *member) say(msgType, fields string) { m.raw(m.frame(msgType, fields)) }

func (m *member) raw(s string) {
	m.t.Helper()
	if _, err := io.WriteString(m.c, s); err != nil {
		m.t.Fatal(err)
	}
}

// rejoin logs on as soon as the exchange has noticed that the last session is over.
func rejoin(t *testing.T, s *Server, name string) *member {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		m := join(t, s, name)
		m.say("A", logon)
		if f, err := m.in.Next(); err == nil && string(frame.Tag(f, 35)) == "A" {
			return m
		}
	}
	t.Fatal("the exchange does not take the maker back")
	return nil
}

// hear waits for a frame of the type.
func (m *member) hear(msgType string) []byte {
	m.t.Helper()
	for {
		f, err := m.in.Next()
		if err != nil {
			m.t.Fatalf("waiting for %s: %v", msgType, err)
		}
		if string(frame.Tag(f, 35)) == msgType {
			return f
		}
	}
}

// gone waits for the end of the connection and returns the last logout's text.
func (m *member) gone() (text string) {
	m.t.Helper()
	for {
		f, err := m.in.Next()
		if ne, ok := err.(net.Error); ok && ne.Timeout() {
			m.t.Fatal("the connection stays open")
		}
		if err != nil {
			return text
		}
		if string(frame.Tag(f, 35)) == "5" {
			text = string(frame.Tag(f, 58))
		}
	}
}

const logon = "98=0|108=30|141=Y|1137=9|"

func TestPortInUse(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for what, change := range map[string]func(*Params){
		"FIX":  func(p *Params) { p.FIXAddr = l.Addr().String() },
		"feed": func(p *Params) { p.FeedAddr = l.Addr().String() },
	} {
		p := params()
		change(&p)
		s, err := Start(p)
		if err == nil {
			stop(s)
			t.Fatal("started on a port in use")
		}
		want := fmt.Sprintf("venue: %s address %s is in use: stop the process that has it, or choose another port (port 0 takes any free one)", what, l.Addr())
		if err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	p := params()
	p.FIXAddr = "nonsense"
	if _, err := Start(p); err == nil || !strings.Contains(err.Error(), `"nonsense" cannot be opened: want host:port`) {
		t.Errorf("%v", err)
	}
}

func TestParamsCheck(t *testing.T) {
	for want, spoil := range map[string]func(*Params){
		"comp id is empty":          func(p *Params) { p.CompID = "" },
		"no clock":                  func(p *Params) { p.Clock = nil },
		"speed -1":                  func(p *Params) { p.Speed = -1 },
		"0 makers":                  func(p *Params) { p.Makers = nil },
		"2 makers have a comp id":   func(p *Params) { p.Makers = []string{"A", "B"} },
		"two makers are called":     func(p *Params) { p.Makers, p.Exchange.Makers = []string{"A", "A"}, 2 },
		"maker 1 has no comp id":    func(p *Params) { p.Makers, p.Exchange.Makers = []string{"A", ""}, 2 },
		"exchange.instruments is 0": func(p *Params) { p.Exchange.Instruments = nil },
	} {
		p := params()
		spoil(&p)
		if _, err := Start(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// A maker quotes by hand; the exchange counts the time.
func TestMaker(t *testing.T) {
	t.Parallel()
	s := start(t, params())
	m := join(t, s, "QUOTIENT")
	m.say("A", logon)
	m.hear("A")
	m.say("S", "55=AP101|117=1|132=7230|133=7290|134=5|135=5|1166=1|20001=O|20002=O|")
	if f := m.hear("AI"); string(frame.Tag(f, 297)) != "16" || string(frame.Tag(f, 117)) != "1" {
		t.Errorf("answer %s", pipes(string(f)))
	}
	for _, side := range []string{"1", "2"} {
		if f := m.hear("8"); string(frame.Tag(f, 54)) != side || string(frame.Tag(f, 151)) != "5" || string(frame.Tag(f, 14)) != "0" {
			t.Errorf("leg %s", pipes(string(f)))
		}
	}
	m.say("S", "55=AP999|117=2|132=7230|133=7290|134=5|135=5|1166=2|20001=O|20002=O|")
	if f := m.hear("j"); string(frame.Tag(f, 45)) != "3" || !strings.Contains(string(f), "names no contract") {
		t.Errorf("answer %s", pipes(string(f)))
	}
	time.Sleep(20 * time.Millisecond)
	m.say("Z", "298=4|1166=3|")
	m.hear("AI")
	if f := m.hear("AI"); string(frame.Tag(f, 297)) != "4" || string(frame.Tag(f, 1166)) != "3" {
		t.Errorf("answer %s", pipes(string(f)))
	}
	rows := s.Recount()
	if len(rows) != 1 || rows[0].Effective < 20*market.Millisecond || rows[0].Scheduled <= rows[0].Effective {
		t.Errorf("recount %+v", rows)
	}
	c := s.Counters()
	if c.Messages != 2 || c.Refused != 1 || c.Logons != 1 || c.Reports < 5 {
		t.Errorf("counters %+v", c)
	}
	seen, _ := s.Messages()
	if len(seen) != 2 || seen[0].ID != 1 || seen[0].MsgType != "S" || seen[1].ID != 3 || seen[1].MsgType != "Z" {
		t.Errorf("seen %+v", seen)
	}
}

// Garbage on the FIX port harms neither the process nor the session.
func TestGarbage(t *testing.T) {
	t.Parallel()
	s := start(t, params())
	io.WriteString(dial(t, s.FIXAddr()), "GET / HTTP/1.1\r\n\r\n")
	m := join(t, s, "QUOTIENT")
	m.say("A", logon)
	m.hear("A")
	for _, killer := range []string{"212=30|213=abc|", "9=|", "58=|"} {
		m.say("0", killer)
		m.seq--
	}
	m.say("1", "112=still there|")
	if f := m.hear("0"); string(frame.Tag(f, 112)) != "still there" {
		f = m.hear("0")
		if string(frame.Tag(f, 112)) != "still there" {
			t.Errorf("answer %s", pipes(string(f)))
		}
	}
	if n := s.Counters().Garbage; n < 4 {
		t.Errorf("%d stretches of garbage", n)
	}
}

// Logons that make no sense are refused in words, or not answered at all.
func TestLogonRefused(t *testing.T) {
	t.Parallel()
	p := params()
	p.Exchange.Script = sim.Script{{At: opening - market.Millisecond, Kind: sim.ActDisconnect}}
	barred := start(t, p)
	s := start(t, params())
	for _, c := range []struct {
		s            *Server
		name, fields string
		want         string
	}{
		{s, "QUOTIENT", "98=0|108=0|141=Y|1137=9|", "HeartBtInt must be 1 to 3600 seconds"},
		{s, "QUOTIENT", "98=0|108=-5|141=Y|1137=9|", "HeartBtInt must be 1 to 3600 seconds"},
		{s, "QUOTIENT", "98=0|108=99999|141=Y|1137=9|", "HeartBtInt must be 1 to 3600 seconds"},
		{s, "QUOTIENT", "98=1|108=1|141=Y|1137=9|", "EncryptMethod must be 0"},
		{s, "STRANGER", logon, ""},
		{barred, "QUOTIENT", logon, "the exchange does not admit QUOTIENT at the moment"},
	} {
		m := join(t, c.s, c.name)
		m.say("A", c.fields)
		if got := m.gone(); got != c.want {
			t.Errorf("%s: %q, want %q", c.fields, got, c.want)
		}
	}
	rejoin(t, s, "QUOTIENT")
}

// The exchange cuts a maker off: the socket closes, and what happens meanwhile is
// not told to the next session.
func TestExchangeCutsMaker(t *testing.T) {
	t.Parallel()
	p := params()
	base := p.Clock
	p.Exchange.Script = sim.Script{{At: opening + market.Hour, Kind: sim.ActDisconnect}, {At: opening + 2*market.Hour, Kind: sim.ActReconnect}}
	var ahead market.Time
	var mu sync.Mutex
	p.Clock = func() market.Time { mu.Lock(); defer mu.Unlock(); return base() + ahead }
	jump := func(to market.Time) { mu.Lock(); defer mu.Unlock(); ahead = to }
	s := start(t, p)
	m := join(t, s, "QUOTIENT")
	m.say("A", logon)
	m.hear("A")
	m.say("S", "55=AP101|117=1|132=7100|133=7500|134=5|135=5|1166=1|20001=O|20002=O|")
	m.hear("AI")
	jump(market.Hour)
	m.gone()
	jump(2 * market.Hour)
	m = rejoin(t, s, "QUOTIENT")
	m.say("Z", "298=4|1166=2|")
	f := m.hear("AI") // the quote outlived the session; the first that is told is its end
	if string(frame.Tag(f, 117)) != "1" || string(frame.Tag(f, 20004)) != "5" || string(frame.Tag(f, 34)) != "2" {
		t.Errorf("first told %s", pipes(string(f)))
	}
}

// Everything can be closed at once and started again on the same ports.
func TestCloseAndStartAgain(t *testing.T) {
	t.Parallel()
	p := params()
	s := start(t, p)
	p.FIXAddr, p.FeedAddr = s.FIXAddr(), s.FeedAddr()
	m := join(t, s, "QUOTIENT")
	m.say("A", logon)
	m.hear("A")
	feed := dial(t, s.FeedAddr())
	idle := dial(t, s.FIXAddr()) // never says a word
	stop(s)
	stop(s)
	m.gone()
	for _, c := range []net.Conn{feed, idle} {
		if _, err := io.Copy(io.Discard, c); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Error("a connection stays open")
		}
	}
	if s.Do(func(*sim.Exchange, market.Time) {}) {
		t.Error("a closed exchange still does things")
	}
	again := start(t, p)
	m = join(t, again, "QUOTIENT")
	m.say("A", logon)
	m.hear("A")
}
