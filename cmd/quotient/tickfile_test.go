package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A tick is one made-up snapshot, a second after the one before.
type tick struct {
	symbol                                           string
	second                                           int // of the day
	bid, bidQty, ask, askQty, last, volume, turnover int
}

const (
	tickDay    = "20200803"
	nineOClock = 9 * 3600
	tickRows   = 600 // of each contract: ten minutes
)

// appleTicks makes up ten minutes of two contracts that move together.
func appleTicks(symbols ...string) (all []tick) {
	r := rand.New(rand.NewPCG(7, 11))
	mid := map[string]int{"AP010": 7200, "AP101": 7265}
	volume, turnover := map[string]int{}, map[string]int{}
	for s := range tickRows {
		move := r.IntN(3) - 1
		for _, name := range []string{"AP010", "AP101"} {
			traded := r.IntN(20)
			mid[name] += move
			volume[name] += traded
			turnover[name] += traded * mid[name]
			k := tick{symbol: name, second: nineOClock + s, bid: mid[name] - 1 - r.IntN(2), bidQty: 1 + r.IntN(40),
				ask: mid[name] + 1 + r.IntN(2), askQty: 1 + r.IntN(40), last: mid[name], volume: volume[name], turnover: turnover[name]}
			for _, want := range symbols {
				if want == name {
					all = append(all, k)
				}
			}
		}
	}
	return all
}

// ctp writes ticks with the 44 columns of CTP, every field quoted.
func ctp(ticks []tick) []byte {
	names := strings.Split("TradingDay,InstrumentID,ExchangeID,ExchangeInstID,LastPrice,PreSettlementPrice,PreClosePrice,"+
		"PreOpenInterest,OpenPrice,HighestPrice,LowestPrice,Volume,Turnover,OpenInterest,ClosePrice,SettlementPrice,"+
		"UpperLimitPrice,LowerLimitPrice,PreDelta,CurrDelta,UpdateTime,UpdateMillisec", ",")
	for i := 1; i <= 5; i++ {
		names = append(names, strings.Fields(fmt.Sprintf("BidPrice%d BidVolume%d AskPrice%d AskVolume%d", i, i, i, i))...)
	}
	var b bytes.Buffer
	row := func(cells []string) { fmt.Fprintf(&b, "%q", cells[0]); quoted(&b, cells[1:]) }
	row(append(names, "AveragePrice", "ActionDay"))
	for _, k := range ticks {
		cells := []string{tickDay, k.symbol, "", "", px(k.last), "7233.00", "7185.00", "148408.00", "7169.00", "7400.00", "7035.00",
			fmt.Sprint(k.volume), px(k.turnover), "148400.00", "0.00", "N/A", "7900.00", "6500.00", "0.00", "0.00",
			fmt.Sprintf("%02d:%02d:%02d", k.second/3600, k.second/60%60, k.second%60), "0",
			px(k.bid), fmt.Sprint(k.bidQty), px(k.ask), fmt.Sprint(k.askQty)}
		for range 4 {
			cells = append(cells, "0.00", "0", "0.00", "0")
		}
		row(append(cells, px(k.last), tickDay))
	}
	return b.Bytes()
}

func quoted(b *bytes.Buffer, cells []string) {
	for _, c := range cells {
		fmt.Fprintf(b, ",%q", c)
	}
	b.WriteByte('\n')
}

func px(n int) string { return fmt.Sprintf("%d.00", n) }

// plain writes ticks with the 15 columns of the index files.
func plain(ticks []tick) []byte {
	var b bytes.Buffer
	b.WriteString("trading_day,action_day,action_time_ms,instrument,last,volume,turnover,open_interest,pre_settle," +
		"upper_limit,lower_limit,bid_px1,bid_qty1,ask_px1,ask_qty1\n")
	for _, k := range ticks {
		clock := (k.second/3600*10000 + k.second/60%60*100 + k.second%60) * 1000
		fmt.Fprintf(&b, "%s,%s,%d,%s,%d,%d,%d.0,148400,7233,7900,6500,%d,%d,%d,%d\n", tickDay, tickDay, clock, k.symbol,
			k.last, k.volume, k.turnover, k.bid, k.bidQty, k.ask, k.askQty)
	}
	return b.Bytes()
}

// zipped packs text with gzip.
func zipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
