package award

import (
	"quotient/market"
	"quotient/obligation"
)

// A Role is what an options market maker is for a product.
type Role uint8

// The roles. The zero Role is not set.
const (
	RoleUnset       Role = iota
	PrimaryMaker         // 主做市商: continuous and response
	GeneralResponse      // 一般回应做市商: response only
	RoleCount
)

// String returns the role's name.
func (r Role) String() string {
	if r >= RoleCount {
		return "invalid"
	}
	return [RoleCount]string{"unset", "primary", "general_response"}[r]
}

// A ConversionRule says how roles change at the end of each half year (2). All its
// numbers are as agreed.
type ConversionRule struct {
	Product   market.Code
	Promote   int32 // months met in the half year by which a general-response maker may ask to be primary
	Keep      int32 // months met by which a primary stays one
	Ahead     int32 // months before the conversion by the end of which the request must be made
	Demotions int32 // times demoted after which one may not ask; 0 = one always may
	Lock      int32 // months after the last of them; 0 = for good
}

// A Prospect is what the next conversion will bring.
type Prospect uint8

// The prospects.
const (
	NoProspect Prospect = iota
	Stays               // the role is sure to stay
	MayStay             // a primary still can meet enough months, or a general maker enough to ask
	Demoted             // a primary cannot meet enough months any more
	MayAsk              // a general maker has met enough months and there is time to ask
	TooLate             // it has met enough, and the time to ask is over
	LockedOut           // it was demoted too often to ask
	ProspectCount
)

// String returns the prospect's name.
func (p Prospect) String() string {
	if p >= ProspectCount {
		return "invalid"
	}
	return [ProspectCount]string{"none", "stays", "may_stay", "demoted", "may_ask", "too_late", "locked_out"}[p]
}

// A Conversion is where a half year stands.
type Conversion struct {
	From, To  market.Month // the half year
	At        market.Date  // when roles change, in principle
	RequestBy market.Date  // the last day to ask
	Met       int32        // months proven met
	May       int32        // of the others, those that may still be, or may have been
	Need      int32        // months the role asks
	Demotions int32        // so far
	LockedTo  market.Month // last month of the lock-out; 0 = none, or for good
	Prospect  Prospect
}

// Judge says what the end of today's half year will bring. Demotions are the months
// at whose ends the maker was demoted before, ascending.
func (r *ConversionRule) Judge(role Role, months []Judged, demotions []market.Month, today market.Date) (c Conversion) {
	now := ordinal(today.Month())
	first := now - now%6
	c.From, c.To = monthOf(first), monthOf(first+5)
	c.At = lastDay(c.To)
	c.RequestBy = lastDay(monthOf(first + 5 - r.Ahead))
	for n := first; n < first+6; n++ {
		v, known := judged(months, monthOf(n))
		switch {
		case v == obligation.Met:
			c.Met++
		case !known && n >= now, v == obligation.Open, v == obligation.InBand:
			c.May++
		}
	}
	locked := r.locked(&c, demotions, today.Month())
	switch role {
	case PrimaryMaker:
		c.Need, c.Prospect = r.Keep, r.keeps(&c)
	case GeneralResponse:
		c.Need, c.Prospect = r.Promote, r.rises(&c, locked, today)
	}
	return c
}

// keeps is a primary's prospect.
func (r *ConversionRule) keeps(c *Conversion) Prospect {
	switch {
	case c.Met >= r.Keep:
		return Stays
	case c.Met+c.May >= r.Keep:
		return MayStay
	}
	return Demoted
}

// rises is a general-response maker's prospect.
func (r *ConversionRule) rises(c *Conversion, locked bool, today market.Date) Prospect {
	switch {
	case locked:
		return LockedOut
	case c.Met >= r.Promote && today <= c.RequestBy:
		return MayAsk
	case c.Met >= r.Promote:
		return TooLate
	case c.Met+c.May >= r.Promote && today <= c.RequestBy:
		return MayStay
	}
	return Stays
}

// locked reports whether the demotions bar a request now.
func (r *ConversionRule) locked(c *Conversion, demotions []market.Month, now market.Month) bool {
	c.Demotions = int32(len(demotions))
	if r.Demotions == 0 || c.Demotions < r.Demotions {
		return false
	}
	if r.Lock == 0 {
		return true
	}
	c.LockedTo = monthOf(ordinal(demotions[len(demotions)-1]) + r.Lock)
	return now <= c.LockedTo
}
