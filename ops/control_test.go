package ops

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/surveillance"
)

func withHolds(p *Params) { p.Held = controlHolds }

// What stops, budgets, positions and funds in one document, and in the metrics.
func TestControlsDocument(t *testing.T) {
	t.Parallel()
	d := newDesk(t, withHolds)
	d.show(fillControls)
	golden(t, "controls", d.get("/api/v1/controls"))
	var lines []string
	for line := range strings.Lines(d.get("/metrics").body) {
		if strings.HasPrefix(line, "quotient_control") || strings.HasPrefix(line, "quotient_budget") || strings.HasPrefix(line, "quotient_funds") ||
			strings.HasPrefix(line, "quotient_limit") || strings.HasPrefix(line, "quotient_held") || strings.HasPrefix(line, "quotient_trip") {
			lines = append(lines, line)
		}
	}
	goldenText(t, "controls.golden.txt", strings.Join(lines, ""))
}

// A desk without the rooms says what it goes without, and shows no figure of them.
func TestControlsNotInForce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	p := d.show(nil)
	c := &p.view.controls
	if c.Funds != nil || len(c.Budgets)+len(c.Trips)+len(c.Holds) != 0 || c.Halt != "" || c.Positions[0].Limit != nil || c.Positions[0].Margin != nil {
		t.Errorf("%+v", c)
	}
	want := []string{"protection", "conduct", "limits", "funds", "risk.code", "risk.move", "risk.account", "risk.delta", "risk.exchange", "risk.loss", "risk.repeat", "risk.ramp"}
	if !slices.Equal(c.NotInForce, want) { // what is about options says nothing of futures
		t.Errorf("not in force: %q", c.NotInForce)
	}
	p = d.show(func(s *port.Snapshot) { s.Guards, s.Halt = port.GuardConduct, uint8(surveillance.Uncovered) })
	if p.view.controls.Halt != "uncovered" || p.view.controls.NotInForce[1] != "limits" {
		t.Errorf("%+v", p.view.controls)
	}
	p = d.show(func(s *port.Snapshot) { s.Guards = port.GuardFunds })
	if f := p.view.controls.Funds; f == nil || f.Known || f.Equity != nil || f.Usage != nil {
		t.Errorf("funds that nobody knows: %+v", f)
	}
}

// Of many contracts those stand that hold something, the nearest to a limit first.
func TestManyPositionsAreCut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	p := d.show(func(s *port.Snapshot) {
		s.Contracts = 60
		for i := range 60 {
			c := &s.Contract[i]
			c.Symbol, c.Guard = symbolOf(optionSymbol(i)), port.GuardView{Held: uint8(risk.Run), Stop: [2]market.Qty{100, 100}}
			c.Long, c.Short = 0, 0
			if i%2 == 0 {
				c.Guard.Worst[1] = market.Qty(i)
			}
		}
		s.Contract[7].Guard.Stop = [2]market.Qty{} // a limit that is none is used up, but there is nothing to say of it
	})
	c := &p.view.controls
	if len(c.Positions) != shownPositions || c.More != 29-shownPositions || c.Positions[0].Contract != optionSymbol(58) || c.Positions[1].Contract != optionSymbol(56) {
		t.Errorf("%d shown, %d more, first %s", len(c.Positions), c.More, c.Positions[0].Contract)
	}
}

// What has tripped is re-armed by who may: a trader, or two persons of risk.
func TestRearm(t *testing.T) {
	t.Parallel()
	d := newDesk(t, withHolds)
	if a := d.post("/api/v1/rearm", `{"actor":"li","reason":"seen","role":"risk"}`); a.status != 503 {
		t.Errorf("before the first snapshot: %d", a.status)
	}
	d.show(fillControls)
	for _, c := range []struct {
		body   string
		status int
		says   string
		heard  int
	}{
		{`{"actor":"li","role":"trader","contract":"AP101"}`, 400, `"code": "reason"`, 0},
		{`{"reason":"seen","role":"trader","contract":"AP101"}`, 400, `"code": "actor"`, 0},
		{`{"actor":"li","reason":"seen","contract":"AP101"}`, 400, "trader, risk", 0},
		{`{"actor":"li","reason":"seen","role":"trader","contract":"AP999"}`, 400, "unknown_scope", 0},
		{`{"actor":"li","reason":"seen","role":"trader","product":"CF"}`, 400, "unknown_scope", 0},
		{`{"actor":"li","reason":"seen","role":"risk"}`, 409, "not_tripped", 0},
		{`{"actor":"li","reason":"seen","role":"risk","contract":"AP010"}`, 409, "not_tripped", 0}, // ends with its cause
		{`{"actor":"li","reason":"seen","role":"trader","product":"AP"}`, 403, "only risk", 0},
		{`{"actor":"li","reason":"seen","role":"trader","contract":"AP101"}`, 202, `"scope": "contract AP101"`, 1},
		{`{"actor":"li","reason":"seen","role":"risk","product":"AP"}`, 202, `"waiting_for_second_person": true`, 1},
		{`{"actor":"li","reason":"again","role":"risk","product":"AP"}`, 202, `"waiting_for_second_person": true`, 1},
		{`{"actor":"wang","reason":"seen","role":"risk","product":"AP"}`, 202, `"scope": "product AP"`, 2},
	} {
		a := d.post("/api/v1/rearm", c.body)
		got := d.rearmed()
		if a.status != c.status || !strings.Contains(a.body, c.says) || len(got) != c.heard {
			t.Errorf("%s: %d %s heard %d", c.body, a.status, a.body, len(got))
		}
	}
	got := d.rearmed()
	if got[0] != (port.Command{Kind: port.CommandRearm, Mode: uint8(breaker.ByTrader), Value: int16(breaker.Contract), Contract: 1, Actor: ref("li"), Ref: ref("seen")}) ||
		got[1].Value != int16(breaker.Group) || got[1].Mode != uint8(breaker.ByRisk) || got[1].Actor != ref("wang") || got[1].Contract > 1 {
		t.Errorf("%+v", got)
	}
	// Whoever asked first is shown for ten minutes and forgotten afterwards.
	d.post("/api/v1/rearm", `{"actor":"li","reason":"seen","role":"risk","product":"AP"}`)
	if p := d.show(fillControls); p.view.controls.Trips[0].RearmBy != "li" {
		t.Errorf("waits for %q", p.view.controls.Trips[0].RearmBy)
	}
	p := d.show(func(s *port.Snapshot) { fillControls(s); s.Now += rearmWithin + 1 })
	if p.view.controls.Trips[0].RearmBy != "" {
		t.Error("the first half of a re-arming is never forgotten")
	}
	d.post("/api/v1/rearm", `{"actor":"wang","reason":"seen","role":"risk","product":"AP"}`)
	if got := d.rearmed(); len(got) != 2 {
		t.Error("the second came too late and counted")
	}
	d.show(func(s *port.Snapshot) {
		fillControls(s)
		for i := range s.Trip {
			s.Trip[i].Until = s.Now + 1
		}
	})
	if a := d.post("/api/v1/rearm", `{"actor":"li","reason":"seen","role":"trader","contract":"AP101"}`); a.status != 409 || !strings.Contains(a.body, "pause of a trip there is not over") {
		t.Errorf("before the pause is over: %d %s", a.status, a.body)
	}
	all, _ := d.told()
	if marks := len(all) - 2; marks != 4 || all[1] != (port.Command{Kind: port.CommandMark, Contract: market.NoContract, Actor: ref("li"), Ref: ref("rearm? seen")}) {
		t.Errorf("first askings on record: %d, %+v", marks, all)
	}
}

// rearmed is what the desk was told but for notes.
func (d *desk) rearmed() (list []port.Command) {
	all, _ := d.told()
	for _, c := range all {
		if c.Kind != port.CommandMark {
			list = append(list, c)
		}
	}
	return list
}

// The page shows what stops and how near the rest is, asks at the right scope, and
// fits in both languages.
func controlsAreShown(t *testing.T, ctx context.Context) {
	d := newDesk(t, withHolds)
	w := d.tell(t)
	w.show(fillControls)
	d.open(t, ctx)
	text := func(id string) string {
		return see[string](t, ctx, `document.getElementById('`+id+`').innerText.replace(/\s+/g, ' ').trim()`)
	}
	for id, want := range map[string][]string{
		"held": {"contract AP010 KILLED by zhang: odd fills 10:31:00 li asked to clear it; another person has to, until 10:51:00 Clear",
			"product AP REDUCE ONLY by wang: audit 10:30:00 one person clears it",
			"product AP market maker protection · lots 62 / 60 10:40:00 re-armed by risk · no. 3 today Re-arm",
			"contract AP101 prices refused again and again · price collar 3 / 3 10:40:00 re-armed by a trader · not before 10:41:00 Re-arm",
			"contract AP010 unanswered 1.2 s / 1.0 s 10:40:01 ends with its cause"},
		"budgets": {"Cancels AP101 412 / 475 500 throttle ZCE 2018 art. 4(2)", "Share of the closing period AP101 6.12% / 9.50% 10.00% warn",
			"Trade-to-cancel ratio AP101 · not assessed / 10.00%", "exempt: guide ch. 4"},
		"near": {"Cancels AP101 412 / 475 / 500 ZCE 2018 art. 4(2) Share of the closing period AP101 6.12% / 9.50% / 10.00% ZCE 2015 art. 25(6) Bursts a second account 1 / 5 / 5"},
		"outlook": {"After the next settlement: margin 12 500 000.00, free 37 500 000.00", "If the exchange raises: margin 15 000 000.00, free 35 000 000.00",
			"Worst scenario: prices -8.00%, volatility 10 points, result −3 000 000.00, free 34 000 000.00",
			"Limit-down day 3 in a row: result −9 000 000.00, free −1 000 000.00", ", 3 trading days left, 5 to unwind",
			"Exercise would bring: AP101 long 4 short 2, margin 43 200.00"},
		"positions":    {"AP101 REDUCE ONLY 47 / 50 30 / 50 520 (12) · 40 / 500 188 3 210 000.00 over the limit · prices refused: 2 · gone by 08-04 10:15"},
		"funds":        {"Margin held 12 345 678.90", "Usage 24.70%"},
		"not-in-force": {"Not in force: price move, repeats"},
	} {
		for _, part := range want {
			if got := text(id); !strings.Contains(got, part) {
				t.Errorf("%s shows %q, want in it %q", id, got, part)
			}
		}
	}
	shoot(t, ctx, "page-controls")
	look(t, ctx, chromedp.Click(chromedp.CSS("#held tr:nth-child(4) button")))
	until(t, ctx, `document.getElementById('ask').open && document.getElementById('ask-scope').value === 'contract AP101'`)
	look(t, ctx, chromedp.SendKeys(chromedp.CSS("#ask-actor"), "li"), chromedp.SendKeys(chromedp.CSS("#ask-reason"), "seen"), chromedp.Click(chromedp.CSS("#ask-yes")))
	until(t, ctx, `!document.getElementById('ask').open`)
	look(t, ctx, chromedp.Click(chromedp.CSS("[data-act=reduce]")))
	until(t, ctx, `document.getElementById('ask').open`)
	shoot(t, ctx, "page-restrict")
	look(t, ctx, chromedp.SetValue(chromedp.CSS("#ask-scope"), "product AP"), chromedp.Click(chromedp.CSS("#ask-yes")))
	until(t, ctx, `!document.getElementById('ask').open`)
	got, stops := d.told()
	if len(got) != 1 || got[0].Kind != port.CommandRearm || got[0].Contract != 1 || len(stops) != 1 || stops[0] != "reduce AP li: " {
		t.Errorf("the desk heard %+v and %q", got, stops)
	}
	for _, lang := range []string{"zh", "en"} {
		look(t, ctx, chromedp.Click(chromedp.CSS("[data-lang="+lang+"]")))
		until(t, ctx, `document.documentElement.lang === '`+lang+`'`)
		see[bool](t, ctx, `(scrollTo(0, 0), true)`)
		if below := see[float64](t, ctx, `document.getElementById('near').getBoundingClientRect().bottom - innerHeight`); below > 0 {
			t.Errorf("%s: the nearest budgets lie %v pixels below the fold", lang, below)
		}
		if over := see[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%s: %d pixels too wide", lang, over)
		}
		see[bool](t, ctx, `(document.getElementById('controls').scrollIntoView(), true)`)
		shoot(t, ctx, "page-controls-"+lang)
	}
}
