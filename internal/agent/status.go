package agent

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
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

// contractStatus is what the line takes from the API of one contract.
type contractStatus struct {
	Symbol  string `json:"symbol"`
	Obliged bool   `json:"obliged"`
	State   string `json:"state"`
	Letter  string `json:"letter"`
	Month   struct {
		Ratio string `json:"ratio_low"`
		Slack string `json:"slack_minutes"`
	} `json:"month"`
	Position int64 `json:"position"`
	Fills    int64 `json:"fills"`
}

// percent writes a ratio such as 0.9861 as people say it.
func percent(ratio string) string {
	r, err := strconv.ParseFloat(ratio, 64)
	if err != nil {
		return "–" // nothing was obliged yet
	}
	return fmt.Sprintf("%.2f%%", r*100)
}

// line is the state of every obliged contract in one line.
func (s *status) line(client *http.Client) (string, error) {
	resp, err := client.Get(s.url + "api/v1/contracts")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var body struct {
		Now       time.Time        `json:"now"`
		Contracts []contractStatus `json:"contracts"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 4<<20)).Decode(&body); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(body.Now.Format(time.TimeOnly))
	for _, c := range body.Contracts {
		if c.Obliged {
			fmt.Fprintf(&b, "  %s %s %s %s slack %s min pos %+d fills %d", c.Symbol, c.Letter, c.State,
				percent(c.Month.Ratio), c.Month.Slack, c.Position, c.Fills)
		}
	}
	return b.String(), nil
}
