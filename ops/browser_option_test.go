package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"quotient/quoter/port"
)

// unitRow is a script that reads an element of a unit's row.
func unitRow(unit, class string) string {
	return fmt.Sprintf(`(document.querySelector('#units tr[data-unit="%s"] .%s')?.textContent ?? '')`, unit, class)
}

// requestRow is a script that reads an element of a request's row.
func requestRow(ref, class string) string {
	return fmt.Sprintf(`(document.querySelector('#requests tr[data-ref="%s"] .%s')?.textContent ?? '')`, ref, class)
}

// line is a script that reads an element of a contract's line.
func line(symbol, class string) string {
	return fmt.Sprintf(`(document.querySelector('#lines tr[data-symbol="%s"] .%s')?.textContent ?? '')`, symbol, class)
}

const optionsLoaded = `document.querySelectorAll('#lines tr.line').length > 0`

// options opens the page of an option desk in English.
func options(t *testing.T, ctx context.Context, shape func(*port.Snapshot), info func(*Params)) (*desk, *teller) {
	t.Helper()
	d := newDesk(t, info)
	w := d.tell(t)
	w.show(shape)
	look(t, ctx, dark(false), chromedp.Navigate(d.URL()))
	until(t, ctx, optionsLoaded)
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-lang=en]")))
	until(t, ctx, `document.documentElement.lang === 'en'`)
	until(t, ctx, `document.querySelector('#units th').textContent === 'Judged as one'`)
	return d, w
}

// An option desk's page: units, requests for quote, the agreement's term.
func optionsShowWhatIsJudged(t *testing.T, ctx context.Context) {
	d, w := options(t, ctx, fillOptions, asOptions)
	unitsShowWhatIsJudged(t, ctx, d)
	seasonRowTells(t, ctx)
	requestsCountDown(t, ctx, w)
	lostUnitsSaySo(t, ctx, w)
}

// The pooled row, its forecast band, its worst contracts.
func unitsShowWhatIsJudged(t *testing.T, ctx context.Context, d *desk) {
	var api struct{ Units []Unit }
	if err := json.Unmarshal([]byte(d.get("/api/v1/units").body), &api); err != nil {
		t.Fatal(err)
	}
	for class, want := range map[string]string{
		"name": "SR options", "need": "behind", "more": "pooled · 8 of 10 at target · open", "ratio": "88.12%",
		"ratio-more": "high 88.40% · target 85.00%", "band-more": "86.12% – 90.12% · 97.12% likely to meet",
		"slack": *api.Units[0].SlackMinutes + " min", "slack-more": "burn, min/h: 5m 2.4 · 1h −1.5 · 1d –", "rest": "78.75%",
		"rest-more": "177 min dark is safe", "ends": "08-10 10:05", "ends-more": "if dark, lost 14:31",
		"worst": "SR609C5900SR609C5800SR609C6000",
	} {
		if got := see[string](t, ctx, unitRow("SR options", class)); got != want {
			t.Errorf("%s shows %q, want %q", class, got, want)
		}
	}
	for class, want := range map[string]string{
		"need": "", "more": "every contract · no obligation · not assessed", "ratio": "–", "slack": "–", "rest": "–", "band-more": "n/a: 2 of 3 sessions", "ends": "–",
	} {
		if got := see[string](t, ctx, unitRow("SR futures", class)); got != want {
			t.Errorf("nothing owed: %s shows %q, want %q", class, got, want)
		}
	}
	for class, want := range map[string]string{
		"more": "requests answered · 112 requests, 3 open · open", "ratio": "86.60%", "ratio-more": "high 91.07% · target 70.00%",
		"slack": "21", "slack-more": "may be missed", "rest": "0.00%", "band-more": "no forecast", "ends": "–",
	} {
		if got := see[string](t, ctx, unitRow("SR answers", class)); got != want {
			t.Errorf("answers: %s shows %q, want %q", class, got, want)
		}
	}
	bandIsInOrder(t, ctx)
	shoot(t, ctx, "page-options")
}

func lostUnitsSaySo(t *testing.T, ctx context.Context, w *teller) {
	w.show(fillOptions)
	look(t, ctx, dark(true), chromedp.Click(chromedp.CSS("[data-lang=zh]")))
	until(t, ctx, unitRow("SR options", "more")+` === '合并计算 · 8/10 合约达标 · 进行中'`)
	shoot(t, ctx, "page-options-zh")
	w.show(func(s *port.Snapshot) {
		fillOptions(s)
		s.Unit[0].Slack, s.Unit[0].NeedRest, s.Unit[0].Low, s.Unit[0].Need = -90_000_000_000, 1<<63-1, s.Unit[0].D/2, 4
		s.Unit[2].Slack = -2
	})
	until(t, ctx, unitRow("SR options", "slack")+` === '已失败'`)
	if got := see[string](t, ctx, unitRow("SR options", "rest")+` + `+unitRow("SR answers", "slack")+` + `+unitRow("SR options", "need")); got != ">1000%−2已失败" {
		t.Errorf("lost: %q", got)
	}
}

// The parts of the band lie where their figures are: target 85 %, forecast from
// 86.12 to 90.12 %, now between.
func bandIsInOrder(t *testing.T, ctx context.Context) {
	t.Helper()
	at := see[[]float64](t, ctx, `(() => { const band = document.querySelector('#units tr[data-unit="SR options"] .band');
		const all = band.getBoundingClientRect();
		const x = (name, edge) => (band.querySelector('.' + name).getBoundingClientRect()[edge] - all.left) / all.width;
		return [x('target', 'left'), x('span', 'left'), x('now', 'left'), x('now', 'right'), x('span', 'right'), x('mid', 'left')] })()`)
	for i, want := range []float64{0.25, 0.306, 0.406, 0.42, 0.506, 0.395} { // of 80 … 100 %
		if at[i] < want-0.02 || at[i] > want+0.02 {
			t.Errorf("place %d of the band is %.3f, want %.3f", i, at[i], want)
		}
	}
}

// Open requests count down, decided ones say what they came to.
func requestsCountDown(t *testing.T, ctx context.Context, w *teller) {
	for ref, want := range map[string]string{
		"R10": "SR609C6100|late by 0.7 s||–|request urgent", "R11": "SR609P6100|answer within 4.3 s||–|request open",
		"R12": "SR609C5700|hold for 12.0 s||8.0 s|request holding", "R5": "SR609C5600|answered||20.0 s|request good",
		"R4": "SR609P5600|held too short|or answered|10.0 s|request bad", "R3": "SR609C5700|not answered|gate: contract's rate|–|request bad",
		"R2": "SR609P5700|exempt||–|request plain", "R1": "SR609C5800|late||3.0 s|request bad",
	} {
		got := see[string](t, ctx, `[`+requestRow(ref, "symbol")+`, `+requestRow(ref, "outcome")+`, `+requestRow(ref, "more")+`, `+requestRow(ref, "held")+
			`, document.querySelector('#requests tr[data-ref="`+ref+`"]').className].join('|')`)
		if got != want {
			t.Errorf("%s shows %q, want %q", ref, got, want)
		}
	}
	if got := see[string](t, ctx, `document.getElementById('asked').querySelector('h2').textContent`); got != "Requests for quote 3 open" {
		t.Errorf("the panel says %q", got)
	}
	w.show(func(s *port.Snapshot) {
		fillOptions(s)
		s.Now += 3_300_000_000
	})
	until(t, ctx, requestRow("R11", "outcome")+` === 'answer within 1.0 s'`)
	if got := see[string](t, ctx, `document.querySelector('#requests tr[data-ref="R11"]').className`); got != "request urgent" {
		t.Errorf("a second before it is due: %q", got)
	}
	w.show(func(s *port.Snapshot) { fillOptions(s); s.Asked = 0 })
	until(t, ctx, `document.getElementById('asked-open').textContent === 'Nobody asks.'`)
	if n := see[int](t, ctx, `document.querySelectorAll('#requests tr').length`); n != 0 {
		t.Errorf("%d rows of requests that are gone", n)
	}
}

// The agreement's term: its months, what was missed, the role.
func seasonRowTells(t *testing.T, ctx context.Context) {
	read := func(product, class string) string {
		return see[string](t, ctx, fmt.Sprintf(`document.querySelector('#terms [data-product="%s"] .%s').textContent`, product, class))
	}
	for class, want := range map[string]string{
		"standing": "one more missed month loses it", "counts": "missed in a row 1 of 2 · in all 1 of 3 (up to 2)",
		"role": "primary · not decided yet · ask by 2020-11-30", "months": "20/05=20/06~20/07×20/08…",
	} {
		if got := read("SR", class); got != want {
			t.Errorf("%s: %q, want %q", class, got, want)
		}
	}
	if got := read("CF", "standing") + read("CF", "counts") + read("CF", "role"); got != "LOST" {
		t.Errorf("CF: %q", got)
	}
	if got := see[string](t, ctx, `document.querySelector('#terms .v-missed').title`); got != "2020-07 · NOT MET · by the exchange" {
		t.Errorf("a month says %q", got)
	}
}

// Five hundred contracts: the worst first, a filter, and a whole row for whoever
// is pointed at.
func manyContractsStayUsable(t *testing.T, ctx context.Context) {
	_, w := options(t, ctx, fillMany, func(p *Params) { asOptions(p); p.Info.Instruments = manyInstruments() })
	if n := see[int](t, ctx, `document.querySelectorAll('#lines tr.line').length`); n > 24 {
		t.Errorf("%d lines at once", n)
	}
	if got := see[string](t, ctx, `[...document.querySelectorAll('#lines .group')].map((g) => g.dataset.group + ':' + g.querySelector('.line').dataset.symbol).join()`); got != "SR609:SR609P6100,SR:SR611P6000" {
		t.Errorf("groups and their worst: %s", got)
	}
	// Asked first, then lost, then what is not effective, then the least slack.
	if got := see[string](t, ctx, `[...document.querySelectorAll('[data-group=SR609] .line')].slice(0, 3).map((l) => l.dataset.symbol).join()`); got != "SR609P6100,SR609C5900,SR609P6200" {
		t.Errorf("order of SR609: %s", got)
	}
	if got := see[string](t, ctx, line("SR609C5900", "word")+` + '|' + `+line("SR609C5900", "duty")+` + '|' + `+line("SR609C5900", "slack")+` + '|' + `+line("SR609C5900", "spread")); got != "too wide|behind · firm|LOST|9 / 4" {
		t.Errorf("a line says %q", got)
	}
	if over := see[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("%d pixels too wide", over)
	}
	shoot(t, ctx, "page-dense")
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-group=SR609] .all")))
	until(t, ctx, `document.querySelectorAll('[data-group=SR609] .line').length === 18`)
	look(t, ctx, chromedp.SendKeys(chromedp.CSS("#filter"), "no quote"))
	until(t, ctx, `document.querySelectorAll('#lines tr.line').length === 1 && `+line("SR611P6000", "word")+` === 'no quote'`)
	look(t, ctx, chromedp.Click(chromedp.CSS(`tr[data-symbol=SR611P6000]`)))
	until(t, ctx, row("SR611P6000", "ratio")+` === '84.99%'`)
	until(t, ctx, row("SR611P6000", "slack")+` === '12.0min'`)
	w.show(func(s *port.Snapshot) { fillMany(s); s.Contract[300].Fills = 4711 })
	until(t, ctx, row("SR611P6000", "fills")+` === '4\u202f711'`) // the whole row is kept up to date
	look(t, ctx, chromedp.Click(chromedp.CSS(`tr[data-symbol=SR611P6000]`)))
	until(t, ctx, `document.querySelectorAll('tbody.contract').length === 0`)
	look(t, ctx, chromedp.SendKeys(chromedp.CSS("#filter"), "zzz"))
	until(t, ctx, `!document.getElementById('no-match').hidden`)
	// A worst contract of a unit opens too.
	look(t, ctx, chromedp.Click(chromedp.CSS(`#units .worst button`)))
	until(t, ctx, row("SR609C5900", "phase")+` === 'continuous · behind · firm'`)
	if n := see[int](t, ctx, `document.querySelectorAll('#ask-contract option').length`); n != 0 {
		t.Errorf("the dialog was filled before it was asked")
	}
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-act=pause]")))
	until(t, ctx, fmt.Sprintf(`document.querySelectorAll('#ask-contract option').length === %d`, port.MaxContracts+1))
}
