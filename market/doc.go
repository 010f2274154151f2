// Package market holds the nouns that every room speaks: Instrument, Price,
// Qty, Side, Phase, Time, Date, Depth, Event (what arrives) and Instruction
// (指令, what we send).
//
// All types are values without pointers, so that they can lie in a ring, in a
// mapped file and in a checkpoint as they are. Functions are pure and may be
// called from any thread. The package imports nothing that could allocate or
// block on the tick path.
package market
