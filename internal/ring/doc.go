// Package ring is a queue for one producer thread and one consumer thread over
// memory that the caller gives, which may be a mapped file.
//
// Each slot carries its own sequence number beside its value, so a hand-over
// touches one cache line group and no shared index: the producer looks at the
// slot it wants to write, the consumer at the slot it wants to read. A slot
// whose sequence is 2n+1 holds the n-th value; 2n+2 says that it was taken. A
// reader of a left-over mapping can therefore tell which values were never taken.
//
// Push and its companions belong to one goroutine, Pop and its companions to
// another. Nothing blocks, nothing allocates, nobody is woken.
package ring
