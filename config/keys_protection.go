package config

// protectionKeys are the limits at trade: by product, and of the account.
func protectionKeys() []*key {
	product := func() []*key { return append(append(flowKeys(), rejectKeys()...), lossLimitKeys()...) }
	return []*key{
		duration("short", nsMillisecond, nsHour, "The short stretch in which is counted.").or("1s"),
		duration("long", nsMillisecond, nsHour, "The long one.").or("10s"),
		section("defaults", "Holds for every product that does not say otherwise.", product()...),
		mapping("products", "By product: what is different for it.", kindCode, section("", "", product()...)),
		section("account", "Of all products together.", require(append(rejectKeys(), lossLimitKeys()...))...).need(),
		list("reject_reasons", "Rejects of the exchange that count.", choice("", "Reason.", rejectWords()...)).
			or("other, unknown, closed, price, size, spread, duplicate, funds, rate"),
		strikeKeys("price_refusals", "Prices that our own gate refuses (P3).", "collar, move, price, bound, parity"),
		strikeKeys("repeat_refusals", "Repetitions that our own gate refuses (P10).", "repeat"),
		duration("unacked_warn", nsMillisecond, nsHour, "An instruction unanswered for so long is warned of.").need(),
		duration("unacked", nsMillisecond, nsHour, "Unanswered for so long, nothing is added until it is answered.").need(),
		duration("drawdown_over", nsMillisecond, nsDay, "Over how long the best result is remembered for max_drawdown.").need(),
		duration("unmarked", nsMillisecond, nsHour, "So long without a known profit and loss, nothing opens.").need(),
		duration("late", nsMillisecond, nsHour, "Lateness of the loop that pulls all quotes.").need(),
		section("rearm", "How a trip ends, by what tripped.", rearmKeys()...),
	}
}

// flowKeys bound what may be done in a product within the two stretches.
func flowKeys() (keys []*key) {
	for _, over := range []string{"short", "long"} {
		keys = append(keys,
			number("fills_"+over, "fills", 1, 1<<12, "Fills within the "+over+" stretch.").limit(),
			number("lots_"+over, "lots", 1, maxLots, "Lots filled within the "+over+" stretch.").limit(),
			milliLots("delta_"+over, "Delta filled within the "+over+" stretch, buys and sells added.").limit(),
			milliLots("vega_"+over, "Vega filled within the "+over+" stretch; without options any figure.").limit(),
		)
	}
	return append(keys, number("one_sided_fills", "fills", 1, 1<<10, "Fills of a contract on one side that none on the other offsets.").limit())
}

func rejectKeys() []*key {
	return []*key{
		number("rejects", "rejects", 1, maxWindow, "Rejects within the short stretch.").limit(),
		ratio("reject_share", 1, onePPM, "Share of the messages of the long stretch that are rejected.").limit(),
		number("reject_share_from", "messages", 1, maxWindow, "Messages in the long stretch from which on the share says something.").limit(),
	}
}

func lossLimitKeys() []*key {
	return []*key{
		yuanLimit("max_loss", "Loss of the day.").limit(),
		yuanLimit("max_drawdown", "Fall from the best result within drawdown_over.").limit(),
	}
}

// require makes keys that must be written here of those that defaults may say.
func require(keys []*key) []*key {
	for _, k := range keys {
		k.must, k.required = false, true
	}
	return keys
}

func strikeKeys(name, doc, rules string) *key {
	return section(name, doc,
		list("rules", "Rules of the gate whose refusals count.", choice("", "Rule.", gateWords()...)).or(rules),
		number("count", "refusals", 1, 256, "Refusals of a contract within over.").need(),
		duration("over", nsMillisecond, nsHour, "Over how long they are counted.").need(),
	).need()
}

// rearmKeys have a row for each kind of trip that does not end with its cause.
func rearmKeys() (keys []*key) {
	for _, k := range policyKinds() {
		row := []*key{
			duration("pause", nsMillisecond, nsDay, "It does not end before.").or("10s"),
			number("to_risk", "trips", 1, 1<<15, "From this trip of a day on only risk may end it.").or("3"),
		}
		ends := "; only risk ends it."
		if words := authorityWords(k); len(words) > 1 {
			row = append([]*key{choice("by", "Who may end it, at least.", words...).or(words[0])}, row...)
			ends = "."
		}
		keys = append(keys, section(k.String(), "After "+tripText(k)+ends, row...))
	}
	return keys
}
