package ops

import (
	"quotient/market"
	"quotient/quoter/port"
)

// An Outlook is what the account's funds will or may come to; null where that is not
// known. Amounts are in fen.
type Outlook struct {
	Settlement *Settlement `json:"settlement"`
	Stress     *Scenario   `json:"stress"`
	LimitDays  *LimitDays  `json:"limit_days"`
	Deliveries []Delivery  `json:"deliveries"` // of what is headed to delivery, or expires
	Exercises  []Exercise  `json:"exercises"`
}

// A Settlement is what the next settlement will ask for.
type Settlement struct {
	Date    string       `json:"date"` // the trading day whose rates it is at
	Margin  market.Money `json:"margin_fen"`
	Raised  market.Money `json:"raised_fen"` // where the exchange raises what it may
	Free    market.Money `json:"free_fen"`   // below 0 is the call
	Worst   market.Money `json:"free_raised_fen"`
	Raising int32        `json:"contracts_raised"`
	Guessed int32        `json:"contracts_unmarked"` // at the settlement before
}

// A Scenario is the one of the grid that leaves the least.
type Scenario struct {
	Price int64        `json:"price_ppm"`
	Vol   int64        `json:"volatility_millipoints"`
	PnL   market.Money `json:"pnl_fen"`
	Free  market.Money `json:"free_fen"`
}

// LimitDays are the consecutive limit days that leave the least.
type LimitDays struct {
	Day  int64        `json:"day"`
	Up   bool         `json:"up"`
	PnL  market.Money `json:"pnl_fen"`
	Free market.Money `json:"free_fen"`
}

// A Delivery is the countdown of what is held to the last trading day.
type Delivery struct {
	Contract string     `json:"contract"`
	Long     market.Qty `json:"long"`
	Short    market.Qty `json:"short"`
	Days     int64      `json:"days_left"`
	Unwind   *int64     `json:"days_to_unwind"` // null = nobody trades it
	Late     bool       `json:"late"`
}

// An Exercise is what options in the money would bring into a future.
type Exercise struct {
	Contract string       `json:"contract"`
	Long     market.Qty   `json:"long"`
	Short    market.Qty   `json:"short"`
	Margin   market.Money `json:"margin_fen"`
}

func outlookOf(s *port.Snapshot) *Outlook {
	o := &s.Outlook
	v := &Outlook{Deliveries: deliveries(s), Exercises: make([]Exercise, 0, o.Exercises)}
	if o.Known&port.OutlookForecast != 0 {
		v.Settlement = &Settlement{Date: dateText(o.Next), Margin: o.Margin, Raised: o.Raised, Free: o.Free, Worst: o.Worst,
			Raising: o.Raising, Guessed: o.Guessed}
	}
	if o.Known&port.OutlookStress != 0 {
		v.Stress = &Scenario{Price: o.Price, Vol: o.Vol, PnL: o.PnL, Free: o.Left}
	}
	if o.Known&port.OutlookLocked != 0 {
		v.LimitDays = &LimitDays{Day: o.Day, Up: o.Up != 0, PnL: o.LockedPnL, Free: o.Locked}
	}
	for i := range o.Exercise[:min(o.Exercises, port.MaxExercises)] {
		x := &o.Exercise[i]
		v.Exercises = append(v.Exercises, Exercise{Contract: symbol(x.Contract, s), Long: x.Long, Short: x.Short, Margin: x.Margin})
	}
	return v
}

// deliveries are the contracts headed to delivery of which something is held.
func deliveries(s *port.Snapshot) []Delivery {
	list := []Delivery{}
	for i := range min(int(s.Contracts), len(s.Contract)) {
		c := &s.Contract[i]
		g := &c.Guard
		if g.Delivery&port.DeliverySoon == 0 {
			continue
		}
		d := Delivery{Contract: c.Symbol.String(), Long: c.Long, Short: c.Short, Days: g.Days, Late: g.Delivery&port.DeliveryLate != 0}
		if days := g.Unwind; days > 0 { // a copy: the snapshot is written again
			d.Unwind = &days
		}
		list = append(list, d)
	}
	return list
}
