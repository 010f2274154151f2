// Package benchmarks holds the figures that users quote. It has no code of its
// own beside the benchmarks.
//
//	go test -run '^$' -bench . ./benchmarks
//	go test -run '^$' -bench Decode -count 10 ./benchmarks | benchstat -
//
// A figure without its machine means nothing, and two figures from two runs are
// not comparable: wherever a benchmark says that something is so many times
// faster than something else, both were measured in the same run, in turns of a
// few milliseconds, and the ratio is the median over the turns ("x" below).
// Benchmarks make their own data; recorded ticks are not needed.
//
//	Decode    one JSON depth line to an event, beside encoding/json: ns/line, x
//	Ticks     recorded rows to events, plain and gzip, alone, merged, and in a
//	          goroutine of their own: lines/s
//	HandOver  one event from thread to thread and back, halved, beside a channel
//	          that is polled and a channel that parks: ns, x
//
// Nothing in here asserts a time: a busy machine must not turn tests red.
package benchmarks
