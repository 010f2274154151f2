package position

import (
	"testing"

	"quotient/market"
)

func TestDeliveryMonth(t *testing.T) {
	for _, x := range []struct {
		symbol string
		asOf   market.Date
		want   market.Month
	}{
		{"AP010", 20200803, 202010}, // the recorded ticks of August 2020
		{"AP010", 20201001, 202010}, // its own month still
		{"AP010", 20201102, 203010}, // and the next of that name
		{"AP101", 20200803, 202101},
		{"SR609C6000", 20260105, 202609},
		{"RM701MSC2100", 20260105, 202701},
		{"AP912", 20200101, 202912},
		{"IF2101", 20201203, 202101},
		{"m2605", 20260105, 202605},
		{"zz9912", 19991201, 199912},
		{"zz0001", 19991201, 200001},
		{"AP013", 20200803, 0}, {"AP000", 20200803, 0}, {"AP10", 20200803, 0}, {"AP20210", 20200803, 0},
		{"AP", 20200803, 0}, {"010", 20200803, 0}, {"AP010", 0, 0}, {"@P010", 20200803, 0}, {"[P010", 20200803, 0},
		{"`p010", 20200803, 0}, {"{p010", 20200803, 0}, {"Zz012", 20200803, 202012}, {"aA001", 20200803, 203001},
		{"AP:10", 20200803, 0}, {"AP/10", 20200803, 0}, {"ap099", 20200803, 0}, {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF", 20200803, 0},
	} {
		y, _ := market.MakeSymbol(x.symbol)
		if got, ok := DeliveryMonth(y, x.asOf); got != x.want && ok || ok != (x.want != 0) {
			t.Errorf("%s on %d: %d %v, want %d", x.symbol, x.asOf, got, ok, x.want)
		}
	}
}

func TestPeriodOn(t *testing.T) {
	for _, x := range []struct {
		month market.Month
		day   market.Date
		want  Period
	}{
		{202101, 20201130, Ordinary}, {202101, 20201201, MonthBefore}, {202101, 20201231, MonthBefore},
		{202101, 20210104, Delivery}, {202101, 20210131, Delivery}, {202101, 20210201, NoPeriod},
		{202112, 20211031, Ordinary}, {202112, 20211101, MonthBefore}, {202112, 20211201, Delivery},
		{202113, 20211201, NoPeriod}, {202100, 20211201, NoPeriod}, {0, 20211201, NoPeriod}, {12, 20211201, NoPeriod},
		{202112, 20211301, NoPeriod}, {202112, 0, NoPeriod},
	} {
		if got := PeriodOn(x.month, x.day); got != x.want {
			t.Errorf("%d on %d: %v, want %v", x.month, x.day, got, x.want)
		}
	}
}

func TestNames(t *testing.T) {
	for p, want := range map[Period]string{NoPeriod: "none", Delivery: "delivery", EveryPeriod: "every", PeriodCount: "invalid", 99: "invalid"} {
		if p.String() != want {
			t.Errorf("%d: %v", p, p)
		}
	}
	for f, want := range map[Field]string{FieldContract: "contract", FieldPnL: "pnl", FieldCount: "invalid", 99: "invalid"} {
		if f.String() != want {
			t.Errorf("%d: %v", f, f)
		}
	}
}
