package config

// riskKeys are the gate's limits. Those without a default must be set for each
// contract or in defaults.
func riskKeys() []*key {
	keys := []*key{
		duration("window", nsMillisecond, nsHour, "Length of the sliding message window.").or("1s"),
		number("max_messages", "messages", 2, maxWindow, "Messages of the account in any window, cancels included.").need(),
		number("reserved_for_cancels", "messages", 1, maxWindow, "Of those, kept free for cancels and queries; of three or more, two are for the mass cancels of a kill.").need(),
		number("max_messages_per_day", "messages", 1, 1_000_000_000, "Messages of a trading day, cancels excepted.").need(),
	}
	keys = append(append(keys, accountKeys()...), perContract(append(limitKeys(), contractKeys()...)...)...)
	product := append([]*key{
		number("max_net_lots", "lots", 1, maxLots, "Largest net position in the worst order of fills.").need(),
	}, productKeys()...)
	return append(keys, mapping("products", "By product: limits over its contracts. Every product needs one.", kindCode,
		section("", "", product...)).need())
}

func limitKeys() []*key {
	phases := func(name, what string) *key {
		k := list(name, "Phases in which "+what+" may be sent.",
			choice("", "Phase.", "auction", "match", "continuous", "break"))
		return k.or("continuous")
	}
	return []*key{
		number("max_order_lots", "lots", 1, maxLots, "Largest leg of a quote or order.").limit(),
		number("min_order_lots", "lots", 1, maxLots, "Smallest leg of a quote or order.").or("1"),
		number("max_long_lots", "lots", 1, maxLots, "Longest net position if all that may still buy is filled.").limit(),
		number("max_short_lots", "lots", 1, maxLots, "Shortest net position if all that may still sell is filled.").limit(),
		decimal("max_order_value", "yuan", 2, 1, 1<<53, "Largest value of one leg or order.").limit(),
		number("collar_ticks", "ticks", 1, maxTicks, "Farthest that a price may lie from the reference price.").limit(),
		number("max_spread_ticks", "ticks", 1, maxTicks, "Widest two-sided quote of ours.").limit(),
		duration("stale_after", nsMillisecond, nsHour, "Market data older than this blocks new quotes and orders.").limit(),
		phases("quote_phases", "quotes"),
		phases("order_phases", "orders"),
		number("max_messages_per_window", "messages", 1, maxWindow, "Messages of the contract in any window, cancels excepted.").limit(),
	}
}

func quoterKeys() []*key {
	keys := []*key{
		choice("start", "After start-up the loop is in CANCEL_ONLY; it leaves it when told to, or by itself once synced and clean.",
			"manual", "auto_if_clean").or("manual"),
		number("max_contracts_per_poll", "contracts", 1, 512, "Contracts priced between two looks at the inputs.").or("16"),
	}
	return append(keys, perContract(
		boolean("quote", "true", "Quote this contract."),
		code("lead", "Dominant contract that prices lean on; none when left out."),
		boolean("comply", "true", "Keep width and size within the terms."),
		number("size_lots", "lots", 1, maxLots, "Size of each side.").limit(),
		number("min_move_ticks", "ticks", 1, maxTicks, "A side is moved only by this much or more.").or("1"),
		number("refill_at_lots", "lots", 0, maxLots, "A side with this many lots left, or fewer, is quoted anew at once.").or("0"),
		duration("min_rest", 0, nsHour, "Least time between two messages of the contract.").or("100ms"),
		duration("stale_after", nsMillisecond, nsHour, "Own and lead data older than this pull the quote.").or("5s"),
		duration("ack_timeout", nsMillisecond, 60*nsSecond, "An instruction unanswered for this long has an unknown fate.").or("2s"),
		section("pricing", "Fair value, width and skew.", pricingKeys()...),
		number("step_wide_ticks", "ticks", 1, maxTicks, "Stepped back wide: ticks beyond the widest that counts.").or("4"),
		section("loss", "What a bad time to quote is: what our quotes earn.", lossKeys()...),
	)...)
}

func pricingKeys() []*key {
	milli := func(name, unit, doc string) *key { return decimal(name, unit, 3, 0, 1000*maxTicks, doc) }
	return []*key{
		ratio("lead_beta_fast", -10*onePPM, 10*onePPM, "Share of the lead's move over the last lead_fast that fair value takes over.").or("0.2"),
		duration("lead_fast", 0, nsDay, "How far back that move reaches.").or("5s"),
		ratio("imbalance_gain", -onePPM, onePPM, "Share of the own spread that fair value moves between an empty bid and an empty ask.").or("0.2"),
		number("thin_spread_ticks", "ticks", 1, maxTicks, "Own spread at which the own book has half its weight.").or("8"),
		duration("thin_age", 1, nsDay, "Age of the own book at which it has half its weight.").or("20s"),
		duration("spread_half_life", 1, nsDay, "Half-life of the filtered difference between own and lead price.").or("30s"),
		duration("vol_half_life", 1, nsDay, "Half-life of the volatility estimate.").or("5m"),
		ratio("width_vol", 0, 100*onePPM, "Half width per standard deviation over one minute.").or("0.25"),
		number("min_width_ticks", "ticks", 1, maxTicks, "Narrowest quote, both halves together.").or("2"),
		number("max_width_ticks", "ticks", 1, maxTicks, "Widest quote, both halves together; shown while volatility is not known.").or("4"),
		milli("skew_per_lot", "ticks", "How far fair value moves against each lot held.").or("0.02"),
		milli("max_skew", "ticks", "Farthest that the position moves fair value.").or("3"),
		number("target_lots", "lots", -maxTicks, maxTicks, "Position aimed at; short is negative.").or("0"),
	}
}

func lossKeys() []*key {
	return []*key{
		duration("mark_after", 0, nsHour, "A fill is held against the mid price so long after it.").or("30s"),
		duration("mark_half_life", 1, nsDay, "Half-life of what fills earned.").or("5m"),
		duration("brisk_half_life", 1, nsDay, "Half-life of the present volatility.").or("1m"),
		duration("usual_half_life", 600*nsSecond, nsDay, "Half-life of the usual volatility.").or("2h"),
		decimal("vol_loss", "tick-lots a minute", 3, 0, 1000*maxTicks, "Loss expected for each time that the present volatility exceeds the usual one.").or("0"),
	}
}

// simKeys describe the simulated exchange.
func simKeys() []*key {
	milli := func(name, unit, doc string) *key { return decimal(name, unit, 3, 0, 1_000_000_000, doc) }
	span := func(name, doc string) *key { return duration(name, 0, nsHour, doc) }
	keys := []*key{
		number("seed", "", 0, maxNumber, "Seed of the generated market.").or("7"),
		decimal("speed", "", 3, 1, 10_000_000, "Simulated seconds per second.").or("1"),
		(&key{name: "start", kind: kindInstant, words: []string{"auto"},
			doc: "When the simulated clock starts, Asia/Shanghai; auto is the next open of a session."}).or("auto"),
		&key{name: "script", kind: kindFile, doc: "Script of a day: phases, limits, disconnects, grants. None when left out."},
		section("delays", "How long things take at the exchange.",
			span("order", "From an instruction's arrival to its matching.").or("500us"),
			span("reply", "From the matching to the reply.").or("500us"),
			span("feed", "From a snapshot to its publication.").or("1ms"),
		),
		section("rules", "What the exchange itself refuses.",
			number("max_order_lots", "lots", 1, maxLots, "Largest leg or order.").or("1000"),
			number("max_spread_ticks", "ticks", 0, maxTicks, "Widest quote that is taken; 0 takes any.").or("0"),
			number("max_messages_per_second", "messages", 0, 1_000_000, "Instructions of one maker in a second; 0 takes any.").or("0"),
			boolean("cancel_on_disconnect", "false", "Cancel a maker's quotes and orders when its session is lost."),
			boolean("unequal", "false", "Take quotes whose two sides differ in size."),
			boolean("pending", "false", "Say that a quote is pending before it is live."),
		),
		list("holes", "Times without market data, as they happen on real feeds.", section("", "",
			duration("after", 0, 31*nsDay, "From the simulated start.").need(),
			duration("for", nsMillisecond, nsDay, "Length.").need(),
		)),
	}
	return append(keys, perContract(simContractKeys(milli, span)...)...)
}

// simContractKeys describe one contract's generated market. Those left out are
// as in the market that the contract is like.
func simContractKeys(milli func(name, unit, doc string) *key, span func(name, doc string) *key) []*key {
	return []*key{
		decimal("start_price", "price", 8, 1, maxNumber, "First price. Once one contract has one, every future needs one; an option's follows from its underlying's.").limit(),
		choice("like", "Market whose figures hold where nothing else is said: the dominant apple contract of August 2020, or its second month.",
			"busy_month", "second_month").or("busy_month"),
		code("lead", "Contract whose moves this one follows; none when left out."),
		ratio("limit", 1000, 900_000, "Price limit up and down from the first price, then from each day's last."),
		number("open_interest_lots", "lots", 0, 1<<40, "Open interest at the start."),
		milli("volatility", "ticks", "Standard deviation of its own random walk over a second."),
		&key{name: "follow", kind: kindRatio, scale: 3, low: 0, high: 10_000, doc: "Share of the lead's moves that it takes over."},
		span("lag", "How long half of that takes to arrive."),
		&key{name: "alert", kind: kindRatio, scale: 3, low: 0, high: 1000, doc: "Share of the lead's moves that are acted on at once."},
		milli("wander", "ticks", "Standard deviation of the distance to the lead that comes and goes."),
		span("wander_half_life", "How long half of that distance stays."),
		duration("step", nsMillisecond, nsHour, "Mean time between two acts of the flow."),
		&key{name: "trade_share", kind: kindRatio, scale: 3, low: 0, high: 1000, doc: "Share of the acts that are trades."},
		number("trade_lots", "lots", 3, maxLots, "Mean size of a trade."),
		milli("half_spread", "ticks", "Mean distance of the best price from fair value."),
		number("top_lots", "lots", 3, maxLots, "Mean size at the best price."),
		number("levels", "", 1, 50, "Levels kept behind the best."),
		duration("snapshot", nsMillisecond, 60*nsSecond, "Least time between two snapshots."),
		duration("request_every", 0, nsDay, "Mean time between requests for quote (询价); 0s for none. Of these defaults options take over this one; the rest of their market follows from the future's."),
		milli("time_value", "ticks", "Of an option: what it is worth at the money."),
		&key{name: "widen", kind: kindRatio, scale: 3, low: 0, high: 1000, doc: "Of an option: share of its worth by which half_spread grows."},
	}
}
