package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"quotient/market"
)

// CSV writes rows with a line of column names: the names of the JSON fields,
// with the reasons spread over columns of their own.
func CSV(w io.Writer, rows []Row) error { return (&Report{Rows: rows}).CSV(w) }

// CSV writes one line for each contract and day, with a line of column names.
// What is not known is empty.
func (r *Report) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	exempt, reasons := exemptNames(), reasonNames()
	if err := out.Write(csvHead(exempt[:], reasons[:])); err != nil {
		return err
	}
	for _, l := range r.lines() {
		if err := out.Write(append(csvLine(&l.Row, exempt[:], reasons[:]), l.more()...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvHead(exempt, reasons []string) []string {
	head := []string{"contract", "trading_day", "final", "scheduled_ns", "effective_low_ns", "effective_high_ns"}
	for _, n := range exempt {
		if n != "" {
			head = append(head, "exempt_"+n+"_ns")
		}
	}
	for _, n := range reasons {
		if n != "" {
			head = append(head, "ineffective_"+n+"_ns")
		}
	}
	return append(head, "target", "ratio_low", "slack_ns", "quotes", "messages", "fills", "bought", "sold",
		"position", "pnl_fen", "fees_fen", "exchange_effective_ns", "refusals",
		"product", "unit", "obliged_ns", "requests", "excluded", "answered_low", "answered_high",
		"measured_ns", "at_best_ns", "mean_spread_ticks", "passive", "aggressive", "oversize", "self_trade")
}

func csvLine(r *Row, exempt, reasons []string) []string {
	line := []string{r.Contract, dayText(r.Day), strconv.FormatBool(r.Final), digits(r.Scheduled), digits(r.Low), digits(r.High)}
	for i, n := range exempt {
		if n != "" {
			line = append(line, digits(r.Exempt[i]))
		}
	}
	for i, n := range reasons {
		if n != "" {
			line = append(line, digits(r.Ineffective[i]))
		}
	}
	ratio, ok := ratioText(r.Counted())
	if !ok {
		ratio = ""
	}
	line = append(line, ppmText(r.Target), ratio, digits(r.Slack), digits(r.Quotes), digits(r.Messages), digits(r.Fills),
		digits(r.Bought), digits(r.Sold), digits(r.Position), digits(r.PnL), digits(r.Fees))
	if r.HasExchange {
		line = append(line, digits(r.Exchange))
	} else {
		line = append(line, "")
	}
	return append(line, digits(r.Refusals))
}

// more are the columns that not every journal tells.
func (l *line) more() []string {
	list := []string{l.Product, l.Unit, digits(l.obliged()), "", "", "", "", "", "", "", "", "", "", ""}
	if l.asked {
		a := &l.answers
		copy(list[3:], []string{digits(a.Requests), digits(a.Excluded), digits(a.Low), digits(a.High)})
	}
	if q := &l.Quality; l.HasQuality {
		mean := ""
		if n, ok := meanSpread(q); ok {
			mean = centiText(n)
		}
		copy(list[7:], []string{digits(q.Effective), digits(q.AtBest), mean, digits(q.Passive), digits(q.Aggressive),
			digits(q.Oversize), digits(q.SelfTrade)})
	}
	return list
}

func digits[T int64 | market.Time | market.Qty | market.Money](v T) string {
	return strconv.FormatInt(int64(v), 10)
}
