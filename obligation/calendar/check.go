package calendar

import "quotient/market"

// maxHours is how many groups of hours an index of type uint8 can name.
const maxHours = 256

// Check calls bad for each thing in p that no calendar may hold: what key, the
// figure found and the figure allowed.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if n := len(p.Hours); n < 1 || n > maxHours {
		bad("hours", int64(n), maxHours)
	}
	for i := range p.Days {
		p.checkDay(i, bad)
	}
	for i := range p.Hours {
		h := &p.Hours[i]
		day := checkStretches(h.Day[:], h.DayCount, false, bad)
		night := checkStretches(h.Night[:], h.NightCount, true, bad)
		if day && night {
			h.checkEve(bad)
		}
	}
	for i, m := range p.Covered {
		if i > 0 && m <= p.Covered[i-1] {
			bad("covered", int64(m), int64(p.Covered[i-1])+1)
		}
		if !p.trades(m) {
			bad("covered", int64(m), 0)
		}
	}
}

func (p *Params) checkDay(i int, bad func(key string, found, allowed int64)) {
	d := &p.Days[i]
	if !d.Date.Valid() {
		bad("days", int64(d.Date), 0)
	}
	if i > 0 && d.Date <= p.Days[i-1].Date {
		bad("days", int64(d.Date), int64(p.Days[i-1].Date)+1)
	}
	if i > 0 && d.Prev != p.Days[i-1].Date {
		bad("days.prev", int64(d.Prev), int64(p.Days[i-1].Date))
	}
	if i == 0 && (d.Prev != 0 || d.Night) && (!d.Prev.Valid() || d.Prev >= d.Date) {
		bad("days.prev", int64(d.Prev), int64(market.DateOfDays(d.Date.Days()-1)))
	}
}

// checkStretches wants stretches in order, within a day, the evening's first; it
// returns whether their number is possible.
func checkStretches(list []Stretch, count uint8, night bool, bad func(key string, found, allowed int64)) bool {
	if count == 0 || int(count) > len(list) {
		bad("hours", int64(count), MaxStretches)
		return false
	}
	for i, s := range list[:count] {
		if s.From < 0 || s.To > market.Day || s.From >= s.To {
			bad("hours", int64(s.From), int64(s.To))
		}
		if s.Phase == market.PhaseUnknown || s.Phase >= market.PhaseCount {
			bad("hours", int64(s.Phase), int64(market.PhaseCount)-1)
		}
		if s.Eve && !night {
			bad("hours", int64(s.From), 0)
		}
		if i == 0 {
			continue
		}
		if before := &list[i-1]; s.Eve && !before.Eve || s.Eve == before.Eve && s.From < before.To {
			bad("hours", int64(s.From), int64(before.To))
		}
	}
	return true
}

// checkEve wants the evening to begin when the day that it follows is over. The
// day before may itself have had a night session or none.
func (h *Hours) checkEve(bad func(key string, found, allowed int64)) {
	day, night := &h.Day[h.DayCount-1], &h.Night[h.NightCount-1]
	end := day.To
	if !night.Eve {
		end = max(end, night.To)
	}
	if eve := &h.Night[0]; eve.Eve && eve.From < end {
		bad("hours", int64(eve.From), int64(end))
	}
}

// trades reports whether month m has a trading day.
func (p *Params) trades(m market.Month) bool {
	for i := range p.Days {
		if p.Days[i].Date.Month() == m {
			return true
		}
	}
	return false
}
