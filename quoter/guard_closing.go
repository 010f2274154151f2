package quoter

import "quotient/market"

// closings tells the rules on our own conduct how long each contract is still traded
// today, and when the next closing period (尾盘) begins or ends.
func (l *Loop) closings() {
	l.st.closingAt = 0
	if l.r.Conduct == nil {
		return
	}
	for i := range l.contracts {
		c := market.Contract(i)
		_, end, ok := l.r.Calendar.Span(l.r.Hours[c], l.st.date)
		if !ok {
			continue
		}
		l.r.Conduct.Closing(c, end-l.now, l.now)
		if edge, more := l.r.Conduct.Edge(c, end-l.now); more {
			l.st.closingAt = earliest(l.st.closingAt, end-edge)
		}
	}
}

// closingsDue does so when an edge has come. It reports how much it did.
func (l *Loop) closingsDue() (work int) {
	if l.st.closingAt == 0 || l.now < l.st.closingAt {
		return 0
	}
	l.closings()
	return 1
}
