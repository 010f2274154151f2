package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"quotient/market"
	"quotient/quoter/port"
)

// A Header says what an epoch's records mean: everything that a replay needs
// beside them. It is the first frame of the epoch.
type Header struct {
	Format     int               `json:"format"`  // Format; filled in by Open
	Layout     int               `json:"layout"`  // port.Version; filled in by Open
	Epoch      uint64            `json:"epoch"`   // filled in by Open
	Journal    string            `json:"journal"` // id of the journal; filled in by Open
	Build      string            `json:"build"`
	Go         string            `json:"go"`
	Started    market.Time       `json:"-"`     // as started_ns
	Clock      string            `json:"clock"` // wall, or virtual
	Speed      float64           `json:"speed"` // of the clock against real time; 0 counts as 1
	Seed       uint64            `json:"seed"`
	Desk       string            `json:"desk"`
	Account    string            `json:"account"`
	ConfigName string            `json:"config_name"`
	ConfigText string            `json:"config_text"`
	Files      map[string]string `json:"files,omitempty"` // files the configuration names, by name
	// Instruments by market.Contract.
	Instruments []market.Instrument `json:"-"` // as instruments
}

// headerJSON is Header as it is written: times by unit, texts as text.
type headerJSON struct {
	*headerPlain
	Started     int64            `json:"started_ns"`
	Instruments []instrumentJSON `json:"instruments"`
}

type headerPlain Header

type instrumentJSON struct {
	Symbol    string `json:"symbol"`
	Exchange  string `json:"exchange"`
	Product   string `json:"product"`
	TickUnits int64  `json:"tick_units"` // tick = tick_units × 10^-decimals
	Decimals  uint8  `json:"decimals"`
	TickValue int64  `json:"tick_value_fen"`

	Kind       string           `json:"kind,omitempty"`       // call or put; "" = future
	Underlying *market.Contract `json:"underlying,omitempty"` // of an option: index into instruments
	Strike     int64            `json:"strike_ticks,omitempty"`
	Expiry     market.Date      `json:"expiry,omitempty"` // yyyymmdd
}

// kindNames are the kinds as the header writes them.
var kindNames = [...]string{market.Future: "", market.Call: "call", market.Put: "put"}

// MarshalJSON writes h with the field names of docs/journal.md.
func (h Header) MarshalJSON() ([]byte, error) {
	out := headerJSON{headerPlain: (*headerPlain)(&h), Started: int64(h.Started), Instruments: []instrumentJSON{}}
	for i := range h.Instruments {
		in := &h.Instruments[i]
		j := instrumentJSON{Symbol: in.Symbol.String(), Exchange: in.Exchange.String(), Product: in.Product.String(),
			TickUnits: in.TickUnits, Decimals: in.Decimals, TickValue: int64(in.TickValue),
			Kind: name(kindNames[:], uint8(in.Kind)), Strike: int64(in.Strike), Expiry: in.Expiry}
		if in.Option() && in.Underlying != market.NoContract {
			j.Underlying = &in.Underlying
		}
		out.Instruments = append(out.Instruments, j)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (h *Header) UnmarshalJSON(b []byte) error {
	in := headerJSON{headerPlain: (*headerPlain)(h)}
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&in); err != nil {
		return err
	}
	h.Started, h.Instruments = market.Time(in.Started), nil
	for i, j := range in.Instruments {
		var it market.Instrument
		var ok [3]bool
		it.Symbol, ok[0] = market.MakeSymbol(j.Symbol)
		it.Exchange, ok[1] = market.MakeCode(j.Exchange)
		it.Product, ok[2] = market.MakeCode(j.Product)
		it.TickUnits, it.Decimals, it.TickValue = j.TickUnits, j.Decimals, market.Money(j.TickValue)
		kind := slices.Index(kindNames[:], j.Kind)
		if kind < 0 || j.Underlying != nil && int(*j.Underlying) >= len(in.Instruments) {
			return fmt.Errorf("instrument %d (%s) has an impossible kind or underlying", i, j.Symbol)
		}
		it.Kind, it.Strike, it.Expiry = market.InstrumentKind(kind), market.Price(j.Strike), j.Expiry
		if it.Option() {
			it.Underlying = market.NoContract
		}
		if it.Option() && j.Underlying != nil {
			it.Underlying = *j.Underlying
		}
		if !ok[0] || (j.Exchange != "" && !ok[1]) || (j.Product != "" && !ok[2]) {
			return fmt.Errorf("instrument %d has an impossible name: %q %q %q", i, j.Symbol, j.Exchange, j.Product)
		}
		wrong := false
		it.Check(func(string, int64, int64) { wrong = true })
		if wrong {
			return fmt.Errorf("instrument %d (%s) has an impossible tick or multiplier", i, j.Symbol)
		}
		h.Instruments = append(h.Instruments, it)
	}
	return nil
}

// complete fills in what the journal knows itself and encodes h.
func (h *Header) complete(epoch uint64, id [16]byte) ([]byte, error) {
	h.Format, h.Layout, h.Epoch, h.Journal = Format, port.Version, epoch, fmt.Sprintf("%x", id)
	b, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("journal: encoding the header: %w", err)
	}
	if len(b) > maxFrame-frameHead {
		return nil, fmt.Errorf("journal: the header takes %d bytes, %d are allowed: shorten the configuration or the files it names",
			len(b), maxFrame-frameHead)
	}
	return b, nil
}
