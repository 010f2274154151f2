package benchmarks

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"quotient/gateway/feed"
	"quotient/market"
)

// tickFile makes up a day of one contract with CTP's 44 quoted columns.
func tickFile(contract, rows int) []byte {
	var b bytes.Buffer
	b.WriteString(`"TradingDay","InstrumentID","ExchangeID","ExchangeInstID","LastPrice","PreSettlementPrice","PreClosePrice","PreOpenInterest","OpenPrice","HighestPrice","LowestPrice","Volume","Turnover","OpenInterest","ClosePrice","SettlementPrice","UpperLimitPrice","LowerLimitPrice","PreDelta","CurrDelta","UpdateTime","UpdateMillisec"`)
	for i := 1; i <= 5; i++ {
		fmt.Fprintf(&b, `,"BidPrice%d","BidVolume%d","AskPrice%d","AskVolume%d"`, i, i, i, i)
	}
	b.WriteString(",\"AveragePrice\",\"ActionDay\"\n")
	empty := strings.Repeat(`,"0.00","0","0.00","0"`, 4)
	state := uint64(contract)*7919 + 1
	next := func(n int) int { // a small generator: the rows must not repeat
		state = state*6364136223846793005 + 1442695040888963407
		return int(state>>33) % n
	}
	mid, volume, turnover, interest := 7200, 0, 0, 148408
	for i := range rows {
		traded := next(40)
		mid, volume, turnover, interest = mid+next(3)-1, volume+traded, turnover+traded*mid, interest+next(5)-2
		s := 9*3600 + i
		fmt.Fprintf(&b, `"20200803","AP%03d","","","%d.00","7233.00","7185.00","148408.00","7169.00","7184.00","7035.00","%d","%d.00","%d.00","0.00","N/A","9667.00","4799.00","0.00","0.00","%02d:%02d:%02d","000","%d.00","%d","%d.00","%d"%s,"%d.00","20200803"`+"\n",
			contract, mid, volume, turnover, interest, s/3600, s/60%60, s%60, mid-1, 1+next(40), mid+1, 1+next(40), empty, mid)
	}
	return b.Bytes()
}

func zipped(tb testing.TB, data []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		tb.Fatal(err)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// count reads src to its end.
func count(b *testing.B, src feed.Source) (n int) {
	var e market.Event
	for {
		ok, p := src.Next(&e)
		if p != nil {
			b.Fatal(p)
		}
		if !ok {
			return n
		}
		n++
	}
}

func open(b *testing.B, files [][]byte) *feed.Merge {
	m, err := feed.NewMerge(feed.MergeParams{Count: len(files), Lookup: feed.NewSymbols(universe(len(files))).Lookup,
		Name: func(i int) string { return fmt.Sprint(i) },
		Open: func(i int) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files[i])), nil }})
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// BenchmarkTicks reads one file alone; two of the same day merged; and the same
// while the reading has a goroutine of its own, as a replay does it.
func BenchmarkTicks(b *testing.B) {
	const rows = 12000
	for _, form := range []string{"plain", "gzip"} {
		files := [][]byte{tickFile(0, rows), tickFile(1, rows)}
		size := int64(len(files[0]))
		if form == "gzip" {
			files = [][]byte{zipped(b, files[0]), zipped(b, files[1])}
		}
		b.Run("one/"+form, func(b *testing.B) {
			b.SetBytes(size)
			lines(b, func() int { return count(b, open(b, files[:1])) })
		})
		b.Run("merge/"+form, func(b *testing.B) {
			b.SetBytes(2 * size)
			lines(b, func() int { return count(b, open(b, files)) })
		})
		b.Run("pipe/"+form, func(b *testing.B) {
			b.SetBytes(2 * size)
			lines(b, func() int {
				p := feed.NewPipe(open(b, files))
				defer p.Close()
				return count(b, p)
			})
		})
	}
}

func lines(b *testing.B, run func() int) {
	n := 0
	for b.Loop() {
		n += run()
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}
