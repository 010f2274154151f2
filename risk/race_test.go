//go:build race

package risk

// raced: the race detector makes everything ten times slower.
const raced = true
