package config

const nsMinute = 60 * nsSecond

// The keys of rules that a desk may go without. Once one key of a rule is written,
// the rule is in force and asks for all its keys: build_gate.go says which.

func accountKeys() []*key {
	return []*key{
		section("codes", "Trading codes filed with the exchange (报备). Without them P1 looks at no code and no seat.",
			number("seat", "", 1, 32, "Seat (席位) in use at start.").need(),
			list("filed", "The codes. Futures and options never share one.", section("", "",
				code("code", "Trading code (交易编码).").need(),
				choice("class", "What it trades.", "futures", "options").need(),
				list("seats", "Seats that it is filed with; the standby's too.", number("", "", 1, 32, "Seat.")).atMost(32).need(),
			)).atMost(64).need(),
		),
		duration("move_over", nsSecond, 10*nsMinute, "How long a reference price binds move_ticks.").or("60s"),
		duration("strike_over", nsSecond, nsHour, "Over how long refusals by collar_ticks and move_ticks are counted for the page.").or("10s"),
		number("max_lots", "lots", 1, maxLots, "Lots held long and short over the account, in the worst order of fills. Not looked at when left out."),
		milliLots("max_delta", "Largest delta over the account, in the worst order of fills. Every product then needs one as well."),
		milliLots("max_vega", "Largest vega over the account, in the worst order of fills. Every product then needs one as well."),
		yuanLimit("max_loss", "Loss of the day over the account at which nothing opens any more. Every product then needs one as well."),
		ratio("exchange_headroom", 1, onePPM, "Share of exchange_long_lots and exchange_short_lots that is used, such as 95%."),
		number("repeats", "messages", 1, 1024, "One and the same instruction in repeat_over on an unchanged market."),
		number("refreshes", "messages", 1, 1024, "Quotes and orders of a contract in repeat_over on an unchanged market."),
		duration("repeat_over", nsMillisecond, nsHour, "Over how long repetitions are counted.").or("1s"),
		section("ramp", "How a new build proves itself: from its first start it is held back for a time. It never goes below the obligation's least size.",
			duration("for", nsSecond, nsDay, "How long.").need(),
			number("max_lots", "lots", 1, maxLots, "Largest leg in that time, or the obligation's least size if that is larger.").need(),
			ratio("rate", 10_000, onePPM, "Share of the message windows that may be used in that time, in whole percent.").need(),
		),
	}
}

func contractKeys() []*key {
	return []*key{
		code("code", "Trading code filed for the contract; the one of its class when left out."),
		number("move_ticks", "ticks", 1, maxTicks, "Farthest that a price may lie from any reference price of the last move_over. Not looked at when no contract has one."),
		number("bound_ticks", "ticks", 1, maxTicks, "Of an option: how far a price may lie outside of intrinsic value and underlying. Not looked at when no option has one."),
		number("parity_ticks", "ticks", 1, maxTicks, "Of an option: how far a price may lie from call and put parity (平价). Not looked at when no option has one; wants bound_ticks."),
		number("exchange_long_lots", "lots", 1, maxLots, "The exchange's limit on lots held long (持仓限额), before exchange_headroom."),
		number("exchange_short_lots", "lots", 1, maxLots, "The same on lots held short."),
		greeksKey(),
	}
}

func productKeys() []*key {
	return []*key{
		milliLots("max_delta", "Largest delta over the product, in the worst order of fills."),
		milliLots("max_vega", "Largest vega over the product, in the worst order of fills."),
		yuanLimit("max_loss", "Loss of the day over the product at which nothing opens any more."),
	}
}

// milliLots is a limit in thousandths of what one lot of the underlying weighs.
func milliLots(name, doc string) *key {
	return decimal(name, "lots of the underlying", 3, 1, 1000*maxLots, doc)
}

func yuanLimit(name, doc string) *key { return decimal(name, "yuan", 2, 1, 1<<53, doc) }

// Most that a lot of an option may weigh, in thousandths.
const (
	MostDelta = 10_000
	MostVega  = 1_000_000_000

	MostGamma   = 1_000_000      // ppm a tick
	MostVegaFen = 10_000_000_000 // for a point of volatility
)

// greeksKey is what a lot of an option weighs until somebody says better.
func greeksKey() *key {
	return section("greeks", "Of an option: what one lot bought weighs against max_delta and max_vega, until `ctl import` says better. Without it, and without an import, those limits let none of it be opened.",
		decimal("delta", "lots of the underlying", 3, 0, MostDelta, "Delta of a lot bought, without a sign: a put's counts below 0.").need(),
		decimal("vega", "", 3, 0, MostVega, "Vega of a lot bought, in the unit of max_vega.").need(),
		decimal("gamma", "", 6, 0, MostGamma, "By how much delta goes up with one tick of the underlying, for stress. Wants vega_yuan."),
		decimal("vega_yuan", "yuan", 2, 0, MostVegaFen, "Vega of a lot bought in money, for a point (1 %) of volatility, for stress. Wants gamma. Without both no scenario is assessed that holds the option."),
	)
}
