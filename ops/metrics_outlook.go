package ops

import (
	"strconv"

	"quotient/market"
)

// outlookMetrics writes what the account's funds will or may come to.
func outlookMetrics(e *exposition, o *Outlook) {
	yuan := e.family("quotient_outlook_yuan", "gauge", "What the funds come to, by case and kind, as far as it is known.")
	put := func(of, kind string, fen market.Money) { yuan.add(fixed(int64(fen), 2), "case", of, "kind", kind) }
	if x := o.Settlement; x != nil {
		put("settlement", "margin", x.Margin)
		put("settlement", "free", x.Free)
		put("settlement_raised", "margin", x.Raised)
		put("settlement_raised", "free", x.Worst)
	}
	if x := o.Stress; x != nil {
		put("stress", "pnl", x.PnL)
		put("stress", "free", x.Free)
	}
	if x := o.LimitDays; x != nil {
		put("limit_days", "pnl", x.PnL)
		put("limit_days", "free", x.Free)
	}
	days := e.family("quotient_delivery_days_left", "gauge", "Trading days left, with the last one, of what is held and headed to delivery.")
	for i := range o.Deliveries {
		d := &o.Deliveries[i]
		days.add(strconv.FormatInt(d.Days, 10), "contract", d.Contract, "late", truth(d.Late))
	}
	lots := e.family("quotient_exercise_lots", "gauge", "Lots of the future that options in the money would bring.")
	for i := range o.Exercises {
		x := &o.Exercises[i]
		lots.add(strconv.FormatInt(int64(x.Long), 10), "contract", x.Contract, "side", "long")
		lots.add(strconv.FormatInt(int64(x.Short), 10), "contract", x.Contract, "side", "short")
	}
}
