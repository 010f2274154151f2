package config

// The roles of terms.role, in the order of its words.
const (
	roleFutures = iota
	rolePrimary
	roleResponse
)

func termsKeys() *key {
	keys := []*key{
		text("source", "Agreement or notice and its date that these terms come from.").need(),
		choice("role", "What is owed: continuous quotes on futures; continuous quotes on options and answers to requests for quote on the "+
			"others (主做市商); or answers alone (一般回应做市商).", "futures", "options_primary", "options_response").or("futures"),
		code("product", "Product that the terms hold for.").need(),
		text("unit", "What is judged as one (考核单元), at most 24 bytes; terms of one unit follow each other. "+
			"The product, for options the product and \"options\", when left out."),
		&key{name: "from", kind: kindDate, required: true, doc: "First day of the terms."},
		&key{name: "to", kind: kindDate, required: true, doc: "Last day of the terms, inclusive."},
		ratio("target", 1, onePPM, "Effective time over obliged time that must be reached in the month, by each contract or as aggregation says. "+
			"Required unless only answers are owed."),
		choice("aggregation", "How the month is judged: every contract reaches the target; effective over obliged time, summed over contracts and days; "+
			"some (least_contracts) reach it; or on some days (day_share) every contract reaches it. "+
			"every for futures and pooled for options when left out.", "every", "pooled", "some", "days"),
		number("least_contracts", "contracts", 1, 512, "Contracts that must reach the target; with aggregation some."),
		ratio("day_share", 1, onePPM, "Share of the month's trading days; with aggregation days."),
	}
	keys = append(keys, selectorKeys()...)
	keys = append(keys, demandKeys(true)...)
	return section("", "", append(keys,
		code("dominant", "Dominant contract (主力合约): while it is at its price limit, all are exempt. None when left out."),
		choice("exempt_time", "What exempt time does: it leaves the denominator, counts as effective, or is ignored.",
			"leaves", "counts", "ignored").or("leaves"),
		choice("at_limit", "When the contract, the dominant contract and an option's underlying are at their price limit (涨跌停板): "+
			"one side only, standing at the limit; the last price at it; or any of bid, ask and last price at it.",
			"one_sided", "last_price", "touched").or("one_sided"),
		section("floor", "Out-of-the-money options cheaper than a price are exempt. None when left out.",
			decimal("below", "price", 8, 1, maxNumber, "An option that costs less is exempt.").need(),
			choice("by", "Which price of the option: its best bid, where none is below any floor; its last price; "+
				"or its settlement price of the day before.", "bid", "last_price", "settlement").or("last_price"),
		),
		section("response", "Answers to requests for quote (回应报价). None are owed when left out.", responseKeys()...),
	)...).when(
		when{"role", []string{"options_response"}, []string{"response"}, []string{"target", "min_size_lots"}},
		when{"aggregation", []string{"some"}, []string{"least_contracts"}, nil},
		when{"aggregation", []string{"days"}, []string{"day_share"}, nil},
	)
}

// selectorKeys say which contracts the terms hold for.
func selectorKeys() []*key {
	return []*key{
		mapping("contracts", "By month: the contracts that the exchange assigned. A future among an options role's contracts stands for the options on it, "+
			"of which those at the money are owed; an option is owed all the time.",
			kindMonth, list("", "Symbols.", code("", "Symbol."))),
		boolean("keep_last", "false", "Quote in a month without a list even after a start in it. A month without a list alarms before it begins; an agent that runs into it "+
			"keeps the last list and the month is not assessed; one that starts in it refuses."),
		boolean("all_listed", "false", "In place of lists: every listed contract of the product, for options roles every option."),
		section("expiring_within", "In place of lists: the product's futures that expire soon, without those of the traditional dominant months (传统主力合约).",
			number("months", "months", 1, 120, "The month itself is the first.").need(),
			list("traditional_dominant_months", "Delivery months left out, from a day on.", section("", "",
				&key{name: "from", kind: kindDate, required: true, doc: "First day; holds until the next entry."},
				text("source", "Where this is from."),
				&key{name: "months", kind: kindList, low: 0, high: 12, required: true, doc: "Months of the year, such as [1, 5, 10].",
					elem: number("", "", 1, 12, "Month.")},
			)).need(),
		),
		section("at_the_money", "The moving set of options around the money (平值), for options owed by their underlying.",
			number("around", "strikes", 0, 100, "Strikes on each side of the one at the money, calls and puts.").need(),
			number("months", "months", 1, 100, "In place of lists: the underlyings of so many nearest months."),
			choice("restrike", "What moves the set: the underlying's settlement price of the day before, once a day; "+
				"or its last price, or the middle of its book, whenever that has been nearer to another strike for hold.",
				"settlement", "last_price", "mid").or("settlement"),
			choice("tie", "Halfway between two strikes this one is at the money.", "lower", "higher").or("lower"),
			duration("hold", 0, nsDay, "How long another strike must be nearest before the set moves within the day.").or("0s"),
		),
	}
}

// demandKeys say what one quote must be, in terms or, where terms hold, in their
// response block.
func demandKeys(terms bool) []*key {
	also := " As in the terms when left out."
	if terms {
		also = ""
	}
	size := number("min_size_lots", "lots", 1, maxLots, "Smallest size that counts, on both sides."+also)
	basis := choice("size_basis", "Which size the high reading holds against the minimum; the low one always uses what remains."+also,
		"remaining", "declared")
	if terms {
		basis.or("remaining")
	}
	return []*key{
		number("max_spread_ticks", "ticks", 1, maxTicks, "Widest quote that counts; or tiers."+also),
		section("tiers", "Widest quote that counts, by price (最大买卖价差分档). A price below the first row has no allowance."+also,
			choice("by", "Price that chooses the row.", "bid", "mid").or("bid"),
			list("rows", "Rows, ascending by from; a row holds up to the next one's from.", section("", "",
				decimal("from", "price", 8, 0, maxNumber, "Least price of the row.").need(),
				decimal("spread", "price", 8, 0, maxNumber, "Widest spread, as a price.").or("0"),
				ratio("share", 0, onePPM, "Widest spread, as a share of the price; the larger of the two holds.").or("0"),
			)).atMost(16).need(),
		),
		size,
		ratio("max_imbalance", 0, onePPM, "Share of the larger side by which the sides may differ; 0 for any."+also),
		basis,
	}
}

func responseKeys() []*key {
	keys := []*key{
		text("unit", "What is judged as one, at most 24 bytes. The product and \"answers\" when left out."),
		ratio("target", 1, onePPM, "Requests answered over requests that must be reached in the month.").need(),
		duration("within", nsMillisecond, nsHour, "Response time (响应时间): the answer stands within it.").need(),
		duration("hold", 0, nsDay, "Holding time (持续时间): the answer, or its successors while each is good, stands for it.").need(),
		choice("scope", "Requests that are owed an answer: those on contracts outside the continuous-quote set at the time; or all. "+
			"rest for options_primary, else all, when left out.", "rest", "all"),
	}
	keys = append(keys, demandKeys(false)...)
	return append(keys,
		boolean("filled_side_ends", "false", "One side filled completely ends the holding as kept."),
		boolean("standing_quote_answers", "false", "A good quote that stands already answers."),
		boolean("any_quote_answers", "false", "A quote without the request's id, inserted since it was made, answers too."),
		boolean("exempt_counts", "true", "Requests during an exemption are in the denominator."),
		boolean("break_counts", "false", "Time in a section break, a halt or an auction counts as held."),
		duration("merge_within", 0, nsHour, "A request so soon after the last one on the contract that is in the denominator is one with it (询价间隔); 0s for none.").or("0s"),
		number("moved_ticks", "ticks", 0, maxTicks, "A move of the underlying by so many of its ticks ends the holding as kept; 0 for never.").or("0"),
	)
}

func grantKeys() *key {
	return section("", "",
		list("contracts", "Symbols; every contract when left out.", code("", "Symbol.")),
		&key{name: "from", kind: kindInstant, required: true, doc: "Start, Asia/Shanghai."},
		&key{name: "to", kind: kindInstant, required: true, doc: "End, Asia/Shanghai; the end itself is not exempt."},
		text("reference", "The exchange's reference of the grant, at most 24 bytes.").need(),
		ratio("relax", onePPM+1, 100*onePPM, "Stressed market: not exempt, but quotes may be so many times as wide and as small. Exempt when left out."),
	)
}
