package report

import (
	"encoding/json"
	"fmt"
	"slices"

	"quotient/market"
)

// figuresJSON is how Figures are kept: values and steps by the meanings' names.
type figuresJSON struct {
	Name   string           `json:"name"`
	Day    market.Date      `json:"day,omitempty"` // yyyymmdd
	Month  market.Month     `json:"month"`         // yyyymm
	File   string           `json:"file"`
	Line   int              `json:"line"`
	Values map[string]int64 `json:"values"`
	Steps  map[string]int64 `json:"steps"`
}

// MarshalJSON writes what is known.
func (f Figures) MarshalJSON() ([]byte, error) {
	j := figuresJSON{f.Name, f.Day, f.Month, f.File, f.Line, map[string]int64{}, map[string]int64{}}
	for m := range MeaningCount {
		if f.Has[m] {
			j.Values[m.String()], j.Steps[m.String()] = f.Value[m], f.Step[m]
		}
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *Figures) UnmarshalJSON(b []byte) error {
	var j figuresJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*f = Figures{Name: j.Name, Day: j.Day, Month: j.Month, File: j.File, Line: j.Line}
	for name, v := range j.Values {
		m := slices.Index(meaningNames[:], name)
		if m < 0 {
			return fmt.Errorf("%s of %s: %q is no figure of this build", f.Name, f.Period(), name)
		}
		f.Has[m], f.Value[m], f.Step[m] = true, v, j.Steps[name]
	}
	return nil
}

// Take takes newer figures over in place of older ones; what the newer do not tell
// stays.
func (f *Figures) Take(o *Figures) {
	f.File, f.Line = o.File, o.Line
	for m := range MeaningCount {
		if o.Has[m] {
			f.Has[m], f.Value[m], f.Step[m] = true, o.Value[m], o.Step[m]
		}
	}
}
