package award

import (
	"fmt"
	"regexp"
	"testing"
)

// names checks that values 0 to count-1 have distinct snake_case names, and what
// lies beyond is invalid.
func names[T interface {
	~uint8
	String() string
}](t *testing.T, count T) {
	t.Helper()
	word := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	seen := map[string]T{}
	for v := T(0); v < count; v++ {
		name := v.String()
		if other, twice := seen[name]; twice {
			t.Errorf("%T: %d and %d are both %q", v, other, v, name)
		}
		if !word.MatchString(name) || name == "invalid" {
			t.Errorf("%T: %d is named %q", v, v, name)
		}
		seen[name] = v
	}
	for _, v := range []T{count, count + 1} {
		if got := fmt.Sprint(v); got != "invalid" {
			t.Errorf("%T: %d, beyond the last, is named %q", v, uint8(v), got)
		}
	}
}

func TestNames(t *testing.T) {
	names(t, StandingCount)
	names(t, FormulaCount)
	names(t, OutcomeCount)
	names(t, FigureCount)
	names(t, ConductCount)
	names(t, FindingCount)
	names(t, MeasureCount)
	names(t, RoleCount)
	names(t, ProspectCount)
}

// TestNamesInOrder pins a name of each list to its constant: lists and constants are
// written apart.
func TestNamesInOrder(t *testing.T) {
	for _, c := range []struct {
		got  fmt.Stringer
		want string
	}{
		{NoFormula, "none"}, {FormulaReliefOpt, "relief_options"}, {FormulaOrderFee, "order_fee"},
		{NotAssessed, "not_assessed"}, {Excused, "excused"}, {TooLarge, "too_large"},
		{FigMonth, "month"}, {FigRateMost, "rate_most"}, {FigStepSpread, "step_spread"}, {FigOpenWeight, "open_weight"},
		{FigRank, "rank"}, {FigCancels, "cancels"}, {FigFees, "fees"}, {FigOrderRatio, "order_ratio"},
		{FrequentCancel, "frequent_cancel"}, {LargeCancel, "large_cancel"}, {Pardoned, "pardoned"}, {Abnormal, "abnormal"},
		{ByRatio, "ratio"}, {ByOpenShare, "open_share"}, {BySelfTrade, "self_trade"},
		{PrimaryMaker, "primary"}, {GeneralResponse, "general_response"}, {Stays, "stays"}, {LockedOut, "locked_out"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestStandingIsTheWorstThatHolds(t *testing.T) {
	for _, c := range []struct {
		lost, mayLose, last bool
		want                string
	}{
		{want: "safe"}, {last: true, want: "at_stake"}, {mayLose: true, want: "may_be_lost"},
		{mayLose: true, last: true, want: "may_be_lost"}, {lost: true, mayLose: true, last: true, want: "lost"},
	} {
		if got := StandingOf(c.lost, c.mayLose, c.last).String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
