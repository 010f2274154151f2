package sim

import "quotient/market"

// A LimitRule says when the exchange holds a contract to be at its price limit
// (涨跌停板), judged on the snapshots that it published.
type LimitRule uint8

// The rules.
const (
	LimitOneSided LimitRule = iota // only bids, at the upper limit; or only asks, at the lower
	LimitLast                      // the last price is a limit price
	LimitTouched                   // a bid, an ask or the last price stands at a limit price
)

// MakerTerms are what the exchange holds one maker to on one contract: its own
// copy of the agreement (做市协议).
type MakerTerms struct {
	Maker     uint8
	Contract  market.Contract
	Dominant  market.Contract // whose limit exempts this contract; NoContract = none
	From, To  market.Date     // inclusive; 0 = open
	MaxSpread market.Price    // ticks
	MinSize   market.Qty      // lots, each side
	Limit     LimitRule
}

// A Grant is an exemption the exchange gave on application (豁免).
type Grant struct {
	Maker    uint8
	Contract market.Contract // NoContract = every contract
	From, To market.Time
	Ref      market.Ref
}

// A Reason is why obliged time was exempt, in the order of precedence.
type Reason uint8

// The reasons.
const (
	ExemptAuction       Reason = iota // opening call auction (开盘集合竞价)
	ExemptOwnLimit                    // the contract at its price limit
	ExemptDominantLimit               // the dominant contract at its price limit
	ExemptGrant                       // granted on application
	ReasonCount
)

// String returns the reason's name as reports write it.
func (r Reason) String() string {
	if r >= ReasonCount {
		return "invalid"
	}
	return [ReasonCount]string{"auction", "own_limit", "dominant_limit", "manual"}[r]
}

// A Recount is what the exchange counted for one maker, contract and trading
// day, in nanoseconds on its own event clock. Scheduled = Effective + the sum of
// Exempt + Ineffective.
type Recount struct {
	Maker       uint8
	Contract    market.Contract
	Date        market.Date
	Scheduled   market.Time // opening auction and continuous trading, as announced
	Effective   market.Time // both legs remain, each at least the minimum by what remains
	Declared    market.Time // the same with the minimum held against the declared size
	Ineffective market.Time
	Exempt      [ReasonCount]market.Time
}
