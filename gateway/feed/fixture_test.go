package feed

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"quotient/market"
)

// appleDay makes up a day of CTP rows with the oddities of the recorded ones:
// all fields quoted, a record of the evening before, the auction's result, whole
// seconds with holes, an empty fifth level, and the last second twice.
func appleDay(seed uint64, symbol string, day market.Date, rows int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	var b bytes.Buffer
	b.WriteString(`"TradingDay","InstrumentID","ExchangeID","ExchangeInstID","LastPrice","PreSettlementPrice","PreClosePrice","PreOpenInterest","OpenPrice","HighestPrice","LowestPrice","Volume","Turnover","OpenInterest","ClosePrice","SettlementPrice","UpperLimitPrice","LowerLimitPrice","PreDelta","CurrDelta","UpdateTime","UpdateMillisec"`)
	for i := 1; i <= 5; i++ {
		fmt.Fprintf(&b, `,"BidPrice%d","BidVolume%d","AskPrice%d","AskVolume%d"`, i, i, i, i)
	}
	b.WriteString(",\"AveragePrice\",\"ActionDay\"\n")
	mid, volume, turnover, interest := 7200, 0, 0, 148408
	row := func(date market.Date, clock market.Time, settle string, bid, bidQty, ask, askQty int) {
		fmt.Fprintf(&b, `"%d","%s","","","%d.00","7233.00","7185.00","148408.00","7169.00","%d.00","7035.00","%d","%d.00","%d.00","0.00","%s","7667.00","6799.00","0.00","0.00","%02d:%02d:%02d","000","%d.00","%d","%d.00","%d"`,
			day, symbol, mid, mid+15, volume, turnover, interest, settle,
			clock/market.Hour, clock/market.Minute%60, clock/market.Second%60, bid, bidQty, ask, askQty)
		for range 4 {
			b.WriteString(`,"0.00","0","0.00","0"`)
		}
		fmt.Fprintf(&b, ",\"%d.00\",\"%d\"\n", mid, date)
	}
	eve := market.DateOfDays(day.Days() - 1)
	row(eve, 19*market.Hour+29*market.Minute, "N/A", 0, 0, 0, 0)
	row(day, 9*market.Hour-market.Minute, "N/A", mid-1, 1, mid, 63)
	clock := 9 * market.Hour
	for range rows {
		mid += r.IntN(5) - 2
		traded := r.IntN(40)
		volume, turnover, interest = volume+traded, turnover+traded*mid, interest+r.IntN(7)-3
		row(day, clock, "N/A", mid-1-r.IntN(2), 1+r.IntN(40), mid+1+r.IntN(3), 1+r.IntN(40))
		clock += market.Second
		if r.IntN(50) == 0 {
			clock += market.Time(r.IntN(30)) * market.Second
		}
	}
	row(day, 15*market.Hour-market.Second, "7104.00", mid-1, 9, mid+1, 5)
	row(day, 15*market.Hour-market.Second, "7104.00", mid-1, 9, mid+1, 5)
	return b.Bytes()
}

// indexDay makes up rows of the index file: no quotes, milliseconds, ticks of 0.2.
func indexDay(seed uint64, rows int) []byte {
	r := rand.New(rand.NewPCG(seed, 2))
	var b bytes.Buffer
	b.WriteString("trading_day,action_day,action_time_ms,instrument,last,volume,turnover,open_interest,pre_settle,upper_limit,lower_limit,bid_px1,bid_qty1,ask_px1,ask_qty1\n")
	px := func(ticks int) string { return fmt.Sprintf("%d.%d", ticks/5, ticks%5*2) }
	mid, volume, turnover := 26150, 240, 376560000
	clock := 9*market.Hour + 29*market.Minute + 400*market.Millisecond
	for range rows {
		mid += r.IntN(7) - 3
		traded := r.IntN(40)
		volume, turnover = volume+traded, turnover+traded*mid*60
		hms := clock/market.Hour*10000 + clock/market.Minute%60*100 + clock/market.Second%60
		fmt.Fprintf(&b, "20210104,20210104,%d,IF2101,%s,%d,%d.0,%d,5216.2,5737.8,4694.6,%s,%d,%s,%d\n",
			hms*1000+clock/market.Millisecond%1000, px(mid), volume, turnover, 90767-r.IntN(100),
			px(mid-1-r.IntN(3)), 1+r.IntN(20), px(mid+1+r.IntN(3)), 1+r.IntN(20))
		clock += 500 * market.Millisecond
	}
	return b.Bytes()
}
