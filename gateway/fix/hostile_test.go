package fix

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"quotient/internal/frame"
	"quotient/market"
)

// A counterparty is an exchange written by hand, frame by frame.
type counterparty struct {
	t   testing.TB
	c   net.Conn
	in  *frame.Reader
	seq int
}

// hear waits for a frame of the type and returns it.
func (x *counterparty) hear(msgType string) []byte {
	x.t.Helper()
	x.c.SetReadDeadline(time.Now().Add(patience))
	for {
		f, err := x.in.Next()
		if err != nil {
			x.t.Fatalf("waiting for %s: %v", msgType, err)
		}
		if string(frame.Tag(f, 35)) == msgType {
			return f
		}
	}
}

// frame makes the next frame: its type and the fields behind the header.
func (x *counterparty) frame(msgType, fields string) string {
	x.seq++
	return whole(fmt.Sprintf("35=%s|34=%d|49=EXCHANGE|52=20200803-01:30:00|56=QUOTIENT|%s", msgType, x.seq, fields))
}

func (x *counterparty) say(msgType, fields string) { x.raw(x.frame(msgType, fields)) }

func (x *counterparty) raw(s string) {
	x.t.Helper()
	x.c.SetWriteDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(x.c, s); err != nil {
		x.t.Fatal(err)
	}
}

// accept takes one connection and its logon.
func accept(t testing.TB, l net.Listener) *counterparty {
	t.Helper()
	l.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return welcome(t, c)
}

func welcome(t testing.TB, c net.Conn) *counterparty {
	t.Helper()
	t.Cleanup(func() { c.Close() })
	x := &counterparty{t: t, c: c, in: frame.NewReader(c, nil)}
	x.hear("A")
	x.say("A", "98=0|108=1|141=Y|1137=9|")
	return x
}

func port(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// What ends the process of a bare quickfixgo, and worse, is dropped with one line.
func TestMalformedFramesDoNotKill(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64).start(t)
	x := accept(t, l)
	r.want("up")
	for _, killer := range []string{
		whole("35=8|34=2|212=30|213=abc|"),
		whole("35=8|34=2|9=|"),
		strings.Replace(whole("35=8|34=2|11=5|"), "11=5", "11=6", 1),
		sohs("8=FIXT.1.1|9=99999|35=8|34=2|10=000|"),
		whole("35=8|34=2|11=|"),
		"\x00\x01\x02GET / HTTP/1.1\r\n\r\n",
		sohs("8=FIXT.1.1|9=50|35=8|34="),
	} {
		x.raw(killer)
	}
	x.say("AI", "55=AP101|117=7|297=16|60=20200803-01:30:00|")
	if e := r.want("quote_live 7")[0]; e.Contract != 1 {
		t.Errorf("contract %d", e.Contract)
	}
	r.logged("garbage from the exchange dropped", `"reason":"data"`)
	if st := r.s.Stats(); st.Frames < 6 || st.Logons != 1 || !st.Up {
		t.Errorf("stats %+v", st)
	}
}

// Valid frames that say nothing we understand are logged and left out.
func TestUnreadableMessages(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64).start(t)
	x := accept(t, l)
	r.want("up")
	x.say("8", "11=5|17=E1|31=7268|32=1|40=D|54=1|55=XX999|150=F|151=0|")
	x.say("W", "55=AP101|")
	x.say("8", "37=1|")
	x.say("AI", "55=AP101|117=7|297=16|")
	r.want("quote_live 7")
	r.logged("not understood", "not an instrument of today's universe", "55=XX999")
	if n := r.s.Stats().Unread; n != 3 {
		t.Errorf("%d unread", n)
	}
}

// A Reject of the session layer names a sequence number: the loop hears the id.
func TestSessionReject(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64).start(t)
	x := accept(t, l)
	r.want("up")
	r.send(order(5, market.Bid, 7100, 1))
	f := x.hear("D")
	x.say("3", fmt.Sprintf("45=%s|371=44|372=D|373=5|58=Value is incorrect|", frame.Tag(f, 34)))
	if e := r.want("order_reject 5 code=1")[0]; e.Contract != 0 {
		t.Errorf("contract %d", e.Contract)
	}
	x.say("3", "45=9999|58=which|")
	r.logged("refused a message of the session layer")
}

// A resend request is answered by a gap fill: no quote is ever said twice.
func TestNoStaleResend(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64).start(t)
	x := accept(t, l)
	r.want("up")
	for id := uint64(1); id <= 3; id++ {
		r.send(quote(id, 7000, 7500, 1))
		x.hear("S")
	}
	x.say("2", "7=1|16=0|")
	x.c.SetReadDeadline(time.Now().Add(patience))
	for {
		f, err := x.in.Next()
		if err != nil {
			t.Fatal(err)
		}
		switch string(frame.Tag(f, 35)) {
		case "S":
			t.Fatalf("resent: %s", pipes(string(f)))
		case "4":
			if string(frame.Tag(f, 123)) != "Y" || string(frame.Tag(f, 34)) != "1" {
				t.Errorf("gap fill %s", pipes(string(f)))
			}
			return
		}
	}
}

// The connection breaks with a quote half said: the session comes back with
// sequence numbers from 1, and the quote is not in it.
func TestReconnectForgets(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64).start(t)
	x := accept(t, l)
	r.want("up")
	r.send(quote(1, 7000, 7500, 1))
	x.hear("S")
	x.c.Close()
	r.want("down")
	x = accept(t, l)
	r.want("up")
	x.say("2", "7=1|16=0|")
	x.hear("4")
	r.send(end(market.InstructMassQuotes, 2, 0))
	x.c.SetReadDeadline(time.Now().Add(patience))
	for {
		f, err := x.in.Next()
		if err != nil {
			t.Fatal(err)
		}
		switch string(frame.Tag(f, 35)) {
		case "S":
			t.Fatalf("said again: %s", pipes(string(f)))
		case "Z":
			return
		}
	}
}

// A fill is damaged on its way: it is dropped, asked for again, and counted once.
func TestDamagedFillComesAgain(t *testing.T) {
	t.Parallel()
	v := startExchange(t, exchangeParams("127.0.0.1:0"))
	l := port(t)
	damaged := make(chan bool, 1)
	go func() {
		inner, err := l.Accept()
		if err != nil {
			return
		}
		outer, err := net.Dial("tcp", v.FIXAddr())
		if err != nil {
			return
		}
		var wg sync.WaitGroup
		wg.Go(func() { io.Copy(outer, inner); outer.Close() })
		damage(outer, inner, damaged)
		inner.Close()
		wg.Wait()
	}()
	r := newRig(t, l.Addr().String(), 256).start(t)
	r.want("up")
	r.send(order(1, market.Bid, 7526, 1)) // the upper limit: trades at once
	fills := 0
	for r.s.Stats().Frames == 0 || fills == 0 {
		if e := r.next(); e.Kind == market.EventFill {
			fills++
		}
	}
	if !<-damaged || fills != 1 {
		t.Errorf("%d fills", fills)
	}
	r.until("order_ended 1 code=3")
}

// damage copies frames and flips one bit of the first fill.
func damage(src io.Reader, dst io.Writer, done chan<- bool) {
	in, hit := frame.NewReader(src, nil), false
	for {
		f, err := in.Next()
		if err != nil {
			return
		}
		if !hit && strings.Contains(string(f), "\x01150=F\x01") {
			f[len(f)/2] ^= 1
			hit = true
			done <- true
		}
		if _, err := dst.Write(f); err != nil {
			return
		}
	}
}

// A reconnect forgets half-answered queries: Synced needs both answers of one session.
func TestSyncedNeedsOneSession(t *testing.T) {
	t.Parallel()
	l := port(t)
	r := newRig(t, l.Addr().String(), 64).start(t)
	x := accept(t, l)
	r.want("up")
	x.say("AO", "710=4|727=0|728=0|729=0|")
	x.say("AI", "55=AP101|117=7|297=16|")
	r.want("quote_live 7")
	x.c.Close()
	r.want("down")
	x = accept(t, l)
	r.want("up")
	x.say("AQ", "568=3|748=0|749=0|750=1|")
	x.say("AI", "55=AP101|117=8|297=16|")
	r.want("quote_live 8")
	x.say("AO", "710=5|727=0|728=0|729=0|")
	r.want("synced 5")
}

// What was approved before a logon is given back before it counts, even when the
// sender has not looked yet.
func TestLogonGivesBackWhatIsOld(t *testing.T) {
	for range 20 {
		r := newRig(t, "127.0.0.1:1", 8)
		r.s.wg.Go(r.s.send)
		time.Sleep(100 * time.Microsecond)
		a := approve(t, quote(1, 7000, 7500, 1), r.epoch)
		r.out.Push(&a) // without Wake
		r.s.loggedOn()
		r.want("not_sent 1 code=11", "up")
		r.s.Stop()
	}
}
