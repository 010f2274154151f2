// Package request counts the answers to requests for quote (询价, 回应报价): each
// request has a deadline by which a quote wide and large enough must stand, and a
// time for which it, or its successors while each is good enough, must stand.
//
// The rule, by the exchange's clock (numbers are the guide's, see docs):
//
//   - A request made at A is due at A + Respond, the deadline included (19). Both
//     clocks run on through breaks, except that Breaks decides what a break adds.
//   - A chain (21) begins at the first instant not before A and not after the
//     deadline at which an eligible quote is good: it carries the request's id (or
//     that of one merged with it), or with AnyQuote was inserted at A or later, or
//     with Resting stood at A. It goes on, by whatever good quote, while at every
//     instant one stands: a replacement takes its predecessor's place in the same
//     instant, a gap or a bad link breaks the chain.
//   - The chain's time is summed over continuous trading, with Breaks also over
//     breaks, halts and auctions, which else add nothing and break nothing; the
//     close ends it (20). When the sum reaches Hold the request is answered.
//   - It is answered sooner when, with Filled, one side of a quote is filled
//     completely in the chain; or when the underlying's last price is Moved ticks or
//     more away from where it was as the chain began.
//   - A chain that broke may be followed by another, by the same deadline.
//   - With Merge a request less than Apart after the last one in the denominator on
//     the contract is one with it, whatever it would have been by itself. One made
//     during an exemption (25: at A, whatever comes later) is not in the denominator
//     unless Exempt says so; with ScopeRest neither is one on a contract that was in
//     the continuous-quote set (18), which is asked first. By when they were made,
//     that is, in whatever order they are told: while the earlier one is open, a
//     merged one is told with it, and stands for itself if that is excluded.
//
// As in package obligation there are two readings. Low is what we can prove: a
// quote counts from the Poll that saw its acknowledgement to the Poll that sent
// what ends it, cut at the exchange's stamps, only up to the last message of the
// trading link, and only by the phase that calendar and announcement agree on; the
// time in which a replacement is not answered adds nothing and breaks nothing
// when it turns out good. Without stamps, an end that is told before its
// successor's beginning breaks the chain for low. So does a bad link that stood for
// no time; and which of a request and a quote came first in one instant low cannot
// tell, unless the quote was sent when the request had been heard. High is what may have been: from
// our sending to our receipt of the end, narrowed by stamps. A request is decided,
// once, when both readings are settled and what was on its way has had a second
// to arrive; at the latest when the next trading day opens.
//
// A request without a stamp is taken to be made when it is received.
//
// A Meter has a single writer, the thread that calls Poll; what reads belongs to
// that thread too. Nothing allocates after New but Save's appends.
package request
