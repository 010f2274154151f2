// Package rule says whether one two-sided quote is wide and large enough at an
// instant: the predicate that continuous quoting (持续报价) and answers to
// requests for quote (回应报价) share.
//
// Everything here is a pure function of its arguments; any thread may call it.
package rule
