package lab

import (
	"math"
	"math/rand/v2"

	"quotient/market"
)

// step is the length of one step of a generated month.
const step = 5 * market.Second

// monthDays is the trading days of a generated month.
const monthDays = 21

// sessions are a trading day's: the night's and three of the day.
var sessions = [...]market.Time{7200 * market.Second, 4500 * market.Second, 3600 * market.Second, 5400 * market.Second}

// A month is one generated month, step by step.
type month struct {
	cost   []float64 // of complying, a second; negative = quoting earns
	seen   []float64 // what a forecast makes of it, one step late
	dark   []bool    // the desk cannot quote
	exempt []bool    // and need not
	dear   []float64 // what best sorts, once
}

// newMonth generates a month: toxicity is the exponential of a level of the month,
// one of the day, the hour, a slow wave and bursts; the cost is toxicity less one.
// Each month's level is drawn afresh.
func newMonth(seed uint64) *month {
	r := rand.New(rand.NewPCG(seed, 0x6c6162))
	m := &month{}
	level := r.NormFloat64() * 0.15
	day := r.NormFloat64() * 0.45
	wave, noise := newWave(r, 20*market.Minute, 0.6), newWave(r, 30*market.Second, 0.3)
	for range monthDays {
		day = 0.5*day + r.NormFloat64()*0.45*math.Sqrt(1-0.25)
		from := len(m.cost)
		m.day(r, level+day, wave, noise)
		m.bursts(r, from)
		m.outages(r, from)
		m.exemptions(r, from)
	}
	m.finish(noise)
	return m
}

// day appends a day's exponents: its level, the hour's, and the wave.
func (m *month) day(r *rand.Rand, level float64, wave, noise *wave) {
	for _, long := range sessions {
		for at := market.Time(0); at < long; at += step {
			open, left := minutes(at), minutes(long-at)
			hour := 1.1*math.Exp(-open/6) + 0.4*math.Exp(-left/8)
			m.cost = append(m.cost, level+hour+wave.next())
			m.seen = append(m.seen, noise.next())
			m.dark, m.exempt = append(m.dark, false), append(m.exempt, false)
		}
	}
}

func minutes(t market.Time) float64 { return float64(t) / float64(market.Minute) }

// bursts adds about twelve bursts a day: a jump of 1.5 ± 0.5 for 90 s in the mean.
func (m *month) bursts(r *rand.Rand, from int) {
	m.arrivals(r, from, 12, func(at int) {
		size := 1.5 + 0.5*r.NormFloat64()
		for i := range m.lasting(at, r.ExpFloat64()*90) {
			m.cost[at+i] += size
		}
	})
}

// outages darkens 0.15 times a day for two minutes in the median, with a long tail,
// and once in sixty days for forty minutes.
func (m *month) outages(r *rand.Rand, from int) {
	blacken := func(at int, seconds float64) {
		for i := range m.lasting(at, seconds) {
			m.dark[at+i] = true
		}
	}
	m.arrivals(r, from, 0.15, func(at int) { blacken(at, 120*math.Exp(1.3*r.NormFloat64())) })
	m.arrivals(r, from, 1.0/60, func(at int) { blacken(at, 2400) })
}

// exemptions exempts half an hour to two hours on one day of fifty.
func (m *month) exemptions(r *rand.Rand, from int) {
	m.arrivals(r, from, 0.02, func(at int) {
		for i := range m.lasting(at, 1800+r.Float64()*5400) {
			m.exempt[at+i] = true
		}
	})
}

// arrivals calls happen at steps of the day since from, rate times a day in the mean.
func (m *month) arrivals(r *rand.Rand, from int, rate float64, happen func(at int)) {
	long := float64(len(m.cost) - from)
	for at := r.ExpFloat64() / rate * long; at < long; at += r.ExpFloat64() / rate * long {
		happen(from + int(at))
	}
}

// lasting is how many steps something lasts that begins at a step: at least one,
// and to the end of the day at most.
func (m *month) lasting(at int, seconds float64) int {
	return min(len(m.cost)-at, 1+int(seconds/(float64(step)/float64(market.Second))))
}

// finish turns exponents into costs and the noise into the forecast of a step before.
func (m *month) finish(noise *wave) {
	bias := noise.deviation * noise.deviation / 2
	last := 0.0
	for i := range m.cost {
		toxicity := math.Exp(m.cost[i])
		m.cost[i] = toxicity - 1
		m.seen[i], last = last, toxicity*math.Exp(m.seen[i]-bias)-1
	}
}

// A wave is a first-order autoregression, stationary from its first step.
type wave struct {
	r               *rand.Rand
	keep, push, now float64
	deviation       float64
}

func newWave(r *rand.Rand, half market.Time, deviation float64) *wave {
	keep := math.Exp2(-float64(step) / float64(half))
	return &wave{r: r, keep: keep, push: deviation * math.Sqrt(1-keep*keep), now: deviation * r.NormFloat64(), deviation: deviation}
}

func (w *wave) next() float64 {
	w.now = w.keep*w.now + w.push*w.r.NormFloat64()
	return w.now
}
