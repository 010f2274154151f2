package agent

import (
	"fmt"
	"io"

	"quotient/market"
	"quotient/ops"
)

// printOutlook prints what the funds will or may come to.
func printOutlook(w io.Writer, o *ops.Outlook) {
	if o == nil {
		return
	}
	yuan := func(m market.Money) string { return yuanOf((*int64)(&m)) }
	if x := o.Settlement; x != nil {
		fmt.Fprintf(w, "after the next settlement (%s)\tmargin %s\tfree %s\tif raised %s\tfree %s\n", x.Date, yuan(x.Margin), yuan(x.Free), yuan(x.Raised), yuan(x.Worst))
	}
	if x := o.Stress; x != nil {
		fmt.Fprintf(w, "worst scenario\tprices %+.2f%%\tvolatility %+.1f\tresult %s\tfree %s\n", float64(x.Price)/1e4, float64(x.Vol)/1e3, yuan(x.PnL), yuan(x.Free))
	} else {
		fmt.Fprintln(w, "worst scenario\tnot assessed")
	}
	if x := o.LimitDays; x != nil {
		way := "down"
		if x.Up {
			way = "up"
		}
		fmt.Fprintf(w, "limit days in a row\tday %d %s\t\tresult %s\tfree %s\n", x.Day, way, yuan(x.PnL), yuan(x.Free))
	} else {
		fmt.Fprintln(w, "limit days in a row\tnot assessed")
	}
	for _, d := range o.Deliveries {
		unwind := "–"
		if d.Unwind != nil {
			unwind = fmt.Sprint(*d.Unwind)
		}
		fmt.Fprintf(w, "to delivery\t%s\tlong %d short %d\tdays left %d\tto unwind %s\n", d.Contract, d.Long, d.Short, d.Days, unwind)
	}
	for _, x := range o.Exercises {
		fmt.Fprintf(w, "exercise would bring\t%s\tlong %d short %d\tmargin %s\n", x.Contract, x.Long, x.Short, yuan(x.Margin))
	}
}
