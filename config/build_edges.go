package config

import (
	"net/netip"
	"slices"
	"strings"

	"quotient/market"
	"quotient/sim"
)

// edges reads venue, journal, ops and agent.
func (b *builder) edges() {
	fix := orStandard(b.root.get("venue"), "venue").get("fix")
	tls := fix.get("tls")
	b.desk.Venue = Venue{
		FIX: FIX{
			Address:   fix.get("address").string(),
			Sender:    fix.get("sender").string(),
			Target:    fix.get("target").string(),
			Heartbeat: market.Time(fix.get("heartbeat").number()),
			MaxAge:    market.Time(fix.get("max_age").number()),
			Within:    market.Time(fix.get("reconnect_within").number()),
			TLS: TLS{tls.get("enabled").number() == 1, tls.get("ca").string(), tls.get("cert").string(),
				tls.get("key").string(), tls.get("server_name").string()},
		},
		Feed: orStandard(b.root.get("venue"), "venue").get("feed").get("address").string(),
	}
	journal := orStandard(b.root.get("journal"), "journal")
	b.desk.Journal = Journal{journal.get("dir").string(), journal.get("segment").number(),
		int(journal.get("ring_slots").number()), journal.get("tape").number() == 1}
	ops := orStandard(b.root.get("ops"), "ops")
	b.desk.Ops = Ops{ops.get("listen").string(), ops.get("lang").string()}
	agent := orStandard(b.root.get("agent"), "agent")
	b.desk.Agent = Agent{agent.get("thread").number() == 1, int(agent.get("cpu").number())}
	b.stopAndWatch()
	b.edgeFaults(fix, journal, ops)
}

// stopAndWatch reads what undoes a stop, and the watchdog's figures.
func (b *builder) stopAndWatch() {
	stop, dog := orStandard(b.root.get("stop"), "stop"), orStandard(b.root.get("watchdog"), "watchdog")
	span := func(v *value, name string) market.Time { return market.Time(v.get(name).number()) }
	b.desk.Stop = Stop{int(stop.get("clear_persons").number()), span(stop, "clear_within")}
	w := Watchdog{dog.get("sender").string(), span(dog, "after"), span(dog, "every"), span(dog, "ask_every"), span(dog, "silence")}
	b.desk.Watchdog = w
	own := dog.get("sender")
	if agent := b.desk.Venue.FIX.Sender; own.written() && own.sound() && own.text == agent {
		p := own.problem(CodeContradiction, "the agent's own session: the watchdog needs another")
		p.Found, p.Hint = own.text, "name a session that venue.fix.sender does not use"
		b.add(p)
	}
	for _, name := range []string{"silence", "after"} {
		if v := dog.get(name); v.written() && v.sound() && v.num != 0 && market.Time(v.num) < 2*w.Every {
			b.contradiction(v, dog.get("every"), "shorter than two looks of the watchdog", "every beat would come too late")
		}
	}
}

func (b *builder) edgeFaults(fix, journal, ops *value) {
	if v := fix.get("heartbeat"); v.sound() && v.num%nsSecond != 0 {
		p := v.problem(CodeRange, "not a whole number of seconds")
		p.Found, p.Allowed = v.text, v.key.allowed()
		b.add(p)
	}
	if c, k := fix.get("tls").get("cert"), fix.get("tls").get("key"); c.written() != k.written() {
		at := c
		if !c.written() {
			at = k
		}
		p := at.problem(CodeContradiction, "a certificate and its key go together")
		p.Found, p.Hint = at.text, "name both tls.cert and tls.key, or neither"
		b.add(p)
	}
	if v := journal.get("ring_slots"); v.sound() && v.num&(v.num-1) != 0 {
		p := v.problem(CodeRange, "not a power of two")
		p.Found, p.Allowed, p.Hint = v.text, "1024, 2048, ... 65536, ...", "such as 65536"
		b.add(p)
	}
	if v := ops.get("listen"); v.sound() && !loopback(v.text) {
		p := v.problem(CodeRange, "the page would be open to others, without TLS and access control")
		p.Found, p.Allowed = v.text, "a loopback address such as 127.0.0.1:8080"
		p.Hint = "listen on 127.0.0.1 and come in through SSH"
		b.add(p)
	}
}

// loopback reports whether an address is this machine's own.
func loopback(address string) bool {
	host := strings.Trim(address[:strings.LastIndexByte(address, ':')], "[]")
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// sim reads the simulated exchange. Contracts without a start price are not simulated.
func (b *builder) sim() {
	root, s := orStandard(b.root.get("sim"), "sim"), &b.desk.Sim
	s.Seed = uint64(root.get("seed").number())
	s.Speed = root.get("speed").number()
	s.Start = market.Time(root.get("start").number())
	if v := root.get("script"); v.sound() {
		if src, _ := b.open(v, v.text); src != nil {
			s.Script = v.text
		}
	}
	rules, delays := root.get("rules"), root.get("delays")
	s.Rules = sim.Rules{
		MaxQty:             market.Qty(rules.get("max_order_lots").number()),
		MaxSpread:          market.Price(rules.get("max_spread_ticks").number()),
		MaxPerSecond:       int(rules.get("max_messages_per_second").number()),
		CancelOnDisconnect: rules.get("cancel_on_disconnect").number() == 1,
		Unequal:            rules.get("unequal").number() == 1,
		Pending:            rules.get("pending").number() == 1,
	}
	s.Delays = sim.Delays{Order: market.Time(delays.get("order").number()),
		Reply: market.Time(delays.get("reply").number()), Feed: market.Time(delays.get("feed").number())}
	for _, h := range kids(root.get("holes")) {
		s.Holes = append(s.Holes, SimHole{market.Time(h.get("after").number()), market.Time(h.get("for").number())})
	}
	views := b.views(root)
	some := slices.ContainsFunc(views, func(w view) bool { return w.get("start_price") != nil })
	future := func(i int) bool { return !b.desk.Instruments[i].Option() }
	if some {
		b.missing(root, views, future)
	}
	s.Contracts = make([]sim.ContractParams, len(views))
	for i, w := range views {
		if future(i) {
			s.Contracts[i] = b.simContract(w, i)
		}
	}
	for i, w := range views {
		if !future(i) {
			s.Contracts[i] = b.simOption(w, i)
		}
	}
}

func everyContract(int) bool { return true }

// simContract reads one contract's market: what it is like, then what differs.
func (b *builder) simContract(w view, i int) sim.ContractParams {
	start := w.get("start_price")
	if !start.sound() || b.desk.Instruments[i].TickUnits == 0 {
		return sim.ContractParams{Lead: market.NoContract}
	}
	price, ok := b.desk.Instruments[i].ParsePrice([]byte(start.text))
	if !ok || price <= 0 || price > 1<<19 {
		p := start.problem(CodeRange, "the price is not a whole number of ticks, or too high")
		p.Found, p.Hint = start.text, "check it against the instrument's tick"
		b.add(p)
	}
	lead := market.NoContract
	if v := w.get("lead"); v != nil {
		if lead = b.symbol(v); int(lead) == i {
			lead = market.NoContract
		}
	}
	p := sim.BusyMonth(price)
	if w.get("like").number() == 1 {
		p = sim.SecondMonth(price, lead)
	}
	p.Lead = lead
	if v := w.get("limit"); v.sound() {
		p.LimitPermille = v.num / 1000
		p.Upper = price + price*market.Price(v.num)/onePPM
		p.Lower = price - price*market.Price(v.num)/onePPM
	}
	w.simFigures(&p)
	return p
}

// simOption reads an option's market: what follows from its underlying's, then
// what its own block says.
func (b *builder) simOption(w view, i int) sim.ContractParams {
	in := &b.desk.Instruments[i]
	if in.Underlying == market.NoContract || in.TickUnits == 0 {
		return sim.ContractParams{Lead: market.NoContract}
	}
	under := &b.desk.Sim.Contracts[in.Underlying]
	if under.Start == 0 || b.desk.Instruments[in.Underlying].TickUnits == 0 {
		return sim.ContractParams{Lead: market.NoContract}
	}
	p := sim.OptionMarket(b.desk.Instruments, market.Contract(i), under)
	if own := w.own.get("lead"); own.written() {
		q := own.problem(CodeContradiction, "an option follows its underlying")
		q.Found, q.Hint = own.text, "remove it"
		b.add(q)
	}
	if start := w.own.get("start_price"); start.sound() {
		q := start.problem(CodeContradiction, "an option's first price follows from its underlying's")
		q.Found, q.Hint = start.text, "remove it; time_value moves it"
		b.add(q)
	}
	own := w.own
	if own == nil {
		own = w.defaults.key.standard("")
	}
	view{section: w.section, defaults: own}.simFigures(&p)
	if v := w.get("request_every"); v.written() && v.sound() { // asked for alike; the rest of a future's market is not an option's
		p.RequestGap = market.Time(v.num)
	}
	return p
}

// simFigures takes over the figures that are written.
func (w view) simFigures(p *sim.ContractParams) {
	set := func(name string, to *int64) {
		if v := w.get(name); v.sound() {
			*to = v.num
		}
	}
	set("open_interest_lots", (*int64)(&p.OpenInterest))
	set("volatility", &p.Vol)
	set("follow", &p.Follow)
	set("alert", &p.Alert)
	set("lag", (*int64)(&p.Lag))
	set("wander", &p.Wander)
	set("wander_half_life", (*int64)(&p.WanderHalf))
	set("step", (*int64)(&p.Step))
	set("trade_share", &p.Trades)
	set("trade_lots", (*int64)(&p.TradeSize))
	set("half_spread", &p.Half)
	set("top_lots", (*int64)(&p.Size))
	set("snapshot", (*int64)(&p.Snapshot))
	set("request_every", (*int64)(&p.RequestGap))
	set("time_value", &p.TimeValue)
	set("widen", &p.Widen)
	if v := w.get("levels"); v.sound() {
		p.Depth = int(v.num)
	}
}
