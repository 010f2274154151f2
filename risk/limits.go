package risk

import (
	"quotient/market"
	"quotient/risk/window"
)

// Check calls bad for each limit that is missing or cannot be, with its key, what
// was found and the nearest value allowed. Keys of a contract's limits read
// "limits[3].max_long", by contract.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	within := func(key string, v, low, high int64) {
		if v < low {
			bad(key, v, low)
		} else if v > high {
			bad(key, v, high)
		}
	}
	if len(p.Limits) != len(p.Instruments) {
		bad("limits", int64(len(p.Limits)), int64(len(p.Instruments)))
	}
	within("window", int64(p.Window), 1, int64(market.Day))
	within("max_messages", p.MaxMessages, 2, window.Most)
	within("for_cancels", p.ForCancels, 1, max(1, p.MaxMessages-1))
	within("max_day", p.MaxDay, 1, 1<<40)
	for c := range p.Limits {
		p.Limits[c].check(index("limits", c), within)
	}
	p.checkProducts(bad)
	p.checkExtended(bad, within)
}

// farthest bounds numbers that nothing else does.
const farthest = 1 << 40

func (l *Limits) check(at string, within func(key string, v, low, high int64)) {
	within(at+".max_order_qty", int64(l.MaxOrderQty), 1, maxQty)
	within(at+".min_order_qty", int64(l.MinOrderQty), 1, max(1, int64(l.MaxOrderQty)))
	within(at+".max_long", int64(l.MaxLong), 1, farthest)
	within(at+".max_short", int64(l.MaxShort), 1, farthest)
	within(at+".max_value", int64(l.MaxValue), 1, 1<<62)
	within(at+".collar_ticks", int64(l.CollarTicks), 1, farthest)
	within(at+".max_spread", int64(l.MaxSpread), 1, farthest)
	within(at+".stale_after", int64(l.StaleAfter), 1, int64(market.Day))
	within(at+".quote_phases", int64(l.QuotePhases), 0, 1<<market.PhaseCount-1)
	within(at+".order_phases", int64(l.OrderPhases), 0, 1<<market.PhaseCount-1)
	within(at+".max_per_window", l.MaxPerWindow, 1, window.Most)
}

// checkProducts asks for exactly one positive limit for every product.
func (p *Params) checkProducts(bad func(key string, found, allowed int64)) {
	for i := range p.Products {
		if v := p.Products[i].MaxNet; v <= 0 {
			bad(index("products", i)+".max_net", int64(v), 1)
		}
		for j := range i {
			if p.Products[j].Product == p.Products[i].Product {
				bad(index("products", i)+".product", int64(i), int64(j))
			}
		}
	}
	for c := range p.Instruments {
		found := false
		for i := range p.Products {
			found = found || p.Products[i].Product == p.Instruments[c].Product
		}
		if !found {
			bad(index("instruments", c)+".product", 0, 1)
		}
	}
}

// index returns "name[i]".
func index(name string, i int) string {
	var buf [20]byte
	at := len(buf)
	for {
		at--
		buf[at] = byte('0' + i%10)
		if i /= 10; i == 0 {
			return name + "[" + string(buf[at:]) + "]"
		}
	}
}
