package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
)

// Effective is how much of the second counted as effective, exempt and neither. The
// rest was not scheduled, or nothing was owed.
func (x *Explanation) Effective() (effective, exempt, neither market.Time) {
	for i := range x.Spans {
		s := &x.Spans[i]
		switch d := s.To - s.From; {
		case s.State == obligation.Effective && s.Known:
			effective += d
		case s.State == obligation.Exempted:
			exempt += d
		case s.State == obligation.Off && s.Known:
		default:
			neither += d
		}
	}
	return effective, exempt, neither
}

// In words the reason in the given language.
func (r Reason) In(lang text.Lang) string {
	pairs := make([]string, len(r.Values))
	for i, v := range r.Values {
		if name, ok := strings.CutPrefix(v, "@"); ok {
			v, _ = text.Lookup(lang, name)
		}
		pairs[i] = v
	}
	return text.Words(lang, r.Name, pairs...)
}

// Text writes the explanation for people.
func (x *Explanation) Text(w io.Writer, lang text.Lang) error {
	out := bufio.NewWriter(w)
	word := func(name string) string {
		s, _ := text.Lookup(lang, name)
		return s
	}
	fmt.Fprintf(out, "%s  %s – %s  (%s %s)\n", x.Contract, time.Unix(0, int64(x.From)).In(china).Format("2006-01-02 15:04:05.000"),
		timeText(x.To), text.ReportDay.In(lang), dayOrDash(x.Day))
	effective, exempt, neither := x.Effective()
	fmt.Fprintf(out, "%s\n\n", text.Words(lang, "explain.sum", "effective", milliText(int64(effective/market.Millisecond)),
		"exempt", milliText(int64(exempt/market.Millisecond)), "neither", milliText(int64((neither+market.Millisecond-1)/market.Millisecond))))
	for i := range x.Spans {
		s := &x.Spans[i]
		fmt.Fprintf(out, "%s – %s  %s: %s%s\n", timeText(s.From), timeText(s.To), word(s.name()), s.Why.In(lang), s.place())
	}
	out.WriteByte('\n')
	g := &grid{left: 2}
	for _, l := range x.lines(lang) {
		g.lines = append(g.lines, l[:])
	}
	g.plain(out)
	return out.Flush()
}

func dayOrDash(d market.Date) string {
	if d == 0 {
		return "–"
	}
	return dayText(d)
}

// name is the name of the span's state in the catalogue.
func (s *Span) name() string {
	if !s.Known {
		return "explain.not_known"
	}
	return "state." + s.State.String()
}

// place is the record that says so.
func (s *Span) place() string {
	if !s.Known {
		return ""
	}
	return fmt.Sprintf("  [epoch %d, seq %d]", s.Epoch, s.Seq)
}

// lines are what the second was measured on.
func (x *Explanation) lines(lang text.Lang) (list [][2]string) {
	add := func(name, value string) {
		label, _ := text.Lookup(lang, name)
		list = append(list, [2]string{label, value})
	}
	for i := range x.Quotes {
		q := &x.Quotes[i]
		add("explain.quote", fmt.Sprintf("%d  %s × %d / %s × %d  %s", q.ID, x.price(q.Bid), q.BidQty, x.price(q.Ask), q.AskQty,
			text.Words(lang, "explain.life", "spread", strconv.FormatInt(int64(q.Ask-q.Bid), 10), "sent", timeText(q.Sent), "live", timeText(q.Live),
				"ended", timeText(q.Ended))))
		add("explain.legs", text.Words(lang, "explain.leaves", "bid", strconv.FormatInt(int64(q.BidLeft), 10), "ask", strconv.FormatInt(int64(q.AskLeft), 10)))
	}
	if len(x.Quotes) == 0 {
		add("explain.quote", "–")
	}
	add("explain.terms", x.termsText(lang))
	if m := &x.Market; m.At != 0 {
		add("explain.market", fmt.Sprintf("%s × %d / %s × %d  %s", x.side(m.Bid, m.BidQty), m.BidQty, x.side(m.Ask, m.AskQty), m.AskQty,
			text.Words(lang, "explain.limits", "last", x.orDash(m.Last), "lower", x.orDash(m.Lower), "upper", x.orDash(m.Upper), "at", timeText(m.At))))
	} else {
		add("explain.market", "–")
	}
	phase, _ := text.Lookup(lang, "phase."+x.Phase.String())
	add("explain.phase", phase)
	return list
}

func (x *Explanation) price(p market.Price) string {
	if x.in == nil {
		return "?"
	}
	return x.in.FormatPrice(p)
}

func (x *Explanation) side(p market.Price, q market.Qty) string {
	if q == 0 {
		return "–"
	}
	return x.price(p)
}

func (x *Explanation) orDash(p market.Price) string {
	if p == 0 {
		return "–"
	}
	return x.price(p)
}

// termsText words the terms in force.
func (x *Explanation) termsText(lang text.Lang) string {
	o := x.Terms
	if o == nil {
		return text.Words(lang, "why.not_owed")
	}
	name := "explain.owed"
	if o.Tiers {
		name = "explain.owed_tiers"
	}
	return text.Words(lang, name, "spread", strconv.FormatInt(int64(o.MaxSpread), 10), "size", strconv.FormatInt(int64(o.MinSize), 10), "target", ppmText(o.Target),
		"source", orDash(o.Source))
}

// JSON writes the explanation as one object.
func (x *Explanation) JSON(w io.Writer, lang text.Lang) error {
	type span struct {
		From   int64   `json:"from_ns"`
		To     int64   `json:"to_ns"`
		State  *string `json:"state"`
		Exempt *string `json:"exempt"`
		Why    string  `json:"why"`
		Text   string  `json:"why_text"`
		Epoch  uint64  `json:"epoch"`
		Seq    uint64  `json:"seq"`
	}
	effective, exempt, neither := x.Effective()
	doc := struct {
		Schema    int     `json:"schema"`
		Contract  string  `json:"contract"`
		From      int64   `json:"from_ns"`
		Day       string  `json:"trading_day"`
		Effective int64   `json:"effective_low_ns"`
		Exempt    int64   `json:"exempt_ns"`
		Neither   int64   `json:"ineffective_ns"`
		Spans     []span  `json:"spans"`
		Quotes    []Quote `json:"quotes"`
		Terms     *Owed   `json:"terms"`
		Market    Market  `json:"market"`
		Phase     string  `json:"phase"`
	}{1, x.Contract, int64(x.From), dayOrDash(x.Day), int64(effective), int64(exempt), int64(neither), nil, x.Quotes, x.Terms, x.Market, x.Phase.String()}
	for i := range x.Spans {
		s := &x.Spans[i]
		doc.Spans = append(doc.Spans, span{int64(s.From), int64(s.To), known(s.State.String(), s.Known),
			known(s.Exempt.String(), s.Exempt != obligation.ExemptNone), strings.TrimPrefix(s.Why.Name, "why."), s.Why.In(lang), s.Epoch, s.Seq})
	}
	b, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
