package ops

import (
	"fmt"
	"strings"

	"quotient/market"
	"quotient/obligation/steering"
	"quotient/quoter/port"
)

// Schema is the version of every JSON document of the API and the stream.
// Fields are added, never renamed.
const Schema = 1

// A Link is one connection as of the snapshot.
type Link struct {
	Up    bool   `json:"up"`
	AgeNs *int64 `json:"age_ns"` // since its last inbound message; null = never
}

// A Latch says who set the kill latch last. Epoch 0 is the start.
type Latch struct {
	Epoch uint64 `json:"epoch"`
	By    string `json:"by"`
}

// A Status is the desk's part of a sample.
type Status struct {
	Desk        string            `json:"desk"`
	Account     string            `json:"account"`
	Build       string            `json:"build"`
	ConfigHash  string            `json:"config_hash"`
	ReadOnly    bool              `json:"read_only"`
	Seq         uint64            `json:"seq"`
	Now         string            `json:"now"`
	TradingDay  string            `json:"trading_day"`
	Mode        string            `json:"mode"`
	Stage       string            `json:"stage"`
	Latch       Latch             `json:"latch"`
	Venue       Link              `json:"venue"`
	Feed        Link              `json:"feed"`
	Polls       uint64            `json:"polls"`
	Events      uint64            `json:"events"`
	Decisions   uint64            `json:"decisions"`
	Approved    uint64            `json:"approved"`
	Messages    uint64            `json:"messages"`
	NotSent     uint64            `json:"not_sent"`
	Fills       uint64            `json:"fills"`
	Refusals    map[string]uint64 `json:"refusals"` // by rule, without zeros
	IDsLeft     uint64            `json:"ids_left"`
	Digest      string            `json:"digest"`  // over every decision so far
	PnL         market.Money      `json:"pnl_fen"` // of the day, after fees, all contracts
	Fees        market.Money      `json:"fees_fen"`
	Alarms      []string          `json:"alarms"`      // sentences on what is missing or wrong and does not stop quoting
	Unconfirmed []string          `json:"unconfirmed"` // contracts on which something may be live that shall not be
}

// Terms are what the agreement asks of a contract today.
type Terms struct {
	Target    string       `json:"target"`
	MaxSpread market.Price `json:"max_spread_ticks"`
	MinSize   market.Qty   `json:"min_size"`
}

// Month is the obligation so far this month. Ratios, slack and need are rounded
// against us; null where there is nothing to divide by yet, or no time left.
type Month struct {
	ElapsedNs    market.Time `json:"elapsed_ns"`
	LeftNs       market.Time `json:"left_ns"`
	LowNs        market.Time `json:"effective_low_ns"`
	HighNs       market.Time `json:"effective_high_ns"`
	RatioLow     *string     `json:"ratio_low"`
	RatioHigh    *string     `json:"ratio_high"`
	SlackNs      market.Time `json:"slack_ns"`
	SlackMinutes string      `json:"slack_minutes"`
	NeedRest     *string     `json:"need_rest"`
	Lost         bool        `json:"lost"`
}

// Day is where the trading day's scheduled time went:
// scheduled = effective low + sum of exempt + sum of ineffective.
type Day struct {
	ScheduledNs market.Time            `json:"scheduled_ns"`
	LowNs       market.Time            `json:"effective_low_ns"`
	HighNs      market.Time            `json:"effective_high_ns"`
	Exempt      map[string]market.Time `json:"exempt_ns"`      // without zeros
	Ineffective map[string]market.Time `json:"ineffective_ns"` // without zeros
}

// A Book is a best bid and offer, or our own standing quote. A price is null
// where that side is absent.
type Book struct {
	Bid    *string     `json:"bid"`
	Ask    *string     `json:"ask"`
	BidQty market.Qty  `json:"bid_qty"`
	AskQty market.Qty  `json:"ask_qty"`
	Spread *int64      `json:"spread_ticks"`
	ID     uint64      `json:"id,omitempty"`
	Last   *string     `json:"last,omitempty"`
	Volume *market.Qty `json:"volume,omitempty"`
	Upper  *string     `json:"upper,omitempty"`
	Lower  *string     `json:"lower,omitempty"`
	AgeNs  *int64      `json:"age_ns,omitempty"`
}

// A Contract is one contract's part of a sample.
type Contract struct {
	Symbol  string       `json:"symbol"`
	Product string       `json:"product"`
	Obliged bool         `json:"obliged"`
	Phase   string       `json:"phase"`
	Paused  bool         `json:"paused"`
	Scope   string       `json:"scope_mode"`  // what the latch says of the product or the contract
	Unsure  bool         `json:"unconfirmed"` // something may be live that shall not be
	State   string       `json:"state"`
	Letter  string       `json:"letter"`
	Exempt  string       `json:"exempt"`
	Since   string       `json:"since"`
	StateNs *int64       `json:"state_ns"` // how long the state has lasted
	Terms   *Terms       `json:"terms"`    // null when not obliged
	Month   *Month       `json:"month"`
	Day     *Day         `json:"day"`
	Quote   Book         `json:"quote"`
	Book    Book         `json:"book"`
	Fair    *string      `json:"fair"`
	Vol     string       `json:"vol_ticks"` // standard deviation over a minute
	Long    market.Qty   `json:"long"`
	Short   market.Qty   `json:"short"`
	Net     market.Qty   `json:"position"`
	PnL     market.Money `json:"pnl_fen"`
	Fees    market.Money `json:"fees_fen"`
	Fills   int64        `json:"fills"`
	Bought  market.Qty   `json:"bought"`
	Sold    market.Qty   `json:"sold"`
	Quotes  int64        `json:"quotes"`
	Msgs    int64        `json:"messages"`
	Cancels int64        `json:"cancels"`

	Unit       *string  `json:"unit"`        // in which its quoting is judged; null = alone
	AnswerUnit *string  `json:"answer_unit"` // in which its answers are; null = it owes none
	Member     bool     `json:"member"`      // in the continuous-quote set now
	Need       string   `json:"need"`        // how badly it needs its quote
	Stance     string   `json:"stance"`      // how it is quoted for the obligation's sake
	Loss       string   `json:"loss_ticks"`  // what quoting earns as the loop sees it; below 0 it loses
	AnswerDue  string   `json:"answer_due"`  // of the earliest open request; "" = none
	DueNs      *int64   `json:"answer_due_ns"`
	Quality    *Quality `json:"quality"`
}

// A view is everything one page said, in the shape in which it is shown. It holds
// no reference to the page.
type view struct {
	status    Status
	contracts []Contract
	lines     []Line // instead of whole rows, when there are many
	strips    []Strip
	units     []Unit
	requests  []Request
	terms     []Term
	controls  Controls
	now       market.Time
	raw       rawFigures
}

// newView turns a page into a view.
func (in *Info) newView(s *port.Snapshot) *view {
	n := min(int(s.Contracts), len(s.Contract))
	v := &view{contracts: make([]Contract, n), strips: make([]Strip, n),
		units: in.units(s), requests: requests(s), terms: in.terms(), controls: in.controls(s), now: s.Now}
	v.status = in.status(s)
	v.raw.take(s)
	for i := range n {
		c := &s.Contract[i]
		v.contracts[i] = in.contract(c, s)
		v.strips[i] = in.strip(market.Contract(i), c, s.Date)
		v.status.PnL += c.PnL
		v.status.Fees += c.Fees
	}
	if n >= manyContracts {
		v.lines = in.lines(v.contracts, s)
	}
	return v
}

func (in *Info) status(s *port.Snapshot) Status {
	st := Status{
		Desk: in.Desk, Account: in.Account, Build: in.Build, ConfigHash: in.ConfigHash, ReadOnly: in.readOnly,
		Seq: s.Seq, Now: stamp(s.Now), TradingDay: dateText(s.Date),
		Mode: modeName(s.Mode), Stage: word(in.Stages, "stage", s.Stage),
		Latch: Latch{Epoch: s.Latch, By: s.LatchBy.String()},
		Venue: Link{Up: s.VenueUp != 0, AgeNs: age(s.Now, s.VenueAt)},
		Feed:  Link{Up: s.FeedUp != 0, AgeNs: age(s.Now, s.FeedAt)},
		Polls: s.Polls, Events: s.Events, Decisions: s.Decisions, Approved: s.Approved,
		Messages: s.Messages, NotSent: s.NotSent, Fills: s.Fills, IDsLeft: s.IDsLeft,
		Refusals: map[string]uint64{}, Digest: fmt.Sprintf("%016x", s.Digest), Unconfirmed: unconfirmed(s),
	}
	st.Alarms = append(in.told(), unsureText(st.Unconfirmed)...)
	for rule, n := range s.Refusals {
		if n > 0 {
			st.Refusals[ruleName(uint8(rule))] += n
		}
	}
	return st
}

// unconfirmed are the contracts on which something may be live that shall not be.
func unconfirmed(s *port.Snapshot) []string {
	list := []string{}
	for i := range min(int(s.Contracts), len(s.Contract)) {
		if c := &s.Contract[i]; c.Unsure != 0 {
			list = append(list, c.Symbol.String())
		}
	}
	return list
}

// unsureText is the alarm about them, none when there are none.
func unsureText(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the exchange has not confirmed that nothing of ours is live on %s: look there if this stays", clip(strings.Join(list, ", "), 200))}
}

// told are the alarms of now, an empty list rather than none.
func (in *Info) told() []string {
	if in.alarms == nil {
		return []string{}
	}
	return append([]string{}, in.alarms()...)
}

func (in *Info) contract(c *port.ContractView, s *port.Snapshot) Contract {
	now := s.Now
	inst := in.instrument(c.Symbol)
	v := Contract{
		Symbol: c.Symbol.String(), Product: inst.Product.String(), Obliged: c.Obliged != 0, Phase: c.Phase.String(), Paused: c.Paused != 0,
		Scope: modeName(c.Scope), Unsure: c.Unsure != 0,
		State: stateName(c.State), Letter: string(rune(letter(c.State))), Exempt: exemptName(c.Exempt),
		Since: stamp(c.Since), StateNs: age(now, c.Since),
		Quote: quoteOf(c, inst), Book: bookOf(c, inst, now),
		Fair: fairText(inst, c.Fair), Vol: fixed(c.Vol, 3),
		Long: c.Long, Short: c.Short, Net: c.Long - c.Short, PnL: c.PnL, Fees: c.Fees,
		Fills: c.Fills, Bought: c.Bought, Sold: c.Sold, Quotes: c.Quotes, Msgs: c.Messages, Cancels: c.Cancels,
	}
	if v.Obliged {
		v.Terms = &Terms{Target: ppmText(c.Target), MaxSpread: c.MaxSpread, MinSize: c.MinSize}
		v.Month, v.Day = monthOf(c), dayOf(c)
	}
	v.duty(c, s)
	return v
}

// duty fills in what the agreement wants now and how that is dealt with.
func (v *Contract) duty(c *port.ContractView, s *port.Snapshot) {
	v.Unit, v.AnswerUnit, v.Member = unitName(c.Unit, s), unitName(c.AnswerUnit, s), c.Member != 0
	v.Need, v.Stance, v.Loss = needName(c.Need), steering.Stance(c.Stance).String(), fixed(c.Loss, 3)
	if c.AnswerDue != 0 {
		v.AnswerDue, v.DueNs = stamp(c.AnswerDue), span(c.AnswerDue-s.Now)
	}
	if v.Obliged || v.AnswerUnit != nil {
		v.Quality = qualityOf(&c.Quality)
	}
}

func monthOf(c *port.ContractView) *Month {
	return &Month{
		ElapsedNs: c.MonthElapsed, LeftNs: c.MonthLeft, LowNs: c.MonthLow, HighNs: c.MonthHigh,
		RatioLow: ratioText(c.MonthLow, c.MonthElapsed), RatioHigh: ratioText(c.MonthHigh, c.MonthElapsed),
		SlackNs: c.Slack, SlackMinutes: minutesText(c.Slack),
		NeedRest: needText(c.NeedRest), Lost: c.Slack < 0 || c.NeedRest > one,
	}
}

func dayOf(c *port.ContractView) *Day {
	d := &Day{ScheduledNs: c.Scheduled, LowNs: c.Low, HighNs: c.High,
		Exempt: map[string]market.Time{}, Ineffective: map[string]market.Time{}}
	for i, t := range c.Exempts {
		if t != 0 {
			d.Exempt[exemptName(uint8(i))] += t
		}
	}
	for i, t := range c.Ineffective {
		if t != 0 {
			d.Ineffective[reasonName(i)] += t
		}
	}
	return d
}

func quoteOf(c *port.ContractView, inst *market.Instrument) Book {
	b := sides(inst, c.Bid, c.Ask, c.BidQty, c.AskQty)
	b.ID = c.QuoteID
	return b
}

func bookOf(c *port.ContractView, inst *market.Instrument, now market.Time) Book {
	d := &c.Book
	b := sides(inst, d.Bid, d.Ask, d.BidQty, d.AskQty)
	b.Last, b.Upper, b.Lower = priceText(inst, d.Last), priceText(inst, d.Upper), priceText(inst, d.Lower)
	volume := d.Volume // a copy: the page is the loop's again after this sample
	b.Volume, b.AgeNs = &volume, age(now, c.BookAt)
	return b
}

// sides fills in what is there of two sides.
func sides(inst *market.Instrument, bid, ask market.Price, bidQty, askQty market.Qty) (b Book) {
	if bidQty > 0 {
		b.Bid, b.BidQty = priceText(inst, bid), bidQty
	}
	if askQty > 0 {
		b.Ask, b.AskQty = priceText(inst, ask), askQty
	}
	if bidQty > 0 && askQty > 0 {
		spread := int64(ask - bid)
		b.Spread = &spread
	}
	return b
}

// priceText returns p as a decimal, nil for none.
func priceText(inst *market.Instrument, p market.Price) *string {
	if p == 0 {
		return nil
	}
	s := inst.FormatPrice(p)
	return &s
}

// fairText returns a fair value of v thousandths of a tick as a decimal with
// three places more than the instrument's.
func fairText(inst *market.Instrument, v int64) *string {
	if v == 0 {
		return nil
	}
	s := fixed(v*inst.TickUnits, int(inst.Decimals)+3)
	return &s
}
