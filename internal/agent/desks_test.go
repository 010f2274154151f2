package agent

import (
	"strings"
	"testing"

	"quotient/config"
)

// shortDays is a calendar of short trading days.
const shortDays = `schema: 1
exchange: CZCE
before: 2025-12-31
hours:
  short:
    source: made up
    from: 2026-01-05
    products: [SR, AP]
    day:
      - 08:58-08:59 auction
      - 08:59-09:00 match
      - 09:00-09:05 continuous
      - 09:05-09:06 break
      - 09:06-09:10 continuous
years:
  2026:
    source: made up
    holidays: [01-01]
`

// nightDays is one whose days have a night session, too.
const nightDays = `schema: 1
exchange: CZCE
before: 2025-12-31
hours:
  short:
    source: made up
    from: 2026-01-05
    products: [SR, AP]
    day:
      - 08:58-08:59 auction
      - 08:59-09:00 match
      - 09:00-09:05 continuous
    night:
      - eve 20:58-20:59 auction
      - eve 20:59-21:00 match
      - eve 21:00-21:03 continuous
      - 09:00-09:03 continuous
      - 09:03-09:05 break
      - 09:05-09:07 continuous
years:
  2026:
    source: made up
    holidays: [01-01]
`

// exampleDesk is a shipped desk on a calendar of its own, files["short.yaml"],
// with some of its text replaced.
func exampleDesk(tb testing.TB, name string, files map[string][]byte, oldnew ...string) *config.Desk {
	tb.Helper()
	text, _ := config.Example(name)
	oldnew = append([]string{"  exchange: CZCE\n", "  exchange: CZCE\n  file: short.yaml\n"}, oldnew...)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(string(text), oldnew[i]) {
			tb.Fatalf("%s.yaml has no %q", name, oldnew[i])
		}
	}
	text = []byte(strings.NewReplacer(oldnew...).Replace(string(text)))
	d, problems := config.Parse(name+".yaml", text, files)
	if len(problems) > 0 {
		tb.Fatalf("%s\n%s", config.RenderText(problems, false), text)
	}
	return d
}

// optionDesk is the shipped option desk with five strikes, on 2026-11-24 unless
// the script is read for another day.
func optionDesk(tb testing.TB, files map[string][]byte, oldnew ...string) *config.Desk {
	tb.Helper()
	return exampleDesk(tb, "options_dev", files, append([]string{
		"{from: 5100, to: 6100, step: 100}", "{from: 5400, to: 5800, step: 100}"}, oldnew...)...)
}
