// Package surveillance counts our own flow the way the exchange's rules on abnormal
// and programmed trading (异常交易, 程序化交易) count it, and says how near each rule is.
//
// Rules are dated data: what is counted, how many are too many, and who says so. A
// Watch is told what left, what was cancelled, what was filled and what the market
// did; Level says whether a contract is fine, to be warned of, to be throttled or to
// be stopped, at shares of the rule that are data as well. It refuses nothing itself,
// and cancels are to pass at every level. What a rule exempts is counted and shown
// but raises no level.
//
// A day that no rule covers, a needed rule that is missing and a rule that cannot be
// are a stop for everything: there is no "unlimited".
//
// A Watch has a single writer, the thread that calls Poll. Nothing allocates after
// New but Save's appends.
package surveillance
