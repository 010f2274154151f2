// Package dialect is the FIX that we speak, as data: tags, message types, values
// and the two dictionaries. It holds no code.
//
// The dialect is a subset of FIX 5.0 SP2 over FIXT 1.1 with seven user tags for
// what a Chinese two-sided quote has and FIX has not. docs/fix.md describes it.
package dialect
