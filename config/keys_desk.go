package config

// SchemaVersion is the version of the desk file that this build reads.
const SchemaVersion = 1

const (
	nsMillisecond = 1_000_000
	nsSecond      = 1_000_000_000
	nsHour        = 3600 * nsSecond
	nsDay         = 24 * nsHour
	onePPM        = 1_000_000
	maxTicks      = 1_000_000 // more than any contract's limits span
	maxLots       = 10_000_000
	maxWindow     = 1 << 16 // messages that a window can hold
)

// deskTable is every key of a desk file.
func deskTable() *key {
	return section("", "",
		number("schema", "", SchemaVersion, SchemaVersion, "Version of this file's format.").need(),
		text("desk", "Name of the desk, shown on the page and in reports.").need(),
		code("account", "Trading code (做市交易编码) that quotes. SIM is the simulated account.").need(),
		choice("clock", "What now is: the machine's wall clock, or the simulated exchange's clock (venue; account SIM only).",
			"wall", "venue").or("wall"),
		section("calendar", "Trading days and hours.",
			code("exchange", "Exchange whose trading days and hours hold. CZCE and CFFEX are built in.").need(),
			&key{name: "file", kind: kindFile, doc: "Calendar file to use in place of the built-in one."},
		).need(),
		list("instruments", "The contracts of the trading day. Their order is the order everywhere.", instrumentKeys()).
			atMost(512).need().includable(),
		list("chains", "Options of one underlying, strike by strike: calls and puts. They follow the instruments.", chainKeys()).includable(),
		list("terms", "What the agreements ask for, as dated data. Without terms nothing is metered.", termsKeys()).includable(),
		list("grants", "Exemptions that the exchange gave for a time (人工豁免).", grantKeys()).includable(),
		list("steering", "What the obligation's need does to quoting, as dated data. Without it the needs change nothing.", steeringKeys()).includable(),
		section("quality", "What incentives are measured on.", qualityKeys()...).includable(),
		list("award", "What the exchange pays and charges, as dated data, for estimates.", awardKeys()).includable(),
		list("season", "Terms of agreements, for months missed in a row and in all.", seasonKeys()).includable(),
		list("conversion", "Changes of role between primary and general-response market maker.", conversionKeys()).includable(),
		section("forecast", "How the month's end is forecast.", forecastKeys()...).includable(),
		section("reconcile", "How the exchange's statistics are read.", reconcileKeys()...).includable(),
		section("risk", "Limits of the pre-trade gate. A limit has no default: one that is not set blocks.", riskKeys()...).
			need().includable(),
		section("protection", "What stops quoting when trading goes wrong while every message is right (做市商保护, 熔断). A limit is the first value that trips.",
			protectionKeys()...).includable(),
		section("conduct", "The exchange's rules on abnormal and programmed trading (异常交易, 程序化交易), counted on our own flow.",
			conductRuleKeys()...).includable(),
		section("limits", "Position limits (持仓限额) and rights on products, as dated data.", positionKeys()...).includable(),
		section("funds", "Margin and funds (资金管理), as dated data. Every order is checked against what is free.",
			fundsKeys()...).includable(),
		section("fees", "Exchange and broker fees. Per-lot fees are in yuan, rates a share of the traded value; both add.",
			perContract(feeKeys()...)...).need().includable(),
		section("quoter", "How contracts are quoted and priced.", quoterKeys()...).need().includable(),
		section("venue", "Where the exchange, or the bridge to it, is.", venueKeys()...).includable(),
		section("journal", "The record and the tape.", journalKeys()...).includable(),
		section("ops", "The page, metrics and the API.",
			(&key{name: "listen", kind: kindAddress, doc: "Address of the page. Loopback only."}).or("127.0.0.1:8080"),
			choice("lang", "Language of the page and of reports.", "zh", "en").or("en"),
		).includable(),
		section("agent", "The thread that runs the loop.",
			choice("thread", "block sleeps until something arrives; spin polls without rest and wants a core of its own.",
				"block", "spin").or("block"),
			number("cpu", "", -1, 1023, "Core that the thread is bound to; -1 binds it to none.").or("-1"),
		).includable(),
		section("stop", "What undoes a stop.", stopKeys()...).includable(),
		section("watchdog", "The dead-man switch (`quotient watchdog`), a process of its own. Flags go before these keys.", watchdogKeys()...).includable(),
		section("sim", "The simulated exchange, for dev, exchange and replay.", simKeys()...).includable(),
	)
}

func stopKeys() []*key {
	return []*key{
		number("clear_persons", "", 1, 2, "How many different persons must ask for a stop's end.").or("2"),
		duration("clear_within", 60*nsSecond, nsHour, "How long the first of two waits for the second.").or("10m"),
	}
}

func watchdogKeys() []*key {
	return []*key{
		code("sender", "SenderCompID of the watchdog's own session; its flag --sender when left out."),
		duration("after", 250*nsMillisecond, nsHour, "How long the agent's heart may stand still before everything is cancelled; a quiet duty cycle beats ten times a second.").or("1s"),
		duration("every", nsMillisecond, nsSecond, "How often the watchdog looks, and beats itself.").or("20ms"),
		duration("ask_every", 100*nsMillisecond, nsMinute, "How often it asks again until the exchange has confirmed that nothing is left.").or("1s"),
		duration("silence", 0, nsHour, "The agent quotes only while a watchdog is there, silent for no longer than this; 0s quotes without one.").or("0s"),
	}
}

func feeKeys() []*key {
	yuan := func(name, doc string) *key {
		return decimal(name, "yuan per lot", 2, 0, 100_000_00, doc).or("0")
	}
	share := func(name, doc string) *key {
		k := ratio(name, 0, 1_000_000, doc).or("0")
		k.scale = 7
		return k
	}
	return []*key{
		yuan("open_per_lot", "Opening a lot."),
		yuan("close_per_lot", "Closing a lot of an earlier day."),
		yuan("close_today_per_lot", "Closing a lot opened the same day."),
		share("open_rate", "Opening, as a share of the value."),
		share("close_rate", "Closing a position of an earlier day, as a share of the value."),
		share("close_today_rate", "Closing a position of the same day, as a share of the value."),
	}
}

func venueKeys() []*key {
	path := func(name, doc string) *key { return &key{name: name, kind: kindPath, doc: doc} }
	return []*key{
		section("fix", "The trading session: FIX 5.0 SP2 over FIXT 1.1.",
			(&key{name: "address", kind: kindAddress, doc: "Where to log on."}).or("127.0.0.1:9880"),
			code("sender", "Our SenderCompID.").or("QUOTIENT"),
			code("target", "The other side's TargetCompID.").or("EXCHANGE"),
			duration("heartbeat", nsSecond, 60*nsSecond, "HeartBtInt, whole seconds. The link counts as dead after two without a message.").or("5s"),
			duration("max_age", nsMillisecond, 10*nsSecond, "An instruction that waited longer than this is not sent.").or("500ms"),
			duration("reconnect_within", 10*nsMillisecond, 10*nsSecond, "Longest wait between two attempts to connect while something of ours may be live at the exchange, as under a kill. Otherwise the waits double up to 10s.").or("250ms"),
			section("tls", "TLS towards the venue.",
				boolean("enabled", "false", "Use TLS."),
				path("ca", "PEM file of the authority that signed the venue's certificate; the system's when left out."),
				path("cert", "PEM file of our certificate, when the venue asks for one."),
				path("key", "PEM file of our certificate's key."),
				text("server_name", "Name that the venue's certificate must carry; the address's host when left out."),
			),
		),
		section("feed", "Market data: JSON lines over TCP, as docs/feed.md says.",
			(&key{name: "address", kind: kindAddress, doc: "Where the feed is."}).or("127.0.0.1:9881"),
		),
	}
}

func journalKeys() []*key {
	return []*key{
		(&key{name: "dir", kind: kindPath, doc: "Folder of the journal; made when absent."}).or("journal"),
		(&key{name: "segment", kind: kindSize, low: 1 << 20, high: 1 << 30, doc: "Size at which a new file is begun."}).or("64MiB"),
		number("ring_slots", "records", 1024, 1<<22, "Records between the loop and the journal; a power of two.").or("65536"),
		boolean("tape", "true", "Keep the inputs that replay needs, not only the decisions."),
	}
}
