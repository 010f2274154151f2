// Package pricing turns what the books say into a fair value and a fair value
// into two prices: numbers in, numbers out, no loop and no clock.
//
// A Model holds what is remembered about one contract: its own last book, the
// dominant's (主力), how far the dominant moved in the last seconds, the filtered
// distance between the two months and the size of recent moves. It is flat,
// belongs to one goroutine, and changes only in Own and Lead; Fair and Vol read.
// Quote is a pure function.
//
// Figures are the same bits on every processor of one architecture: only + - *
// / and sqrt are used, a product that feeds a sum is rounded by float64(), and
// the decay 2^-x is our own.
package pricing
