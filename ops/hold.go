package ops

import "quotient/market"

// A Held is one scope that the latch keeps from trading as usual.
type Held struct {
	Scope, Name   string // account, product or contract; the account has no name
	Mode          uint8  // risk.Mode
	At            market.Time
	Actor, Reason string
	ClearBy       string      // the first of two persons who asked for its end; "" = nobody
	ClearUntil    market.Time // the second has to ask before that
	ClearPersons  int         // how many persons its end wants
}

// A Hold is a Held as it is shown.
type Hold struct {
	Scope      string `json:"scope"`
	Name       string `json:"name"`
	Mode       string `json:"mode"`
	Since      string `json:"since"`
	By         string `json:"by"`
	Reason     string `json:"reason"`
	ClearBy    string `json:"clear_by"` // waits for a second person; "" = nobody asked yet
	ClearUntil string `json:"clear_until"`

	ClearPersons int `json:"clear_persons,omitempty"`
}

// holds are the scopes that the latch holds now.
func (in *Info) holds() []Hold {
	list := []Hold{}
	if in.held == nil {
		return list
	}
	for _, h := range in.held() {
		list = append(list, Hold{Scope: h.Scope, Name: h.Name, Mode: modeName(h.Mode), Since: stamp(h.At), By: h.Actor,
			Reason: h.Reason, ClearBy: h.ClearBy, ClearUntil: stamp(h.ClearUntil), ClearPersons: h.ClearPersons})
	}
	return list
}
