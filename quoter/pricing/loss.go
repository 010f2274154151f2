package pricing

import (
	"math"

	"quotient/internal/flat"
	"quotient/market"
)

// LossParams are the keys of the loss signal.
type LossParams struct {
	MarkAfter     market.Time // a fill is marked against the mid so long after it, such as 30 s
	MarkHalfLife  market.Time // of the marks' average, such as 5 min
	BriskHalfLife market.Time // of the volatility now, such as 1 min
	UsualHalfLife market.Time // of the usual one, such as 2 h
	VolLoss       int64       // 1/1000 tick·lot a minute taken off for each time the volatility exceeds the usual one
}

// Check calls bad for each key that cannot be.
func (p *LossParams) Check(bad func(key string, found, allowed int64)) {
	within := func(key string, v, low, high int64) {
		if v < low {
			bad(key, v, low)
		} else if v > high {
			bad(key, v, high)
		}
	}
	within("mark_after", int64(p.MarkAfter), 0, maxSpan)
	within("mark_half_life", int64(p.MarkHalfLife), 1, maxSpan)
	within("brisk_half_life", int64(p.BriskHalfLife), 1, maxSpan)
	within("usual_half_life", int64(p.UsualHalfLife), max(leastUsual, int64(p.BriskHalfLife)), maxSpan)
	within("vol_loss", p.VolLoss, 0, maxTicks)
}

// pendingFills is how many fills wait for their mark at a time. When one more
// comes, the oldest is marked before its time.
const pendingFills = 32

// minUsual is how much watched time a volatility needs before it is the usual
// one, in minutes; with a half life under leastUsual it never comes together.
const (
	minUsual   = 10
	leastUsual = int64(minUsual * market.Minute)
)

// mostLoss bounds the signal, so that it always is a whole number.
const mostLoss = 1e15

// A mark is a fill that waits to be held against the mid.
type mark struct {
	due   market.Time
	price float64 // ticks
	lots  float64 // negative when we sold
}

// A Loss is the loss signal of one contract: what our quote earns a minute, from
// two sources that cost a constant time each.
//
// The markouts of our own fills are the truth, late: each fill is held against
// the mid MarkAfter later, and the gains are averaged with a half life. The
// volatility against the usual one warns before the fills come: for each time by
// which it exceeds the usual one, VolLoss is taken off.
//
// Without evidence the signal is 0, which is not a reason to stop. The zero Loss
// knows nothing. It is flat, belongs to one goroutine, and changes only in Own and
// Fill.
type Loss struct {
	mid   float64     // ticks; the last one seen
	midAt market.Time // 0 = none yet

	waiting [pendingFills]mark // a ring
	first   uint32             // place of the oldest
	count   uint32

	earned   float64     // decayed sum of the gains, tick·lots, as of earnedAt
	earnedAt market.Time // 0 = no fill was marked yet

	brisk, usual swing
}

// Own takes in the contract's book as seen at now, best without our own quote. A
// book without a mid changes nothing: the last mid stands.
func (m *Loss) Own(d *market.Depth, p *LossParams, now market.Time) {
	var b book
	if b.take(d, now); b.at == 0 {
		return
	}
	m.settle(p, now)
	m.brisk.watch(b.mid, p.BriskHalfLife, now)
	m.usual.watch(b.mid, p.UsualHalfLife, now)
	m.mid, m.midAt = b.mid, now
}

// Fill notes a fill of ours; side is the one that we were on.
func (m *Loss) Fill(side market.Side, price market.Price, qty market.Qty, p *LossParams, now market.Time) {
	lots := float64(qty)
	if side == market.Ask {
		lots = -lots
	}
	if m.count == pendingFills {
		m.settleFirst(p)
	}
	m.waiting[(m.first+m.count)%pendingFills] = mark{now + p.MarkAfter, float64(price), lots}
	m.count++
}

// settle marks the fills that were due before now against the mid that stood then.
func (m *Loss) settle(p *LossParams, now market.Time) {
	for m.count > 0 && m.midAt > 0 && m.waiting[m.first].due < now {
		m.settleFirst(p)
	}
}

// settleFirst marks the oldest fill against the last mid; without one it says nothing.
func (m *Loss) settleFirst(p *LossParams) {
	w := m.waiting[m.first]
	m.first, m.count = (m.first+1)%pendingFills, m.count-1
	if m.midAt == 0 {
		return
	}
	gain := float64(w.lots * (m.mid - w.price))
	m.earned = float64(m.earned*decay(w.due-m.earnedAt, p.MarkHalfLife)) + gain
	m.earnedAt = max(m.earnedAt, w.due)
}

// Signal returns what quoting earns as far as it is known at now, in 1/1000
// tick·lot a minute; negative = it loses.
func (m *Loss) Signal(p *LossParams, now market.Time) int64 {
	rate := m.earned * decay(now-m.earnedAt, p.MarkHalfLife) / meanAge(p.MarkHalfLife)
	s := float64(rate*1000) - float64(float64(p.VolLoss)*m.excess(p, now))
	return int64(min(max(s, -mostLoss), mostLoss))
}

// excess is by how many times the volatility exceeds the usual one; 0 when it
// does not, or when what is usual is not known yet.
func (m *Loss) excess(p *LossParams, now market.Time) float64 {
	usual := m.usual.variance(p.UsualHalfLife, now)
	if m.usual.watched < minUsual || usual == 0 {
		return 0
	}
	return max(math.Sqrt(m.brisk.variance(p.BriskHalfLife, now)/usual)-1, 0)
}

// Save appends the state to dst.
func (m *Loss) Save(dst []byte) []byte { return flat.Append(dst, m) }

// Load fills m from the front of src; ok is false when src is too short.
func (m *Loss) Load(src []byte) (rest []byte, ok bool) { return flat.Load(m, src) }

// A swing is an average of squared moves of the mid.
type swing struct {
	square  float64 // decayed sum of squared moves, ticks²
	watched float64 // decayed time in which they happened, minutes
	mid     float64
	at      market.Time // 0 = nothing seen
}

// watch folds the move to mid in. A silence of more than maxGap, and what moved in
// it, is no evidence.
func (s *swing) watch(mid float64, half, now market.Time) {
	gap := now - s.at
	if gap <= 0 {
		return // the next look sees the whole move
	}
	if gap <= maxGap { // and so not the first
		f, move := decay(gap, half), mid-s.mid
		s.square = float64(s.square*f) + float64(move*move)
		s.watched = float64(s.watched*f) + float64((1-f)*meanAge(half))
	}
	s.mid, s.at = mid, now
}

// variance is the mean squared move in a minute; time without a move lowers it.
func (s *swing) variance(half, now market.Time) float64 {
	f := decay(min(max(now-s.at, 0), maxGap), half)
	watched := float64(s.watched*f) + float64((1-f)*meanAge(half))
	if watched == 0 {
		return 0
	}
	return s.square * f / watched
}
