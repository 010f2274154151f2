package report

import (
	"fmt"
	"html/template"
	"slices"

	"quotient/internal/text"
	"quotient/market"
)

// spreadPlots draws for each product how long effective quotes stood at each width.
func (t *table) spreadPlots() (list []plot) {
	of, widest := map[string]map[market.Price]market.Time{}, map[string]market.Price{}
	product := t.productsOf()
	for i := range t.Spreads {
		s := &t.Spreads[i]
		name := product[s.Contract]
		if name == "" {
			name = s.Contract
		}
		if of[name] == nil {
			of[name] = map[market.Price]market.Time{}
		}
		of[name][s.Ticks] += s.For
	}
	for i := range t.Totals {
		widest[t.Totals[i].Product] = max(widest[t.Totals[i].Product], t.Totals[i].MaxSpread)
	}
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		list = append(list, plot{Caption: name, SVG: t.histogram(name, of[name], widest[name])})
	}
	return list
}

// productsOf finds the product of each contract.
func (t *table) productsOf() map[string]string {
	m := map[string]string{}
	for i := range t.Totals {
		m[t.Totals[i].Contract] = t.Totals[i].Product
	}
	return m
}

// histogramBars is how many widths a plot shows; wider ones are one bar.
const histogramBars = 16

func (t *table) histogram(name string, of map[market.Price]market.Time, widest market.Price) template.HTML {
	var bars []market.Time
	var whole market.Time
	first := market.Price(-1)
	for p, v := range of {
		whole += v
		if first < 0 || p < first {
			first = p
		}
	}
	for p, v := range of {
		i := min(int(p-first), histogramBars-1)
		for len(bars) <= i {
			bars = append(bars, 0)
		}
		bars[i] += v
	}
	d := draw(plotW, plotH, text.ReportSpreadPlot.In(t.lang)+" "+name)
	step := (plotRight - plotLeft) / float64(max(len(bars), 4))
	top := slices.Max(bars)
	for i, v := range bars {
		x, h := plotLeft+step*float64(i), (plotBottom-plotTop-14)*float64(v)/float64(max(top, 1))
		label := fmt.Sprint(int64(first) + int64(i))
		if i == histogramBars-1 {
			label = "≥" + label
		}
		colour := good
		if widest > 0 && first+market.Price(i) > widest {
			colour = aim
		}
		d.rect(x+3, plotBottom-h, step-6, h, colour, label+" "+text.ReportTicks.In(t.lang)+" "+spanText(v))
		d.text(x+step/2, plotBottom-h-4, "middle", soft, percentText(v, whole))
		d.text(x+step/2, plotBottom+15, "middle", soft, label)
	}
	d.line(plotLeft, plotBottom, plotRight, plotBottom, soft, "")
	d.text(plotRight, plotBottom+26, "end", soft, text.ReportTicks.In(t.lang))
	return d.done()
}
