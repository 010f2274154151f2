// Package text holds what people read, in Chinese and in English: one catalogue
// for the page and for reports. It holds no state and may be called from any
// goroutine.
package text
