package report

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"quotient/internal/text"
	"quotient/obligation"
)

//go:embed report.html.tmpl
var pageText string

var pageTemplate = template.Must(template.New("report").Parse(pageText))

// What the template fills in.
type (
	page struct {
		Lang, Title, Months string
		Cards               []card
		Groups              []plotGroup
		Sections            []pageSection
	}
	card struct{ Name, Month, Verdict, Class string }
	// plotGroup holds the plots of one kind.
	plotGroup struct {
		Title string
		Plots []plot
	}
	plot struct {
		Caption string
		SVG     template.HTML
		Wide    bool
	}
	pageSection struct {
		Title string
		Head  []cell
		Lines []pageLine
		Notes []string
	}
	pageLine struct {
		Cells []cell
		End   bool // the last line before a rule
	}
	cell struct {
		Text string
		Left bool
	}
)

// HTML writes the report as one page that needs no other file: plots, and every
// table of the text form.
func (r *Report) HTML(w io.Writer, lang text.Lang) error {
	t := table{lang: lang, Report: r, exchange: some(r.Rows, func(r *Row) bool { return r.HasExchange })}
	p := page{Lang: lang.String(), Title: text.ReportTitle.In(lang)}
	var months []string
	for _, m := range r.Months() {
		months = append(months, monthText(m))
	}
	p.Months = strings.Join(months, ", ")
	for i := range r.Products {
		o := &r.Products[i]
		p.Cards = append(p.Cards, card{o.Name, monthText(o.Month), t.word("outcome." + VerdictName(o.Verdict)), cardClass(o.Verdict)})
	}
	p.Groups = t.plots()
	for _, s := range t.sections() {
		p.Sections = append(p.Sections, s.page())
	}
	if r.Empty() {
		p.Sections = []pageSection{{Title: text.ReportNone.In(lang)}}
	}
	return pageTemplate.Execute(w, &p)
}

func cardClass(v obligation.Verdict) string {
	switch v {
	case obligation.Met, obligation.Missed:
		return VerdictName(v)
	}
	return "open"
}

// page turns a text table into one of the page.
func (s *section) page() pageSection {
	p := pageSection{Title: s.title, Notes: s.notes}
	for i, h := range s.grid.head {
		p.Head = append(p.Head, cell{h, i < s.grid.left})
	}
	for _, line := range s.grid.lines {
		if line == nil {
			p.Lines[len(p.Lines)-1].End = true
			continue
		}
		var l pageLine
		for i, c := range line {
			l.Cells = append(l.Cells, cell{c, i < s.grid.left})
		}
		for i := len(line); i < len(s.grid.head); i++ {
			l.Cells = append(l.Cells, cell{})
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}
