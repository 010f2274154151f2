package config

// conductRuleKeys are the rules on conduct in force, shipped and own.
func conductRuleKeys() []*key {
	return []*key{
		list("profiles", "Shipped rules to count by. Where several hold, each counts.", choice("", "Profile.", profileWords()...)),
		boolean("market_maker", "false", "Take the exemptions that the shipped rules give to market makers. They are counted and shown all the same."),
		list("rules", "Rules besides the shipped ones.", ruleKeys()),
		list("exemptions", "What a notice exempts us from. It is counted and shown all the same.", exemptionKeys()),
		list("need", "Kinds without which a day is not covered: nothing is sent on a day on which one of them has no rule.",
			choice("", "Kind.", kindWords()...)),
		ratio("warn", 1, onePPM, "Share of a threshold at which is warned.").or("50%"),
		ratio("throttle", 1, onePPM, "Share at which only what the obligation asks for is sent.").or("80%"),
		ratio("stop", 1, onePPM, "Share at which nothing new is sent.").or("95%"),
	}
}

// profileTable is every key of a shipped profile.
func profileTable() *key {
	return section("", "",
		text("about", "Where the rules come from, and what of them is not verified.").need(),
		list("rules", "The rules.", ruleKeys()).need(),
		list("exemptions", "What they exempt market makers from.", exemptionKeys()),
	)
}

// dates are the trading days on which a row holds.
func dates() []*key {
	return []*key{
		{name: "from", kind: kindDate, required: true, doc: "First trading day."},
		{name: "to", kind: kindDate, doc: "Last trading day, inclusive; no end when left out."},
	}
}

func sourceKey() *key {
	return text("source", "Notice that says so; its first 24 bytes are shown.").need()
}

func ruleKeys() *key {
	keys := append([]*key{
		choice("kind", "What is counted; docs/controls.md says how.", kindWords()...).need(),
		code("product", "Product that it holds for; every one when left out. Rules of the account name none."),
	}, dates()...)
	return section("", "", append(keys, sourceKey(),
		number("limit", "", 1, 1<<40, "The exchange's threshold: a count or lots. Required but of close_share."),
		ratio("share", 1, onePPM, "Of close_share, in place of limit: share of the closing period's volume."),
		number("messages", "messages", 1, 256, "Of burst and price_burst: messages that make a burst."),
		duration("window", 1, nsDay, "Of burst its second; of close_share the closing period (尾盘), the last of the trading day; of orders_…, layering and price_burst how near in time two things are."),
		number("lots", "lots", 1, maxLots, "Of large_cancels and layering: from so many on; of close_share: own lots from which on it is assessed."),
		number("small_lots", "lots", 1, maxLots, "Of layering: largest opposite fill."),
		number("ticks", "ticks", 1, maxTicks, "Of layering how far from the market; of price_burst how far the price moves."),
		ratio("ratio", 1, 1000*onePPM, "Of cancel_ratio: lots traded for each cancelled, below which it counts; of messages: messages per trade (OTR) above which it does, any when left out."),
		ratio("rate", 1, 1000*onePPM, "Of cancel_ratio: share of the trading fee that the extra fee (超额费用) starts from; none when left out."),
		number("quote_weight", "orders", 1, 2, "How many orders, and cancels, a two-sided quote is.").need(),
		list("counts", "What is a message, or of the kinds of cancels a cancel: replaced makes the quote that another replaces a cancelled one. Required of burst and messages.",
			choice("", "What.", "orders", "cancels", "replaced")),
	)...)
}

func exemptionKeys() *key {
	keys := append([]*key{
		choice("kind", "What is exempt.", kindWords()...).need(),
		code("product", "Product; every one when left out."),
	}, dates()...)
	return section("", "", append(keys, sourceKey())...)
}
