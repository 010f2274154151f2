package award

import (
	"quotient/market"
	"quotient/obligation"
)

// Trading is the incentive by share of what all market makers traded and hold
// (成交持仓激励).
type Trading struct {
	Pool    market.Money // for all market makers of the product, a month; 0 = none
	Volume  int64        // ppm of the pool paid by share of volume
	Open    int64        // ppm of the pool paid by share of open interest; futures only
	Passive int64        // ppm: what a lot counts that took no liquidity (有效被动成交量); others count 1000000
}

// Traded is a month's trading in a product. The exchange gives the sums of all
// market makers; -1 where it has not.
type Traded struct {
	Passive, Aggressive market.Qty // lots traded
	Invalid             market.Qty // of them: self-trades, oversize orders, in options hedges after the close
	Open                market.Qty // effective open interest, without what self-trades made
	AllVolume           market.Qty // weighted as ours is
	AllOpen             market.Qty
	Orders, Requests    int64 // held against Caps; options only
}

// TradingFutures estimates the trading and open-interest incentive (31).
func TradingFutures(s *Scheme, month obligation.Verdict, t *Traded) (e Estimate) {
	e.Formula = FormulaTradeFut
	if w := s.Trading; !t.assessable(&e, w.Pool, w.Volume+w.Open) {
		return e
	}
	var k calc
	volume, first := e.volume(&k, s, month, t)
	e.note(FigOpenWeight, s.Trading.Open)
	e.note(FigOwnOpen, int64(t.Open))
	e.note(FigAllOpen, int64(t.AllOpen))
	open, second := k.share(s.Trading.Pool, s.Trading.Open, int64(t.Open), int64(t.AllOpen), 1)
	e.shares(s, month, max(first, second), k.add(volume, open), k.over)
	return e
}

// TradingOptions estimates the incentive by share of volume on the continuous-quote
// contracts, which too many orders or requests forfeit (32).
func TradingOptions(s *Scheme, month obligation.Verdict, t *Traded) (e Estimate) {
	e.Formula = FormulaTradeOpt
	if !t.assessable(&e, s.Trading.Pool, s.Trading.Volume) {
		return e
	}
	var k calc
	amount, outcome := e.volume(&k, s, month, t)
	if !e.forfeit(&s.Caps, t.Orders, t.Requests) {
		e.shares(s, month, outcome, amount, k.over)
	}
	return e
}

// assessable reports whether there is something to share and the figures can be.
func (t *Traded) assessable(e *Estimate, pool market.Money, weight int64) bool {
	if negative(int64(t.Passive), int64(t.Aggressive), int64(t.Invalid), int64(t.Open), t.Orders, t.Requests,
		int64(t.Passive+t.Aggressive-t.Invalid)) {
		e.Outcome = Contradicted
		return false
	}
	return pool != 0 && weight != 0
}

// volume is the part paid by share of volume.
func (e *Estimate) volume(k *calc, s *Scheme, month obligation.Verdict, t *Traded) (amount int64, o Outcome) {
	w := &s.Trading
	own := t.weighted(k, w.Passive)
	e.note(FigMonth, int64(month))
	e.note(FigPool, int64(w.Pool))
	e.note(FigVolumeWeight, w.Volume)
	e.note(FigPassiveWeight, w.Passive)
	e.note(FigOwnVolume, own)
	e.note(FigAllVolume, int64(t.AllVolume))
	return k.share(w.Pool, w.Volume, own, int64(t.AllVolume), million)
}

// weighted is our volume in 1/1000000 lot. How invalid lots came about is not told
// apart, so they are taken from the kind that counts more.
func (t *Traded) weighted(k *calc, passive int64) int64 {
	p, a, bad := int64(t.Passive), int64(t.Aggressive), int64(t.Invalid)
	fromPassive, fromOther := min(p, bad), min(a, bad)
	first := k.add(k.mul(p-fromPassive, passive), k.mul(a-(bad-fromPassive), million))
	return min(first, k.add(k.mul(p-(bad-fromOther), passive), k.mul(a-fromOther, million)))
}

// share is pool × weight × own ÷ all, where own counts in units of which there are
// so many in one of all. Each step is rounded down to the fen.
func (k *calc) share(pool market.Money, weight, own, all, units int64) (int64, Outcome) {
	switch {
	case weight == 0:
		return 0, NotAssessed
	case all < 0:
		return 0, Unknown
	case below(all, units, own, 1):
		return 0, Contradicted
	case all == 0:
		return 0, NotAssessed
	}
	return k.part(k.part(int64(pool), weight, million), own, k.mul(all, units)), Estimated
}

// shares fills in the amount unless the worse of its parts stands in the way.
func (e *Estimate) shares(s *Scheme, month obligation.Verdict, worst Outcome, amount int64, over bool) {
	if worst != Estimated {
		e.Outcome = worst
		return
	}
	e.due(month, !s.OnlyMet, amount, over)
}
