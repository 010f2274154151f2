package report

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"quotient/market"
	"quotient/obligation"
)

// A column of a parquetLine has the name that the CSV has for it.
type parquetLine struct {
	Contract   string `parquet:"contract,dict"`
	TradingDay int32  `parquet:"trading_day,date"`
	Final      bool   `parquet:"final"`
	Scheduled  int64  `parquet:"scheduled_ns"`
	Low        int64  `parquet:"effective_low_ns"`
	High       int64  `parquet:"effective_high_ns"`

	Auction         int64 `parquet:"exempt_auction_ns"`
	OwnLimit        int64 `parquet:"exempt_own_limit_ns"`
	DominantLimit   int64 `parquet:"exempt_dominant_limit_ns"`
	Manual          int64 `parquet:"exempt_manual_ns"`
	UnderlyingLimit int64 `parquet:"exempt_underlying_limit_ns"`
	Floor           int64 `parquet:"exempt_floor_ns"`

	Killed       int64 `parquet:"ineffective_killed_ns"`
	Paused       int64 `parquet:"ineffective_paused_ns"`
	Disconnected int64 `parquet:"ineffective_disconnected_ns"`
	StaleData    int64 `parquet:"ineffective_stale_data_ns"`
	RiskBlocked  int64 `parquet:"ineffective_risk_blocked_ns"`
	Budget       int64 `parquet:"ineffective_budget_ns"`
	AwaitingAck  int64 `parquet:"ineffective_awaiting_ack_ns"`
	SteppedBack  int64 `parquet:"ineffective_stepped_back_ns"`
	NoQuote      int64 `parquet:"ineffective_no_quote_ns"`
	OneSided     int64 `parquet:"ineffective_one_sided_ns"`
	TooSmall     int64 `parquet:"ineffective_too_small_ns"`
	TooWide      int64 `parquet:"ineffective_too_wide_ns"`
	CannotTell   int64 `parquet:"ineffective_cannot_tell_ns"`

	Target   float64  `parquet:"target"`
	Ratio    *float64 `parquet:"ratio_low,optional"`
	Slack    int64    `parquet:"slack_ns"`
	Quotes   int64    `parquet:"quotes"`
	Messages int64    `parquet:"messages"`
	Fills    int64    `parquet:"fills"`
	Bought   int64    `parquet:"bought"`
	Sold     int64    `parquet:"sold"`
	Position int64    `parquet:"position"`
	PnL      int64    `parquet:"pnl_fen"`
	Fees     int64    `parquet:"fees_fen"`
	Exchange *int64   `parquet:"exchange_effective_ns,optional"`
	Refusals int64    `parquet:"refusals"`

	Product      string   `parquet:"product,dict"`
	Unit         string   `parquet:"unit,dict"`
	Obliged      int64    `parquet:"obliged_ns"`
	Requests     *int64   `parquet:"requests,optional"`
	Excluded     *int64   `parquet:"excluded,optional"`
	AnsweredLow  *int64   `parquet:"answered_low,optional"`
	AnsweredHigh *int64   `parquet:"answered_high,optional"`
	Measured     *int64   `parquet:"measured_ns,optional"`
	AtBest       *int64   `parquet:"at_best_ns,optional"`
	MeanSpread   *float64 `parquet:"mean_spread_ticks,optional"`
	Passive      *int64   `parquet:"passive,optional"`
	Aggressive   *int64   `parquet:"aggressive,optional"`
	Oversize     *int64   `parquet:"oversize,optional"`
	SelfTrade    *int64   `parquet:"self_trade,optional"`
}

// Parquet writes one row for each contract and day in the columns of the CSV,
// compressed with Zstandard. What is not known is null.
func (r *Report) Parquet(w io.Writer) error {
	out := parquet.NewGenericWriter[parquetLine](w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("quotient", "1", ""))
	lines := r.lines()
	rows := make([]parquetLine, len(lines))
	for i := range lines {
		rows[i] = lines[i].parquet()
	}
	if _, err := out.Write(rows); err != nil {
		return err
	}
	return out.Close()
}

func (l *line) parquet() parquetLine {
	x := func(e obligation.Exempt) int64 { return int64(l.Exempt[e]) }
	n := func(s obligation.State) int64 { return int64(l.Ineffective[s.Reason()]) }
	p := parquetLine{Contract: l.Contract, TradingDay: l.Day.Days(), Final: l.Final, Scheduled: int64(l.Scheduled), Low: int64(l.Low), High: int64(l.High),
		Auction: x(obligation.ExemptAuction), OwnLimit: x(obligation.ExemptOwnLimit), DominantLimit: x(obligation.ExemptDominantLimit),
		Manual: x(obligation.ExemptManual), UnderlyingLimit: x(obligation.ExemptUnderlyingLimit), Floor: x(obligation.ExemptFloor),
		Killed: n(obligation.Killed), Paused: n(obligation.Paused), Disconnected: n(obligation.Disconnected), StaleData: n(obligation.StaleData),
		RiskBlocked: n(obligation.RiskBlocked), Budget: n(obligation.Budget), AwaitingAck: n(obligation.AwaitingAck),
		SteppedBack: n(obligation.SteppedBack), NoQuote: n(obligation.NoQuote), OneSided: n(obligation.OneSided),
		TooSmall: n(obligation.TooSmall), TooWide: n(obligation.TooWide), CannotTell: n(obligation.CannotTell),
		Target: float64(l.Target) / 1e6, Slack: int64(l.Slack), Quotes: l.Quotes, Messages: l.Messages, Fills: l.Fills,
		Bought: int64(l.Bought), Sold: int64(l.Sold), Position: int64(l.Position), PnL: int64(l.PnL), Fees: int64(l.Fees),
		Exchange: known(int64(l.Exchange), l.HasExchange), Refusals: l.Refusals,
		Product: l.Product, Unit: l.Unit, Obliged: int64(l.obliged()),
		Requests: known(l.answers.Requests, l.asked), Excluded: known(l.answers.Excluded, l.asked),
		AnsweredLow: known(l.answers.Low, l.asked), AnsweredHigh: known(l.answers.High, l.asked)}
	effective, obliged := l.Counted()
	ratio, ok := share(effective, obliged, 10_000)
	p.Ratio = known(float64(ratio)/10_000, ok)
	p.quality(l)
	return p
}

func (p *parquetLine) quality(l *line) {
	lots := func(q market.Qty) *int64 { return known(int64(q), l.HasQuality) }
	q := &l.Quality
	mean, ok := meanSpread(q)
	p.Measured, p.AtBest = known(int64(q.Effective), l.HasQuality), known(int64(q.AtBest), l.HasQuality)
	p.MeanSpread = known(float64(mean)/100, ok && l.HasQuality)
	p.Passive, p.Aggressive, p.Oversize, p.SelfTrade = lots(q.Passive), lots(q.Aggressive), lots(q.Oversize), lots(q.SelfTrade)
}
