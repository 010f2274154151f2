package award

// Standing is where a season stands, from the best.
type Standing uint8

const (
	Safe          Standing = iota // another month may be missed
	AtStake                       // one more month missed loses the product, or may
	MayBeLost                     // it may be lost already
	Forfeit                       // it is lost
	StandingCount                 // how many there are
)

// StandingOf is the worst that holds of a season's Lost, MayLose and Last.
func StandingOf(lost, mayLose, last bool) Standing {
	switch {
	case lost:
		return Forfeit
	case mayLose:
		return MayBeLost
	case last:
		return AtStake
	}
	return Safe
}

// Standing is where the season stands.
func (s *Season) Standing() Standing { return StandingOf(s.Lost, s.MayLose, s.Last) }

// String returns the standing's name.
func (s Standing) String() string {
	if s >= StandingCount {
		return "invalid"
	}
	return [StandingCount]string{"safe", "at_stake", "may_be_lost", "lost"}[s]
}
