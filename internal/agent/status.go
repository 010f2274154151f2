package agent

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"quotient/ops"
)

// A bar shows progress on a terminal, and nothing anywhere else.
type bar struct {
	w     io.Writer
	label string
	files *tickFiles
	stop  chan struct{}
	done  sync.WaitGroup
}

const barWidth = 40

func startBar(w io.Writer, label string, files *tickFiles) *bar {
	b := &bar{w: w, label: label, files: files, stop: make(chan struct{})}
	if Terminal(w) {
		b.done.Go(b.run)
	}
	return b
}

func (b *bar) run() {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-b.stop:
			fmt.Fprintf(b.w, "\r%s\r", strings.Repeat(" ", len(b.label)+barWidth+10))
			return
		case <-tick.C:
			share := min(1, float64(b.files.read.Load())/float64(max(1, b.files.bytes)))
			full := int(share * barWidth)
			fmt.Fprintf(b.w, "\r%s [%s%s] %3.0f%%", b.label, strings.Repeat("=", full), strings.Repeat(" ", barWidth-full), share*100)
		}
	}
}

func (b *bar) end() {
	close(b.stop)
	b.done.Wait()
}

// status prints one line a second about a running agent, on a terminal only. It
// asks the page's API, so it says what the page says.
type status struct {
	url  string
	w    io.Writer
	stop chan struct{}
	done sync.WaitGroup
}

func startStatus(url string, w io.Writer) *status {
	s := &status{url: url, w: w, stop: make(chan struct{})}
	if Terminal(w) {
		s.done.Go(s.run)
	}
	return s
}

func (s *status) run() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	client := &http.Client{Timeout: time.Second}
	for {
		select {
		case <-s.stop:
			return
		case <-tick.C:
			if line, err := s.line(client); err == nil {
				fmt.Fprintln(s.w, line)
			}
		}
	}
}

func (s *status) end() {
	close(s.stop)
	s.done.Wait()
}

// fewContracts is up to how many obliged contracts a line names each.
const fewContracts = 4

// line is what is judged as one, and the state of every obliged contract where
// those are few, in one line.
func (s *status) line(client *http.Client) (string, error) {
	var page statusPage
	if err := page.read(client, s.url); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(page.Status.Now[11:19])
	for i := range page.Units {
		b.WriteString("  " + unitLine(&page.Units[i]))
	}
	obliged := page.obliged()
	if len(obliged) > fewContracts && len(page.Units) > 0 {
		fmt.Fprintf(&b, "  %d of %d contracts effective", effective(obliged), len(obliged))
		return b.String(), nil
	}
	for _, c := range obliged {
		fmt.Fprintf(&b, "  %s %s %s %s slack %s min pos %+d fills %d", c.Symbol, c.Letter, c.State,
			percentOf(c.Month.RatioLow), c.Month.SlackMinutes, c.Net, c.Fills)
	}
	return b.String(), nil
}

// unitLine is a unit's standing in a few words.
func unitLine(u *ops.Unit) string {
	if a := u.Answers; a != nil {
		return fmt.Sprintf("%s %s of %d requests, %d open, %d may be missed", u.Name, percentOf(u.RatioLow), a.Requests, a.Open, a.MayMiss)
	}
	if u.SlackMinutes == nil {
		return u.Name + " nothing owed"
	}
	if u.Need == "" {
		return fmt.Sprintf("%s %s slack %s min", u.Name, percentOf(u.RatioLow), *u.SlackMinutes)
	}
	return fmt.Sprintf("%s %s %s slack %s min", u.Name, u.Need, percentOf(u.RatioLow), *u.SlackMinutes)
}

// A statusPage is what a running agent's page says.
type statusPage struct {
	Status    ops.Status
	Ready     bool
	NotReady  []string
	Units     []ops.Unit
	Contracts []ops.Contract
	Requests  []ops.Request
	Controls  ops.Controls
}

// read asks the page's API for everything.
func (p *statusPage) read(client *http.Client, url string) error {
	for name, doc := range map[string]any{
		"status": &struct {
			*ops.Status
			Ready    *bool     `json:"ready"`
			NotReady *[]string `json:"not_ready"`
		}{&p.Status, &p.Ready, &p.NotReady},
		"units": &struct {
			Units *[]ops.Unit `json:"units"`
		}{&p.Units},
		"contracts": &struct {
			Contracts *[]ops.Contract `json:"contracts"`
		}{&p.Contracts},
		"requests": &struct {
			Requests *[]ops.Request `json:"requests"`
		}{&p.Requests},
		"controls": &p.Controls,
	} {
		if err := readDocument(client, url+"api/v1/"+name, doc); err != nil {
			return err
		}
	}
	if len(p.Status.Now) < 19 {
		return errors.New("the page tells no time")
	}
	return nil
}

// maxDocument bounds an answer: 512 contracts have about a megabyte.
const maxDocument = 8 << 20

func readDocument(client *http.Client, url string, doc any) error {
	resp, err := client.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, resp.Status)
	}
	return json.NewDecoder(io.LimitReader(resp.Body, maxDocument)).Decode(doc)
}

// obliged are the contracts with terms today.
func (p *statusPage) obliged() (list []*ops.Contract) {
	for i := range p.Contracts {
		if c := &p.Contracts[i]; c.Obliged && c.Month != nil && c.Terms != nil {
			list = append(list, &p.Contracts[i])
		}
	}
	return list
}

func effective(list []*ops.Contract) (n int) {
	for _, c := range list {
		if c.State == "effective" {
			n++
		}
	}
	return n
}

// percentOf writes a ratio such as 0.9861 as people say it: 98.61%. The page has
// rounded it against us; here only the point moves.
func percentOf(ratio *string) string {
	if ratio == nil {
		return "–" // nothing was owed yet
	}
	whole, part, _ := strings.Cut(*ratio, ".")
	for len(part) < 4 {
		part += "0"
	}
	head := strings.TrimLeft(whole+part[:2], "0")
	return cmp.Or(head, "0") + "." + part[2:4] + "%"
}

// StatusOptions are the flags of `quotient status`.
type StatusOptions struct {
	Config string // desk file that says where the page is; "" = the default
	Page   string // host:port; "" = the desk file's
	JSON   bool
}

// Status prints what a running agent's page says: the desk, what is judged as
// one, the contracts, the worst first, and the open requests for quote.
func Status(o StatusOptions, s Streams) error {
	at, _, err := place(o.Config, o.Page, s)
	if err != nil {
		return err
	}
	var page statusPage
	if err := page.read(&http.Client{Timeout: 5 * time.Second}, "http://"+at+"/"); err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return fail(ExitNotReady, fmt.Errorf("no agent answers at %s: %w; name its page with --page, or its desk file with -c", at, err))
	}
	if o.JSON {
		return page.json(s.Out)
	}
	return page.print(s.Out)
}

// json prints the page as one object.
func (p *statusPage) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Schema    int            `json:"schema"`
		Ready     bool           `json:"ready"`
		NotReady  []string       `json:"not_ready"`
		Status    ops.Status     `json:"status"`
		Units     []ops.Unit     `json:"units"`
		Contracts []ops.Contract `json:"contracts"`
		Requests  []ops.Request  `json:"requests"`
		Controls  ops.Controls   `json:"controls"`
	}{ops.Schema, p.Ready, p.NotReady, p.Status, p.Units, p.Contracts, p.Requests, p.Controls})
}

// print prints the page as tables.
func (p *statusPage) print(w io.Writer) error {
	st := &p.Status
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "%s, account %s, trading day %s, %s %s, %s\n", st.Desk, st.Account, st.TradingDay, st.Now[:10], st.Now[11:19], st.Mode)
	for _, why := range p.NotReady {
		fmt.Fprintln(t, "not ready:", why)
	}
	if len(p.Units) > 0 {
		fmt.Fprintln(t, "\nunit\tby\tverdict\tneed\tratio\thigh\ttarget\tslack\tneeded\tmonth end, 90 %\tchance")
	}
	for i := range p.Units {
		printUnit(t, &p.Units[i])
	}
	list := p.obliged()
	slices.SortStableFunc(list, func(a, b *ops.Contract) int { return cmp.Compare(a.Month.SlackNs, b.Month.SlackNs) })
	if len(list) > 0 {
		fmt.Fprintln(t, "\ncontract\t\tstate\tneed\tstance\tratio\ttarget\tslack\tposition\tfills")
	}
	for _, c := range list {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s min\t%+d\t%d\n", c.Symbol, c.Letter, c.State, c.Need, c.Stance,
			percentOf(c.Month.RatioLow), percentOf(&c.Terms.Target), c.Month.SlackMinutes, c.Net, c.Fills)
	}
	p.printRequests(t)
	printControls(t, &p.Controls)
	return t.Flush()
}

func printUnit(w io.Writer, u *ops.Unit) {
	slack, need := "–", "–"
	switch {
	case u.Answers != nil:
		slack = fmt.Sprintf("%d of %d", u.Answers.MayMiss, u.Answers.Requests)
	case u.SlackMinutes != nil:
		slack = *u.SlackMinutes + " min"
	}
	if u.Need != "" {
		need = u.Need
	}
	band, chance := "–", "–"
	if f := u.Forecast; f != nil && f.Low != nil {
		band, chance = percentOf(f.Low)+" – "+percentOf(f.High), percentOf(f.Chance)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", u.Name, u.By, u.Verdict, need, percentOf(u.RatioLow), percentOf(u.RatioHigh),
		percentOf(&u.Target), slack, percentOf(u.NeedRest), band, chance)
}

// printRequests prints the open ones.
func (p *statusPage) printRequests(w io.Writer) {
	head := "\nrequest\tcontract\tasked\tleft\n"
	for i := range p.Requests {
		r := &p.Requests[i]
		if !r.Open {
			continue
		}
		left := "–"
		switch {
		case r.DueNs != nil:
			left = fmt.Sprintf("%.1f s to answer", float64(*r.DueNs)/1e9)
		case r.HoldNs != nil:
			left = fmt.Sprintf("%.1f s to hold", float64(*r.HoldNs)/1e9)
		}
		fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\n", head, r.Ref, r.Contract, clock(r.At), left)
		head = ""
	}
}

// clock is the time of day in a stamp.
func clock(stamp string) string {
	if len(stamp) < 19 {
		return "–"
	}
	return stamp[11:19]
}
