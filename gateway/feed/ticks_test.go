package feed

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klauspost/compress/gzip"

	"quotient/market"
)

var shanghai = time.FixedZone("CST", 8*3600)

// slowTicks reads a file by encoding/csv, time.Parse and rationals. It knows the
// columns of both formats and nothing of Ticks.
func slowTicks(t testing.TB, data []byte, universe []market.Instrument) (events []market.Event) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	told := map[string]bool{}
	for _, row := range rows[1:] {
		get := func(names ...string) string {
			for _, name := range names {
				if i, ok := at[name]; ok {
					return row[i]
				}
			}
			t.Fatalf("no column %v", names)
			return ""
		}
		e := market.Event{Kind: market.EventDepth, Contract: market.NoContract}
		var in *market.Instrument
		for i := range universe {
			if universe[i].Symbol.String() == get("InstrumentID", "instrument") {
				e.Contract, in = market.Contract(i), &universe[i]
			}
		}
		if in == nil {
			continue
		}
		e.Time = slowStamp(t, get("ActionDay", "action_day"), get("UpdateTime", "action_time_ms"))
		e.BidQty = market.Qty(slowInt(t, get("BidVolume1", "bid_qty1")))
		e.AskQty = market.Qty(slowInt(t, get("AskVolume1", "ask_qty1")))
		if e.BidQty > 0 {
			e.Bid = slowTicksOf(t, in, get("BidPrice1", "bid_px1"))
		}
		if e.AskQty > 0 {
			e.Ask = slowTicksOf(t, in, get("AskPrice1", "ask_px1"))
		}
		e.Last = slowTicksOf(t, in, get("LastPrice", "last"))
		e.Upper = slowTicksOf(t, in, get("UpperLimitPrice", "upper_limit"))
		e.Lower = slowTicksOf(t, in, get("LowerLimitPrice", "lower_limit"))
		e.Volume = market.Qty(slowInt(t, get("Volume", "volume")))
		e.OpenInterest = market.Qty(slowInt(t, get("OpenInterest", "open_interest")))
		e.Turnover = slowInt(t, get("Turnover", "turnover"))
		settled := slowTicksOf(t, in, get("PreSettlementPrice", "pre_settle"))
		if once := in.Symbol.String() + get("TradingDay", "trading_day"); settled > 0 && !told[once] {
			told[once] = true
			events = append(events, market.Event{Kind: market.EventSettlement, Contract: e.Contract, Time: e.Time, Price: settled})
		}
		events = append(events, e)
	}
	return events
}

func slowStamp(t testing.TB, day, clock string) market.Time {
	layout := "20060102 15:04:05"
	ms := 0
	if !strings.Contains(clock, ":") {
		layout = "20060102 150405"
		clock = fmt.Sprintf("%09s", clock)
		ms, _ = strconv.Atoi(clock[6:])
		clock = clock[:6]
	}
	at, err := time.ParseInLocation(layout, day+" "+clock, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return market.Time(at.UnixNano()) + market.Time(ms)*market.Millisecond
}

func slowInt(t testing.TB, text string) int64 {
	x, err := strconv.ParseFloat(text, 64) // exact: the figures of the files are far below 2^53
	if err != nil {
		t.Fatal(err)
	}
	return int64(x)
}

// slowTicksOf reads a price in units of 1/10000 and divides by the tick.
func slowTicksOf(t testing.TB, in *market.Instrument, text string) market.Price {
	whole, fraction, _ := strings.Cut(text, ".")
	units, err := strconv.ParseInt(whole+(fraction + "0000")[:4], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	tick := in.TickUnits * pow(4) / pow(in.Decimals)
	if units%tick != 0 {
		t.Fatalf("price %q is off-tick", text)
	}
	return market.Price(units / tick)
}

// drain reads src to its end and fails on a Problem.
func drain(t testing.TB, src Source) (events []market.Event) {
	t.Helper()
	var e market.Event
	for {
		ok, p := src.Next(&e)
		if p != nil {
			t.Fatal(p)
		}
		if !ok {
			return events
		}
		events = append(events, e)
	}
}

func openTicks(t testing.TB, data []byte) *Ticks {
	t.Helper()
	ticks, err := NewTicks(bytes.NewReader(data), "f.csv", NewSymbols(apples(t)).Lookup)
	if err != nil {
		t.Fatal(err)
	}
	return ticks
}

func sameEvents(t testing.TB, got, want []market.Event) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("event %d of %d:\n got %s\nwant %s", i, len(want), show(&got[i]), show(&want[i]))
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
}

func zipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTicksAgainstSlowReading(t *testing.T) {
	universe := apples(t)
	for name, data := range map[string][]byte{
		"apple": appleDay(1, "AP101", 20200803, 4000),
		"index": indexDay(2, 3000),
	} {
		t.Run(name, func(t *testing.T) {
			want := slowTicks(t, data, universe)
			if len(want) < 1000 {
				t.Fatalf("the generator made %d rows", len(want))
			}
			sameEvents(t, drain(t, openTicks(t, data)), want)
			sameEvents(t, drain(t, openTicks(t, zipped(t, data))), want)
			crlf := bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
			sameEvents(t, drain(t, openTicks(t, append([]byte("\xef\xbb\xbf"), crlf...))), want)
			sameEvents(t, drain(t, openTicks(t, bytes.TrimRight(data, "\n"))), want)
		})
	}
}

func TestSharedTicksAgainstSlowReading(t *testing.T) {
	files := append(sharedFiles(t, "czce-ap-202008/*.csv.gz"), sharedFiles(t, "cffex-if-202101/*.csv.gz")...)
	universe := apples(t)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		data := plain(t, file)
		ticks := openTicks(t, raw)
		sameEvents(t, drain(t, ticks), slowTicks(t, data, universe))
		s := ticks.Stats()
		if s.Problems+s.Unknown+s.Backwards != 0 || s.Rows != uint64(bytes.Count(data, []byte("\n"))-1) {
			t.Errorf("%s: %+v", file, s)
		}
	}
}

func TestTicksInSmallPieces(t *testing.T) {
	data := appleDay(3, "AP010", 20200804, 300)
	want := drain(t, openTicks(t, data))
	for name, r := range map[string]io.Reader{
		"one byte at a time": iotest.OneByteReader(bytes.NewReader(data)),
		"data with the end":  iotest.DataErrReader(bytes.NewReader(data)),
		"gzip, halves":       iotest.HalfReader(bytes.NewReader(zipped(t, data))),
	} {
		ticks, err := NewTicks(r, "f.csv", NewSymbols(apples(t)).Lookup)
		if err != nil {
			t.Fatal(name, err)
		}
		sameEvents(t, drain(t, ticks), want)
		if ticks.Err() != nil {
			t.Errorf("%s: %v", name, ticks.Err())
		}
	}
}

func TestTicksTornGzip(t *testing.T) {
	data := appleDay(4, "AP010", 20200804, 2000)
	whole := drain(t, openTicks(t, data))
	torn := zipped(t, data)
	ticks := openTicks(t, torn[:len(torn)*2/3])
	var got []market.Event
	var told []string
	var e market.Event
	for {
		ok, p := ticks.Next(&e)
		if ok {
			got = append(got, e)
		} else if p != nil {
			told = append(told, p.String())
		} else {
			break
		}
	}
	if len(got) < 100 || len(got) >= len(whole) {
		t.Fatalf("%d of %d rows of a torn file", len(got), len(whole))
	}
	sameEvents(t, got, whole[:len(got)])
	if len(told) != 1 || !strings.HasPrefix(told[0], "f.csv:") || !strings.Contains(told[0], "read: ") {
		t.Fatalf("told %q", told)
	}
	if !errors.Is(ticks.Err(), io.ErrUnexpectedEOF) || !strings.HasPrefix(ticks.Err().Error(), "f.csv:") {
		t.Fatalf("error %v", ticks.Err())
	}
	if ok, p := ticks.Next(&e); ok || p != nil {
		t.Fatal("there is something after the end")
	}
}

func TestTicksReaderFails(t *testing.T) {
	data := appleDay(5, "AP010", 20200804, 50)
	cause := errors.New("the disk is gone")
	r := io.MultiReader(bytes.NewReader(data[:len(data)-20]), iotest.ErrReader(cause))
	ticks, err := NewTicks(r, "f.csv", NewSymbols(apples(t)).Lookup)
	if err != nil {
		t.Fatal(err)
	}
	var e market.Event
	n, problems := 0, 0
	for {
		ok, p := ticks.Next(&e)
		if !ok && p == nil {
			break
		}
		if ok && e.Kind == market.EventDepth {
			n++
		} else if !ok {
			problems++
			if p.Code != CodeRead {
				t.Errorf("a row cut in the middle is judged: %v", p)
			}
		}
	}
	if rows := bytes.Count(data, []byte("\n")) - 2; n != rows || problems != 1 {
		t.Errorf("%d rows and %d problems, want %d and 1", n, problems, rows)
	}
	if !errors.Is(ticks.Err(), cause) {
		t.Errorf("error %v", ticks.Err())
	}
}

func TestNewTicksRefuses(t *testing.T) {
	for want, data := range map[string][]byte{
		"empty":        {},
		"not a header": []byte("hello\n"),
		"gzip":         {0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		"columns, at":  []byte("InstrumentID" + strings.Repeat(",x", maxColumns) + "\n"),
		"too long":     []byte("InstrumentID," + strings.Repeat("x", ticksLine)),
	} {
		_, err := NewTicks(bytes.NewReader(data), "bad.csv", NewSymbols(nil).Lookup)
		if err == nil || !strings.HasPrefix(err.Error(), "bad.csv: ") || !strings.Contains(err.Error(), want) || len(err.Error()) > 300 {
			t.Errorf("%q: %v", want, err)
		}
	}
	_, err := NewTicks(iotest.ErrReader(errors.New("gone")), "bad.csv", NewSymbols(nil).Lookup)
	if err == nil || err.Error() != "bad.csv: gone" {
		t.Errorf("%v", err)
	}
}

func TestTicksLongRow(t *testing.T) {
	head := "InstrumentID,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n"
	row := "AP010,09:00:01,7185,3,7186,4,20200803\n"
	data := head + strings.Repeat("x", 3*ticksLine) + "\n" + row
	ticks := openTicks(t, []byte(data))
	var e market.Event
	ok, p := ticks.Next(&e)
	if ok || p == nil || p.Code != CodeLong || p.Line != 2 || p.Name != "f.csv" {
		t.Fatalf("%v %v", ok, p)
	}
	if ok, p := ticks.Next(&e); !ok || p != nil || e.Bid != 7185 {
		t.Fatalf("the row after the long one: %v %v", ok, p)
	}
}

func TestTicksManyContractsInOneFile(t *testing.T) {
	// Alternating instruments with different ticks and the same texts: what is
	// remembered of one must not be taken for the other.
	var b strings.Builder
	b.WriteString("InstrumentID,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n")
	for i := range 20 {
		fmt.Fprintf(&b, "%s,09:00:%02d,5230.0,1,5232.0,1,20200803\n", []string{"AP010", "IF2101", "CF101"}[i%3], i)
	}
	ticks := openTicks(t, []byte(b.String()))
	for _, e := range drain(t, ticks) {
		want := market.Price(5230)
		if e.Contract == 2 {
			want = 26150
		}
		if e.Bid != want {
			t.Fatalf("contract %d: bid %d, want %d", e.Contract, e.Bid, want)
		}
	}
	if s := ticks.Stats(); s.Unknown != 6 || s.Events != 14 {
		t.Fatalf("%+v", s)
	}
}

// The settlement price may stand in the first column, and what was held back for it
// does not outlive its file.
func TestTicksResetForgetsSettlement(t *testing.T) {
	data := "PreSettlementPrice,InstrumentID,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n" +
		"7104,AP010,09:00:00,7164,5,7165,2,20200804\n"
	ticks := openTicks(t, []byte(data))
	for range 2 {
		var e market.Event
		if ok, _ := ticks.Next(&e); !ok || e.Kind != market.EventSettlement || e.Price != 7104 {
			t.Fatalf("first comes %s", show(&e))
		}
		if err := ticks.Reset(strings.NewReader(data), "again.csv"); err != nil {
			t.Fatal(err)
		}
	}
	if all := drain(t, ticks); len(all) != 2 || all[1].Kind != market.EventDepth {
		t.Errorf("%d events", len(all))
	}
}

func TestTicksDoNotAllocate(t *testing.T) {
	for name, data := range map[string][]byte{"plain": appleDay(6, "AP010", 20200804, 3000), "index": indexDay(6, 3000)} {
		for _, data := range [][]byte{data, zipped(t, data)} {
			ticks := openTicks(t, data)
			var e market.Event
			for range 500 {
				ticks.Next(&e)
			}
			if n := testing.AllocsPerRun(1000, func() { ticks.Next(&e) }); n != 0 {
				t.Errorf("%s: %v allocations a row", name, n)
			}
		}
	}
}

func TestSniff(t *testing.T) {
	apple, index := appleDay(7, "AP010", 20200804, 200), indexDay(7, 200)
	front := func(b []byte) []byte { return b[:min(len(b), SniffSize)] }
	for _, c := range []struct {
		name string
		data []byte
		want Kind
	}{
		{"apple", apple, KindCTP},
		{"apple, gzip", zipped(t, apple), KindCTP},
		{"index", index, KindPlain},
		{"index, gzip", zipped(t, index), KindPlain},
		{"text", []byte("# Real data\n"), KindNone},
		{"text, gzip", zipped(t, []byte("# Real data\n")), KindNone},
		{"nothing", nil, KindNone},
		{"broken gzip", []byte{0x1f, 0x8b, 0, 0}, KindNone},
		{"other csv", []byte("date,open,high,low,close\n"), KindNone},
	} {
		kind, ok := Sniff(front(c.data))
		if kind != c.want || ok != (c.want != KindNone) {
			t.Errorf("%s: %v %v", c.name, kind, ok)
		}
	}
	if KindCTP.String() != "ctp" || Kind(9).String() != "invalid" {
		t.Error("names of kinds")
	}
}
