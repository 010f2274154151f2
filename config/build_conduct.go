package config

import (
	"embed"
	"slices"
	"strings"

	"quotient/market"
	"quotient/risk/surveillance"
)

//go:embed profiles/*.yaml
var profiles embed.FS

// profileWords lists the shipped profiles.
func profileWords() (names []string) {
	entries, _ := profiles.ReadDir("profiles") // embedded: cannot fail
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// kindWords are the kinds of rules; index i is the kind i+1.
func kindWords() (words []string) {
	for k := surveillance.KindNone + 1; k < surveillance.KindCount; k++ {
		words = append(words, k.String())
	}
	return words
}

func kindOf(v *value) surveillance.Kind {
	if !v.sound() {
		return surveillance.KindNone
	}
	return surveillance.Kind(v.num + 1)
}

// lastDate is what a row without an end ends with.
const lastDate = market.Date(20991231)

// lastDay is the last day of a row.
func lastDay(v *value) market.Date {
	if to := v.get("to"); to != nil {
		return market.Date(to.number())
	}
	return lastDate
}

// conduct reads the rules on our own conduct.
func (b *builder) conduct() {
	v := b.root.get("conduct")
	if !v.written() || v.unread() {
		return
	}
	p := &surveillance.Params{Warn: v.get("warn").number(), Throttle: v.get("throttle").number(), Stop: v.get("stop").number()}
	for _, in := range b.desk.Instruments {
		p.Products = append(p.Products, in.Product)
	}
	seen := map[string]*value{}
	for _, name := range kids(v.get("profiles")) {
		if first := seen[name.text]; first != nil && name.sound() {
			b.contradiction(name, first, "the profile is named twice", "name it once")
		} else if name.sound() {
			seen[name.text] = name
			b.profile(p, name, v.get("market_maker").number() == 1)
		}
	}
	b.rules(p, v.get("rules"), false)
	b.exemptions(p, v.get("exemptions"), false)
	for _, k := range kids(v.get("need")) {
		p.Need = append(p.Need, kindOf(k))
	}
	b.conductHolds(v, p)
	b.desk.Conduct = p
}

// profile reads a shipped profile. It is kept in Files too, so that a journal
// replays by the rules that it was written under.
func (b *builder) profile(p *surveillance.Params, at *value, maker bool) {
	name := "builtin/profiles/" + at.text + ".yaml"
	text, err := b.read(name)
	if err != nil {
		text, _ = profiles.ReadFile("profiles/" + at.text + ".yaml") // one of the words: it is there
	}
	b.desk.Files[name] = text
	src := newSource(name, text)
	node := parse(src, text, b.sink)
	if node == nil {
		return
	}
	table := profileTable()
	root := (&decoder{root: table, out: b.sink}).decode(table, src, nil, node, "")
	b.rules(p, root.get("rules"), true)
	if maker {
		b.exemptions(p, root.get("exemptions"), true)
	}
}

// rules appends the rules of a list; shipped ones may be of products that the desk
// does not have.
func (b *builder) rules(p *surveillance.Params, list *value, shipped bool) {
	for _, v := range kids(list) {
		if v.bad {
			continue
		}
		b.ordered(v)
		r := surveillance.Rule{
			Kind: kindOf(v.get("kind")), From: market.Date(v.get("from").number()), Until: lastDay(v),
			Source: refOf(v.get("source").string()), Product: b.about(v, shipped),
			Limit: v.get("limit").number() + v.get("share").number(), Messages: v.get("messages").number(),
			Window: market.Time(v.get("window").number()), Lots: market.Qty(v.get("lots").number()),
			Small: market.Qty(v.get("small_lots").number()), Ticks: market.Price(v.get("ticks").number()),
			Ratio: v.get("ratio").number(), Rate: v.get("rate").number(), QuoteWeight: uint8(v.get("quote_weight").number()),
		}
		for _, c := range kids(v.get("counts")) {
			r.Counts |= 1 << c.num
		}
		b.ruleKeysFit(v, &r)
		p.Rules = append(p.Rules, r)
	}
}

func (b *builder) exemptions(p *surveillance.Params, list *value, shipped bool) {
	for _, v := range kids(list) {
		if v.bad {
			continue
		}
		b.ordered(v)
		x := surveillance.Exemption{Kind: kindOf(v.get("kind")), Product: b.about(v, shipped),
			From: market.Date(v.get("from").number()), Until: lastDay(v), Source: refOf(v.get("source").string())}
		b.accountWide(v, x.Kind)
		p.Exemptions = append(p.Exemptions, x)
	}
}

// about returns the product that a row names.
func (b *builder) about(v *value, shipped bool) market.Code {
	switch {
	case v.get("product") == nil:
		return market.Code{}
	case shipped:
		return b.code(v.get("product"))
	}
	return b.productOf(v)
}

// accountWide reports a product named where the whole account is counted.
func (b *builder) accountWide(v *value, k surveillance.Kind) {
	if product, kind := v.get("product"), v.get("kind"); k != surveillance.KindNone && product.sound() && k.Scope() == surveillance.Account {
		b.contradiction(product, kind, "the account is counted as a whole", "remove product")
	}
}

// A figure of a rule and the kinds that take it; optional ones may be left out.
type ruleFigure struct {
	name              string
	wanted, permitted []surveillance.Kind
}

func ruleFigures() []ruleFigure {
	type kinds = []surveillance.Kind
	combined := kinds{surveillance.OrdersOpposite, surveillance.OrdersProducts, surveillance.OrdersQuick}
	return []ruleFigure{
		{"share", kinds{surveillance.CloseShare}, nil},
		{"messages", kinds{surveillance.Burst, surveillance.PriceBurst}, nil},
		{"window", append(kinds{surveillance.Burst, surveillance.PriceBurst, surveillance.Layering, surveillance.CloseShare}, combined...), nil},
		{"lots", kinds{surveillance.LargeCancels, surveillance.Layering, surveillance.CloseShare}, nil},
		{"small_lots", kinds{surveillance.Layering}, nil},
		{"ticks", kinds{surveillance.Layering, surveillance.PriceBurst}, nil},
		{"ratio", kinds{surveillance.CancelRatio}, kinds{surveillance.Messages}},
		{"rate", nil, kinds{surveillance.CancelRatio}},
		{"counts", kinds{surveillance.Burst, surveillance.Messages}, kinds{surveillance.Cancels, surveillance.LargeCancels,
			surveillance.LimitCancels, surveillance.LimitCancelLots, surveillance.CancelRatio, surveillance.Layering, surveillance.OrdersQuick}},
	}
}

// ruleKeysFit reports figures that the kind needs and has not, and those that say
// nothing with it.
func (b *builder) ruleKeysFit(v *value, r *surveillance.Rule) {
	kind := v.get("kind")
	if !kind.sound() {
		return
	}
	b.accountWide(v, r.Kind)
	for _, f := range ruleFigures() {
		b.fits(v, kind, f.name, slices.Contains(f.wanted, r.Kind), slices.Contains(f.wanted, r.Kind) || slices.Contains(f.permitted, r.Kind))
	}
	b.fits(v, kind, "limit", r.Kind != surveillance.CloseShare, r.Kind != surveillance.CloseShare)
	if counts := v.get("counts"); counts.sound() && (r.Kind == surveillance.Burst || r.Kind == surveillance.Messages) && r.Counts == surveillance.CountReplaced {
		b.contradiction(counts.kids[0], kind, "neither orders nor cancels count", "add orders or cancels")
	}
}

func (b *builder) fits(v, kind *value, name string, wanted, permitted bool) {
	own := v.get(name)
	switch {
	case wanted && own == nil:
		b.because(v, join(v.path, name), v.key.child(name), kind, "")
	case !permitted && own.written():
		b.contradiction(own, kind, "this says nothing of the kind", "remove it")
	}
}

// conductHolds compares the shares, and asks for rules at all.
func (b *builder) conductHolds(v *value, p *surveillance.Params) {
	if throttle := v.get("throttle"); throttle.sound() {
		b.atMost(v.get("warn"), throttle, throttle.num, "it would throttle before it warns", "")
	}
	if stop := v.get("stop"); stop.sound() {
		b.atMost(v.get("throttle"), stop, stop.num, "it would stop before it throttles", "")
	}
	if len(p.Rules) == 0 && v.get("rules") == nil && v.get("profiles") == nil {
		b.want(v, "profiles")
	}
	for _, k := range kids(v.get("need")) {
		covered := false
		for i := range p.Rules {
			covered = covered || p.Rules[i].Kind == kindOf(k)
		}
		if k.sound() && !covered {
			problem := k.problem(CodeReference, "no rule of a kind that is needed")
			problem.Found, problem.Hint = k.text, "add a rule or a profile that has one, or remove it: nothing would be sent"
			b.add(problem)
		}
	}
}
