package report

import (
	"encoding/json"
	"io"
	"strconv"

	"quotient/market"
	"quotient/obligation"
)

// exemptNames and reasonNames list the names that a row's arrays have in use, by
// index; "" is none.
func exemptNames() (names [len(Row{}.Exempt)]string) {
	for e := obligation.ExemptNone + 1; e < obligation.ExemptCount; e++ {
		names[e] = e.String()
	}
	return names
}

func reasonNames() (names [len(Row{}.Ineffective)]string) {
	for s := obligation.Killed; s < obligation.StateCount; s++ {
		names[s.Reason()] = s.String()
	}
	return names
}

// AppendJSON appends r as one JSON object with the field names that users rely on.
func (r *Row) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"contract":`...)
	dst = appendText(dst, r.Contract)
	dst = append(dst, `,"trading_day":"`...)
	dst = append(append(dst, dayText(r.Day)...), '"')
	return append(r.appendFigures(dst), '}')
}

// appendFigures appends the fields that rows and totals share.
func (r *Row) appendFigures(dst []byte) []byte {
	dst = appendInt(dst, "scheduled_ns", int64(r.Scheduled))
	dst = appendInt(dst, "effective_low_ns", int64(r.Low))
	dst = appendInt(dst, "effective_high_ns", int64(r.High))
	exempt, reasons := exemptNames(), reasonNames()
	dst = appendTimes(dst, "exempt_ns", exempt[:], r.Exempt[:])
	dst = appendTimes(dst, "ineffective_ns", reasons[:], r.Ineffective[:])
	dst = append(append(append(dst, `,"target":"`...), ppmText(r.Target)...), '"')
	dst = appendRatio(dst, r)
	dst = appendInt(dst, "slack_ns", int64(r.Slack))
	dst = appendInt(dst, "quotes", r.Quotes)
	dst = appendInt(dst, "messages", r.Messages)
	dst = appendInt(dst, "fills", r.Fills)
	dst = appendInt(dst, "bought", int64(r.Bought))
	dst = appendInt(dst, "sold", int64(r.Sold))
	dst = appendInt(dst, "position", int64(r.Position))
	dst = appendInt(dst, "pnl_fen", int64(r.PnL))
	dst = appendInt(dst, "fees_fen", int64(r.Fees))
	if r.HasExchange {
		dst = appendInt(dst, "exchange_effective_ns", int64(r.Exchange))
	}
	dst = appendInt(dst, "refusals", r.Refusals)
	dst = strconv.AppendBool(append(dst, `,"final":`...), r.Final)
	return r.appendMore(dst)
}

// appendMore appends what not every journal tells.
func (r *Row) appendMore(dst []byte) []byte {
	if r.Product != "" {
		dst = appendText(append(dst, `,"product":`...), r.Product)
	}
	if r.Unit != "" {
		dst = appendText(append(dst, `,"unit":`...), r.Unit)
	}
	if r.HasQuality {
		dst = appendObject(append(dst, `,"quality":`...), qualityOf(&r.Quality))
	}
	return dst
}

// appendObject appends v, whose encoding cannot fail.
func appendObject(dst []byte, v any) []byte {
	b, _ := json.Marshal(v)
	return append(dst, b...)
}

func appendRatio(dst []byte, r *Row) []byte {
	s, ok := ratioText(r.Counted())
	if !ok {
		return append(dst, `,"ratio_low":null`...)
	}
	return append(append(append(dst, `,"ratio_low":"`...), s...), '"')
}

// AppendJSON appends t as one JSON object.
func (t *Total) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"contract":`...)
	dst = appendText(dst, t.Contract)
	dst = append(append(append(dst, `,"month":"`...), monthText(t.Month)...), '"')
	dst = appendInt(dst, "days", int64(t.Days))
	dst = append(append(append(dst, `,"verdict":"`...), VerdictName(t.month())...), '"')
	dst = appendInt(dst, "obliged_ns", int64(t.Obliged))
	dst = appendInt(dst, "month_elapsed_ns", int64(t.MonthElapsed))
	dst = appendInt(dst, "month_left_ns", int64(t.MonthLeft))
	dst = append(dst, `,"need_rest":`...)
	if t.NeedRest < 0 {
		dst = append(dst, "null"...)
	} else {
		dst = append(append(append(dst, '"'), ppmText(t.NeedRest)...), '"')
	}
	return append(t.appendFigures(dst), '}')
}

// AppendRows appends rows as a JSON array.
func AppendRows(dst []byte, rows []Row) []byte {
	dst = append(dst, '[')
	for i := range rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rows[i].AppendJSON(dst)
	}
	return append(dst, ']')
}

// JSON writes rows and their totals as one object: {"schema":1,"rows":[…],"totals":[…]}.
func JSON(w io.Writer, rows []Row) error {
	dst := appendTotals(AppendRows([]byte(`{"schema":1,"rows":`), rows), Totals(rows))
	_, err := w.Write(append(dst, "}\n"...))
	return err
}

// JSON writes the whole report as one object: the fields of the function JSON, and
// units, products, exemptions, answers, requests, spreads, estimates, scores and seasons.
func (r *Report) JSON(w io.Writer) error {
	dst := appendTotals(AppendRows([]byte(`{"schema":1,"rows":`), r.Rows), r.Totals)
	dst = append(append(dst, ','), appendObject(nil, r.sections())[1:]...) // two objects become one
	_, err := w.Write(append(dst, '\n'))
	return err
}

func appendTotals(dst []byte, totals []Total) []byte {
	dst = append(dst, `,"totals":[`...)
	for i := range totals {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = totals[i].AppendJSON(dst)
	}
	return append(dst, ']')
}

func appendInt(dst []byte, name string, v int64) []byte {
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return strconv.AppendInt(dst, v, 10)
}

// appendTimes appends an object of times by name. Time under an index that has
// no name goes by its number, so that the sum is always whole.
func appendTimes(dst []byte, field string, names []string, times []market.Time) []byte {
	dst = append(append(append(dst, `,"`...), field...), `":{`...)
	first := true
	for i, v := range times {
		name := names[i]
		if name == "" && v == 0 {
			continue
		}
		if name == "" {
			name = strconv.Itoa(i)
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(append(append(dst, '"'), name...), `":`...)
		dst = strconv.AppendInt(dst, int64(v), 10)
	}
	return append(dst, '}')
}

func appendText(dst []byte, s string) []byte {
	b, _ := json.Marshal(s) // a string cannot fail
	return append(dst, b...)
}
