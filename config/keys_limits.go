package config

// positionKeys are the exchange's position limits and what we may trade at all.
func positionKeys() []*key {
	return []*key{
		list("positions", "Lots that may be held on one side (单边持仓限额): of a future by contract, of options by month. Nothing opens where no row holds.",
			positionRow()).need(),
		list("opens", "Lots that may be opened in a trading day, bought and sold together (交易限额). Nothing opens where no row holds.", openRow()).need(),
		list("qualifications", "Rights of a market maker on products (做市资格). A product of which none holds may only be closed.",
			section("", "", append(subject(false), append(dates(), sourceKey())...)...)).need(),
		list("accounts", "Other accounts under common control (实际控制关系账户): their positions count in ours.", section("", "",
			text("name", "Name; up to 24 bytes.").need(),
			duration("max_age", nsSecond, 10*nsDay, "Nothing opens once their positions are older than this.").need(),
		)).atMost(64),
		number("max_spreads", "pairs", 1, 1<<16, "Spread pairs kept at most.").or("64"),
		boolean("keep_spreads", "false", "The exchange closes speculative lots before those of spreads. Without it every lot closed is taken to break a spread."),
	}
}

// subject says what a row is about.
func subject(symbols bool) []*key {
	keys := []*key{
		code("product", "Product.").need(),
		choice("class", "Futures and options have rows of their own.", "futures", "options").need(),
	}
	if symbols {
		keys = append(keys, code("symbol", "Of futures: one contract in place of the whole product."))
	}
	return keys
}

func positionRow() *key {
	keys := append(subject(true), dates()...)
	return section("", "", append(keys, sourceKey(),
		choice("period", "Stretch of the contract's life: ordinary (一般月份), month_before (交割月前一个月份), delivery (交割月份), or every.",
			"ordinary", "month_before", "delivery", "every").need(),
		number("lots", "lots", 1, maxLots, "Lots held as speculation (投机).").need(),
		number("times", "", 1, 10, "Speculation and spreads (套利) together, as a multiple of lots: 2 in ordinary months and the month before, 1 in the delivery month.").need(),
		boolean("market_maker", "false", "A market maker's own limit: it goes before a client's while a qualification holds."),
	)...)
}

func openRow() *key {
	keys := append(subject(true), dates()...)
	return section("", "", append(keys, sourceKey(),
		number("lots", "lots", 1, maxLots, "Lots that may be opened. Required without free."),
		boolean("free", "false", "The exchange sets no such limit for us."),
	)...).when(when{"free", []string{"true"}, nil, nil})
}
