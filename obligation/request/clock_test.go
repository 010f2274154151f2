package request

import (
	"testing"

	"quotient/market"
)

const (
	closed     = market.PhaseClosed
	auction    = market.PhaseAuction
	match      = market.PhaseMatch
	continuous = market.PhaseContinuous
	recess     = market.PhaseBreak
	halted     = market.PhaseHalt
	nothing    = market.PhaseUnknown
)

func TestPhase(t *testing.T) {
	for _, c := range []struct {
		k      clock
		phase  market.Phase
		agreed bool
	}{
		{clock{cal: continuous}, continuous, false},
		{clock{cal: closed}, closed, false},
		{clock{cal: continuous, ann: continuous}, continuous, true},
		{clock{cal: recess, ann: continuous}, continuous, false},
		{clock{cal: recess, ann: continuous, missed: 1}, recess, false},
		{clock{cal: recess, ann: continuous, missed: 1, told: true}, continuous, false},
		{clock{cal: continuous, ann: continuous, missed: 1, told: true}, continuous, false},
		{clock{cal: match, ann: auction}, auction, true},
		{clock{cal: auction, ann: match}, match, true},
		{clock{cal: match, ann: continuous}, continuous, false},
		{clock{cal: auction, ann: recess}, recess, false},
		{clock{cal: closed, ann: recess}, recess, true},
		{clock{cal: continuous, ann: halted}, halted, true},
		{clock{cal: continuous, ann: halted, missed: 1}, continuous, false},
		{clock{cal: continuous, ann: recess}, recess, false},
	} {
		if c.k.phase() != c.phase || c.k.agreed() != c.agreed {
			t.Errorf("%+v: %v, agreed %v", c.k, c.k.phase(), c.k.agreed())
		}
	}
}

func TestBoundary(t *testing.T) {
	for _, c := range []struct {
		k      clock
		to     market.Phase
		missed uint8
	}{
		{clock{cal: recess, ann: recess}, continuous, 1},
		{clock{cal: recess, ann: continuous}, continuous, 0},            // announced early
		{clock{cal: recess, ann: continuous, missed: 1}, continuous, 2}, // long before
		{clock{cal: recess, ann: recess, missed: 2}, continuous, 2},
		{clock{cal: auction, ann: auction}, match, 0},
		{clock{cal: auction, ann: recess, missed: 1}, match, 1},
		{clock{cal: continuous, ann: halted}, recess, 0},
		{clock{cal: recess, ann: nothing}, closed, 0},
		{clock{cal: continuous, ann: auction}, match, 0},
		{clock{cal: continuous, ann: continuous}, match, 1},
	} {
		k := c.k
		k.told = true
		if k.boundary(c.to); k.missed != c.missed || k.cal != c.to || k.told || k.ann != c.k.ann {
			t.Errorf("%+v to %v: %+v", c.k, c.to, k)
		}
	}
}

func TestAdds(t *testing.T) {
	no, yes := Terms{Breaks: PolicyNo}, Terms{Breaks: PolicyYes}
	for ph, want := range map[market.Phase][3]bool{continuous: {true, true, false}, recess: {false, true, false}, halted: {false, true, false},
		auction: {false, true, false}, closed: {false, true, true}, nothing: {false, true, true}} {
		if got := [3]bool{no.adds(ph), yes.adds(ph), over(ph)}; got != want {
			t.Errorf("%v: %v, want %v", ph, got, want)
		}
	}
}
