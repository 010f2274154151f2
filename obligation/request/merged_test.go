package request

import (
	"testing"

	"quotient/market"
)

// merging is a Meter in trading by terms with Merge.
func merging(apart market.Time) (*Meter, market.Time) {
	terms := answers()
	terms.Merge, terms.Apart, terms.Exempt = PolicyYes, apart, PolicyNo
	return trading(terms)
}

// TestLateApartForEver: however far apart two have to be, one told late takes the
// place of the day's first, and one is by itself when that turns out excluded.
func TestLateApartForEver(t *testing.T) {
	m, now := merging(1 << 62)
	now += market.Minute
	m.Request(0, ref("R2"), now, now, false)
	m.Request(0, ref("R1"), now-market.Second, now, false)
	rows := decided(m, now+market.Minute)
	if len(rows) != 2 || rows[0].Ref != ref("R1") || rows[0].Low == Merged || rows[1].Low != Merged {
		t.Errorf("told late: %+v", rows)
	}
	m, now = merging(1 << 62)
	now += market.Minute
	m.Request(0, ref("R1"), now, now, false)
	now += market.Second
	m.Request(0, ref("R2"), now, now, false)
	m.Exempt(0, true, now-market.Second, now)
	m.Exempt(0, false, now, now)
	rows = decided(m, now+market.Minute)
	if len(rows) != 2 || rows[0].Low != Excluded || rows[1].Ref != ref("R2") || !rows[1].Low.Counts() {
		t.Errorf("excluded: %+v", rows)
	}
}

// TestMergedWithoutRoom: one with an open request that finds no room is told at once.
func TestMergedWithoutRoom(t *testing.T) {
	m, now := merging(market.Minute)
	m.Request(0, ref("R1"), now, now, false)
	m.st.used = tableSize
	m.Request(0, ref("R2"), now, now, false)
	var row Row
	if !m.TakeRow(&row) || row.Ref != ref("R2") || row.Low != Merged || row.Decided != now || m.TakeRow(&row) {
		t.Errorf("%+v", row)
	}
}
