package feed

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quotient/market"
)

var rewrite = flag.Bool("rewrite", false, "write the output of the stories into testdata; read the difference before keeping it")

// apples are the universe of most tests: two apple months with a whole tick, an
// index future with ticks of 0.2, and one whose symbol fills eight bytes.
func apples(tb testing.TB) []market.Instrument {
	tb.Helper()
	return []market.Instrument{
		instrument(tb, "AP010", "AP", 1, 0, 1000),
		instrument(tb, "AP101", "AP", 1, 0, 1000),
		instrument(tb, "IF2101", "IF", 2, 1, 6000),
		instrument(tb, "SR609C60", "SRC", 5, 1, 500),
	}
}

func instrument(tb testing.TB, symbol, product string, units int64, decimals uint8, value market.Money) market.Instrument {
	tb.Helper()
	y, ok := market.MakeSymbol(symbol)
	code, fits := market.MakeCode(product)
	if !ok || !fits {
		tb.Fatalf("bad symbol %q or product %q", symbol, product)
	}
	return market.Instrument{Symbol: y, Product: code, TickUnits: units, Decimals: decimals, TickValue: value}
}

// show prints an event with only what is not zero, prices in ticks.
func show(e *market.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v c%d", e.Kind, e.Contract)
	if e.Flags&market.FlagOwn != 0 {
		b.WriteString(" own")
	}
	if e.Time != 0 {
		fmt.Fprintf(&b, " %d %s", e.Time.Date(), clockText(e.Time))
	}
	if e.BidQty != 0 || e.Bid != 0 {
		fmt.Fprintf(&b, " bid %d x %d", e.Bid, e.BidQty)
	}
	if e.AskQty != 0 || e.Ask != 0 {
		fmt.Fprintf(&b, " ask %d x %d", e.Ask, e.AskQty)
	}
	for _, f := range []struct {
		name  string
		value int64
	}{{"last", int64(e.Last)}, {"vol", int64(e.Volume)}, {"turn", e.Turnover}, {"oi", int64(e.OpenInterest)},
		{"up", int64(e.Upper)}, {"dn", int64(e.Lower)}, {"edge", int64(e.Edge)}, {"price", int64(e.Price)}} {
		if f.value != 0 {
			fmt.Fprintf(&b, " %s %d", f.name, f.value)
		}
	}
	if e.Kind == market.EventPhase {
		fmt.Fprintf(&b, " %v", e.Phase)
	}
	if e.Ref != (market.Ref{}) {
		fmt.Fprintf(&b, " ref %s", e.Ref)
	}
	return b.String()
}

func clockText(t market.Time) string {
	c := t.Clock()
	return fmt.Sprintf("%02d:%02d:%02d.%09d", c/market.Hour, c/market.Minute%60, c/market.Second%60, c%market.Second)
}

// story runs each block of a file: what stands above ---- goes through run, and
// must give what stands below it.
func story(t *testing.T, file string, run func(input string) string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	blocks := strings.Split(strings.TrimRight(string(text), "\n"), "\n\n")
	for i, block := range blocks {
		head, want, found := strings.Cut(block+"\n", "----\n")
		var input strings.Builder
		for line := range strings.Lines(head) {
			if !strings.HasPrefix(line, "#") {
				input.WriteString(line)
			}
		}
		got := ""
		if found || input.Len() > 0 {
			got = run(input.String())
			if got != want && !*rewrite {
				t.Errorf("%s, block %d:\n%s---- want\n%s---- got\n%s", path, i+1, head, want, got)
			}
			got = "----\n" + got
		}
		if i > 0 {
			out.WriteString("\n")
		}
		out.WriteString(head + got)
	}
	if *rewrite {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLineStories(t *testing.T) {
	for _, file := range []string{"lines_good.txt", "lines_bad.txt"} {
		story(t, file, func(input string) string {
			var b strings.Builder
			d := New(apples(t))
			for line := range strings.Lines(input) {
				line = strings.TrimSuffix(line, "\n")
				p := d.Line([]byte(line), 0, func(e *market.Event) { fmt.Fprintln(&b, show(e)) })
				if p.Code != OK {
					fmt.Fprintln(&b, p.String())
				}
			}
			return b.String()
		})
	}
}

func TestRowStories(t *testing.T) {
	symbols := NewSymbols(apples(t))
	for _, file := range []string{"rows_ctp.txt", "rows_plain.txt"} {
		story(t, file, func(input string) string {
			var b strings.Builder
			ticks, err := NewTicks(strings.NewReader(input), "f.csv", symbols.Lookup)
			if err != nil {
				return err.Error() + "\n"
			}
			var e market.Event
			for {
				ok, p := ticks.Next(&e)
				if ok {
					fmt.Fprintln(&b, show(&e))
				} else if p != nil {
					fmt.Fprintln(&b, p.String())
				} else {
					break
				}
			}
			s := ticks.Stats()
			fmt.Fprintf(&b, "rows %d events %d unknown %d problems %d backwards %d", s.Rows, s.Events, s.Unknown, s.Problems, s.Backwards)
			if s.Settled+s.Unsettled > 0 {
				fmt.Fprintf(&b, " settled %d unsettled %d", s.Settled, s.Unsettled)
			}
			fmt.Fprintln(&b)
			return b.String()
		})
	}
}
