package ops

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/market"
	"quotient/quoter/port"
)

// An event is one message of the stream.
type event struct {
	name, id, comment string
	data              string
	doc               struct {
		Schema    int              `json:"schema"`
		AgeMs     *int64           `json:"age_ms"`
		Status    Status           `json:"status"`
		Contracts []Contract       `json:"contracts"`
		Strips    map[string]Strip `json:"strips"`
	}
}

// A reader takes the stream apart as the standard says, and fails on any line
// that is none of its fields.
type reader struct {
	t    *testing.T
	in   *bufio.Reader
	body io.Closer
}

func (d *desk) stream() *reader {
	d.t.Helper()
	r, err := http.Get(d.URL() + "events")
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { r.Body.Close() })
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		d.t.Fatalf("%d %v", r.StatusCode, r.Header)
	}
	return &reader{d.t, bufio.NewReader(r.Body), r.Body}
}

// next returns the next message, a comment included.
func (r *reader) next() (e event) {
	r.t.Helper()
	for {
		line, err := r.in.ReadString('\n')
		if err != nil {
			r.t.Fatal("the stream ended:", err)
		}
		line = strings.TrimSuffix(line, "\n")
		field, value, colon := strings.Cut(line, ":")
		switch {
		case line == "":
			if e.name != "" {
				if err := json.Unmarshal([]byte(e.data), &e.doc); err != nil {
					r.t.Fatalf("%v in %q", err, e.data)
				}
			}
			if e.name != "" || e.comment != "" {
				return e
			}
		case !colon:
			r.t.Fatalf("line %q", line)
		case field == "":
			e.comment = value
		case field == "id":
			e.id = strings.TrimPrefix(value, " ")
		case field == "event":
			e.name = strings.TrimPrefix(value, " ")
		case field == "data":
			e.data += strings.TrimPrefix(value, " ")
		case field != "retry":
			r.t.Fatalf("line %q", line)
		}
	}
}

// event returns the next message that is no comment.
func (r *reader) event() event {
	r.t.Helper()
	for {
		if e := r.next(); e.comment == "" {
			return e
		}
	}
}

func TestStreamBeginsWholeThenTellsWhatChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	in := d.stream()
	first := in.event()
	if first.name != "snapshot" || first.id != "1001" || first.doc.Schema != 1 || first.doc.AgeMs == nil ||
		len(first.doc.Contracts) != 2 || len(first.doc.Strips) != 2 || first.doc.Status.Desk != "apple-1" {
		t.Fatalf("%+v", first)
	}
	d.show(func(s *port.Snapshot) { s.Contract[1].Quotes++ })
	e := in.event()
	if e.name != "update" || e.id != "1002" || len(e.doc.Contracts) != 1 || e.doc.Contracts[0].Symbol != "AP101" ||
		e.doc.Contracts[0].Quotes != 1191 || len(e.doc.Strips) != 0 || e.doc.Status.Seq != 1002 {
		t.Errorf("after one more quote: %+v", e)
	}
	d.show(func(s *port.Snapshot) { s.Contract[1].Quotes++; s.Contract[1].Strip[200] = 1 + 1 })
	if e := in.event(); len(e.doc.Contracts) != 0 || len(e.doc.Strips) != 1 || !strings.HasSuffix(e.doc.Strips["AP101"].Cells, "=") {
		t.Errorf("after a new cell: %+v", e)
	}
	d.show(func(s *port.Snapshot) { s.Contracts = 1 })
	if e := in.event(); e.name != "snapshot" || len(e.doc.Contracts) != 1 {
		t.Errorf("with other contracts: %+v", e)
	}
}

func TestStreamWaitsForTheFirstSnapshot(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	in := d.stream()
	if e := in.next(); e.comment != " alive" {
		t.Errorf("before there is anything: %+v", e)
	}
	d.show(nil)
	if e := in.event(); e.name != "snapshot" {
		t.Errorf("%+v", e)
	}
}

// A desk that hangs sends nothing but comments, so that a page can tell.
func TestStreamOfAHangingDeskIsOnlyAlive(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	in := d.stream()
	in.event()
	for range 2 {
		if e := in.next(); e.comment != " alive" {
			t.Errorf("%+v", e)
		}
	}
	// Who comes now is told how old the picture is.
	if e := d.stream().event(); e.doc.AgeMs == nil || *e.doc.AgeMs < 1000 {
		t.Errorf("age %v after two heartbeats", e.doc.AgeMs)
	}
}

// The mailbox holds the newest frame only; who missed one gets the next whole.
func TestSlowClientSkipsToTheNewest(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	slow, quick := d.hub.join(), d.hub.join()
	var samples []*sample
	for range 5 {
		samples = append(samples, d.show(nil))
		if f := <-quick.box; f.sample.n != samples[len(samples)-1].n {
			t.Fatalf("the quick one got %d", f.sample.n)
		}
	}
	f := <-slow.box
	if f.sample != samples[4] || d.hub.skipped.Load() != 4 {
		t.Errorf("the slow one got sample %d, %d skipped", f.sample.n, d.hub.skipped.Load())
	}
	var got strings.Builder
	out := &stream{w: &textWriter{&got}, ctl: http.NewResponseController(&textWriter{&got}), seen: samples[0].n}
	out.frame(f)
	if !strings.HasPrefix(got.String(), "id: 1005\nevent: snapshot\ndata: {\"age_ms\":") || !strings.HasSuffix(got.String(), "}\n\n") {
		t.Errorf("%.80s", got.String())
	}
	got.Reset()
	out.frame(f) // seen already
	if got.Len() != 0 {
		t.Errorf("told twice: %.80s", got.String())
	}
	d.hub.leave(slow)
	d.hub.leave(quick)
}

// textWriter is a ResponseWriter into a string.
type textWriter struct{ *strings.Builder }

func (w *textWriter) Header() http.Header              { return http.Header{} }
func (w *textWriter) WriteHeader(int)                  {}
func (w *textWriter) Flush()                           {}
func (w *textWriter) SetWriteDeadline(time.Time) error { return nil }

// A client that reads nothing at all does not keep others from what is new.
func TestStuckClientHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	big := func(s *port.Snapshot) {
		for i := range s.Contract {
			s.Contract[i] = obligedView(s.Now)
			s.Contract[i].Symbol, _ = market.MakeSymbol("AP" + strconv.Itoa(i))
			s.Contract[i].Quotes = int64(s.Seq)
		}
		s.Contracts = port.MaxContracts
	}
	d.show(big)
	stuck, err := net.Dial("tcp", d.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer stuck.Close()
	stuck.(*net.TCPConn).SetReadBuffer(1 << 10)
	if _, err := io.WriteString(stuck, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	in := d.stream()
	in.event()
	for range 6 {
		want := d.show(big).view.status.Seq
		for {
			e := in.event()
			if e.doc.Status.Seq > want {
				t.Fatalf("%d went by", want)
			}
			if e.doc.Status.Seq == want {
				break
			}
		}
	}
}

func TestStreamsAreCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	var held []*reader
	for range maxClients {
		held = append(held, d.stream())
	}
	if a := d.get("/events"); a.status != 503 || !strings.Contains(a.body, "too_many_streams") {
		t.Errorf("one more: %d %s", a.status, a.body)
	}
	if a := d.get("/healthz"); a.status != 200 {
		t.Errorf("the rest is not served beside %d streams", len(held))
	}
	for _, r := range held {
		r.body.Close()
	}
	for deadline := time.Now().Add(30 * time.Second); d.hub.count() > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d streams never ended", d.hub.count())
		}
	}
}
