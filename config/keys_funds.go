package config

// fundsKeys are margin, fees back, stress and the account's money.
func fundsKeys() []*key {
	rowOf := func(keys ...*key) *key { return section("", "", append(keys, append(dates(), sourceKey())...)...) }
	return []*key{
		decimal("balance", "yuan", 2, 1, 1e15, "The account's balance of the day before, after settlement (上日结存), where no settlement file says it. Not known when left out: nothing opens until it is told."),
		ratio("max_usage", 1, onePPM, "Share of the usable funds that margin may take (资金使用率).").need(),
		ratio("profit", 0, onePPM, "Share of the day's profit that may be used before settlement.").or("0"),
		list("margins", "Margin standards of futures (交易保证金标准). Where several rows hold, the highest counts.", rowOf(
			code("product", "Product.").need(),
			code("symbol", "One contract in place of the whole product."),
			number("months_before", "months", 0, 12, "Of a stage: so many months before the delivery month it begins. Wants day."),
			number("day", "", 1, 31, "Of a stage: day of that month on which it begins; the contract's whole life when left out. Wants the contracts' expiry."),
			number("open_interest", "lots", 0, 1<<40, "In force from so much open interest on.").or("0"),
			ratio("long", 1, onePPM, "Of the buying side, as a share of the value.").need(),
			ratio("short", 1, onePPM, "Of the selling side.").need(),
		)).need(),
		list("sellers", "Margin of an option's seller (期权卖方交易保证金) beside the premium: the higher of the future's margin less out_of_money, and least. Every product of options needs one.", rowOf(
			code("product", "Product of the options.").need(),
			ratio("out_of_money", 0, onePPM, "Share of the amount out of the money (虚值额) that is taken off; 50% at ZCE.").need(),
			ratio("least", 1, onePPM, "Share of the future's margin that is due at least; 50% at ZCE.").need(),
		)),
		list("reliefs", "Shares of the fees that are waived (手续费减免).", rowOf(
			code("product", "Product.").need(),
			ratio("rate", 1, onePPM, "Share waived.").need(),
			boolean("at_once", "false", "Taken off when the fee is charged; otherwise it comes back after a month that is met."),
		)),
		list("moves", "When the exchange may raise margin: settlements that move one way for days.", rowOf(
			number("days", "days", 1, 7, "Trading days in a row.").need(),
			ratio("multiple", 1, 100*onePPM, "By so many times the price limit, such as 3.").need(),
			ratio("raised", onePPM, 100*onePPM, "What the forecast then reckons with, as a multiple of the standard.").need(),
		)),
		list("spreads", "Pairs of futures that the exchange lets be held as a spread (套利): margined on one leg.", section("", "",
			code("first", "One leg.").need(),
			code("second", "The other.").need(),
			number("long", "lots", 0, maxLots, "Confirmed by the exchange as a spread when this is written: long first, short second. What is not held of it counts for nothing.").or("0"),
			number("short", "lots", 0, maxLots, "The same the other way.").or("0"),
		)),
		list("larger_side", "Products of which only the side with the higher margin counts (单向大边).", code("", "Product.")),
		section("delivery", "What is done about lots of futures that are headed to delivery.",
			number("unwind_days", "days", 1, 366, "Trading days left, the last one counted, from which what is held of a quoted future is taken down by orders, and its quote stays away until nothing is. Wants the futures' expiry, and is at most stress.delivery_days. Left out, page and status only warn."),
		),
		section("stress", "What a bad market would do, for a report and a gauge.",
			list("prices", "Moves of all prices.", ratio("", -onePPM, onePPM, "Move.")).or("-0.08, -0.04, 0, 0.04, 0.08"),
			list("volatilities", "Moves of volatility.", decimal("", "points", 3, -onePPM, onePPM, "Move.")).or("-5, 0, 10"),
			list("limit_days", "Limit days in a row (连续涨跌停板): each day's price limit and margin, as multiples of the first day's.", section("", "",
				ratio("width", 1, 100*onePPM, "Price limit.").need(),
				ratio("margin", onePPM, 100*onePPM, "Margin.").need(),
			)),
			ratio("share_of_volume", 1, onePPM, "Share of a day's volume that unwinding may be.").or("10%"),
			number("delivery_days", "days", 1, 366, "Trading days before the last one from which lots count as headed to delivery.").or("20"),
		),
	}
}
