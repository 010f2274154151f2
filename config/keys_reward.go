package config

// steeringKeys say when to do what for the obligation's sake, from a day on.
func steeringKeys() *key {
	rate := func(name, doc string) *key {
		return decimal(name, "tick-lots a minute", 3, -1000*maxTicks, 0, doc)
	}
	return section("", "",
		&key{name: "from", kind: kindDate, doc: "First trading day; holds until the next entry. From the beginning when left out."},
		duration("reserve", 0, 31*nsDay, "Slack kept for outages and exemptions: at it, the need is behind.").need(),
		duration("watch", 0, 31*nsDay, "Slack above the reserve under which the need is watch.").need(),
		ratio("critical", 1, onePPM, "Ratio needed in the rest of the month from which the need is critical.").need(),
		choice("step_back", "What a comfortable contract does while quoting loses: never anything; a quote wider than counts; or none.",
			"never", "wide", "out").or("never"),
		rate("step_back_at", "The loss signal at or below which to step back. Required with step_back."),
		rate("return_at", "The loss signal at or above which to return; above step_back_at.").or("0"),
		duration("min_off", 0, nsDay, "Least time stepped back.").or("2m"),
		duration("min_on", 0, nsDay, "Least time in a stance before a looser one.").or("30s"),
	).when(when{"step_back", []string{"wide", "out"}, []string{"step_back_at"}, nil})
}

// qualityKeys say what does not count where incentives are measured.
func qualityKeys() []*key {
	return []*key{
		list("oversize", "What larger orders trade is invalid volume (单笔报单手数超过规定标准). Where two entries hold, the smaller does.", section("", "",
			&key{name: "from", kind: kindDate, required: true, doc: "First day."},
			&key{name: "to", kind: kindDate, required: true, doc: "Last day, inclusive."},
			number("lots", "lots", 1, maxLots, "Largest order, or leg of a quote, that counts.").need(),
			list("contracts", "Symbols; every contract when left out.", code("", "Symbol.")),
		)),
	}
}

// awardKeys say what the exchange pays and charges for a product.
func awardKeys() *key {
	yuan := func(name, doc string) *key { return decimal(name, "yuan", 2, 0, 1e15, doc) }
	return section("", "",
		code("product", "Product that the scheme holds for.").need(),
		&key{name: "from", kind: kindDate, required: true, doc: "First day."},
		&key{name: "to", kind: kindDate, required: true, doc: "Last day, inclusive."},
		text("source", "Notice and its date that the scheme comes from.").need(),
		section("relief", "Fees waived for a month that is met (手续费减免).",
			ratio("own", 0, onePPM, "On the assigned contracts, or on the options.").or("0"),
			ratio("other", 0, onePPM, "On the other contracts, or the underlying, up to the lots done on the former.").or("0"),
		),
		boolean("only_met", "true", "Incentives are paid only for a month that is met."),
		list("quoting", "Quoting incentive of a futures contract and month (报价激励): of the rows reached the highest amount is paid.", section("", "",
			ratio("ratio", 0, onePPM, "Ratio reached, at least.").need(),
			decimal("spread_ticks", "ticks", 3, 1, 1000*maxTicks, "Time-weighted effective spread, at most.").need(),
			yuan("amount", "What is paid.").need(),
		)),
		section("trading", "Incentive by share of what all market makers traded and hold (成交持仓激励).",
			yuan("pool", "For all market makers of the product, a month; 0 for none.").or("0"),
			ratio("volume", 0, onePPM, "Share of the pool that is paid by volume.").or("100%"),
			ratio("open_interest", 0, onePPM, "Share of the pool that is paid by open interest; futures only.").or("0"),
			ratio("passive", 1, 1000*onePPM, "What a lot counts that took no liquidity (有效被动成交量), where others count 1.").or("1"),
		),
		list("ranking", "Incentive by rank of the time at the best price, from the first on; options only.", yuan("", "Amount.")).atMost(100),
		section("caps", "What forfeits the options' incentives when exceeded; 0 for no cap.",
			number("orders", "messages", 0, 1e12, "Orders and quotes (报单量) of a month.").or("0"),
			number("requests", "requests", 0, 1e12, "Requests for quote (询价量) of a month.").or("0"),
		),
		section("extra_fee", "Extra fee on cancelling much and trading little (超额费用), per contract and day.",
			number("cancels", "messages", 0, 1e12, "The fee is for more cancels than this.").or("500"),
			ratio("ratio", 0, 1000*onePPM, "And for traded over cancelled lots (成交撤单比) below this.").or("10%"),
			ratio("rate", 0, 1000*onePPM, "It is this share of the trading fee, over the ratio; 0 for no such fee.").or("0"),
			boolean("excused", "false", "Market makers do not pay it."),
		),
		section("order_fee", "Fee on messages (申报费), per contract and day.",
			decimal("ratio", "messages", 3, 0, 1e9, "Messages per order with a trade, less 1, above which over holds.").or("0"),
			boolean("excused", "true", "What market making sends is exempt."),
			list("tiers", "What messages cost, ascending; no such fee without.", section("", "",
				number("from", "messages", 1, 1e12, "From this message of the day on.").need(),
				yuan("each", "Each.").need(),
				yuan("over", "Each, with too many messages per trade; as each when left out."),
			)),
		),
		section("conduct", "From how many on a contract and day conduct is abnormal (异常交易行为); 0 is not watched.",
			conductKeys("frequent_cancel", "Cancels (频繁报撤单).", "true"),
			conductKeys("self_trade", "Trades with ourselves (自成交).", "false"),
			conductKeys("large_cancel", "Large cancels (大额报撤单).", "false"),
		),
		section("score", "Scorecard (评价考核): each indicator becomes points on a straight line; the product's score is their weighted mean.",
			decimal("least", "points", 3, 0, 1e9, "Least score.").or("0"),
			decimal("most", "points", 3, 0, 1e9, "Highest score.").or("100"),
			list("indicators", "Indicators.", section("", "",
				choice("measure", "What is measured: ratios and shares, ticks, lots, yuan or messages.", measureWords()...).need(),
				boolean("reverse", "false", "The less the better (逆向指标)."),
				number("weight", "", 1, onePPM, "Weight.").or("1"),
				indicatorBound("low", "Worth the least score, or less."),
				indicatorBound("high", "Worth the highest score, or more."),
			)),
		),
		number("position_limit_lots", "lots", 0, 1e12, "Lots that a market maker may hold (持仓限额); 0 when not said.").or("0"),
	)
}

func conductKeys(name, doc, excused string) *key {
	return section(name, doc,
		number("count", "", 0, 1e12, "So many are abnormal; 0 is not watched.").or("0"),
		boolean("excused", excused, "Market making is excused."),
	)
}

func indicatorBound(name, doc string) *key {
	return &key{name: name, kind: kindRatio, scale: 6, low: -1e15, high: 1e15, required: true, doc: doc}
}

// seasonKeys are the term of an agreement and what was missed before our records begin.
func seasonKeys() *key {
	return section("", "",
		code("product", "Product.").need(),
		&key{name: "from", kind: kindMonth, required: true, doc: "First month of the agreement's term."},
		&key{name: "to", kind: kindMonth, required: true, doc: "Last month."},
		number("in_a_row", "months", 0, 120, "So many months missed in a row lose the product; 0 for never.").or("2"),
		number("in_all", "months", 0, 120, "So many months missed in all lose it; 0 for never.").or("3"),
		section("opening", "What our records do not hold: the standing at the end of a month.",
			&key{name: "until", kind: kindMonth, doc: "The month. None when left out."},
			number("in_a_row", "months", 0, 120, "Missed in a row.").or("0"),
			number("in_all", "months", 0, 120, "Missed in all.").or("0"),
		),
	)
}

// conversionKeys say how an options market maker's role changes at the half year's end.
func conversionKeys() *key {
	return section("", "",
		code("product", "Product.").need(),
		number("promote", "months", 1, 6, "Months met in the half year by which a general-response market maker may ask to be primary.").need(),
		number("keep", "months", 0, 6, "Months met by which a primary market maker stays one.").need(),
		number("months_ahead", "months", 0, 5, "The request is made so many months ahead.").or("1"),
		number("demotions", "", 0, 100, "Times demoted after which one may not ask; 0 for always.").or("2"),
		number("lock_months", "months", 0, 1200, "For so many months after the last of them; 0 for good.").need(),
		list("demoted", "Months at whose ends we were demoted, ascending.", &key{kind: kindMonth, doc: "Month."}),
	)
}

func forecastKeys() []*key {
	return []*key{
		number("seed", "", 0, maxNumber, "Seed of the draws: the same past gives the same forecast.").or("1"),
		number("draws", "", 100, 1_000_000, "Months drawn.").or("2000"),
	}
}

// reconcileKeys say how the exchange's files are read.
func reconcileKeys() []*key {
	return []*key{
		duration("tolerance", 0, nsDay, "How far obliged and effective time of a contract and day may differ.").or("1s"),
		mapping("maps", "By name: one of the exchange's CSV files, as the headers of its columns. "+
			"Units are read from the header, such as 有效时间(分钟); without one times are seconds and money is yuan.", kindCode,
			section("", "", columnKeys()...)),
	}
}

// columnKeys name the columns by what they mean.
func columnKeys() []*key {
	return []*key{
		text("contract", "Header of the contract, product or unit.").need(),
		text("day", "Header of the trading day; without day and month the file is of the month that is asked for."),
		text("month", "Header of the month."),
		text("scheduled", "Header of the trading time."),
		text("obliged", "Header of the ratio's denominator (应报价时间)."),
		text("exempt", "Header of exempt time."),
		text("effective", "Header of effective quote time (有效持续报价时间)."),
		text("ratio", "Header of effective over obliged time."),
		text("requests", "Header of the requests for quote in the denominator."),
		text("answered", "Header of those effectively answered."),
		text("trades", "Header of lots traded."),
		text("passive", "Header of those that took no liquidity."),
		text("incentive", "Header of incentives (激励)."),
		text("relief", "Header of fees waived (减免)."),
		text("score", "Header of the score (评价)."),
		text("rank", "Header of the rank by time at the best price."),
		text("verdict", "Header of whether the month is met: 1, else 0."),
		text("all_volume", "Header of the weighted volume of all market makers."),
		text("all_open_interest", "Header of the open interest of all market makers."),
	}
}
