// Package feed turns market data into market.Events: JSON lines from a feed
// handler (docs/feed.md), and recorded tick files (CTP's 44 columns and the 15
// columns of the index file, plain or gzip).
//
// A Splitter cuts a byte stream into lines and a Decoder turns a line into
// events; both belong to the thread that reads the socket. Ticks reads one
// recorded file and Merge many of them in order of time; each belongs to one
// thread. A Pipe runs either in a goroutine of its own and hands the events over
// in batches. Bad input is a Problem, never a panic, and the rest is still read.
// Nothing allocates per line once buffers have grown.
package feed
