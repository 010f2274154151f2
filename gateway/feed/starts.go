package feed

import "quotient/market"

// Starts returns the stamp of each file's first row of a known contract, in
// order of time. It is complete before the first Next.
func (m *Merge) Starts() (at []market.Time) {
	for _, s := range m.waiting {
		at = append(at, s.first.Time)
	}
	return at
}
