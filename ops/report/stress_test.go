package report

import (
	"bytes"
	"io"
	"testing"

	"quotient/internal/text"
	"quotient/market"
)

// stressed is an account of two portfolios: one that is assessed, and one with an
// option that nobody weighs, so that the whole is not assessed either.
func stressed() *Stress {
	grid := func(assessed bool) Scenarios {
		return Scenarios{assessed, []Scenario{{-80_000, 0, -5_808_000, 87_507_800}, {-80_000, 2_500, -5_808_001, 87_507_700},
			{0, 0, 0, 92_735_000}, {80_000, -500, 12_345_600, 87_507_700}}}
	}
	days := func(assessed bool, way market.Money) Limits {
		return Limits{assessed, []LimitDay{{1, way * 2_943_100, 90_000_050}, {2, way * 10_511_100, -5}}}
	}
	return &Stress{Account: "SIM", Day: 20261123, At: market.Date(20261123).At(14*market.Hour + 59*market.Minute + 500*market.Millisecond),
		Portfolios: []Portfolio{
			{Lacks: []string{"SR703C5600", "SR703P5600"}, Grid: grid(false), Down: days(true, -1), Up: days(true, 1)},
			{Name: "AP", Grid: grid(true), Down: days(true, -1), Up: days(false, 1)},
			{Name: "SR", Lacks: []string{"SR703C5600", "SR703P5600"}, Grid: grid(false)}}}
}

func TestStressGolden(t *testing.T) {
	for name, write := range map[string]func(*Stress, io.Writer) error{
		"stress.en.txt": func(s *Stress, w io.Writer) error { return s.Table(w, text.En) },
		"stress.zh.txt": func(s *Stress, w io.Writer) error { return s.Table(w, text.Zh) },
		"stress.json":   (*Stress).JSON,
		"stress.csv":    (*Stress).CSV,
	} {
		var b bytes.Buffer
		if err := write(stressed(), &b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// An account that nothing is asked of has a title and nothing else to say.
func TestStressOfNothing(t *testing.T) {
	for _, write := range []func(*Stress, io.Writer) error{func(s *Stress, w io.Writer) error { return s.Table(w, text.En) }, (*Stress).JSON, (*Stress).CSV} {
		var b bytes.Buffer
		if err := write(&Stress{Portfolios: []Portfolio{{}}}, &b); err != nil || b.Len() == 0 {
			t.Error(err)
		}
	}
}
