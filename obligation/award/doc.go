// Package award prices a month: fee relief (手续费减免), incentives (激励), the extra
// fee (超额费用), the scorecard (评价考核), the season of months missed, and the
// conversion of roles. Everything is an estimate from stated inputs: the exchange's
// own settlement prevails.
//
// Everything here is a pure function of its arguments; any thread may call it.
package award
