// Package alarm keeps one instant per index and knows the earliest of them
// without looking at the others: what a meter or the loop has to do by itself,
// by contract. It holds no lock: a List belongs to the thread of its owner.
package alarm
