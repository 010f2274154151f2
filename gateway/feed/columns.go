package feed

import (
	"bytes"
	"fmt"
	"strings"
)

// maxColumns is the most columns a tick file may have.
const maxColumns = 128

// A column is a figure that a row is read for.
type column uint8

const (
	colSymbol column = iota
	colActionDay
	colTradingDay
	colClock  // HH:MM:SS, or HHMMSSmmm as a number
	colMillis // beside HH:MM:SS
	colBid
	colBidQty
	colAsk
	colAskQty
	colLast
	colVolume
	colTurnover
	colInterest
	colUpper
	colLower
	colSettled // the settlement price of the trading day before
	colCount
)

// A Kind is a file format of recorded ticks. The zero Kind is none.
type Kind uint8

// The formats.
const (
	KindNone  Kind = iota
	KindCTP        // CTP's column names: InstrumentID, UpdateTime, BidPrice1, …
	KindPlain      // instrument, action_time_ms, bid_px1, …
)

// String returns the format's name.
func (k Kind) String() string {
	if k > KindPlain {
		return "invalid"
	}
	return [...]string{"none", "ctp", "plain"}[k]
}

var kindNames = [...][colCount]string{
	KindCTP: {"InstrumentID", "ActionDay", "TradingDay", "UpdateTime", "UpdateMillisec", "BidPrice1", "BidVolume1",
		"AskPrice1", "AskVolume1", "LastPrice", "Volume", "Turnover", "OpenInterest", "UpperLimitPrice", "LowerLimitPrice",
		"PreSettlementPrice"},
	KindPlain: {"instrument", "action_day", "trading_day", "action_time_ms", "", "bid_px1", "bid_qty1",
		"ask_px1", "ask_qty1", "last", "volume", "turnover", "open_interest", "upper_limit", "lower_limit", "pre_settle"},
}

// required are the columns without which a row means nothing. One of the two
// days must be there as well.
var required = [...]column{colSymbol, colClock, colBid, colBidQty, colAsk, colAskQty}

// columns says where a file's header puts what.
type columns struct {
	kind  Kind
	count int
	at    [colCount]int16 // -1 = not in the file
}

func (c *columns) name(col column) string { return kindNames[c.kind][col] }

var bom = []byte("\xef\xbb\xbf")

// parseHeader reads the first line of a file.
func parseHeader(line []byte) (c columns, err error) {
	names := strings.Split(string(bytes.TrimPrefix(line, bom)), ",")
	for i := range names {
		names[i] = strings.Trim(strings.TrimSpace(names[i]), `"`)
	}
	c.count = len(names)
	if c.kind = kindOf(names); c.kind == KindNone {
		return c, fmt.Errorf("the first line is not a header of recorded ticks: want a column %q or %q, found %.60q",
			kindNames[KindCTP][colSymbol], kindNames[KindPlain][colSymbol], line)
	}
	if c.count > maxColumns {
		return c, fmt.Errorf("the header has %d columns, at most %d are taken", c.count, maxColumns)
	}
	return c, c.find(names)
}

func kindOf(names []string) Kind {
	for _, name := range names {
		for k := KindCTP; k <= KindPlain; k++ {
			if name == kindNames[k][colSymbol] {
				return k
			}
		}
	}
	return KindNone
}

func (c *columns) find(names []string) error {
	for col := range colCount {
		c.at[col] = -1
		want := c.name(col)
		for i, name := range names {
			if want == "" || name != want {
				continue
			}
			if c.at[col] >= 0 {
				return fmt.Errorf("the header names column %q twice", want)
			}
			c.at[col] = int16(i)
		}
	}
	var missing []string
	for _, col := range required {
		if c.at[col] < 0 {
			missing = append(missing, c.name(col))
		}
	}
	if c.at[colActionDay] < 0 && c.at[colTradingDay] < 0 {
		missing = append(missing, c.name(colActionDay))
	}
	if missing != nil {
		return fmt.Errorf("the header lacks column %s", strings.Join(missing, ", "))
	}
	return nil
}
