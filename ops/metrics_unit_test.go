package ops

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// dutyFamilies are the metrics about units, answers, forecast, term and steering.
var dutyFamilies = regexp.MustCompile(`^(quotient_(unit|forecast|slack_(burn|ends)|month_impossible|safe_dark|season|request|need|member|loss|day_at_best|day_spread|day_lots)[a-z_]*)[{ ]`)

// TestDutyMetrics holds every sample of those families against the file, of the
// units and of two contracts.
func TestDutyMetrics(t *testing.T) {
	t.Parallel()
	d := newDesk(t, asOptions)
	d.show(fillOptions)
	d.scrape() // fails on what is no exposition
	var lines []string
	for line := range strings.Lines(d.get("/metrics").body) {
		other := strings.Contains(line, `contract="`) && !strings.Contains(line, `"SR609P6100"`) && !strings.Contains(line, `"SR609"`)
		if dutyFamilies.MatchString(line) && !other && !strings.HasPrefix(line, "quotient_need_rest") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	goldenText(t, "duty.golden.txt", strings.Join(lines, ""))
}

// The most urgent request counts, wherever it stands; a ratio that is not known
// by both readings is none.
func TestDutyMetricsAtTheEdge(t *testing.T) {
	t.Parallel()
	due := func(ns int64) Request { return Request{DueNs: &ns} }
	ratio := "0.5000"
	s := &sample{view: &view{requests: []Request{due(7), {}, due(5), due(6)}, units: []Unit{{Name: "a", RatioLow: &ratio}, {Name: "b", RatioHigh: &ratio}}}}
	var e exposition
	s.unitMetrics(&e)
	text := e.b.String()
	if !strings.Contains(text, "quotient_request_due_seconds 0.000000005\n") || strings.Contains(text, "quotient_unit_ratio{") {
		t.Error(text)
	}
}

// A desk that has none of it tells none of it.
func TestNoDutyMetrics(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	for sample := range d.scrape().samples {
		if strings.HasPrefix(sample, "quotient_unit") || strings.HasPrefix(sample, "quotient_forecast") || strings.HasPrefix(sample, "quotient_season") ||
			strings.HasPrefix(sample, "quotient_request") || strings.Contains(sample, `contract="AP010"`) && strings.HasPrefix(sample, "quotient_day") {
			t.Error(sample)
		}
	}
}
