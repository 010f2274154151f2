package obligation

import "quotient/market"

// checkOption looks at what the terms say about an option.
func (t *Terms) checkOption(contracts int, bad func(key string, found, allowed int64)) {
	if t.Floor < 0 || t.Floor > 0 && !t.Option {
		bad("terms.floor", int64(t.Floor), 0)
	}
	if !t.Option {
		return
	}
	if int(t.Underlying) >= contracts || t.Underlying == t.Contract {
		bad("terms.underlying", int64(t.Underlying), int64(contracts)-1)
	}
	if t.Strike <= 0 {
		bad("terms.strike", int64(t.Strike), 1)
	}
	if t.Floor > 0 && (t.FloorBy == FloorUnset || t.FloorBy > FloorSettlement) {
		bad("terms.floor_by", int64(t.FloorBy), int64(FloorSettlement))
	}
}

// checkSeries looks for the contract in its series.
func (t *Terms) checkSeries(p *Params, bad func(key string, found, allowed int64)) {
	if int(t.Series) > len(p.Series) {
		bad("terms.series", int64(t.Series), int64(len(p.Series)))
		return
	}
	for _, row := range p.Series[t.Series-1].Rows {
		if row.Call == t.Contract || row.Put == t.Contract {
			return
		}
	}
	bad("terms.series", int64(t.Series), 0) // the contract is none of its rows
}

// maxRows is how many strikes a series can have: what a MemberRow can count.
const maxRows = 1<<15 - 1

func (r *Series) check(contracts int, bad func(key string, found, allowed int64)) {
	if int(r.Underlying) >= contracts {
		bad("series.underlying", int64(r.Underlying), int64(contracts)-1)
	}
	if len(r.Rows) == 0 || len(r.Rows) > maxRows {
		bad("series.rows", int64(len(r.Rows)), maxRows)
	}
	if r.Around < 0 || r.Around > maxRows {
		bad("series.around", int64(r.Around), maxRows)
	}
	if r.By == RestrikeUnset || r.By > RestrikeMid {
		bad("series.restrike", int64(r.By), int64(RestrikeMid))
	}
	if r.Hold < 0 || r.Hold > market.Day {
		bad("series.hold", int64(r.Hold), int64(market.Day))
	}
	for i, row := range r.Rows {
		if row.Strike <= 0 || i > 0 && row.Strike <= r.Rows[i-1].Strike {
			bad("series.strike", int64(row.Strike), 1)
		}
		for _, c := range [2]market.Contract{row.Call, row.Put} {
			if c != market.NoContract && int(c) >= contracts {
				bad("series.contract", int64(c), int64(contracts)-1)
			}
		}
	}
}
