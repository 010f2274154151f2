package text

import (
	"regexp"
	"slices"
	"testing"
	"unicode"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/request"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

var placeholder = regexp.MustCompile(`\{\w+\}`)

// Every key has a name of its own and a text in both languages, with the same
// values to fill in.
func TestEveryKeyIsComplete(t *testing.T) {
	for k, e := range slices.Concat(catalogue[:], words[:]) {
		if e.name == "" || e.zh == "" || e.en == "" {
			t.Errorf("key %d is incomplete: %+v", k, e)
			continue
		}
		if got, ok := Lookup(En, e.name); !ok || got != e.en || *byName[e.name] != e {
			t.Errorf("%s is there twice", e.name)
		}
		zh, en := placeholder.FindAllString(e.zh, -1), placeholder.FindAllString(e.en, -1)
		slices.Sort(zh)
		slices.Sort(en)
		if !slices.Equal(zh, en) {
			t.Errorf("%s: values to fill in differ: %v, %v", e.name, zh, en)
		}
		for _, ch := range e.en {
			if unicode.Is(unicode.Han, ch) {
				t.Errorf("%s: Chinese in the English text %q", e.name, e.en)
				break
			}
		}
		if !slices.ContainsFunc([]rune(e.zh), func(ch rune) bool { return unicode.Is(unicode.Han, ch) }) {
			t.Errorf("%s: no Chinese in %q", e.name, e.zh)
		}
	}
	if All(Zh)["state.no_quote"] != "无报价" || len(All(En)) != int(KeyCount)+len(words) {
		t.Error("All is not all")
	}
}

// Every value that a page or a report can name has its words.
func TestEveryEnumHasWords(t *testing.T) {
	var names []string
	for s := obligation.State(0); s < obligation.StateCount; s++ {
		names = append(names, "state."+s.String())
	}
	for e := obligation.Exempt(0); e < obligation.ExemptCount; e++ {
		names = append(names, "exempt."+e.String())
	}
	for r := risk.Rule(0); r < risk.RuleCount; r++ {
		names = append(names, "rule."+r.String())
	}
	for m := risk.Mode(0); m < risk.ModeCount; m++ {
		names = append(names, "mode."+m.String())
	}
	for p := market.Phase(0); p < market.PhaseCount; p++ {
		names = append(names, "phase."+p.String())
	}
	for v := request.Verdict(0); v < request.VerdictCount; v++ {
		names = append(names, "answer."+v.String())
	}
	for f := award.Formula(0); f < award.FormulaCount; f++ {
		names = append(names, "award."+f.String(), "formula."+f.String())
	}
	for o := award.Outcome(0); o < award.OutcomeCount; o++ {
		names = append(names, "estimate."+o.String())
	}
	for f := award.Figure(0); f < award.FigureCount; f++ {
		names = append(names, "figure."+f.String())
	}
	for m := award.Measure(0); m < award.MeasureCount; m++ {
		names = append(names, "measure."+m.String())
	}
	for r := award.Role(0); r < award.RoleCount; r++ {
		names = append(names, "role."+r.String())
	}
	for p := award.Prospect(0); p < award.ProspectCount; p++ {
		names = append(names, "prospect."+p.String())
	}
	for k := range breaker.KindCount {
		names = append(names, "trip."+k.String())
	}
	for m := breaker.MeasureNone; m <= breaker.MeasureShare; m++ {
		names = append(names, "flow."+m.String())
	}
	for a := breaker.Unset; a <= breaker.ByRisk; a++ {
		names = append(names, "rearm."+a.String())
	}
	for s := range risk.ScopeCount {
		names = append(names, "scope."+s.String())
	}
	for k := range surveillance.KindCount {
		names = append(names, "conduct."+k.String())
	}
	for l := surveillance.OK; l <= surveillance.Stop; l++ {
		names = append(names, "level."+l.String())
	}
	for h := surveillance.NoDay; h <= surveillance.Unreadable; h++ {
		names = append(names, "halt."+h.String())
	}
	for p := range position.PeriodCount {
		names = append(names, "period."+p.String())
	}
	for _, name := range names {
		if _, ok := Lookup(Zh, name); !ok {
			t.Errorf("%s has no words", name)
		}
	}
}

func TestUnknownNameIsReadable(t *testing.T) {
	if s, ok := Lookup(Zh, "state.brand_new"); ok || s != "brand new" {
		t.Errorf("got %q, %v", s, ok)
	}
	if Key(KeyCount).In(En) != "?" || Key(KeyCount).Name() != "?" {
		t.Error("a key that is none has words")
	}
}

func TestLang(t *testing.T) {
	for s, want := range map[string]Lang{"zh": Zh, "en": En, "zh-CN": Zh, "EN_us.UTF-8": En} {
		if l, ok := ParseLang(s); !ok || l != want {
			t.Errorf("%s: got %v, %v", s, l, ok)
		}
	}
	for _, s := range []string{"", "de", "english"} {
		if _, ok := ParseLang(s); ok {
			t.Errorf("%q was taken", s)
		}
	}
	for l := range LangCount {
		if got, ok := ParseLang(l.String()); !ok || got != l {
			t.Errorf("%v reads back as %v", l, got)
		}
	}
}

func TestFill(t *testing.T) {
	got := PageLeft.Fill(En, "hours", "3", "minutes", "45")
	if got != "3 h 45 m left" {
		t.Errorf("got %q", got)
	}
}
