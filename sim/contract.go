package sim

import "quotient/market"

// ContractParams describe one contract's generated market. Prices are in ticks,
// distances in milliticks, sizes in lots. BusyMonth and SecondMonth have the
// figures of a real pair.
type ContractParams struct {
	Start         market.Price    // first price of the first day
	Upper, Lower  market.Price    // the first day's price limits
	LimitPermille int64           // later days' limits around the last price; 0 = limits stay
	Lead          market.Contract // the contract whose moves this one follows; NoContract = none
	OpenInterest  market.Qty

	Vol        int64       // standard deviation of the own random walk in a second
	Follow     int64       // of 1000 ticks that the lead moves, those it moves too
	Lag        market.Time // in which half of that arrives
	Alert      int64       // of 1000 moves of the lead's best price, those that are acted on at once
	Wander     int64       // standard deviation of the distance that comes and goes
	WanderHalf market.Time // in which half of that distance goes

	Step      market.Time // mean time between two acts of the flow
	Trades    int64       // of 1000 acts, those that take liquidity
	TradeSize market.Qty  // mean of a taking order, at least 3
	Half      int64       // mean distance of the best price from fair value
	Size      market.Qty  // mean standing at the best price, at least 3
	Depth     int         // levels kept behind the best

	Snapshot   market.Time // least time between two snapshots
	RequestGap market.Time // mean time between requests for quote (询价); 0 = none

	TimeValue int64 // of an option: what it is worth at the money
	Widen     int64 // of an option: of 1000 that it is worth, those that Half grows by
}

// BusyMonth returns a dominant contract like ZCE's apple future of October 2020
// in August: one tick wide, some fifteen lots a second.
func BusyMonth(start market.Price) ContractParams {
	return ContractParams{
		Start: start, Lead: market.NoContract, OpenInterest: 150_000,
		Upper: start + start*60/1000, Lower: start - start*60/1000, LimitPermille: 60,
		Vol:  850,
		Step: 300 * market.Millisecond, Trades: 380, TradeSize: 10,
		Half: 150, Size: 22, Depth: 4,
		Snapshot: market.Second,
	}
}

// SecondMonth returns a thinner contract like ZCE's apple future of January 2021
// in August: it follows the lead within seconds, keeps a drifting distance, is
// two ticks wide and trades a seventh of the lead's volume.
func SecondMonth(start market.Price, lead market.Contract) ContractParams {
	return ContractParams{
		Start: start, Lead: lead, OpenInterest: 39_000,
		Upper: start + start*60/1000, Lower: start - start*60/1000, LimitPermille: 60,
		Vol: 330, Follow: 780, Lag: 700 * market.Millisecond, Alert: 600, Wander: 3000, WanderHalf: 60 * market.Second,
		Step: 2200 * market.Millisecond, Trades: 380, TradeSize: 8,
		Half: 530, Size: 9, Depth: 4,
		Snapshot: market.Second, RequestGap: 20 * market.Minute,
	}
}
