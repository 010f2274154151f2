package config

import (
	"quotient/market"
)

// A PositionFit is how far the position of a contract may run before quotes
// shrink, and before not even the least that counts fits, while a quote stands
// and its replacement is on its way. Lots; a negative figure never fits.
type PositionFit struct {
	Contracts []string `json:"contracts"`
	Size      int64    `json:"size"`
	Least     int64    `json:"least"` // 0 = no terms
	MaxLong   int64    `json:"max_long"`
	MaxShort  int64    `json:"max_short"`
	FullLong  int64    `json:"full_long"` // net long up to which a full quote may be replaced
	FullShort int64    `json:"full_short"`
	LastLong  int64    `json:"last_long"` // net long up to which the least one may
	LastShort int64    `json:"last_short"`
	Rest      int64    `json:"rest"` // so many lots, or fewer, no order can take down
}

// A ProductFit is the same over a product, with all its quotes standing and the
// largest one's replacement on its way.
type ProductFit struct {
	Product   string `json:"product"`
	Contracts int    `json:"contracts"` // quoted
	Standing  int64  `json:"standing"`  // lots on one side of all its quotes
	MaxNet    int64  `json:"max_net"`
	Full      int64  `json:"full"`
}

// A MessageFit is what the message windows leave. Times are written like keys.
type MessageFit struct {
	Window    string      `json:"window"`
	Free      int64       `json:"free"`     // quotes and orders in a window
	Reserved  int64       `json:"reserved"` // kept for cancels
	Contracts int64       `json:"contracts"`
	All       string      `json:"all"`  // until every contract is quoted, after a window that was full
	Pull      string      `json:"pull"` // until every quote is cancelled one by one, out of the reserve alone
	Day       int64       `json:"day"`
	PerDay    int64       `json:"per_contract_and_day"`
	Full      string      `json:"full"` // how long a day's messages last at the window's full rate
	Answers   []AnswerFit `json:"answers"`
}

// An AnswerFit is how many requests for quote may come at once.
type AnswerFit struct {
	Unit      string `json:"unit"`
	Contracts int64  `json:"contracts"` // that owe answers and are quoted
	Within    string `json:"within"`
	AtOnce    int64  `json:"at_once"`    // requests of one instant that are answered in time, from an empty window
	AfterFull int64  `json:"after_full"` // the same after a window that was full
	All       string `json:"all"`        // until the last answer leaves when all are asked at once
}

func (d *Desk) positionFits() (list []PositionFit, products []ProductFit) {
	at := map[positionKey]int{}
	byProduct := map[market.Code]int{}
	largest := map[market.Code]int64{}
	for c := range d.Quoter.Contracts {
		q, in := &d.Quoter.Contracts[c], &d.Instruments[c]
		if !q.Quote {
			continue
		}
		l := &d.Risk.Limits[c]
		k := positionKey{int64(q.Size), d.least(market.Contract(c)), int64(l.MaxLong), int64(l.MaxShort), int64(l.MinOrderQty) - 1}
		i, ok := at[k]
		if !ok {
			i = len(list)
			at[k] = i
			list = append(list, k.fit())
		}
		list[i].Contracts = append(list[i].Contracts, in.Symbol.String())
		j, ok := byProduct[in.Product]
		if !ok {
			j = len(products)
			byProduct[in.Product] = j
			products = append(products, ProductFit{Product: in.Product.String(), MaxNet: int64(d.maxNet(in.Product))})
		}
		products[j].Contracts++
		products[j].Standing += int64(q.Size)
		largest[in.Product] = max(largest[in.Product], int64(q.Size))
		products[j].Full = products[j].MaxNet - products[j].Standing - largest[in.Product]
	}
	return list, products
}

// A positionKey is what contracts with the same PositionFit share.
type positionKey struct{ size, least, long, short, rest int64 }

func (k positionKey) fit() PositionFit {
	last := k.size + max(1, k.least)
	return PositionFit{Rest: k.rest, Size: k.size, Least: k.least, MaxLong: k.long, MaxShort: k.short,
		FullLong: k.long - 2*k.size, FullShort: k.short - 2*k.size, LastLong: k.long - last, LastShort: k.short - last}
}

// least is the largest least size that any terms ask of a contract.
func (d *Desk) least(c market.Contract) (lots int64) {
	for i := range d.Obligation.Terms {
		if t := &d.Obligation.Terms[i]; t.Contract == c {
			lots = max(lots, int64(t.MinSize))
		}
	}
	for i := range d.Requests.Terms {
		if t := &d.Requests.Terms[i]; t.Contract == c {
			lots = max(lots, int64(t.MinSize))
		}
	}
	return lots
}

func (d *Desk) maxNet(product market.Code) market.Qty {
	for i := range d.Risk.Products {
		if d.Risk.Products[i].Product == product {
			return d.Risk.Products[i].MaxNet
		}
	}
	return 0
}

func (d *Desk) messageFit() MessageFit {
	r := &d.Risk
	m := MessageFit{Window: lasting(int64(r.Window)), Free: r.MaxMessages - r.ForCancels, Reserved: r.ForCancels, Day: r.MaxDay}
	for c := range d.Quoter.Contracts {
		if d.Quoter.Contracts[c].Quote {
			m.Contracts++
		}
	}
	m.All, m.Pull = lasting(d.until(m.Contracts, m.Free)), lasting(d.until(m.Contracts, m.Reserved))
	m.Full = lasting(d.until(r.MaxDay, m.Free))
	if m.Contracts > 0 {
		m.PerDay = r.MaxDay / m.Contracts
	}
	for u := range d.Requests.Units {
		if a := d.answerFit(uint8(u)); a.contracts > 0 {
			m.Answers = append(m.Answers, AnswerFit{Unit: d.Requests.Units[u].Name.String(), Contracts: a.contracts,
				Within: lasting(int64(a.within)), AtOnce: a.atOnce, AfterFull: a.afterFull, All: lasting(d.until(a.contracts, m.Free))})
		}
	}
	return m
}

// until is how long the last of n messages has to wait, when so many fit into a
// window and the last window was full.
func (d *Desk) until(n, free int64) int64 {
	if n <= 0 || free <= 0 {
		return 0
	}
	windows := ceilDiv(n, free)
	if windows > int64(market.Day)*365/int64(max(1, d.Risk.Window)) {
		return int64(market.Day) * 365
	}
	return windows * int64(d.Risk.Window)
}

// lasting writes a time as a key would.
func lasting(ns int64) string { return measureText(ns, durationUnits()) }

// An answering is a unit of answers: how many contracts owe them, in what time, and
// how many requests of one instant the message window can answer.
type answering struct {
	contracts, atOnce, afterFull int64
	within                       market.Time
}

func (d *Desk) answerFit(unit uint8) (a answering) {
	seen := map[market.Contract]bool{}
	for i := range d.Requests.Terms {
		t := &d.Requests.Terms[i]
		if t.Unit != unit || !d.Quoter.Contracts[t.Contract].Quote {
			continue
		}
		if a.within == 0 || t.Respond < a.within {
			a.within = t.Respond
		}
		if !seen[t.Contract] {
			seen[t.Contract] = true
			a.contracts++
		}
	}
	free := d.Risk.MaxMessages - d.Risk.ForCancels
	if d.Risk.Window > 0 && free > 0 && a.within > 0 { // a window that ends as the time does is too late
		a.afterFull = free * int64((a.within-1)/d.Risk.Window)
		a.atOnce = a.afterFull + free
	}
	return a
}
