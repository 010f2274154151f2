package ops

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/risk"
)

// words are the page's in one language, as it fetches them.
func words(t *testing.T, lang string) map[string]string {
	t.Helper()
	p, err := newPage("")
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	if err := json.Unmarshal([]byte(p.files["/i18n/"+lang+".json"].body), &m); err != nil {
		t.Fatal(lang, err)
	}
	return m
}

// Both languages know the same words, with the same places to fill in.
func TestLanguagesAgree(t *testing.T) {
	zh, en := words(t, "zh"), words(t, "en")
	places := regexp.MustCompile(`\{\w+\}`)
	for key, text := range en {
		other, ok := zh[key]
		if !ok {
			t.Errorf("zh has no %s", key)
			continue
		}
		for _, p := range places.FindAllString(text, -1) {
			if !strings.Contains(other, p) {
				t.Errorf("zh %s does not fill in %s", key, p)
			}
		}
	}
	for key := range zh {
		if _, ok := en[key]; !ok {
			t.Errorf("en has no %s", key)
		}
	}
}

// Everything the page can be asked to say has a word.
func TestPageHasWordsForEverything(t *testing.T) {
	en := words(t, "en")
	need := []string{}
	for s := range obligation.StateCount {
		need = append(need, "state."+s.String())
	}
	for e := range obligation.ExemptCount {
		need = append(need, "exempt."+e.String())
	}
	for p := range market.PhaseCount {
		need = append(need, "phase."+p.String())
	}
	for m := range risk.ModeCount {
		need = append(need, "mode."+m.String())
	}
	for r := risk.OK + 1; r < risk.RuleCount; r++ {
		need = append(need, "rule."+r.String())
	}
	for _, r := range restraints {
		need = append(need, "restraint."+r)
	}
	for _, g := range guards {
		need = append(need, "control."+g.name)
	}
	for role := range roles {
		need = append(need, "role."+role)
	}
	for act := range acts {
		if act != "grant" {
			need = append(need, act, "ask."+act, "ask."+act+"_text", "ask."+act+"_yes")
		}
	}
	literal := regexp.MustCompile(`\bt\('([a-z_.]+)'|data-t="([a-z_]+)"`)
	err := fs.WalkDir(ui, "ui", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(name, ".json") {
			return err
		}
		b, err := ui.ReadFile(name)
		for _, m := range literal.FindAllStringSubmatch(string(b), -1) {
			need = append(need, m[1]+m[2])
		}
		return err
	})
	if err != nil || len(need) < 100 {
		t.Fatal(len(need), err)
	}
	for _, key := range need {
		if en[key] == "" {
			t.Errorf("no word for %s", key)
		}
	}
}

// The letters that the page draws are those of the API.
func TestPageKnowsTheLetters(t *testing.T) {
	b, err := ui.ReadFile("ui/kind.js")
	if err != nil {
		t.Fatal(err)
	}
	for s := range obligation.StateCount {
		if pair := s.String() + ": '" + string(rune(s.Letter())) + "'"; !strings.Contains(string(b), pair) {
			t.Errorf("kind.js has no %s", pair)
		}
	}
}

// Text reaches the page as text: nothing in it builds markup from a string.
func TestPageNeverBuildsMarkup(t *testing.T) {
	err := fs.WalkDir(ui, "ui", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".js") {
			return err
		}
		b, err := ui.ReadFile(name)
		for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "setAttribute('on"} {
			if strings.Contains(string(b), bad) {
				t.Errorf("%s uses %s", name, bad)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
