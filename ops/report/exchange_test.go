package report

import (
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// dailyMap is a column map as a desk file would have it.
func dailyMap(t testing.TB) *ColumnMap {
	t.Helper()
	m, err := Map("daily", map[string]string{"contract": "合约", "day": "交易日", "obliged": "应报价时间(分钟)", "effective": "有效时间", "ratio": "比例(%)",
		"trades": "成交量", "incentive": "激励(万元)"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestReadExchange(t *testing.T) {
	const file = "\ufeff郑州商品交易所做市统计,,,\r\n\r\n合约,交易日,备注,应报价时间(分钟),有效时间,比例(%),成交量,激励(万元)\r\n" +
		"AP703,2026-11-17,,225,3:44:59.5,99.99,\"1,234\",0.5\r\n" +
		"AP703,20261118,x,225.5,13500,,-,-0.05\r\n" +
		"合计,2026/11/17,,,,,,\r\n"
	list, problems := ReadExchange(strings.NewReader(file), "e.csv", dailyMap(t), 0)
	if len(problems) != 0 || len(list) != 3 {
		t.Fatalf("%v, %d lines", problems, len(list))
	}
	type want struct {
		v, step int64
		known   bool
	}
	for i, w := range []map[Meaning]want{
		{MeaningObliged: {225 * 60e9, 60e9, true}, MeaningEffective: {13499_500_000_000, 1e8, true}, MeaningRatio: {999900, 100, true},
			MeaningTrades: {1234, 1, true}, MeaningIncentive: {500000, 100000, true}, MeaningScore: {}},
		{MeaningObliged: {225*60e9 + 30e9, 6e9, true}, MeaningEffective: {13500e9, 1e9, true}, MeaningRatio: {}, MeaningTrades: {}, MeaningIncentive: {-50000, 10000, true}},
		{MeaningObliged: {}, MeaningEffective: {}},
	} {
		for m, x := range w {
			if v, known := list[i].Get(m); v != x.v || known != x.known || list[i].Step[m] != x.step {
				t.Errorf("line %d, %s: %d ± %d, %v; want %+v", i, m, v, list[i].Step[m], known, x)
			}
		}
	}
	if f := list[1]; f.Name != "AP703" || f.Day != 20261118 || f.Month != 202611 || f.Line != 5 || f.Period() != "2026-11-18" {
		t.Errorf("%+v", f)
	}
}

// A bad row names file, line and column; the rest is still read.
func TestBadRowsAreNamed(t *testing.T) {
	head := "合约,交易日,应报价时间(分钟),有效时间,比例(%),成交量,激励(万元)\n"
	good := "AP703,2026-11-17,225,13500,100,7,0\n"
	for _, c := range []struct{ row, want string }{
		{"AP704,2026-13-17,225,1,1,1,1", `e.csv:3:2: found "2026-13-17": want a trading day such as 2026-11-17 or 20261117`},
		{"AP704,2026-11-17,x,1,1,1,1", `e.csv:3:3: found "x": want a number such as 1234.5`},
		{"AP704,2026-11-17,-1,1,1,1,1", `e.csv:3:3: found "-1": want a number that is not negative`},
		{"AP704,2026-11-17,1,3:61:00,1,1,1", `e.csv:3:4: found "3:61:00": want a duration such as 3:45:00`},
		{"AP704,2026-11-17,1,1,100.1,1,1", `e.csv:3:5: found "100.1": want a ratio from 0 to 1, or per cent with a % in the cell or in the header`},
		{"AP704,2026-11-17,1,1,1,1.5,1", `e.csv:3:6: found "1.5": want a whole number`},
		{"AP704,2026-11-17,1,1,1,\"1,23\",1", `e.csv:3:6: found "1,23": want a whole number`},
		{"AP704,2026-11-17,1,1,1,99999999999999999999,1", `e.csv:3:6: found "99999999999999999999": want a whole number`},
		{"AP704,2026-11-17,1,1,1,1,99999999999999999", `e.csv:3:7: found "99999999999999999": want a number such as 1234.5`},
		{" ,2026-11-17,1,1,1,1,1", `e.csv:3:1: the contract is empty`},
		{"AP704,2026-11-17,1", `e.csv:3:3: the line has 3 fields, the header asks for 7`},
		{"AP704,2026-11-17,\"1,1,1,1,1", `e.csv:3: a quote in it is not closed, or stands within a field`},
		{"AP704,2026-11-17,1\"2,1,1,1,1", `e.csv:3: a quote in it is not closed, or stands within a field`},
		{"AP704,2026-11-17,\"1\"2,1,1,1,1", `e.csv:3: a quote in it is not closed, or stands within a field`},
		{"AP703,2026/11/17,1,1,1,1,1", `e.csv:3:1: found "AP703": AP703 of 2026-11-17 was already in line 2`},
		{"\xba\xcf\xd4\xbc,2026-11-17,1,1,1,1,1", "e.csv:3: the line is not UTF-8: convert the file, for instance with iconv -f GB18030 -t UTF-8"},
		{strings.Repeat("x", maxLine), "e.csv:3: the line is longer than 65536 bytes"},
	} {
		list, problems := ReadExchange(strings.NewReader(head+good+c.row+"\nAP705,2026-11-17,225,13500,100,7,0"), "e.csv", dailyMap(t), 0)
		if len(problems) != 1 || problems[0].String() != c.want {
			t.Errorf("%.40q: %v, want %s", c.row, problems, c.want)
		}
		if len(list) != 2 || list[1].Name != "AP705" || list[1].Line != 4 {
			t.Errorf("%.40q: %d lines were read", c.row, len(list))
		}
	}
}

func TestHeaderThatIsNotThere(t *testing.T) {
	list, problems := ReadExchange(strings.NewReader("合约,交易日,时间\nAP703,2026-11-17,1\n"), "e.csv", dailyMap(t), 0)
	if len(list) != 0 || len(problems) != 1 || !strings.Contains(problems[0].String(), "合约 | 交易日 | 时间") || !strings.Contains(problems[0].String(), "激励(万元)") {
		t.Errorf("%v", problems)
	}
	_, problems = ReadExchange(strings.NewReader(strings.Repeat("x\n", headRows)+"合约,交易日,应报价时间(分钟),有效时间,比例(%),成交量,激励(万元)\n"), "e.csv", dailyMap(t), 0)
	if len(problems) != 1 {
		t.Errorf("a header in line %d: %v", headRows+1, problems)
	}
	if _, problems = ReadExchange(failing{}, "e.csv", dailyMap(t), 0); len(problems) != 2 || !strings.Contains(problems[0].Want, "cannot be read further") {
		t.Errorf("%v", problems)
	}
}

type failing struct{}

// Read fails.
func (failing) Read([]byte) (int, error) { return 0, errBroken }

var errBroken = &json.SyntaxError{}

// The file's month is the one that is asked for, unless lines say theirs.
func TestMonthOfAFile(t *testing.T) {
	m, _ := Map("m", map[string]string{"contract": "c", "score": "s", "month": "m"})
	list, problems := ReadExchange(strings.NewReader("c;m;s\nAP;2026年11月;88.125\nSR;202612;7\nX;2026-1x;1\nY;2026-00;1\n"), "e.csv", m, 202501)
	if len(list) != 2 || list[0].Month != 202611 || list[1].Month != 202612 || list[0].Value[MeaningScore] != 88125 || len(problems) != 2 {
		t.Errorf("%+v %v", list, problems)
	}
	m, _ = Map("m", map[string]string{"contract": "c", "verdict": "v"})
	list, problems = ReadExchange(strings.NewReader("c\tv\nAP\t完成\nSR\t未达标\nXX\tmaybe\n"), "e.csv", m, 202611)
	if len(list) != 2 || list[0].Month != 202611 || list[0].Value[MeaningVerdict] != 1 || list[1].Value[MeaningVerdict] != 0 || !list[1].Has[MeaningVerdict] ||
		len(problems) != 1 || !strings.Contains(problems[0].Want, "未完成") {
		t.Errorf("%+v %v", list, problems)
	}
	if list, problems = ReadExchange(strings.NewReader("c,v\nAP,1\n"), "e.csv", m, 0); len(list) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Want, "--month") {
		t.Errorf("%+v %v", list, problems)
	}
}

func TestMap(t *testing.T) {
	for _, c := range []struct {
		headers map[string]string
		want    string
	}{
		{map[string]string{"contract": "c", "effectiv": "e"}, `"effectiv" is no meaning`}, {map[string]string{"effective": "e"}, "mapped to contract"},
		{map[string]string{"contract": "c", "day": "d"}, "no column holds a figure"},
	} {
		if _, err := Map("m", c.headers); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.headers, err)
		}
	}
	if len(Meanings()) != int(MeaningCount) {
		t.Error("meanings are missing")
	}
}

// Units come from the brackets of the header alone.
func TestUnitsOfHeaders(t *testing.T) {
	for _, c := range []struct {
		m      Meaning
		header string
		want   int64
	}{
		{MeaningEffective, "有效时间", 1e9}, {MeaningEffective, "有效时间（分钟）", 60e9}, {MeaningEffective, "time (min)", 60e9}, {MeaningEffective, "time [ms]", 1e6},
		{MeaningEffective, "秒数/小时", 3600e9}, {MeaningEffective, "admin minutes", 1e9}, {MeaningEffective, "t(ns)", 1}, {MeaningEffective, "t(秒)", 1e9}, {MeaningExempt, "t(second)", 1e9},
		{MeaningObliged, "t(hour)", 3600e9}, {MeaningScheduled, "t(毫秒)", 1e6},
		{MeaningIncentive, "激励", 100}, {MeaningIncentive, "激励(万元)", 1_000_000}, {MeaningRelief, "减免(元)", 100}, {MeaningRelief, "relief (fen)", 1}, {MeaningRelief, "r (yuan)", 100},
		{MeaningScore, "评分(分钟)", 1000}, {MeaningTrades, "成交(秒)", 1}, {MeaningIncentive, "激励(分钟)", 100},
	} {
		if got := scaleOf(c.m, c.header).unit; got != c.want {
			t.Errorf("%s %q: %d, want %d", c.m, c.header, got, c.want)
		}
	}
	for header, want := range map[string]int64{"比例": 850000, "比例(%)": 8500, "比例％": 8500} {
		if v, _, w := scaleOf(MeaningRatio, header).parse(MeaningRatio, "0.85"); v != want || w != "" {
			t.Errorf("%s: %d %s", header, v, w)
		}
	}
	for cell, want := range map[string]int64{"85%": 850000, "85.5 %": 855000, "99.99％": 999900, "1": 1_000_000, "0": 0} {
		if v, _, w := scaleOf(MeaningRatio, "r").parse(MeaningRatio, cell); v != want || w != "" {
			t.Errorf("%s: %d %s", cell, v, w)
		}
	}
}

// Decimals times a unit agree with exact fractions, rounded down.
func TestDecimalAgainstFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`-?[0-9]{1,7}(\.[0-9]{1,12})?`).Draw(t, "s")
		unit := rapid.SampledFrom([]int64{10, 100, 1000, 1e6, 1e9, 60e9}).Draw(t, "unit")
		v, step, ok := parseDecimal(s, unit)
		if !ok {
			t.Fatalf("%s was not read", s)
		}
		exact, _ := new(big.Rat).SetString(strings.TrimPrefix(s, "-"))
		exact.Mul(exact, big.NewRat(unit, 1))
		got := big.NewRat(max(v, -v), 1)
		if got.Cmp(exact) > 0 || new(big.Rat).Add(got, big.NewRat(12, 1)).Cmp(exact) <= 0 || strings.HasPrefix(s, "-") && v > 0 {
			t.Fatalf("%s × %d gives %d", s, unit, v)
		}
		if _, fraction, _ := strings.Cut(s, "."); len(fraction) <= 9 && unit == 1e9 && got.Cmp(exact) != 0 {
			t.Fatalf("%s × %d gives %d, not exactly", s, unit, v)
		}
		if step < 1 || step > unit {
			t.Fatalf("step %d", step)
		}
	})
	for _, s := range []string{"", "-", ".", "1.", "1.2.3", "1e3", "+1", " 1", "1,2", "1,2345", ",123", "1234,567", "0x10", "１"} {
		if v, _, ok := parseDecimal(s, 100); ok {
			t.Errorf("%q reads %d", s, v)
		}
	}
	if v, step, ok := parseDecimal("1,234,567.5", 10); !ok || v != 12345675 || step != 1 {
		t.Errorf("%d %d %v", v, step, ok)
	}
	if v, _, ok := parseDecimal("7.00", 1); !ok || v != 7 {
		t.Errorf("%d %v", v, ok)
	}
}

func TestClockAndDates(t *testing.T) {
	for s, want := range map[string]int64{"0:00:00": 0, "3:45:00": 13500e9, "10:59:59.999": 39599_999_000_000, "225:00:00": 810000e9} {
		if v, _, ok := parseClock(s); !ok || v != want {
			t.Errorf("%s: %d %v", s, v, ok)
		}
	}
	for _, s := range []string{"3:45", "3:60:00", "3:00:60", "3:00:-1", "-1:00:00", "10001:00:00", "a:0:0", "1:2:3:4", "1:-2:3"} {
		if v, _, ok := parseClock(s); ok {
			t.Errorf("%s reads %d", s, v)
		}
	}
	for s, want := range map[string]market.Date{"2026-11-17": 20261117, "2026/1/7": 20260107, "20261117": 20261117, "2026年11月17日": 20261117, "2026-02-30": 0, "2026-11": 0, "x": 0,
		"2026-11-17-1": 0, "2026--17": 0, "12345-1-1": 0} {
		if d, ok := parseDay(s); ok != (want != 0) || ok && d != want {
			t.Errorf("%s: %d %v", s, d, ok)
		}
	}
	for s, want := range map[string]market.Month{"2026-11": 202611, "202611": 202611, "2026年11月": 202611, "2026-13": 0, "1989-01": 0, "2026-11-17": 0, "11": 0, "2026-0": 0} {
		if m, ok := parseMonth(s); ok != (want != 0) || ok && m != want {
			t.Errorf("%s: %d %v", s, m, ok)
		}
	}
}

// Figures come back from where they are kept, and newer ones replace older.
func TestFiguresAreKept(t *testing.T) {
	list, _ := ReadExchange(strings.NewReader("合约,交易日,应报价时间(分钟),有效时间,比例(%),成交量,激励(万元)\nAP703,2026-11-17,225,,100,7,-1.25\n"), "e.csv", dailyMap(t), 0)
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	var back []Figures
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(list, back) {
		t.Errorf("%v\n%+v\n%+v", err, list, back)
	}
	if err := json.Unmarshal([]byte(`[{"name":"x","values":{"luck":1}}]`), &back); err == nil || !strings.Contains(err.Error(), `"luck"`) {
		t.Errorf("%v", err)
	}
	newer := Figures{File: "f.csv", Line: 3}
	newer.Has[MeaningEffective], newer.Value[MeaningEffective], newer.Step[MeaningEffective] = true, 5, 1
	list[0].Take(&newer)
	if f := list[0]; f.Value[MeaningEffective] != 5 || f.Value[MeaningTrades] != 7 || f.File != "f.csv" || f.Name != "AP703" {
		t.Errorf("%+v", f)
	}
}

// Whatever a file holds, reading it ends, and every line is a figure, a problem, or
// nothing at all.
func FuzzReadExchange(f *testing.F) {
	head := "合约,交易日,应报价时间(分钟),有效时间,比例(%),成交量,激励(万元)\n"
	f.Add([]byte(head + "AP703,2026-11-17,225,3:44:59.5,99.99,\"1,234\",0.5\nAP703,20261118,225.5,13500,,-,-0.05"))
	f.Add([]byte("\xef\xbb\xbf" + strings.ReplaceAll(head, ",", ";") + "AP703;2026年11月17日;1;1;1%;1;1\n"))
	f.Add([]byte(strings.ReplaceAll(head, ",", "\t") + "\"a\"\"b\"\t\t\t\t\t\t\n\xff\n\"\n"))
	f.Add([]byte("\n\n\n"))
	m := dailyMap(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		list, problems := ReadExchange(strings.NewReader(string(b)), "e.csv", m, 202611)
		lines := strings.Count(string(b), "\n") + 1
		if len(list) > lines {
			t.Fatalf("%d figures of %d lines", len(list), lines)
		}
		for i := range list {
			x := &list[i]
			if x.Name == "" || x.Month == 0 || x.Line < 2 || x.Line > lines {
				t.Fatalf("%+v", x)
			}
			if v, ok := x.Get(MeaningRatio); ok && (v < 0 || v > 1_000_000) {
				t.Fatalf("ratio %d", v)
			}
			if v, ok := x.Get(MeaningEffective); ok && v < 0 {
				t.Fatalf("effective %d", v)
			}
		}
		for i := range problems {
			if p := &problems[i]; p.Want == "" || p.Line < 1 || p.Line > lines {
				t.Fatalf("%+v", p)
			}
		}
	})
}
