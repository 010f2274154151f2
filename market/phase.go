package market

// A Phase is a product's trading phase as the exchange announces it (交易状态).
type Phase uint8

// The phases. PhaseUnknown is the zero value: closed for the gate, and neither
// counted nor exempt for the meter.
const (
	PhaseUnknown    Phase = iota
	PhaseClosed           // 闭市, before the open and after the close
	PhaseAuction          // 集合竞价报单, opening call auction, orders are taken
	PhaseMatch            // 集合竞价撮合, opening call auction, orders are matched
	PhaseContinuous       // 连续交易
	PhaseBreak            // 小节休息, break between sections of a session
	PhaseHalt             // 暂停交易
	PhaseCount
)

// String returns the phase's name as the feed and the journal write it.
func (p Phase) String() string {
	if p >= PhaseCount {
		return "invalid"
	}
	return [PhaseCount]string{"unknown", "closed", "auction", "match", "continuous", "break", "halt"}[p]
}

// Scheduled reports whether time in p is scheduled trading time: the opening
// call auction and continuous trading.
func (p Phase) Scheduled() bool {
	return p == PhaseAuction || p == PhaseMatch || p == PhaseContinuous
}
