package award

// A Conduct is what the exchange may find abnormal (异常交易行为).
type Conduct uint8

// The conducts, counted on a contract and day.
const (
	FrequentCancel Conduct = iota // 频繁报撤单
	SelfTrade                     // 自成交
	LargeCancel                   // 大额报撤单
	ConductCount
)

// String returns the conduct's name.
func (c Conduct) String() string {
	if c >= ConductCount {
		return "invalid"
	}
	return [ConductCount]string{"frequent_cancel", "self_trade", "large_cancel"}[c]
}

// A Bound is from how many on a conduct is abnormal. ZCE excuses a market maker's
// frequent cancels and nothing else (26).
type Bound struct {
	Count   int64 // 0 = not watched
	Excused bool  // when it comes from market making
}

// A Finding is what a day's count comes to.
type Finding uint8

// The findings.
const (
	Unwatched Finding = iota
	Fine
	Pardoned // enough to be abnormal, and excused
	Abnormal
	FindingCount
)

// String returns the finding's name.
func (f Finding) String() string {
	if f >= FindingCount {
		return "invalid"
	}
	return [FindingCount]string{"unwatched", "fine", "pardoned", "abnormal"}[f]
}

// Find holds a day's count on one contract against the bound.
func (s *Scheme) Find(c Conduct, count int64, making bool) Finding {
	b := s.Conduct[c]
	switch {
	case b.Count == 0:
		return Unwatched
	case count < b.Count:
		return Fine
	case making && b.Excused:
		return Pardoned
	}
	return Abnormal
}
