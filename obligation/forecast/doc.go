// Package forecast says how a month will end: a block bootstrap over past trading
// days (Month, Chance), and plain arithmetic on slack (Burn, Ends, Impossible,
// SafeDark). Times may be counts: requests for quote in the denominator stand for
// obliged time, answered ones for effective time.
//
// Everything here is a pure function of its arguments; any thread may call it.
package forecast
