// Package request counts the answers to requests for quote (询价, 回应报价): each
// request has a deadline by which a quote wide and large enough must stand, and a
// time for which it, or its successors while each is good enough, must stand.
//
// As in package obligation there are two readings: low is what we can prove, high
// what may have been. A Meter has a single writer, the thread that calls Poll.
// Nothing allocates after New but Save's appends.
package request
