package request

import (
	"quotient/market"
	"quotient/obligation/rule"
)

// What low makes of our quotes: a rule.Verdict of the standing quote, or one of these.
const (
	bridge   = rule.TooWide + 1 + iota // a good quote stands, we do not know which: a replacement is not answered
	doubtful                           // the link was lost since
)

// A stretch is time, from its start to the next one's, in which everything that
// an answer depends on stayed the same.
type stretch struct {
	from market.Time
	clock
	link   bool         // the trading link is up
	exempt bool         // an exemption holds
	gap    bool         // for low, none stood for a moment at the start
	low    int8         // the quote that provably stands, or that is being replaced; -1 none
	grade  rule.Verdict // what low makes of it
	may    uint16       // quotes that may stand
	good   uint16       // of these, those that are good
	hit    uint16       // quotes that had a side filled completely
}

// same reports whether the stretch differs from the one before it in nothing
// but the start.
func (s *stretch) same(before *stretch) bool {
	x := *before
	x.from, x.gap = s.from, false
	return x == *s
}

// excused reports whether a request made in the stretch is made during an exemption.
func (s *stretch) excused() bool {
	ph := s.phase()
	return s.exempt || ph == market.PhaseAuction || ph == market.PhaseMatch
}
