package award

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation"
)

func ratio(a, b int64) *big.Rat { return big.NewRat(a, b) }

func floor(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

func drawTrades(t *rapid.T, label string) (list []Trades) {
	for range rapid.IntRange(0, 4).Draw(t, label) {
		lots := rapid.Int64Range(0, 5000).Draw(t, "lots")
		list = append(list, Trades{Lots: market.Qty(lots), Excluded: market.Qty(rapid.Int64Range(0, lots).Draw(t, "excluded")),
			Fees: market.Money(rapid.Int64Range(0, 1e9).Draw(t, "fees")), Rate: rapid.Int64Range(0, million).Draw(t, "rate")})
	}
	return list
}

// TestReliefAgainstFractions recounts 29 and 30 in exact fractions.
func TestReliefAgainstFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own, others := drawTrades(t, "own"), drawTrades(t, "others")
		sum := func(list []Trades) (lots, waived int64) {
			for _, r := range list {
				lots += int64(r.Lots - r.Excluded)
				if r.Lots > 0 {
					share := ratio(int64(r.Lots-r.Excluded), int64(r.Lots))
					share.Mul(share, ratio(int64(r.Fees), 1))
					waived += floor(share.Mul(share, ratio(r.Rate, million)))
				}
			}
			return lots, waived
		}
		ownLots, want := sum(own)
		otherLots, other := sum(others)
		if otherLots > ownLots {
			other = floor(new(big.Rat).Mul(ratio(other, 1), ratio(ownLots, otherLots)))
		}
		want += other
		for _, e := range []Estimate{ReliefFutures(obligation.Met, own, others), ReliefOptions(obligation.Met, own, others)} {
			if e.Outcome != Estimated || int64(e.Amount) != want {
				t.Fatalf("%v %v %d, want %d", e.Formula, e.Outcome, e.Amount, want)
			}
		}
	})
}

// TestSharesAgainstFractions recounts 31 and 32: the amount is at most two fen per
// part below the exact one and never above it, and never grows with invalid lots.
func TestSharesAgainstFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		volume := rapid.Int64Range(1, million).Draw(t, "volume")
		s := Scheme{Trading: Trading{Pool: market.Money(rapid.Int64Range(1, 1e10).Draw(t, "pool")), Volume: volume, Open: million - volume,
			Passive: rapid.Int64Range(1, 10*million).Draw(t, "passive")}}
		in := Traded{Passive: market.Qty(rapid.Int64Range(0, 1e6).Draw(t, "p")), Aggressive: market.Qty(rapid.Int64Range(0, 1e6).Draw(t, "a")),
			Open: market.Qty(rapid.Int64Range(0, 1e6).Draw(t, "open"))}
		in.Invalid = market.Qty(rapid.Int64Range(0, int64(in.Passive+in.Aggressive)).Draw(t, "invalid"))
		own := leastWeight(&in, s.Trading.Passive)
		in.AllVolume = market.Qty(own/million + 1 + rapid.Int64Range(0, 1e7).Draw(t, "all"))
		in.AllOpen = in.Open + market.Qty(rapid.Int64Range(1, 1e7).Draw(t, "all open"))
		part := func(weight, own, all, units int64) *big.Rat {
			r := new(big.Rat).Mul(ratio(int64(s.Trading.Pool), million), ratio(weight, 1))
			return r.Mul(r, new(big.Rat).SetFrac(big.NewInt(own), new(big.Int).Mul(big.NewInt(all), big.NewInt(units))))
		}
		first, second := part(volume, own, int64(in.AllVolume), million), part(s.Trading.Open, int64(in.Open), int64(in.AllOpen), 1)
		near(t, TradingFutures(&s, obligation.Met, &in), new(big.Rat).Add(first, second), 4)
		near(t, TradingOptions(&s, obligation.Met, &in), first, 2)
	})
}

// leastWeight takes the invalid lots off one by one, always from the kind that counts
// more as long as there are any.
func leastWeight(in *Traded, weight int64) (sum int64) {
	p, a, bad := int64(in.Passive), int64(in.Aggressive), int64(in.Invalid)
	for bad > 0 {
		from := &a
		if weight > million && p > 0 || a == 0 {
			from = &p
		}
		n := min(bad, *from)
		*from, bad = *from-n, bad-n
	}
	return p*weight + a*million
}

func near(t *rapid.T, e Estimate, exact *big.Rat, fen int64) {
	got := ratio(int64(e.Amount), 1)
	least := new(big.Rat).Sub(exact, ratio(fen, 1))
	if e.Outcome != Estimated || got.Cmp(exact) > 0 || got.Cmp(least) <= 0 {
		t.Fatalf("%v %v %d, exactly %s", e.Formula, e.Outcome, e.Amount, exact.FloatString(3))
	}
}

// TestQuotingNeverPaysLessForMore: a higher ratio and a narrower spread pay at least
// as much.
func TestQuotingNeverPaysLessForMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Scheme
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			s.Quoting = append(s.Quoting, Step{Ratio: rapid.Int64Range(0, million).Draw(t, "ratio"),
				Spread: rapid.Int64Range(1, 9000).Draw(t, "spread"), Amount: market.Money(rapid.Int64Range(0, 1e6).Draw(t, "amount"))})
		}
		d := market.Time(rapid.Int64Range(1, 1e15).Draw(t, "obliged"))
		e := market.Time(rapid.Int64Range(0, int64(d)).Draw(t, "effective"))
		more := market.Time(rapid.Int64Range(int64(e), int64(d)).Draw(t, "more"))
		spread := rapid.Int64Range(0, 9e15).Draw(t, "spread")
		less := rapid.Int64Range(0, spread).Draw(t, "less")
		worse := QuotingFutures(&s, obligation.Met, &Quoted{d, e, market.Time(1e12), spread})
		better := QuotingFutures(&s, obligation.Met, &Quoted{d, more, market.Time(1e12), less})
		if worse.Outcome != Estimated || better.Outcome != Estimated || better.Amount < worse.Amount {
			t.Fatalf("%d, and for more %d", worse.Amount, better.Amount)
		}
	})
}

// TestSeasonAgainstRecount writes the months out as a string and looks for rows.
func TestSeasonAgainstRecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row, all := rapid.Int32Range(1, 3).Draw(t, "row"), rapid.Int32Range(1, 5).Draw(t, "all")
		term := Term{From: 202606, To: 202712, Row: row, All: all}
		var months []Judged
		text := rapid.StringMatching(`[MXBA]{0,12}`).Draw(t, "months")
		for i, letter := range text {
			v := map[rune]obligation.Verdict{'M': obligation.Met, 'X': obligation.Missed, 'B': obligation.InBand, 'A': obligation.NotAssessed}[letter]
			months = append(months, Judged{Month: monthOf(ordinal(202606) + int32(i)), Verdict: v})
		}
		g := term.Season(months)
		sureRow, sureAll, sureAt := longRun(text, "X", row, all)
		mayRow, mayAll, mayAt := longRun(text, "XB", row, all)
		if g.Row != sureRow || g.Total != sureAll || g.MayRow != mayRow || g.MayTotal != mayAll || g.Unknown != 0 ||
			g.Lost != (sureAt >= 0) || g.MayLose != (mayAt >= 0) {
			t.Fatalf("%s: %+v", text, g)
		}
		if sureAt >= 0 && g.LostAt != monthOf(ordinal(202606)+int32(sureAt)) {
			t.Fatalf("%s: lost at %d", text, g.LostAt)
		}
		_, _, next := longRun(text+"X", "XB", row, all)
		if g.Last != (mayAt < 0 && next >= 0) {
			t.Fatalf("%s: last %v", text, g.Last)
		}
	})
}

// longRun counts the letters that are bad; A is passed over. It returns the run at
// the end, all of them, and where the first bound was reached.
func longRun(text, bad string, row, all int32) (run, total int32, at int) {
	at = -1
	for i, letter := range text {
		if letter == 'A' {
			continue
		}
		isBad := false
		for _, b := range bad {
			isBad = isBad || b == letter
		}
		if !isBad {
			run = 0
			continue
		}
		run, total = run+1, total+1
		if at < 0 && (run == row || total == all) {
			at = i
		}
	}
	return run, total, at
}
