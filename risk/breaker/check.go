package breaker

import (
	"quotient/market"
	"quotient/risk/window"
)

// Bounds of what limits may be, so that no sum of amounts can overflow.
const (
	mostFills = 1 << 12 // remembered one by one
	mostEach  = 1 << 40
	mostMoney = 1 << 60
)

// A report is told of each figure outside its bounds: low when it is below them.
type report func(key string, found, allowed int64)

func (bad report) within(key string, v, low, high int64) {
	if v < low {
		bad(key, v, low)
	} else if v > high {
		bad(key, v, high)
	}
}

// Check calls bad for each limit that is missing or cannot be, with its key, what
// was found and the nearest value allowed. Keys read "groups[3].storm.count".
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	report(bad).within("groups", int64(len(p.Groups)), 1, 1<<12)
	for c := range p.Of {
		p.checkContract(c, bad)
	}
	for g := range p.Groups {
		p.checkGroup(g, index("groups", g)+".", bad)
	}
	p.checkAccount(bad)
}

func (p *Params) checkContract(c int, bad report) {
	bad.within(index("of", c), int64(p.Of[c]), 0, int64(max(0, len(p.Groups)-1)))
}

func (p *Params) checkGroup(g int, at string, bad report) {
	p.Groups[g].check(at, bad)
	p.Groups[g].Storm.check(at, p.Messages, bad)
}

func (l *Limits) check(at string, bad report) {
	f := &l.Flow
	for s := range spans {
		bad.within(index(at+"fills", s), f.Fills[s], 1, mostFills)
		bad.within(index(at+"lots", s), f.Lots[s], 1, mostEach)
		bad.within(index(at+"delta", s), f.Delta[s], 1, mostEach)
		bad.within(index(at+"vega", s), f.Vega[s], 1, mostEach)
	}
	bad.within(at+"one_sided", l.OneSided, 1, mostUnmatched)
	l.Purse.check(at, bad)
}

// check looks at a storm; what needs more messages than are remembered never comes.
func (s *Storm) check(at string, messages int64, bad report) {
	bad.within(at+"storm.count", s.Count, 1, window.Most)
	bad.within(at+"storm.share", s.Share, 1, million)
	bad.within(at+"storm.least", s.Least, 1, min(max(1, messages), window.Most))
}

func (l *Purse) check(at string, bad report) {
	bad.within(at+"purse.floor", int64(l.Floor), 1, mostMoney)
	bad.within(at+"purse.drawdown", int64(l.Drawdown), 1, mostMoney)
}

// checkAccount looks at everything that concerns every contract.
func (p *Params) checkAccount(bad report) {
	p.Storm.check("", p.Messages, bad)
	p.Purse.check("", bad)
	bad.within("spans[0]", int64(p.Spans[Short]), 1, int64(market.Day))
	bad.within("spans[1]", int64(p.Spans[Long]), int64(p.Spans[Short])+1, int64(market.Day))
	bad.within("messages", p.Messages, 1, window.Most)
	if p.Codes == 0 {
		bad("codes", 0, 1)
	}
	p.Collar.check("collar", bad)
	p.Repeat.check("repeat", bad)
	bad.within("unacked_warn", int64(p.UnackedWarn), 1, max(1, int64(p.Unacked)))
	bad.within("unacked", int64(p.Unacked), 1, int64(market.Day))
	bad.within("fall_over", int64(p.FallOver), 1, int64(market.Day))
	bad.within("unmarked", int64(p.Unmarked), 1, int64(market.Day))
	bad.within("late", int64(p.Late), 1, int64(market.Day))
	for k := range KindCount {
		p.Policies[k].check(k, bad)
	}
}

func (s *Strike) check(at string, bad report) {
	if s.Rules == 0 {
		bad(at+".rules", 0, 1)
	}
	bad.within(at+".most", s.Most, 1, mostStrikes)
	bad.within(at+".over", int64(s.Over), 1, int64(market.Day))
}

func (p *Policy) check(k Kind, bad report) {
	least := k.Ends()
	if least == Unset {
		return
	}
	at := "policies." + k.String()
	bad.within(at+".rearm", int64(p.Rearm), int64(least), int64(ByRisk))
	low := int64(0)
	if p.Rearm == ByItself {
		low = 1
	}
	bad.within(at+".pause", int64(p.Pause), low, int64(market.Day))
	bad.within(at+".to_risk", p.ToRisk, 1, 1<<15)
}

// index returns "name[i]".
func index(name string, i int) string {
	var buf [20]byte
	at := len(buf)
	for {
		at--
		buf[at] = byte('0' + i%10)
		if i /= 10; i == 0 {
			return name + "[" + string(buf[at:]) + "]"
		}
	}
}
