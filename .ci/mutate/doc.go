// Mutate shows that the tests of a package notice when the package is changed.
//
// It rewrites a package once, into a copy: every comparison, clause, sum,
// min, max, case and droppable statement goes through a numbered switch. The
// test binary is built once and then run once for each number, with that one
// change in force, running only the tests that reach the place, the quick ones
// first and all in their short form; what those do not notice is tried with the
// tests in full. A change that no test notices is printed, and ends the run with
// exit code 1 unless exceptions.txt argues it.
//
//	go run ./.ci/mutate ./obligation/...
//
// The checkout is only read: the tests run in a copy of the package's folder, so
// that what others write meanwhile changes no answer.
package main
