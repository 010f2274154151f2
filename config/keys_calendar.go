package config

// calendarTable is every key of a calendar file.
func calendarTable() *key {
	dated := func(name, doc string) *key {
		return list(name, doc, section("", "",
			&key{name: "from", kind: kindDate, required: true, doc: "First trading day without the evening before."},
			&key{name: "to", kind: kindDate, required: true, doc: "Last such trading day."},
			text("source", "Where this is from.").need(),
		))
	}
	return section("", "",
		number("schema", "", SchemaVersion, SchemaVersion, "Version of this file's format.").need(),
		code("exchange", "Exchange that the file describes.").need(),
		mapping("hours", "By name: hours of a group of products.", kindCode, section("", "",
			text("source", "Where the hours are from.").need(),
			&key{name: "from", kind: kindDate, required: true, doc: "First trading day on which they hold; earlier months are not covered."},
			list("products", "Products of the group.", code("", "Product.")).need(),
			list("day", "Stretches of a trading day whose eve had no night session.",
				&key{kind: kindStretch, doc: "Stretch."}).atMost(16).need(),
			list("night", "Stretches of a trading day whose eve had one; as day when left out.",
				&key{kind: kindStretch, doc: "Stretch."}).atMost(16),
		)).need(),
		dated("no_night", "Night sessions (夜盘) that were not held although the days are adjacent."),
		&key{name: "before", kind: kindDate, required: true, doc: "Last trading day before the first year."},
		mapping("years", "By year, without gaps: its holidays. Other weekdays are trading days.", kindInt, section("", "",
			text("source", "Where the holidays are from.").need(),
			list("holidays", "Weekdays without trading; a range may span a weekend.", &key{kind: kindDays, doc: "Days."}).need(),
		)).need(),
	)
}
