package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The month in every format, from a journal on disk.
func TestReportFormats(t *testing.T) {
	t.Parallel()
	dir, _ := recorded(t)
	for format, want := range map[string]string{"html": "<!doctype html>", "parquet": "PAR1", "csv": "contract,trading_day", "json": `{"schema":1`, "table": "Contract "} {
		if r := ok(t, "report", dir, "--format", format); !strings.HasPrefix(r.out, want) {
			t.Errorf("%s begins with %.40q", format, r.out)
		}
	}
	if r := ok(t, "report", dir, "--format", "html", "--lang", "zh"); !strings.Contains(r.out, "做市义务报告") || strings.Contains(r.out, "src=") {
		t.Error("not a Chinese page that stands alone")
	}
	if r := ok(t, "report", dir, "--explain", "AP101@2020-08-03T09:01:07"); !strings.HasPrefix(r.out, "AP101  2020-08-03 09:01:07.000") {
		t.Errorf("explain prints %q", r.out)
	}
	refused(t, 2, []string{"--format xls", "html or parquet"}, "report", dir, "--format", "xls")
	refused(t, 2, []string{"CONTRACT@TIME"}, "report", dir, "--explain", "AP101")
	refused(t, 3, []string{"ZZ101"}, "report", dir, "--explain", "ZZ101@2020-08-03T09:01:07")
}

// The exchange's file against the journal: exit 0 when they agree, 3 when they do
// not or a line cannot be read, 2 when the command line is wrong.
func TestReconcileCommand(t *testing.T) {
	t.Parallel()
	dir, _ := recorded(t)
	desk := variant(t, "apple", "risk:\n", "reconcile:\n  tolerance: 1s\n  maps:\n    daily: {contract: 合约, day: 交易日, effective: 有效时间(秒)}\n\nrisk:\n")
	rows, err := csv.NewReader(strings.NewReader(ok(t, "report", dir, "--format", "csv").out)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(err, len(rows))
	}
	low, _ := strconv.ParseInt(rows[1][slices.Index(rows[0], "effective_low_ns")], 10, 64)
	exchange := func(seconds int64, more string) string {
		return file(t, "e.csv", fmt.Appendf(nil, "统计\n合约,交易日,有效时间(秒)\nAP101,2020-08-03,%d\n%s", seconds, more))
	}
	if r := ok(t, "reconcile", dir, "-c", desk, "--exchange", exchange(low/1e9, "")); !strings.Contains(r.out, "1 figures compared, 0 to be looked into") {
		t.Errorf("prints %q", r.out)
	}
	if r := ok(t, "report", dir); !strings.Contains(r.out, "Exchange") {
		t.Error("the exchange's figure was not kept")
	}
	refused(t, 3, []string{"1 of 1 figures"}, "reconcile", dir, "-c", desk, "--exchange", exchange(low/1e9+60, ""))
	refused(t, 3, []string{"1 lines could not be read"}, "reconcile", dir, "-c", desk, "--exchange", exchange(low/1e9, "AP102,2020-08-03,x\n"))
	refused(t, 2, []string{"no reconcile.maps"}, "reconcile", dir, "--exchange", exchange(1, ""))
	refused(t, 2, []string{`"exchange" not set`}, "reconcile", dir)
}
