package award

import (
	"fmt"

	"quotient/market"
)

// do carries out one line: what is agreed, what happened, or what to tell.
func (s *story) do(verb string) {
	switch verb {
	case "scheme", "step", "ranks", "tier", "bound", "card", "indicator", "keep", "use":
		s.agree(verb)
	case "own", "other": // lots excluded fees rate
		row := Trades{Lots: market.Qty(s.get("lots")), Excluded: market.Qty(s.get("excluded")),
			Fees: market.Money(s.get("fees")), Rate: s.get("rate")}
		if verb == "own" {
			s.own = append(s.own, row)
		} else {
			s.other = append(s.other, row)
		}
	case "nothing":
		s.own, s.other = nil, nil
	case "score", "contract", "mean":
		s.scores(verb)
	case "term", "rule", "month", "demoted", "forget", "season", "conversion":
		s.career(verb)
	default:
		s.estimate(verb)
	}
}

// agree takes down what the scheme says.
func (s *story) agree(verb string) {
	c := &s.s
	switch verb {
	case "scheme":
		*c = Scheme{From: market.Date(s.get("from")), To: market.Date(s.get("to")), ReliefOwn: s.get("own"), ReliefOther: s.get("other"),
			OnlyMet: s.has("only_met"), PositionLimit: market.Qty(s.get("position_limit")),
			Trading: Trading{Pool: market.Money(s.get("pool")), Volume: s.get("volume"), Open: s.get("open"), Passive: s.get("passive")},
			Caps:    Caps{Orders: s.get("cap_orders"), Requests: s.get("cap_requests")},
			Extra:   Extra{Cancels: s.get("cancels"), Ratio: s.get("ratio"), Rate: s.get("rate"), Excused: s.has("excused")},
			Order:   OrderFee{Ratio: s.get("order_ratio"), Excused: s.has("excused")}}
	case "step":
		c.Quoting = append(c.Quoting, Step{Ratio: s.get("ratio"), Spread: s.get("spread"), Amount: market.Money(s.get("amount"))})
	case "ranks":
		for _, w := range s.words {
			c.Ranking = append(c.Ranking, market.Money(s.value(w)))
		}
	case "tier":
		c.Order.Tiers = append(c.Order.Tiers, OrderTier{From: s.get("from"), Each: market.Money(s.get("each")), Over: market.Money(s.get("over"))})
	case "bound":
		for k := range ConductCount {
			if s.has(k.String()) {
				c.Conduct[k] = Bound{Count: s.get("count"), Excused: s.has("excused")}
			}
		}
	case "card":
		c.Card = Card{Least: s.get("least"), Most: s.get("most")}
	case "indicator":
		for m := range MeasureCount {
			if s.has(m.String()) {
				c.Card.Indicators = append(c.Card.Indicators, Indicator{Measure: m, Reverse: s.has("reverse"), Weight: s.get("weight"),
					Low: s.get("low"), High: s.get("high")})
			}
		}
	case "keep": // under the product given
		c.Product, _ = market.MakeCode(s.words[0])
		s.p.Schemes = append(s.p.Schemes, *c)
	case "use": // what is kept for a product on a date
		s.use()
	}
}

func (s *story) use() {
	product, _ := market.MakeCode(s.words[0])
	date := market.Date(s.get("on"))
	found, ok := s.p.At(product, date)
	if !ok {
		fmt.Fprintln(s, "nothing agreed")
		s.s = Scheme{}
		return
	}
	s.s = *found
	fmt.Fprintf(s, "agreed %d to %d: relief %d %d position limit %d\n", s.s.From, s.s.To, s.s.ReliefOwn, s.s.ReliefOther, s.s.PositionLimit)
}

// estimate tells an amount or a finding.
func (s *story) estimate(verb string) {
	switch verb {
	case "relief_futures":
		s.tell(ReliefFutures(s.month(), s.own, s.other))
	case "relief_options":
		s.tell(ReliefOptions(s.month(), s.own, s.other))
	case "quoting":
		q := Quoted{Obliged: market.Time(s.get("obliged")), Effective: market.Time(s.get("effective")),
			Measured: market.Time(s.get("measured")), SpreadTime: s.get("spread_time")}
		q.Effective -= market.Time(s.get("less"))
		q.SpreadTime += s.get("more")
		s.tell(QuotingFutures(&s.s, s.month(), &q))
	case "trading_futures":
		s.tell(TradingFutures(&s.s, s.month(), s.traded()))
	case "trading_options":
		s.tell(TradingOptions(&s.s, s.month(), s.traded()))
	case "ranking":
		s.tell(RankingOptions(&s.s, s.month(), &Ranked{Rank: int32(s.get("rank")), AtBest: market.Time(s.get("at_best")),
			Measured: market.Time(s.get("measured")), Orders: s.get("orders"), Requests: s.get("requests")}))
	case "extra":
		s.tell(ExtraFee(&s.s, &Cancelling{Cancels: s.get("cancels"), Traded: market.Qty(s.get("traded")),
			Cancelled: market.Qty(s.get("cancelled")), Fees: market.Money(s.get("fees"))}))
	case "submission":
		s.tell(SubmissionFee(&s.s, &Messaging{Messages: s.get("messages"), Dealt: s.get("dealt"), Making: s.has("making")}))
	case "find":
		for c := range ConductCount {
			if s.has(c.String()) {
				fmt.Fprintln(s, s.s.Find(c, s.get("count"), s.has("making")))
			}
		}
	case "hold":
		fmt.Fprintln(s, "over", s.s.Over(market.Qty(s.get("lots"))))
	case "sum":
		total, ok := Sum(s.estimates)
		fmt.Fprintf(s, "sum %d fen, fits %v\n", total, ok)
	default:
		s.Fatalf("%q", verb)
	}
}

func (s *story) traded() *Traded {
	return &Traded{Passive: market.Qty(s.get("passive")), Aggressive: market.Qty(s.get("aggressive")), Invalid: market.Qty(s.get("invalid")),
		Open: market.Qty(s.get("open")), AllVolume: market.Qty(s.get("all")), AllOpen: market.Qty(s.get("all_open")),
		Orders: s.get("orders"), Requests: s.get("requests")}
}

// scores tells points.
func (s *story) scores(verb string) {
	if verb == "mean" {
		s.score(s.s.Card.Mean(s.weighted))
		s.weighted = nil
		return
	}
	var raw []Raw
	for _, w := range s.words {
		if w == "?" {
			raw = append(raw, Raw{Value: 1 << 50})
			continue
		}
		raw = append(raw, Raw{Value: s.value(w), Known: true})
	}
	if verb == "contract" && len(raw) == 0 {
		s.weighted = append(s.weighted, Weighted{Share: s.get("share")})
		return
	}
	got := s.s.Card.Score(raw)
	if verb == "contract" {
		s.weighted = append(s.weighted, Weighted{got, s.get("share")})
	}
	s.score(got)
}

func (s *story) score(got Score) {
	fmt.Fprintf(s, "%v %d weight %d unknown %d\n", got.Outcome, got.Points, got.Weight, got.Unknown)
}

// career tells seasons and conversions.
func (s *story) career(verb string) {
	switch verb {
	case "term":
		s.term = Term{From: market.Month(s.get("from")), To: market.Month(s.get("to")), Row: int32(s.get("row")), All: int32(s.get("all")),
			Until: market.Month(s.get("until")), UntilRow: int32(s.get("until_row")), UntilTotal: int32(s.get("until_all"))}
	case "rule":
		s.rule = ConversionRule{Promote: int32(s.get("promote")), Keep: int32(s.get("keep")), Ahead: int32(s.get("ahead")),
			Demotions: int32(s.get("demotions")), Lock: int32(s.get("lock"))}
	case "month": // month verdict [exchange]
		s.months = append(s.months, Judged{Month: market.Month(s.value(s.words[0])), Verdict: s.verdict(s.words[1]), Exchange: s.has("exchange")})
	case "demoted":
		s.demotions = append(s.demotions, market.Month(s.value(s.words[0])))
	case "forget":
		s.months, s.demotions = nil, nil
	case "season":
		g := s.term.Season(s.months)
		fmt.Fprintf(s, "missed %d in a row %d in all, may %d and %d, met %d unknown %d: lost %v at %d may_lose %v last %v\n",
			g.Row, g.Total, g.MayRow, g.MayTotal, g.Met, g.Unknown, g.Lost, g.LostAt, g.MayLose, g.Last)
	case "conversion":
		for r := range RoleCount {
			if s.has(r.String()) {
				g := s.rule.Judge(r, s.months, s.demotions, market.Date(s.get("on")))
				fmt.Fprintf(s, "%d to %d at %d ask by %d met %d may %d need %d demotions %d locked to %d: %v\n",
					g.From, g.To, g.At, g.RequestBy, g.Met, g.May, g.Need, g.Demotions, g.LockedTo, g.Prospect)
			}
		}
	}
}
