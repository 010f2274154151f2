package ops

import (
	"maps"
	"slices"
	"strconv"

	"quotient/obligation"
	"quotient/risk"
)

// The words of enums that other rooms define, by number.

// word returns the word of v, or the kind and the number of one that has none.
func word(words []string, kind string, v uint8) string {
	if int(v) < len(words) {
		return words[v]
	}
	return kind + "_" + strconv.Itoa(int(v))
}

func stateName(v uint8) string  { return obligation.State(v).String() }
func exemptName(v uint8) string { return obligation.Exempt(v).String() }
func modeName(v uint8) string   { return risk.Mode(v).String() }
func ruleName(v uint8) string   { return risk.Rule(v).String() }

// reasonName is the state whose time is Ineffective[i].
func reasonName(i int) string { return stateName(uint8(int(obligation.Killed) + i)) }

// letter is the one letter of a state, the same on the page, in a terminal and
// in a report.
func letter(v uint8) byte { return obligation.State(v).Letter() }

// aggregations and outcomes are the words of obligation.Aggregation and
// obligation.Verdict, which a journal and a report use too.
var (
	aggregations = [obligation.AggregationCount]string{"every", "pooled", "some", "days", "response"}
	outcomes     = [obligation.VerdictCount]string{"not_assessed", "met", "missed", "open", "in_band"}
)

func aggregationName(v uint8) string { return word(aggregations[:], "aggregation", v) }
func outcomeName(v uint8) string     { return word(outcomes[:], "verdict", v) }

// sortedKeys returns a map's keys in order.
func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
