package ops

import (
	"maps"
	"slices"
	"strconv"

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

var stateWords = []string{"off", "effective", "exempt", "killed", "paused", "disconnected", "stale_data",
	"risk_blocked", "budget", "awaiting_ack", "stepped_back", "no_quote", "one_sided", "too_small", "too_wide", "cannot_tell"}

const stateLetters = ".=XKPDMRBAON1SW?"

var exemptWords = []string{"none", "auction", "own_limit", "dominant_limit", "manual"}

func stateName(v uint8) string  { return word(stateWords, "state", v) }
func exemptName(v uint8) string { return word(exemptWords, "exempt", v) }
func modeName(v uint8) string   { return risk.Mode(v).String() }
func ruleName(v uint8) string   { return risk.Rule(v).String() }

// firstReason is the state whose time is Ineffective[0].
const firstReason = 3

func reasonName(i int) string { return stateName(uint8(i + firstReason)) }

// letter is the one letter of a state, the same on the page, in a terminal and
// in a report.
func letter(v uint8) byte {
	if int(v) < len(stateLetters) {
		return stateLetters[v]
	}
	return '?'
}

// sortedKeys returns a map's keys in order.
func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
