package agent

import (
	"fmt"
	"io"
	"strings"
	"time"

	"quotient/internal/text"
	"quotient/ops"
)

// A table of the status shows so many rows at most, the nearest first.
const statusRows = 10

// printControls prints what holds trading back, how near the rest is, and what is
// not in force.
func printControls(w io.Writer, c *ops.Controls) {
	printHeld(w, c)
	printBudgets(w, c.Budgets)
	printPositions(w, c)
	if f := c.Funds; f != nil {
		fmt.Fprintf(w, "\nfunds, yuan\tmargin %s\tfrozen %s\tavailable %s\tfor opening %s\tusage %s\n",
			yuanOf((*int64)(f.Held)), yuanOf((*int64)(&f.Frozen)), yuanOf((*int64)(f.Available)), yuanOf((*int64)(f.Free)), percentOf(f.Usage))
	}
	if c.Funds != nil {
		printOutlook(w, c.Funds.Outlook)
	}
	if len(c.NotInForce) > 0 {
		fmt.Fprintf(w, "\nnot in force: %s\n", strings.Join(c.NotInForce, ", "))
	}
}

// printHeld prints what somebody stopped and what tripped.
func printHeld(w io.Writer, c *ops.Controls) {
	head := "\nheld back\twhat\tsince\tby\tends\n"
	row := func(scope, name, what, since, by, ends string) {
		fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\t%s\n", head, strings.TrimSpace(scope+" "+name), what, clock(since), by, ends)
		head = ""
	}
	if c.Halt != "" {
		row("account", "", text.Words(text.En, "halt."+c.Halt), "", "conduct", "")
	}
	for i := range c.Holds {
		h := &c.Holds[i]
		ends := "two persons clear it"
		if h.ClearPersons == 1 {
			ends = "one person clears it"
		}
		if h.ClearBy != "" {
			ends = fmt.Sprintf("%s asked to clear it; another person has to, until %s", h.ClearBy, clock(h.ClearUntil))
		}
		row(h.Scope, h.Name, h.Mode, h.Since, h.By+": "+h.Reason, ends)
	}
	for i := range c.Trips {
		t := &c.Trips[i]
		row(t.Scope, t.Name, strings.TrimSpace(text.Words(text.En, "trip."+t.Kind)+" "+t.Measure+t.Rule), t.Since,
			figureOf(t.Value, t.Unit)+" of "+figureOf(t.Limit, t.Unit), endsOf(t))
	}
}

// endsOf says how a trip ends.
func endsOf(t *ops.Trip) string {
	switch t.Ends {
	case "never":
		return "not before the limit is set"
	case "cause":
		return "with its cause"
	case "at":
		return "at " + clock(t.Until)
	}
	ends := "by " + t.Rearm
	if t.Until != "" {
		ends += ", not before " + clock(t.Until)
	}
	if t.RearmBy != "" {
		ends += "; " + t.RearmBy + " asked, another person has to"
	}
	return ends
}

// figureOf writes a value in its unit.
func figureOf(v int64, unit string) string {
	switch unit {
	case "fen":
		return yuanOf(&v) + " yuan"
	case "ns":
		return time.Duration(v).String()
	case "ppm":
		return fmt.Sprintf("%d.%02d%%", v/1e4, v/100%100)
	}
	return fmt.Sprint(v)
}

// yuanOf writes fen as yuan; a figure that is not known is a dash.
func yuanOf(fen *int64) string {
	if fen == nil {
		return "–"
	}
	sign, v := "", *fen
	if v < 0 {
		sign, v = "-", -v
	}
	return fmt.Sprintf("%s%d.%02d", sign, v/100, v%100)
}

func printBudgets(w io.Writer, list []ops.Budget) {
	for i := range list[:min(len(list), statusRows)] {
		if i == 0 {
			fmt.Fprintln(w, "\nbudget\twhere\tused\tour stop\texchange\tlevel\tsource")
		}
		b, unit := &list[i], "count"
		if b.Kind == "close_share" {
			unit = "ppm"
		}
		level := b.Level
		if b.Exempt != "" {
			level = "exempt: " + b.Exempt
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", b.Kind, orAccount(b.Name), figureOf(b.Used, unit), figureOf(b.Stop, unit),
			figureOf(b.Limit, unit), level, b.Source)
	}
}

func orAccount(name string) string {
	if name == "" {
		return "account"
	}
	return name
}

// printPositions prints those that hold or may hold something, or are held back.
func printPositions(w io.Writer, c *ops.Controls) {
	head, n := "\nposition\tmode\tworst long\tworst short\tcounted\texchange\topens left\tmay only be closed\n", 0
	for i := range c.Positions {
		p := &c.Positions[i]
		if n == statusRows || p.Worst[0]+p.Worst[1]+p.Counted[0]+p.Counted[1] == 0 && len(p.Restraint) == 0 {
			continue
		}
		limit, opens, why := "–", "–", strings.Join(p.Restraint, ", ")
		if p.Limit != nil {
			limit = fmt.Sprint(*p.Limit)
		}
		if p.OpensLeft != nil {
			opens = fmt.Sprint(*p.OpensLeft)
		}
		if p.Until != "" {
			why += ", gone by " + p.Until[5:10] + " " + clock(p.Until)
		}
		fmt.Fprintf(w, "%s%s\t%s\t%d/%d\t%d/%d\t%d %d\t%s\t%s\t%s\n", head, p.Contract, p.Mode, p.Worst[0], p.Stop[0], p.Worst[1], p.Stop[1],
			p.Counted[0], p.Counted[1], limit, opens, why)
		head, n = "", n+1
	}
}
