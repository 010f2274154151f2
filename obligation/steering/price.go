package steering

import "quotient/market"

// MustQuote is the shadow price when no second can be spared.
const MustQuote = int64(1<<63 - 1)

// A Bucket is a part of the obliged time to come: for Left of it, the cost of
// complying is forecast by its quantiles, ascending, in fen per 1000 s. The
// quantiles cut the time into equal parts.
type Bucket struct {
	Left      market.Time
	Quantiles []int64
}

// ShadowPrice returns what a second of compliance is worth in fen per 1000 s:
// the smallest price such that the time to come whose cost lies above it fits
// into the slack that may be spent. It is MustQuote at and below the reserve,
// and 0 when everything that costs anything fits. Re-solved from the present
// slack each time it is asked (multi-secretary re-solve rule).
func ShadowPrice(slack, reserve market.Time, buckets []Bucket) int64 {
	spend := slack - reserve
	if spend <= 0 {
		return MustQuote
	}
	price := int64(0)
	for above(buckets, price) > spend {
		price = higher(buckets, price)
	}
	return price
}

// above is the time to come whose cost lies above price.
func above(buckets []Bucket, price int64) (t market.Time) {
	for i := range buckets {
		b := &buckets[i]
		for _, q := range b.Quantiles {
			if q > price {
				t += b.Left / market.Time(len(b.Quantiles))
			}
		}
	}
	return t
}

// higher is the least cost above price in any bucket, MustQuote without one.
func higher(buckets []Bucket, price int64) int64 {
	next := MustQuote
	for i := range buckets {
		for _, q := range buckets[i].Quantiles {
			if q > price {
				next = min(next, q)
			}
		}
	}
	return next
}
