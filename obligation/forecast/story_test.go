package forecast

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories runs testdata/*.txt. A line is a verb and words:
//
//	sessions E/D…                        past trading days, oldest first
//	month target PPM d D low E days D…   the forecast of the month
//	ahead CLOCK-CLOCK…                   stretches of obliged time to come
//	slack CLOCK S scheduled D            a sample of the slack
//	burn WINDOW                          slack lost over the window, and when it ends
//	dark                                 from the last sample on: when the month is lost
//
// and after ---- stands what each said.
func TestStories(t *testing.T) {
	stories.Play(t, 2, func(at *stories.Story) func([]string) { return (&story{Story: at}).line })
}

type story struct {
	*stories.Story
	sessions []Session
	ahead    []Span
	samples  []Sample
}

func (s *story) line(words []string) {
	switch words[0] {
	case "sessions":
		s.sessions = nil
		for _, w := range words[1:] {
			e, d, _ := strings.Cut(w, "/")
			s.sessions = append(s.sessions, Session{D: s.span(d), E: s.span(e)})
		}
	case "month":
		s.month(words[1:])
	case "ahead":
		s.ahead = nil
		for _, w := range words[1:] {
			from, to, _ := strings.Cut(w, "-")
			s.ahead = append(s.ahead, Span{s.clock(from), s.clock(to)})
		}
	case "slack":
		s.samples = append(s.samples, Sample{At: s.clock(words[1]), Slack: s.span(words[2]), Scheduled: s.span(words[4])})
	case "burn":
		s.burn(s.span(words[1]))
	case "dark":
		s.dark()
	default:
		s.Fatalf("what is %q?", words[0])
	}
}

func (s *story) month(words []string) {
	in := Input{Target: s.number(words[1]), D: s.span(words[3]), Low: s.span(words[5]), Sessions: s.sessions}
	for _, w := range words[7:] {
		in.Remaining, in.R = append(in.Remaining, s.span(w)), in.R+s.span(w)
	}
	r := Month(in)
	if !r.OK {
		fmt.Fprintf(s, "n/a: %d days\n", r.Sessions)
		return
	}
	fmt.Fprintf(s, "ends at %d, %d to %d; met in %d of 100\n", r.Mid, r.Low, r.High, r.Chance/10_000)
}

func (s *story) last() *Sample { return &s.samples[len(s.samples)-1] }

func (s *story) burn(window market.Time) {
	r, ok := Burn(s.samples, window)
	if !ok {
		fmt.Fprintln(s, "not measured")
		return
	}
	fmt.Fprintf(s, "lost %v in %v", time.Duration(r.Lost), time.Duration(r.Over))
	if at, ok := Ends(s.last().Slack, r, s.ahead, s.last().At); ok {
		fmt.Fprintf(s, ", ends at %s", show(at))
	}
	fmt.Fprintln(s)
}

func (s *story) dark() {
	var left market.Time
	for _, a := range s.ahead {
		left += a.To - max(a.From, s.last().At)
	}
	fmt.Fprintf(s, "safe dark for %d minutes", SafeDark(s.last().Slack, left))
	if at, ok := Impossible(s.last().Slack, s.ahead, s.last().At); ok {
		fmt.Fprintf(s, ", impossible from %s", show(at))
	}
	fmt.Fprintln(s)
}

func show(at market.Time) string {
	return fmt.Sprintf("%02d:%02d:%02d", at/market.Hour, at/market.Minute%60, at/market.Second%60)
}

func (s *story) clock(word string) market.Time {
	at, err := time.Parse("15:04", word)
	if err != nil {
		s.Fatal(err)
	}
	return market.Time(at.Hour())*market.Hour + market.Time(at.Minute())*market.Minute
}

func (s *story) span(word string) market.Time {
	d, err := time.ParseDuration(word)
	if err != nil {
		s.Fatal(err)
	}
	return market.Time(d)
}

func (s *story) number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		s.Fatal(err)
	}
	return n
}
