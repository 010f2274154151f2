// Package stories plays the stories of the tests: files testdata/*.txt that say what
// happens, line by line, and under a line ---- what came of it, up to an empty line.
//
//	# a comment
//	quote a 99/103 x10
//	quote a 99/102 x10
//	----
//	approved 1
//	repeated: 2, limit 1
//
// What the words mean is the test's own; how a file is read, compared and rewritten
// is the same for all. A story that cannot be trusted fails: one that checks nothing,
// one that says something no ---- looks at, one whose words panic. Each failure names
// file and line. With -rewrite what is said now is written into the files; look at
// every line that differs before you keep it.
package stories
