package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// chromium is the path of a browser, "" for none.
func chromium() string {
	for _, p := range []string{os.Getenv("QUOTIENT_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"} {
		if _, err := os.Stat(p); err == nil && p != "" {
			return p
		}
	}
	return ""
}

// browse starts a headless Chromium with a fresh profile and returns its first tab.
func browse(t *testing.T) context.Context {
	t.Helper()
	path := chromium()
	if path == "" {
		t.Skip("skipped: no Chromium here to look at the page with")
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 720)}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking",
		"disable-component-update", "disable-sync", "no-first-run", "disable-dev-shm-usage", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	window(t, ctx)
	return ctx
}

// window starts the browser, or opens a tab; the first use carries no timeout.
func window(t *testing.T, ctx context.Context) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 720)); err != nil {
		t.Fatal(err)
	}
}

// In one browser, one desk and one tab for each story.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser is not short")
	}
	first := browse(t)
	for _, story := range []struct {
		name string
		run  func(*testing.T, context.Context)
	}{
		{"shows what the API says", showsWhatTheAPISays},
		{"strip tells the minute", stripTellsTheMinute},
		{"stale bar comes and goes", staleBarComesAndGoes},
		{"kill asks first", killAsksFirst},
		{"pause names the contract", pauseNamesTheContract},
		{"worst case fits", worstCaseFits},
		{"tabs share one stream", tabsShareOneStream},
		{"alarms are told", alarmsAreTold},
		{"controls are shown", controlsAreShown},
		{"options show what is judged", optionsShowWhatIsJudged},
		{"many contracts stay usable", manyContractsStayUsable},
	} {
		t.Run(story.name, func(t *testing.T) {
			tab, closeTab := chromedp.NewContext(first)
			defer closeTab()
			window(t, tab)
			story.run(t, tab)
		})
	}
}

// look does steps within a generous time.
func look(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// see evaluates an expression in the page.
func see[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for an expression to become true.
func until(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(50*time.Millisecond))); err != nil {
		t.Fatalf("waiting for %s: %v", expression, err)
	}
}

// shoot keeps a picture of the page.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("QUOTIENT_SCREENSHOTS")
	if dir == "" {
		dir = t.ArtifactDir()
	}
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// dark asks the page for its dark or light colours.
func dark(on bool) chromedp.Action[chromedp.Void] {
	value := "light"
	if on {
		value = "dark"
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}})
		return err
	})
}

// A teller publishes ten times a second what shape makes of the fixture, until it
// is paused, as a loop does.
type teller struct {
	shape  atomic.Pointer[func(*port.Snapshot)]
	paused atomic.Bool
}

func (d *desk) tell(t *testing.T) *teller {
	w := &teller{}
	w.show(func(*port.Snapshot) {})
	stop := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for seq := uint64(50_000); ; seq++ {
			if !w.paused.Load() {
				d.publish(func(s *port.Snapshot) {
					s.Seq = seq
					(*w.shape.Load())(s)
				})
			}
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	})
	t.Cleanup(func() {
		close(stop)
		running.Wait()
	})
	return w
}

func (w *teller) show(shape func(*port.Snapshot)) { w.shape.Store(&shape) }

// row is a script that reads an element of a contract's rows.
func row(symbol, class string) string {
	return fmt.Sprintf(`(document.querySelector('tbody.contract[data-symbol=%s] .%s')?.textContent ?? '')`, symbol, class)
}

const loaded = `document.querySelector('tbody.contract[data-symbol=AP101] .ratio')?.textContent.includes('%')`

// open navigates to the page in English and waits for its first figures.
func (d *desk) open(t *testing.T, ctx context.Context) {
	t.Helper()
	look(t, ctx, dark(false), chromedp.Navigate(d.URL()))
	until(t, ctx, loaded)
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-lang=en]")))
	until(t, ctx, `document.documentElement.lang === 'en'`)
}

// What a person reads on the page is what a program reads from the API.
func showsWhatTheAPISays(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	d.tell(t)
	d.open(t, ctx)
	var api Contract
	if err := json.Unmarshal([]byte(d.get("/api/v1/contracts/AP101").body), &api); err != nil {
		t.Fatal(err)
	}
	percent := func(ratio *string) string {
		v, _ := new(big.Rat).SetString(*ratio)
		return v.Mul(v, big.NewRat(100, 1)).FloatString(2) + "%"
	}
	for class, want := range map[string]string{
		"letter": api.Letter, "word": api.State, "symbol": api.Symbol,
		"ratio":      percent(api.Month.RatioLow),
		"ratio-more": "high " + percent(api.Month.RatioHigh) + " · target 80.00%",
		"slack":      api.Month.SlackMinutes + "min",
		"need":       percent(api.Month.NeedRest),
		"spread":     fmt.Sprintf("%d / %d", *api.Quote.Spread, api.Terms.MaxSpread),
		"prices":     *api.Quote.Bid + " – " + *api.Quote.Ask,
		"size":       fmt.Sprintf("%d / %d", min(api.Quote.BidQty, api.Quote.AskQty), api.Terms.MinSize),
		"position":   fmt.Sprintf("+%d", api.Net),
		"pnl":        "+1\u202f234.50",
		"fills":      fmt.Sprint(api.Fills),
		"since":      api.Since[11:19] + " · 3:25",
	} {
		if got := see[string](t, ctx, row("AP101", class)); got != want {
			t.Errorf("%s shows %q, want %q", class, got, want)
		}
	}
	why := see[string](t, ctx, row("AP101", "why"))
	if want := "Ddisconnected6:00Wtoo wide3:00Nno quote2:31Stoo small1:001one-sided0:30Xcall auction5:00"; why != want {
		t.Errorf("where the time went: %q, want %q", why, want)
	}
	if got := see[string](t, ctx, `document.getElementById('refusals').textContent`); got != "contract's rate28stale data11price collar3" {
		t.Errorf("refusals %q", got)
	}
	if ink := see[bool](t, ctx, `(() => { const c = document.querySelector('[data-symbol=AP101] canvas');
		return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0) })()`); !ink {
		t.Error("the strip is empty")
	}
	shoot(t, ctx, "page-light")
	look(t, ctx, dark(true))
	until(t, ctx, `getComputedStyle(document.body).backgroundColor === 'rgb(16, 18, 20)'`)
	shoot(t, ctx, "page-dark")
}

// Pointing at the strip tells the minute, across the break, and the reason.
func stripTellsTheMinute(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	d.tell(t)
	d.open(t, ctx)
	point := func(cell float64) string {
		return see[string](t, ctx, fmt.Sprintf(`(() => { const c = document.querySelector('[data-symbol=AP101] canvas');
			const b = c.getBoundingClientRect();
			c.dispatchEvent(new PointerEvent('pointermove', { clientX: b.left + b.width * %v / 460, clientY: b.top + 5 }));
			const tip = document.getElementById('tip'); return tip.hidden ? '' : tip.textContent })()`, cell+0.5))
	}
	for cell, want := range map[float64]string{
		0: "08:55:00  X  exempt", 50: "09:20:00  W  too wide", 120: "09:55:00  D  disconnected",
		160: "10:30:00  =  effective", 183: "10:41:30  M  stale data", 300: "",
	} {
		if got := point(cell); got != want {
			t.Errorf("cell %v says %q, want %q", cell, got, want)
		}
	}
}

func staleBarComesAndGoes(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	w := d.tell(t)
	d.open(t, ctx)
	if see[bool](t, ctx, `!document.getElementById('stale').hidden`) {
		t.Error("the bar is up while data flows")
	}
	w.paused.Store(true)
	until(t, ctx, `!document.getElementById('stale').hidden && document.body.classList.contains('stale')`)
	if got := see[string](t, ctx, `document.getElementById('stale').textContent`); !strings.Contains(got, "STALE") || !strings.Contains(got, "no data for") {
		t.Errorf("the bar says %q", got)
	}
	if see[string](t, ctx, `getComputedStyle(document.querySelector('main')).opacity`) == "1" {
		t.Error("old figures look like new ones")
	}
	shoot(t, ctx, "page-stale")
	// Who opens the page now must not take the old picture for the present.
	look(t, ctx, chromedp.Reload())
	until(t, ctx, loaded)
	until(t, ctx, `!document.getElementById('stale').hidden`)
	w.paused.Store(false)
	until(t, ctx, `document.getElementById('stale').hidden && !document.body.classList.contains('stale')`)
}

func killAsksFirst(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	w := d.tell(t)
	d.open(t, ctx)
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-act=kill]")))
	until(t, ctx, `document.getElementById('ask').open`)
	shoot(t, ctx, "page-ask")
	look(t, ctx, chromedp.Click(chromedp.CSS("#ask-no")))
	until(t, ctx, `!document.getElementById('ask').open`)
	if _, kills := d.told(); len(kills) != 0 {
		t.Fatalf("killed although the answer was no: %v", kills)
	}
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-act=kill]")),
		chromedp.SendKeys(chromedp.CSS("#ask-actor"), "zhang"), chromedp.SendKeys(chromedp.CSS("#ask-reason"), "fat finger"),
		chromedp.Click(chromedp.CSS("#ask-yes")))
	until(t, ctx, `!document.getElementById('ask').open && !document.getElementById('toast').hidden`)
	if _, kills := d.told(); len(kills) != 1 || kills[0] != "zhang: fat finger" {
		t.Fatalf("kills: %v", kills)
	}
	w.show(func(s *port.Snapshot) {
		s.Mode, s.Latch = uint8(risk.Killed), 3
		s.LatchBy, _ = market.MakeRef("zhang")
		s.Contract[1].State, s.Contract[1].BidQty, s.Contract[1].AskQty = 3, 0, 0
	})
	until(t, ctx, `document.getElementById('mode').textContent === 'KILLEDby zhang · latch 3'`)
	until(t, ctx, row("AP101", "letter")+` === 'K'`)
}

func pauseNamesTheContract(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	d.tell(t)
	d.open(t, ctx)
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-act=pause]")),
		chromedp.SetValue(chromedp.CSS("#ask-contract"), "AP101"), chromedp.SendKeys(chromedp.CSS("#ask-actor"), "li"),
		chromedp.Click(chromedp.CSS("#ask-yes")))
	until(t, ctx, `!document.getElementById('ask').open`)
	got, _ := d.told()
	if len(got) != 1 || got[0].Kind != port.CommandPause || got[0].Contract != 1 || got[0].Actor != ref("li") {
		t.Fatalf("%+v", got)
	}
	// A refusal stays in the dialog, with what to do.
	d.mu.Lock()
	d.refuse = errFull
	d.mu.Unlock()
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-act=resume]")), chromedp.Click(chromedp.CSS("#ask-yes")))
	until(t, ctx, `document.getElementById('ask-error').textContent.includes('the desk is busy')`)
}

// Both languages, the worst of states and many contracts fit the window, and no
// text of anybody's becomes markup.
func worstCaseFits(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	w := d.tell(t)
	d.open(t, ctx)
	fits := func(what string) {
		t.Helper()
		if over := see[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%s: %d pixels too wide", what, over)
		}
	}
	fits("the fixture")
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-lang=zh]")))
	until(t, ctx, row("AP101", "word")+` === '有效'`)
	fits("the fixture in Chinese")
	w.show(func(s *port.Snapshot) {
		s.Mode, s.VenueUp = uint8(risk.Killed), 0
		s.LatchBy, _ = market.MakeRef("<img src=x onerror=a()>")
		c := &s.Contract[1]
		c.State, c.Exempt = 2, 3
		c.MonthLow = c.MonthElapsed * 7 / 10
		c.Slack, c.NeedRest, c.Ask = -13*market.Minute, 1_010_101, c.Bid+9
		c.PnL = -9_999_999_99
	})
	until(t, ctx, row("AP101", "slack")+` === '已失败'`)
	if got := see[string](t, ctx, row("AP101", "slack-more")); got != "−13.0 分钟" {
		t.Errorf("lost by %q", got)
	}
	if n := see[int](t, ctx, `document.querySelectorAll('#mode img').length`); n != 0 {
		t.Error("a name became markup")
	}
	fits("the worst in Chinese")
	shoot(t, ctx, "page-zh")
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-lang=en]")))
	until(t, ctx, row("AP101", "slack")+` === 'LOST'`)
	fits("the worst in English")
	w.show(func(s *port.Snapshot) {
		for i := 2; i < 16; i++ {
			s.Contract[i] = s.Contract[1]
			s.Contract[i].Symbol, _ = market.MakeSymbol(fmt.Sprintf("SR60%dC6%02d0", i, i))
			s.Contract[i].State, s.Contract[i].Exempt = uint8(i), uint8(i%5)
		}
		s.Contracts = 16
	})
	until(t, ctx, `document.querySelectorAll('tbody.contract').length === 16`)
	fits("sixteen contracts")
	shoot(t, ctx, "page-many")
}

// Tabs of one desk share one stream, and the next takes over when the first goes.
func tabsShareOneStream(t *testing.T, ctx context.Context) {
	d := newDesk(t, nil)
	w := d.tell(t)
	d.open(t, ctx)
	second, closeSecond := chromedp.NewContext(ctx)
	defer closeSecond()
	window(t, second)
	look(t, second, chromedp.Navigate(d.URL()))
	until(t, second, loaded)
	if n := d.hub.count(); n != 1 {
		t.Errorf("two tabs hold %d streams", n)
	}
	look(t, ctx, chromedp.Navigate("about:blank"))
	w.show(func(s *port.Snapshot) { s.Contract[1].Fills = 4711 })
	until(t, second, row("AP101", "fills")+` === '4\u202f711'`)
}
