package ops

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Two alarms: one as a desk file gives it, one that tries to be more than text.
const (
	missingList = "AP: no contract list for 2026-12; add it to terms[0].contracts"
	hostileList = `<img src=x onerror=a()> "2026-12"`
)

// bells are alarms that a test rings.
type bells struct {
	mu   sync.Mutex
	list []string
}

func (b *bells) ring(list ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = list
}

func (b *bells) told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.list
}

// withBells makes a desk whose alarms are b's.
func withBells(b *bells) func(*Params) { return func(p *Params) { p.Alarms = b.told } }

// Alarms come and go with the next snapshot, in the status, the stream and the
// metrics alike, and change nothing about whether the desk is ready.
func TestAlarmsEverywhere(t *testing.T) {
	t.Parallel()
	var b bells
	d := newDesk(t, withBells(&b))
	d.show(nil)
	in := d.stream()
	first := true
	for _, want := range [][]string{{}, {missingList, hostileList}, {hostileList}, {}} {
		b.ring(want...)
		if !first {
			d.show(nil)
		}
		first = false
		var doc struct {
			Ready  bool
			Alarms []string
		}
		if err := json.Unmarshal([]byte(d.get("/api/v1/status").body), &doc); err != nil || doc.Alarms == nil || !slices.Equal(doc.Alarms, want) || !doc.Ready {
			t.Errorf("status says %q, ready %v (%v); want %q", doc.Alarms, doc.Ready, err, want)
		}
		if e := in.event(); e.doc.Status.Alarms == nil || !slices.Equal(e.doc.Status.Alarms, want) {
			t.Errorf("%s of the stream says %q, want %q", e.name, e.doc.Status.Alarms, want)
		}
		if got, n := d.scrape().samples["quotient_alarms"], strconv.Itoa(len(want)); got != n {
			t.Errorf("quotient_alarms %s, want %s", got, n)
		}
	}
}

// Nobody to ask is no alarm: the metric says 0, and the list is there and empty.
func TestNobodyAlarms(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	if got := d.show(nil).view.status.Alarms; got == nil || len(got) != 0 {
		t.Errorf("alarms %#v", got)
	}
	if got := d.scrape().samples["quotient_alarms"]; got != "0" {
		t.Errorf("quotient_alarms %q", got)
	}
}

// The banner stands while there are alarms, in both languages, as plain text, and
// is not touched while they stay the same.
func alarmsAreTold(t *testing.T, ctx context.Context) {
	var b bells
	d := newDesk(t, withBells(&b))
	d.tell(t)
	d.open(t, ctx)
	const hidden = `document.getElementById('alarms').hidden`
	read := func() string {
		return see[string](t, ctx, `[document.querySelector('#alarms b'), ...document.querySelectorAll('#alarms li')].map((e) => e.textContent).join('|')`)
	}
	if !see[bool](t, ctx, hidden) {
		t.Error("a banner without alarms")
	}
	b.ring(missingList, hostileList)
	until(t, ctx, `!`+hidden)
	if got, want := read(), "Needs attention; quoting goes on|"+missingList+"|"+hostileList; got != want {
		t.Errorf("the banner says %q, want %q", got, want)
	}
	if got := see[string](t, ctx, `document.getElementById('alarms').role`); got != "alert" {
		t.Errorf("its role is %q", got)
	}
	if n := see[int](t, ctx, `document.querySelectorAll('#alarms img').length`); n != 0 {
		t.Error("an alarm became markup")
	}
	if over := see[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("%d pixels too wide", over)
	}
	shoot(t, ctx, "page-alarms")
	see[bool](t, ctx, `(() => { document.querySelector('#alarms li').dataset.same = 'yes'; return true })()`)
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-lang=zh]")))
	until(t, ctx, row("AP101", "word")+` === '有效'`)
	if got, want := read(), "待处理（报价不受影响）|"+missingList+"|"+hostileList; got != want {
		t.Errorf("in Chinese the banner says %q, want %q", got, want)
	}
	if got := see[string](t, ctx, `document.querySelector('#alarms li').dataset.same ?? ''`); got != "yes" {
		t.Error("the banner was drawn again although its alarms stayed")
	}
	b.ring(hostileList)
	until(t, ctx, `document.querySelectorAll('#alarms li').length === 1`)
	b.ring()
	until(t, ctx, hidden)
}
