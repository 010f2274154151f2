package config

import (
	"bytes"
	"strings"
	"text/tabwriter"
)

// Text returns the figures as a table, each line after "feasible: ".
func (f *Feasible) Text() string {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(cells ...string) {
		// A memory buffer takes every write.
		_, _ = w.Write([]byte(strings.Join(cells, "\t") + "\n"))
	}
	row("bids in the contract's price, widths and distances in ticks, sizes in lots")
	_ = w.Flush()
	row("CONTRACTS", "DUTY", "STANCE", "BID", "WIDTH", "COUNTS", "GATE", "REACH", "COLLAR", "LOTS", "LEAST", "ORDER")
	for _, cells := range f.merged() {
		row(cells...)
	}
	_ = w.Flush()
	for i := range f.Positions {
		row(f.Positions[i].cells()...)
	}
	_ = w.Flush()
	for i := range f.Products {
		row(f.Products[i].cells()...)
	}
	_ = w.Flush()
	for _, line := range f.Messages.lines() {
		row(line)
	}
	_ = w.Flush()
	return prefixed(b.String())
}

// merged lays the steps out; of those that say the same of quotes and of answers
// there is one line.
func (f *Feasible) merged() (rows [][]string) {
	at := map[string]int{}
	for i := range f.Steps {
		cells := f.Steps[i].cells()
		duty := cells[1]
		cells[1] = ""
		key := strings.Join(cells, "\t")
		if j, ok := at[key]; ok {
			rows[j][1] += ", " + duty
			continue
		}
		cells[1] = duty
		at[key] = len(rows)
		rows = append(rows, cells)
	}
	return rows
}

// prefixed puts the word before each line and takes blanks off its end.
func prefixed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("feasible: " + strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}

func (s *Step) cells() []string {
	stance := strings.Join(s.Stances, ", ")
	if s.Relax != "" {
		stance += ", stressed x" + s.Relax
	}
	cells := make([]string, 12) // all of them: a short row would end the table's columns
	copy(cells, []string{some(s.Contracts), s.Duty, stance})
	switch {
	case s.out() && s.Stances[0] == "none":
		cells[3] = "quote: false"
		return cells
	case s.out():
		cells[3] = "no quote"
		return cells
	case s.MaxWidth == 0:
		copy(cells[3:], []string{s.prices(), "none counts"})
		return cells
	}
	counts, least := itoa(s.Allowed), itoa(s.Least)
	if s.Duty == dutyOwn {
		counts, least = "-", "-"
	} else if !s.Counts {
		counts = "no, over " + counts
	}
	copy(cells[3:], []string{s.prices(), between(s.MinWidth, s.MaxWidth), counts, "<= " + itoa(s.GateWidth), itoa(s.Reach),
		"<= " + itoa(s.Collar), itoa(s.Size), least, between(s.MinOrder, s.MaxOrder)})
	return cells
}

// out reports whether the step is not to quote.
func (s *Step) out() bool { return s.From == "" }

// prices writes the bids for which the step holds.
func (s *Step) prices() string {
	if s.To == "" {
		return "from " + s.From
	}
	if s.Until != "" {
		return s.From + ".." + s.To + " (" + s.Until + ")"
	}
	return s.From + ".." + s.To
}

// counted writes a number of things.
func counted(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return itoa(n) + " " + what + "s"
}

func between(low, high int64) string {
	if low == high {
		return itoa(high)
	}
	return itoa(low) + ".." + itoa(high)
}

// some names the first and the last of several contracts.
func some(list []string) string {
	if n := len(list); n > 3 {
		return list[0] + " .. " + list[n-1] + " (" + itoa(int64(n)) + ")"
	}
	return strings.Join(list, " ")
}

func (p *PositionFit) cells() []string {
	t := []string{"position " + some(p.Contracts), "max " + itoa(p.MaxLong) + " long, " + itoa(p.MaxShort) + " short",
		"a quote of " + itoa(p.Size) + " can be replaced from " + itoa(-p.FullShort) + " to " + itoa(p.FullLong)}
	if p.Least > 0 {
		t = append(t, "one of "+itoa(p.Least)+" from "+itoa(-p.LastShort)+" to "+itoa(p.LastLong)+" net")
	}
	if p.Rest > 0 {
		t = append(t, "no order takes a rest of "+itoa(p.Rest)+" or less down")
	}
	return t
}

func (p *ProductFit) cells() []string {
	return []string{"product " + p.Product, "max " + itoa(p.MaxNet) + " net", counted(int64(p.Contracts), "quote") + " of " + itoa(p.Standing) + " lots a side",
		"all stand and one is replaced from " + itoa(-p.Full) + " to " + itoa(p.Full) + " net"}
}

func (m *MessageFit) lines() []string {
	list := []string{
		"messages: " + itoa(m.Free) + " quotes and orders in " + m.Window + ", and " + itoa(m.Reserved) + " cancels; " +
			counted(m.Contracts, "contract") + " all quoted after " + m.All + ", all cancelled one by one after " + m.Pull,
		"messages: " + itoa(m.Day) + " a day: " + itoa(m.PerDay) + " for each contract; at the full rate they last " + m.Full,
	}
	for _, a := range m.Answers {
		list = append(list, "answers: "+a.Unit+": "+counted(a.AtOnce, "request")+" of one instant are answered within "+a.Within+
			", "+itoa(a.AfterFull)+" after a full window; all "+counted(a.Contracts, "contract")+" after "+a.All)
	}
	return list
}

// RenderCheck returns what RenderJSON does, and under "feasible" the figures of a
// file without problems.
func RenderCheck(problems []Problem, f *Feasible) []byte {
	if f == nil || len(problems) > 0 {
		return RenderJSON(problems)
	}
	return indented(struct {
		Schema   int       `json:"schema"`
		OK       bool      `json:"ok"`
		Problems []Problem `json:"problems"`
		Feasible *Feasible `json:"feasible"`
	}{1, true, []Problem{}, f})
}
