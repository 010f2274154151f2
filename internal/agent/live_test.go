package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/journal"
	"quotient/quoter/port"
)

// devRun runs `quotient dev` for a while on free ports and returns its JSON.
func devRun(t *testing.T, o DevOptions) (result struct {
	GateRecords      int64 `json:"gate_records"`
	ExchangeMessages int64 `json:"exchange_messages"`
	Rows             []struct {
		Contract  string           `json:"contract"`
		Scheduled int64            `json:"scheduled_ns"`
		Low       int64            `json:"effective_low_ns"`
		High      int64            `json:"effective_high_ns"`
		Exchange  *int64           `json:"exchange_effective_ns"`
		Exempt    map[string]int64 `json:"exempt_ns"`
		Reasons   map[string]int64 `json:"ineffective_ns"`
	} `json:"rows"`
}) {
	t.Helper()
	o.JSON, o.Page = true, "127.0.0.1:0"
	var out bytes.Buffer
	var errs lockedBuffer
	if err := Dev(context.Background(), o, Streams{&out, &errs}); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &result); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return result
}

// Real sockets, real time: the exchange's recount lies within the band, every
// message it saw has one gate record, and the journal replays to the same bytes.
func TestDevLive(t *testing.T) {
	dir := t.TempDir()
	r := devRun(t, DevOptions{For: 4 * time.Second, Journal: dir, Speed: 5})
	if len(r.Rows) != 1 {
		t.Fatalf("%d rows, want 1", len(r.Rows))
	}
	for _, row := range r.Rows {
		sum := row.Low
		for _, n := range row.Exempt {
			sum += n
		}
		for _, n := range row.Reasons {
			sum += n
		}
		if sum != row.Scheduled {
			t.Errorf("%s: times add up to %d, scheduled %d", row.Contract, sum, row.Scheduled)
		}
		if row.Exchange == nil || row.Low > *row.Exchange || *row.Exchange > row.High || row.Low == 0 {
			t.Errorf("%s: low %d, exchange %v, high %d", row.Contract, row.Low, row.Exchange, row.High)
		}
	}
	if r.ExchangeMessages == 0 || r.GateRecords < r.ExchangeMessages {
		t.Errorf("%d gate records for %d messages at the exchange", r.GateRecords, r.ExchangeMessages)
	}
	if _, err := catchUp(context.Background(), dir, 1, true); err != nil {
		t.Errorf("the journal does not replay: %v", err)
	}
	if rep, err := journal.Verify(dir); err != nil || !rep.OK() {
		t.Errorf("the journal does not verify: %v %v", err, rep.Problems)
	}
}

// Every application message that the exchange saw joins by its id to exactly one
// earlier approval in the journal, and no approval stands twice.
func TestMessagesJoinGateRecords(t *testing.T) {
	dir := t.TempDir()
	desk := devDesk(t)
	clock, days, err := simStart(desk)
	if err != nil {
		t.Fatal(err)
	}
	var errs lockedBuffer
	s := Streams{&errs, &errs}
	x, err := startExchange(desk, clock, days, "127.0.0.1:0", "127.0.0.1:0", s)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close(closing())
	desk.Venue.FIX.Address, desk.Venue.Feed = x.FIXAddr(), x.FeedAddr()
	a, err := startLive(desk, liveOptions{clock: clock, dir: dir, page: "127.0.0.1:0", log: logger(&errs)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	if err := a.run(ctx); err != nil {
		t.Errorf("%v\n%s", err, errs.String())
	}
	if err := a.close(); err != nil {
		t.Error(err)
	}
	approved := map[uint64]int{}
	r, err := journal.OpenReader(dir, journal.ReadOptions{RecordOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for rec := new(port.Record); r.Next(rec); {
		if rec.Kind == port.RecordDecision && rec.Decision().Rule == 0 {
			approved[rec.Decision().Instruction.ID]++
		}
	}
	seen, forgotten := x.Messages()
	if len(seen) < 6 || forgotten != 0 {
		t.Fatalf("the exchange saw %d messages and forgot %d", len(seen), forgotten)
	}
	for _, m := range seen {
		if approved[m.ID] != 1 {
			t.Errorf("message %s %d has %d approvals, want 1", m.MsgType, m.ID, approved[m.ID])
		}
		approved[m.ID]--
	}
}

// A port that is in use is one clear error that names it, and nothing is left
// running or locked behind.
func TestPageAddressInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	var out bytes.Buffer
	var errs lockedBuffer
	err = Dev(context.Background(), DevOptions{For: time.Second, Page: l.Addr().String(), Journal: dir}, Streams{&out, &errs})
	if err == nil || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Fatalf("%v: want an error that names %s", err, l.Addr())
	}
	devRun(t, DevOptions{For: 2 * time.Second, Journal: dir})
}

// A kill over the API ends quoting at once, survives a restart, and is cleared
// only by somebody with a reason.
func TestKillSurvivesARestart(t *testing.T) {
	desk := devDesk(t, "clear_persons: 1", "clear_persons: 2")
	dir := t.TempDir()
	_, clock := exchangeOf(t, desk)
	life := func(act func(page string)) {
		t.Helper()
		aLife(t, desk, liveOptions{clock: clock, dir: dir, log: zerolog.Nop()}, func(a *live) { act(a.page.Addr()) })
	}
	life(func(page string) {
		waitMode(t, page, "run")
		ctl(t, page, "kill")
		waitMode(t, page, "killed")
	})
	life(func(page string) {
		waitMode(t, page, "killed")
		ctl(t, page, "clear") // one person is not enough
		waitMode(t, page, "killed")
		clearAs(t, page, "second")
		waitMode(t, page, "run")
	})
	if f, err := catchUp(context.Background(), dir, 2, true); err != nil || f.replay.polls == 0 {
		t.Errorf("two lives do not replay: %v", err)
	}
}

func ctl(t *testing.T, page, act string) {
	t.Helper()
	var out bytes.Buffer
	if err := Ctl(context.Background(), CtlOptions{Act: act, Page: page, Reason: "test"}, Streams{&out, &out}); err != nil {
		t.Fatal(err)
	}
}

// clearAs asks for a clear of the account under a name of its own.
func clearAs(t *testing.T, page, actor string) {
	t.Helper()
	resp, err := http.Post("http://"+page+"/api/v1/clear", "application/json", strings.NewReader(`{"actor":"`+actor+`","reason":"test"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		t.Fatalf("clear: %s", resp.Status)
	}
}

// waitMode waits until the page's API shows the mode.
func waitMode(t *testing.T, page, want string) {
	t.Helper()
	got := ""
	for range 200 {
		resp, err := http.Get("http://" + page + "/api/v1/status")
		if err == nil {
			var s struct {
				Mode string `json:"mode"`
			}
			_ = json.NewDecoder(resp.Body).Decode(&s)
			resp.Body.Close()
			if got = s.Mode; got == want {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the mode is %q and does not become %q", got, want)
}
