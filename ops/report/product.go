package report

import (
	"quotient/market"
	"quotient/obligation"
)

// A Product is one product's month: done when every one of its units is.
type Product struct {
	Name    string
	Month   market.Month
	Verdict obligation.Verdict
	Units   []string
}

// products joins units, which come by month, to the products' verdicts.
func products(units []Unit) (list []Product) {
	for i := range units {
		u := &units[i]
		name := u.Product
		if name == "" {
			name = u.Name
		}
		n := len(list) - 1
		if n < 0 || list[n].Name != name || list[n].Month != u.Month {
			list = append(list, Product{Name: name, Month: u.Month, Verdict: u.Verdict})
			n++
		}
		list[n].Verdict = worse(list[n].Verdict, u.Verdict)
		list[n].Units = append(list[n].Units, u.Name)
	}
	return list
}

// grave says which of several verdicts decides a whole of which each is a part: a
// part that is missed, then one that nobody can judge, then one that still runs.
var grave = [obligation.VerdictCount]int{obligation.Met: 0, obligation.InBand: 1, obligation.Open: 2,
	obligation.NotAssessed: 3, obligation.Missed: 4}

func worse(a, b obligation.Verdict) obligation.Verdict {
	if a >= obligation.VerdictCount || b < obligation.VerdictCount && grave[b] > grave[a] {
		return b
	}
	return a
}

// VerdictName returns a verdict as JSON and CSV write it.
func VerdictName(v obligation.Verdict) string {
	if v >= obligation.VerdictCount {
		return "invalid"
	}
	return [obligation.VerdictCount]string{"not_assessed", "met", "missed", "open", "in_band"}[v]
}

// AggregationName returns an aggregation as JSON writes it.
func AggregationName(a obligation.Aggregation) string {
	if a >= obligation.AggregationCount {
		return "invalid"
	}
	return [obligation.AggregationCount]string{"every", "pooled", "some", "days", "response"}[a]
}
