package benchmarks

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quotient/gateway/feed"
	"quotient/market"
)

// universe is n contracts of one product, whose symbols are AP000, AP001, …
func universe(n int) []market.Instrument {
	list := make([]market.Instrument, n)
	for i := range list {
		symbol, _ := market.MakeSymbol(fmt.Sprintf("AP%03d", i))
		product, _ := market.MakeCode("AP")
		list[i] = market.Instrument{Symbol: symbol, Product: product, TickUnits: 1, TickValue: 1000}
	}
	return list
}

// depthLines are snapshots as docs/feed.md shows them, of many contracts.
func depthLines(contracts, n int) (lines [][]byte) {
	for i := range n {
		mid := 7200 + i*7%61
		lines = append(lines, fmt.Appendf(nil, `{"t":"depth","c":"AP%03d","ts":%d,"bid":[["%d",%d]],"ask":[["%d",%d]],"last":"%d","vol":%d,"turn":%d,"oi":%d,"up":"7799","dn":"6915"}`,
			i%contracts, 1596416400000000000+i*250000000, mid-1, 1+i%30, mid+1, 1+i%17, mid, 118+i, 858686+i*mid, 38930+i%9))
	}
	return lines
}

// plainDepth is the line as encoding/json takes it.
type plainDepth struct {
	T    string               `json:"t"`
	C    string               `json:"c"`
	TS   int64                `json:"ts"`
	Bid  [][2]json.RawMessage `json:"bid"`
	Ask  [][2]json.RawMessage `json:"ask"`
	Last string               `json:"last"`
	Vol  int64                `json:"vol"`
	Turn int64                `json:"turn"`
	OI   int64                `json:"oi"`
	Up   string               `json:"up"`
	Dn   string               `json:"dn"`
}

// plainDecoder does the same work with the standard library: it finds the
// contract in a map and reads prices as ticks, never through a float.
type plainDecoder struct {
	instruments []market.Instrument
	contracts   map[string]market.Contract
	bad         int
}

func newPlainDecoder(list []market.Instrument) *plainDecoder {
	d := &plainDecoder{instruments: list, contracts: map[string]market.Contract{}}
	for i := range list {
		d.contracts[list[i].Symbol.String()] = market.Contract(i)
	}
	return d
}

func (d *plainDecoder) line(line []byte, emit func(*market.Event)) {
	var in plainDepth
	c, known := market.NoContract, false
	if err := json.Unmarshal(line, &in); err == nil {
		c, known = d.contracts[in.C]
	}
	if !known || in.T != "depth" {
		d.bad++
		return
	}
	e := market.Event{Kind: market.EventDepth, Contract: c, Time: market.Time(in.TS), Volume: market.Qty(in.Vol),
		Turnover: in.Turn, OpenInterest: market.Qty(in.OI)}
	e.Bid, e.BidQty = d.side(c, in.Bid)
	e.Ask, e.AskQty = d.side(c, in.Ask)
	e.Last, e.Upper, e.Lower = d.price(c, in.Last), d.price(c, in.Up), d.price(c, in.Dn)
	emit(&e)
}

func (d *plainDecoder) side(c market.Contract, levels [][2]json.RawMessage) (market.Price, market.Qty) {
	if len(levels) == 0 {
		return 0, 0
	}
	var qty int64
	if json.Unmarshal(levels[0][1], &qty) != nil {
		d.bad++
	}
	return d.price(c, strings.Trim(string(levels[0][0]), `"`)), market.Qty(qty)
}

func (d *plainDecoder) price(c market.Contract, text string) market.Price {
	p, ok := d.instruments[c].ParsePrice([]byte(text))
	if !ok {
		d.bad++
	}
	return p
}

// TestDecodersAgree: a race between two that do not do the same is no race.
func TestDecodersAgree(t *testing.T) {
	list := universe(64)
	ours, plain := feed.New(list), newPlainDecoder(list)
	for _, line := range depthLines(64, 500) {
		var a, b market.Event
		p := ours.Line(line, 0, func(e *market.Event) { a = *e })
		plain.line(line, func(e *market.Event) { b = *e })
		if p.Code != feed.OK || plain.bad != 0 || a != b || a.Kind != market.EventDepth {
			t.Fatalf("%s\n%s\n%+v\n%+v", line, p.String(), a, b)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	list := universe(64)
	ours, plain := feed.New(list), newPlainDecoder(list)
	lines := depthLines(64, turn)
	var sum market.Price
	emit := func(e *market.Event) { sum += e.Bid }
	compare(b, "line",
		rival{name: "fastjson", run: func(n int) {
			for _, line := range lines[:n] {
				ours.Line(line, 0, emit)
			}
		}},
		rival{name: "encoding/json", run: func(n int) {
			for _, line := range lines[:n] {
				plain.line(line, emit)
			}
		}})
	if ours.Stats().Problems != 0 || plain.bad != 0 || sum == 0 {
		b.Fatal("not every line was decoded")
	}
}
