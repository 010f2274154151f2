package agent

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/risk"
)

// Isolation over the socket logs the session out, holds over a restart, and ends by
// two persons; a contract's kill does not touch the session.
func TestIsolate(t *testing.T) {
	desk := devDesk(t, "clear_persons: 1", "clear_persons: 2")
	dir := t.TempDir()
	x, clock := exchangeOf(t, desk)
	over := func(act, contract string) {
		t.Helper()
		var out bytes.Buffer
		if err := Ctl(context.Background(), CtlOptions{Act: act, Page: "127.0.0.1:1", Socket: dir, Contract: contract, Reason: "test"}, Streams{&out, &out}); err != nil {
			t.Fatal(err)
		}
	}
	life := func(act func(a *live)) {
		t.Helper()
		aLife(t, desk, liveOptions{clock: clock, dir: dir, log: zerolog.Nop()}, act)
	}
	symbol := ""
	life(func(a *live) {
		waitMode(t, a.page.Addr(), "run")
		for _, in := range desk.Instruments {
			symbol = in.Symbol.String()
		}
		over("kill", symbol)
		if m, _ := a.stops.latch.Load(); m.String() != "run" {
			t.Errorf("a contract's kill makes the account %v", m)
		}
		over("isolate", "")
		waitMode(t, a.page.Addr(), "isolated")
		for deadline := time.Now().Add(5 * time.Second); a.session.Load() != nil; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the session is not logged out")
			}
		}
	})
	logons := x.Counters().Logons
	life(func(a *live) {
		waitMode(t, a.page.Addr(), "isolated")
		time.Sleep(100 * time.Millisecond)
		if a.session.Load() != nil || x.Counters().Logons != logons {
			t.Error("an isolated agent logs on after a restart")
		}
		held := a.stops.held()
		if len(held) != 2 || held[0].Scope != "account" || held[0].Mode != uint8(risk.Isolated) || held[1].Name != symbol || held[1].Mode != uint8(risk.Killed) {
			t.Errorf("held %+v", held)
		}
		if alarms := strings.Join(a.alarms(), "; "); strings.Contains(alarms, symbol) {
			t.Errorf("told twice: %q", alarms)
		}
		over("clear", "")
		clearAs(t, a.page.Addr(), "second")
		waitMode(t, a.page.Addr(), "run")
	})
}
