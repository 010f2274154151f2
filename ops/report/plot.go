package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
)

// The colours of the plots.
const (
	ink   = "#1d2730"
	soft  = "#5d6b77"
	faint = "#e3e8ec"
	good  = "#1f7a4d"
	band  = "#b9dac9"
	aim   = "#b3261e"
)

// exemptColours and reasonColours are by obligation.Exempt and by reason.
var (
	exemptColours = [...]string{"#9aa7b1", "#c3ccd3", "#8aa4c8", "#6d8fbd", "#a9b9a0", "#4f77ad", "#b7a9c9"}
	reasonColours = [...]string{"#7a0f0a", "#8d6e63", "#5c2a86", "#c77c02", "#a0522d", "#b8860b", "#e0a458", "#d4a5a5", "#c62828", "#e57373", "#ef9a9a", "#f4b183", "#757575"}
)

// plots draws what a table cannot show.
func (t *table) plots() (groups []plotGroup) {
	add := func(title text.Key, plots []plot) {
		if len(plots) > 0 {
			groups = append(groups, plotGroup{title.In(t.lang), plots})
		}
	}
	var ratios []plot
	for i := range t.Units {
		if u := &t.Units[i]; len(u.Points) > 0 {
			ratios = append(ratios, plot{Caption: u.Name + " · " + monthText(u.Month), SVG: t.ratioPlot(u)})
		}
	}
	add(text.ReportRatioPlot, ratios)
	if len(t.Totals) > 0 {
		add(text.ReportWherePlot, []plot{{Caption: text.ReportWhole.In(t.lang), SVG: t.wherePlot(), Wide: true}})
	}
	add(text.ReportSpreadPlot, t.spreadPlots())
	return groups
}

// Sizes of a ratio plot, and the frame that its axes leave.
const (
	plotW, plotH        = 520, 200
	plotLeft, plotRight = 48.0, 500.0
	plotTop, plotBottom = 12.0, 172.0
)

// ratioPlot draws the unit's ratio after each trading day: the band from low to
// high, the low line, and the target.
func (t *table) ratioPlot(u *Unit) template.HTML {
	d := draw(plotW, plotH, text.ReportRatioPlot.In(t.lang)+" "+u.Name)
	target := float64(u.Target) / 1e6
	floor := target
	for _, p := range u.Points {
		floor = min(floor, p.ratio(p.PartLow))
	}
	floor = max(0, float64(int((floor-0.02)*20))/20)
	y := func(v float64) float64 { return plotBottom - (v-floor)/(1-floor)*(plotBottom-plotTop) }
	x := func(i int) float64 {
		return plotLeft + (plotRight-plotLeft)*(float64(i)+0.5)/float64(len(u.Points))
	}
	for i := range 5 {
		v := floor + (1-floor)*float64(i)/4
		d.line(plotLeft, y(v), plotRight, y(v), faint, "")
		d.text(plotLeft-6, y(v)+4, "end", soft, fmt.Sprintf("%.1f%%", v*100))
	}
	var low, around [][2]float64
	for i, p := range u.Points {
		low = append(low, [2]float64{x(i), y(p.ratio(p.PartLow))})
		around = append(around, [2]float64{x(i), y(min(1, p.ratio(p.PartHigh)))})
		if len(u.Points) <= 12 || i%3 == 0 {
			d.text(x(i), plotBottom+15, "middle", soft, fmt.Sprint(int(p.Day%100)))
		}
	}
	for _, p := range slices.Backward(low) {
		around = append(around, p)
	}
	d.path(around, "none", band)
	d.path(low, good, "none")
	for i, p := range u.Points {
		d.dot(low[i][0], low[i][1], good, dayText(p.Day)+" "+percentText(market.Time(p.PartLow), market.Time(p.Whole)))
	}
	d.line(plotLeft, y(target), plotRight, y(target), aim, "5 4")
	d.text(plotRight, y(target)-4, "end", aim, text.ReportTarget.In(t.lang)+" "+ppmText(u.Target))
	return d.done()
}

// ratio is part of the whole; nothing of nothing is drawn at the bottom.
func (p *Point) ratio(part int64) float64 {
	if p.Whole <= 0 {
		return 0
	}
	return float64(part) / float64(p.Whole)
}

// barLines is how many contracts the bars show; the tables have all.
const barLines = 40

// A share of a bar.
type slice struct {
	name, colour string
	time         market.Time
}

// wherePlot draws one bar per contract's month, those with the most ineffective
// time first.
func (t *table) wherePlot() template.HTML {
	list := make([]*Total, 0, len(t.Totals))
	for i := range t.Totals {
		list = append(list, &t.Totals[i])
	}
	slices.SortStableFunc(list, func(a, b *Total) int { return cmp.Compare(b.IneffectiveSum(), a.IneffectiveSum()) })
	list = list[:min(len(list), barLines)]
	const left, right, step = 130.0, 1090.0, 20.0
	legend := t.slices(sumOf(t.Totals))
	rows := (len(legend) + 4) / 5
	d := draw(1140, int(step)*len(list)+20*rows+12, text.ReportWherePlot.In(t.lang))
	for i, c := range list {
		x, top := left, float64(i)*step
		d.text(left-8, top+13, "end", ink, c.Contract+" "+monthText(c.Month))
		for _, s := range t.slices(&c.Row) {
			if c.Scheduled <= 0 {
				break
			}
			w := (right - left) * float64(s.time) / float64(c.Scheduled)
			d.rect(x, top+2, w, step-5, s.colour, s.name+" "+spanText(s.time))
			x += w
		}
	}
	for i, s := range legend {
		x, y := left+float64(i%5)*196, step*float64(len(list))+20*float64(i/5)+8
		d.rect(x, y, 11, 11, s.colour, s.name)
		d.text(x+16, y+10, "start", soft, s.name+" "+spanText(s.time))
	}
	return d.done()
}

func sumOf(totals []Total) *Row {
	var r Row
	for i := range totals {
		r.Low += totals[i].Low
		for k := range r.Exempt {
			r.Exempt[k] += totals[i].Exempt[k]
		}
		for k := range r.Ineffective {
			r.Ineffective[k] += totals[i].Ineffective[k]
		}
	}
	return &r
}

// slices are the parts of a row's scheduled time, as far as there are any.
func (t *table) slices(r *Row) (list []slice) {
	add := func(name, colour string, v market.Time) {
		if v > 0 {
			list = append(list, slice{name, colour, v})
		}
	}
	add(text.ReportEffective.In(t.lang), good, r.Low)
	for e := obligation.ExemptNone + 1; e < obligation.ExemptCount; e++ {
		add(t.word("exempt."+e.String()), exemptColours[int(e)%len(exemptColours)], r.Exempt[e])
	}
	for s := obligation.Killed; s < obligation.StateCount; s++ {
		add(t.word("state."+s.String()), reasonColours[s.Reason()%len(reasonColours)], r.Ineffective[s.Reason()])
	}
	return list
}
