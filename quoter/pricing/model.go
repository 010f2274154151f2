package pricing

import (
	"math"

	"quotient/internal/flat"
	"quotient/market"
)

// deadAge is how many ThinAges old a book may be before it says nothing.
const deadAge = 4

// maxGap is the longest silence that still counts as calm. Over a longer one (a
// break, a hole in the feed) neither the time nor the move is evidence.
const maxGap = 2 * market.Minute

// distanceAge is how old the filtered distance may be for the lead to price alone:
// it outlives a break, not a night.
const distanceAge = 4 * market.Hour

// minEvidence is how much watched time a volatility needs before it is one.
const minEvidence = 10 * market.Second

// A book is what a model keeps of one contract's last snapshot.
type book struct {
	mid       float64     // ticks; meaningful when at > 0
	spread    float64     // ticks
	imbalance float64     // bid size / (bid + ask size) - 1/2
	at        market.Time // when it was seen; 0 = there is no two-sided book
}

// A Model is what is remembered about one contract. The zero Model knows nothing.
type Model struct {
	own, lead book

	fast   float64     // decayed sum of the lead's moves, as of fastAt
	fastAt market.Time // 0 = no move yet

	distance   float64     // filtered own mid - lead mid, ticks
	distanceAt market.Time // 0 = never seen together

	square  float64 // decayed sum of squared own moves, ticks², as of movedAt
	watched float64 // decayed time in which they happened, minutes
	moved   float64 // own mid at movedAt
	movedAt market.Time
	volHalf market.Time // half life in force at movedAt
}

// Own takes in the contract's own book as seen at now. A book that is not
// two-sided, or is locked or crossed, has no mid: the own book is then gone until
// the next good one.
func (m *Model) Own(d *market.Depth, p *Params, now market.Time) {
	m.own.take(d, now)
	if m.own.at == 0 {
		return
	}
	m.watch(p, now)
	m.relate(p, now)
}

// Lead takes in the dominant's book as seen at now.
func (m *Model) Lead(d *market.Depth, p *Params, now market.Time) {
	was := m.lead
	m.lead.take(d, now)
	if m.lead.at == 0 || was.at == 0 {
		return
	}
	left := m.fast * decay(now-m.fastAt, fastHalf(p))
	if now-was.at <= 2*p.LeadFast {
		left += m.lead.mid - was.mid
	}
	m.fast, m.fastAt = left, now
}

// take keeps what d says, or that it says nothing.
func (b *book) take(d *market.Depth, now market.Time) {
	if !d.TwoSided() || d.Crossed() {
		*b = book{}
		return
	}
	b.mid = float64(d.Bid+d.Ask) / 2
	b.spread = float64(d.Ask - d.Bid)
	b.imbalance = float64(d.BidQty)/float64(d.BidQty+d.AskQty) - 0.5
	b.at = now
}

// fastHalf is the half life of a lead's move: a third of LeadFast, so that
// seven eighths of its weight lie within LeadFast.
func fastHalf(p *Params) market.Time { return p.LeadFast / 3 }

// watch folds the own mid's move into the volatility.
func (m *Model) watch(p *Params, now market.Time) {
	gap := now - m.movedAt
	if m.movedAt > 0 && gap > 0 && gap <= maxGap {
		f := decay(gap, p.VolHalfLife)
		move := m.own.mid - m.moved
		m.square = float64(m.square*f) + float64(move*move)
		m.watched = float64(m.watched*f) + float64((1-f)*meanAge(p.VolHalfLife))
	}
	if m.movedAt == 0 || gap > 0 {
		m.moved, m.movedAt, m.volHalf = m.own.mid, now, p.VolHalfLife
	}
}

// meanAge is the integral of the decay over all ages, in minutes.
func meanAge(half market.Time) float64 {
	return float64(half) / (ln2 * float64(market.Minute))
}

// relate folds own mid - lead mid into the filtered distance. A wide own book
// says less about it, and a dead lead nothing.
func (m *Model) relate(p *Params, now market.Time) {
	if !m.lead.alive(p, now) {
		return
	}
	seen := m.own.mid - m.lead.mid
	if m.distanceAt == 0 {
		m.distance, m.distanceAt = seen, now
		return
	}
	gain := (1 - decay(now-m.distanceAt, p.SpreadHalfLife)) * half(m.own.spread, float64(p.ThinSpread))
	m.distance += float64(gain * (seen - m.distance))
	m.distanceAt = now
}

// alive reports whether b still says anything at now.
func (b *book) alive(p *Params, now market.Time) bool {
	return b.at > 0 && now-b.at < deadAge*p.ThinAge
}

// half is 1 for x = 0, 1/2 at x = middle and falls to 0 with the fourth power:
// flat while x is small, then quick.
func half(x, middle float64) float64 {
	r := x / middle
	r = r * r
	return 1 / (1 + float64(r*r))
}

// Fair returns the fair value in ticks at now. A fresh and tight own book decides,
// moved by its imbalance and by the lead's last moves, which the own book follows
// with a delay. As it goes thin or stale, the lead's price plus the filtered
// distance takes over. ok is false when neither book is alive.
func (m *Model) Fair(p *Params, now market.Time) (ticks float64, ok bool) {
	own, lead := m.weights(p, now)
	if own+lead == 0 {
		return 0, false
	}
	near := m.own.mid + m.nudge(p, now)
	if lead == 0 {
		return near, true
	}
	far := m.lead.mid + m.distance
	return (float64(own*near) + float64(lead*far)) / (own + lead), true
}

// weights returns how much the own and the lead's book count at now.
func (m *Model) weights(p *Params, now market.Time) (own, lead float64) {
	age := float64(p.ThinAge)
	if m.own.alive(p, now) {
		own = half(m.own.spread, float64(p.ThinSpread)) * half(float64(now-m.own.at), age)
	}
	if m.distanceAt > 0 && now-m.distanceAt < distanceAge && m.lead.alive(p, now) {
		lead = (1 - own) * half(float64(now-m.lead.at), age)
	}
	return own, lead
}

// nudge is how far the own fair value lies from the own mid, in ticks.
func (m *Model) nudge(p *Params, now market.Time) float64 {
	tilt := float64(p.ImbalanceGain) / ppm * float64(m.own.spread*m.own.imbalance)
	if !m.lead.alive(p, now) {
		return tilt
	}
	moved := m.fast * decay(now-m.fastAt, fastHalf(p))
	return tilt + float64(float64(p.LeadBetaFast)/ppm*moved)
}

// Vol returns the standard deviation of the own mid's moves in ticks per square
// root of a minute, 0 while too little was seen to tell, and at least 1/1000 once
// it was. Time without a move lowers it.
func (m *Model) Vol(now market.Time) float64 {
	gap := min(max(now-m.movedAt, 0), maxGap)
	f := decay(gap, m.volHalf)
	watched := float64(m.watched*f) + float64((1-f)*meanAge(m.volHalf))
	if m.watched == 0 || watched*float64(market.Minute) < float64(minEvidence) {
		return 0
	}
	return max(math.Sqrt(m.square*f/watched), 0.001)
}

// Save appends the model's state to dst.
func (m *Model) Save(dst []byte) []byte { return flat.Append(dst, m) }

// Load fills m from the front of src; ok is false when src is too short.
func (m *Model) Load(src []byte) (rest []byte, ok bool) { return flat.Load(m, src) }
