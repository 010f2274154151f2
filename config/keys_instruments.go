package config

func instrumentKeys() *key {
	return section("", "",
		code("symbol", "Code of the contract as the exchange writes it, such as AP101 or SR609C6000.").need(),
		code("exchange", "Exchange; as in calendar when left out."),
		code("product", "Product; the letters that the symbol begins with when left out."),
		decimal("tick", "price", 8, 1, maxNumber, "Smallest price step, such as 1 or 0.2.").need(),
		number("multiplier", "units", 1, 1_000_000, "Units per lot (合约乘数).").need(),
		code("hours", "Group of trading hours in the calendar; found by the product, for an option the underlying's, when left out."),
		choice("kind", "Future, call (看涨期权) or put (看跌期权). Told from the symbol when left out: SR609C6000, cu2609P70000, "+
			"IO2609-C-4000 and RM701MSC2100 are options.", "future", "call", "put"),
		code("underlying", "Of an option: the future it is on (标的期货); told from the symbol when left out."),
		decimal("strike", "price of the underlying", 8, 1, maxNumber, "Of an option (行权价); told from the symbol when left out."),
		&key{name: "expiry", kind: kindDate, doc: "Last trading day. Terms end with it. Not known when left out."},
		&key{name: "delivery", kind: kindMonth, doc: "Of a future: delivery month (交割月份), for limits; told from the symbol when left out."},
	)
}

func chainKeys() *key {
	return section("", "",
		code("underlying", "Future that the options are on; one of the instruments.").need(),
		text("symbol", "Code of each option: {underlying}, {side} (C or P) and {strike} are filled in.").or("{underlying}{side}{strike}"),
		choice("sides", "Which options each strike has.", "both", "calls", "puts").or("both"),
		code("product", "Product; the letters that the symbol begins with when left out."),
		decimal("tick", "price", 8, 1, maxNumber, "Smallest price step.").need(),
		number("multiplier", "units", 1, 1_000_000, "Units per lot; the underlying's when left out."),
		code("hours", "Group of trading hours in the calendar; the underlying's when left out."),
		&key{name: "expiry", kind: kindDate, doc: "Last trading day. Terms end with it. Not known when left out."},
		list("strikes", "Strikes (行权价), ascending; the step may change from one stretch to the next.", section("", "",
			decimal("from", "price", 8, 1, maxNumber, "First strike.").need(),
			decimal("to", "price", 8, 1, maxNumber, "Last strike, inclusive.").need(),
			decimal("step", "price", 8, 1, maxNumber, "Distance between two strikes.").need(),
		)).need(),
	)
}
