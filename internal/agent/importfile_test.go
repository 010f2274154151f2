package agent

import (
	"strings"
	"testing"

	"quotient/config"
	"quotient/market"
	"quotient/quoter/port"
)

// Each bad row is one message with its place; the other rows are read.
func TestImport(t *testing.T) {
	desk := devDesk(t, toldDesk()...)
	for _, c := range []struct {
		name, text string
		rows       int
		problems   []string
		err        string
	}{
		{"settlement", "date,contract,price,open_interest\n2026-11-20,AP701,7160,100\n2026-11-20,AP703,7265,90\n", 2, nil, ""},
		{"byte order mark, comment, Chinese", "\ufeff日期,合约,结算价,持仓量\n# from the exchange\n20261120,AP701,7160.00,100\n", 1, nil, ""},
		{"bad rows", "date,contract,price,open_interest,long,short\n" +
			"2026-11-31,AP701,7160,100,,\n" + // 2
			"2027-01-04,AP701,7160,100,,\n" +
			"2026-11-20,AP799,7160,100,,\n" +
			"2026-11-20,AP701,7160.5,100,,\n" +
			"2026-11-20,AP701,0,100,,\n" + // 6
			"2026-11-20,AP701,7160,-1,,\n" +
			"2026-11-20,AP701,7160,100,4,\n" +
			"2026-11-20,AP701,7160,100,-4,0\n" +
			"2026-11-20,AP701,7160\n" + // 10
			"2026-11-20,AP\"701,7160,100,,\n" +
			"2026-11-20,AP701,7160,100,4,0\n" +
			"2026-11-20,AP701,7161,100,4,0\n", 1, []string{
			`f.csv:2:1: date "2026-11-31": want a date such as 2026-11-20`,
			`f.csv:3:1: date "2027-01-04": is yet to come`,
			`f.csv:4:12: contract "AP799": no such contract on this desk`,
			`f.csv:5:18: price "7160.5": want a price above 0 in whole ticks`,
			`f.csv:6:18: price "0": want a price above 0 in whole ticks`,
			`f.csv:7:23: open_interest "-1": want a whole number from 0 on`,
			`f.csv:8:27: long "4": long and short go together: write 0 for none`,
			`f.csv:9:27: long "-4": want a whole number of lots from 0 to 10000000`,
			`f.csv:10:1: 3 fields: the header line has 6`,
			`f.csv:11:14: bare " in non-quoted-field`,
			`f.csv:13:12: contract "AP701": is there twice: the first row is taken over`}, ""},
		{"funds", "account,balance,moved\nSIM,1000000.5,-3\n", 1, nil, ""},
		{"bad funds", "account,balance,moved\nOTHER,1,\nSIM,1.234,\nSIM,1,x\nSIM,1,\nSIM,2,\n", 1, []string{
			`f.csv:2:1: account "OTHER": this desk trades for SIM`,
			`f.csv:3:5: balance "1.234": want yuan with at most two decimals`,
			`f.csv:4:7: moved "x": want yuan with at most two decimals`,
			`f.csv:6:1: account "SIM": is there twice: the first row is taken over`}, ""},
		{"bad account", "account,contract,long,short\nbrother,AP701,1,0\nsister,AP701,2,0\n", 1, []string{
			`f.csv:2:1: account "brother": is none of limits.accounts: ["sister"]`,
			`f.csv: account sister: not complete, since a row is bad: its age goes on counting`}, ""},
		{"bad row of an account", "account,contract,long,short,opened\nsister,AP701,2,0,1\nsister,AP703,x,0,1\n", 1, []string{
			`f.csv:3:14: long "x": want a whole number of lots from 0 to 10000000`,
			`f.csv: account sister: not complete, since a row is bad: its age goes on counting`}, ""},
		{"unknown column", "date,contract,price,open_interest,colour\n", 0, nil, `f.csv:1:35: no column is called "colour": allowed are date, contract, price`},
		{"column twice", "date,contract,price,price\n", 0, nil, `f.csv:1:21: the column price is there twice`},
		{"column missing", "date,contract,price\n", 0, nil, `f.csv:1:1: the column open_interest (持仓量) is missing`},
		{"no known file", "a,b\n", 0, nil, "of no known file (found a,b): want one of date,contract,price"},
		{"empty", "", 0, nil, "no header line"},
		{"GBK", "\xc8\xd5\xc6\xda\n", 0, nil, "not UTF-8"},
	} {
		list, got, err := importOf(desk, "some/f.csv", c.text, 20261123)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want %s", c.name, err, c.err)
			}
			continue
		}
		if err != nil || got.Rows != c.rows || strings.Join(got.Problems, "\n") != strings.Join(c.problems, "\n") {
			t.Errorf("%s: %d rows, %v\n%s\nwant %d\n%s", c.name, got.Rows, err, strings.Join(got.Problems, "\n"), c.rows, strings.Join(c.problems, "\n"))
		}
		if len(list) == 0 || list[0].Kind != port.CommandMark {
			t.Errorf("%s: no note of the file", c.name)
		}
	}
}

// An account that was told whole has nothing of what its file leaves out; days come
// oldest first; what the desk file does not have is not imported.
func TestImportedCommands(t *testing.T) {
	desk := devDesk(t, toldDesk()...)
	list, _, err := importOf(desk, "f", "account,contract,long,short,opening_long,opening_short,opened\nsister,AP703,1,2,3,4,5\n", 20261123)
	if err != nil || len(list) != 4 {
		t.Fatalf("%v %+v", err, list)
	}
	if list[1] != (port.Command{Kind: port.CommandOther, Contract: 1, First: 1, Count: 2, From: 3, To: 4, Epoch: 5}) ||
		list[2] != (port.Command{Kind: port.CommandOther, Contract: 0}) || list[3] != (port.Command{Kind: port.CommandOther, Contract: market.NoContract}) {
		t.Errorf("%+v", list[1:])
	}
	list, _, err = importOf(desk, "f", "date,contract,price,open_interest\n2026-11-20,AP701,2,0\n2026-11-19,AP701,1,0\n", 20261123)
	if err != nil || len(list) != 3 || list[0].Kind != port.CommandMark || list[1].First != 1 || list[2].First != 2 || list[2].From.Date() != 20261120 {
		t.Errorf("%v %+v", err, list)
	}
	bare := devDesk(t, devFunds(), "")
	for _, text := range []string{"date,contract,price,open_interest\n", "account,balance\n", "account,contract,long,short\n"} {
		if _, _, err := importOf(bare, "f", text, 20261123); err == nil || !strings.Contains(err.Error(), "the desk file has no") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, _, err := seatOf(bare, "1"); err == nil {
		t.Error("a seat without filed codes")
	}
	if _, _, err := fundsOf(bare, "1", ""); err == nil {
		t.Error("funds that are not in force")
	}
}

// Greeks of options come in thousandths, with the sign of their kind.
func TestImportedGreeks(t *testing.T) {
	text, _ := config.Example("options_dev")
	desk, problems := config.Parse("options_dev.yaml", text, nil)
	if len(problems) > 0 {
		t.Fatal(config.RenderText(problems, false))
	}
	call, put := "", ""
	for i := range desk.Instruments {
		switch desk.Instruments[i].Kind {
		case market.Call:
			call = desk.Instruments[i].Symbol.String()
		case market.Put:
			put = desk.Instruments[i].Symbol.String()
		}
	}
	list, got, err := importOf(desk, "g.csv", "contract,delta,vega\n"+call+",0.55,12.5\n"+put+",-0.4,1\n"+call+",-0.5,1\n"+put+",0.1,1\n"+put+",-11,1\n"+put+",-1,-1\n", 20261123)
	if err != nil || got.Rows != 2 || len(got.Problems) != 4 || list[1].First != 550 || list[1].Count != 12500 || int64(list[2].First) != -400 {
		t.Errorf("%v %+v %+v", err, got, list)
	}
	if list[1].Value != 0 {
		t.Errorf("weighed for stress: %+v", list[1])
	}
	list, got, err = importOf(desk, "g.csv", "合约,德尔塔,维加,伽马,维加金额\n"+call+",0.55,12.5,0.000125,55.5\n"+put+",-0.4,1,,\n"+put+",-0.4,1,0.1,\n"+put+",-0.4,1,,1\n"+
		put+",-0.4,1,1.000001,1\n"+put+",-0.4,1,-0.1,1\n"+put+",-0.4,1,0.1,100000000.01\n"+put+",-0.4,1,0.1,-1\n", 20261123)
	if err != nil || got.Rows != 2 || len(got.Problems) != 6 || list[1].Value != 1 || list[1].From != 125 || list[1].To != 5550 || list[2].Value != 0 {
		t.Errorf("%v %+v %+v", err, got, list)
	}
	_, got, err = importOf(desk, "g.csv", "contract,delta,vega\n"+call+",-0.5,1\n"+put+",0.1,1\n", 20261123)
	if err != nil {
		t.Error(err)
	}
	if !strings.Contains(strings.Join(got.Problems, "\n"), "a call's delta is not below 0") || !strings.Contains(strings.Join(got.Problems, "\n"), "a put's delta is not above 0") {
		t.Errorf("%q", got.Problems)
	}
}
