package ops

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"quotient/quoter/port"
)

// A scrape is a text exposition taken apart.
type scrape struct {
	kinds   map[string]string
	samples map[string]string // name{labels} as written -> value
	names   map[string]bool
}

var (
	metricName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	sampleLine = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? (-?[0-9]+(?:\.[0-9]+)?)$`)
	labelPair  = regexp.MustCompile(`^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)`)
)

// parse reads the text format strictly: HELP, then TYPE, then the samples of that
// family, each once, well labelled; counters end in _total and nothing else does.
func parse(text string) (s scrape, err error) {
	s = scrape{map[string]string{}, map[string]string{}, map[string]bool{}}
	helped, family := "", ""
	if !strings.HasSuffix(text, "\n") {
		return s, fmt.Errorf("the last line does not end")
	}
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fail := func(why string) (scrape, error) { return s, fmt.Errorf("line %d: %s: %q", n+1, why, line) }
		switch words := strings.SplitN(line, " ", 4); {
		case strings.HasPrefix(line, "# HELP "):
			if len(words) < 4 || len(words[3]) < 10 || s.kinds[words[2]] != "" {
				return fail("no help, or a family twice")
			}
			helped, family = words[2], ""
		case strings.HasPrefix(line, "# TYPE "):
			if len(words) != 4 || words[2] != helped || !metricName.MatchString(words[2]) || words[3] != "gauge" && words[3] != "counter" {
				return fail("a TYPE without its HELP, or of no kind")
			}
			if (words[3] == "counter") != strings.HasSuffix(words[2], "_total") {
				return fail("a counter ends in _total, a gauge does not")
			}
			family = words[2]
			s.kinds[family] = words[3]
		default:
			m := sampleLine.FindStringSubmatch(line)
			if m == nil || m[1] != family {
				return fail("no sample of the family at hand")
			}
			for rest := m[3]; rest != ""; {
				pair := labelPair.FindStringSubmatch(rest)
				if pair == nil {
					return fail("labels")
				}
				rest = rest[len(pair[0]):]
			}
			if _, twice := s.samples[m[1]+m[2]]; twice {
				return fail("a sample twice")
			}
			s.samples[m[1]+m[2]], s.names[m[1]] = m[4], true
		}
	}
	return s, nil
}

func (d *desk) scrape() scrape {
	d.t.Helper()
	a := d.get("/metrics")
	if a.status != 200 || a.header.Get("Content-Type") != "text/plain; version=0.0.4; charset=utf-8" {
		d.t.Fatalf("%d %v", a.status, a.header)
	}
	s, err := parse(a.body)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func TestParserIsStrict(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"a_gauge 1\n",
		"# HELP a_gauge Some help here.\n# TYPE a_gauge gauge\na_gauge one\n",
		"# HELP a_gauge Some help here.\n# TYPE a_gauge gauge\na_gauge{x=y} 1\n",
		"# HELP a_gauge Some help here.\n# TYPE a_gauge gauge\na_gauge 1\na_gauge 2\n",
		"# HELP a_total Some help here.\n# TYPE a_total gauge\n",
		"# HELP a_gauge Some help here.\n# TYPE b_gauge gauge\n",
		"# HELP a_gauge Some help here.\n# TYPE a_gauge gauge\na_gauge 1",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("took %q", bad)
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(p *Params) { p.Info.Desk = "ap\"ple\\1\n" })
	if s := d.scrape(); s.samples["quotient_snapshot_present"] != "0" {
		t.Errorf("%v", s.samples)
	}
	d.show(nil)
	s := d.scrape()
	for sample, want := range map[string]string{
		"quotient_snapshot_present": "1",
		`quotient_build_info{build="v0.1.0-test",config_hash="3f9c1a7be02d4c55",desk="ap\"ple\\1\n",account="SIM"}`: "1",
		`quotient_mode{mode="run"}`:                     "1",
		`quotient_mode{mode="killed"}`:                  "0",
		`quotient_stage{stage="ready"}`:                 "1",
		`quotient_venue_age_seconds`:                    "1.100000000",
		`quotient_messages_total`:                       "1279",
		`quotient_refusals_total{rule="contract_rate"}`: "28",
		`quotient_state{contract="AP101",state="effective",letter="=",exempt="none"}`: "1",
		`quotient_target_ratio{contract="AP101"}`:                                     "0.800000",
		`quotient_month_effective_ratio{contract="AP101",bound="low"}`:                "0.8499",
		`quotient_slack_seconds{contract="AP101"}`:                                    "42179.000000000",
		`quotient_need_rest_ratio{contract="AP101"}`:                                  "0.773501",
		`quotient_day_exempt_seconds{contract="AP101",reason="auction"}`:              "300.000000000",
		`quotient_day_ineffective_seconds{contract="AP101",reason="no_quote"}`:        "150.000000001",
		`quotient_quote_lots{contract="AP101",side="ask"}`:                            "10",
		`quotient_position_lots{contract="AP101",side="long"}`:                        "9",
		`quotient_pnl_yuan{contract="AP101"}`:                                         "1234.50",
		`quotient_volatility_ticks{contract="AP101"}`:                                 "6.204",
		`quotient_contract_bought_lots_total{contract="AP101"}`:                       "61",
		`quotient_obliged{contract="AP010"}`:                                          "0",
	} {
		if got := s.samples[sample]; got != want {
			t.Errorf("%s = %q, want %q", sample, got, want)
		}
	}
	for _, name := range []string{"quotient_slack_seconds", "quotient_need_rest_ratio", "quotient_target_ratio"} {
		if _, there := s.samples[name+`{contract="AP010"}`]; there {
			t.Errorf("a contract without obligation has %s", name)
		}
	}
	if age, err := strconv.ParseFloat(s.samples["quotient_snapshot_age_seconds"], 64); err != nil || age < 0 {
		t.Errorf("snapshot age %v %v", age, err)
	}
}

// Every metric that the shipped alerts ask for is one that a running desk shows.
func TestAlertsAskForWhatThereIs(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile("../deploy/prometheus/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, nil)
	d.show(func(s *port.Snapshot) { s.Latch = 1 })
	options := newDesk(t, asOptions)
	options.show(fillOptions)
	have := options.scrape()
	maps.Copy(have.names, d.scrape().names)
	asked := regexp.MustCompile(`\bquotient_[a-z0-9_]+`).FindAllString(string(rules), -1)
	if len(asked) < 10 {
		t.Fatalf("only %d metrics are asked for", len(asked))
	}
	for _, name := range asked {
		if !have.names[name] {
			t.Errorf("%s is asked for and not shown", name)
		}
	}
}
