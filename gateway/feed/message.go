package feed

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/valyala/fastjson"

	"quotient/market"
)

// Version is the version of the JSON schema that a Decoder speaks.
const Version = 1

// A Hello is what a feed says of itself when it is connected.
type Hello struct {
	Time      market.Time // the feed's trading clock at the hello; 0 = not said
	Speed     float64     // seconds of that clock in one second; 0 = not said
	Contracts int         // contracts that the feed will send
	Known     int         // of those, contracts of the universe
}

// depth decodes a snapshot of the best bid and offer.
func (d *Decoder) depth(emit func(*market.Event)) bool {
	in, ok := d.contract()
	if !ok || !d.stamp() {
		return false
	}
	e := &d.event
	e.Kind = market.EventDepth
	if e.Bid, e.BidQty, ok = d.side(fieldBid, in); !ok {
		return false
	}
	if e.Ask, e.AskQty, ok = d.side(fieldAsk, in); !ok {
		return false
	}
	if e.Last, ok = d.optionalPrice(fieldLast, in); !ok {
		return false
	}
	if e.Upper, ok = d.optionalPrice(fieldUpper, in); !ok {
		return false
	}
	if e.Lower, ok = d.optionalPrice(fieldLower, in); !ok {
		return false
	}
	if !d.totals() {
		return false
	}
	d.stats.Depths++
	emit(e)
	return true
}

func (d *Decoder) totals() bool {
	volume, ok := d.figure(fieldVolume, MaxTotal, false)
	if !ok {
		return false
	}
	interest, ok := d.figure(fieldInterest, MaxTotal, false)
	if !ok {
		return false
	}
	turnover, ok := d.figure(fieldTurnover, MaxTurnover, true)
	if !ok {
		return false
	}
	e := &d.event
	e.Volume, e.OpenInterest, e.Turnover = market.Qty(volume), market.Qty(interest), turnover
	return true
}

// side reads the best of [[price, lots], …]. Missing, null, an empty list and a
// quantity of 0 are an absent side.
func (d *Decoder) side(f field, in *market.Instrument) (market.Price, market.Qty, bool) {
	if d.absent(f) {
		return 0, 0, true
	}
	levels, err := d.fields[f].Array()
	if err != nil {
		return 0, 0, d.failValue(CodeType, f)
	}
	if len(levels) == 0 {
		return 0, 0, true
	}
	if levels[0].Type() != fastjson.TypeArray {
		return 0, 0, d.failValue(CodeType, f)
	}
	level, _ := levels[0].Array()
	if len(level) < 2 {
		return 0, 0, d.failValue(CodeMissing, f)
	}
	qty, ok := d.whole(level[1], f, MaxSize, false)
	if !ok {
		return 0, 0, false
	}
	p, ok := d.price(level[0], f, in)
	if !ok || qty == 0 {
		return 0, 0, ok
	}
	if p == 0 {
		return 0, 0, d.failValue(CodeMissing, f) // lots at no price
	}
	return p, market.Qty(qty), true
}

// phase decodes the announcement of a trading phase, for one contract or for
// every contract of a product.
func (d *Decoder) phase(emit func(*market.Event)) bool {
	if !d.stamp() {
		return false
	}
	name, ok := d.text(fieldPhase)
	if !ok {
		return false
	}
	ph, ok := phaseOf(name)
	if !ok {
		return d.fail(CodePhase, fieldPhase.String(), name)
	}
	d.event.Kind, d.event.Phase = market.EventPhase, ph
	if !d.absent(fieldProduct) {
		return d.productPhase(emit)
	}
	if _, ok := d.contract(); !ok {
		return false
	}
	d.stats.Phases++
	emit(&d.event)
	return true
}

func (d *Decoder) productPhase(emit func(*market.Event)) bool {
	if !d.absent(fieldContract) {
		return d.failValue(CodeTwice, fieldContract) // which of the two is meant?
	}
	name, ok := d.text(fieldProduct)
	if !ok {
		return false
	}
	product, fits := market.MakeCode(name)
	found := false
	e := d.event
	for i := range d.instruments {
		if fits && d.instruments[i].Product == product {
			found = true
			d.event = e // emit may have written to it
			d.event.Contract = market.Contract(i)
			emit(&d.event)
		}
	}
	if !found {
		return d.fail(CodeProduct, fieldProduct.String(), name)
	}
	d.stats.Phases++
	return true
}

func phaseOf(name []byte) (market.Phase, bool) {
	for ph := range market.PhaseCount {
		if string(name) == ph.String() {
			return ph, true
		}
	}
	return 0, false
}

// request decodes a request for quote (询价).
func (d *Decoder) request(emit func(*market.Event)) bool {
	if _, ok := d.contract(); !ok || !d.stamp() {
		return false
	}
	if d.absent(fieldID) {
		return d.failValue(CodeMissing, fieldID)
	}
	id, ok := d.number(d.fields[fieldID], fieldID)
	if !ok {
		return false
	}
	if len(id) == 0 {
		return d.failValue(CodeMissing, fieldID)
	}
	if !d.own() {
		return false
	}
	d.event.Kind, d.event.Ref = market.EventRequest, refOf(id)
	d.stats.Requests++
	emit(&d.event)
	return true
}

// own reads whether we made the request ourselves; absent is no.
func (d *Decoder) own() bool {
	if d.absent(fieldOwn) {
		return true
	}
	own, err := d.fields[fieldOwn].Bool()
	if err != nil {
		return d.failValue(CodeType, fieldOwn)
	}
	if own {
		d.event.Flags |= market.FlagOwn
	}
	return true
}

// settle decodes the settlement price of the trading day before (上日结算价).
func (d *Decoder) settle(emit func(*market.Event)) bool {
	in, ok := d.contract()
	if !ok || !d.stamp() {
		return false
	}
	p, ok := d.optionalPrice(fieldPrice, in)
	if !ok {
		return false
	}
	if p == 0 {
		return d.failValue(CodeMissing, fieldPrice)
	}
	d.event.Kind, d.event.Price = market.EventSettlement, p
	d.stats.Settled++
	emit(&d.event)
	return true
}

// refOf copies id; one that does not fit becomes a digest of the same length.
func refOf(id []byte) market.Ref {
	ref, ok := market.MakeRef(id)
	if !ok {
		sum := sha256.Sum256(id)
		hex.Encode(ref[:], sum[:len(ref)/2])
	}
	return ref
}

// greet decodes a hello.
func (d *Decoder) greet() bool {
	if d.absent(fieldVersion) {
		return d.failValue(CodeMissing, fieldVersion)
	}
	v, ok := d.figure(fieldVersion, MaxTotal, false)
	if !ok {
		return false
	}
	if v != Version {
		return d.failValue(CodeVersion, fieldVersion)
	}
	h := Hello{}
	if h.Time, ok = d.instant(fieldTime); !ok {
		return false
	}
	if !d.absent(fieldSpeed) {
		if h.Speed, ok = d.speed(); !ok {
			return false
		}
	}
	if !d.absent(fieldContracts) && !d.universe(&h) {
		return false
	}
	d.hello = h
	d.stats.Hellos++
	return true
}

func (d *Decoder) speed() (float64, bool) {
	x, err := d.fields[fieldSpeed].Float64()
	if err != nil {
		return 0, d.failValue(CodeType, fieldSpeed)
	}
	if !(x > 0 && x <= 1e6) {
		return 0, d.failValue(CodeAbsurd, fieldSpeed)
	}
	return x, true
}

func (d *Decoder) universe(h *Hello) bool {
	list, err := d.fields[fieldContracts].Array()
	if err != nil {
		return d.failValue(CodeType, fieldContracts)
	}
	for _, v := range list {
		symbol, err := v.StringBytes()
		if err != nil {
			return d.fail(CodeType, fieldContracts.String(), d.rawOf(v))
		}
		h.Contracts++
		if _, ok := d.symbols.Find(symbol); ok {
			h.Known++
		}
	}
	return true
}
