// Package forecast says how a month will end: a block bootstrap over past trading
// days, and plain arithmetic on slack.
//
// Everything here is a pure function of its arguments; any thread may call it.
package forecast
