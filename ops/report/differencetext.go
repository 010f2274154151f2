package report

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"

	"quotient/internal/text"
	"quotient/market"
)

// Table writes the differences as text: those that must be looked into and those
// that are not within band and rounding, or all of them.
func (c *Reconciliation) Table(w io.Writer, all bool, lang text.Lang) error {
	out := bufio.NewWriter(w)
	t := table{lang: lang, Report: &Report{}}
	g := t.plain(3, text.ReportContract, text.ReportDay, text.ReconcileWhat, text.ReconcileOurs, text.ReconcileHigh, text.ReconcileTheirs,
		text.ReconcileDifference)
	for a := range AttributionCount {
		g.head = append(g.head, t.word("differs."+a.String()))
	}
	g.head = append(g.head, text.ReportVerdict.In(lang))
	for i := range c.Differences {
		d := &c.Differences[i]
		if all || d.Over() || d.Outside != 0 {
			g.add(d.Name, d.Period(), d.cells(&t))
		}
	}
	if len(g.lines) > 0 {
		g.write(out)
	}
	io.WriteString(out, text.ReconcileSum.Fill(lang, "figures", countText(int64(c.Figures)), "over", countText(int64(c.Over())))+"\n")
	return out.Flush()
}

// Period is the day or the month as text.
func (d *Difference) Period() string {
	if d.Day != 0 {
		return dayText(d.Day)
	}
	return monthText(d.Month)
}

func (d *Difference) cells(t *table) []string {
	cells := []string{t.word("means." + d.What.String())}
	if d.NoOurs {
		cells = append(cells, "–", "–")
	} else {
		cells = append(cells, d.What.text(d.Ours), d.What.text(d.OursHigh))
	}
	if d.NoTheirs {
		cells = append(cells, "–")
	} else {
		cells = append(cells, d.What.text(d.Theirs))
	}
	if d.NoOurs || d.NoTheirs {
		cells = append(cells, "–")
	} else {
		cells = append(cells, d.What.text(d.Theirs-d.Ours))
	}
	for _, v := range d.By {
		if v == 0 {
			cells = append(cells, "")
		} else {
			cells = append(cells, d.What.text(v))
		}
	}
	return append(cells, t.word("differs."+d.verdict()))
}

// verdict names what is to be made of the difference.
func (d *Difference) verdict() string {
	switch {
	case d.NoTheirs:
		return "no_theirs"
	case d.NoOurs:
		return "no_ours"
	case d.Limit < 0:
		return "estimate"
	case d.Over():
		return "over"
	}
	return "agrees"
}

// text writes a value in the meaning's unit.
func (m Meaning) text(v int64) string {
	switch {
	case m.time():
		return exactText(market.Time(v))
	case m.money():
		return yuanText(market.Money(v))
	case m == MeaningScore:
		return milliText(v)
	}
	return countText(v)
}

// exactText returns a duration as h:mm:ss with milliseconds, towards zero.
func exactText(t market.Time) string {
	sign := ""
	if t < 0 {
		sign, t = "-", -t
	}
	ms := strconv.FormatInt(int64(t/market.Millisecond%1000)+1000, 10)[1:]
	return sign + spanText(t) + "." + ms
}

type differenceJSON struct {
	Name     string           `json:"name"`
	Period   string           `json:"period"`
	What     string           `json:"what"`
	Ours     *int64           `json:"ours_low"`
	OursHigh *int64           `json:"ours_high"`
	Theirs   *int64           `json:"exchange"`
	Step     int64            `json:"exchange_step"`
	By       map[string]int64 `json:"by"`
	Outside  int64            `json:"outside_band"`
	Limit    *int64           `json:"tolerance"`
	Verdict  string           `json:"verdict"`
}

// JSON writes every difference and the rows that could not be read as one object.
func (c *Reconciliation) JSON(w io.Writer, problems []Problem) error {
	list := make([]string, 0, len(problems))
	for i := range problems {
		list = append(list, problems[i].String())
	}
	b := appendObject(nil, struct {
		Schema      int              `json:"schema"`
		Figures     int              `json:"figures"`
		Over        int              `json:"over"`
		Differences []differenceJSON `json:"differences"`
		Problems    []string         `json:"problems"`
	}{1, c.Figures, c.Over(), each(c.Differences, (*Difference).object), list})
	_, err := w.Write(append(b, '\n'))
	return err
}

func (d *Difference) object() differenceJSON {
	j := differenceJSON{d.Name, d.Period(), d.What.String(), known(d.Ours, !d.NoOurs), known(d.OursHigh, !d.NoOurs),
		known(d.Theirs, !d.NoTheirs), d.Step, map[string]int64{}, d.Outside, known(d.Limit, d.Limit >= 0), d.verdict()}
	for a, v := range d.By {
		if v != 0 {
			j.By[Attribution(a).String()] = v
		}
	}
	return j
}

// CSV writes every difference.
func (c *Reconciliation) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"name", "period", "what", "ours_low", "ours_high", "exchange", "outside_band", "verdict"}
	for a := range AttributionCount {
		head = append(head, "by_"+a.String())
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := range c.Differences {
		d := &c.Differences[i]
		line := []string{d.Name, d.Period(), d.What.String(), unless(d.NoOurs, d.Ours), unless(d.NoOurs, d.OursHigh),
			unless(d.NoTheirs, d.Theirs), digits(d.Outside), d.verdict()}
		for _, v := range d.By {
			line = append(line, digits(v))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// unless is v in digits, empty when it is missing.
func unless(missing bool, v int64) string {
	if missing {
		return ""
	}
	return digits(v)
}
