package sim

import "quotient/market"

// maxRelax is the most that a stressed market relaxes anything, in ppm.
const maxRelax = 100 * million

// maxTiers is how many rows a tier table may have.
const maxTiers = 64

type (
	rangeCheck    func(key string, found, low, high int64)
	contractCheck func(key string, c market.Contract)
)

// checkInstruments holds options against their underlyings.
func (p *TapeParams) checkInstruments(within rangeCheck) {
	for i := range p.Instruments {
		if in := &p.Instruments[i]; in.Option() {
			within("instruments.underlying", int64(in.Underlying), 0, int64(len(p.Instruments))-1)
			if int(in.Underlying) < len(p.Instruments) && p.Instruments[in.Underlying].Option() {
				within("instruments.underlying", int64(p.Instruments[in.Underlying].Kind), int64(market.Future), int64(market.Future))
			}
			within("instruments.strike", int64(in.Strike), 1, int64(never))
		}
	}
}

func (p *TapeParams) checkTerms(within rangeCheck, contract contractCheck) {
	makers, contracts := int64(max(p.Makers, 1)), int64(len(p.Instruments))
	for i := range p.Terms {
		t := &p.Terms[i]
		within("terms.maker", int64(t.Maker), 0, makers-1)
		within("terms.contract", int64(t.Contract), 0, contracts-1)
		contract("terms.dominant", t.Dominant)
		if len(t.Tiers.Rows) == 0 {
			within("terms.max_spread", int64(t.MaxSpread), 1, int64(never))
		}
		t.Tiers.check("terms.tiers", within)
		within("terms.min_size", int64(t.MinSize), 1, int64(never))
		within("terms.imbalance", t.Imbalance, 0, million)
		within("terms.limit", int64(t.Limit), 0, int64(LimitTouched))
		within("terms.series", int64(t.Series), 0, int64(len(p.Series)))
		if t.Option {
			contract("terms.underlying", t.Underlying)
			within("terms.floor", int64(t.Floor), 0, int64(never))
			within("terms.floor_by", int64(t.FloorBy), 0, int64(FloorSettlement))
		}
	}
}

// check calls within for each row that cannot be.
func (t *Tiers) check(key string, within rangeCheck) {
	within(key, int64(len(t.Rows)), 0, maxTiers)
	for i, r := range t.Rows {
		if i > 0 {
			within(key+".from", int64(r.From), int64(t.Rows[i-1].From)+1, int64(never))
		}
		within(key+".ticks", int64(r.Ticks), 0, int64(never))
		within(key+".ppm", r.PPM, 0, million)
	}
}

func (p *TapeParams) checkSeries(within rangeCheck, contract contractCheck) {
	within("series", int64(len(p.Series)), 0, 254)
	for i := range p.Series {
		s := &p.Series[i]
		within("series.underlying", int64(s.Underlying), 0, int64(len(p.Instruments))-1)
		within("series.rows", int64(len(s.Rows)), 1, 1<<15-1)
		within("series.around", int64(s.Around), 0, 1<<15-1)
		within("series.restrike", int64(s.By), int64(RestrikeSettlement), int64(RestrikeMid))
		within("series.hold", int64(s.Hold), 0, int64(market.Day))
		for k, r := range s.Rows {
			contract("series.call", r.Call)
			contract("series.put", r.Put)
			if k > 0 {
				within("series.strike", int64(r.Strike), int64(s.Rows[k-1].Strike)+1, int64(never))
			}
		}
	}
}

func (p *TapeParams) checkResponses(within rangeCheck, contract contractCheck) {
	makers, contracts := int64(max(p.Makers, 1)), int64(len(p.Instruments))
	for i := range p.Responses {
		t := &p.Responses[i]
		within("responses.maker", int64(t.Maker), 0, makers-1)
		within("responses.contract", int64(t.Contract), 0, contracts-1)
		within("responses.respond", int64(t.Respond), 0, int64(market.Day))
		within("responses.hold", int64(t.Hold), 0, int64(market.Day))
		if len(t.Tiers.Rows) == 0 {
			within("responses.max_spread", int64(t.MaxSpread), 1, int64(never))
		}
		t.Tiers.check("responses.tiers", within)
		within("responses.min_size", int64(t.MinSize), 1, int64(never))
		within("responses.imbalance", t.Imbalance, 0, million)
		within("responses.apart", int64(t.Apart), 0, int64(market.Day))
		within("responses.moved", int64(t.Moved), 0, int64(never))
		contract("responses.underlying", t.Underlying)
	}
}

// relaxed checks a factor: none, or more than one.
func relaxed(key string, ppm int64, within rangeCheck) {
	if ppm != 0 {
		within(key, ppm, million+1, maxRelax)
	}
}
