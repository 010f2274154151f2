// Package quotient is the root of the module. It holds no code: only the tests
// that keep the house in order, rooms_test.go (which room may import which, and
// why) and tidy_test.go (the ratchets).
package quotient
