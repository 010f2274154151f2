package report

import (
	"fmt"
	"strconv"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
)

// figure is an input of an estimate in its unit.
func (t *table) figure(in award.Input) string {
	v := in.Value
	switch in.Figure {
	case award.FigMonth:
		return t.word("outcome." + VerdictName(obligation.Verdict(v)))
	case award.FigOwnFees, award.FigOwnWaived, award.FigOtherFees, award.FigOtherWaived, award.FigPool, award.FigFees:
		return yuanText(market.Money(v))
	case award.FigObliged, award.FigEffective, award.FigMeasured:
		return spanText(market.Time(v))
	case award.FigRateLeast, award.FigRateMost, award.FigRatio, award.FigStepRatio, award.FigVolumeWeight, award.FigPassiveWeight, award.FigOpenWeight,
		award.FigAtBest, award.FigRatioBound, award.FigRate:
		return ppmText(v)
	case award.FigSpread, award.FigStepSpread, award.FigOrderRatio:
		return milliText(v)
	case award.FigOwnVolume:
		return fmt.Sprintf("%s.%06d", countText(v/1_000_000), v%1_000_000)
	case award.FigAllVolume, award.FigAllOpen:
		return lotsText(market.Qty(v))
	}
	return countText(v)
}

// milliText returns thousandths as a decimal with at least two decimals.
func milliText(v int64) string {
	sign, u := "", uint64(v)
	if v < 0 {
		sign, u = "-", -u
	}
	s := sign + strconv.FormatUint(u/1000, 10) + fmt.Sprintf(".%03d", u%1000)
	if s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	return s
}

// value is an indicator's figure in its unit.
func (p *Part) value() string {
	if !p.Known {
		return "–"
	}
	switch v := p.Value; p.Measure {
	case award.ByRatio, award.ByAtBest, award.ByAnswered, award.ByVolumeShare, award.ByOpenShare:
		return ppmText(v)
	case award.BySpread:
		return milliText(v)
	case award.ByProfit:
		return yuanText(market.Money(v))
	default:
		return countText(v)
	}
}
