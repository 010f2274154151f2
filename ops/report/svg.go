package report

import (
	"fmt"
	"html"
	"html/template"
	"strings"
)

// A drawing is an SVG picture in the making.
type drawing struct {
	b    strings.Builder
	w, h int
}

func draw(w, h int, title string) *drawing {
	d := &drawing{w: w, h: h}
	fmt.Fprintf(&d.b, `<svg viewBox="0 0 %d %d" role="img" xmlns="http://www.w3.org/2000/svg"><title>%s</title>`+"\n", w, h, html.EscapeString(title))
	return d
}

func (d *drawing) done() template.HTML {
	d.b.WriteString("</svg>\n")
	return template.HTML(d.b.String())
}

// line draws from x1,y1 to x2,y2; dash is an SVG dash array or "".
func (d *drawing) line(x1, y1, x2, y2 float64, colour, dash string) {
	if dash != "" {
		dash = ` stroke-dasharray="` + dash + `"`
	}
	fmt.Fprintf(&d.b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"%s/>`+"\n", x1, y1, x2, y2, colour, dash)
}

func (d *drawing) rect(x, y, w, h float64, colour, title string) {
	fmt.Fprintf(&d.b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s">`, x, y, w, h, colour)
	fmt.Fprintf(&d.b, "<title>%s</title></rect>\n", html.EscapeString(title))
}

func (d *drawing) dot(x, y float64, colour, title string) {
	fmt.Fprintf(&d.b, `<circle cx="%.1f" cy="%.1f" r="2.6" fill="%s"><title>%s</title></circle>`+"\n", x, y, colour, html.EscapeString(title))
}

// text writes s at x, y; anchor is start, middle or end.
func (d *drawing) text(x, y float64, anchor, colour, s string) {
	fmt.Fprintf(&d.b, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, colour, html.EscapeString(s))
}

// path draws through points; a filled one is closed.
func (d *drawing) path(points [][2]float64, stroke, fill string) {
	if len(points) == 0 {
		return
	}
	d.b.WriteString(`<path d="`)
	for i, p := range points {
		op := "L"
		if i == 0 {
			op = "M"
		}
		fmt.Fprintf(&d.b, "%s%.1f %.1f", op, p[0], p[1])
	}
	if fill != "none" {
		d.b.WriteString("Z")
	}
	fmt.Fprintf(&d.b, `" stroke="%s" fill="%s" stroke-width="1.6"/>`+"\n", stroke, fill)
}
