// Package orders is the one table that owns every instruction of ours that may
// still be live: two-sided quotes with their legs, hedge orders, replaces with
// both ends, cancels and mass cancels not yet answered, and the execution ids
// seen today. The session never decides what is live; this table does.
//
// Two readings of it: Acked (Quote), what the exchange has confirmed and nothing
// of ours is about to end, for the meter; Possible, everything that may still
// fill in the worst case, for the gate. An event that comes twice, late, in
// another order or for nothing of ours changes neither for the worse: what is in
// doubt is not Acked and stays Possible.
//
// A Table belongs to the loop's thread. Nothing allocates after New.
package orders
