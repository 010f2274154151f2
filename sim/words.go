package sim

import (
	"strconv"
	"strings"

	"quotient/market"
)

// A verb is an act's name in a script and what follows it.
type verb struct {
	name string
	kind ActKind
	args []arg
}

// An arg reads what it wants of the line into the act.
type arg func(*parser, *Act) bool

var (
	limitSides = map[string]market.Side{"up": market.Bid, "down": market.Ask, "off": market.NoSide}
	takerSides = map[string]market.Side{"buy": market.Bid, "sell": market.Ask}
	quoteSides = map[string]market.Side{"bid": market.Bid, "ask": market.Ask}
	sections   = map[string]market.Phase{"continuous": market.PhaseContinuous, "break": market.PhaseBreak}
)

var verbs = []verb{
	{"limit", ActLimit, []arg{contractArg, sideArg(limitSides, "up, down or off")}},
	{"disconnect", ActDisconnect, []arg{makerArg}},
	{"reconnect", ActReconnect, []arg{makerArg}},
	{"hole", ActHole, []arg{spanArg}},
	{"gap", ActGap, []arg{anyContractArg}},
	{"halt", ActHalt, []arg{anyContractArg}},
	{"resume", ActResume, []arg{anyContractArg}},
	{"grant", ActGrant, []arg{grantedArg, spanArg, refArg, makerArg}},
	{"request", ActRequest, []arg{contractArg, refArg}},
	{"refuse", ActRefuse, []arg{spanArg}},
	{"slow", ActSlow, []arg{spanArg}},
	{"cancel", ActCancel, []arg{anyContractArg}},
	{"sweep", ActSweep, []arg{contractArg, sideArg(takerSides, "buy or sell"), lotsArg}},
	{"hit", ActHit, []arg{contractArg, sideArg(quoteSides, "bid or ask"), lotsArg, makerArg}},
	{"jump", ActJump, []arg{contractArg, moveArg}},
	{"settle", ActSettle, []arg{contractArg, settleArg}},
	{"restrike", ActRestrike, []arg{contractArg, priceArg}},
	{"storm", ActStorm, []arg{grantedArg, lotsArg, spanArg}},
	{"stress", ActStress, []arg{grantedArg, spanArg, factorArg, refArg, makerArg}},
	{"phase", ActPhase, []arg{phaseArg, anyContractArg}},
}

func contractArg(p *parser, a *Act) bool {
	c, ok := p.lookup(p.peek())
	if !ok || p.peek() == "" {
		return p.fail("a contract of the exchange")
	}
	a.Contract = c
	p.skip()
	return true
}

// anyContractArg reads a contract, or none for all.
func anyContractArg(p *parser, a *Act) bool { return p.peek() == "" || contractArg(p, a) }

// grantedArg reads a contract, or the word all.
func grantedArg(p *parser, a *Act) bool {
	if p.peek() != "all" {
		return contractArg(p, a)
	}
	p.skip()
	return true
}

func sideArg(sides map[string]market.Side, allowed string) arg {
	return func(p *parser, a *Act) bool {
		s, ok := sides[p.peek()]
		if !ok {
			return p.fail(allowed)
		}
		a.Side = s
		p.skip()
		return true
	}
}

func phaseArg(p *parser, a *Act) bool {
	ph, ok := sections[p.peek()]
	if !ok {
		return p.fail("continuous or break")
	}
	a.Phase = ph
	p.skip()
	return true
}

func makerArg(p *parser, a *Act) bool {
	if p.peek() == "" {
		return true
	}
	if p.peek() != "maker" {
		return p.fail("maker and its number, or the end of the line")
	}
	p.skip()
	n, err := strconv.ParseUint(p.peek(), 10, 8)
	if err != nil {
		return p.fail("a maker's number")
	}
	a.Maker = uint8(n)
	p.skip()
	return true
}

// refArg reads a reference, or none.
func refArg(p *parser, a *Act) bool {
	if p.peek() == "" || p.peek() == "maker" {
		return true
	}
	r, ok := market.MakeRef(p.peek())
	if !ok {
		return p.fail("a reference of at most 24 bytes")
	}
	a.Ref = r
	p.skip()
	return true
}

func spanArg(p *parser, a *Act) bool {
	span, ok := parseSpan(p.peek())
	if !ok {
		return p.fail("a duration such as 800ms, 5s, 10m or 1h, at most 24h")
	}
	a.For = span
	p.skip()
	return true
}

func lotsArg(p *parser, a *Act) bool {
	n, err := strconv.ParseUint(p.peek(), 10, 24)
	if err != nil || n == 0 {
		return p.fail("a number of lots")
	}
	a.Qty = market.Qty(n)
	p.skip()
	return true
}

func moveArg(p *parser, a *Act) bool {
	n, err := strconv.ParseInt(p.peek(), 10, 24)
	if err != nil || n == 0 {
		return p.fail("a number of ticks such as +12 or -12")
	}
	a.Move = market.Price(n)
	p.skip()
	return true
}

// settleArg reads a price, or the word off.
func settleArg(p *parser, a *Act) bool {
	if p.peek() == "off" {
		p.skip()
		return true
	}
	return priceArg(p, a)
}

func priceArg(p *parser, a *Act) bool {
	n, err := strconv.ParseUint(p.peek(), 10, 32)
	if err != nil || n == 0 {
		return p.fail("a price in whole ticks above 0")
	}
	a.Price = market.Price(n)
	p.skip()
	return true
}

// factorArg reads how many times wider quotes may be.
func factorArg(p *parser, a *Act) bool {
	n, ok := parseFixed(p.peek(), true)
	if a.Relax = int64(n / 1000); !ok || n%1000 != 0 || a.Relax <= million || a.Relax > maxRelax {
		return p.fail("a factor above 1 such as 1.5, at most 100")
	}
	p.skip()
	return true
}

// time reads a time of day on the parser's date, or +span from the open.
func (p *parser) time(s string) (market.Time, bool) {
	if rest, ok := strings.CutPrefix(s, "+"); ok {
		span, ok := parseSpan(rest)
		return p.open + span, ok
	}
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	of := market.Time(0)
	unit := market.Hour
	for i, part := range parts {
		n, ok := parseFixed(part, i == 2)
		if len(part) < 2 || !ok || i == 0 && n >= 24*market.Second || n >= 60*market.Second {
			return 0, false
		}
		of += n / market.Second * unit
		if i == 2 {
			of += n % market.Second
		}
		unit /= 60
	}
	return p.date.At(of), true
}

// parseFixed reads a number as seconds, with a fraction where one may stand.
func parseFixed(s string, fraction bool) (market.Time, bool) {
	whole, part, dot := strings.Cut(s, ".")
	n, err := strconv.ParseUint(whole, 10, 17)
	if err != nil || dot && (!fraction || part == "" || len(part) > 9) {
		return 0, false
	}
	t := market.Time(n) * market.Second
	for i, unit := 0, market.Second/10; i < len(part); i, unit = i+1, unit/10 {
		if part[i] < '0' || part[i] > '9' {
			return 0, false
		}
		t += market.Time(part[i]-'0') * unit
	}
	return t, true
}

// parseSpan reads a duration with its unit.
func parseSpan(s string) (market.Time, bool) {
	for _, u := range []struct {
		name string
		unit market.Time
	}{{"ms", market.Millisecond}, {"s", market.Second}, {"m", market.Minute}, {"h", market.Hour}} {
		if n, ok := strings.CutSuffix(s, u.name); ok {
			t, ok := parseFixed(n, true)
			if t > market.Day/u.unit*market.Second {
				return 0, false
			}
			return t/market.Second*u.unit + t%market.Second*(u.unit/market.Millisecond)/1000, ok
		}
	}
	return 0, false
}

// parseDate reads yyyy-mm-dd of a year whose instants fit a Time.
func parseDate(s string) (market.Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[:4]+s[5:7]+s[8:], 10, 31)
	d := market.Date(n)
	return d, err == nil && d.Valid() && d >= 1980_01_01 && d < 2200_01_01
}
