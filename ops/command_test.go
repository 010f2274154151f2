package ops

import (
	"strings"
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

func ref(s string) market.Ref {
	r, ok := market.MakeRef(s)
	if !ok {
		panic(s)
	}
	return r
}

func TestCommandsReachTheDesk(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	nine, ten := market.Date(20200803).At(9*market.Hour), market.Date(20200803).At(10*market.Hour)
	for _, c := range []struct {
		path, body string
		want       port.Command
	}{
		{"pause", `{"actor":"zhang","reason":"news"}`, port.Command{Kind: port.CommandPause, Contract: market.NoContract, Actor: ref("zhang"), Ref: ref("news")}},
		{"pause", `{"actor":"张三","contract":"AP101"}`, port.Command{Kind: port.CommandPause, Contract: 1, Actor: ref("张三")}},
		{"resume", `{"actor":"zhang","contract":"AP010"}`, port.Command{Kind: port.CommandResume, Contract: 0, Actor: ref("zhang")}},
		{"start", `{"actor":"zhang"}`, port.Command{Kind: port.CommandStart, Contract: market.NoContract, Actor: ref("zhang")}},
		{"pause", `{"actor":"zhang","reason":"行情剧烈波动，先撤下全部报价"}`,
			port.Command{Kind: port.CommandPause, Contract: market.NoContract, Actor: ref("zhang"), Ref: ref("行情剧烈波动，先")}},
		{"grant", `{"actor":"zhang","contract":"AP101","from":"2020-08-03T09:00:00+08:00","to":"2020-08-03T02:00:00Z","ref":"ZCE-2020-77"}`,
			port.Command{Kind: port.CommandGrant, Contract: 1, Actor: ref("zhang"), Ref: ref("ZCE-2020-77"), From: nine, To: ten}},
	} {
		a := d.post("/api/v1/"+c.path, c.body)
		got, _ := d.told()
		if a.status != 202 || !strings.Contains(a.body, `"accepted": "`+c.path+`"`) || len(got) == 0 || got[len(got)-1] != c.want {
			t.Errorf("%s %s: %d %s\ngot  %+v\nwant %+v", c.path, c.body, a.status, a.body, got, c.want)
		}
	}
}

func TestCommandsThatAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	if a := d.post("/api/v1/pause", `{"actor":"zhang","contract":"AP101"}`); a.status != 503 {
		t.Errorf("a contract before the first snapshot: %d", a.status)
	}
	d.show(nil)
	grant := func(from, to, ref string) string {
		return `{"actor":"zhang","from":"` + from + `","to":"` + to + `","ref":"` + ref + `"}`
	}
	for _, c := range []struct {
		path, body string
		status     int
		says       string
	}{
		{"pause", `{}`, 400, `"code": "actor"`},
		{"pause", `{"actor":""}`, 400, `"code": "actor"`},
		{"pause", `{"actor":"a name that is much too long for the record"}`, 400, "1 to 24 bytes"},
		{"pause", `{"actor":"zh\u0007ang"}`, 400, "printable"},
		{"pause", `{"actor":"zhang","contract":"AP999"}`, 400, "AP010, AP101"},
		{"pause", `{"actor":"zhang","contarct":"AP101"}`, 400, "contarct"},
		{"pause", `{"actor":"zhang"} {"actor":"li"}`, 400, "one JSON object"},
		{"pause", `{"actor":`, 400, `"code": "json"`},
		{"pause", `[]`, 400, `"code": "json"`},
		{"pause", ``, 400, `"code": "json"`},
		{"pause", `{"actor":"` + strings.Repeat("x", 5000) + `"}`, 413, "4096"},
		{"grant", grant("2020-08-03T09:00:00+08:00", "2020-08-03T10:00:00+08:00", ""), 400, `"code": "ref"`},
		{"grant", grant("yesterday", "2020-08-03T10:00:00+08:00", "n"), 400, "from is not a time"},
		{"grant", grant("2020-08-03T09:00:00+08:00", "1492-01-01T00:00:00Z", "n"), 400, "to is not a time"},
		{"grant", grant("2020-08-03T10:00:00+08:00", "2020-08-03T10:00:00+08:00", "n"), 400, "to must lie after from"},
		{"grant", grant("2020-08-03T10:00:00+08:00", "2020-10-03T10:00:00+08:00", "n"), 400, "31 days"},
		{"fly", `{"actor":"zhang"}`, 404, "pause, resume, kill, isolate, cancel-only, reduce, clear, rearm, start, grant"},
	} {
		if a := d.post("/api/v1/"+c.path, c.body); a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s: %d %s", c.path, c.body, a.status, a.body)
		}
	}
	d.mu.Lock()
	d.refuse = errFull
	d.mu.Unlock()
	if a := d.post("/api/v1/pause", `{"actor":"zhang"}`); a.status != 503 || !strings.Contains(a.body, "the desk is busy") || a.header.Get("Retry-After") != "1" {
		t.Errorf("a busy desk: %d %s", a.status, a.body)
	}
	if got, kills := d.told(); len(got)+len(kills) != 0 {
		t.Errorf("something got through: %v %v", got, kills)
	}
}

// However badly a kill is asked for, it is done.
func TestKillIsAlwaysCarriedOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	for _, c := range []struct{ body, want string }{
		{`{"actor":"zhang","reason":"fat finger"}`, "zhang: fat finger"},
		{`{"actor":"zhang","reason":"` + strings.Repeat("长", 300) + `"}`, "zhang: " + strings.Repeat("长", 300)},
		{`{}`, "unnamed: "},
		{``, "unnamed: "},
		{`kill it`, "unnamed: "},
		{`{"actor":"zhang","reson":"typo"}`, "zhang: "},
		{`{"actor":"zh\u0000\nang"}`, "zhang: "},
		{strings.Repeat("x", 9000), "unnamed: "},
	} {
		a := d.post("/api/v1/kill", c.body)
		commands, kills := d.told()
		if a.status != 202 || len(kills) == 0 || kills[len(kills)-1] != c.want || len(commands) != 0 {
			t.Errorf("%.40q: %d, kills %q, commands %v", c.body, a.status, kills, commands)
		}
	}
	if a := d.post("/api/v1/kill", `{"actor":"li","contract":"AP101"}`); a.status != 202 || !strings.Contains(a.body, `"scope": "AP101"`) {
		t.Errorf("a kill of one contract: %d %s", a.status, a.body)
	}
	if _, kills := d.told(); len(kills) != 9 {
		t.Errorf("%d kills", len(kills))
	}
}

// What stops less than a kill wants a body that can be read, and a clear a name and
// a reason; what is still missing to a clear is in the answer.
func TestStops(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	for _, c := range []struct {
		act, body, want string
		status          int
		says            string
	}{
		{"isolate", `{"actor":"zhang","reason":"worm"}`, "isolate  zhang: worm", 202, `"accepted": "isolate"`},
		{"reduce", `{"actor":"zhang","product":"AP"}`, "reduce AP zhang: ", 202, `"scope": "AP"`},
		{"cancel-only", `{"reason":"drill","contract":"AP101"}`, "cancel-only AP101 unnamed: drill", 202, `"scope": "AP101"`},
		{"clear", `{"actor":"zhang","reason":"looked"}`, "clear  zhang: looked", 202, `"waiting_for_second_person": true`},
		{"clear", `{"actor":"li","reason":"looked"}`, "clear  li: looked", 202, `"accepted": "clear"`},
		{"clear", `{"actor":"zhang"}`, "", 400, "for a reason"},
		{"clear", `{"reason":"looked"}`, "", 400, "for a reason"},
		{"isolate", `{`, "", 400, "one JSON object"},
		{"reduce", `{"actor":"zhang","prodact":"AP"}`, "", 400, "prodact"},
	} {
		_, before := d.told()
		a := d.post("/api/v1/"+c.act, c.body)
		_, after := d.told()
		if a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s: %d %s", c.act, c.body, a.status, a.body)
		}
		if c.want == "" && len(after) != len(before) || c.want != "" && after[len(after)-1] != c.want {
			t.Errorf("%s %s: the desk heard %q", c.act, c.body, after)
		}
	}
}

// Nothing is started while something is wrong.
func TestStartThatIsRefused(t *testing.T) {
	t.Parallel()
	why := []string{"the journal has failed"}
	d := newDesk(t, func(p *Params) { p.Refuse = func() []string { return why } })
	d.show(nil)
	if a := d.post("/api/v1/start", `{"actor":"zhang"}`); a.status != 409 || !strings.Contains(a.body, why[0]) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := d.post("/api/v1/pause", `{"actor":"zhang"}`); a.status != 202 {
		t.Errorf("a pause: %d %s", a.status, a.body)
	}
	if got, _ := d.told(); len(got) != 1 {
		t.Errorf("the desk heard %v", got)
	}
}

func TestKillThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(p *Params) { p.Stop = func(Stop) (Stopped, error) { return Stopped{}, errFull } })
	if a := d.post("/api/v1/kill", `{}`); a.status != 503 || !strings.Contains(a.body, "end the process") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestReadOnlyDeskTakesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(p *Params) { p.Command = nil })
	d.show(nil)
	for _, act := range []string{"pause", "kill"} {
		if a := d.post("/api/v1/"+act, `{"actor":"zhang"}`); a.status != 403 || !strings.Contains(a.body, "read_only") {
			t.Errorf("%s: %d %s", act, a.status, a.body)
		}
	}
	if a := d.get("/api/v1/status"); !strings.Contains(a.body, `"read_only": true`) {
		t.Error("the status does not say so")
	}
}

func FuzzReadOrder(f *testing.F) {
	for _, seed := range []string{`{"actor":"zhang"}`, `{"actor":"a","from":"2020-08-03T09:00:00+08:00","to":"2020-08-03T10:00:00+08:00","ref":"n"}`, `[`, "{\"actor\":\"\xff\"}"} {
		f.Add(seed)
	}
	d := &Server{sampler: &sampler{}}
	f.Fuzz(func(t *testing.T, body string) {
		o, bad := decodeOrder([]byte(body))
		if bad != nil {
			return
		}
		for _, act := range []string{"pause", "grant"} {
			c := port.Command{Kind: acts[act], Contract: market.NoContract}
			if d.fill(&c, o) == nil && (c.Actor == market.Ref{} || act == "grant" && c.To <= c.From) {
				t.Errorf("%s from %q", act, body)
			}
		}
	})
}
