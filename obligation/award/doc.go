// Package award prices a month: fee relief (手续费减免), incentives (激励), the extra
// fee (超额费用) and the order fee (申报费), the scorecard (评价考核), the season of months
// missed, and the conversion of roles. Everything is an estimate from stated
// inputs: the exchange's own settlement prevails.
//
// Money is in fen and from our side: what is paid to us is positive, what we pay is
// negative, and every division is rounded down. Everything here is a pure function
// of its arguments and any thread may call it.
package award
